// SPDX-License-Identifier: Apache-2.0
// bpf_csum_diff: a checksum from scratch and one brought up to date.
#include "../bpf.h"
#include "../net.h"

static __always_inline __u16 fold(__u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

// An IPv4 header whose checksum field is zero and should be b1e6.
__u8 header[20] = { 0x45, 0x00, 0x00, 0x3c, 0x1c, 0x46, 0x40, 0x00, 0x40, 0x06,
		    0x00, 0x00, 0xac, 0x10, 0x0a, 0x63, 0xac, 0x10, 0x0a, 0x0c };

__s64 bad_size;

// Returns 0xb1e6.
SEC("xdp")
int checksum_from_scratch(struct xdp_md *ctx)
{
	return bpf_ntohs(fold(bpf_csum_diff(NULL, 0, (__be32 *)header, sizeof(header), 0)));
}

// Returns 0xb2e6: the time to live went from 64 to 63.
SEC("xdp")
int checksum_update(struct xdp_md *ctx)
{
	__be32 before = bpf_htonl(0x40060000), after = bpf_htonl(0x3f060000);
	__u16 old = bpf_htons(0xffff - 0xb1e6);

	return bpf_ntohs(fold(bpf_csum_diff(&before, sizeof(before), &after, sizeof(after), old)));
}

// Returns 0xffff: removing what is there leaves the sum of nothing.
SEC("xdp")
int checksum_remove(struct xdp_md *ctx)
{
	__u32 sum = bpf_csum_diff(NULL, 0, (__be32 *)header, sizeof(header), 0);
	__u16 nothing = fold(bpf_csum_diff((__be32 *)header, sizeof(header), NULL, 0, sum));

	// In ones' complement 0 and ffff are both zero.
	return nothing == 0 || nothing == 0xffff ? 0xffff : 0;
}

// Returns 1: sizes must be multiples of 4. bad_size is -22.
SEC("xdp")
int checksum_refused(struct xdp_md *ctx)
{
	bad_size = bpf_csum_diff(NULL, 0, (__be32 *)header, 6, 0);
	return bad_size == -EINVAL;
}

char _license[] SEC("license") = "Dual MIT/GPL";
