// SPDX-License-Identifier: Apache-2.0
// Open-coded iterators over tasks, control groups, the memory of a task and bits, and what finds one area of memory. Who asks is a process
// of three threads, it_a, it_b and it_c, in the control group /one; it_d and its thread it_e are in /one/a, it_f is in /one. The process
// has the memory of task_answers.h, and a page of a file between.
#include "task_answers.h"

#define CO_RE __attribute__((preserve_access_index))
#define KFUNC extern __ksym
#define FILED 0x18000000ULL

struct qstr { const unsigned char *name; } CO_RE;
struct dentry { struct qstr d_name; } CO_RE;
struct path { struct dentry *dentry; } CO_RE;
struct file { struct path f_path; } CO_RE;
struct mm_struct;
struct vm_area_struct { unsigned long vm_start, vm_end, vm_flags, vm_pgoff; struct file *vm_file; struct mm_struct *vm_mm; } CO_RE;
struct kernfs_node { const char *name; __u64 id; } CO_RE;
struct cgroup;
struct cgroup_subsys_state { struct cgroup *cgroup; struct cgroup_subsys_state *parent; } CO_RE;
struct cgroup { struct cgroup_subsys_state self; int level; struct kernfs_node *kn; } CO_RE;
struct task_struct { int pid, tgid; char comm[16]; struct mm_struct *mm; } CO_RE;
struct pt_regs { unsigned long ip, cs, orig_ax; } CO_RE;

#define ITERATOR(NAME, WORDS) \
	struct NAME { \
		__u64 opaque[WORDS]; \
	} __attribute__((aligned(8)));
ITERATOR(bpf_iter_task, 3)
ITERATOR(bpf_iter_css, 3)
ITERATOR(bpf_iter_css_task, 1)
ITERATOR(bpf_iter_task_vma, 1)
ITERATOR(bpf_iter_bits, 2)

KFUNC int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task, unsigned flags);
KFUNC struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it);
KFUNC void bpf_iter_task_destroy(struct bpf_iter_task *it);
KFUNC int bpf_iter_css_new(struct bpf_iter_css *it, struct cgroup_subsys_state *start, unsigned flags);
KFUNC struct cgroup_subsys_state *bpf_iter_css_next(struct bpf_iter_css *it);
KFUNC void bpf_iter_css_destroy(struct bpf_iter_css *it);
KFUNC int bpf_iter_css_task_new(struct bpf_iter_css_task *it, struct cgroup_subsys_state *css, unsigned flags);
KFUNC struct task_struct *bpf_iter_css_task_next(struct bpf_iter_css_task *it);
KFUNC void bpf_iter_css_task_destroy(struct bpf_iter_css_task *it);
KFUNC int bpf_iter_task_vma_new(struct bpf_iter_task_vma *it, struct task_struct *task, __u64 addr);
KFUNC struct vm_area_struct *bpf_iter_task_vma_next(struct bpf_iter_task_vma *it);
KFUNC void bpf_iter_task_vma_destroy(struct bpf_iter_task_vma *it);
KFUNC int bpf_iter_bits_new(struct bpf_iter_bits *it, const __u64 *words, __u32 count);
KFUNC int *bpf_iter_bits_next(struct bpf_iter_bits *it);
KFUNC void bpf_iter_bits_destroy(struct bpf_iter_bits *it);

static struct task_struct *(*const get_current_task_btf)(void) = (void *)158;
static struct pt_regs *(*const task_pt_regs)(struct task_struct *task) = (void *)175;
static long (*const find_vma)(struct task_struct *task, __u64 address, void *callback, void *data, __u64 flags) = (void *)180;

// Which of the six a task is, from 1 on; 0 if it is another.
static __always_inline int letter(struct task_struct *task)
{
	return task->comm[0] == 'i' && task->comm[1] == 't' && task->comm[2] == '_' ? task->comm[3] - 'a' + 1 : 0;
}

// ---- tasks
enum { ALL_PROCS, ALL_THREADS, PROC_THREADS };
#define TASKS(TASK, FLAGS) \
	do { \
		struct bpf_iter_task it; \
		struct task_struct *t; \
		A(bpf_iter_task_new(&it, TASK, FLAGS)); \
		while ((t = bpf_iter_task_next(&it))) { \
			int l = letter(t); \
			if (l) \
				A(l); \
		} \
		bpf_iter_task_destroy(&it); \
	} while (0)

