// SPDX-License-Identifier: Apache-2.0
// Guide to timers, pattern 4: an alarm when a sign of life stays away.
#include "../bpf.h"

struct worker {
	__u64 beats;
	__u64 alarms;
	__u64 last_alarm_ns;
	struct bpf_timer dog;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, struct worker);
} workers SEC(".maps");

volatile const __u64 patience_ns = 200000000ULL;

static int worker_silent(void *map, __u32 *index, struct worker *worker)
{
	worker->alarms++;
	worker->last_alarm_ns = bpf_ktime_get_ns();
	return 0; // not started again: one alarm per silence
}

SEC("syscall")
int beat(__u32 *index)
{
	__u32 key = *index;
	struct worker *worker = bpf_map_lookup_elem(&workers, &key);
	long err;

	if (!worker)
		return -ENOENT;
	worker->beats++;
	err = bpf_timer_init(&worker->dog, &workers, CLOCK_MONOTONIC);
	if (err && err != -EBUSY)
		return err;
	// Every time, since dismiss() takes the callback away.
	err = bpf_timer_set_callback(&worker->dog, worker_silent);
	if (err)
		return err;
	return bpf_timer_start(&worker->dog, patience_ns, 0);
}

SEC("syscall")
int dismiss(__u32 *index)
{
	__u32 key = *index;
	struct worker *worker = bpf_map_lookup_elem(&workers, &key);

	return worker ? bpf_timer_cancel(&worker->dog) : -ENOENT;
}

char _license[] SEC("license") = "Dual MIT/GPL";
