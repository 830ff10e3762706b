// SPDX-License-Identifier: Apache-2.0
// Programs that choose the socket of a packet, as test runs call them: what they saw and were answered is in `out`.
#include "../bpf.h"

struct bpf_sock {
	__u32 bound_dev_if, family, type, protocol, mark, priority, src_ip4, src_ip6[4], src_port;
	__u32 dst_port, dst_ip4, dst_ip6[4], state, rx_queue_mapping;
};

struct bpf_sk_lookup {
	struct bpf_sock *sk;
	__u32 family, protocol, remote_ip4, remote_ip6[4], remote_port, local_ip4, local_ip6[4], local_port, ingress_ifindex;
};

static long (*const sk_release)(void *sk) = (void *)86;
static void *(*const map_lookup)(void *map, const void *key) = (void *)1;
static long (*const assign)(void *ctx, void *sk, __u64 flags) = (void *)124;

#define ANSWERS 64
#define OPS 4
__s64 out[ANSWERS];
int answered;
__u32 verdict;
__u32 runs;
// What to assign, each with its flags: a socket by its number, 99 for none.
__u32 ops[OPS * 2];
__u32 count;

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)

struct {
	__uint(type, 15);	// SOCKMAP
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} sockets SEC(".maps");

// Every field of a lookup, in whole and in parts.
SEC("sk_lookup") int lookup_fields(struct bpf_sk_lookup *ctx)
{
	answered = 0;
	runs++;
	A(ctx->sk != NULL);
	A(ctx->family);
	A(ctx->protocol);
	A(ctx->remote_ip4);
	for (int i = 0; i < 4; i++)
		A(ctx->remote_ip6[i]);
	A(*(__u16 *)&ctx->remote_port);
	A(*(volatile __u32 *)&ctx->remote_port);
	A(ctx->local_ip4);
	for (int i = 0; i < 4; i++)
		A(ctx->local_ip6[i]);
	A(ctx->local_port);
	A(ctx->ingress_ifindex);
	A(*(volatile __u16 *)((char *)&ctx->local_ip4 + 2));
	A(*(volatile __u8 *)((char *)&ctx->local_ip6[1] + 3));
	A(*(volatile __u8 *)&ctx->protocol);
	return verdict == 0 ? 0 : 1;
}

static __always_inline void told(struct bpf_sk_lookup *ctx, long result)
{
	A(result);
	struct bpf_sock *chosen = ctx->sk;
	A(chosen ? chosen->src_port : 0);
}

// Sockets that the host put into a map.
SEC("sk_lookup") int assign_of_map(struct bpf_sk_lookup *ctx)
{
	answered = 0;
	runs++;
	for (__u32 i = 0; i < OPS; i++) {
		if (i >= count)
			break;
		__u32 which = ops[i * 2], flags = ops[i * 2 + 1];
		if (which == 99) {
			told(ctx, assign(ctx, NULL, flags));
			continue;
		}
		struct bpf_sock *sk = map_lookup(&sockets, &which);
		if (!sk) {
			A(-1000);
			continue;
		}
		told(ctx, assign(ctx, sk, flags));
		sk_release(sk);
	}
	return verdict == 0 ? 0 : 1;
}
