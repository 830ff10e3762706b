// SPDX-License-Identifier: Apache-2.0
// Calls of kernel functions: a loop over an open-coded numeric iterator, regions without preemption, functions that only
// some kernels have and one that none has.
#include "../bpf.h"

#define bpf_ksym_exists(symbol) (!!(symbol))

struct bpf_iter_num {
	__u64 opaque;
} __attribute__((aligned(8)));

extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern long bpf_iter_num_new___wide(struct bpf_iter_num *it, int start, int end) __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern void bpf_preempt_disable(void) __ksym;
extern void bpf_preempt_enable(void) __ksym;
extern int bpf_timer_cancel_async(struct bpf_timer *timer) __ksym __weak;
extern int bpf_no_such_function(int x) __ksym __weak;

// The count of preemptions under the name that each kernel has for it.
struct pcpu_hot {
	void *current_task;
	int preempt_count;
};
extern const int __preempt_count __ksym __weak;
extern const struct pcpu_hot pcpu_hot __ksym __weak;

struct element {
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct element);
} elements SEC(".maps");

int from, to, created, rounds, first, last, again;
long wide;
int count_before, count_inside, count_nested, count_after;

static __always_inline int preempt_count(void)
{
	if (bpf_ksym_exists(&pcpu_hot))
		return ((const struct pcpu_hot *)bpf_this_cpu_ptr(&pcpu_hot))->preempt_count;
	if (bpf_ksym_exists(&__preempt_count))
		return *(const int *)bpf_this_cpu_ptr(&__preempt_count);
	return -1;
}

// From one number to below another: how the iterator is made, which numbers come, and whether anything comes after the end.
SEC("?syscall")
int loops(void *ctx)
{
	struct bpf_iter_num it;
	int *i;

	rounds = 0;
	created = bpf_iter_num_new(&it, from, to);
	while ((i = bpf_iter_num_next(&it))) {
		if (!rounds)
			first = *i;
		last = *i;
		rounds++;
	}
	again = bpf_iter_num_next(&it) != NULL;
	bpf_iter_num_destroy(&it);
	return 0;
}

// The whole register that a function of type int leaves.
SEC("?syscall")
int leaves_int(void *ctx)
{
	struct bpf_iter_num it;

	wide = bpf_iter_num_new___wide(&it, 1, 0);
	bpf_iter_num_destroy(&it);
	return 0;
}

SEC("?syscall")
int locks(void *ctx)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return 1;
}

static int counts(void)
{
	count_before = preempt_count();
	bpf_preempt_disable();
	count_inside = preempt_count();
	bpf_preempt_disable();
	count_nested = preempt_count();
	bpf_preempt_enable();
	bpf_preempt_enable();
	count_after = preempt_count();
	return 0;
}

SEC("?syscall")
int counts_preemptions(void *ctx)
{
	return counts();
}

static int fired(void *map, __u32 *key, struct element *e)
{
	return counts();
}

SEC("?syscall")
int counts_in_callback(void *ctx)
{
	__u32 zero = 0;
	struct element *e = bpf_map_lookup_elem(&elements, &zero);

	if (!e)
		return -1;
	bpf_timer_init(&e->timer, &elements, CLOCK_MONOTONIC);
	bpf_timer_set_callback(&e->timer, fired);
	return bpf_timer_start(&e->timer, 1000, 0);
}

SEC("?syscall")
int does_without(void *ctx)
{
	if (bpf_ksym_exists(bpf_no_such_function))
		return bpf_no_such_function(7);
	return 3;
}

SEC("?syscall")
int has_cancel_async(void *ctx)
{
	return bpf_ksym_exists(bpf_timer_cancel_async);
}

// What the verifier of Linux refuses, so that only a run tells.
SEC("?syscall")
int calls_what_is_missing(void *ctx)
{
	return bpf_no_such_function(7);
}

SEC("?syscall")
int leaves_preemption_off(void *ctx)
{
	bpf_preempt_disable();
	return 0;
}

SEC("?syscall")
int turns_preemption_on(void *ctx)
{
	bpf_preempt_enable();
	return 0;
}

SEC("?syscall")
int turns_preemption_off_often(void *ctx)
{
	for (rounds = 0; rounds < 300; rounds++)
		bpf_preempt_disable();
	return 0;
}

SEC("?syscall")
int iterates_nowhere(void *ctx)
{
	return bpf_iter_num_new((struct bpf_iter_num *)16, 0, 1);
}

char _license[] SEC("license") = "Dual MIT/GPL";
