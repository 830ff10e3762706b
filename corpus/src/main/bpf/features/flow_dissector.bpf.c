// SPDX-License-Identifier: Apache-2.0
// Flow dissectors: one that reads the headers of a packet, and some that try what dissectors may do.
#include "../bpf.h"

struct bpf_flow_keys {
	__u16 nhoff, thoff, addr_proto;
	__u8 is_frag, is_first_frag, is_encap, ip_proto;
	__be16 n_proto, sport, dport;
	__be32 addresses[8];
	__u32 flags;
	__be32 flow_label;
};

struct dissected {
	__u32 unseen[19];
	__u32 data, data_end;
	__u32 unseen_too[15];
	struct bpf_flow_keys *flow_keys;
};

enum { PARSE_1ST_FRAG = 1, STOP_AT_FLOW_LABEL = 2, STOP_AT_ENCAP = 4 };
enum { BPF_OK = 0, BPF_DROP = 2, CONTINUE = 129 };

static long (*const skb_load_bytes)(void *ctx, __u32 offset, void *to, __u32 len) = (void *)26;

#define ANSWERS 64
__s64 out[ANSWERS];
int answered;
__u32 verdict;
__u16 nhoff, thoff;
__u32 offset;
__u32 runs;

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)

#define PROTO(N) ((__u16)__builtin_bswap16(N))
#define BEHIND(P, DATA, END, OFF, BYTES)                                                                               \
	((OFF) <= 400 && (P = (void *)(DATA) + (OFF), (void *)(P) + (BYTES) <= (END)))

// Ports, where the protocol has some.
static __always_inline int transport(struct bpf_flow_keys *keys, void *data, void *end, __u32 at)
{
	__u16 *ports;
	keys->thoff = at;
	if (keys->ip_proto != 6 && keys->ip_proto != 17)
		return BPF_OK;
	if (!BEHIND(ports, data, end, at, 4))
		return BPF_DROP;
	keys->sport = ports[0];
	keys->dport = ports[1];
	return BPF_OK;
}

SEC("flow_dissector") int dissect(struct dissected *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct bpf_flow_keys *keys = ctx->flow_keys;
	__u16 proto = keys->n_proto;
	__u32 at = keys->nhoff;
	__u32 flags = keys->flags;
	__u8 *h;

	runs++;
	for (int depth = 0; depth < 3; depth++) {
		if (proto == PROTO(0x8100) || proto == PROTO(0x88a8)) {
			if (!BEHIND(h, data, end, at, 4))
				return BPF_DROP;
			proto = *(__u16 *)(h + 2);
			at += 4;
			keys->nhoff = at;
			keys->n_proto = proto;
			continue;
		}
		__u8 next;
		if (proto == PROTO(0x0800)) {
			if (!BEHIND(h, data, end, at, 20))
				return BPF_DROP;
			__u32 length = (h[0] & 15) * 4;
			if (length < 20)
				return BPF_DROP;
			keys->addr_proto = 0x0800;
			keys->addresses[0] = *(__u32 *)(h + 12);
			keys->addresses[1] = *(__u32 *)(h + 16);
			__u16 fragment = *(__u16 *)(h + 6);
			next = h[9];
			keys->ip_proto = next;
			at += length;
			if (fragment & PROTO(0x3fff)) {
				keys->is_frag = 1;
				if (fragment & PROTO(0x1fff)) {
					keys->thoff = at;
					return BPF_OK;
				}
				keys->is_first_frag = 1;
				if (!(flags & PARSE_1ST_FRAG)) {
					keys->thoff = at;
					return BPF_OK;
				}
			}
		} else if (proto == PROTO(0x86dd)) {
			if (!BEHIND(h, data, end, at, 40))
				return BPF_DROP;
			keys->addr_proto = 0x86dd;
			for (int i = 0; i < 8; i++)
				keys->addresses[i] = *(__u32 *)(h + 8 + 4 * i);
			next = h[6];
			keys->ip_proto = next;
			keys->flow_label = *(__u32 *)h & __builtin_bswap32(0xfffff);
			at += 40;
			if (keys->flow_label && flags & STOP_AT_FLOW_LABEL) {
				keys->thoff = at;
				return BPF_OK;
			}
			if (next == 44) {
				if (!BEHIND(h, data, end, at, 8))
					return BPF_DROP;
				__u16 fragment = *(__u16 *)(h + 2);
				next = h[0];
				keys->ip_proto = next;
				keys->is_frag = 1;
				at += 8;
				if (fragment & PROTO(0xfff8) || !(flags & PARSE_1ST_FRAG)) {
					keys->is_first_frag = !(fragment & PROTO(0xfff8));
					keys->thoff = at;
					return BPF_OK;
				}
				keys->is_first_frag = 1;
			}
		} else {
			return CONTINUE;
		}
		if (next != 4 && next != 41)
			return transport(keys, data, end, at);
		keys->is_encap = 1;
		if (flags & STOP_AT_ENCAP) {
			keys->thoff = at;
			return BPF_OK;
		}
		proto = next == 4 ? PROTO(0x0800) : PROTO(0x86dd);
		keys->n_proto = proto;
		keys->nhoff = at;
	}
	return BPF_DROP;
}

// What a dissector finds, and what becomes of offsets that it sets.
SEC("flow_dissector") int dissect_given(struct dissected *ctx)
{
	struct bpf_flow_keys *keys = ctx->flow_keys;
	answered = 0;
	runs++;
	A(ctx->data_end - ctx->data);
	A(keys->nhoff);
	A(keys->thoff);
	A(keys->addr_proto);
	A(keys->is_frag);
	A(keys->is_first_frag);
	A(keys->is_encap);
	A(keys->ip_proto);
	A(keys->n_proto);
	A(keys->sport);
	A(keys->dport);
	A(keys->addresses[0]);
	A(keys->addresses[7]);
	A(keys->flags);
	A(keys->flow_label);
	keys->nhoff = nhoff;
	keys->thoff = thoff;
	keys->ip_proto = 0xaa;
	keys->flags = 0x55;
	keys->addresses[7] += 0x01020304;
	return verdict;
}

// Bytes of the packet by the helper.
SEC("flow_dissector") int dissect_load(struct dissected *ctx)
{
	__u32 word = 0x77777777;
	__u8 many[64];
	answered = 0;
	runs++;
	A(skb_load_bytes(ctx, offset, &word, sizeof(word)));
	A(word);
	__builtin_memset(many, 0x66, sizeof(many));
	A(skb_load_bytes(ctx, offset, many, sizeof(many)));
	A(*(__u64 *)many);
	A(*(__u64 *)(many + 56));
	return verdict;
}

char _license[] SEC("license") = "Dual MIT/GPL";
