// SPDX-License-Identifier: Apache-2.0
// Masks of CPUs, of which there are two.
#include "task_answers.h"

static void *(*const get_current_task_btf)(void) = (void *)158;
static void *(*const kptr_xchg)(void *field, void *object) = (void *)194;

struct cpumask { unsigned long bits[128]; } __attribute__((preserve_access_index));
struct bpf_cpumask { struct cpumask cpumask; } __attribute__((preserve_access_index));
struct task_struct { struct cpumask *cpus_ptr; struct cpumask cpus_mask; int nr_cpus_allowed; } __attribute__((preserve_access_index));

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern struct bpf_cpumask *bpf_cpumask_create(void) __ksym;
extern void bpf_cpumask_release(struct bpf_cpumask *mask) __ksym;
extern struct bpf_cpumask *bpf_cpumask_acquire(struct bpf_cpumask *mask) __ksym;
extern __u32 bpf_cpumask_first(const struct cpumask *mask) __ksym;
extern __u32 bpf_cpumask_first_zero(const struct cpumask *mask) __ksym;
extern __u32 bpf_cpumask_first_and(const struct cpumask *a, const struct cpumask *b) __ksym;
extern void bpf_cpumask_set_cpu(__u32 cpu, struct bpf_cpumask *mask) __ksym;
extern void bpf_cpumask_clear_cpu(__u32 cpu, struct bpf_cpumask *mask) __ksym;
extern _Bool bpf_cpumask_test_cpu(__u32 cpu, const struct cpumask *mask) __ksym;
extern _Bool bpf_cpumask_test_and_set_cpu(__u32 cpu, struct bpf_cpumask *mask) __ksym;
extern _Bool bpf_cpumask_test_and_clear_cpu(__u32 cpu, struct bpf_cpumask *mask) __ksym;
extern void bpf_cpumask_setall(struct bpf_cpumask *mask) __ksym;
extern void bpf_cpumask_clear(struct bpf_cpumask *mask) __ksym;
extern _Bool bpf_cpumask_and(struct bpf_cpumask *to, const struct cpumask *a, const struct cpumask *b) __ksym;
extern void bpf_cpumask_or(struct bpf_cpumask *to, const struct cpumask *a, const struct cpumask *b) __ksym;
extern void bpf_cpumask_xor(struct bpf_cpumask *to, const struct cpumask *a, const struct cpumask *b) __ksym;
extern _Bool bpf_cpumask_equal(const struct cpumask *a, const struct cpumask *b) __ksym;
extern _Bool bpf_cpumask_intersects(const struct cpumask *a, const struct cpumask *b) __ksym;
extern _Bool bpf_cpumask_subset(const struct cpumask *a, const struct cpumask *b) __ksym;
extern _Bool bpf_cpumask_empty(const struct cpumask *mask) __ksym;
extern _Bool bpf_cpumask_full(const struct cpumask *mask) __ksym;
extern void bpf_cpumask_copy(struct bpf_cpumask *to, const struct cpumask *from) __ksym;
extern __u32 bpf_cpumask_any_distribute(const struct cpumask *mask) __ksym;
extern __u32 bpf_cpumask_any_and_distribute(const struct cpumask *a, const struct cpumask *b) __ksym;
extern __u32 bpf_cpumask_weight(const struct cpumask *mask) __ksym;

#define KPTR __attribute__((btf_type_tag("kptr")))
struct kept { __u64 number; struct bpf_cpumask KPTR *mask; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 4); __type(key, __u32); __type(value, struct kept); } kept SEC(".maps");

#define M(MASK) (const struct cpumask *)(MASK)
#define WORDS(MASK) A((MASK)->cpumask.bits[0]); A((MASK)->cpumask.bits[1])
#define ONE(NAME, ...)                                                                                                 \
	SLEEPS(NAME, struct bpf_cpumask *m = bpf_cpumask_create(); if (!m) return 2; __VA_ARGS__; bpf_cpumask_release(m))
