// SPDX-License-Identifier: Apache-2.0
// A map as iproute2 declares it, which says more than loaders of BPF objects agree on: which map lies in it.
#include "../bpf.h"

struct bpf_elf_map {
	__u32 type;
	__u32 size_key;
	__u32 size_value;
	__u32 max_elem;
	__u32 flags;
	__u32 id;
	__u32 pinning;
	__u32 inner_id;
	__u32 inner_idx;
};

struct bpf_elf_map counters SEC("maps") = {
	.type = BPF_MAP_TYPE_ARRAY,
	.size_key = sizeof(__u32),
	.size_value = sizeof(__u64),
	.max_elem = 1,
	.pinning = 2,
	.inner_id = 1,
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
