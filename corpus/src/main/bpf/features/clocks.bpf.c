// SPDX-License-Identifier: Apache-2.0
// Clocks and random numbers, left in globals as they were read.
#include "../bpf.h"

__u64 monotonic_ns, boot_ns, tai_ns, coarse_ns, jiffies;
__u32 randoms[4];
__u32 cpu;

// Returns 3: the monotonic clock does not go back within a run (1), and its coarse kind is not ahead of it (2).
SEC("xdp")
int clocks(struct xdp_md *ctx)
{
	__u64 before = bpf_ktime_get_ns();
	__u64 after;

	coarse_ns = bpf_ktime_get_coarse_ns();
	boot_ns = bpf_ktime_get_boot_ns();
	tai_ns = bpf_ktime_get_tai_ns();
	jiffies = bpf_jiffies64();
	after = bpf_ktime_get_ns();
	monotonic_ns = after;
	return (before <= after) + 2 * (coarse_ns <= after);
}

// Returns 1: of four random numbers not all are the same. The same seed gives the same four.
SEC("xdp")
int random_numbers(struct xdp_md *ctx)
{
	int i;

	for (i = 0; i < 4; i++)
		randoms[i] = bpf_get_prandom_u32();
	cpu = bpf_get_smp_processor_id();
	return !(randoms[0] == randoms[1] && randoms[1] == randoms[2] && randoms[2] == randoms[3]);
}

char _license[] SEC("license") = "Dual MIT/GPL";
