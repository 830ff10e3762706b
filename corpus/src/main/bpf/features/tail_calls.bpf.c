// SPDX-License-Identifier: Apache-2.0
// Tail calls through a PROG_ARRAY whose slots are filled when the object is loaded.
#include "../bpf.h"

int hop(struct xdp_md *ctx);
int last(struct xdp_md *ctx);
int loop(struct xdp_md *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, sizeof(__u32));
	__array(values, int(struct xdp_md *));
} slots SEC(".maps") = {
	.values = {
		[0] = &hop,
		[2] = &last,
		[3] = &loop,
	},
};

enum { SLOT_HOP, SLOT_EMPTY, SLOT_LAST, SLOT_LOOP };

__u64 trail; // one decimal digit per program passed
__u64 loops;

SEC("xdp")
int hop(struct xdp_md *ctx)
{
	trail = trail * 10 + 1;
	bpf_tail_call(ctx, &slots, SLOT_LAST);
	return -1;
}

SEC("xdp")
int last(struct xdp_md *ctx)
{
	trail = trail * 10 + 2;
	return trail;
}

SEC("xdp")
int loop(struct xdp_md *ctx)
{
	loops++;
	bpf_tail_call(ctx, &slots, SLOT_LOOP);
	return loops;
}

// Returns 912, the trail of this program, hop and last.
SEC("xdp")
int two_hops(struct xdp_md *ctx)
{
	trail = 9;
	bpf_tail_call(ctx, &slots, SLOT_HOP);
	return -1;
}

// Returns 41: a call to an empty slot fails and the program goes on.
SEC("xdp")
int empty_slot(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &slots, SLOT_EMPTY);
	return 41;
}

// Returns 42: so does a call past the end.
SEC("xdp")
int past_the_end(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &slots, 9);
	return 42;
}

// Returns 33: that many tail calls are allowed in one run, and the next one fails.
SEC("xdp")
int limit(struct xdp_md *ctx)
{
	loops = 0;
	bpf_tail_call(ctx, &slots, SLOT_LOOP);
	return -1;
}

static __noinline int from_subprogram_body(struct xdp_md *ctx)
{
	int failed = -1;

	bpf_tail_call(ctx, &slots, SLOT_LAST);
	// The compiler must not conclude that this function always returns -1.
	barrier_var(failed);
	return failed;
}

// Returns 1032: a tail call replaces the function that makes it, and its result goes to that function's caller.
SEC("xdp")
int from_subprogram(struct xdp_md *ctx)
{
	int result;

	trail = 3;
	result = from_subprogram_body(ctx);
	return result + 1000;
}

char _license[] SEC("license") = "Dual MIT/GPL";