#define TWO(NAME, ...)                                                                                                 \
	ONE(NAME, struct bpf_cpumask *n = bpf_cpumask_create(); if (!n) { bpf_cpumask_release(m); return 2; } __VA_ARGS__;     \
	    bpf_cpumask_release(n))
#define ASK_ALL(MASK)                                                                                                  \
	A(bpf_cpumask_first(M(MASK))); A(bpf_cpumask_first_zero(M(MASK))); A(bpf_cpumask_weight(M(MASK)));                     \
	A(bpf_cpumask_empty(M(MASK))); A(bpf_cpumask_full(M(MASK))); WORDS(MASK)

ONE(fresh, ASK_ALL(m))
ONE(single_cpus, bpf_cpumask_set_cpu(1, m); ASK_ALL(m); bpf_cpumask_set_cpu(0, m); ASK_ALL(m); bpf_cpumask_clear_cpu(0, m);
    bpf_cpumask_set_cpu(1, m); ASK_ALL(m))
ONE(no_such_cpu, bpf_cpumask_set_cpu(2, m); bpf_cpumask_set_cpu(64, m); bpf_cpumask_set_cpu(-1, m); bpf_cpumask_set_cpu(8192, m); WORDS(m);
    A(bpf_cpumask_test_cpu(2, M(m))); A(bpf_cpumask_test_cpu(-1, M(m))); A(bpf_cpumask_test_and_set_cpu(2, m));
    A(bpf_cpumask_test_and_set_cpu(2, m)); A(bpf_cpumask_test_and_clear_cpu(64, m)); bpf_cpumask_setall(m); bpf_cpumask_clear_cpu(2, m);
    A(bpf_cpumask_test_cpu(2, M(m))); A(bpf_cpumask_test_cpu(63, M(m))); A(bpf_cpumask_test_and_clear_cpu(2, m)); WORDS(m))
ONE(tested_and_changed, A(bpf_cpumask_test_and_set_cpu(1, m)); A(bpf_cpumask_test_and_set_cpu(1, m)); A(bpf_cpumask_test_cpu(1, M(m)));
    A(bpf_cpumask_test_cpu(0, M(m))); A(bpf_cpumask_test_and_clear_cpu(1, m)); A(bpf_cpumask_test_and_clear_cpu(1, m)); WORDS(m))
ONE(all_cpus, bpf_cpumask_setall(m); ASK_ALL(m); A(m->cpumask.bits[127]); bpf_cpumask_clear_cpu(0, m); ASK_ALL(m); bpf_cpumask_clear(m);
    ASK_ALL(m))
TWO(combined, bpf_cpumask_set_cpu(0, m); bpf_cpumask_set_cpu(1, n); A(bpf_cpumask_and(m, M(m), M(n))); WORDS(m);
    bpf_cpumask_set_cpu(0, m); bpf_cpumask_or(m, M(m), M(n)); WORDS(m); A(bpf_cpumask_and(n, M(m), M(n))); WORDS(n);
    bpf_cpumask_xor(n, M(m), M(n)); WORDS(n); bpf_cpumask_xor(n, M(n), M(n)); WORDS(n); bpf_cpumask_copy(n, M(m)); WORDS(n))
TWO(words_beyond_the_last_cpu, bpf_cpumask_setall(m); bpf_cpumask_copy(n, M(m)); WORDS(n); bpf_cpumask_clear(n); bpf_cpumask_or(n, M(n), M(m));
    WORDS(n); bpf_cpumask_clear(n); bpf_cpumask_set_cpu(0, n); bpf_cpumask_set_cpu(1, n); A(bpf_cpumask_equal(M(m), M(n)));
    A(bpf_cpumask_subset(M(m), M(n))); A(bpf_cpumask_subset(M(n), M(m))); bpf_cpumask_xor(n, M(n), M(m)); WORDS(n);
    A(bpf_cpumask_empty(M(n))); A(bpf_cpumask_intersects(M(m), M(n))); A(bpf_cpumask_first(M(n))); A(bpf_cpumask_weight(M(n)));
    bpf_cpumask_setall(n); A(bpf_cpumask_and(n, M(n), M(m))); WORDS(n); bpf_cpumask_clear_cpu(0, m); bpf_cpumask_clear_cpu(1, m);
    A(bpf_cpumask_and(n, M(n), M(m))); WORDS(n))
