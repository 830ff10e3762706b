// SPDX-License-Identifier: Apache-2.0
// What iterators over sockets, files and slots hand over is no object that kernel functions rely on.
#include "../bpf.h"

char LICENSE[] SEC("license") = "GPL";

#define CO_RE __attribute__((preserve_access_index))
struct sock_common { unsigned short skc_family; } CO_RE;
struct sock { struct sock_common __sk_common; } CO_RE;
struct unix_sock { struct sock sk; struct sock *peer; } CO_RE;
struct netlink_sock { struct sock sk; } CO_RE;
struct task_struct { int pid; } CO_RE;

extern int bpf_sock_destroy(struct sock_common *sock) __ksym;
extern struct task_struct *bpf_task_acquire(struct task_struct *task) __ksym;
extern void bpf_task_release(struct task_struct *task) __ksym;

__u64 kept;

#define T(TARGET, NAME, ARGUMENTS, ...) \
	SEC("iter/" TARGET) int NAME(void *context) \
	{ \
		struct { void *meta; ARGUMENTS } *ctx = context; \
		__VA_ARGS__; \
		return 0; \
	}
#define IF(POINTER) \
	if (!(POINTER)) \
		return 0
#define U(NAME, ...) T("unix", NAME, struct unix_sock *sk;, struct unix_sock *sk = ctx->sk; __VA_ARGS__)
#define N(NAME, ...) T("netlink", NAME, struct netlink_sock *sk;, struct netlink_sock *sk = ctx->sk; __VA_ARGS__)
#define F(NAME, ...) T("task_file", NAME, struct task_struct *task;, struct task_struct *task = ctx->task; __VA_ARGS__)
#define S(NAME, ...) T("sockmap", NAME, void *map; void *key; struct sock *sk;, struct sock *sk = ctx->sk; __VA_ARGS__)

U(e2_unix_destroyed__EINVAL, IF(sk); kept = bpf_sock_destroy(&sk->sk.__sk_common))
U(e2_unix_destroyed_unchecked__EACCES, kept = bpf_sock_destroy((void *)sk))
U(e2_unix_peer_destroyed__EINVAL, IF(sk); IF(sk->peer); kept = bpf_sock_destroy(&sk->peer->__sk_common))
N(e2_netlink_destroyed__EINVAL, IF(sk); kept = bpf_sock_destroy(&sk->sk.__sk_common))
F(e2_file_task_acquired__EINVAL, IF(task); struct task_struct *own = bpf_task_acquire(task); IF(own); bpf_task_release(own))
S(e2_slot_socket_destroyed__EINVAL, IF(sk); kept = bpf_sock_destroy(&sk->__sk_common))
