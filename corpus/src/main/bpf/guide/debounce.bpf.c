// SPDX-License-Identifier: Apache-2.0
// Guide to timers, pattern 3: many events in a row become one report, once it has been quiet for a while.
#include "../bpf.h"

struct source {
	__u64 events; // since the last report
	__u64 first_ns;
	struct bpf_timer quiet;
};

struct report {
	__u64 events;
	__u64 first_ns;
	__u64 reported_ns;
	__u32 source;
	__u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct source);
} sources SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} reports SEC(".maps");

volatile const __u64 quiet_ns = 50000000ULL;

__u64 reports_lost;

static int source_quiet(void *map, __u32 *index, struct source *source)
{
	struct report report = {
		.events = source->events,
		.first_ns = source->first_ns,
		.reported_ns = bpf_ktime_get_ns(),
		.source = *index,
	};

	if (bpf_ringbuf_output(&reports, &report, sizeof(report), 0))
		__sync_fetch_and_add(&reports_lost, 1);
	source->events = 0;
	return 0;
}

SEC("syscall")
int on_event(__u32 *index)
{
	__u32 key = *index;
	struct source *source = bpf_map_lookup_elem(&sources, &key);

	if (!source)
		return -ENOENT;
	if (source->events++ == 0)
		source->first_ns = bpf_ktime_get_ns();
	// The first event of all initialises the timer; -EBUSY says that this was done.
	if (bpf_timer_init(&source->quiet, &sources, CLOCK_MONOTONIC) == 0)
		bpf_timer_set_callback(&source->quiet, source_quiet);
	return bpf_timer_start(&source->quiet, quiet_ns, 0); // armed or not: from now on
}

char _license[] SEC("license") = "Dual MIT/GPL";
