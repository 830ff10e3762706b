// SPDX-License-Identifier: Apache-2.0
// Settings of the kernel as variables of section .kconfig. What they are is in kconfig.config.
#include "../bpf.h"

#define __kconfig __attribute__((section(".kconfig")))

enum libbpf_tristate { TRI_NO, TRI_YES, TRI_MODULE };

extern __u32 LINUX_KERNEL_VERSION __kconfig;
extern _Bool LINUX_HAS_BPF_COOKIE __kconfig;
extern __u8 LINUX_HAS_SYSCALL_WRAPPER __kconfig;
extern int LINUX_HAS_A_FUTURE __kconfig __weak;
extern int CONFIG_HZ __kconfig;
extern _Bool CONFIG_SMP __kconfig;
extern _Bool CONFIG_PREEMPT_RT __kconfig __weak;
extern enum libbpf_tristate CONFIG_NET_CLS_BPF __kconfig;
extern enum libbpf_tristate CONFIG_NET_CLS_FLOWER __kconfig __weak;
extern char CONFIG_BPF_JIT __kconfig;
extern __s16 CONFIG_PANIC_TIMEOUT __kconfig;
extern __u64 CONFIG_ILLEGAL_POINTER_VALUE __kconfig;
extern __u8 CONFIG_LOG_BUF_SHIFT __kconfig;
extern const char CONFIG_DEFAULT_HOSTNAME[8] __kconfig;
extern const char CONFIG_LSM[12] __kconfig;
extern const char CONFIG_CMDLINE[4] __kconfig __weak;

// Returns 0x060c: version and patch level of Linux 6.12.
SEC("xdp")
int kernel_version(struct xdp_md *ctx)
{
	return LINUX_KERNEL_VERSION >> 8;
}

// Returns 1000.
SEC("xdp")
int ticks_per_second(struct xdp_md *ctx)
{
	return CONFIG_HZ;
}

// Returns 2 for what is a module, 10 for what is set, 100 for the letter y.
SEC("xdp")
int letters(struct xdp_md *ctx)
{
	return CONFIG_NET_CLS_BPF + CONFIG_NET_CLS_FLOWER + (CONFIG_SMP ? 10 : 0) + (CONFIG_BPF_JIT == 'y' ? 100 : 0);
}

// Returns -1 + 18 + 0xdead.
SEC("xdp")
int numbers(struct xdp_md *ctx)
{
	return CONFIG_PANIC_TIMEOUT + CONFIG_LOG_BUF_SHIFT + (CONFIG_ILLEGAL_POINTER_VALUE >> 48);
}

// Returns the sum of '(' and 'l' and of 0 behind a text, at the end of one that is too long, and where there is none.
SEC("xdp")
int texts(struct xdp_md *ctx)
{
	return CONFIG_DEFAULT_HOSTNAME[0] + CONFIG_DEFAULT_HOSTNAME[6] + CONFIG_LSM[4] + CONFIG_LSM[11] + CONFIG_CMDLINE[0];
}

// Returns 1: what the loader knows of this kernel, and what only later loaders will know.
SEC("xdp")
int of_the_kernel(struct xdp_md *ctx)
{
	return LINUX_HAS_SYSCALL_WRAPPER + LINUX_HAS_A_FUTURE;
}

// Returns 2, on a kernel that is not of real time: the other branch is dead.
SEC("xdp")
int only_for_another_kernel(struct xdp_md *ctx)
{
	if (CONFIG_PREEMPT_RT || CONFIG_HZ == 100)
		return *(volatile int *)16;
	return XDP_PASS;
}

// Returns 2: what the helper gives is not asked for where it is not there.
SEC("kprobe/bpf_fentry_test1")
int only_with_cookies(void *ctx)
{
	__u64 (*get_attach_cookie)(void *ctx) = (void *)174;

	if (LINUX_HAS_BPF_COOKIE)
		get_attach_cookie(ctx);
	return XDP_PASS;
}

// Refused: the branch is taken on this kernel.
SEC("?xdp")
int only_for_this_kernel(struct xdp_md *ctx)
{
	if (CONFIG_SMP)
		return *(volatile int *)16;
	return XDP_PASS;
}

// Refused: programs do not set the kernel.
SEC("?xdp")
int changes_a_setting(struct xdp_md *ctx)
{
	CONFIG_HZ = 250;
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual MIT/GPL";
