// SPDX-License-Identifier: Apache-2.0
// Values that belong to control groups that programs are attached to.
#include "stores.h"

static void *(*const get_local_storage)(void *map, __u64 flags) = (void *)81;
static long (*const spin_lock)(struct bpf_spin_lock *lock) = (void *)93;
static long (*const spin_unlock)(struct bpf_spin_lock *lock) = (void *)94;

#define BPF_MAP_TYPE_CGROUP_STORAGE 19
#define BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE 21
struct bpf_cgroup_storage_key { __u64 cgroup_inode_id; __u32 attach_type; };
struct locked { struct bpf_spin_lock lock; __u32 n; };
#define STORAGE(NAME, TYPE, KEY, VALUE) struct { __uint(type, TYPE); __type(key, KEY); __type(value, VALUE); } NAME SEC(".maps")
STORAGE(isolated, BPF_MAP_TYPE_CGROUP_STORAGE, struct bpf_cgroup_storage_key, struct pair);
STORAGE(shared, BPF_MAP_TYPE_CGROUP_STORAGE, __u64, struct pair);
STORAGE(percpu, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE, struct bpf_cgroup_storage_key, struct pair);
STORAGE(percpu_shared, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE, __u64, struct pair);
STORAGE(locks, BPF_MAP_TYPE_CGROUP_STORAGE, __u64, struct locked);

#define COUNT(MAP)                                                                                                     \
	do {                                                                                                           \
		struct pair *p = get_local_storage(&MAP, 0);                                                           \
		A(++p->a);                                                                                             \
		A(p->b += 10);                                                                                         \
	} while (0)

#define RUN(SECTION, NAME, CONTEXT, ...)                                                                               \
	SEC(SECTION) int NAME(CONTEXT *ctx)                                                                            \
	{                                                                                                              \
		__VA_ARGS__;                                                                                           \
		return 1;                                                                                              \
	}

RUN("cgroup_skb/egress", packet_isolated, struct __sk_buff, answered = 0; COUNT(isolated); COUNT(percpu))
RUN("cgroup_skb/egress", packet_shared, struct __sk_buff, answered = 0; COUNT(shared); COUNT(percpu_shared))
RUN("cgroup_skb/egress", packet_locked, struct __sk_buff, answered = 0; struct locked *l = get_local_storage(&locks, 0);
    spin_lock(&l->lock); l->n += 3; spin_unlock(&l->lock); A(l->n); l = get_local_storage(&locks, 0); A(l->n))

RUN("cgroup/connect4", connect_isolated, struct bpf_sock_addr, COUNT(isolated); COUNT(percpu))
RUN("cgroup/connect4", connect_isolated_too, struct bpf_sock_addr, COUNT(isolated); COUNT(percpu))
RUN("cgroup/connect4", connect_shared, struct bpf_sock_addr, COUNT(shared); COUNT(percpu_shared))
RUN("cgroup/bind4", bind_isolated, struct bpf_sock_addr, COUNT(isolated); COUNT(percpu))
RUN("cgroup/bind4", bind_shared, struct bpf_sock_addr, COUNT(shared); COUNT(percpu_shared))
