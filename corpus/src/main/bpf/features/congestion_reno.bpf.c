// SPDX-License-Identifier: Apache-2.0
// What the kernel's functions of congestion control make of a socket: each case sets its members, calls one, and writes down what is
// left; then the socket is as it was.
#include "congestion.h"

char LICENSE[] SEC("license") = "GPL";

struct reno_case {
	__u32 function, cwnd, ssthresh, count, window, acked;          // what is given
	__u32 result, cwnd_after, count_after, prior, most, limited;   // what is left, and what was there that cannot be set
};
enum { RENO_SSTHRESH, RENO_UNDO, SLOW_START, AVOID, RENO_AVOID };

struct reno_case cases[64];
__u32 count;
__u64 done;

SEC("struct_ops/reno_init")
void reno_init(__u64 *args)
{
}

SEC("struct_ops/reno_falls")
__u32 reno_falls(__u64 *args)
{
	return tcp_reno_ssthresh((void *)args[0]);
}

SEC("struct_ops/reno_grows")
void reno_grows(__u64 *args)
{
	struct tcp_sock *tp = (void *)args[0];
	__u32 i, cwnd = tp->snd_cwnd, ssthresh = tp->snd_ssthresh, counted = tp->snd_cwnd_cnt;

	if (!done)
		for (i = 0; i < 64; i++) {
			struct reno_case *c = &cases[i];

			if (i >= count)
				break;
			tp->snd_cwnd = c->cwnd;
			tp->snd_ssthresh = c->ssthresh;
			tp->snd_cwnd_cnt = c->count;
			switch (c->function) {
			case RENO_SSTHRESH:
				c->result = tcp_reno_ssthresh((void *)tp);
				break;
			case RENO_UNDO:
				c->result = tcp_reno_undo_cwnd((void *)tp);
				break;
			case SLOW_START:
				c->result = tcp_slow_start(tp, c->acked);
				break;
			case AVOID:
				tcp_cong_avoid_ai(tp, c->window, c->acked);
				break;
			case RENO_AVOID:
				tcp_reno_cong_avoid((void *)tp, 0, c->acked);
				break;
			}
			c->cwnd_after = tp->snd_cwnd;
			c->count_after = tp->snd_cwnd_cnt;
			c->prior = tp->prior_cwnd;
			c->most = tp->max_packets_out;
			c->limited = tp->is_cwnd_limited;
		}
	done = 1;
	tp->snd_cwnd = cwnd;
	tp->snd_ssthresh = ssthresh;
	tp->snd_cwnd_cnt = counted;
	tcp_reno_cong_avoid((void *)tp, args[1], args[2]);
}

SEC("struct_ops/reno_undoes")
__u32 reno_undoes(__u64 *args)
{
	return tcp_reno_undo_cwnd((void *)args[0]);
}

SEC(".struct_ops")
struct tcp_congestion_ops reno_cases = {
	.init = (void *)reno_init, .ssthresh = (void *)reno_falls, .cong_avoid = (void *)reno_grows, .undo_cwnd = (void *)reno_undoes,
	.name = "reno_cases",
};