TRACED(all_processes, TASKS(NULL, ALL_PROCS))
TRACED(all_threads, TASKS(NULL, ALL_THREADS))
TRACED(own_threads, TASKS(get_current_task_btf(), PROC_THREADS))
TRACED(own_threads_in_thread, TASKS(get_current_task_btf(), PROC_THREADS))
TRACED(all_processes_whatever_the_task, TASKS(get_current_task_btf(), ALL_PROCS))
TRACED(all_threads_whatever_the_task, TASKS(get_current_task_btf(), ALL_THREADS))
TRACED(no_tasks, TASKS(NULL, PROC_THREADS); TASKS(NULL, 3); TASKS(get_current_task_btf(), 3); TASKS(NULL, -1); TASKS(NULL, 1 << 31))
TRACED(tasks_after_the_end, struct bpf_iter_task it; A(bpf_iter_task_new(&it, get_current_task_btf(), PROC_THREADS));
       for (int i = 0; i < 6; i++) { struct task_struct *t = bpf_iter_task_next(&it); A(t ? letter(t) : -1); }
       bpf_iter_task_destroy(&it))
TRACED(task_is_current, struct bpf_iter_task it; struct task_struct *t; struct task_struct *own = get_current_task_btf();
       bpf_iter_task_new(&it, own, PROC_THREADS); t = bpf_iter_task_next(&it); A(t == own); if (t) { A(t->pid == own->pid); A(t->tgid == own->tgid); }
       bpf_iter_task_destroy(&it))
TRACED(tasks_in_tasks, struct bpf_iter_task it; struct bpf_iter_task in; struct task_struct *t; struct task_struct *u;
       bpf_iter_task_new(&it, NULL, ALL_PROCS);
       while ((t = bpf_iter_task_next(&it))) {
	       if (!letter(t))
		       continue;
	       bpf_iter_task_new(&in, get_current_task_btf(), PROC_THREADS);
	       while ((u = bpf_iter_task_next(&in)))
		       A(letter(u) + 10 * letter(t));
	       bpf_iter_task_destroy(&in);
       }
       bpf_iter_task_destroy(&it))

// ---- control groups
struct bpf_iter_meta;
struct groups { struct bpf_iter_meta *meta; struct cgroup *cgroup; };
static __always_inline void begin(void)
{
	for (int i = 0; i < ANSWERS; i++)
		out[i] = 0;
	answered = 0;
}
#define GROUP(NAME, ...) \
	SEC("iter/cgroup") int NAME(struct groups *ctx) \
	{ \
		struct cgroup *group = ctx->cgroup; \
		if (!group) \
			return 0; \
		begin(); \
		__VA_ARGS__; \
		return 0; \
	}
// The first letter of a group's name, 0 for the root; its level.
static __always_inline void group_answers(struct cgroup *group)
{
	char first = 0;
	bpf_probe_read_kernel(&first, 1, group->kn->name);
	A(first);
	A(group->level);
}
enum { SELF_ONLY = 1, DESCENDANTS_PRE, DESCENDANTS_POST, ANCESTORS_UP };
#define GROUPS(FLAGS) \
	do { \
		struct bpf_iter_css it; \
		struct cgroup_subsys_state *css; \
		A(bpf_iter_css_new(&it, &group->self, FLAGS)); \
		while ((css = bpf_iter_css_next(&it))) \
			group_answers(css->cgroup); \
		bpf_iter_css_destroy(&it); \
	} while (0)
GROUP(groups_before, GROUPS(DESCENDANTS_PRE))
GROUP(groups_after, GROUPS(DESCENDANTS_POST))
GROUP(groups_up, GROUPS(ANCESTORS_UP))
GROUP(no_groups, GROUPS(0); GROUPS(SELF_ONLY); GROUPS(5); GROUPS(-1))
GROUP(groups_after_the_end, struct bpf_iter_css it; bpf_iter_css_new(&it, &group->self, DESCENDANTS_PRE);
      for (int i = 0; i < 12; i++) { struct cgroup_subsys_state *css = bpf_iter_css_next(&it); A(css ? css->cgroup->level : -1); }
      bpf_iter_css_destroy(&it))
GROUP(groups_after_the_end_after, struct bpf_iter_css it; bpf_iter_css_new(&it, &group->self, DESCENDANTS_POST);
      for (int i = 0; i < 12; i++) { struct cgroup_subsys_state *css = bpf_iter_css_next(&it); A(css ? css->cgroup->level : -1); }
      bpf_iter_css_destroy(&it))
GROUP(groups_after_the_end_up, struct bpf_iter_css it; bpf_iter_css_new(&it, &group->self, ANCESTORS_UP);
      for (int i = 0; i < 12; i++) { struct cgroup_subsys_state *css = bpf_iter_css_next(&it); A(css ? css->cgroup->level : -1); }
      bpf_iter_css_destroy(&it))
