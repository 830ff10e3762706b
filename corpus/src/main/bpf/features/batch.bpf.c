// SPDX-License-Identifier: Apache-2.0
// Programs for batches of packets.
#include "../bpf.h"
#include "../net.h"

__u64 runs;

// Its runs differ: how long one takes, and what becomes of the packet, lies in the packet.
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

// A filter that keeps nothing: IPv4 from a private network passes unless it is in fragments.
SEC("xdp")
int filter(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct eth_header *eth = data;
	struct ipv4_header *ip = (void *)(eth + 1);

	if ((void *)(ip + 1) > end || eth->type != bpf_htons(ETH_P_IP))
		return XDP_DROP;
	if (ip->fragment & bpf_htons(IPV4_FRAGMENT_OFFSET))
		return XDP_DROP;
	return (ip->source & bpf_htonl(0xff000000)) == bpf_htonl(0x0a000000) ? XDP_PASS : XDP_DROP;
}

char _license[] SEC("license") = "Dual MIT/GPL";
