// SPDX-License-Identifier: Apache-2.0
// References on tasks and control groups, and what programs keep of them in maps. The task that asks is in the group `below`, which is in
// `group`, which is in the root; nobody is in `other`, which is in the root, too.
#include "task_answers.h"

#define BPF_MAP_TYPE_TASK_STORAGE 29

static void *(*const get_current_task_btf)(void) = (void *)158;
static void *(*const kptr_xchg)(void *field, void *object) = (void *)194;

struct kernfs_node { __u64 id; } __attribute__((preserve_access_index));
struct cgroup { struct kernfs_node *kn; int level; } __attribute__((preserve_access_index));
struct css_set { struct cgroup *dfl_cgrp; } __attribute__((preserve_access_index));
struct task_struct { int pid, tgid; struct css_set *cgroups; } __attribute__((preserve_access_index));

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern struct task_struct *bpf_task_acquire(struct task_struct *task) __ksym;
extern void bpf_task_release(struct task_struct *task) __ksym;
extern struct task_struct *bpf_task_from_pid(int pid) __ksym;
extern struct cgroup *bpf_cgroup_acquire(struct cgroup *group) __ksym;
extern void bpf_cgroup_release(struct cgroup *group) __ksym;
extern struct cgroup *bpf_cgroup_from_id(__u64 id) __ksym;
extern struct cgroup *bpf_cgroup_ancestor(struct cgroup *group, int level) __ksym;
extern long bpf_task_under_cgroup(struct task_struct *task, struct cgroup *group) __ksym;
extern struct cgroup *bpf_task_get_cgroup1(struct task_struct *task, int hierarchy) __ksym;
extern void cgroup_rstat_updated(struct cgroup *group, int cpu) __weak __ksym;
extern void cgroup_rstat_flush(struct cgroup *group) __weak __ksym;
static void *(*const task_storage_get)(void *map, void *task, void *value, __u64 flags) = (void *)156;

#define KPTR __attribute__((btf_type_tag("kptr")))
#define KPTR_UNREF __attribute__((btf_type_tag("kptr_untrusted")))

// Set before each program runs.
__u32 pid;
__u64 group, below, other;

struct kept { __u64 number; struct task_struct KPTR *task; struct cgroup KPTR *group; struct task_struct KPTR_UNREF *seen; };
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 2); __type(key, __u32); __type(value, struct kept); } kept SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 4); __type(key, __u32); __type(value, struct kept); } kept_hash SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, struct kept); } kept_percpu SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 4); __type(key, __u32); __type(value, struct kept); } kept_lru SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_TASK_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, int); __type(value, struct kept); } kept_for_task SEC(".maps");

SLEEPS(task_taken, struct task_struct *task = bpf_task_acquire(get_current_task_btf()); A(task != NULL);
       if (task) { A(task->pid == pid); struct task_struct *again = bpf_task_acquire(task); A(again == task); if (again) bpf_task_release(again);
	       A(task->pid == pid); bpf_task_release(task); })

#define BY_NUMBER(PID)                                                                                                 \
	do {                                                                                                           \
		struct task_struct *task = bpf_task_from_pid(PID);                                                     \
		A(task ? task->pid == (int)(PID) : -1);                                                                \
		if (task)                                                                                              \
			bpf_task_release(task);                                                                        \
	} while (0)
SLEEPS(tasks_by_number, BY_NUMBER(pid); BY_NUMBER(1); BY_NUMBER(0); BY_NUMBER(-1); BY_NUMBER(4194304); BY_NUMBER(0x7fffffff);
       BY_NUMBER((int)0x80000000))

#define GROUP_BY_NUMBER(ID)                                                                                            \
	do {                                                                                                           \
		struct cgroup *found = bpf_cgroup_from_id(ID);                                                         \
		A(found ? found->level : -1);                                                                          \
		A(found ? found->kn->id == (ID) : -1);                                                                 \
		if (found)                                                                                             \
			bpf_cgroup_release(found);                                                                     \
	} while (0)
