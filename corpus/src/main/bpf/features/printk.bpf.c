// SPDX-License-Identifier: Apache-2.0
// bpf_trace_printk and bpf_trace_vprintk. Each program prints the line in its comment and returns 1.
#include "../bpf.h"

static const char numbers[] = "d=%d u=%u x=%x";
static const char longs[] = "ld=%ld llu=%llu llx=%llx";
static const char one_string[] = "s=%s c=%c %%";
static const char array[] = "%d %i %u %x %X %ld %lu %lx %lld %llu %llx";
static const char widths[] = "[%5d] [%-5d] [%05d] [%+d] [%8x] [%08llx]";
static const char addresses[] = "%pI4 %pi4 %pI6 %pi6";
static const char plain[] = "nothing to fill in";
static const char word[] = "timer";

__s64 bad_length;

// Prints "d=-5 u=4294967291 x=fffffffb".
SEC("xdp")
int printk_numbers(struct xdp_md *ctx)
{
	return bpf_trace_printk(numbers, sizeof(numbers), -5, -5, -5) > 0;
}

// Prints "ld=-1 llu=18446744073709551615 llx=123456789abcdef".
SEC("xdp")
int printk_longs(struct xdp_md *ctx)
{
	return bpf_trace_printk(longs, sizeof(longs), -1L, ~0ULL, 0x123456789abcdefULL) > 0;
}

// Prints "s=timer c=A %".
SEC("xdp")
int printk_string(struct xdp_md *ctx)
{
	return bpf_trace_printk(one_string, sizeof(one_string), word, 'A') > 0;
}

// Prints "nothing to fill in".
SEC("xdp")
int printk_plain(struct xdp_md *ctx)
{
	return bpf_trace_printk(plain, sizeof(plain)) > 0;
}

// Prints "-1 -2 3 ff FF -3 4 abc -5 6 def".
SEC("xdp")
int vprintk_array(struct xdp_md *ctx)
{
	__u64 data[] = { -1, -2, 3, 0xff, 0xff, -3, 4, 0xabc, -5, 6, 0xdef };

	return bpf_trace_vprintk(array, sizeof(array), data, sizeof(data)) > 0;
}

// Prints "[   42] [42   ] [00042] [+42] [      2a] [0000002a]".
SEC("xdp")
int vprintk_widths(struct xdp_md *ctx)
{
	__u64 data[] = { 42, 42, 42, 42, 42, 42 };

	return bpf_trace_vprintk(widths, sizeof(widths), data, sizeof(data)) > 0;
}

// Prints "192.0.2.1 192.000.002.001 2001:0db8:0000:0000:0000:0000:0000:0001 20010db8000000000000000000000001":
// %pI6 separates the groups by colons and %pi6 does not; %pi4 pads with zeros.
SEC("xdp")
int vprintk_addresses(struct xdp_md *ctx)
{
	__u8 v4[4] = { 192, 0, 2, 1 };
	__u8 v6[16] = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 };
	__u64 data[] = { (long)v4, (long)v4, (long)v6, (long)v6 };

	return bpf_trace_vprintk(addresses, sizeof(addresses), data, sizeof(data)) > 0;
}

// Returns 1 and prints nothing: the array's length must be a multiple of 8. bad_length is -22.
SEC("xdp")
int vprintk_refused(struct xdp_md *ctx)
{
	__u64 data[] = { 1, 2 };

	bad_length = bpf_trace_vprintk(numbers, sizeof(numbers), data, 12);
	return bad_length == -EINVAL;
}

char _license[] SEC("license") = "Dual MIT/GPL";
