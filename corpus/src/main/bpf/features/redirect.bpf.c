// SPDX-License-Identifier: Apache-2.0
// bpf_redirect, whose result is the verdict.
#include "../bpf.h"

// Returns 4 (XDP_REDIRECT); the packet leaves through interface 7.
SEC("xdp")
int xdp_redirect(struct xdp_md *ctx)
{
	return bpf_redirect(7, 0);
}

// Returns 0 (XDP_ABORTED): XDP knows no flags here.
SEC("xdp")
int xdp_redirect_refused(struct xdp_md *ctx)
{
	return bpf_redirect(7, 1);
}

// Returns 7 (TC_ACT_REDIRECT); the packet leaves through interface 7.
SEC("tc")
int tc_redirect(struct __sk_buff *skb)
{
	return bpf_redirect(7, 0);
}

// Returns 7 (TC_ACT_REDIRECT); the packet comes in at interface 7.
SEC("tc")
int tc_redirect_ingress(struct __sk_buff *skb)
{
	return bpf_redirect(7, 1);
}

// Returns 2 (TC_ACT_SHOT).
SEC("tc")
int tc_redirect_refused(struct __sk_buff *skb)
{
	return bpf_redirect(7, 2);
}

char _license[] SEC("license") = "Dual MIT/GPL";
