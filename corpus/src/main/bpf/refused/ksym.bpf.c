// SPDX-License-Identifier: Apache-2.0
// Variables of the kernel, declared in section .ksyms: one with a type, one as a bare address.
#include "../bpf.h"

extern const int bpf_prog_active __ksym;
extern const void init_task __ksym;

SEC("xdp")
int typed(struct xdp_md *ctx)
{
	const int *active = bpf_this_cpu_ptr(&bpf_prog_active);

	return *active;
}

SEC("xdp")
int address(struct xdp_md *ctx)
{
	return (__u64)&init_task >> 12;
}

char _license[] SEC("license") = "Dual MIT/GPL";
