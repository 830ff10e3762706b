// SPDX-License-Identifier: Apache-2.0
// Programs whose global functions programs of type EXT take the place of: see replacements.bpf.c.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct pair { int first, second; };
enum colour { RED, GREEN };

__u64 results[8]; // what each function returned when `every` ran last
__u64 trail; // one decimal digit per place passed

#define GLOBAL __attribute__((noinline)) int

GLOBAL number(int value) { barrier_var(value); return value + 1; }
GLOBAL number_long(long value) { barrier_var(value); return value + 2; }
GLOBAL coloured(enum colour value) { int n = value; barrier_var(n); return n + 3; }
GLOBAL nothing_given(void) { int n = 4; barrier_var(n); return n; }
GLOBAL with_context(struct xdp_md *ctx, int add) { return ctx->rx_queue_index + add; }
GLOBAL with_pair(struct pair *pair) { if (!pair) return -1; return pair->first + pair->second; }
GLOBAL moving(struct xdp_md *ctx) { return bpf_xdp_adjust_head(ctx, 0) + 8; }
GLOBAL with_number(int *number) { return number ? *number : -1; }
union both { int number; char letter; };
GLOBAL with_union(union both *both) { return both ? both->number : -1; }
GLOBAL with_constant(const struct pair *pair) { return pair ? pair->first : -1; }
GLOBAL with_sure(struct pair *pair __attribute__((btf_decl_tag("arg:nonnull")))) { return pair->second; }
static __noinline int private(int value) { barrier_var(value); return value + 9; }

SEC("xdp") int every(struct xdp_md *ctx)
{
	struct pair pair = { 20, 22 };

	results[0] = number(1);
	results[1] = number_long(2);
	results[2] = coloured(GREEN);
	results[3] = nothing_given();
	results[4] = with_context(ctx, 50);
	results[5] = with_pair(&pair);
	results[6] = moving(ctx);
	results[7] = private(8);
	return results[0] + results[4];
}

// Functions that take what memory can be.
SEC("xdp") int pointing(struct xdp_md *ctx)
{
	struct pair pair = { 20, 22 };
	union both both = { .number = 31 };

	results[0] = with_number(&pair.first);
	results[1] = with_union(&both);
	results[2] = with_constant(&pair);
	results[3] = with_sure(&pair);
	results[4] = with_pair(&pair);
	results[5] = with_pair(NULL);
	return results[0];
}

// Frames of eight functions.
static __noinline int depth7(int value) { barrier_var(value); return number(value) + 1; }
static __noinline int depth6(int value) { barrier_var(value); return depth7(value) + 1; }
static __noinline int depth5(int value) { barrier_var(value); return depth6(value) + 1; }
static __noinline int depth4(int value) { barrier_var(value); return depth5(value) + 1; }
static __noinline int depth3(int value) { barrier_var(value); return depth4(value) + 1; }
static __noinline int depth2(int value) { barrier_var(value); return depth3(value) + 1; }

SEC("xdp") int deep(struct xdp_md *ctx) { return depth2(100); }

SEC("tc") int on_buffer(struct __sk_buff *ctx) { trail = trail * 10 + 1; return number(ctx->mark); }

SEC("tc") int pulls(struct __sk_buff *ctx) { bpf_skb_pull_data(ctx, 20); return number(4); }

SEC("cgroup_skb/egress") int at_egress(struct __sk_buff *ctx) { return number(0) & 3; }

SEC("syscall") int called(__u64 *ctx) { return number(11); }

SEC("fentry/bpf_fentry_test1") int traced(__u64 *ctx) { trail = 5; number(1); return 0; }

extern void bpf_throw(__u64 cookie) __ksym;
__attribute__((noinline)) int on_throw(__u64 cookie) { barrier_var(cookie); return cookie + 1000; }

SEC("tc") __attribute__((btf_decl_tag("exception_callback:on_throw"))) int thrower(struct __sk_buff *ctx)
{
	bpf_throw(7 + number(3));
	return 0;
}

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
} jumps SEC(".maps");

// The first slot of jumps, if it is filled.
SEC("xdp") int jumper(struct xdp_md *ctx)
{
	trail = 1;
	bpf_tail_call(ctx, &jumps, 0);
	return 77;
}

SEC("xdp") int landing(struct xdp_md *ctx) { trail = trail * 10 + 2; return number(20); }

static int in_loop(__u64 i, int *sum) { *sum += number(i); return 0; }

// A function of the program's that a helper calls, which calls a global one.
SEC("xdp") int looping(struct xdp_md *ctx)
{
	int sum = 0;

	bpf_loop(3, in_loop, &sum, 0);
	return sum;
}
