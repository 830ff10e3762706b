// SPDX-License-Identifier: Apache-2.0
// Externs of .kconfig that cannot be set for a kernel, and some that can; -DCASE selects one.
#include "bpf.h"

#define K __attribute__((section(".kconfig")))
#define WEAK __attribute__((section(".kconfig"), weak))

#if CASE == 1
extern int CONFIG_X K;
#elif CASE == 2
extern struct { int a; } CONFIG_X WEAK;
#elif CASE == 3
extern int LINUX_FOO K;
#define CONFIG_X LINUX_FOO
#elif CASE == 4
extern int LINUX_FOO WEAK;
#define CONFIG_X LINUX_FOO
#elif CASE == 5
extern int FOO WEAK;
#define CONFIG_X FOO
#elif CASE == 6
extern char CONFIG_X[] K;
#elif CASE == 7
extern u16 LINUX_KERNEL_VERSION K;
#define CONFIG_X LINUX_KERNEL_VERSION
#elif CASE == 8
extern _Bool LINUX_KERNEL_VERSION K;
#define CONFIG_X LINUX_KERNEL_VERSION
#elif CASE == 9
extern int CONFIG_X;
#elif CASE == 10
extern int CONFIG_X WEAK;
#endif

SEC("xdp") u64 reads(void *ctx) { return *(volatile unsigned char *)&CONFIG_X; }
