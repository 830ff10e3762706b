// SPDX-License-Identifier: Apache-2.0
// Several programs in one section, and sections of several program types. Each program returns its own number.
#include "../bpf.h"

volatile const int nothing = 0;

static __noinline int number(int base)
{
	return base + nothing;
}

// Returns 101.
SEC("xdp")
int xdp_first(struct xdp_md *ctx)
{
	return 101;
}

// Returns 102. Its call leads past its neighbours into .text.
SEC("xdp")
int xdp_second(struct xdp_md *ctx)
{
	return number(102);
}

// Returns 103.
SEC("xdp")
int xdp_third(struct xdp_md *ctx)
{
	return number(103);
}

// Returns 104.
SEC("xdp.frags")
int xdp_with_frags(struct xdp_md *ctx)
{
	return 104;
}

// Returns 105.
SEC("tc")
int tc_first(struct __sk_buff *skb)
{
	return 105;
}

// Returns 106.
SEC("tc")
int tc_second(struct __sk_buff *skb)
{
	return number(106);
}

// Returns 107.
SEC("tcx/ingress")
int tcx_ingress(struct __sk_buff *skb)
{
	return 107;
}

// Returns 108.
SEC("socket")
int socket_filter(struct __sk_buff *skb)
{
	return 108;
}

// Returns twice the number in its context.
SEC("syscall")
int syscall_double(__u32 *ctx)
{
	return *ctx * 2;
}

char _license[] SEC("license") = "Dual MIT/GPL";
