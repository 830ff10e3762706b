// SPDX-License-Identifier: Apache-2.0
// A timer in a nested structure, and one timer that three programs work on.
#include "../bpf.h"

struct inner {
	__u32 before;
	struct bpf_timer timer[1];
};

struct outer {
	__u64 runs;
	struct inner inner;
	__u64 after;
};

struct plain {
	__u64 runs;
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct outer);
} nested SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, struct plain);
} shared SEC(".maps");

__s64 set_results[8], start_results[8];

static int nested_fired(void *map, __u32 *key, struct outer *outer)
{
	outer->runs++;
	return 0;
}

// Returns 0. The timer lies in a structure of the value, and the callback gets the value.
SEC("syscall")
long arm_nested(void *ctx)
{
	__u32 key = 1;
	struct outer *outer = bpf_map_lookup_elem(&nested, &key);

	if (!outer)
		return -1;
	if (bpf_timer_init(&outer->inner.timer[0], &nested, CLOCK_MONOTONIC))
		return -2;
	if (bpf_timer_set_callback(&outer->inner.timer[0], nested_fired))
		return -3;
	return bpf_timer_start(&outer->inner.timer[0], 1000, 0);
}

static int shared_fired(void *map, __u32 *key, struct plain *plain)
{
	plain->runs++;
	return 0;
}

// Returns how many timers it initialised: those of the even keys.
SEC("syscall")
long init_some(void *ctx)
{
	long count = 0;

	for (int i = 0; i < 4; i += 2) {
		__u32 key = i;
		struct plain *plain = bpf_map_lookup_elem(&shared, &key);

		if (plain && !bpf_timer_init(&plain->timer, &shared, CLOCK_MONOTONIC))
			count++;
	}
	return count;
}

// Returns 0. set_results are 0 where there was a timer and -22 elsewhere.
SEC("syscall")
long set_all(void *ctx)
{
	for (int i = 0; i < 4; i++) {
		__u32 key = i;
		struct plain *plain = bpf_map_lookup_elem(&shared, &key);

		if (plain)
			set_results[i & 7] = bpf_timer_set_callback(&plain->timer, shared_fired);
	}
	return 0;
}

// Returns 0. start_results are 0 where init_some and set_all both worked and -22 elsewhere.
SEC("syscall")
long start_all(void *ctx)
{
	for (int i = 0; i < 4; i++) {
		__u32 key = i;
		struct plain *plain = bpf_map_lookup_elem(&shared, &key);

		if (plain)
			start_results[i & 7] = bpf_timer_start(&plain->timer, 1000, 0);
	}
	return 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
