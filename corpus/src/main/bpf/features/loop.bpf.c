// SPDX-License-Identifier: Apache-2.0
// bpf_loop.
#include "../bpf.h"

struct sum {
	__u64 total;
	__u64 stop_at;
};

__s64 bad_flags;
__s64 too_many;

static int add_index(__u64 index, struct sum *sum)
{
	sum->total += index;
	return index == sum->stop_at;
}

static int add_row(__u64 index, struct sum *sum)
{
	bpf_loop(10, add_index, sum, 0);
	return 0;
}

// Returns 495100: 0 to 99 add up to 4950, in 100 rounds.
SEC("xdp")
int whole(struct xdp_md *ctx)
{
	struct sum sum = { .stop_at = ~0ULL };
	long rounds = bpf_loop(100, add_index, &sum, 0);

	return sum.total * 100 + rounds;
}

// Returns 5511: the callback ends the loop at index 10, in its 11th round, with the sum 55.
SEC("xdp")
int stopped(struct xdp_md *ctx)
{
	struct sum sum = { .stop_at = 10 };
	long rounds = bpf_loop(100, add_index, &sum, 0);

	return sum.total * 100 + rounds;
}

// Returns 450: a loop in a loop, 10 rounds of 45.
SEC("xdp")
int nested(struct xdp_md *ctx)
{
	struct sum sum = { .stop_at = ~0ULL };

	bpf_loop(10, add_row, &sum, 0);
	return sum.total;
}

// Returns 0 and runs nothing; leaves bad_flags -22 and too_many -7.
SEC("xdp")
int refused(struct xdp_md *ctx)
{
	struct sum sum = { .stop_at = ~0ULL };

	bad_flags = bpf_loop(1, add_index, &sum, 1);
	too_many = bpf_loop((1 << 23) + 1, add_index, &sum, 0);
	return bpf_loop(0, add_index, &sum, 0) + sum.total;
}

char _license[] SEC("license") = "Dual MIT/GPL";
