// SPDX-License-Identifier: Apache-2.0
// Values of sockets, inodes and attachments in control groups, stored by several CPUs while user space reads and removes them. The number
// of the object tells what a program may do: as in races_tasks.bpf.c.
#include "races.h"

enum { TYPE_CGROUP_STORAGE = 19, TYPE_PERCPU_CGROUP_STORAGE = 21, TYPE_SK_STORAGE = 24, TYPE_INODE_STORAGE = 28, CREATE = 1 };

static __u64 (*const get_socket_cookie)(void *ctx) = (void *)46;
static void *(*const get_local_storage)(void *map, __u64 flags) = (void *)81;
static void *(*const sk_storage_get)(void *map, void *sk, void *value, __u64 flags) = (void *)107;
static long (*const sk_storage_delete)(void *map, void *sk) = (void *)108;
static void *(*const inode_storage_get)(void *map, void *inode, void *value, __u64 flags) = (void *)145;
static long (*const inode_storage_delete)(void *map, void *inode) = (void *)146;

struct bpf_sock_addr {
	__u32 user_family, user_ip4, user_ip6[4], user_port, family, type, protocol, msg_src_ip4, msg_src_ip6[4];
	void *sk;
};
struct inode {
	unsigned long i_ino;
} __attribute__((preserve_access_index));
struct file {
	struct inode *f_inode;
} __attribute__((preserve_access_index));

struct element {
	struct bpf_spin_lock lock;
	__u32 key;
	__u64 count;
	__u64 locked;
	struct whole whole;
};

#define OF_OBJECTS(NAME, TYPE)                                                                                         \
	struct {                                                                                                       \
		__uint(type, TYPE);                                                                                    \
		__uint(map_flags, BPF_F_NO_PREALLOC);                                                                  \
		__type(key, int);                                                                                      \
		__type(value, struct element);                                                                         \
	} NAME SEC(".maps")
OF_OBJECTS(of_sockets, TYPE_SK_STORAGE);
OF_OBJECTS(of_inodes, TYPE_INODE_STORAGE);

struct {
	__uint(type, TYPE_CGROUP_STORAGE);
	__type(key, __u64);
	__type(value, struct element);
} of_attachments SEC(".maps");

struct {
	__uint(type, TYPE_PERCPU_CGROUP_STORAGE);
	__type(key, __u64);
	__type(value, struct whole);
} of_cpus SEC(".maps");

__u64 counted, removed;

static __always_inline int count(struct element *value, __u32 key)
{
	int wrong = 0;

	if (!value || value->key != key) {
		WRONG();
		return wrong;
	}
	__sync_fetch_and_add(&value->count, 1);
	__sync_fetch_and_add(&counted, 1);
	bpf_spin_lock(&value->lock);
	value->locked++;
	bpf_spin_unlock(&value->lock);
	return wrong;
}

static __always_inline int hold(struct element *value, __u32 key)
{
	int wrong = 0, torn;

	if (!value || value->key != key) {
		WRONG();
		return wrong;
	}
	bpf_spin_lock(&value->lock);
	torn = is_torn(&value->whole);
	for (int turn = 0; turn < 32; turn++) {
		fill(&value->whole, key + turn);
		asm volatile("" ::: "memory");
	}
	bpf_spin_unlock(&value->lock);
	if (torn)
		WRONG();
	return wrong;
}

// A value that was removed stays what it was for whoever has it.
static __always_inline int own(struct element *value, __u32 key)
{
	int wrong = 0;
	__u32 other = 0;

	if (!value)
		return wrong;
	if (value->key != 0 && value->key != key)
		WRONG();
	value->key = key;
	for (int turn = 0; turn < 64; turn++)
		other |= *(volatile __u32 *)&value->key ^ key;
	if (other)
		WRONG();
	return wrong;
}

#define LOCKED 5
#define CHURNING 9

#define STORE(NAME, GET, DELETE, OBJECT, NUMBER)                                                                       \
	({                                                                                                             \
		int bad = 0;                                                                                           \
		__u32 number = NUMBER;                                                                                 \
		if (number < LOCKED)                                                                                   \
			bad = count(GET(&NAME, OBJECT, NULL, 0), number);                                              \
		else if (number < CHURNING)                                                                            \
			bad = hold(GET(&NAME, OBJECT, NULL, 0), number);                                               \
		else if (bpf_get_prandom_u32() & 1)                                                                    \
			bad = own(GET(&NAME, OBJECT, NULL, CREATE), number);                                           \
		else if (!DELETE(&NAME, OBJECT))                                                                       \
			__sync_fetch_and_add(&removed, 1);                                                             \
		bad;                                                                                                   \
	})

SEC("cgroup/connect4") int of_sockets_stored(struct bpf_sock_addr *ctx)
{
	return STORE(of_sockets, sk_storage_get, sk_storage_delete, ctx->sk, get_socket_cookie(ctx)) != 0;
}

SEC("lsm/file_open") int of_inodes_stored(__u64 *args)
{
	struct inode *inode = ((struct file *)args[0])->f_inode;

	return STORE(of_inodes, inode_storage_get, inode_storage_delete, inode, inode->i_ino) ? -1 : 0;
}

SEC("cgroup/connect4") int of_attachments_stored(struct bpf_sock_addr *ctx)
{
	struct element *value = get_local_storage(&of_attachments, 0);
	__u32 number = ctx->user_port;

	return (number < LOCKED ? count(value, number) : hold(value, number)) != 0;
}

// Nobody else writes a CPU's own value.
SEC("cgroup/connect4") int of_cpus_stored(struct bpf_sock_addr *ctx)
{
	struct whole *value = get_local_storage(&of_cpus, 0);
	int wrong = 0;

	if (value->number && is_torn(value))
		WRONG();
	fill(value, value->number + 1);
	__sync_fetch_and_add(&counted, 1);
	return wrong;
}
