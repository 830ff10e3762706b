// SPDX-License-Identifier: Apache-2.0
// A congestion control: the window grows by two segments in a round trip and falls to two thirds on loss. It writes down what it is
// called with. Beside it one of which the kernel's functions do the work, and tables that are not taken.
#include "congestion.h"

char LICENSE[] SEC("license") = "GPL";

// The control's own memory in the socket
struct own { __u32 began, grown, lost, left; };

__u64 calls[16];  // how often each operation was called, by its number below
__u64 seen[16];   // what it saw last
enum { SSTHRESH, CONG_AVOID, SET_STATE, CWND_EVENT, PKTS_ACKED, UNDO_CWND, INIT, RELEASE, MIN_TSO };

static __always_inline struct own *own(struct tcp_sock *tp)
{
	return (struct own *)tp->inet_conn.icsk_ca_priv;
}

SEC("struct_ops/begin")
void begin(__u64 *args)
{
	struct tcp_sock *tp = (void *)args[0];

	calls[INIT]++;
	own(tp)->began = tp->snd_cwnd;
	own(tp)->grown = own(tp)->lost = own(tp)->left = 0;
	seen[INIT] = tp->snd_cwnd;
}

SEC("struct_ops/end")
void end(__u64 *args)
{
	struct tcp_sock *tp = (void *)args[0];

	calls[RELEASE]++;
	seen[RELEASE] = own(tp)->began;
}

SEC("struct_ops/falls")
__u32 falls(__u64 *args)
{
	struct tcp_sock *tp = (void *)args[0];
	__u32 two_thirds = tp->snd_cwnd * 2 / 3;

	calls[SSTHRESH]++;
	own(tp)->lost++;
	return two_thirds < 2 ? 2 : two_thirds;
}

SEC("struct_ops/grows")
void grows(__u64 *args)
{
	struct tcp_sock *tp = (void *)args[0];
	__u32 acked = args[2], count;

	calls[CONG_AVOID]++;
	seen[CONG_AVOID] += acked;
	own(tp)->grown += acked;
	if (tp->snd_cwnd < tp->snd_ssthresh) {
		tp->snd_cwnd += acked;
		return;
	}
	count = tp->snd_cwnd_cnt + 2 * acked;
	if (count >= tp->snd_cwnd) {
		__u32 grown = tp->snd_cwnd + count / tp->snd_cwnd;

		count %= tp->snd_cwnd;
		tp->snd_cwnd = grown < tp->snd_cwnd_clamp ? grown : tp->snd_cwnd_clamp;
	}
	tp->snd_cwnd_cnt = count;
}

SEC("struct_ops/state")
void state(__u64 *args)
{
	calls[SET_STATE]++;
	seen[SET_STATE] |= 1 << (args[1] & 7);
}

SEC("struct_ops/event")
void event(__u64 *args)
{
	calls[CWND_EVENT]++;
	seen[CWND_EVENT] |= 1 << (args[1] & 7);
}

SEC("struct_ops/samples")
void samples(__u64 *args)
{
	struct ack_sample *sample = (void *)args[1];

	calls[PKTS_ACKED]++;
	seen[PKTS_ACKED] += sample->pkts_acked;
}

SEC("struct_ops/undoes")
__u32 undoes(__u64 *args)
{
	struct tcp_sock *tp = (void *)args[0];

	calls[UNDO_CWND]++;
	return tp->snd_cwnd > tp->prior_cwnd ? tp->snd_cwnd : tp->prior_cwnd;
}

SEC("struct_ops/bursts")
__u32 bursts(__u64 *args)
{
	calls[MIN_TSO]++;
	return 2;
}

SEC(".struct_ops")
struct tcp_congestion_ops two_thirds = {
	.init = (void *)begin, .release = (void *)end, .ssthresh = (void *)falls, .cong_avoid = (void *)grows,
	.set_state = (void *)state, .cwnd_event = (void *)event, .pkts_acked = (void *)samples, .undo_cwnd = (void *)undoes,
	.min_tso_segs = (void *)bursts, .name = "two_thirds",
};

SEC(".struct_ops.link")
struct tcp_congestion_ops linked = {
	.init = (void *)begin, .ssthresh = (void *)falls, .cong_avoid = (void *)grows, .undo_cwnd = (void *)undoes,
	.name = "linked",
};

// Renews the one before: the name is the same
SEC(".struct_ops.link")
struct tcp_congestion_ops renewed = {
	.init = (void *)begin, .release = (void *)end, .ssthresh = (void *)falls, .cong_avoid = (void *)grows,
	.undo_cwnd = (void *)undoes, .name = "linked",
};

SEC(".struct_ops.link")
struct tcp_congestion_ops other_name = {
	.ssthresh = (void *)falls, .cong_avoid = (void *)grows, .undo_cwnd = (void *)undoes, .name = "other",
};

// What the kernel does not take: without a name, without what is demanded, the name twice, bits of flags that are none
SEC("?.struct_ops")
struct tcp_congestion_ops nameless = {
	.ssthresh = (void *)falls, .cong_avoid = (void *)grows, .undo_cwnd = (void *)undoes,
};

SEC("?.struct_ops")
struct tcp_congestion_ops never_grows = { .ssthresh = (void *)falls, .undo_cwnd = (void *)undoes, .name = "never_grows" };

SEC("?.struct_ops")
struct tcp_congestion_ops never_undoes = { .ssthresh = (void *)falls, .cong_avoid = (void *)grows, .name = "never_undoes" };

SEC("?.struct_ops")
struct tcp_congestion_ops never_falls = { .cong_avoid = (void *)grows, .undo_cwnd = (void *)undoes, .name = "never_falls" };

SEC("?.struct_ops")
struct tcp_congestion_ops named_reno = {
	.ssthresh = (void *)falls, .cong_avoid = (void *)grows, .undo_cwnd = (void *)undoes, .name = "reno",
};

SEC("?.struct_ops")
struct tcp_congestion_ops odd_flags = {
	.ssthresh = (void *)falls, .cong_avoid = (void *)grows, .undo_cwnd = (void *)undoes, .name = "odd_flags", .flags = 16,
};

SEC("?.struct_ops")
struct tcp_congestion_ops ecn_flag = {
	.ssthresh = (void *)falls, .cong_avoid = (void *)grows, .undo_cwnd = (void *)undoes, .name = "ecn_flag",
	.flags = TCP_CONG_NEEDS_ECN,
};

SEC("?.struct_ops")
struct tcp_congestion_ops keyed = {
	.ssthresh = (void *)falls, .cong_avoid = (void *)grows, .undo_cwnd = (void *)undoes, .name = "keyed", .key = 5,
};
