// SPDX-License-Identifier: Apache-2.0
// SYN cookies: the question in element 0 of `io` has the headers of a SYN, for which a cookie is made, and says how the ACK differs from
// what answers it, with which the cookie is checked. What a cookie is nobody foretells: only the size of segments beside it is kept.
#include "../bpf.h"

enum { NO_CALL, OF_SOCKET, RAW_4, RAW_6 };
enum { ACK = 0x10 };

struct tcp_header {
	__be16 source, dest;
	__be32 seq, ack_seq;
	__u8 offset, flags;
	__be16 window, check, urg_ptr;
	__u8 options[44];
};

struct question {
	struct bpf_sock_tuple tuple;
	__u32 tuple_size;
	__u8 ip[64];
	struct tcp_header th;
	__u8 make, verify, udp, ack_flags;
	__u32 ip_size, th_size, ack_ip_size, ack_size;
	__u32 ack_more, seq_more, port_more;
	__u32 found;
	__s64 made, checked;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct question);
} io SEC(".maps");

__u32 cookie;

static struct bpf_sock *(*const lookup_udp)(void *ctx, void *tuple, __u32 size, __u64 netns, __u64 flags) = (void *)85;
static struct bpf_sock *(*const skc_lookup)(void *ctx, void *tuple, __u32 size, __u64 netns, __u64 flags) = (void *)99;
static long (*const check)(void *sk, void *ip, __u32 ip_size, void *th, __u32 th_size) = (void *)100;
static __s64 (*const generate)(void *sk, void *ip, __u32 ip_size, void *th, __u32 th_size) = (void *)110;
static __s64 (*const generate_4)(void *ip, void *th, __u32 th_size) = (void *)204;
static __s64 (*const generate_6)(void *ip, void *th, __u32 th_size) = (void *)205;
static long (*const check_4)(void *ip, void *th) = (void *)206;
static long (*const check_6)(void *ip, void *th) = (void *)207;

// What verifiers know to be of the size that the helpers take.
static __always_inline __u32 size(__u32 asked)
{
	asm volatile("%0 &= 63" : "+r"(asked));
	return asked < 1 ? 1 : asked;
}

static __always_inline void make(struct question *q, void *sk)
{
	__s64 made = 0;
	if (q->make == OF_SOCKET && sk)
		made = generate(sk, q->ip, size(q->ip_size), &q->th, size(q->th_size));
	else if (q->make == RAW_4)
		made = generate_4(q->ip, &q->th, size(q->th_size));
	else if (q->make == RAW_6)
		made = generate_6(q->ip, &q->th, size(q->th_size));
	q->made = made < 0 ? made : made >> 32;
	if (made > 0)
		cookie = made;
}

static __always_inline void verify(struct question *q, void *sk)
{
	if (q->verify == NO_CALL)
		return;
	q->th.seq = bpf_htonl(bpf_ntohl(q->th.seq) + 1 + q->seq_more);
	q->th.ack_seq = bpf_htonl(cookie + 1 + q->ack_more);
	q->th.source += q->port_more;
	q->th.flags = q->ack_flags;
	q->th.offset = 5 << 4;
	if (q->verify == OF_SOCKET && sk)
		q->checked = check(sk, q->ip, size(q->ack_ip_size), &q->th, size(q->ack_size));
	else if (q->verify == RAW_4)
		q->checked = check_4(q->ip, &q->th);
	else if (q->verify == RAW_6)
		q->checked = check_6(q->ip, &q->th);
	q->th.ack_seq = 0;
}

#define COOKIES(NAME, SECTION, CTX)                                                                                    \
	SEC(SECTION) int NAME(struct CTX *ctx)                                                                         \
	{                                                                                                              \
		struct question *q = bpf_map_lookup_elem(&io, &(__u32){0});                                            \
		if (!q)                                                                                                \
			return 0;                                                                                      \
		struct bpf_sock *sk = NULL;                                                                            \
		if (q->udp)                                                                                            \
			sk = q->tuple_size == 12 ? lookup_udp(ctx, &q->tuple, 12, -1, 0)                               \
						 : lookup_udp(ctx, &q->tuple, 36, -1, 0);                              \
		else if (q->tuple_size)                                                                                \
			sk = q->tuple_size == 12 ? skc_lookup(ctx, &q->tuple, 12, -1, 0)                               \
						 : skc_lookup(ctx, &q->tuple, 36, -1, 0);                              \
		q->found = sk != NULL;                                                                                 \
		make(q, sk);                                                                                           \
		verify(q, sk);                                                                                         \
		if (sk)                                                                                                \
			bpf_sk_release(sk);                                                                            \
		return 2;                                                                                              \
	}

COOKIES(cookies_tc, "tc", __sk_buff)
COOKIES(cookies_xdp, "xdp", xdp_md)

char _license[] SEC("license") = "Dual MIT/GPL";
