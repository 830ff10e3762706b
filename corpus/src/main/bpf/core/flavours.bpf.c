// SPDX-License-Identifier: Apache-2.0
// Questions about members of types that a kernel has several of: see kernel_two.bpf.c. Each program gives its answer back. None is
// loaded unasked, as kernels that lack the types refuse most of them.
#include "../bpf.h"

#define RELOCATED __attribute__((preserve_access_index))
#define FIELD(ACCESS, KIND) __builtin_preserve_field_info(ACCESS, KIND)

enum { FIELD_OFFSET, FIELD_SIZE, FIELD_EXISTS, FIELD_SIGNED };

struct asked {
	long a;
} RELOCATED;

struct alike {
	long a;
} RELOCATED;

struct alike___with_b {
	long b;
} RELOCATED;

SEC("?syscall")
int differ_exists(void *ctx)
{
	return FIELD(((struct asked *)0)->a, FIELD_EXISTS);
}

SEC("?syscall")
int differ_offset(void *ctx)
{
	return FIELD(((struct asked *)0)->a, FIELD_OFFSET);
}

SEC("?syscall")
int differ_size(void *ctx)
{
	return FIELD(((struct asked *)0)->a, FIELD_SIZE);
}

SEC("?syscall")
int differ_signed(void *ctx)
{
	return FIELD(((struct asked *)0)->a, FIELD_SIGNED);
}

SEC("?syscall")
int agree_exists(void *ctx)
{
	return FIELD(((struct alike *)0)->a, FIELD_EXISTS);
}

SEC("?syscall")
int one_exists(void *ctx)
{
	return FIELD(((struct alike___with_b *)0)->b, FIELD_EXISTS);
}

SEC("?syscall")
int one_offset(void *ctx)
{
	return FIELD(((struct alike___with_b *)0)->b, FIELD_OFFSET);
}

char _license[] SEC("license") = "Dual MIT/GPL";
