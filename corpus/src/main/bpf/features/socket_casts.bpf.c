// SPDX-License-Identifier: Apache-2.0
// What a socket is: each cast of a socket that is found to the kernel's kinds of sockets.
#include "../bpf.h"

struct bpf_sock {
	__u32 bound_dev_if, family;
};

struct question {
	struct bpf_sock_tuple tuple;
	__u32 size, udp;
	__u32 found;
	__u32 casts; // a bit for each of CASTS that is not NULL
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct question);
} io SEC(".maps");

static struct bpf_sock *(*const lookup_udp)(void *ctx, void *tuple, __u32 size, __u64 netns, __u64 flags) = (void *)85;
static long (*const release)(void *sk) = (void *)86;
static struct bpf_sock *(*const skc_lookup)(void *ctx, void *tuple, __u32 size, __u64 netns, __u64 flags) = (void *)99;
static void *(*const skc_to_tcp6_sock)(void *sk) = (void *)136;
static void *(*const skc_to_tcp_sock)(void *sk) = (void *)137;
static void *(*const skc_to_tcp_timewait_sock)(void *sk) = (void *)138;
static void *(*const skc_to_tcp_request_sock)(void *sk) = (void *)139;
static void *(*const skc_to_udp6_sock)(void *sk) = (void *)140;
static void *(*const skc_to_unix_sock)(void *sk) = (void *)178;
static void *(*const skc_to_mptcp_sock)(void *sk) = (void *)196;

#define CAST(BIT, TO)                                                                                                  \
	if (TO(sk))                                                                                                    \
		q->casts |= 1u << BIT;

#define CASTS                                                                                                          \
	CAST(0, skc_to_tcp6_sock)                                                                                      \
	CAST(1, skc_to_tcp_sock)                                                                                       \
	CAST(2, skc_to_tcp_timewait_sock)                                                                              \
	CAST(3, skc_to_tcp_request_sock)                                                                               \
	CAST(4, skc_to_udp6_sock)                                                                                      \
	CAST(5, skc_to_unix_sock)                                                                                      \
	CAST(6, skc_to_mptcp_sock)

#define CASTING(NAME, SECTION, CTX)                                                                                    \
	SEC(SECTION) int NAME(struct CTX *ctx)                                                                         \
	{                                                                                                              \
		__u32 key = 0;                                                                                         \
		struct question *q = bpf_map_lookup_elem(&io, &key);                                                   \
		if (!q)                                                                                                \
			return 0;                                                                                      \
		__u32 size = q->size == 12 ? 12 : 36;                                                                  \
		struct bpf_sock *sk = q->udp ? lookup_udp(ctx, &q->tuple, size, -1, 0)                                 \
					     : skc_lookup(ctx, &q->tuple, size, -1, 0);                                \
		if (!sk)                                                                                               \
			return 1;                                                                                      \
		q->found = 1;                                                                                          \
		CASTS                                                                                                  \
		release(sk);                                                                                           \
		return 1;                                                                                              \
	}

CASTING(casts_xdp, "xdp", xdp_md)
CASTING(casts_tc, "tc", __sk_buff)

char _license[] SEC("license") = "GPL";
