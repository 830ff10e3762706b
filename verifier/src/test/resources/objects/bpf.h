// SPDX-License-Identifier: Apache-2.0
// The few declarations that the test programs need; numbers are those of the kernel's UAPI.
#define SEC(name) __attribute__((section(name), used))
#define NOINLINE __attribute__((noinline))
#define __uint(name, val) int(*name)[val]
#define __type(name, val) typeof(val) *name

typedef unsigned int u32;
typedef unsigned long long u64;

struct bpf_timer { u64 opaque[2]; } __attribute__((aligned(8)));

static void *(*map_lookup)(void *map, const void *key) = (void *)1;
static u64 (*ktime_get_ns)(void) = (void *)5;
static long (*skb_store_bytes)(void *ctx, u32 offset, const void *from, u32 len, u64 flags) = (void *)9;
static long (*timer_init)(struct bpf_timer *timer, void *map, u64 flags) = (void *)169;
static long (*timer_set_callback)(struct bpf_timer *timer, void *callback) = (void *)170;
static long (*timer_start)(struct bpf_timer *timer, u64 ns, u64 flags) = (void *)171;

struct element {
	u64 count;
	struct bpf_timer timer;
};

struct {
	__uint(type, 2);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct element);
} timers SEC(".maps");
