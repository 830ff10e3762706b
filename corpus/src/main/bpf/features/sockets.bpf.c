// SPDX-License-Identifier: Apache-2.0
// Asks for sockets: the question is in element 0 of `io`, and what was found is written there.
#include "../bpf.h"

struct bpf_sock {
	__u32 bound_dev_if, family, type, protocol, mark, priority, src_ip4, src_ip6[4], src_port;
	__u32 dst_port, dst_ip4, dst_ip6[4], state, rx_queue_mapping;
};

struct bpf_tcp_sock {
	__u32 snd_cwnd, srtt_us, rtt_min, snd_ssthresh, rcv_nxt, snd_nxt, snd_una, mss_cache, ecn_flags, rate_delivered,
		rate_interval_us, packets_out, retrans_out, total_retrans;
	__u64 bytes_received, bytes_acked;
};

struct question {
	struct bpf_sock_tuple tuple;
	__u32 size;
	__u64 netns;
	__u64 flags;
	__u32 found, full, tcp, listener, same, state, assigned, cgroup;
	struct bpf_sock sock;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct question);
} io SEC(".maps");

static struct bpf_sock *(*const lookup_tcp)(void *ctx, void *tuple, __u32 size, __u64 netns, __u64 flags) = (void *)84;
static struct bpf_sock *(*const lookup_udp)(void *ctx, void *tuple, __u32 size, __u64 netns, __u64 flags) = (void *)85;
static long (*const release)(void *sk) = (void *)86;
static struct bpf_sock *(*const fullsock)(struct bpf_sock *sk) = (void *)95;
static struct bpf_tcp_sock *(*const tcp_sock)(struct bpf_sock *sk) = (void *)96;
static struct bpf_sock *(*const get_listener)(struct bpf_sock *sk) = (void *)98;
static struct bpf_sock *(*const skc_lookup)(void *ctx, void *tuple, __u32 size, __u64 netns, __u64 flags) = (void *)99;
static long (*const assign)(void *ctx, void *sk, __u64 flags) = (void *)124;

static __always_inline void common(struct question *q, struct bpf_sock *sk)
{
	q->found = 1;
	q->state = sk->state;
	q->sock.bound_dev_if = sk->bound_dev_if;
	q->sock.family = sk->family;
	q->sock.src_ip4 = sk->src_ip4;
	q->sock.src_ip6[0] = sk->src_ip6[0];
	q->sock.src_ip6[3] = sk->src_ip6[3];
	q->sock.src_port = sk->src_port;
	q->sock.dst_port = *(__u16 *)&sk->dst_port;
	q->sock.dst_ip4 = sk->dst_ip4;
	q->sock.dst_ip6[0] = sk->dst_ip6[0];
	q->sock.dst_ip6[3] = sk->dst_ip6[3];
	q->sock.state = sk->state;
	q->sock.rx_queue_mapping = sk->rx_queue_mapping;
}

static __always_inline void full(struct question *q, struct bpf_sock *sk)
{
	common(q, sk);
	q->full = 1;
	q->sock.type = sk->type;
	q->sock.protocol = sk->protocol;
	q->sock.mark = sk->mark;
	q->sock.priority = sk->priority;
}

// What only programs of traffic control may ask of a socket.
static __always_inline void more(struct question *q, struct bpf_sock *sk)
{
	struct bpf_sock *whole = fullsock(sk);
	q->same = whole == sk;
	q->tcp = tcp_sock(sk) != NULL;
	struct bpf_sock *listener = get_listener(sk);
	if (listener)
		q->listener = listener->src_port;
}

#define LOOKUP(NAME, SECTION, CTX, FIND, SEE, MORE)                                                                    \
	SEC(SECTION) int NAME(struct CTX *ctx)                                                                         \
	{                                                                                                              \
		__u32 key = 0;                                                                                         \
		struct question *q = bpf_map_lookup_elem(&io, &key);                                                   \
		if (!q)                                                                                                \
			return 0;                                                                                      \
		__u64 size = q->size;                                                                                  \
		barrier_var(size);                                                                                     \
		if (size < 1)                                                                                          \
			return 0;                                                                                      \
		barrier_var(size);                                                                                     \
		if (size > sizeof(q->tuple))                                                                           \
			return 0;                                                                                      \
		struct bpf_sock *sk = FIND(ctx, &q->tuple, size, q->netns, q->flags);                               \
		if (!sk)                                                                                               \
			return 1;                                                                                      \
		SEE(q, sk);                                                                                            \
		MORE;                                                                                                  \
		release(sk);                                                                                           \
		return 1;                                                                                              \
	}

LOOKUP(xdp_tcp, "xdp", xdp_md, lookup_tcp, full, )
LOOKUP(xdp_udp, "xdp", xdp_md, lookup_udp, full, )
LOOKUP(xdp_skc, "xdp", xdp_md, skc_lookup, common, )
LOOKUP(tc_tcp, "tc", __sk_buff, lookup_tcp, full, more(q, sk))
LOOKUP(tc_udp, "tc", __sk_buff, lookup_udp, full, more(q, sk))
LOOKUP(tc_skc, "tc", __sk_buff, skc_lookup, common, more(q, sk))
LOOKUP(tc_assign, "tc", __sk_buff, skc_lookup, common, q->assigned = assign(ctx, sk, q->flags))

char _license[] SEC("license") = "Dual MIT/GPL";
