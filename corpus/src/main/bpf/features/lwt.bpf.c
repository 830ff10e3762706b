// SPDX-License-Identifier: Apache-2.0
// What programs on routes do to packets: up to six calls in turn, which the host writes into element 0 of `io`. What came back, and
// the packet before the first and after the last, are written there too.
#include "../bpf.h"

enum { OPS = 6, GIVEN = 1024, MOST_GIVEN = 512, SEEN = 512, NOT_ASKED = -999 };

// A helper's number, or 500 and the offset of a field that is set; and arguments. Bytes are those of `given`.
struct op {
	__u32 what, a, at, size;
};

struct request {
	__u32 count, verdict;
	struct op ops[OPS];
	__u8 given[GIVEN];
	__u32 runs, bytes_before, bytes_after, protocol;
	__s64 answers[OPS];
	__u8 before[SEEN];
	__u8 after[SEEN];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct request);
} io SEC(".maps");

static long (*const skb_change_tail)(void *ctx, __u32 length, __u64 flags) = (void *)38;
static long (*const skb_change_head)(void *ctx, __u32 room, __u64 flags) = (void *)43;
static long (*const push_encap)(void *ctx, __u32 type, void *header, __u32 size) = (void *)73;
static long (*const seg6_store_bytes)(void *ctx, __u32 offset, const void *from, __u32 size) = (void *)74;
static long (*const seg6_adjust_srh)(void *ctx, __u32 offset, __s32 delta) = (void *)75;
static long (*const seg6_action)(void *ctx, __u32 action, void *parameter, __u32 size) = (void *)76;

// A length that the verifier knows to be from 1 to the most, a power of two; one that is not becomes one that is.
#define BOUNDED(length, most) ((((length)-1) & ((most)-1)) + 1)

static __always_inline __u32 see(struct __sk_buff *ctx, __u8 *to)
{
	__u32 bytes = ((volatile struct __sk_buff *)ctx)->len;

	bpf_skb_load_bytes(ctx, 0, to, BOUNDED(bytes, SEEN));
	return bytes;
}

static __always_inline long in_op(struct __sk_buff *ctx, struct op *op, __u8 *bytes, __u32 size)
{
	switch (op->what) {
	case 508: return ((volatile struct __sk_buff *)ctx)->mark = op->a, 0;
	case 39: return bpf_skb_pull_data(ctx, op->a);
	case 73: return push_encap(ctx, op->a, bytes, size);
	}
	return NOT_ASKED;
}

static __always_inline long xmit_op(struct __sk_buff *ctx, struct op *op, __u8 *bytes, __u32 size)
{
	switch (op->what) {
	case 508: return ((volatile struct __sk_buff *)ctx)->mark = op->a, 0;
	case 38: return skb_change_tail(ctx, op->a, 0);
	case 39: return bpf_skb_pull_data(ctx, op->a);
	case 43: return skb_change_head(ctx, op->a, 0);
	case 73: return push_encap(ctx, op->a, bytes, size);
	}
	return NOT_ASKED;
}

static __always_inline long seg6_op(struct __sk_buff *ctx, struct op *op, __u8 *bytes, __u32 size)
{
	switch (op->what) {
	case 508: return ((volatile struct __sk_buff *)ctx)->mark = op->a, 0;
	case 74: return seg6_store_bytes(ctx, op->a, bytes, size);
	case 75: return seg6_adjust_srh(ctx, op->a, op->at);
	case 76: return seg6_action(ctx, op->a, bytes, size);
	}
	return NOT_ASKED;
}

#define OPERATED(NAME, TYPE)                                                                                           \
	SEC("lwt_" TYPE) int routed_##NAME(struct __sk_buff *ctx)                                                      \
	{                                                                                                              \
		__u32 key = 0;                                                                                         \
		struct request *r = bpf_map_lookup_elem(&io, &key);                                                    \
		if (!r)                                                                                                \
			return 0;                                                                                      \
		r->runs++;                                                                                             \
		r->bytes_before = see(ctx, r->before);                                                                 \
		for (int i = 0; i < OPS && i < r->count; i++) {                                                        \
			struct op *op = &r->ops[i];                                                                    \
			__u32 at = op->at, size = BOUNDED(op->size, MOST_GIVEN);                                       \
			if (at >= GIVEN - MOST_GIVEN || op->what == 75)                                                \
				at = 0;                                                                                \
			r->answers[i] = NAME##_op(ctx, op, &r->given[at], size);                                       \
		}                                                                                                      \
		r->bytes_after = see(ctx, r->after);                                                                   \
		r->protocol = ((volatile struct __sk_buff *)ctx)->protocol;                                            \
		return r->verdict;                                                                                     \
	}

