// SPDX-License-Identifier: Apache-2.0
// Iterators over sockets: they print those whose port is from 7000 to 7099, and destroy those whose port is odd, if they are to.
#include "../bpf.h"

#define CO_RE __attribute__((preserve_access_index))

struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; __u64 session_id, seq_num; } CO_RE;
struct sock_common { unsigned short skc_family; volatile unsigned char skc_state; __u16 skc_num; } CO_RE;
struct sock { struct sock_common __sk_common; } CO_RE;
struct inet_sock { struct sock sk; } CO_RE;
struct udp_sock { struct inet_sock inet; } CO_RE;
struct bpf_iter__tcp { struct bpf_iter_meta *meta; struct sock_common *sk_common; unsigned int uid; } CO_RE;
struct bpf_iter__udp {
	struct bpf_iter_meta *meta;
	struct udp_sock *udp_sk;
	unsigned int uid __attribute__((aligned(8)));
	int bucket __attribute__((aligned(8)));
} CO_RE;

extern int bpf_sock_destroy(struct sock_common *sock) __ksym;

static long (*const seq_printf)(struct seq_file *seq, const char *format, __u32 size, const void *data,
				__u32 data_size) = (void *)126;

int destroys;
int count;

static __always_inline int tell(struct seq_file *seq, __u64 port, __u64 family, __u64 state, __u64 uid, long result)
{
	static const char format[] = "%d %d %d %d %d\n";
	__u64 data[] = {port, family, state, uid, result};
	seq_printf(seq, format, sizeof(format), data, sizeof(data));
	return 0;
}

SEC("iter/tcp") int of_tcp(struct bpf_iter__tcp *ctx)
{
	struct sock_common *sk = ctx->sk_common;
	if (!sk || sk->skc_num < 7000 || sk->skc_num > 7099)
		return 0;
	__u16 port = sk->skc_num;
	__u8 state = sk->skc_state;
	count++;
	long result = destroys && (port & 1) ? bpf_sock_destroy(sk) : 1;
	return tell(ctx->meta->seq, port, sk->skc_family, state, ctx->uid, result);
}

SEC("iter/udp") int of_udp(struct bpf_iter__udp *ctx)
{
	struct udp_sock *udp = ctx->udp_sk;
	if (!udp || udp->inet.sk.__sk_common.skc_num < 7000 || udp->inet.sk.__sk_common.skc_num > 7099)
		return 0;
	__u16 port = udp->inet.sk.__sk_common.skc_num;
	__u8 state = udp->inet.sk.__sk_common.skc_state;
	count++;
	long result = destroys && (port & 1) ? bpf_sock_destroy((struct sock_common *)udp) : 1;
	return tell(ctx->meta->seq, port, udp->inet.sk.__sk_common.skc_family, state, ctx->uid, result);
}

char _license[] SEC("license") = "GPL";
