// SPDX-License-Identifier: Apache-2.0
// A program of type EXT that is there to be loaded by whoever names the program whose function it takes: number of replaced.bpf.c.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

__u64 replaced_calls;

SEC("freplace/number") int larger(int value)
{
	replaced_calls++;
	return value + 100;
}
