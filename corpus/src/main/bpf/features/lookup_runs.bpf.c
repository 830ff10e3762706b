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

struct tuple4 {
	__be32 saddr, daddr;
	__be16 sport, dport;
};

struct tuple6 {
	__be32 saddr[4], daddr[4];
	__be16 sport, dport;
};

static struct bpf_sock *(*const sk_lookup_tcp)(void *ctx, void *tuple, __u32 size, __u64 netns, __u64 flags) = (void *)84;
static struct bpf_sock *(*const sk_lookup_udp)(void *ctx, void *tuple, __u32 size, __u64 netns, __u64 flags) = (void *)85;
static long (*const sk_release)(void *sk) = (void *)86;
static void *(*const map_lookup)(void *map, const void *key) = (void *)1;
static long (*const assign)(void *ctx, void *sk, __u64 flags) = (void *)124;

#define PORT(N) ((__u16)__builtin_bswap16(N))

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

// Sockets as programs of Linux find them.
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

// The addresses of the same sockets, found by their ports.
__u64 addresses[10];

static __always_inline __u64 found(void *ctx, __u32 which, int v6, int udp)
{
	struct tuple4 four = { .saddr = 0x0100007f, .daddr = 0x0100007f, .sport = PORT(1000), .dport = PORT(7100 + which) };
	struct tuple6 six = { .saddr[3] = 0x01000000, .daddr[3] = 0x01000000, .sport = PORT(1000), .dport = PORT(7100 + which) };
	void *tuple = v6 ? (void *)&six : &four;
	__u32 size = v6 ? sizeof(six) : sizeof(four);
	struct bpf_sock *sk = udp ? sk_lookup_udp(ctx, tuple, size, -1, 0) : sk_lookup_tcp(ctx, tuple, size, -1, 0);
	if (!sk)
		return 0;
	__u64 address = (__u64)sk;
	sk_release(sk);
	return address;
}

SEC("tc") int learn(void *ctx)
{
	addresses[0] = found(ctx, 0, 0, 0);
	addresses[1] = found(ctx, 1, 1, 0);
	addresses[2] = found(ctx, 2, 1, 0);
	addresses[3] = found(ctx, 3, 0, 1);
	addresses[4] = found(ctx, 4, 1, 1);
	addresses[5] = found(ctx, 5, 0, 1);
	addresses[6] = found(ctx, 6, 0, 0);
	addresses[7] = found(ctx, 7, 0, 1);
	addresses[8] = found(ctx, 8, 0, 0);
	addresses[9] = found(ctx, 9, 1, 1);
	return 0;
}

// What Linux does not let programs do: runtimes that verify nothing do, and find the sockets again.
SEC("sk_lookup") int assign_by_address(struct bpf_sk_lookup *ctx)
{
	answered = 0;
	runs++;
	for (__u32 i = 0; i < OPS; i++) {
		if (i >= count)
			break;
		__u32 which = ops[i * 2], flags = ops[i * 2 + 1];
		if (which != 99 && which > 9)
			A(-1000);
		else
			told(ctx, assign(ctx, which == 99 ? NULL : (void *)addresses[which], flags));
	}
	return verdict == 0 ? 0 : 1;
}

char _license[] SEC("license") = "Dual MIT/GPL";
