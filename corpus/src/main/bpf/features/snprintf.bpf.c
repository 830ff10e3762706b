// SPDX-License-Identifier: Apache-2.0
// bpf_snprintf. The formatted text stands in `buffer`; the result counts the zero byte at its end.
#include "../bpf.h"

char buffer[64];
char small[4];

static const char numbers[] = "%d %u %x %lld %llx";
static const char addresses[] = "%pI4|%pI6";
static const char strings[] = "<%s> %c %%";
static const char plain[] = "plain";
static const char word[] = "timer";

// Returns 27 with "-7 4294967289 ff -8 abcdef".
SEC("xdp")
int snprintf_numbers(struct xdp_md *ctx)
{
	__u64 data[] = { -7, -7, 0xff, -8, 0xabcdef };

	return bpf_snprintf(buffer, sizeof(buffer), numbers, data, sizeof(data));
}

// Returns 51 with "10.0.0.255|2001:0db8:0000:0000:0000:0000:0000:00ff".
SEC("xdp")
int snprintf_addresses(struct xdp_md *ctx)
{
	__u8 v4[4] = { 10, 0, 0, 255 };
	__u8 v6[16] = { 0x20, 0x01, 0x0d, 0xb8, [15] = 0xff };
	__u64 data[] = { (long)v4, (long)v6 };

	return bpf_snprintf(buffer, sizeof(buffer), addresses, data, sizeof(data));
}

// Returns 12 with "<timer> Z %".
SEC("xdp")
int snprintf_strings(struct xdp_md *ctx)
{
	const char *text = word;
	__u64 data[2];

	// Otherwise the array is a constant with an address in it, which loaders cannot fill in.
	barrier_var(text);
	data[0] = (long)text;
	data[1] = 'Z';
	return bpf_snprintf(buffer, sizeof(buffer), strings, data, sizeof(data));
}

// Returns 6, what the whole text would need; `small` holds as much as fits, "pla" and the zero byte.
SEC("xdp")
int snprintf_cut(struct xdp_md *ctx)
{
	return bpf_snprintf(small, sizeof(small), plain, NULL, 0);
}

char _license[] SEC("license") = "Dual MIT/GPL";
