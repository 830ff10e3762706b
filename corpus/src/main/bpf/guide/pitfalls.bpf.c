// SPDX-License-Identifier: Apache-2.0
// Guide to timers: what surprises people, each as a program that returns what the helper in question returned.
#include "../bpf.h"

#define DELAY_NS 1000000000ULL

struct job {
	__u64 runs;
	__s64 cancelled_itself;
	struct bpf_timer timer;
	struct bpf_spin_lock lock;
	__u32 priority;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, struct job);
} jobs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct job);
} slots SEC(".maps");

static int run_job(void *map, __u32 *key, struct job *job)
{
	job->runs++;
	return 0;
}

static __always_inline int arm(struct job *job, void *map, __u64 clock, __u64 nsecs, __u64 flags)
{
	long err = bpf_timer_init(&job->timer, map, clock);

	if (!err)
		err = bpf_timer_set_callback(&job->timer, run_job);
	if (!err)
		err = bpf_timer_start(&job->timer, nsecs, flags);
	return err;
}

SEC("syscall")
int add_job(__u32 *ctx)
{
	struct job fresh = {};
	__u32 key = *ctx;
	struct job *job;

	bpf_map_update_elem(&jobs, &key, &fresh, BPF_NOEXIST);
	job = bpf_map_lookup_elem(&jobs, &key);
	return job ? arm(job, &jobs, CLOCK_MONOTONIC, DELAY_NS, 0) : -ENOENT;
}

SEC("syscall")
int arm_slot(__u32 *ctx)
{
	__u32 key = *ctx;
	struct job *job = bpf_map_lookup_elem(&slots, &key);

	return job ? arm(job, &slots, CLOCK_MONOTONIC, DELAY_NS, 0) : -ENOENT;
}

// The callback goes with the cancelling.
SEC("syscall")
int cancel_then_start(__u32 *ctx)
{
	__u32 key = *ctx;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	if (!job)
		return -ENOENT;
	bpf_timer_cancel(&job->timer);
	return bpf_timer_start(&job->timer, DELAY_NS, 0); // -EINVAL: it has no callback any more
}

SEC("syscall")
int cancel_then_restart(__u32 *ctx)
{
	__u32 key = *ctx;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	if (!job)
		return -ENOENT;
	bpf_timer_cancel(&job->timer);
	bpf_timer_set_callback(&job->timer, run_job);
	return bpf_timer_start(&job->timer, DELAY_NS, 0); // 0
}

// An update of a key that exists puts a new element in the place of the old one.
SEC("syscall")
int set_priority_wrong(__u32 *ctx)
{
	struct job changed = { .priority = 7 };
	__u32 key = *ctx;

	return bpf_map_update_elem(&jobs, &key, &changed, BPF_EXIST); // 0, and the timer is gone
}

SEC("syscall")
int set_priority_locked(__u32 *ctx)
{
	struct job changed = { .priority = 7 };
	__u32 key = *ctx;

	return bpf_map_update_elem(&jobs, &key, &changed, BPF_EXIST | BPF_F_LOCK); // 0, and the timer runs on
}

SEC("syscall")
int set_priority(__u32 *ctx)
{
	__u32 key = *ctx;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	if (!job)
		return -ENOENT;
	job->priority = 7; // best of all: only what changes
	return 0;
}

// In an array an update writes in place, and cancels nevertheless: BPF_F_LOCK or not.
SEC("syscall")
int update_slot(__u32 *ctx)
{
	struct job changed = { .priority = 7 };
	__u32 key = *ctx;

	return bpf_map_update_elem(&slots, &key, &changed, BPF_F_LOCK);
}

// A pointer outlives its element until the program ends, but the timer does not.
SEC("syscall")
int start_stale(__u32 *ctx)
{
	__u32 key = *ctx;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	if (!job)
		return -ENOENT;
	bpf_map_delete_elem(&jobs, &key);
	return bpf_timer_start(&job->timer, DELAY_NS, 0); // -EINVAL
}

static int stop_myself(void *map, __u32 *key, struct job *job)
{
	job->runs++;
	bpf_timer_start(&job->timer, DELAY_NS, 0);
	job->cancelled_itself = bpf_timer_cancel(&job->timer); // -EDEADLK, and the timer stays armed
	if (job->runs == 3)
		bpf_map_delete_elem(map, key); // this ends it; or simply do not start it again
	return 0;
}

SEC("syscall")
int run_three_times(__u32 *ctx)
{
	__u32 key = *ctx;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	if (!job)
		return -ENOENT;
	return bpf_timer_set_callback(&job->timer, stop_myself);
}

// CLOCK_REALTIME is accepted and counts as MONOTONIC does, even with an absolute instant.
SEC("syscall")
int arm_slot_at(__u64 *monotonic_ns)
{
	__u32 key = 3;
	struct job *job = bpf_map_lookup_elem(&slots, &key);

	return job ? arm(job, &slots, CLOCK_REALTIME, *monotonic_ns, BPF_F_TIMER_ABS) : -ENOENT;
}

char _license[] SEC("license") = "Dual MIT/GPL";