GROUP(group_is_itself, struct bpf_iter_css it; struct cgroup_subsys_state *css; bpf_iter_css_new(&it, &group->self, DESCENDANTS_PRE);
      css = bpf_iter_css_next(&it); if (css) { A(css->cgroup == group); A(css == &group->self); }
      css = bpf_iter_css_next(&it); if (css) A(css->parent == &group->self); bpf_iter_css_destroy(&it))

#define MEMBERS(FLAGS) \
	do { \
		struct bpf_iter_css_task it; \
		struct task_struct *t; \
		A(bpf_iter_css_task_new(&it, &group->self, FLAGS)); \
		while ((t = bpf_iter_css_task_next(&it))) \
			A(letter(t)); \
		bpf_iter_css_task_destroy(&it); \
	} while (0)
GROUP(members, MEMBERS(0))
GROUP(member_processes, MEMBERS(1))
GROUP(threaded_members, MEMBERS(3))
GROUP(no_members, MEMBERS(2); MEMBERS(4); MEMBERS(-1))
GROUP(members_after_the_end, struct bpf_iter_css_task it; A(bpf_iter_css_task_new(&it, &group->self, 1));
      for (int i = 0; i < 5; i++) { struct task_struct *t = bpf_iter_css_task_next(&it); A(t ? letter(t) : -1); }
      bpf_iter_css_task_destroy(&it))

// ---- memory
#define AREA(VMA) \
	do { \
		A((VMA)->vm_start); \
		A((VMA)->vm_end); \
		A((VMA)->vm_flags & 7); \
		A((VMA)->vm_file ? (VMA)->vm_pgoff : -1); \
	} while (0)
#define AREAS(FROM, COUNT) \
	do { \
		struct bpf_iter_task_vma it; \
		struct vm_area_struct *vma; \
		A(bpf_iter_task_vma_new(&it, get_current_task_btf(), FROM)); \
		for (int i = 0; i < COUNT; i++) { \
			vma = bpf_iter_task_vma_next(&it); \
			if (!vma) \
				break; \
			AREA(vma); \
		} \
		bpf_iter_task_vma_destroy(&it); \
	} while (0)
TRACED(areas, AREAS(USER, 3))
TRACED(areas_from_within, AREAS(USER + 0x1000, 1); AREAS(USER + 5, 1); AREAS(USER_END - 1, 1); AREAS(USER_END, 1); AREAS(FILED - 1, 1))
TRACED(areas_from_nowhere, AREAS(-1ULL, 1); AREAS(1ULL << 63, 1))
TRACED(area_of_a_file, struct bpf_iter_task_vma it; struct vm_area_struct *vma; bpf_iter_task_vma_new(&it, get_current_task_btf(), FILED);
       vma = bpf_iter_task_vma_next(&it);
       struct file *file = vma ? vma->vm_file : NULL;
       if (file) { char name[8] = {}; A(bpf_probe_read_kernel(name, 8, file->f_path.dentry->d_name.name)); A(*(__u64 *)name); }
       bpf_iter_task_vma_destroy(&it))
TRACED(areas_of_kthreadd, struct bpf_iter_task it; struct bpf_iter_task_vma in; struct task_struct *t; bpf_iter_task_new(&it, NULL, ALL_PROCS);
       while ((t = bpf_iter_task_next(&it))) {
	       if (t->pid == 2) {
		       A(bpf_iter_task_vma_new(&in, t, 0));
		       A(bpf_iter_task_vma_next(&in) == NULL);
		       A(bpf_iter_task_vma_next(&in) == NULL);
		       bpf_iter_task_vma_destroy(&in);
	       }
       }
       bpf_iter_task_destroy(&it))

struct found { __u64 times; __u64 answer; };
static long nothing_more(struct task_struct *task, struct vm_area_struct *vma, struct found *found)
{
	found->times++;
	return 0;
}
static long seen(struct task_struct *task, struct vm_area_struct *vma, struct found *found)
{
	found->times++;
	AREA(vma);
	A(letter(task));
	return found->answer;
}
static long searches(struct task_struct *task, struct vm_area_struct *vma, struct found *found)
{
	A(find_vma(task, CONSTANT, nothing_more, found, 0));
	A(find_vma(task, NOTHING, nothing_more, found, 0));
	return 0;
}
#define FOUND(ADDRESS, CALLBACK, FLAGS) \
	do { \
		struct found found = {0, 1}; \
		A(find_vma(get_current_task_btf(), ADDRESS, CALLBACK, &found, FLAGS)); \
		A(found.times); \
	} while (0)
TRACED(found, FOUND(USER, seen, 0); FOUND(USER_END - 1, seen, 0); FOUND(FILED + 1, seen, 0))
TRACED(not_found, FOUND(USER_END, seen, 0); FOUND(USER - 1, seen, 0); FOUND(NOTHING, seen, 0); FOUND(-1ULL, seen, 0); FOUND(0, seen, 0);
       FOUND(USER, seen, 1); FOUND(NOTHING, seen, 1); FOUND(USER, seen, 1ULL << 40))
