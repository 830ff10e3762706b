// SPDX-License-Identifier: Apache-2.0
// A function that is called often, and programs around it: one that takes its time, one that takes more than anybody has. And a program
// whose context is no packet.
#include "../bpf.h"

#define CALLS 1000
#define SLOW 1000
#define LONG 10000

__u64 entered;
volatile __u64 steps;

__attribute__((noinline)) int called(int value) { barrier_var(value); return value + 1; }

SEC("?xdp") int calls_often(struct xdp_md *ctx)
{
	int value = 0;

	for (int i = 0; i < CALLS; i++)
		value = called(value);
	return value ? XDP_PASS : XDP_DROP;
}

SEC("?fentry") int enters_slowly(__u64 *ctx)
{
	entered++;
	for (int i = 0; i < SLOW; i++)
		steps++;
	return 0;
}

SEC("?fentry") int enters_for_long(__u64 *ctx)
{
	for (int i = 0; i < LONG; i++)
		steps++;
	return 0;
}

// Programs around functions that are given different things, of which one jumps to the other.
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, 4);
	__uint(value_size, 4);
} jumps SEC(".maps");

SEC("?fentry") int enters_and_jumps(__u64 *ctx) { bpf_tail_call(ctx, &jumps, 0); return 0; }
SEC("?fentry") int is_jumped_to(__u64 *ctx) { bpf_tail_call(ctx, &jumps, 0); entered = ctx[0]; return 0; }

struct bpf_sysctl { __u32 write, file_pos; };
SEC("?cgroup/sysctl") int allows(struct bpf_sysctl *ctx) { return 1; }

SEC("?fentry") int enters_anything(__u64 *ctx)
{
	entered++;
	return 0;
}

char _license[] SEC("license") = "GPL";
