// SPDX-License-Identifier: Apache-2.0
// Settings of the kernel as variables of section .kconfig.
#include "../bpf.h"

extern __u32 LINUX_KERNEL_VERSION __attribute__((section(".kconfig")));
extern int CONFIG_HZ __attribute__((section(".kconfig"), weak));

SEC("xdp")
int kernel_version(struct xdp_md *ctx)
{
	return LINUX_KERNEL_VERSION;
}

SEC("xdp")
int ticks_per_second(struct xdp_md *ctx)
{
	return CONFIG_HZ;
}

char _license[] SEC("license") = "Dual MIT/GPL";
