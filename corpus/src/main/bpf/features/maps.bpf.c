// SPDX-License-Identifier: Apache-2.0
// PERCPU_ARRAY, PERCPU_HASH and LRU_HASH beside their plain kinds, with the errnos of their update flags.
#include "../bpf.h"

#define MAP(name, map_type, entries)                                                                                   \
	struct {                                                                                                       \
		__uint(type, map_type);                                                                                \
		__uint(max_entries, entries);                                                                          \
		__type(key, __u32);                                                                                    \
		__type(value, __u64);                                                                                  \
	} name SEC(".maps")

MAP(array, BPF_MAP_TYPE_ARRAY, 4);
MAP(hash, BPF_MAP_TYPE_HASH, 4);
MAP(percpu_array, BPF_MAP_TYPE_PERCPU_ARRAY, 4);
MAP(percpu_hash, BPF_MAP_TYPE_PERCPU_HASH, 4);
MAP(lru_hash, BPF_MAP_TYPE_LRU_HASH, 16);

__s64 results[16];
__u64 visits;

// Run n on one CPU returns n; runs on other CPUs do not count.
SEC("xdp")
int count_per_cpu(struct xdp_md *ctx)
{
	__u32 key = 1;
	__u64 *count = bpf_map_lookup_elem(&percpu_array, &key);

	return count ? ++*count : 0;
}

// Run n on one CPU returns n; an element that one CPU inserts is zero on the others.
SEC("xdp")
int count_per_cpu_hash(struct xdp_md *ctx)
{
	__u32 key = 77;
	__u64 zero = 0, *count = bpf_map_lookup_elem(&percpu_hash, &key);

	if (!count) {
		bpf_map_update_elem(&percpu_hash, &key, &zero, BPF_NOEXIST);
		count = bpf_map_lookup_elem(&percpu_hash, &key);
	}
	return count ? ++*count : 0;
}

static int count_visit(void *map, __u32 *key, __u64 *value, void *unused)
{
	visits++;
	return 0;
}

// Returns 100: every insertion into a least-recently-used map succeeds, however small it is. visits is the number of
// elements left, from 1 to 16.
SEC("xdp")
int lru_never_full(struct xdp_md *ctx)
{
	int i, inserted = 0;

	for (i = 0; i < 100; i++) {
		__u32 key = i;
		__u64 value = i;

		if (bpf_map_update_elem(&lru_hash, &key, &value, BPF_ANY) == 0)
			inserted++;
	}
	visits = 0;
	bpf_for_each_map_elem(&lru_hash, count_visit, NULL, 0);
	return inserted;
}

// Returns 0. The results in order:
//   0 0 (inserts), -17 (EEXIST, does not insert again), 0 (replaces), -2 (ENOENT, does not replace what is not there),
//   4 0 (deletes), -2 (nothing left to delete), -22 (EINVAL, unknown flag),
//   7 -17 (an array's elements are always there), -22 (and stay there), -7 (E2BIG, past its end), 1 (nothing found there).
SEC("xdp")
int update_flags(struct xdp_md *ctx)
{
	__u32 key = 5, other = 6, index = 0, outside = 4;
	__u64 value = 9;

	bpf_map_delete_elem(&hash, &key);
	results[0] = bpf_map_update_elem(&hash, &key, &value, BPF_NOEXIST);
	results[1] = bpf_map_update_elem(&hash, &key, &value, BPF_NOEXIST);
	results[2] = bpf_map_update_elem(&hash, &key, &value, BPF_EXIST);
	results[3] = bpf_map_update_elem(&hash, &other, &value, BPF_EXIST);
	results[4] = bpf_map_delete_elem(&hash, &key);
	results[5] = bpf_map_delete_elem(&hash, &key);
	results[6] = bpf_map_update_elem(&hash, &key, &value, 64);
	results[7] = bpf_map_update_elem(&array, &index, &value, BPF_NOEXIST);
	results[8] = bpf_map_delete_elem(&array, &index);
	results[9] = bpf_map_update_elem(&array, &outside, &value, BPF_ANY);
	results[10] = bpf_map_lookup_elem(&array, &outside) == NULL;
	return 0;
}

// Returns 4: as many elements as a full hash takes; results[11] is -7 (E2BIG) of the fifth, results[12] is 0, as an
// element that is there can still be replaced.
SEC("xdp")
int hash_full(struct xdp_md *ctx)
{
	int i, inserted = 0;

	for (i = 100; i < 105; i++) {
		__u32 key = i;
		__u64 value = i;
		long err = bpf_map_update_elem(&hash, &key, &value, BPF_NOEXIST);

		if (err)
			results[11] = err;
		else
			inserted++;
	}
	for (i = 100; i < 104; i++) {
		__u32 key = i;
		__u64 value = 0;

		results[12] = bpf_map_update_elem(&hash, &key, &value, BPF_ANY);
		bpf_map_delete_elem(&hash, &key);
	}
	return inserted;
}

char _license[] SEC("license") = "Dual MIT/GPL";
