// SPDX-License-Identifier: Apache-2.0
// Programs that choose one socket of a group that shares an address: what they saw and were answered is in `out`.
#include "../bpf.h"

struct bpf_sock {
	__u32 bound_dev_if, family, type, protocol, mark, priority, src_ip4, src_ip6[4], src_port;
	__u32 dst_port, dst_ip4, dst_ip6[4], state, rx_queue_mapping;
};

struct sk_reuseport_md {
	void *data, *data_end;
	__u32 len, eth_protocol, ip_protocol, bind_inany, hash;
	struct bpf_sock *sk, *migrating_sk;
};

static long (*const skb_load_bytes)(void *ctx, __u32 offset, void *to, __u32 len) = (void *)26;
static __u64 (*const socket_cookie)(void *sk) = (void *)46;
static long (*const skb_load_bytes_relative)(void *ctx, __u32 offset, void *to, __u32 len, __u32 start) = (void *)68;
static long (*const select_reuseport)(void *ctx, void *map, void *key, __u64 flags) = (void *)82;

struct {
	__uint(type, 20);	// REUSEPORT_SOCKARRAY
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} sockets SEC(".maps");

struct {
	__uint(type, 20);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} small SEC(".maps");

#define ANSWERS 64
__s64 out[ANSWERS];
int answered;
__u32 runs;
__u32 verdict;
__u32 pick, pick_too;
__u64 flags;
__u32 offset, start;

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)

static __always_inline void look(struct sk_reuseport_md *ctx)
{
	A(ctx->len);
	A(ctx->data_end - ctx->data);
	A(ctx->eth_protocol);
	A(ctx->ip_protocol);
	A(ctx->bind_inany);
	A(*(__u16 *)&ctx->eth_protocol);
	A(*(volatile __u8 *)&ctx->ip_protocol);
	struct bpf_sock *sk = ctx->sk;
	A(sk->family);
	A(sk->type);
	A(sk->protocol);
	A(sk->state);
	A(sk->src_port);
	A(socket_cookie(sk) != 0);
	A(ctx->migrating_sk != NULL);
}

// What is known of a packet, then whom it is given to.
SEC("sk_reuseport") int choose(struct sk_reuseport_md *ctx)
{
	answered = 0;
	runs++;
	look(ctx);
	A(select_reuseport(ctx, &sockets, &pick, flags));
	return verdict;
}

// The last choice counts; one that fails changes nothing.
SEC("sk_reuseport") int choose_twice(struct sk_reuseport_md *ctx)
{
	answered = 0;
	runs++;
	A(select_reuseport(ctx, &sockets, &pick, flags));
	A(select_reuseport(ctx, &sockets, &pick_too, flags));
	return verdict;
}

SEC("sk_reuseport") int choose_small(struct sk_reuseport_md *ctx)
{
	answered = 0;
	runs++;
	A(select_reuseport(ctx, &small, &pick, flags));
	return verdict;
}

// Bytes of the packet.
SEC("sk_reuseport") int load(struct sk_reuseport_md *ctx)
{
	__u32 word = 0x77777777;
	void *data = ctx->data, *end = ctx->data_end;
	answered = 0;
	runs++;
	A(skb_load_bytes(ctx, offset, &word, sizeof(word)));
	A(word);
	word = 0x77777777;
	A(skb_load_bytes_relative(ctx, offset, &word, sizeof(word), start));
	A(word);
	if (data + 8 <= end)
		A(*(__u16 *)(data + 4));
	return verdict;
}

// A connection that a listener leaves behind is offered to the others of its group, too.
SEC("sk_reuseport/migrate") int migrate(struct sk_reuseport_md *ctx)
{
	struct bpf_sock *from = ctx->migrating_sk;
	answered = 0;
	runs++;
	look(ctx);
	A(from ? from->state : 0);
	A(from ? from->src_port : 0);
	A(from ? from->family : 0);
	A(select_reuseport(ctx, &sockets, &pick, flags));
	return verdict;
}

char _license[] SEC("license") = "Dual MIT/GPL";
