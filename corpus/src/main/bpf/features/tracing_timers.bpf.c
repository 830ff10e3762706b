// SPDX-License-Identifier: Apache-2.0
// Tracing programs of all kinds that arm a timer.
#include "../bpf.h"

struct element {
	__u64 runs;
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct element);
} elements SEC(".maps");

static int fired(void *map, __u32 *key, struct element *element)
{
	element->runs++;
	return 0;
}

int failed; // what a program answers that must return 0

static __always_inline int arm(void)
{
	__u32 zero = 0;
	struct element *element = bpf_map_lookup_elem(&elements, &zero);

	if (!element)
		return -1;
	bpf_timer_init(&element->timer, &elements, CLOCK_MONOTONIC);
	return bpf_timer_set_callback(&element->timer, fired) ?: bpf_timer_start(&element->timer, 1000, 0);
}


SEC("kprobe/some_function") int in_kprobe(void *ctx) { return arm(); }
SEC("tracepoint/some/event") int in_tracepoint(void *ctx) { return arm(); }
SEC("raw_tracepoint/some_event") int in_raw_tracepoint(void *ctx) { return arm(); }
SEC("perf_event") int in_perf_event(void *ctx) { return arm(); }
SEC("fentry/some_function") int in_fentry(void *ctx) { failed = arm(); return 0; }
SEC("tp_btf/some_event") int in_typed_tracepoint(void *ctx) { return arm(); }

char _license[] SEC("license") = "Dual MIT/GPL";