TWO(compared, A(bpf_cpumask_equal(M(m), M(n))); A(bpf_cpumask_subset(M(m), M(n))); A(bpf_cpumask_intersects(M(m), M(n)));
    bpf_cpumask_set_cpu(0, m); A(bpf_cpumask_equal(M(m), M(n))); A(bpf_cpumask_subset(M(m), M(n))); A(bpf_cpumask_subset(M(n), M(m)));
    A(bpf_cpumask_intersects(M(m), M(n))); A(bpf_cpumask_first_and(M(m), M(n))); bpf_cpumask_set_cpu(0, n); bpf_cpumask_set_cpu(1, n);
    A(bpf_cpumask_subset(M(m), M(n))); A(bpf_cpumask_intersects(M(m), M(n))); A(bpf_cpumask_first_and(M(m), M(n)));
    bpf_cpumask_clear_cpu(0, m); bpf_cpumask_set_cpu(1, m); A(bpf_cpumask_first_and(M(m), M(n))); A(bpf_cpumask_equal(M(n), M(n))))
TWO(distributed, bpf_cpumask_set_cpu(0, n); bpf_cpumask_set_cpu(0, m); bpf_cpumask_set_cpu(1, m);
    A(bpf_cpumask_any_distribute(M(n))); A(bpf_cpumask_any_distribute(M(m))); A(bpf_cpumask_any_distribute(M(m)));
    A(bpf_cpumask_any_distribute(M(m))); A(bpf_cpumask_any_and_distribute(M(m), M(n))); A(bpf_cpumask_any_and_distribute(M(m), M(m)));
    A(bpf_cpumask_any_distribute(M(m))); bpf_cpumask_clear(n); A(bpf_cpumask_any_distribute(M(n)));
    A(bpf_cpumask_any_and_distribute(M(m), M(n))); A(bpf_cpumask_any_distribute(M(m))); A(bpf_cpumask_any_distribute(M(m)));
    bpf_cpumask_setall(n); A(bpf_cpumask_any_distribute(M(n))); A(bpf_cpumask_any_distribute(M(n))))
ONE(counted, struct bpf_cpumask *n = bpf_cpumask_acquire(m); A(n == m); bpf_cpumask_set_cpu(1, n); bpf_cpumask_release(n);
    A(bpf_cpumask_test_cpu(1, M(m))))
ONE(of_a_task, struct task_struct *task = get_current_task_btf(); bpf_rcu_read_lock(); const struct cpumask *own = task->cpus_ptr;
    A(bpf_cpumask_weight(own)); A(bpf_cpumask_full(own)); A(bpf_cpumask_first(own)); A(bpf_cpumask_test_cpu(1, own));
    A(own->bits[0]); bpf_cpumask_copy(m, own); bpf_rcu_read_unlock(); A(m->cpumask.bits[0]); A(task->nr_cpus_allowed);
    A(bpf_cpumask_weight(&task->cpus_mask)); A(bpf_cpumask_equal(&task->cpus_mask, M(m))); A(task->cpus_mask.bits[0]))
#define FIND struct kept *v = bpf_map_lookup_elem(&kept, &(__u32){0}); if (!v) { bpf_cpumask_release(m); return 2; }
ONE(kept_in_a_map, struct kept none = {}; bpf_map_update_elem(&kept, &(__u32){0}, &none, 0); FIND; bpf_cpumask_set_cpu(1, m);
    m = kptr_xchg(&v->mask, m); A(m != NULL); if (m) bpf_cpumask_release(m); bpf_rcu_read_lock(); m = v->mask;
    A(m ? bpf_cpumask_first(M(m)) : -1); if (m) bpf_cpumask_set_cpu(0, m); A(m ? m->cpumask.bits[0] : -1); bpf_rcu_read_unlock();
    m = kptr_xchg(&v->mask, NULL); A(m != NULL); if (!m) return 2; A(bpf_cpumask_weight(M(m))); A(v->mask == NULL))

