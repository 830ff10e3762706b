// SPDX-License-Identifier: Apache-2.0
// Maps as they were declared before BTF: structures of numbers in section "maps".
#include "../bpf.h"

struct bpf_map_def {
	__u32 type;
	__u32 key_size;
	__u32 value_size;
	__u32 max_entries;
	__u32 map_flags;
};

struct bpf_map_def counters SEC("maps") = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = sizeof(__u32),
	.value_size = sizeof(__u64),
	.max_entries = 1,
};

SEC("xdp")
int count(struct xdp_md *ctx)
{
	__u32 zero = 0;
	__u64 *counter = bpf_map_lookup_elem(&counters, &zero);

	if (counter)
		__sync_fetch_and_add(counter, 1);
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual MIT/GPL";
