// SPDX-License-Identifier: Apache-2.0
// Programs that the verifier accepts or refuses for their structure.
#include "bpf.h"

u64 fired;

static int on_timer(void *map, u32 *key, struct element *element)
{
	fired++;
	timer_start(&element->timer, 1000, 0);
	return 0;
}

SEC("xdp")
int arms_timer(void *ctx)
{
	u32 key = 0;
	struct element *element = map_lookup(&timers, &key);

	if (!element)
		return 2;
	timer_init(&element->timer, &timers, 1);
	timer_set_callback(&element->timer, on_timer);
	timer_start(&element->timer, 1000, 0);
	return 2;
}

SEC("xdp")
int uses_foreign_helper(void *ctx)
{
	u32 word = 1;

	skb_store_bytes(ctx, 0, &word, sizeof(word), 0);
	return 2;
}

NOINLINE int global_on_timer(void *map, u32 *key, struct element *element)
{
	return 0;
}

SEC("xdp")
int sets_global_callback(void *ctx)
{
	u32 key = 0;
	struct element *element = map_lookup(&timers, &key);

	if (element)
		timer_set_callback(&element->timer, global_on_timer);
	return 2;
}

SEC("kprobe/do_nothing")
int traces_with_timer(void *ctx)
{
	u32 key = 0;

	return map_lookup(&timers, &key) != 0;
}

NOINLINE int pong(int n);

NOINLINE int ping(int n)
{
	return n > 0 ? pong(n - 1) + 1 : 0;
}

NOINLINE int pong(int n)
{
	return n > 0 ? ping(n - 2) + 2 : 1;
}

SEC("xdp")
int recurses(void *ctx)
{
	return ping(ktime_get_ns());
}

SEC("nonsense")
int has_no_type(void *ctx)
{
	return 0;
}

extern void bpf_rcu_read_lock(void) __attribute__((section(".ksyms")));
extern void bpf_rcu_read_unlock(void) __attribute__((section(".ksyms")));

SEC("xdp")
int calls_kernel_functions(void *ctx)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return 2;
}

char _license[] SEC("license") = "GPL";
