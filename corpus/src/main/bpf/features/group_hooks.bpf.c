// SPDX-License-Identifier: Apache-2.0
// Programs of control groups: what they saw of their contexts and were answered is in `seen`, run after run; what they change and
// return is in variables. (Linux tests no runs of them: they were attached, and system calls made.)
#include "../bpf.h"

struct bpf_cgroup_dev_ctx {
	__u32 access_type, major, minor;
};

struct bpf_sock {
	__u32 bound_dev_if, family, type, protocol, mark, priority, src_ip4, src_ip6[4], src_port;
	__u32 dst_port, dst_ip4, dst_ip6[4], state, rx_queue_mapping;
};

struct bpf_sock_addr {
	__u32 user_family, user_ip4, user_ip6[4], user_port, family, type, protocol, msg_src_ip4, msg_src_ip6[4];
	struct bpf_sock *sk;
};

struct bpf_sysctl {
	__u32 write, file_pos;
};

struct bpf_sockopt {
	struct bpf_sock *sk;
	__u8 *optval, *optval_end;
	__s32 level, optname, optlen, retval;
};

struct bpf_sock_ops {
	__u32 op;
	union {
		__u32 args[4];
		__u32 reply;
		__u32 replylong[4];
	};
	__u32 family, remote_ip4, local_ip4, remote_ip6[4], local_ip6[4], remote_port, local_port, is_fullsock;
	__u32 snd_cwnd, srtt_us, bpf_sock_ops_cb_flags, state, rtt_min, snd_ssthresh, rcv_nxt, snd_nxt, snd_una;
	__u32 mss_cache, ecn_flags, rate_delivered, rate_interval_us, packets_out, retrans_out, total_retrans;
	__u32 segs_in, data_segs_in, segs_out, data_segs_out, lost_out, sacked_out, sk_txhash;
	__u64 bytes_received, bytes_acked;
	struct bpf_sock *sk;
	void *skb_data, *skb_data_end;
	__u32 skb_len, skb_tcp_flags;
	__u64 skb_hwtstamp;
};

static __u64 (*const socket_cookie)(void *ctx) = (void *)46;
static long (*const getsockopt)(void *ctx, int level, int name, void *value, int len) = (void *)57;
static long (*const cb_flags_set)(void *ctx, int flags) = (void *)59;
static long (*const sysctl_get_name)(void *ctx, char *buf, unsigned long len, __u64 flags) = (void *)101;
static long (*const sysctl_get_current)(void *ctx, char *buf, unsigned long len) = (void *)102;
static long (*const sysctl_get_new)(void *ctx, char *buf, unsigned long len) = (void *)103;
static long (*const sysctl_set_new)(void *ctx, const char *buf, unsigned long len) = (void *)104;
static __u64 (*const netns_cookie)(void *ctx) = (void *)122;
static long (*const get_retval)(void) = (void *)186;
static long (*const set_retval)(int value) = (void *)187;

#define WORDS 8192
__s64 seen[WORDS];
__u32 used;

// What user space wants of the programs: the values of 0 and 1 are the verdict, the others are of the program's kind.
__s64 verdict = 1;
__s64 change;
__s64 value_a;
__s64 value_b;
__s64 value_c;
__s64 error;
char text[16];

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		seen[used++ & (WORDS - 1)] = answer;                                                                   \
	} while (0)

#define RUN_OF(NUMBER) A(0x5eed00 + (NUMBER))

static __always_inline int end(void)
{
	if (error) {
		A(get_retval());
		A(set_retval((int)error));
		A(get_retval());
	}
	return verdict != 0;
}

SEC("cgroup/dev") int device(struct bpf_cgroup_dev_ctx *ctx)
{
	RUN_OF(1);
	A(ctx->access_type);
	A(ctx->major);
	A(ctx->minor);
	A(*(__u16 *)&ctx->access_type);
	A(((__u8 *)&ctx->access_type)[0]);
	return end();
}

static __always_inline void socket_of(struct bpf_sock *ctx)
{
	A(ctx->bound_dev_if);
	A(ctx->family);
	A(ctx->type);
	A(ctx->protocol);
	A(ctx->mark);
	A(ctx->priority);
}

static __always_inline void change_socket(struct bpf_sock *ctx)
{
	if (!change)
		return;
	ctx->bound_dev_if = value_a;
	ctx->mark = value_b;
	ctx->priority = value_c;
	A(ctx->bound_dev_if);
	A(ctx->mark);
	A(ctx->priority);
}

SEC("cgroup/sock_create") int create(struct bpf_sock *ctx)
{
	RUN_OF(2);
	socket_of(ctx);
	A(*(__u8 *)&ctx->family);
	A(*(__u16 *)&ctx->protocol);
	A(socket_cookie(ctx) != 0);
	A(netns_cookie(ctx) != 0);
	change_socket(ctx);
	return end();
}

SEC("cgroup/sock_release") int release(struct bpf_sock *ctx)
{
	RUN_OF(3);
	socket_of(ctx);
	A(socket_cookie(ctx) != 0);
	change_socket(ctx);
	return end();
}

