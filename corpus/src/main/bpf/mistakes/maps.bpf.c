// SPDX-License-Identifier: Apache-2.0
// A program whose map Linux does not create: hashes have keys of at least a byte, and entries.
#include "../bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, __u32);
	__type(value, __u64);
} no_entries SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} of_what SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} fine SEC(".maps");

#define FIND(name, map)                                      \
	SEC("?xdp") int name(struct xdp_md *ctx)             \
	{                                                    \
		__u32 key = 0;                               \
                                                             \
		return bpf_map_lookup_elem(&map, &key) != 0; \
	}

FIND(finds_in_none, no_entries)
FIND(finds_a_map, of_what)
FIND(finds_a_value, fine)

char _license[] SEC("license") = "Dual MIT/GPL";
