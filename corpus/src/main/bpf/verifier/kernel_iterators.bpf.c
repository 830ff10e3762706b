// SPDX-License-Identifier: Apache-2.0
// What programs may do with what iterators over programs, links, symbols, sockets, routes, files and slots hand over.
#include "../bpf.h"

char LICENSE[] SEC("license") = "GPL";

#define CO_RE __attribute__((preserve_access_index))
struct bpf_prog_aux { __u32 id; char name[16]; } CO_RE;
struct bpf_prog { __u32 len; struct bpf_prog_aux *aux; } CO_RE;
struct bpf_link { __u32 id; struct bpf_prog *prog; } CO_RE;
struct kallsym_iter { unsigned long value; char name[512]; int exported; } CO_RE;
struct sock_common { unsigned short skc_family; } CO_RE;
struct sock { struct sock_common __sk_common; } CO_RE;
struct unix_address { int len; } CO_RE;
struct unix_sock { struct sock sk; struct unix_address *addr; struct sock *peer; } CO_RE;
struct netlink_sock { struct sock sk; __u32 portid; } CO_RE;
struct net_device { int ifindex; } CO_RE;
struct fib_nh_common { struct net_device *nhc_dev; int nhc_oif; } CO_RE;
struct fib6_nh { struct fib_nh_common nh_common; } CO_RE;
struct fib6_table { __u32 tb6_id; } CO_RE;
struct fib6_info { struct fib6_table *fib6_table; __u32 fib6_metric; struct fib6_nh fib6_nh[0]; } CO_RE;
struct task_struct { int pid; } CO_RE;
struct path { void *mnt, *dentry; } CO_RE;
struct inode { unsigned long i_ino; } CO_RE;
struct file { unsigned int f_flags; struct path f_path; struct inode *f_inode; } CO_RE;
struct bpf_map { __u32 max_entries; } CO_RE;

static long (*const d_path)(void *path, char *to, __u32 size) = (void *)147;
static long (*const seq_write)(void *, const void *, __u32) = (void *)127;
static void *(*const skc_to_unix_sock)(void *sk) = (void *)178;
static void *(*const sk_storage_get)(void *map, void *sk, void *value, __u64 flags) = (void *)107;
static void *(*const task_storage_get)(void *map, void *task, void *value, __u64 flags) = (void *)156;

struct { __uint(type, 24); __uint(map_flags, 1); __type(key, int); __type(value, __u64); } of_sockets SEC(".maps");
struct { __uint(type, 29); __uint(map_flags, 1); __type(key, int); __type(value, __u64); } of_tasks SEC(".maps");
__u64 kept;
char name[64];

#define T(TARGET, NAME, ARGUMENTS, ...) \
	SEC("iter/" TARGET) int NAME(void *context) \
	{ \
		struct { void *meta; ARGUMENTS } *ctx = context; \
		__VA_ARGS__; \
		return 0; \
	}
#define GIVEN(TYPE, NAME) TYPE NAME __attribute__((unused)) = ctx->NAME
#define IF(POINTER) \
	if (!(POINTER)) \
		return 0

// ---- programs, links
#define P(NAME, ...) T("bpf_prog", NAME, struct bpf_prog *prog;, GIVEN(struct bpf_prog *, prog); __VA_ARGS__)
P(e2_prog_unchecked__EACCES, kept = prog->len)
P(e2_prog_checked__ok, IF(prog); kept = prog->len)
P(e2_prog_aux__ok, IF(prog); kept = prog->aux->id)
P(e2_prog_written__EACCES, IF(prog); *(volatile __u32 *)&prog->len = 1)
P(e2_prog_returned__EINVAL, return (long)prog)
P(e2_prog_kept__ok, kept = (long)prog)
#define L(NAME, ...) T("bpf_link", NAME, struct bpf_link *link;, GIVEN(struct bpf_link *, link); __VA_ARGS__)
L(e2_link_unchecked__EACCES, kept = link->id)
L(e2_link_checked__ok, IF(link); kept = link->id)
L(e2_link_prog__ok, IF(link); kept = link->prog->aux->id)
L(e2_link_written__EACCES, IF(link); *(volatile __u32 *)&link->id = 1)

// ---- symbols
#define K(NAME, ...) T("ksym", NAME, struct kallsym_iter *ksym;, GIVEN(struct kallsym_iter *, ksym); __VA_ARGS__)
K(e2_ksym_unchecked__EACCES, kept = ksym->value)
K(e2_ksym_checked__ok, IF(ksym); kept = ksym->value)
K(e2_ksym_name__ok, IF(ksym); kept = ksym->name[511])
K(e2_ksym_as_memory__EACCES, IF(ksym); seq_write(*(void **)ctx->meta, ksym->name, 8))
K(e2_ksym_written__EACCES, IF(ksym); *(volatile unsigned long *)&ksym->value = 1)

