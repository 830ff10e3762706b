// SPDX-License-Identifier: Apache-2.0
// A million timers with expiries all over a second, half of them cancelled; the callbacks see that they come in order.
#include "../bpf.h"

struct element {
	__u64 expires;
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1000000);
	__type(key, __u32);
	__type(value, struct element);
} elements SEC(".maps");

__u64 started, failed, cancelled, fired, early, disordered, last, sum;

static __always_inline __u64 mixed(__u64 i)
{
	i = (i + 1) * 0x9e3779b97f4a7c15ULL;
	return i ^ i >> 29;
}

static int callback(void *map, __u32 *key, struct element *e)
{
	__u64 now = bpf_ktime_get_ns();

	fired++;
	sum += *key;
	early += now < e->expires;
	disordered += e->expires < last;
	last = e->expires;
	return 0;
}

static int start(__u32 i, __u64 *begin)
{
	struct element *e = bpf_map_lookup_elem(&elements, &i);
	__u64 delay = mixed(i) % 1000000000;

	if (!e)
		return 1;
	e->expires = *begin + delay;
	if (bpf_timer_init(&e->timer, &elements, 1) || bpf_timer_set_callback(&e->timer, callback) ||
	    bpf_timer_start(&e->timer, delay, 0))
		failed++;
	started++;
	return 0;
}

static int cancel_odd(__u32 i, void *unused)
{
	__u32 key = 2 * i + 1;
	struct element *e = bpf_map_lookup_elem(&elements, &key);

	if (!e)
		return 1;
	cancelled += bpf_timer_cancel(&e->timer);
	return 0;
}

SEC("syscall")
int start_all(void *ctx)
{
	__u64 begin = bpf_ktime_get_ns();

	bpf_loop(1000000, start, &begin, 0);
	return 0;
}

SEC("syscall")
int cancel_half(void *ctx)
{
	bpf_loop(1000000, cancel_odd, NULL, 0);
	return 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
