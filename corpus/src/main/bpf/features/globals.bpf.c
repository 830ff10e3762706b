// SPDX-License-Identifier: Apache-2.0
// Global variables of every kind of section, initial values and changes between runs.
#include "../bpf.h"

__u32 in_data = 7;
__u64 in_bss;
const volatile __u32 in_rodata = 100;
static volatile __u32 static_data = 5;
static volatile __u64 static_bss;
static const volatile char text[] = "bpf4j";
__u32 own_data SEC(".data.own") = 11;
const volatile __u32 own_rodata SEC(".rodata.own") = 13;
__u64 own_bss SEC(".bss.own");
volatile struct {
	__u8 small;
	__u32 middle;
	__u64 large[3];
} record = { 1, 2, { 10, 100, 1000 } };

// Run n (from 1) returns 1234 + n: 7 + n, 100, 5, 11, 13, 1000 and 'b' (98).
// It leaves in_data 7 + n, in_bss n, static_bss 2n, own_bss 3n, own_data 11.
SEC("xdp")
int globals_sum(struct xdp_md *ctx)
{
	in_data += 1;
	in_bss += 1;
	static_bss += 2;
	own_bss += 3;
	return in_data + in_rodata + static_data + own_data + own_rodata + record.large[2] + text[0];
}

// Returns 6543: the bytes of a structure written in one run stand there in the same run.
SEC("xdp")
int globals_record(struct xdp_md *ctx)
{
	record.small = 3;
	record.middle = 40;
	record.large[0] = 500;
	record.large[1] = 6000;
	return record.small + record.middle + record.large[0] + record.large[1];
}

char _license[] SEC("license") = "Dual MIT/GPL";
