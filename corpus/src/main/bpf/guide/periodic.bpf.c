// SPDX-License-Identifier: Apache-2.0
// Guide to timers, pattern 2: a callback every period that does not drift, however late single runs are.
#include "../bpf.h"

struct ticker {
	__u64 ticks;
	__u64 next_ns;
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct ticker);
} tickers SEC(".maps");

volatile const __u64 period_ns = 1000000000ULL;

static int tick(void *map, __u32 *index, struct ticker *ticker)
{
	ticker->ticks++;
	ticker->next_ns += period_ns; // from when this tick was due, not from now
	bpf_timer_start(&ticker->timer, ticker->next_ns, BPF_F_TIMER_ABS);
	return 0;
}

SEC("syscall")
int start_ticking(void *ctx)
{
	__u32 zero = 0;
	struct ticker *ticker = bpf_map_lookup_elem(&tickers, &zero);
	long err;

	if (!ticker)
		return -ENOENT;
	err = bpf_timer_init(&ticker->timer, &tickers, CLOCK_MONOTONIC);
	if (err && err != -EBUSY) // -EBUSY: it was initialised before
		return err;
	err = bpf_timer_set_callback(&ticker->timer, tick);
	if (err)
		return err;
	ticker->next_ns = bpf_ktime_get_ns() + period_ns;
	return bpf_timer_start(&ticker->timer, ticker->next_ns, BPF_F_TIMER_ABS);
}

SEC("syscall")
int stop_ticking(void *ctx)
{
	__u32 zero = 0;
	struct ticker *ticker = bpf_map_lookup_elem(&tickers, &zero);

	return ticker ? bpf_timer_cancel(&ticker->timer) : -ENOENT;
}

char _license[] SEC("license") = "Dual MIT/GPL";
