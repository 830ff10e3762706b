// SPDX-License-Identifier: Apache-2.0
// Stacks, and values of tasks and control groups, stored by several CPUs while user space reads and removes them. The task that a
// program runs in tells what it may do: those of numbers below LOCKED have values that stay, those below CHURNING values that
// are written under their lock, others come and go.
#include "races.h"

enum { TYPE_STACK_TRACE = 7, TYPE_TASK_STORAGE = 29, TYPE_CGRP_STORAGE = 32, STACKS = 64, FRAMES = 4, CREATE = 1 };
enum { USER_STACK = 1 << 8, REUSE_STACKID = 1 << 10 };

static long (*const get_stackid)(void *ctx, void *map, __u64 flags) = (void *)27;
static __u64 (*const get_current_pid_tgid)(void) = (void *)14;
static void *(*const task_storage_get)(void *map, void *task, void *value, __u64 flags) = (void *)156;
static long (*const task_storage_delete)(void *map, void *task) = (void *)157;
static void *(*const get_current_task_btf)(void) = (void *)158;
static void *(*const cgrp_storage_get)(void *map, void *cgroup, void *value, __u64 flags) = (void *)210;
static long (*const cgrp_storage_delete)(void *map, void *cgroup) = (void *)211;

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

struct cgroup;
struct css_set {
	struct cgroup *dfl_cgrp;
} __attribute__((preserve_access_index));
struct task_struct {
	struct css_set *cgroups;
} __attribute__((preserve_access_index));

// As in races_elements.bpf.c.
struct element {
	struct bpf_spin_lock lock;
	__u32 key;
	__u64 count;
	__u64 locked;
	struct whole whole;
};

struct {
	__uint(type, TYPE_STACK_TRACE);
	__uint(max_entries, STACKS);
	__uint(key_size, 4);
	__uint(value_size, FRAMES * 8);
} stacks SEC(".maps");

#define STORAGE(NAME, TYPE)                                                                                            \
	struct {                                                                                                       \
		__uint(type, TYPE);                                                                                    \
		__uint(map_flags, BPF_F_NO_PREALLOC);                                                                  \
		__type(key, int);                                                                                      \
		__type(value, struct element);                                                                         \
	} NAME SEC(".maps")

STORAGE(of_tasks, TYPE_TASK_STORAGE);
STORAGE(of_groups, TYPE_CGRP_STORAGE);

__u64 stored, counted, removed;

SEC("raw_tp/sys_enter") int stacks_stored(void *ctx)
{
	__u32 random = bpf_get_prandom_u32();
	long id = get_stackid(ctx, &stacks, USER_STACK | (random & 1 ? REUSE_STACKID : 0));

	if (id >= 0) {
		__sync_fetch_and_add(&stored, 1);
		return 0;
	}
	why = __LINE__;
	return id != -EEXIST && id != -ENOMEM;
}

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

	if (!value)
		return wrong;
	if (value->key != 0 && value->key != key)
		WRONG();
	value->key = key;
	for (int turn = 0; turn < 64; turn++) {
		if (*(volatile __u32 *)&value->key != key)
			WRONG();
	}
	return wrong;
}

#define LOCKED 5
#define CHURNING 9

#define STORES(NAME, GET, DELETE, OBJECT)                                                                              \
	SEC("syscall") int NAME##_stored(void *ctx)                                                                    \
	{                                                                                                              \
		int wrong = 0;                                                                                         \
		__u32 pid = get_current_pid_tgid();                                                                    \
		struct task_struct *task = get_current_task_btf();                                                     \
                                                                                                                       \
		bpf_rcu_read_lock();                                                                                   \
		OBJECT;                                                                                                \
		if (object) {                                                                                          \
			if (pid < LOCKED)                                                                              \
				wrong = count(GET(&NAME, object, NULL, 0), pid);                                       \
			else if (pid < CHURNING)                                                                       \
				wrong = hold(GET(&NAME, object, NULL, 0), pid);                                        \
			else if (bpf_get_prandom_u32() & 1)                                                            \
				wrong = own(GET(&NAME, object, NULL, CREATE), pid);                                    \
			else if (!DELETE(&NAME, object))                                                               \
				__sync_fetch_and_add(&removed, 1);                                                     \
		}                                                                                                      \
		bpf_rcu_read_unlock();                                                                                 \
		return wrong;                                                                                          \
	}

STORES(of_tasks, task_storage_get, task_storage_delete, struct task_struct *object = task)
STORES(of_groups, cgrp_storage_get, cgrp_storage_delete, struct css_set *set = task->cgroups;
       struct cgroup *object = set ? set->dfl_cgrp : NULL)
