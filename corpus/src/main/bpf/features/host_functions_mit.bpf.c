// SPDX-License-Identifier: Apache-2.0
// Functions of the host's in a program whose licence is not compatible with the GPL.
#include "../bpf.h"

char _license[] SEC("license") = "Proprietary";

extern int own_free(void) __ksym;
extern int own_nap(void) __ksym;
static long (*own_helper)(long number, const void *mem, __u32 size) = (void *)1000;
static long (*own_gpl_helper)(void) = (void *)1003;

SEC("?syscall") int free__ok(void *ctx)
{
	return own_free();
}

SEC("?syscall") int gpl__EINVAL(void *ctx)
{
	return own_nap();
}

SEC("?syscall") int helper_free__ok(void *ctx)
{
	__u64 mem = 1;

	return own_helper(1, &mem, 8);
}

SEC("?syscall") int helper_gpl__EINVAL(void *ctx)
{
	return own_gpl_helper();
}
