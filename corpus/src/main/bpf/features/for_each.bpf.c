// SPDX-License-Identifier: Apache-2.0
// bpf_for_each_map_elem over arrays and hashes.
#include "../bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} squares SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} table SEC(".maps");

struct sum {
	__u64 keys;
	__u64 values;
	__u64 last_key; // the walk ends after it
};

__s64 bad_flags;

static int add(void *map, __u32 *key, __u64 *value, struct sum *sum)
{
	sum->keys += *key;
	sum->values += *value;
	return *key == sum->last_key;
}

static int write_square(void *map, __u32 *key, __u64 *value, void *unused)
{
	*value = *key * *key;
	return 0;
}

static int delete_odd(void *map, __u32 *key, __u64 *value, void *unused)
{
	if (*key & 1)
		bpf_map_delete_elem(map, key);
	return 0;
}

// Returns 14008: squares of 0 to 7 are written and add up to 140, and 8 elements are visited.
SEC("xdp")
int array_sum(struct xdp_md *ctx)
{
	struct sum sum = { .last_key = ~0ULL };

	bpf_for_each_map_elem(&squares, write_square, NULL, 0);
	return bpf_for_each_map_elem(&squares, add, &sum, 0) + sum.values * 100;
}

// Returns 604: a callback that returns 1 ends the walk after 4 elements, which counts, with keys 0 + 1 + 2 + 3.
SEC("xdp")
int array_stop(struct xdp_md *ctx)
{
	struct sum sum = { .last_key = 3 };

	return bpf_for_each_map_elem(&squares, add, &sum, 0) + sum.keys * 100;
}

// Returns 2005: of the keys 0 to 9 a callback deletes the odd ones; 5 are left, with the sum 20. bad_flags is -22.
SEC("xdp")
int hash_delete(struct xdp_md *ctx)
{
	struct sum sum = { .last_key = ~0ULL };
	int i;

	for (i = 0; i < 10; i++) {
		__u32 key = i;
		__u64 value = i * 3;

		bpf_map_update_elem(&table, &key, &value, BPF_ANY);
	}
	bpf_for_each_map_elem(&table, delete_odd, NULL, 0);
	bad_flags = bpf_for_each_map_elem(&table, add, &sum, 1);
	return bpf_for_each_map_elem(&table, add, &sum, 0) + sum.keys * 100;
}

char _license[] SEC("license") = "Dual MIT/GPL";
