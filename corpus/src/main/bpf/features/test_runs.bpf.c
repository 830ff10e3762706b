// SPDX-License-Identifier: Apache-2.0
// A netfilter program that looks at all that it is given, for test runs.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct net_device { int ifindex; };
struct sock;
struct nf_hook_state { __u8 hook; __u8 pf; struct net_device *in; struct net_device *out; struct sock *sk; };
struct sk_buff {
	unsigned int len;
	unsigned int data_len;
	struct net_device *dev;
	__be16 protocol;
	__u16 network_header;
	__u16 mac_header;
	unsigned char *head;
	unsigned char *data;
	struct sock *sk;
};
struct bpf_nf_ctx { const struct nf_hook_state *state; struct sk_buff *skb; };
#pragma clang attribute pop

__u64 out[16];
__u64 verdict;

// What a netfilter program is given.
SEC("netfilter") int filter(struct bpf_nf_ctx *ctx)
{
	const struct nf_hook_state *state = ctx->state;
	struct sk_buff *skb = ctx->skb;

	out[0]++;
	out[1] = state->hook;
	out[2] = state->pf;
	out[3] = state->in ? state->in->ifindex : -1;
	out[4] = state->out ? state->out->ifindex : -1;
	out[5] = state->sk != NULL;
	out[6] = skb->len;
	out[7] = skb->data_len;
	out[8] = bpf_ntohs(skb->protocol);
	out[9] = skb->dev ? skb->dev->ifindex : -1;
	out[10] = skb->data - skb->head - skb->network_header;
	out[11] = skb->sk != NULL;
	return verdict & 1;
}