SEC("cgroup/post_bind4") int bound4(struct bpf_sock *ctx)
{
	RUN_OF(4);
	A(ctx->family);
	A(ctx->type);
	A(ctx->protocol);
	A(ctx->src_ip4);
	A(ctx->src_port);
	A(*(__u16 *)&ctx->src_port);
	A(socket_cookie(ctx) != 0);
	return end();
}

SEC("cgroup/post_bind6") int bound6(struct bpf_sock *ctx)
{
	RUN_OF(5);
	A(ctx->family);
	A(ctx->type);
	A(ctx->protocol);
	A(ctx->src_ip6[0]);
	A(ctx->src_ip6[1]);
	A(ctx->src_ip6[2]);
	A(ctx->src_ip6[3]);
	A(ctx->src_port);
	return end();
}

static __always_inline void text_of(const char *buffer)
{
	for (int i = 0; i < 4; i++)
		A(((const __u64 *)buffer)[i]);
}

SEC("cgroup/sysctl") int setting(struct bpf_sysctl *ctx)
{
	RUN_OF(6);
	__u64 buffer[4] = {};
	A(ctx->write);
	A(ctx->file_pos);
	A(sysctl_get_name(ctx, (char *)buffer, sizeof(buffer), 0));
	text_of((char *)buffer);
	A(sysctl_get_current(ctx, (char *)buffer, sizeof(buffer)));
	text_of((char *)buffer);
	__builtin_memset(buffer, 0x11, sizeof(buffer));
	A(sysctl_get_new(ctx, (char *)buffer, sizeof(buffer)));
	text_of((char *)buffer);
	A(sysctl_get_name(ctx, (char *)buffer, 6, 1));
	text_of((char *)buffer);
	A(sysctl_get_new(ctx, (char *)buffer, 3));
	text_of((char *)buffer);
	if (change & 1) {
		__builtin_memcpy(buffer, text, sizeof(text));
		__u64 len = value_a & 15;
		if (len)
			A(sysctl_set_new(ctx, (char *)buffer, len));
		A(sysctl_get_new(ctx, (char *)buffer, sizeof(buffer)));
		text_of((char *)buffer);
	}
	if (change & 2) {
		ctx->file_pos = value_b;
		A(ctx->file_pos);
	}
	return end();
}

static __always_inline void option(struct bpf_sockopt *ctx)
{
	A(ctx->level);
	A(ctx->optname);
	A(ctx->optlen);
	struct bpf_sock *sk = ctx->sk;
	if (sk) {
		A(sk->family);
		A(sk->type);
		A(sk->protocol);
	}
	__u8 *value = ctx->optval;
	__u8 *limit = ctx->optval_end;
	A(limit - value);
	if (value + 4 <= limit)
		A(*(__u32 *)value);
	else if (value + 1 <= limit)
		A(*value);
}

static __always_inline void put(struct bpf_sockopt *ctx, __u32 number)
{
	__u8 *value = ctx->optval;
	if (value + 4 <= ctx->optval_end) {
		*(__u32 *)value = number;
		A(*(__u32 *)value);
	}
}

SEC("cgroup/getsockopt") int gets(struct bpf_sockopt *ctx)
{
	RUN_OF(7);
	option(ctx);
	A(ctx->retval);
	A(get_retval());
	if (change & 1)
		put(ctx, value_a);
	if (change & 2)
		ctx->optlen = value_b;
	if (change & 4) {
		ctx->retval = value_c;
		A(ctx->retval);
		A(get_retval());
	}
	return end();
}

SEC("cgroup/setsockopt") int sets(struct bpf_sockopt *ctx)
{
	RUN_OF(8);
	option(ctx);
	A(get_retval());
	if (change & 1)
		put(ctx, value_a);
	if (change & 2)
		ctx->optlen = value_b;
	if (change & 4) {
		ctx->level = 1;
		ctx->optname = value_c;
		A(ctx->level);
		A(ctx->optname);
	}
	return end();
}

static __always_inline void address(struct bpf_sock_addr *ctx)
{
	A(ctx->user_family);
	A(ctx->family);
	A(ctx->type);
	A(ctx->protocol);
	A(ctx->user_port);
	A(socket_cookie(ctx) != 0);
	struct bpf_sock *sk = ctx->sk;
	if (!sk)
		return;
	A(sk->family);
	A(sk->type);
	A(sk->state);
	A(sk->src_port);
}

static __always_inline void change4(struct bpf_sock_addr *ctx)
{
	A(ctx->user_ip4);
	A(*(__u16 *)&ctx->user_ip4);
	A(((__u8 *)&ctx->user_ip4)[3]);
	if (change & 1) {
		ctx->user_ip4 = value_a;
		ctx->user_port = value_b;
		A(ctx->user_ip4);
		A(ctx->user_port);
	}
}

static __always_inline void change6(struct bpf_sock_addr *ctx)
{
	A(ctx->user_ip6[0]);
	A(ctx->user_ip6[3]);
	A(*(__u64 *)&ctx->user_ip6[2]);
	if (change & 1) {
		ctx->user_ip6[0] = 0;
		ctx->user_ip6[1] = 0;
		ctx->user_ip6[2] = 0;
		ctx->user_ip6[3] = value_a;
		ctx->user_port = value_b;
		A(ctx->user_ip6[3]);
		A(ctx->user_port);
	}
}

