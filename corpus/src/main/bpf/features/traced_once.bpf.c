// SPDX-License-Identifier: Apache-2.0
// Programs around one function of replaced.bpf.c, which their sections name; and one that writes to where nobody may.
#include "../bpf.h"

__u64 entered, left, argument, result;

SEC("fentry/number") int enters(__u64 *ctx)
{
	entered++;
	argument = ctx[0];
	return 0;
}

SEC("fexit/number") int leaves(__u64 *ctx)
{
	left++;
	result = ctx[1];
	return 0;
}

SEC("?fentry/number") int forges(__u64 *ctx)
{
	*(volatile __u64 *)(ctx[0] + 4096) = 1;
	return 0;
}

char _license[] SEC("license") = "GPL";
