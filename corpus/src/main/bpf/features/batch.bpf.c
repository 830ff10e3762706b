// SPDX-License-Identifier: Apache-2.0
// A program whose runs differ: how long one takes, and what becomes of the packet, lies in the packet.
#include "../bpf.h"

__u64 runs;

SEC("xdp")
int by_sender(struct xdp_md *ctx)
{
	__u8 *data = (void *)(long)ctx->data;
	__u8 *end = (void *)(long)ctx->data_end;
	__u32 turns, i, sum = 0;

	runs++;
	if (data + 14 > end)
		return XDP_ABORTED;
	turns = data[11];
	for (i = 0; i < turns; i++) {
		sum += i;
		asm volatile("" : "+r"(sum));
	}
	data[0] = sum;
	if (turns & 1)
		bpf_xdp_adjust_head(ctx, -8);
	return sum % 5;
}

char _license[] SEC("license") = "Dual MIT/GPL";