SLEEPS(groups_by_number, GROUP_BY_NUMBER(1); GROUP_BY_NUMBER(group); GROUP_BY_NUMBER(below); GROUP_BY_NUMBER(other); GROUP_BY_NUMBER(0);
       GROUP_BY_NUMBER(-1ULL); GROUP_BY_NUMBER(1ULL << 40))

#define ANCESTOR(LEVEL)                                                                                                \
	do {                                                                                                           \
		struct cgroup *ancestor = bpf_cgroup_ancestor(from, LEVEL);                                            \
		A(ancestor ? ancestor->level : -1);                                                                    \
		A(ancestor ? ancestor->kn->id == (LEVEL == 0 ? 1 : LEVEL == 1 ? group : below) : -1);                  \
		if (ancestor)                                                                                          \
			bpf_cgroup_release(ancestor);                                                                  \
	} while (0)
SLEEPS(ancestors, struct cgroup *from = bpf_cgroup_from_id(below);
       if (from) { ANCESTOR(0); ANCESTOR(1); ANCESTOR(2); ANCESTOR(3); ANCESTOR(-1); ANCESTOR((int)0x80000000); ANCESTOR(0x7fffffff);
	       bpf_cgroup_release(from); })

#define UNDER(ID)                                                                                                      \
	do {                                                                                                           \
		struct cgroup *above = bpf_cgroup_from_id(ID);                                                         \
		A(above ? bpf_task_under_cgroup(get_current_task_btf(), above) : -1);                                  \
		if (above)                                                                                             \
			bpf_cgroup_release(above);                                                                     \
	} while (0)
SLEEPS(under_groups, UNDER(1); UNDER(group); UNDER(below); UNDER(other))
SLEEPS(others_under_groups, struct cgroup *root = bpf_cgroup_from_id(1); struct cgroup *above = bpf_cgroup_from_id(group);
       struct task_struct *init = bpf_task_from_pid(1);
       if (root && above && init) { A(bpf_task_under_cgroup(init, root)); A(bpf_task_under_cgroup(init, above)); }
       if (root) bpf_cgroup_release(root); if (above) bpf_cgroup_release(above); if (init) bpf_task_release(init))

SLEEPS(group_taken, struct task_struct *task = get_current_task_btf(); bpf_rcu_read_lock(); struct css_set *set = task->cgroups;
       struct cgroup *own = set ? set->dfl_cgrp : NULL; if (own) own = bpf_cgroup_acquire(own); bpf_rcu_read_unlock(); A(own != NULL);
       if (own) { A(own->level); A(own->kn->id == below); struct cgroup *again = bpf_cgroup_acquire(own); A(again == own);
	       if (again) bpf_cgroup_release(again); bpf_cgroup_release(own); })

#define CGROUP1(HIERARCHY)                                                                                             \
	do {                                                                                                           \
		struct cgroup *found = bpf_task_get_cgroup1(get_current_task_btf(), HIERARCHY);                        \
		A(found != NULL);                                                                                      \
		if (found)                                                                                             \
			bpf_cgroup_release(found);                                                                     \
	} while (0)
SLEEPS(groups_of_version_1, CGROUP1(0); CGROUP1(1); CGROUP1(2); CGROUP1(-1))

SEC("fentry.s/bpf_fentry_test1") int statistics(__u64 *ctx)
{
	answered = 0;
	struct cgroup *own = bpf_cgroup_from_id(below);
	if (own) {
		cgroup_rstat_updated(own, 0);
		cgroup_rstat_flush(own);
		A(own->level);
		bpf_cgroup_release(own);
	}
	A(1);
	return 0;
}

#define FIND(MAP) struct kept *v = bpf_map_lookup_elem(&MAP, &(__u32){0}); if (!v) return 2
#define SEEN(FIELD) (v->FIELD ? v->FIELD->pid == pid : -1)
#define EXCHANGE(FIELD, OBJECT, RELEASE, WHAT)                                                                         \
	do {                                                                                                           \
		typeof(OBJECT) before = kptr_xchg(&v->FIELD, OBJECT);                                                  \
		A(before ? (WHAT) : -1);                                                                               \
		if (before)                                                                                            \
			RELEASE(before);                                                                               \
	} while (0)
