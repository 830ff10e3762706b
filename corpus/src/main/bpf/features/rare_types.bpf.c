// SPDX-License-Identifier: Apache-2.0
// Programs of types that few write: a receiver of infrared signals, and one that asks for callbacks of a TCP socket.
#include "../bpf.h"

struct bpf_sock_ops {
	__u32 op;
	__u32 args[4];
	__u32 family, remote_ip4, local_ip4, remote_ip6[4], local_ip6[4], remote_port, local_port, is_fullsock;
	__u32 snd_cwnd, srtt_us, bpf_sock_ops_cb_flags;
};

static long (*const sock_ops_cb_flags_set)(struct bpf_sock_ops *ctx, int flags) = (void *)59;

__u32 sample;
__s64 answers[4];

// As the header of lirc has it: the upper byte says what the other three measure.
SEC("lirc_mode2") int measures(unsigned int *ctx)
{
	sample = *ctx;
	return *ctx >> 24 == 1 ? 0 : -22;
}

SEC("sockops") int asks_for_callbacks(struct bpf_sock_ops *ctx)
{
	if (ctx->op != 3) // BPF_SOCK_OPS_TCP_CONNECT_CB
		return 1;
	answers[0] = ctx->bpf_sock_ops_cb_flags;
	answers[1] = sock_ops_cb_flags_set(ctx, 5);
	answers[2] = ctx->bpf_sock_ops_cb_flags;
	answers[3] = sock_ops_cb_flags_set(ctx, 0x7f | 0x100);
	return 1;
}

char _license[] SEC("license") = "GPL";