OPERATED(in, "in")
OPERATED(xmit, "xmit")
OPERATED(seg6, "seg6local")

// What such programs are written for; each notes the packet as the ones above do, and what its calls answered.

enum { BPF_OK = 0, BPF_DROP = 2, BPF_REDIRECT = 7, BPF_LWT_REROUTE = 128 };
enum { ENCAP_SEG6 = 0, ENCAP_IP = 2, END_X = 2, ROUTING = 43 };

struct segments {
	__u8 next, length, type, left, last, flags, tag[2];
	__u8 to[2][16];
};

// A tunnel of GRE to another host; the kernel finds its route by the new header.
static __always_inline int gre_tunnel_body(struct __sk_buff *ctx, struct request *r)
{
	__u32 bytes = ctx->len + 24, type = ctx->protocol;
	__u8 header[24] = { 0x45, 0, bytes >> 8, bytes, 0, 0, 0, 0, 64, 47, 0, 0, 10, 0, 1, 1, 10, 5, 0, 9, 0, 0, type, type >> 8 };

	r->answers[0] = push_encap(ctx, ENCAP_IP, header, sizeof(header));
	r->count = 1;
	return r->answers[0] ? BPF_DROP : BPF_LWT_REROUTE;
}

// Packets go by way of two services, each at a segment.
static __always_inline int service_chain_body(struct __sk_buff *ctx, struct request *r)
{
	struct segments header = { .length = 4, .type = 4, .left = 1, .last = 1, .tag = { 0x12, 0x34 },
				   .to = { { 0xfc, 0, 0, 6, [15] = 1 }, { 0xfc, 0, 0, 5, [15] = 1 } } };

	r->answers[0] = push_encap(ctx, ENCAP_SEG6, &header, sizeof(header));
	r->count = 1;
	return r->answers[0] ? BPF_DROP : BPF_OK;
}

// Every endpoint on the way signs with an item of its own behind the segments.
static __always_inline int sign_body(struct __sk_buff *ctx, struct request *r)
{
	__u8 item[8] = { 200, 6, 's', 'i', 'g', 'n', 'e', 'd' };
	struct segments header;
	__u8 next;

	if (bpf_skb_load_bytes(ctx, 6, &next, 1) || next != ROUTING || bpf_skb_load_bytes(ctx, 40, &header, 8))
		return BPF_DROP;
	__u32 end = 40 + 8 + 8 * header.length;
	r->answers[0] = seg6_adjust_srh(ctx, end, sizeof(item));
	r->answers[1] = seg6_store_bytes(ctx, end, item, sizeof(item));
	r->count = 2;
	return r->answers[0] || r->answers[1] ? BPF_DROP : BPF_OK;
}

// Flows are spread over two next hops by the lowest bit of their label.
static __always_inline int spread_body(struct __sk_buff *ctx, struct request *r)
{
	__u8 start[4], hop[16] = { 0xfc, 0, 0, 5, [15] = 9 };

	if (bpf_skb_load_bytes(ctx, 0, start, sizeof(start)))
		return BPF_DROP;
	hop[3] += start[3] & 1;
	r->answers[0] = seg6_action(ctx, END_X, hop, sizeof(hop));
	r->count = 1;
	return r->answers[0] ? BPF_DROP : BPF_REDIRECT;
}

#define NOTED(NAME, TYPE)                                                                                              \
	SEC("lwt_" TYPE) int NAME(struct __sk_buff *ctx)                                                               \
	{                                                                                                              \
		__u32 key = 0;                                                                                         \
		struct request *r = bpf_map_lookup_elem(&io, &key);                                                    \
		if (!r)                                                                                                \
			return BPF_DROP;                                                                               \
		r->runs++;                                                                                             \
		r->bytes_before = see(ctx, r->before);                                                                 \
		int verdict = NAME##_body(ctx, r);                                                                     \
		r->bytes_after = see(ctx, r->after);                                                                   \
		r->protocol = ((volatile struct __sk_buff *)ctx)->protocol;                                            \
		return verdict;                                                                                        \
	}

NOTED(gre_tunnel, "xmit")
NOTED(service_chain, "in")
NOTED(sign, "seg6local")
NOTED(spread, "seg6local")

char _license[] SEC("license") = "Dual MIT/GPL";