// ---- sockets
#define U(NAME, ...) T("unix", NAME, struct unix_sock *sk; __u32 uid;, GIVEN(struct unix_sock *, sk); __VA_ARGS__)
U(e2_unix_unchecked__EACCES, kept = sk->sk.__sk_common.skc_family)
U(e2_unix_checked__ok, IF(sk); kept = sk->sk.__sk_common.skc_family + ctx->uid)
U(e2_unix_peer__ok, IF(sk); kept = sk->peer->__sk_common.skc_family)
U(e2_unix_address__ok, IF(sk); kept = sk->addr->len)
U(e2_unix_cast__ok, IF(sk); struct unix_sock *again = skc_to_unix_sock(sk); IF(again); kept = again->sk.__sk_common.skc_family)
U(e2_unix_storage__ok, IF(sk); kept = (long)sk_storage_get(&of_sockets, sk, (void *)0, 0) != 0)
U(e2_unix_uid_is_no_pointer__EACCES, kept = *(__u32 *)(long)ctx->uid)
#define N(NAME, ...) T("netlink", NAME, struct netlink_sock *sk;, GIVEN(struct netlink_sock *, sk); __VA_ARGS__)
N(e2_netlink_unchecked__EACCES, kept = sk->portid)
N(e2_netlink_checked__ok, IF(sk); kept = sk->portid + sk->sk.__sk_common.skc_family)
N(e2_netlink_storage__ok, IF(sk); kept = (long)sk_storage_get(&of_sockets, sk, (void *)0, 0) != 0)
N(e2_netlink_written__EACCES, IF(sk); *(volatile __u32 *)&sk->portid = 1)

// ---- routes
#define R(NAME, ...) T("ipv6_route", NAME, struct fib6_info *rt;, GIVEN(struct fib6_info *, rt); __VA_ARGS__)
R(e2_route_unchecked__EACCES, kept = rt->fib6_metric)
R(e2_route_checked__ok, IF(rt); kept = rt->fib6_metric)
R(e2_route_table__ok, IF(rt); kept = rt->fib6_table->tb6_id)
R(e2_route_hop__ok, IF(rt); kept = rt->fib6_nh[0].nh_common.nhc_oif)
R(e2_route_device__ok, IF(rt); kept = rt->fib6_nh[0].nh_common.nhc_dev->ifindex)
R(e2_route_second_hop__ok, IF(rt); kept = rt->fib6_nh[1].nh_common.nhc_oif)
R(e2_route_written__EACCES, IF(rt); *(volatile __u32 *)&rt->fib6_metric = 1)

// ---- files
#define F(NAME, ...) \
	T("task_file", NAME, struct task_struct *task; __u32 fd; __u32 : 32; struct file *file;, GIVEN(struct file *, file); \
	  GIVEN(struct task_struct *, task); __VA_ARGS__)
F(e2_file_unchecked__EACCES, kept = file->f_flags)
F(e2_file_checked__ok, IF(file); kept = file->f_flags + ctx->fd)
F(e2_file_task_unchecked__EACCES, IF(file); kept = task->pid)
F(e2_file_task_checked__ok, IF(task); kept = task->pid)
F(e2_file_inode__ok, IF(file); kept = file->f_inode->i_ino)
F(e2_file_path__ok, IF(file); kept = d_path(&file->f_path, name, sizeof(name)))
F(e2_file_path_unchecked__EACCES, kept = d_path(&file->f_path, name, sizeof(name)))
F(e2_file_task_storage__ok, IF(task); kept = (long)task_storage_get(&of_tasks, task, (void *)0, 0) != 0)
F(e2_file_written__EACCES, IF(file); *(volatile __u32 *)&file->f_flags = 1)
SEC("iter.s/task_file") int e2_files_asleep__ok(void *ctx) { return 0; }

// ---- slots of maps of sockets
#define S(NAME, ...) \
	T("sockmap", NAME, struct bpf_map *map; void *key; struct sock *sk;, GIVEN(void *, key); GIVEN(struct sock *, sk); \
	  barrier_var(key); __VA_ARGS__)
S(e2_slot_map__ok, kept = ctx->map->max_entries)
S(e2_slot_key_unchecked__EACCES, kept = *(__u32 *)key)
S(e2_slot_key__ok, IF(key); kept = *(__u32 *)key)
S(e2_slot_key_written__EACCES, IF(key); *(volatile __u32 *)key = 1)
S(e2_slot_key_given__ok, IF(key); seq_write(*(void **)ctx->meta, key, 8))
S(e2_slot_socket_unchecked__EACCES, kept = sk->__sk_common.skc_family)
S(e2_slot_socket__ok, IF(sk); kept = sk->__sk_common.skc_family)
S(e2_slot_socket_storage__ok, IF(sk); kept = (long)sk_storage_get(&of_sockets, sk, (void *)0, 0) != 0)
