// SPDX-License-Identifier: Apache-2.0
// Operations of a struct that no kernel has: the test gives the types of this object as those of the kernel.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct own_ops {
	unsigned char (*small)(int number);
	signed char (*negative)(int number);
	long (*large)(int number);
};

struct bpf_struct_ops_own_ops {
	int refcnt, state;
	struct own_ops data;
} wrapper;

SEC("struct_ops/small") unsigned long small(__u64 *arguments)
{
	return 0x1ff;
}

SEC("struct_ops/negative") unsigned long negative(__u64 *arguments)
{
	return 0x1ff;
}

SEC("struct_ops/large") unsigned long large(__u64 *arguments)
{
	return 0x1ff;
}

SEC(".struct_ops") struct own_ops own = {
	.small = (void *)small,
	.negative = (void *)negative,
	.large = (void *)large,
};