TRACED(found_inside, FOUND(USER, searches, 0))
TRACED(found_of_kthreadd, struct bpf_iter_task it; struct task_struct *t; struct found found = {}; bpf_iter_task_new(&it, NULL, ALL_PROCS);
       while ((t = bpf_iter_task_next(&it))) {
	       if (t->pid == 2) {
		       A(find_vma(t, USER, nothing_more, &found, 0));
		       A(find_vma(t, USER, nothing_more, &found, 4));
		       A(found.times);
	       }
       }
       bpf_iter_task_destroy(&it))

// Of the system call that asks: bpf, from a 64-bit program.
TRACED(registers, struct pt_regs *regs = task_pt_regs(get_current_task_btf()); A(regs->orig_ax); A(regs->cs); A(regs->ip != 0))

// The same by an iterator of user space's, which writes a line about each of the three.
struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; __u64 session_id, seq_num; } CO_RE;
struct areas { struct bpf_iter_meta *meta; struct task_struct *task; struct vm_area_struct *vma; };
static long (*const seq_printf)(struct seq_file *, const char *, __u32, const void *, __u32) = (void *)126;
SEC("iter/task_vma") int shows_areas(struct areas *ctx)
{
	static const char line[] = "%s %lx-%lx %d\n";
	struct task_struct *task = ctx->task;
	struct vm_area_struct *vma = ctx->vma;

	if (!task || !vma) {
		answered++;
		return 0;
	}
	if (!letter(task) || vma->vm_start < USER || vma->vm_start > CONSTANT)
		return 0;
	__u64 data[] = {(__u64)(long)task->comm, vma->vm_start, vma->vm_end, vma->vm_flags & 7};
	seq_printf(ctx->meta->seq, line, sizeof(line), data, sizeof(data));
	return 0;
}

// ---- bits
__u64 words[512];
#define BITS(FROM, COUNT) \
	do { \
		struct bpf_iter_bits it; \
		int *bit; \
		A(bpf_iter_bits_new(&it, FROM, COUNT)); \
		while ((bit = bpf_iter_bits_next(&it))) \
			A(*bit); \
		bpf_iter_bits_destroy(&it); \
	} while (0)
static __always_inline void set_words(void)
{
	words[0] = 1ULL << 63 | 5;
	words[1] = 1;
	words[2] = 1ULL << 40;
	words[510] = 1ULL << 63;
	words[511] = 7;
}
TRACED(bits, set_words(); BITS(words, 1); BITS(words, 2); BITS(words, 3); BITS(words + 3, 1))
TRACED(bits_at_the_limit, set_words(); BITS(words, 511); BITS(words, 512); BITS(words + 1, 511); BITS(words, 0); BITS(words, -1); BITS(words, 1 << 26 | 1))
TRACED(bits_of_nothing, BITS(NULL, 1); BITS(NULL, 2); BITS(NULL, 0); BITS((void *)1, 1); BITS((void *)USER, 1))
TRACED(bits_across_words, __u64 two[2]; two[0] = 0x100; two[1] = 0; BITS((void *)two + 1, 1); BITS((void *)two, 2))
TRACED(bits_after_the_end, struct bpf_iter_bits it; __u64 w = 9; A(bpf_iter_bits_new(&it, &w, 1));
       for (int i = 0; i < 5; i++) { int *bit = bpf_iter_bits_next(&it); A(bit ? *bit : -1); } bpf_iter_bits_destroy(&it))
// What changes later is not seen.
TRACED(bits_are_copied, set_words(); struct bpf_iter_bits one; struct bpf_iter_bits two; int *bit;
       bpf_iter_bits_new(&one, words + 1, 1); bpf_iter_bits_new(&two, words + 1, 2); words[1] = 2; words[2] = 2;
       bit = bpf_iter_bits_next(&one); if (bit) A(*bit); bit = bpf_iter_bits_next(&two); if (bit) A(*bit);
       bit = bpf_iter_bits_next(&two); if (bit) A(*bit); bpf_iter_bits_destroy(&one); bpf_iter_bits_destroy(&two))
// The number lies where the iterator does: it changes with the next.
TRACED(bit_changes, __u64 w = 9; struct bpf_iter_bits it; int *first; int *second; bpf_iter_bits_new(&it, &w, 1); first = bpf_iter_bits_next(&it);
       if (first) { second = bpf_iter_bits_next(&it); A(*first); A(first == second); } bpf_iter_bits_destroy(&it))
