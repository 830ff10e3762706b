// SPDX-License-Identifier: Apache-2.0
// Asks for routes: the question is in element 0 of `io`, and the answer is written there.
#include "../bpf.h"

struct bpf_fib_lookup {
	__u8 bytes[64];
};

struct question {
	struct bpf_fib_lookup params;
	__u32 flags;
	__s32 size;
	__s64 result;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct question);
} io SEC(".maps");

static long (*const fib_lookup)(void *ctx, struct bpf_fib_lookup *params, int plen, __u32 flags) = (void *)69;
static long (*const redirect_neigh)(__u32 ifindex, void *params, int plen, __u64 flags) = (void *)152;
static long (*const redirect_peer)(__u32 ifindex, __u64 flags) = (void *)155;

static __always_inline int ask(void *ctx)
{
	__u32 key = 0;
	struct question *q = bpf_map_lookup_elem(&io, &key);
	if (!q)
		return 0;
	int size = q->size;
	if (size < 1 || size > (int)sizeof(q->params))
		return 0;
	q->result = fib_lookup(ctx, &q->params, size, q->flags);
	return 1;
}

SEC("xdp") int fib_xdp(struct xdp_md *ctx)
{
	return ask(ctx);
}

SEC("tc") int fib_tc(struct __sk_buff *ctx)
{
	return ask(ctx);
}

// A call's verdict is what it returns: the interface is in flags, the length of the next hop in size, flags in result.
SEC("tc") int neighbour(struct __sk_buff *ctx)
{
	__u32 key = 0;
	struct question *q = bpf_map_lookup_elem(&io, &key);
	if (!q)
		return 0;
	int size = q->size;
	if (size < 0 || size > (int)sizeof(q->params))
		return 0;
	return redirect_neigh(q->flags, size ? &q->params : NULL, size, q->result);
}

SEC("tc") int peer(struct __sk_buff *ctx)
{
	__u32 key = 0;
	struct question *q = bpf_map_lookup_elem(&io, &key);
	return q ? redirect_peer(q->flags, q->result) : 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
