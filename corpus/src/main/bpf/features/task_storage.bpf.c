// SPDX-License-Identifier: Apache-2.0
// Values that belong to tasks and control groups.
#include "task_answers.h"

static void *(*const task_storage_get)(void *map, void *task, void *value, __u64 flags) = (void *)156;
static long (*const task_storage_delete)(void *map, void *task) = (void *)157;
static void *(*const cgrp_storage_get)(void *map, void *cgroup, void *value, __u64 flags) = (void *)210;
static long (*const cgrp_storage_delete)(void *map, void *cgroup) = (void *)211;
static void *(*const get_current_task_btf)(void) = (void *)158;
static long (*const spin_lock)(struct bpf_spin_lock *lock) = (void *)93;
static long (*const spin_unlock)(struct bpf_spin_lock *lock) = (void *)94;

#define BPF_MAP_TYPE_TASK_STORAGE 29
#define BPF_MAP_TYPE_CGRP_STORAGE 32
struct pair { __u64 a, b; };
struct locked { struct bpf_spin_lock lock; __u32 pad; __u64 n; };
struct { __uint(type, BPF_MAP_TYPE_TASK_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, int); __type(value, struct pair); } of_tasks SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_TASK_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, int); __type(value, struct locked); } locked_tasks SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_CGRP_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, int); __type(value, struct pair); } of_groups SEC(".maps");

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

struct cgroup;
struct css_set { struct cgroup *dfl_cgrp; } __attribute__((preserve_access_index));
struct task_struct { struct task_struct *real_parent; struct css_set *cgroups; } __attribute__((preserve_access_index));

#define GET(TASK, VALUE, FLAGS)                                                                                        \
	do {                                                                                                           \
		struct pair *p = task_storage_get(&of_tasks, TASK, VALUE, FLAGS);                                      \
		A(p ? p->a : -1);                                                                                      \
		A(p ? p->b : -1);                                                                                      \
	} while (0)
#define SETUP struct task_struct *task = get_current_task_btf(); struct pair given = {11, 12}; task_storage_delete(&of_tasks, task)

SLEEPS(created, SETUP; GET(task, NULL, 0); GET(task, NULL, 1); GET(task, &given, 1); A(task_storage_delete(&of_tasks, task));
       A(task_storage_delete(&of_tasks, task)); GET(task, &given, 1); GET(task, NULL, 0))
SLEEPS(written, SETUP; given.b = 13; struct pair *p = task_storage_get(&of_tasks, task, &given, 1); if (p) p->a = 99; GET(task, NULL, 0);
       A(task_storage_delete(&of_tasks, task)); GET(task, NULL, 0); GET(task, NULL, 1))
SLEEPS(odd_flags, SETUP; GET(task, &given, 2); GET(task, &given, 3); GET(task, &given, 1ULL << 32); GET(task, &given, 1ULL << 32 | 1);
       GET(task, NULL, 0))
SLEEPS(of_no_task, SETUP; GET(NULL, &given, 1); A(task_storage_delete(&of_tasks, NULL)))
SLEEPS(of_two_tasks, SETUP; bpf_rcu_read_lock(); struct task_struct *parent = task->real_parent;
       if (parent) task_storage_delete(&of_tasks, parent);
       GET(parent, &given, 1); GET(task, NULL, 0); given.a = 5; GET(task, &given, 1); GET(parent, NULL, 0);
       A(task_storage_delete(&of_tasks, parent)); GET(task, NULL, 0);
       bpf_rcu_read_unlock())
SLEEPS(with_lock, struct task_struct *task = get_current_task_btf(); task_storage_delete(&locked_tasks, task);
       struct locked *p = task_storage_get(&locked_tasks, task, NULL, 1);
       if (p) { spin_lock(&p->lock); p->n += 3; spin_unlock(&p->lock); A(p->n); })
#define GROUP_GET(GROUP, VALUE, FLAGS)                                                                                 \
	do {                                                                                                           \
		struct pair *p = cgrp_storage_get(&of_groups, GROUP, VALUE, FLAGS);                                    \
		A(p ? p->a : -1);                                                                                      \
		A(p ? p->b : -1);                                                                                      \
	} while (0)
SLEEPS(groups, struct task_struct *task = get_current_task_btf(); struct pair given = {11, 12}; bpf_rcu_read_lock();
       struct css_set *set = task->cgroups; struct cgroup *group = set ? set->dfl_cgrp : NULL;
       if (group) {
	       cgrp_storage_delete(&of_groups, group); GROUP_GET(group, NULL, 0); GROUP_GET(group, &given, 1); GROUP_GET(group, NULL, 0);
	       GROUP_GET(group, &given, 2); A(cgrp_storage_delete(&of_groups, group)); A(cgrp_storage_delete(&of_groups, group));
       } bpf_rcu_read_unlock(); GROUP_GET(NULL, &given, 1); A(cgrp_storage_delete(&of_groups, NULL)))
