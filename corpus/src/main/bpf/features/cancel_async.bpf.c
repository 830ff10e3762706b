// SPDX-License-Identifier: Apache-2.0
// bpf_timer_cancel_async, which Linux has from 7.0: a remote control for timers, and callbacks that do as their element says.
#include "../bpf.h"

extern int bpf_timer_cancel_async(struct bpf_timer *timer) __ksym;

enum { INIT, SET, START, CANCEL, CANCEL_ASYNC };
enum { RESTART = 1, STOP_OWN = 2, UPDATE_OWN = 4 };

struct element {
	__u64 runs;
	struct bpf_timer timer;
	__u64 when_fired; // what the callback does, once
	__u64 delay_ns; // with which it starts its timer again
	__s64 start_result, cancel_result;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct element);
} elements SEC(".maps");

struct request {
	__u32 op, key;
	__u64 argument;
};

__u64 samples, sample_errors;

static int fired(void *map, __u32 *key, struct element *element)
{
	struct element fresh = { .runs = element->runs + 1 };
	__u64 does = element->when_fired;

	element->runs++;
	element->when_fired = 0;
	if (does & RESTART)
		element->start_result = bpf_timer_start(&element->timer, element->delay_ns, 0);
	if (does & STOP_OWN)
		element->cancel_result = bpf_timer_cancel_async(&element->timer);
	if (does & UPDATE_OWN)
		bpf_map_update_elem(map, key, &fresh, 0);
	return 0;
}

SEC("syscall")
int timer_op(struct request *request)
{
	__u32 key = request->key;
	struct element *element = bpf_map_lookup_elem(&elements, &key);

	if (!element)
		return -9999;
	switch (request->op) {
	case INIT:
		return bpf_timer_init(&element->timer, &elements, CLOCK_MONOTONIC);
	case SET:
		return bpf_timer_set_callback(&element->timer, fired);
	case START:
		return bpf_timer_start(&element->timer, request->argument, 0);
	case CANCEL:
		return bpf_timer_cancel(&element->timer);
	case CANCEL_ASYNC:
		return bpf_timer_cancel_async(&element->timer);
	}
	return -9999;
}

// Arms a timer from wherever it is run, whose callback either stops it or replaces its own element.
static void arm(__u32 key, __u64 does)
{
	struct element *element = bpf_map_lookup_elem(&elements, &key);
	long err;

	if (!element)
		return;
	err = bpf_timer_init(&element->timer, &elements, CLOCK_MONOTONIC);
	if (err && err != -EBUSY)
		__sync_fetch_and_add(&sample_errors, 1);
	element->when_fired = does;
	if (bpf_timer_set_callback(&element->timer, fired) || bpf_timer_start(&element->timer, 0, 0))
		__sync_fetch_and_add(&sample_errors, 1);
}

SEC("perf_event")
int sample(void *ctx)
{
	__sync_fetch_and_add(&samples, 1);
	arm(0, STOP_OWN);
	arm(1, UPDATE_OWN);
	return 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
