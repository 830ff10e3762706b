// SPDX-License-Identifier: Apache-2.0
// Programs, subprograms, maps with all attributes and data of every kind.
#include "bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";
u32 VERSION SEC("version") = 0x060c00;

enum mode { OFF, SLOW = 5, FAST = -1 };
struct value { u64 hits; u32 last[3]; };
struct config { u16 port; u8 pad[2]; enum mode modes[2]; char name[8]; };

struct {
	__uint(type, HASH);
	__uint(max_entries, 1000);
	__uint(map_flags, 1);
	__uint(numa_node, 3);
	__uint(pinning, 1);
	__ulong(map_extra, 0x100000005);
	__type(key, u64);
	__type(value, struct value);
} flows SEC(".maps");

struct {
	__uint(type, RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} perf SEC(".maps");

static struct {
	__uint(type, ARRAY);
	__uint(max_entries, 2);
	__type(key, u32);
	__type(value, u32);
} counters SEC(".maps");

const volatile u32 limit = 7;
const volatile struct config config = { .port = 80, .name = "default" };
const volatile char greeting[8] = "hi";
u64 runs;
enum mode mode = SLOW;
_Bool enabled = 1;
static volatile int hidden_zero;
static volatile int hidden = 3;
volatile u32 own SEC(".data.own") = 11;
u8 large[1 << 20];

NOINLINE int global_sub(u32 x)
{
	return x * hidden + hidden_zero;
}

static NOINLINE int deep(u32 x)
{
	return global_sub(x) + 1;
}

static NOINLINE int middle(u32 x)
{
	u32 key = 1;
	u32 *n = map_lookup(&counters, &key);
	return deep(x) + deep(x + 1) + (n ? *n : 0);
}

static int visit(void *map, u64 *key, struct value *v, void *ctx)
{
	return v->hits > limit;
}

static int again(u32 index, void *ctx)
{
	runs += index;
	return 0;
}

static NOINLINE __attribute__((section("xdp"))) int beside(u32 x)
{
	return x ^ own;
}

SEC("xdp") int first(void *ctx)
{
	u64 key = 1;
	struct value *v = map_lookup(&flows, &key);
	if (!v)
		return enabled + mode;
	for_each_map_elem(&flows, visit, &key, 0);
	loop(3, again, &key, 0);
	return middle(v->hits) + beside(v->last[1]) + global_sub(4);
}

SEC("xdp") int second(void *ctx)
{
	static int calls;
	return beside(3) + config.port + large[99] + ++calls;
}

SEC("?kprobe/do_unlinkat") int probe(void *ctx)
{
	return greeting[1];
}

SEC("tc/ingress") int plain(void *ctx)
{
	return 2;
}

SEC("fentry.s/bpf_fentry_test1") int sleeper(void *ctx)
{
	return global_sub(1);
}

SEC("nobody/knows") int unknown(void *ctx)
{
	return 0;
}
