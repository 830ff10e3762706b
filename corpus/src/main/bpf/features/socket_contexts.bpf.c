// SPDX-License-Identifier: Apache-2.0
// Programs on operations of sockets and settings: what they saw and were answered is in `out`, and what they ask of options in
// `questions`.
#include "../bpf.h"

struct bpf_sock {
	__u32 bound_dev_if, family, type, protocol, mark, priority, src_ip4, src_ip6[4], src_port;
	__u32 dst_port, dst_ip4, dst_ip6[4], state, rx_queue_mapping;
};

struct bpf_sock_addr {
	__u32 user_family, user_ip4, user_ip6[4], user_port, family, type, protocol, msg_src_ip4, msg_src_ip6[4];
	struct bpf_sock *sk;
};

struct bpf_sk_lookup {
	struct bpf_sock *sk;
	__u32 family, protocol, remote_ip4, remote_ip6[4], remote_port, local_ip4, local_ip6[4], local_port, ingress_ifindex;
};

struct bpf_sysctl {
	__u32 write, file_pos;
};

struct sockaddr_in {
	__u16 family;
	__be16 port;
	__be32 address;
	__u8 zero[8];
};

static __u64 (*const socket_cookie)(void *ctx) = (void *)46;
static __u32 (*const socket_uid)(void *ctx) = (void *)47;
static long (*const setsockopt)(void *ctx, int level, int name, void *value, int len) = (void *)49;
static long (*const getsockopt)(void *ctx, int level, int name, void *value, int len) = (void *)57;
static long (*const bind)(void *ctx, void *address, int len) = (void *)64;
static struct bpf_sock *(*const fullsock)(void *sk) = (void *)95;
static long (*const sysctl_get_name)(void *ctx, char *buf, unsigned long len, __u64 flags) = (void *)101;
static long (*const sysctl_get_current)(void *ctx, char *buf, unsigned long len) = (void *)102;
static long (*const sysctl_get_new)(void *ctx, char *buf, unsigned long len) = (void *)103;
static long (*const sysctl_set_new)(void *ctx, const char *buf, unsigned long len) = (void *)104;
static __u64 (*const netns_cookie)(void *ctx) = (void *)122;
static long (*const assign)(void *ctx, void *sk, __u64 flags) = (void *)124;
static __u64 (*const sk_cgroup_id)(void *sk) = (void *)128;
static __u64 (*const sk_ancestor_cgroup_id)(void *sk, int level) = (void *)129;

#define ANSWERS 64
__s64 out[ANSWERS];
int answered;

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)

struct question {
	__u32 get, level, name, len;
	__u8 value[16];
	__s64 result;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, struct question);
} questions SEC(".maps");

#define PORT(N) __builtin_bswap16(N)

SEC("cgroup/connect4") int ask_options(struct bpf_sock_addr *ctx)
{
	if (ctx->user_port != PORT(4242))
		return 1;
	for (__u32 i = 0; i < 256; i++) {
		__u32 key = i;
		struct question *q = bpf_map_lookup_elem(&questions, &key);
		if (!q)
			return 1;
		int len = q->len;
		if (len < 1 || len > 16)
			continue;
		q->result = q->get ? getsockopt(ctx, q->level, q->name, q->value, len)
				   : setsockopt(ctx, q->level, q->name, q->value, len);
	}
	return 1;
}

SEC("cgroup/connect4") int rewrite(struct bpf_sock_addr *ctx)
{
	if (ctx->user_port != PORT(4343))
		return 1;
	answered = 0;
	A(ctx->user_family);
	A(ctx->user_ip4);
	A(ctx->family);
	A(ctx->type);
	A(ctx->protocol);
	struct bpf_sock *sk = ctx->sk;
	if (!sk)
		return 1;
	A(sk->family);
	A(sk->type);
	A(sk->protocol);
	A(sk->state);
	A(sk->src_ip4);
	A(sk->src_port);
	A(sk->bound_dev_if);
	A(socket_cookie(ctx) != 0);
	A(netns_cookie(ctx) != 0);
	A(netns_cookie(NULL) != 0);
	struct sockaddr_in to = { .family = 2, .address = 0x0300007f };
	A(bind(ctx, &to, 4));
	to.family = 3;
	A(bind(ctx, &to, sizeof(to)));
	to.family = 10;
	A(bind(ctx, &to, sizeof(to)));
	to.family = 2;
	to.port = PORT(4545);
	A(bind(ctx, &to, sizeof(to)));
	A(sk->src_ip4);
	A(sk->src_port);
	to.port = 0;
	A(bind(ctx, &to, sizeof(to)));
	ctx->user_ip4 = 0x0100007f;
	ctx->user_port = PORT(8001);
	return 1;
}

