// SPDX-License-Identifier: Apache-2.0
// Asks in which context code runs: the per-CPU count of preemptions, under the name that each kernel has for it.
#include "../bpf.h"

static void *(*const bpf_per_cpu_ptr)(const void *percpu_ptr, __u32 cpu) = (void *)153;

// Linux to 6.1 and from 6.15 on.
extern const int __preempt_count __ksym;

// Linux 6.2 to 6.14.
struct pcpu_hot {
	void *current_task;
	int preempt_count;
	int cpu_number;
};
extern const struct pcpu_hot pcpu_hot __ksym;

struct element {
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct element);
} elements SEC(".maps");

int in_program = -1, in_callback = -1, hot_cpu = -1, other_cpu = -1;

static int arm(void *callback)
{
	__u32 zero = 0;
	struct element *e = bpf_map_lookup_elem(&elements, &zero);

	if (!e)
		return -1;
	bpf_timer_init(&e->timer, &elements, 1);
	bpf_timer_set_callback(&e->timer, callback);
	return bpf_timer_start(&e->timer, 1000, 0);
}

static int plain_fired(void *map, __u32 *key, struct element *e)
{
	const int *count = bpf_this_cpu_ptr(&__preempt_count);

	in_callback = *count;
	return 0;
}

SEC("?syscall")
int plain(void *ctx)
{
	const int *count = bpf_this_cpu_ptr(&__preempt_count);

	in_program = *count;
	return arm(plain_fired);
}

static int hot_fired(void *map, __u32 *key, struct element *e)
{
	const struct pcpu_hot *hot = bpf_this_cpu_ptr(&pcpu_hot);

	in_callback = hot->preempt_count;
	return 0;
}

SEC("?syscall")
int hot(void *ctx)
{
	const struct pcpu_hot *mine = bpf_this_cpu_ptr(&pcpu_hot);
	const struct pcpu_hot *other = bpf_per_cpu_ptr(&pcpu_hot, 1);

	in_program = mine->preempt_count;
	hot_cpu = mine->cpu_number;
	other_cpu = other ? other->cpu_number : -2;
	return arm(hot_fired);
}

char _license[] SEC("license") = "Dual MIT/GPL";