#define EMPTY(FIELD, TYPE, RELEASE)                                                                                    \
	do {                                                                                                           \
		struct TYPE *before = kptr_xchg(&v->FIELD, NULL);                                                      \
		if (before)                                                                                            \
			RELEASE(before);                                                                               \
	} while (0)
SLEEPS(task_kept, FIND(kept); EMPTY(task, task_struct, bpf_task_release); A(v->task == NULL);
       struct task_struct *task = bpf_task_acquire(get_current_task_btf()); if (!task) return 2;
       EXCHANGE(task, task, bpf_task_release, before->pid == pid); A(v->task != NULL); A(SEEN(task));
       task = bpf_task_from_pid(1); if (!task) return 2;
       EXCHANGE(task, task, bpf_task_release, before->pid == pid); A(SEEN(task));
       EMPTY(task, task_struct, bpf_task_release); A(SEEN(task)))
SLEEPS(group_kept, FIND(kept); EMPTY(group, cgroup, bpf_cgroup_release); struct cgroup *own = bpf_cgroup_from_id(group); if (!own) return 2;
       EXCHANGE(group, own, bpf_cgroup_release, before->level); struct cgroup *look = v->group; A(look ? look->level : -1);
       own = bpf_cgroup_from_id(below); if (!own) return 2;
       EXCHANGE(group, own, bpf_cgroup_release, before->level); EMPTY(group, cgroup, bpf_cgroup_release); A(v->group == NULL))
// What lies in the map is there for whoever is in an RCU section.
SLEEPS(taken_out_of_map, FIND(kept); EMPTY(task, task_struct, bpf_task_release);
       struct task_struct *task = bpf_task_from_pid(1); if (!task) return 2; EXCHANGE(task, task, bpf_task_release, before->pid == pid);
       bpf_rcu_read_lock(); task = v->task; if (task) task = bpf_task_acquire(task); bpf_rcu_read_unlock();
       A(task ? task->pid : -1); if (task) bpf_task_release(task); EMPTY(task, task_struct, bpf_task_release))
SLEEPS(seen_without_reference, FIND(kept); v->seen = NULL; A(v->seen == NULL); v->seen = get_current_task_btf(); A(SEEN(seen));
       struct task_struct *look = v->seen; v->seen = look; A(SEEN(seen)); v->seen = NULL; A(SEEN(seen)))
// The value of an update has no say in what the fields hold.
SLEEPS(updated_element, struct kept plain = {.number = 7}; bpf_map_update_elem(&kept_hash, &(__u32){0}, &plain, 0); FIND(kept_hash);
       struct task_struct *task = bpf_task_from_pid(1); if (!task) return 2; EXCHANGE(task, task, bpf_task_release, before->pid == pid);
       v->seen = get_current_task_btf(); A(v->number); A(v->task != NULL); plain.number = 8;
       A(bpf_map_update_elem(&kept_hash, &(__u32){0}, &plain, 0));
       v = bpf_map_lookup_elem(&kept_hash, &(__u32){0}); if (!v) return 2; A(v->number); A(v->task != NULL); A(v->seen != NULL);
       A(bpf_map_delete_elem(&kept_hash, &(__u32){0})))
SLEEPS(updated_array, struct kept plain = {.number = 7}; FIND(kept); EMPTY(task, task_struct, bpf_task_release);
       struct task_struct *task = bpf_task_from_pid(1); if (!task) return 2; EXCHANGE(task, task, bpf_task_release, before->pid == pid);
       v->seen = get_current_task_btf(); A(v->task != NULL); A(bpf_map_update_elem(&kept, &(__u32){0}, &plain, 0)); A(v->number);
       A(v->task != NULL); A(v->seen != NULL))

// ---- what the host looks at: no kernel was asked

