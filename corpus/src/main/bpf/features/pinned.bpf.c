// SPDX-License-Identifier: Apache-2.0
// Two maps that are shared under their names by all who load this object.
#include "../bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(pinning, 1);
	__type(key, __u32);
	__type(value, __u64);
} tally SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__uint(pinning, 1);
	__type(key, __u32);
	__array(values, struct {
		__uint(type, BPF_MAP_TYPE_ARRAY);
		__uint(max_entries, 1);
		__type(key, __u32);
		__type(value, __u64);
	});
} tallies SEC(".maps");

// How often it ran, whoever loaded it.
SEC("xdp")
int count(struct xdp_md *ctx)
{
	__u32 zero = 0;
	__u64 *runs = bpf_map_lookup_elem(&tally, &zero);

	return runs ? ++*runs : 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
