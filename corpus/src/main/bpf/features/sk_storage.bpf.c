// SPDX-License-Identifier: Apache-2.0
// Values that belong to sockets.
#include "stores.h"

static void *(*const sk_storage_get)(void *map, void *sk, void *value, __u64 flags) = (void *)107;
static long (*const sk_storage_delete)(void *map, void *sk) = (void *)108;
static long (*const spin_lock)(struct bpf_spin_lock *lock) = (void *)93;
static long (*const spin_unlock)(struct bpf_spin_lock *lock) = (void *)94;

#define BPF_MAP_TYPE_SK_STORAGE 24
#define BPF_F_CLONE 512
struct locked { struct bpf_spin_lock lock; __u32 n; };
struct large { __u8 bytes[60000]; };
#define STORAGE(NAME, VALUE, FLAGS)                                                                                    \
	struct { __uint(type, BPF_MAP_TYPE_SK_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC | FLAGS);                  \
		 __type(key, int); __type(value, VALUE); } NAME SEC(".maps")
STORAGE(pairs, struct pair, 0);
STORAGE(locks, struct locked, BPF_F_CLONE);
STORAGE(large1, struct large, 0);
STORAGE(large2, struct large, 0);
STORAGE(large3, struct large, 0);

#define GET(SK, VALUE, FLAGS)                                                                                          \
	do {                                                                                                           \
		struct pair *p = sk_storage_get(&pairs, SK, VALUE, FLAGS);                                             \
		A(p ? p->a : -1);                                                                                      \
		A(p ? p->b : -1);                                                                                      \
	} while (0)

static __always_inline void ask(void *sk)
{
	struct pair given = { 11, 12 };

	A(sk_storage_delete(&pairs, sk));
	GET(sk, NULL, 0);
	GET(sk, NULL, 1);
	GET(sk, &given, 1);
	A(sk_storage_delete(&pairs, sk));
	GET(sk, &given, 1);
	struct pair *p = sk_storage_get(&pairs, sk, NULL, 0);
	if (p)
		p->b = 99;
	GET(sk, &given, 1);
	GET(sk, &given, 2);
	GET(sk, &given, 3);
	GET(sk, &given, 1ULL << 32);
	struct locked *l = sk_storage_get(&locks, sk, NULL, 1);
	if (l) {
		spin_lock(&l->lock);
		l->n += 3;
		spin_unlock(&l->lock);
		A(l->n);
	}
}

static __always_inline void fill(void *sk)
{
	A(sk_storage_get(&large1, sk, NULL, 1) != NULL);
	A(sk_storage_get(&large2, sk, NULL, 1) != NULL);
	A(sk_storage_get(&large3, sk, NULL, 1) != NULL);
	A(sk_storage_delete(&large1, sk));
	A(sk_storage_get(&large3, sk, NULL, 1) != NULL);
	A(sk_storage_delete(&large2, sk));
	A(sk_storage_delete(&large3, sk));
}

SEC("tc") int of_packet(struct sk_buff_with_socket *ctx)
{
	answered = 0;
	if (ctx->sk)
		ask(ctx->sk);
	return 1;
}

// A test run's socket is its own.
SEC("tc") int counts(struct sk_buff_with_socket *ctx)
{
	struct pair *p = ctx->sk ? sk_storage_get(&pairs, ctx->sk, NULL, 1) : NULL;

	answered = 0;
	if (p)
		A(++p->a);
	return 1;
}

SEC("tc") int fills(struct sk_buff_with_socket *ctx)
{
	answered = 0;
	if (ctx->sk)
		fill(ctx->sk);
	return 1;
}

SEC("cgroup_skb/egress") int of_group(struct sk_buff_with_socket *ctx)
{
	struct bpf_sock *sk = ctx->sk;

	answered = 0;
	if (sk) {
		GET(sk, NULL, 1);
		A(sk_storage_delete(&pairs, sk));
		A(sk_storage_delete(&pairs, sk));
	}
	return 1;
}

SEC("cgroup/connect4") int connecting(struct bpf_sock_addr *ctx)
{
	struct bpf_sock *sk = ctx->sk;

	if (ctx->user_port != bpf_htons(4343) || !sk)
		return 1;
	answered = 0;
	GET(sk, NULL, 0);
	ask(sk);
	return 1;
}

SEC("cgroup/connect4") int filling(struct bpf_sock_addr *ctx)
{
	struct bpf_sock *sk = ctx->sk;

	if (ctx->user_port != bpf_htons(4343) || !sk)
		return 1;
	answered = 0;
	fill(sk);
	return 1;
}

SEC("cgroup/sock_create") int creating(struct bpf_sock *sk)
{
	struct pair given = { 21, 22 };

	if (sk->family != 2)
		return 1;
	answered = 0;
	GET(sk, NULL, 0);
	GET(sk, &given, 1);
	GET(sk, NULL, 0);
	return 1;
}

SEC("cgroup/setsockopt") int setting(struct bpf_sockopt *ctx)
{
	struct pair given = { 31, 32 };
	struct bpf_sock *sk = ctx->sk;

	if (ctx->level != 1 || ctx->optname != 12 || !sk)
		return 1;
	answered = 0;
	GET(sk, NULL, 0);
	GET(sk, &given, 1);
	A(sk_storage_delete(&pairs, sk));
	A(sk_storage_delete(&pairs, sk));
	return 1;
}

SEC("sockops") int operating(struct bpf_sock_ops *ctx)
{
	struct pair given = { 41, 42 };
	struct bpf_sock *sk = ctx->sk;

	if (ctx->op != 3 || !sk)
		return 1;
	answered = 0;
	GET(sk, NULL, 0);
	GET(sk, &given, 1);
	A(sk_storage_delete(&pairs, sk));
	return 1;
}

struct sock;
struct socket { struct sock *sk; } __attribute__((preserve_access_index));

int bound;

SEC("lsm/socket_bind") int binding(__u64 *args)
{
	struct socket *socket = (void *)args[0];
	struct sock *sk = socket->sk;
	struct pair given = { 51, 52 };

	if (!bound || !sk)
		return 0;
	answered = 0;
	GET(sk, NULL, 0);
	GET(sk, &given, 1);
	GET(sk, NULL, 0);
	A(sk_storage_delete(&pairs, sk));
	A(sk_storage_delete(&pairs, sk));
	return 0;
}