// Puts what `which` says into the map that `where` says: it is the map's then.
int which, where;
static __always_inline struct kept *place(__u32 key)
{
	switch (where) {
	case 0: return bpf_map_lookup_elem(&kept, &key);
	case 1: return bpf_map_lookup_elem(&kept_hash, &key);
	case 2: return bpf_map_lookup_elem(&kept_percpu, &key);
	case 3: return bpf_map_lookup_elem(&kept_lru, &key);
	default: return task_storage_get(&kept_for_task, get_current_task_btf(), NULL, 1);
	}
}
SEC("syscall") int put(void *ctx)
{
	struct kept *v = place(0);
	if (!v)
		return 2;
	struct task_struct *task = bpf_task_from_pid(which);
	if (task) {
		task = kptr_xchg(&v->task, task);
		if (task)
			bpf_task_release(task);
	}
	struct cgroup *found = bpf_cgroup_from_id(group);
	if (found) {
		found = kptr_xchg(&v->group, found);
		if (found)
			bpf_cgroup_release(found);
	}
	return 1;
}
SEC("syscall") int look(void *ctx)
{
	struct kept *v = place(0);
	if (!v)
		return -2;
	struct task_struct *task = v->task;
	return task ? task->pid : -1;
}
// As `put`, but takes what was there and gives it up: how many there were.
SEC("syscall") int take(void *ctx)
{
	struct kept *v = place(0);
	if (!v)
		return -2;
	int taken = 0;
	struct task_struct *task = kptr_xchg(&v->task, NULL);
	if (task) {
		taken++;
		bpf_task_release(task);
	}
	struct cgroup *found = kptr_xchg(&v->group, NULL);
	if (found) {
		taken++;
		bpf_cgroup_release(found);
	}
	return taken;
}
// Two programs at once exchange what is in one field: `seen_wrong` counts tasks that are none.
__u64 seen_wrong, exchanged;
SEC("syscall") int race(void *ctx)
{
	struct kept *v = place(0);
	if (!v)
		return 2;
	struct task_struct *task = bpf_task_from_pid(which);
	if (!task)
		return 2;
	task = kptr_xchg(&v->task, task);
	if (task) {
		if (task->pid != 1 && task->pid != pid)
			__sync_fetch_and_add(&seen_wrong, 1);
		__sync_fetch_and_add(&exchanged, 1);
		bpf_task_release(task);
	}
	struct task_struct *look = v->task;
	if (look && look->pid != 1 && look->pid != pid)
		__sync_fetch_and_add(&seen_wrong, 1);
	task = kptr_xchg(&v->task, NULL);
	if (task)
		bpf_task_release(task);
	return 1;
}
// Programs that the verifier refuses, for a run without it: forged and lost references.
SEC("?syscall") int lose(void *ctx)
{
	return bpf_task_from_pid(1) != NULL;
}
__u64 forged;
SEC("?syscall") int release_anything(void *ctx)
{
	bpf_task_release((struct task_struct *)forged);
	return 1;
}
SEC("?syscall") int release_group(void *ctx)
{
	bpf_cgroup_release((struct cgroup *)forged);
	return 1;
}
SEC("?syscall") int acquire_anything(void *ctx)
{
	struct task_struct *task = bpf_task_acquire((struct task_struct *)forged);
	struct cgroup *found = bpf_cgroup_acquire((struct cgroup *)forged);
	return (task != NULL) + (found != NULL);
}
SEC("?syscall") int ancestor_of_anything(void *ctx)
{
	return bpf_cgroup_ancestor((struct cgroup *)forged, 0) != NULL;
}
SEC("?syscall") int put_anything(void *ctx)
{
	struct kept *v = place(0);
	return v && kptr_xchg(&v->task, (void *)forged) != NULL;
}
SEC("?syscall") int release_twice(void *ctx)
{
	struct task_struct *task = bpf_task_from_pid(1);
	bpf_task_release(task);
	bpf_task_release(task);
	return 1;
}
