// SPDX-License-Identifier: Apache-2.0
// Iterators over sockets that ask for their options, and set some: TCP sockets whose port is from 7000 to 7099, and those of AF_UNIX. A line
// each of what the calls answered: what an option was, whether it could be set, what it is then.
#include "../bpf.h"

#define CO_RE __attribute__((preserve_access_index))

struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; __u64 session_id, seq_num; } CO_RE;
struct sock_common { unsigned short skc_family; volatile unsigned char skc_state; __u16 skc_num; } CO_RE;
struct sock { struct sock_common __sk_common; __u16 sk_type; } CO_RE;
struct unix_sock { struct sock sk; } CO_RE;
struct bpf_iter__tcp { struct bpf_iter_meta *meta; struct sock_common *sk_common; } CO_RE;
struct bpf_iter__unix { struct bpf_iter_meta *meta; struct unix_sock *unix_sk; } CO_RE;

static long (*const seq_printf)(struct seq_file *seq, const char *format, __u32 size, const void *data,
				__u32 data_size) = (void *)126;
static long (*const setsockopt)(void *sk, int level, int name, const void *value, int size) = (void *)49;
static long (*const getsockopt)(void *sk, int level, int name, void *value, int size) = (void *)57;

struct option { int level, name, value; };
// SO_PRIORITY, SO_MARK, SO_RCVLOWAT, SO_KEEPALIVE, SO_BUSY_POLL, TCP_NODELAY, TCP_KEEPINTVL, TCP_KEEPIDLE, IP_TOS, IPV6_TCLASS
static const struct option options[] = {
	{1, 12, 5}, {1, 36, 77}, {1, 18, 2}, {1, 9, 1}, {1, 46, 1}, {6, 1, 1}, {6, 5, 30}, {6, 4, 60}, {0, 1, 16}, {41, 67, 16},
};
#define OPTIONS (sizeof(options) / sizeof(options[0]))

static __always_inline void options_of(struct seq_file *seq, void *sk)
{
	static const char format[] = " %d:%d=%d", next[] = ",%d,%d=%d", end[] = "\n", name[] = " %s";

	for (unsigned i = 0; i < OPTIONS; i++) {
		int before = -7, after = -7, value = options[i].value;
		__u64 was[] = {options[i].level, options[i].name, 0};
		long got = getsockopt(sk, options[i].level, options[i].name, &before, sizeof(before));
		was[2] = got ? got : before;
		seq_printf(seq, format, sizeof(format), was, sizeof(was));
		__u64 is[] = {setsockopt(sk, options[i].level, options[i].name, &value, sizeof(value)), 0, 0};
		is[1] = getsockopt(sk, options[i].level, options[i].name, &after, sizeof(after));
		is[2] = after;
		seq_printf(seq, next, sizeof(next), is, sizeof(is));
	}
	char congestion[16] = {};
	__u64 text[] = {(__u64)congestion};
	if (getsockopt(sk, 6, 13, congestion, sizeof(congestion)) == 0)
		seq_printf(seq, name, sizeof(name), text, sizeof(text));
	seq_printf(seq, end, sizeof(end), 0, 0);
}

SEC("iter/tcp") int of_tcp(struct bpf_iter__tcp *ctx)
{
	static const char format[] = "%d %d %d";
	struct sock_common *sk = ctx->sk_common;
	if (!sk || sk->skc_num < 7000 || sk->skc_num > 7099)
		return 0;
	__u64 data[] = {sk->skc_num, sk->skc_family, sk->skc_state};
	seq_printf(ctx->meta->seq, format, sizeof(format), data, sizeof(data));
	options_of(ctx->meta->seq, sk);
	return 0;
}

SEC("iter/unix") int of_unix(struct bpf_iter__unix *ctx)
{
	static const char format[] = "%d";
	struct unix_sock *sk = ctx->unix_sk;
	if (!sk)
		return 0;
	__u64 data[] = {sk->sk.sk_type};
	seq_printf(ctx->meta->seq, format, sizeof(format), data, sizeof(data));
	options_of(ctx->meta->seq, sk);
	return 0;
}

// What a hook in a control group finds, of the new socket of a connection.
__u64 priority_before = 7, priority_set = 7, priority_after = 7;
SEC("lsm_cgroup/inet_csk_clone") int of_clone(__u64 *args)
{
	int value = 0, set = 6;
	void *sk = (void *)args[0];
	getsockopt(sk, 1, 12, &value, sizeof(value));
	priority_before = value;
	priority_set = setsockopt(sk, 1, 12, &set, sizeof(set));
	getsockopt(sk, 1, 12, &value, sizeof(value));
	priority_after = value;
	return 1;
}

char _license[] SEC("license") = "GPL";
