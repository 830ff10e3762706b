// SPDX-License-Identifier: Apache-2.0
// Maps in maps, with slots that are filled when the object is loaded.
#include "../bpf.h"

struct counters {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
};

struct counters first SEC(".maps");
struct counters second SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(values, struct counters);
} by_index SEC(".maps") = {
	.values = {
		[0] = &first,
		[2] = &second,
	},
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(values, struct counters);
} by_key SEC(".maps") = {
	.values = {
		[1] = &second,
	},
};

static __always_inline __u64 count(void *outer, __u32 slot)
{
	void *inner = bpf_map_lookup_elem(outer, &slot);
	__u32 index = 3;
	__u64 *counter = inner ? bpf_map_lookup_elem(inner, &index) : NULL;

	return counter ? ++*counter : 0;
}

// The first run returns 112: slots 0 and 2 hold different maps. The next one returns 224.
SEC("xdp")
int count_in_array(struct xdp_md *ctx)
{
	__u64 first_count = count(&by_index, 0);

	return first_count * 100 + count(&by_index, 2) * 12;
}

// The first run returns 13, if count_in_array did not run before: one map has two names.
SEC("xdp")
int count_in_hash(struct xdp_md *ctx)
{
	count(&by_index, 2);
	return count(&by_key, 1) + 11;
}

// Returns 0: nothing is found in slot 1 and under key 0.
SEC("xdp")
int empty_slots(struct xdp_md *ctx)
{
	return count(&by_index, 1) + count(&by_key, 0);
}

char _license[] SEC("license") = "Dual MIT/GPL";
