// SPDX-License-Identifier: Apache-2.0
// The timer helpers in contexts that a test run cannot reach: NMI (a backtrace request sent to other CPUs) and hard irq
// (the scheduler's tick). The driver shares arr with 01_ops.
#include "bpf.h"

struct val { __u64 id; struct bpf_timer t; __u64 tail; };
MAP(arr, ARRAY, 16, 0, __u32, struct val);
struct seen { __s64 init, set, start, cancel; __u64 cpu, preempt, done; };
MAP(seen, ARRAY, 2, 0, __u32, struct seen);

struct pcpu_hot { void *current_task; int preempt_count; };	// as 6.12 for x86-64 has it
extern struct pcpu_hot pcpu_hot __ksym;

static int cb(void *map, __u32 *key, struct val *v) { return 0; }

static __always_inline int ask(__u32 which, __u32 key, __u64 bits)
{
	struct pcpu_hot *h = bpf_this_cpu_ptr(&pcpu_hot);
	struct seen *s = bpf_map_lookup_elem(&seen, &which);
	struct val *v = bpf_map_lookup_elem(&arr, &key);
	__u32 p = h->preempt_count;
	if (!s || !v || !(p & bits) || __sync_fetch_and_add(&s->done, 1))
		return 0;
	s->preempt = p;
	s->init = bpf_timer_init(&v->t, &arr, 1);
	s->set = bpf_timer_set_callback(&v->t, cb);
	s->start = bpf_timer_start(&v->t, 35000000000ull, 0);
	s->cancel = bpf_timer_cancel(&v->t);
	return 0;
}

SEC("fentry/nmi_cpu_backtrace_handler") int in_nmi(__u64 *ctx) { return ask(0, 14, 0xf00000); }
SEC("fentry/update_process_times") int in_irq(__u64 *ctx) { return ask(1, 15, 0xf0000); }
