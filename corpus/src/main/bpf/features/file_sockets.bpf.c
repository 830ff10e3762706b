// SPDX-License-Identifier: Apache-2.0
// Files that are sockets: of a process, as an iterator comes to them, and the one that a hook is about. A line each of what the file's
// socket says of itself, what leads on from it, and what helpers that take sockets answer.
#include "../bpf.h"

char LICENSE[] SEC("license") = "GPL";

#define CO_RE __attribute__((preserve_access_index))
struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; } CO_RE;
struct sock_common { unsigned short skc_family; volatile unsigned char skc_state; } CO_RE;
struct sock { struct sock_common __sk_common; __u16 sk_type, sk_protocol; } CO_RE;
struct sockaddr_un { unsigned short sun_family; char sun_path[108]; };
struct unix_address { int len; struct sockaddr_un name[0]; } CO_RE;
struct unix_sock { struct sock sk; struct unix_address *addr; } CO_RE;
struct tcp_sock;
enum socket_state { SOME_STATE };
struct socket { enum socket_state state; short type; struct sock *sk; } CO_RE;
struct task_struct { int pid, tgid; } CO_RE;
struct file { unsigned int f_flags; } CO_RE;
struct files { struct bpf_iter_meta *meta; struct task_struct *task; __u32 fd; __u32 : 32; struct file *file; };

static long (*const seq_printf)(struct seq_file *, const char *, __u32, const void *, __u32) = (void *)126;
static struct socket *(*const sock_from_file)(struct file *) = (void *)162;
static __u64 (*const get_socket_cookie)(void *) = (void *)46;
static struct tcp_sock *(*const skc_to_tcp_sock)(void *) = (void *)137;
static struct unix_sock *(*const skc_to_unix_sock)(void *) = (void *)178;

#define PRINT(FORMAT, ...) \
	({ \
		static const char text[] = FORMAT; \
		__u64 data[] = {__VA_ARGS__}; \
		seq_printf(seq, text, sizeof(text), data, sizeof(data)); \
	})

// The process whose files from descriptor 100 on are asked about.
__u32 own;

SEC("iter/task_file")
int walks_sockets(struct files *ctx)
{
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;
	if (!task || !file)
		return 0;
	if (task->tgid != own || ctx->fd < 100)
		return 0;
	struct seq_file *seq = ctx->meta->seq;
	struct socket *socket = sock_from_file(file);
	if (!socket) {
		PRINT("%u: no socket\n", ctx->fd);
		return 0;
	}
	PRINT("%u: state %u type %d", ctx->fd, socket->state, socket->type);
	struct sock *sk = socket->sk;
	if (!sk) {
		static const char nothing[] = " of nothing\n";
		seq_printf(seq, nothing, sizeof(nothing), NULL, 0);
		return 0;
	}
	PRINT(" cookie %llu", get_socket_cookie(sk));
	PRINT(" family %u type %u protocol %u", sk->__sk_common.skc_family, sk->sk_type, sk->sk_protocol);
	PRINT(" state %u tcp %d", sk->__sk_common.skc_state, skc_to_tcp_sock(sk) != NULL);
	struct unix_sock *un = skc_to_unix_sock(sk);
	int length = -1;
	if (un) {
		struct unix_address *address = un->addr;
		length = address ? address->len : 0;
	}
	PRINT(" unix %d\n", length);
	return 0;
}

// The command that the hook is asked for, and what it found of the file.
__u32 command;
__u64 runs, sockets, cookie;
__s64 family;

SEC("lsm/file_ioctl")
int sees_ioctl(__u64 *ctx)
{
	struct file *file = (struct file *)ctx[0];
	if ((__u32)ctx[1] != command)
		return 0;
	runs++;
	family = -1;
	cookie = 0;
	struct socket *socket = sock_from_file(file);
	if (!socket)
		return 0;
	sockets++;
	struct sock *sk = socket->sk;
	if (!sk)
		return 0;
	family = sk->__sk_common.skc_family;
	cookie = get_socket_cookie(sk);
	return 0;
}
