// SPDX-License-Identifier: Apache-2.0
// A callback that lets the host act while it runs - it prints a line - and then notes what the timer helpers answer.
#include "../bpf.h"

struct element {
	struct bpf_timer timer;
};

struct elements {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, struct element);
};
struct elements mine SEC(".maps");
struct elements other SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
} steps SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __s64);
} answers SEC(".maps");

enum { RUNS, START, SET, OTHER_INIT, OTHER_SET, OTHER_START };

static void note(__u32 which, __s64 answer)
{
	bpf_map_update_elem(&answers, &which, &answer, BPF_ANY);
}

static int fired(void *map, __u32 *key, struct element *e)
{
	static const char line[] = "fired";
	__u32 which = RUNS, two = 2;
	__s64 *runs = bpf_map_lookup_elem(&answers, &which);
	struct element *o;

	if (*key == 2)
		return 0;
	if (runs)
		++*runs;
	bpf_trace_printk(line, sizeof(line));
	note(START, bpf_timer_start(&e->timer, 1000, 0));
	note(SET, bpf_timer_set_callback(&e->timer, fired));
	o = bpf_map_lookup_elem(&other, &two);
	if (o) {
		note(OTHER_INIT, bpf_timer_init(&o->timer, &other, 1));
		note(OTHER_SET, bpf_timer_set_callback(&o->timer, fired));
		note(OTHER_START, bpf_timer_start(&o->timer, 1000, 0));
	}
	return 0;
}

SEC("syscall")
int arm(__u64 *delay)
{
	struct element fresh = {}, *e;
	__u32 one = 1, two = 2;

	bpf_map_update_elem(&mine, &one, &fresh, BPF_ANY);
	bpf_map_update_elem(&other, &two, &fresh, BPF_ANY);
	e = bpf_map_lookup_elem(&mine, &one);
	if (!e)
		return -1;
	return bpf_timer_init(&e->timer, &mine, 1) ?: bpf_timer_set_callback(&e->timer, fired) ?:
	       bpf_timer_start(&e->timer, *delay, 0);
}

// Returns 7 if slot 0 holds the second step, else 1.
SEC("raw_tp/step")
int first_step(void *ctx)
{
	bpf_tail_call(ctx, &steps, 0);
	return 1;
}

SEC("raw_tp/step")
int second_step(void *ctx)
{
	return 7;
}

char _license[] SEC("license") = "Dual MIT/GPL";
