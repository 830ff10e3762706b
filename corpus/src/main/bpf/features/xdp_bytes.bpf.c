// SPDX-License-Identifier: Apache-2.0
// bpf_xdp_load_bytes and bpf_xdp_store_bytes: packet bytes without pointers into the packet.
#include "../bpf.h"

__s64 load_outside, store_outside;

// Returns 3 (XDP_TX) and exchanges the two MAC addresses of a packet of 14 bytes or more.
SEC("xdp")
int swap_macs(struct xdp_md *ctx)
{
	__u8 macs[12];

	if (bpf_xdp_load_bytes(ctx, 0, macs, sizeof(macs)))
		return XDP_ABORTED;
	if (bpf_xdp_store_bytes(ctx, 0, macs + 6, 6) || bpf_xdp_store_bytes(ctx, 6, macs, 6))
		return XDP_ABORTED;
	return XDP_TX;
}

// Returns the packet's length. load_outside and store_outside are -22: the last of the bytes lies behind the packet.
SEC("xdp")
int outside(struct xdp_md *ctx)
{
	__u64 length = bpf_xdp_get_buff_len(ctx);
	__u8 bytes[4] = {};

	load_outside = bpf_xdp_load_bytes(ctx, length - 3, bytes, sizeof(bytes));
	store_outside = bpf_xdp_store_bytes(ctx, length - 3, bytes, sizeof(bytes));
	return length;
}

char _license[] SEC("license") = "Dual MIT/GPL";
