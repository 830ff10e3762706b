// SPDX-License-Identifier: Apache-2.0
// Moving the ends of a packet. All programs expect at least 64 bytes of packet, and 64 bytes of room on either side.
#include "../bpf.h"

__s64 results[4];

static __always_inline __u32 length(struct xdp_md *ctx)
{
	return bpf_xdp_get_buff_len(ctx);
}

// Returns 14: the packet grew by a header of 14 bytes in front, which the program fills with 0xee.
SEC("xdp")
int head_grow(struct xdp_md *ctx)
{
	__u32 before = length(ctx);
	__u8 *data;
	int i;

	results[0] = bpf_xdp_adjust_head(ctx, -14);
	data = (void *)(long)ctx->data;
	if (data + 14 > (__u8 *)(long)ctx->data_end)
		return -1;
	for (i = 0; i < 14; i++)
		data[i] = 0xee;
	return length(ctx) - before;
}

// Returns 14: as many bytes are cut off in front.
SEC("xdp")
int head_shrink(struct xdp_md *ctx)
{
	__u32 before = length(ctx);

	results[0] = bpf_xdp_adjust_head(ctx, 14);
	return before - length(ctx);
}

// Returns 10: the packet lost 18 bytes at its end and got 8 zero bytes back.
SEC("xdp")
int tail_both_ways(struct xdp_md *ctx)
{
	__u32 before = length(ctx);

	results[0] = bpf_xdp_adjust_tail(ctx, -18);
	results[1] = bpf_xdp_adjust_tail(ctx, 8);
	return before - length(ctx);
}

// Returns 4242, read back from the 8 bytes of metadata in front of the packet.
SEC("xdp")
int metadata(struct xdp_md *ctx)
{
	__u32 *meta;

	results[0] = bpf_xdp_adjust_meta(ctx, -8);
	meta = (void *)(long)ctx->data_meta;
	if ((void *)(meta + 2) > (void *)(long)ctx->data)
		return -1;
	meta[0] = 42;
	meta[1] = 4200;
	return meta[0] + meta[1];
}

// Returns 0, the change in length: nothing of this is allowed. results = -22 four times: cutting all of the packet off in
// front, more room in front than there is, cutting all of it off at the end, metadata that would begin inside the packet.
SEC("xdp")
int refused(struct xdp_md *ctx)
{
	__u32 before = length(ctx);

	results[0] = bpf_xdp_adjust_head(ctx, before);
	results[1] = bpf_xdp_adjust_head(ctx, -0x7000);
	results[2] = bpf_xdp_adjust_tail(ctx, -(int)before);
	results[3] = bpf_xdp_adjust_meta(ctx, 8);
	return length(ctx) - before;
}

char _license[] SEC("license") = "Dual MIT/GPL";
