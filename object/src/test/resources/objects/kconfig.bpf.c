// SPDX-License-Identifier: Apache-2.0
// Settings of every size: where libbpf puts them, Linux 6.12 told.
#include "bpf.h"

#define K __attribute__((section(".kconfig"), weak))

enum libbpf_tristate { TRI_NO, TRI_YES, TRI_MODULE };

extern char CONFIG_STR9[9] K;
extern u32 CONFIG_B4 K;
extern u8 CONFIG_Z1 K;
extern u64 CONFIG_Q8 K;
extern _Bool CONFIG_A1 K;
extern u16 CONFIG_H2 K;
extern enum libbpf_tristate CONFIG_T4 K;
extern char CONFIG_STR4[4] K;
extern u64 CONFIG_A8 K;
extern u32 CONFIG_A4 K;
extern char CONFIG_C1 K;
extern u32 LINUX_KERNEL_VERSION __attribute__((section(".kconfig")));
extern char CONFIG_ASTR9[9] K;
extern u16 CONFIG_A2 K;
extern u32 CONFIG_UNUSED K;
volatile u64 o;

SEC("xdp") int reads(void *ctx)
{
	o = CONFIG_STR9[8];
	o = CONFIG_B4;
	o = CONFIG_Z1;
	o = CONFIG_Q8;
	o = CONFIG_A1;
	o = CONFIG_H2;
	o = CONFIG_T4;
	o = CONFIG_STR4[3];
	o = CONFIG_A8;
	o = CONFIG_A4;
	o = CONFIG_C1;
	o = LINUX_KERNEL_VERSION;
	o = CONFIG_ASTR9[8];
	o = CONFIG_A2;
	return 2;
}
