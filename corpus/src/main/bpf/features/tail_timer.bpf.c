// SPDX-License-Identifier: Apache-2.0
// A program that ends in another one by a tail call, and it is that one which sets a timer's callback.
#include "../bpf.h"

int second(struct xdp_md *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__array(values, int(struct xdp_md *));
} steps SEC(".maps") = { .values = { [0] = &second } };

struct element {
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct element);
} elements SEC(".maps");

__u64 fired_in_first;
__u64 fired_in_second;

static int in_first(void *map, __u32 *key, struct element *e)
{
	fired_in_first++;
	return 0;
}

static int in_second(void *map, __u32 *key, struct element *e)
{
	fired_in_second++;
	return 0;
}

// Arms the timer with a callback of its own, and ends in the second. Returns 1 if there is none.
SEC("xdp")
int first(struct xdp_md *ctx)
{
	__u32 zero = 0;
	struct element *e = bpf_map_lookup_elem(&elements, &zero);
	if (!e)
		return -1;
	bpf_timer_init(&e->timer, &elements, 1);
	bpf_timer_set_callback(&e->timer, in_first);
	bpf_timer_start(&e->timer, 1000000, 0);
	bpf_tail_call(ctx, &steps, 0);
	return 1;
}

// Returns what setting the callback answered.
SEC("xdp")
int second(struct xdp_md *ctx)
{
	__u32 zero = 0;
	struct element *e = bpf_map_lookup_elem(&elements, &zero);
	if (!e)
		return -1;
	return bpf_timer_set_callback(&e->timer, in_second);
}

char _license[] SEC("license") = "Dual MIT/GPL";