#define ADDRESS(NUMBER, NAME, VERSION, WHERE)                                                                                \
	SEC("cgroup/" WHERE) int NAME(struct bpf_sock_addr *ctx)                                                       \
	{                                                                                                              \
		RUN_OF(NUMBER);                                                                                        \
		address(ctx);                                                                                          \
		change##VERSION(ctx);                                                                                  \
		return end();                                                                                          \
	}

// Programs that only ever say yes.
#define NAMED(NUMBER, NAME, VERSION, WHERE)                                                                                  \
	SEC("cgroup/" WHERE) int NAME(struct bpf_sock_addr *ctx)                                                       \
	{                                                                                                              \
		RUN_OF(NUMBER);                                                                                        \
		address(ctx);                                                                                          \
		change##VERSION(ctx);                                                                                  \
		return 1;                                                                                              \
	}

ADDRESS(20, connects4, 4, "connect4")
ADDRESS(21, connects6, 6, "connect6")
NAMED(22, receives4, 4, "recvmsg4")
NAMED(23, receives6, 6, "recvmsg6")
NAMED(24, peer4, 4, "getpeername4")
NAMED(25, peer6, 6, "getpeername6")
NAMED(26, own4, 4, "getsockname4")
NAMED(27, own6, 6, "getsockname6")

// The verdict's second bit lets everybody bind to ports below 1024.
SEC("cgroup/bind4") int binds4(struct bpf_sock_addr *ctx)
{
	RUN_OF(9);
	address(ctx);
	change4(ctx);
	return (change & 2 ? 2 : 0) | end();
}

SEC("cgroup/bind6") int binds6(struct bpf_sock_addr *ctx)
{
	RUN_OF(10);
	address(ctx);
	change6(ctx);
	return (change & 2 ? 2 : 0) | end();
}

SEC("cgroup/sendmsg4") int sends4(struct bpf_sock_addr *ctx)
{
	RUN_OF(11);
	address(ctx);
	A(ctx->msg_src_ip4);
	change4(ctx);
	if (change & 4) {
		ctx->msg_src_ip4 = value_c;
		A(ctx->msg_src_ip4);
	}
	return end();
}

SEC("cgroup/sendmsg6") int sends6(struct bpf_sock_addr *ctx)
{
	RUN_OF(12);
	address(ctx);
	A(ctx->msg_src_ip6[0]);
	A(ctx->msg_src_ip6[3]);
	change6(ctx);
	if (change & 4) {
		ctx->msg_src_ip6[3] = value_c;
		A(ctx->msg_src_ip6[3]);
	}
	return end();
}

// What is replied to operations, by their numbers; 0 for nothing.
__s64 replies[16];
__s64 flags_wanted = -1;

SEC("sockops") int operation(struct bpf_sock_ops *ctx)
{
	RUN_OF(13);
	__u32 op = ctx->op;
	A(op);
	A(ctx->args[0]);
	A(ctx->args[1]);
	A(ctx->args[2]);
	A(ctx->args[3]);
	A(ctx->family);
	A(ctx->remote_ip4);
	A(ctx->local_ip4);
	A(ctx->remote_ip6[0]);
	A(ctx->remote_ip6[3]);
	A(ctx->local_ip6[3]);
	A(ctx->remote_port);
	A(ctx->local_port);
	A(ctx->is_fullsock);
	A(ctx->snd_cwnd);
	A(ctx->srtt_us);
	A(ctx->bpf_sock_ops_cb_flags);
	A(ctx->state);
	A(ctx->rtt_min);
	A(ctx->snd_ssthresh);
	A(ctx->rcv_nxt);
	A(ctx->snd_nxt);
	A(ctx->snd_una);
	A(ctx->mss_cache);
	A(ctx->ecn_flags);
	A(ctx->packets_out);
	A(ctx->total_retrans);
	A(ctx->segs_in);
	A(ctx->data_segs_in);
	A(ctx->segs_out);
	A(ctx->data_segs_out);
	A(ctx->lost_out);
	A(ctx->sacked_out);
	A(ctx->sk_txhash);
	A(ctx->bytes_received);
	A(ctx->bytes_acked);
	A(ctx->skb_len);
	A(ctx->skb_tcp_flags);
	A(ctx->sk != NULL);
	A(ctx->skb_data != NULL);
	if (flags_wanted >= 0 && (op == 3 || op == 4 || op == 5 || op == 11)) {
		A(cb_flags_set(ctx, flags_wanted));
		A(ctx->bpf_sock_ops_cb_flags);
	}
	int number = 0;
	A(getsockopt(ctx, 6, 2, &number, sizeof(number)) == 0);
	A(getsockopt(ctx, 1, 7, &number, sizeof(number)));
	if (op < 16 && replies[op]) {
		ctx->reply = replies[op];
		A(ctx->reply);
		A(ctx->args[0]);
		A(ctx->replylong[1]);
	}
	return verdict != 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