// ---- what the host looks at: no kernel was asked

int cpu;
SEC("syscall") int put(void *ctx)
{
	struct kept none = {}, *v;
	bpf_map_update_elem(&kept, &(__u32){0}, &none, 1);
	v = bpf_map_lookup_elem(&kept, &(__u32){0});
	if (!v)
		return 2;
	struct bpf_cpumask *m = bpf_cpumask_create();
	if (!m)
		return 3;
	bpf_cpumask_set_cpu(cpu, m);
	m = kptr_xchg(&v->mask, m);
	if (m)
		bpf_cpumask_release(m);
	return 1;
}
// What a mask says that was put there: its first CPU; -1 if there is none.
SEC("syscall") int look(void *ctx)
{
	struct kept *v = bpf_map_lookup_elem(&kept, &(__u32){0});
	if (!v)
		return -2;
	bpf_rcu_read_lock();
	struct bpf_cpumask *m = v->mask;
	int first = m ? (int)bpf_cpumask_first(M(m)) : -1;
	bpf_rcu_read_unlock();
	return first;
}
// Takes the mask out, gives it up and asks it once more, as others may that know it still.
SEC("syscall") int look_after_release(void *ctx)
{
	struct kept *v = bpf_map_lookup_elem(&kept, &(__u32){0});
	if (!v)
		return -2;
	bpf_rcu_read_lock();
	struct bpf_cpumask *seen = v->mask;
	struct bpf_cpumask *m = kptr_xchg(&v->mask, NULL);
	if (m)
		bpf_cpumask_release(m);
	int first = seen ? (int)bpf_cpumask_first(M(seen)) : -1;
	bpf_rcu_read_unlock();
	return first;
}
// The last of many CPUs.
__u32 number;
ONE(many_cpus, bpf_cpumask_set_cpu(number, m); A(bpf_cpumask_first(M(m))); A(bpf_cpumask_first_zero(M(m))); A(bpf_cpumask_weight(M(m)));
    A(bpf_cpumask_test_cpu(number, M(m))); bpf_cpumask_setall(m); A(bpf_cpumask_weight(M(m))); A(bpf_cpumask_full(M(m)));
    bpf_cpumask_clear_cpu(number, m); A(bpf_cpumask_first_zero(M(m))); bpf_cpumask_clear(m); A(bpf_cpumask_first(M(m))))
// As many masks as there is room for, up to 1024: how many there are.
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1024); __type(key, __u32); __type(value, struct kept); } many SEC(".maps");
static long (*const loop)(__u32 rounds, void *callback, void *ctx, __u64 flags) = (void *)181;
static long fill_one(__u32 at, int *made)
{
	struct kept *v = bpf_map_lookup_elem(&many, &at);
	struct bpf_cpumask *m = v ? bpf_cpumask_create() : NULL;
	if (!m)
		return 1;
	m = kptr_xchg(&v->mask, m);
	if (m)
		bpf_cpumask_release(m);
	(*made)++;
	return 0;
}
SEC("syscall") int fill_memory(void *ctx)
{
	int made = 0;
	loop(1024, fill_one, &made, 0);
	return made;
}
// Not verified: anything as a mask.
__u64 forged;
SEC("?syscall") int any_mask(void *ctx)
{
	struct bpf_cpumask *m = (struct bpf_cpumask *)forged;
	bpf_cpumask_set_cpu(1, m);
	return bpf_cpumask_first(M(m));
}
SEC("?syscall") int read_any_mask(void *ctx)
{
	return bpf_cpumask_weight((const struct cpumask *)forged);
}
SEC("?syscall") int release_any_mask(void *ctx)
{
	bpf_cpumask_release((struct bpf_cpumask *)forged);
	return 1;
}
SEC("?syscall") int lose_mask(void *ctx)
{
	return bpf_cpumask_create() != NULL;
}
