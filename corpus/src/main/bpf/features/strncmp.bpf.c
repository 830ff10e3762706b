// SPDX-License-Identifier: Apache-2.0
// bpf_strncmp: the sign of the result tells the order.
#include "../bpf.h"

char equal[8] = "timer";
char less[8] = "timeq";
char more[8] = "tines";
char longer[8] = "timers";
char unterminated[4] = { 't', 'i', 'm', 'e' };

static const char word[] = "timer";

static __always_inline int sign(long order)
{
	return order < 0 ? 1 : order > 0 ? 2 : 0;
}

// Returns 1220, one digit per text: less 1, more 2, longer 2, equal 0.
SEC("xdp")
int strncmp_order(struct xdp_md *ctx)
{
	return sign(bpf_strncmp(less, sizeof(less), word)) * 1000 + sign(bpf_strncmp(more, sizeof(more), word)) * 100 +
	       sign(bpf_strncmp(longer, sizeof(longer), word)) * 10 + sign(bpf_strncmp(equal, sizeof(equal), word));
}

// Returns 0: no more bytes than the size are compared.
SEC("xdp")
int strncmp_size(struct xdp_md *ctx)
{
	return sign(bpf_strncmp(unterminated, sizeof(unterminated), word));
}

char _license[] SEC("license") = "Dual MIT/GPL";