SEC("cgroup/sysctl") int sysctl(struct bpf_sysctl *ctx)
{
	char text[32] = {};
	if (sysctl_get_name(ctx, text, sizeof(text), 1) != 14 || text[3] != 'd' || text[4] != 'e')
		return 1;
	answered = 0;
	A(ctx->write);
	A(ctx->file_pos);
	A(sysctl_get_name(ctx, text, sizeof(text), 0));
	A(*(__u64 *)text);
	A(sysctl_get_name(ctx, text, 8, 0));
	A(*(__u64 *)text);
	A(sysctl_get_name(ctx, text, 1, 0));
	A(text[0]);
	A(sysctl_get_name(ctx, text, sizeof(text), 2));
	A(sysctl_get_name(ctx, text, 4, 1));
	A(*(__u32 *)text);
	__builtin_memset(text, 0xee, sizeof(text));
	A(sysctl_get_current(ctx, text, sizeof(text)));
	A(*(__u64 *)text);
	A(*(__u64 *)(text + 24));
	A(sysctl_get_current(ctx, text, 2));
	A(*(__u16 *)text);
	__builtin_memset(text, 0xee, sizeof(text));
	A(sysctl_get_new(ctx, text, sizeof(text)));
	A(*(__u64 *)text);
	A(sysctl_get_new(ctx, text, 2));
	A(*(__u16 *)text);
	text[0] = '7';
	text[1] = '9';
	A(sysctl_set_new(ctx, text, 2));
	A(sysctl_get_new(ctx, text, sizeof(text)));
	A(*(__u64 *)text);
	return 1;
}

SEC("sk_lookup") int choose(struct bpf_sk_lookup *ctx)
{
	answered = 0;
	A(ctx->family);
	A(ctx->protocol);
	A(ctx->remote_ip4);
	A(ctx->remote_ip6[0]);
	A(ctx->remote_ip6[3]);
	A(*(__u16 *)&ctx->remote_port);
	A(ctx->local_ip4);
	A(ctx->local_ip6[0]);
	A(ctx->local_ip6[3]);
	A(ctx->local_port);
	A(ctx->ingress_ifindex);
	A(ctx->sk != NULL);
	for (int i = 0; i < 4; i++)
		A(assign(ctx, NULL, 1u << i));
	A(assign(ctx, NULL, 0));
	return 1;
}

static __always_inline void look(struct bpf_sock *sk)
{
	A(sk != NULL);
	if (!sk)
		return;
	A(sk->family);
	A(sk->state);
	A(sk->src_port);
	A(sk->rx_queue_mapping);
	struct bpf_sock *whole = fullsock(sk);
	A(whole != NULL);
	if (!whole)
		return;
	A(whole->type);
	A(whole->protocol);
	A(whole->mark);
	A(whole->priority);
}

struct sk_buff_with_socket {
	__u32 head[22];
	__u32 family, remote_ip4, local_ip4, remote_ip6[4], local_ip6[4], remote_port, local_port, data_meta;
	__u64 flow_keys, tstamp;
	__u32 wire_len, gso_segs;
	struct bpf_sock *sk;
};

SEC("cgroup_skb/egress") int of_group(struct sk_buff_with_socket *ctx)
{
	answered = 0;
	A(ctx->family);
	A(ctx->remote_ip4);
	A(ctx->local_ip4);
	A(ctx->remote_port);
	A(ctx->local_port);
	A(socket_uid(ctx));
	A(socket_cookie(ctx) != 0);
	struct bpf_sock *sk = ctx->sk;
	look(sk);
	if (sk) {
		A(sk_cgroup_id(sk));
		A(sk_ancestor_cgroup_id(sk, 0));
		A(sk_ancestor_cgroup_id(sk, 1));
	}
	return 1;
}

SEC("tc") int of_tc(struct sk_buff_with_socket *ctx)
{
	answered = 0;
	A(socket_uid((void *)ctx));
	A(socket_cookie((void *)ctx) != 0);
	look(ctx->sk);
	return 1;
}

char _license[] SEC("license") = "Dual MIT/GPL";
