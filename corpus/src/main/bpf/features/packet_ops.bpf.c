// SPDX-License-Identifier: Apache-2.0
// Programs that do to a packet what the host asks for, up to eight helper calls or stores in turn: ops says which, answers
// what came back. What the programs see in their context is noted before the first and after the last. So one program per
// type asks for every order of calls.
#include "../bpf.h"

// struct __sk_buff to its end.
struct skb {
	__u32 len, pkt_type, mark, queue_mapping, protocol, vlan_present, vlan_tci, vlan_proto;
	__u32 priority, ingress_ifindex, ifindex, tc_index, cb[5], hash, tc_classid, data, data_end, napi_id;
	__u32 family, remote_ip4, local_ip4, remote_ip6[4], local_ip6[4], remote_port, local_port, data_meta;
	__u64 flow_keys;
	__u64 tstamp;
	__u32 wire_len, gso_segs;
	__u64 sk;
	__u32 gso_size;
	__u8 tstamp_type;
	__u32 : 24;
	__u64 hwtstamp;
};

static long (*skb_store_bytes)(void *, __u32, const void *, __u32, __u64) = (void *)9;
static long (*l3_csum_replace)(void *, __u32, __u64, __u64, __u64) = (void *)10;
static long (*l4_csum_replace)(void *, __u32, __u64, __u64, __u64) = (void *)11;
static long (*clone_redirect)(void *, __u32, __u64) = (void *)13;
static long (*get_cgroup_classid)(void *) = (void *)17;
static long (*skb_vlan_push)(void *, __u64, __u64) = (void *)18;
static long (*skb_vlan_pop)(void *) = (void *)19;
static long (*get_route_realm)(void *) = (void *)24;
static long (*skb_change_proto)(void *, __u64, __u64) = (void *)31;
static long (*skb_change_type)(void *, __u32) = (void *)32;
static long (*get_hash_recalc)(void *) = (void *)34;
static long (*skb_change_tail)(void *, __u32, __u64) = (void *)38;
static long (*csum_update)(void *, __u32) = (void *)40;
static long (*set_hash_invalid)(void *) = (void *)41;
static long (*skb_change_head)(void *, __u32, __u64) = (void *)43;
static long (*set_hash)(void *, __u32) = (void *)48;
static long (*skb_adjust_room)(void *, __s32, __u32, __u64) = (void *)50;
static long (*skb_load_bytes_relative)(void *, __u32, void *, __u32, __u32) = (void *)68;
static long (*skb_cgroup_id)(void *) = (void *)79;
static long (*skb_ancestor_cgroup_id)(void *, __u32) = (void *)83;
static long (*skb_ecn_set_ce)(void *) = (void *)97;
static long (*csum_level)(void *, __u64) = (void *)135;
static long (*skb_cgroup_classid)(void *) = (void *)151;
static long (*check_mtu)(void *, __u32, __u32 *, __s32, __u64) = (void *)163;
static long (*skb_set_tstamp)(void *, __u64, __u32) = (void *)192;

enum { OPS = 8, BUFFER = 128, NOT_ASKED = -999 };

// A number below 500 is that of a helper, 500 and more that of a field's offset, 700 a store into the packet.
struct op {
	__u64 what, a, b, c, d;
};

struct op ops[OPS];
__u32 count, mtu_length;
__s64 answers[OPS];
__u64 before[41], after[41];
__u8 from[BUFFER], loaded[BUFFER];
__u32 verdict;

#define FIELD(i, name) to[i] = skb->name
#define COMMON(skb)                                                                                                          \
	FIELD(0, len), FIELD(1, pkt_type), FIELD(2, mark), FIELD(3, queue_mapping), FIELD(4, protocol);                      \
	FIELD(5, vlan_present), FIELD(6, vlan_tci), FIELD(7, vlan_proto), FIELD(8, priority), FIELD(9, ingress_ifindex);     \
	FIELD(10, ifindex), FIELD(11, tc_index), FIELD(12, cb[0]), FIELD(13, cb[1]), FIELD(14, cb[2]), FIELD(15, cb[3]);     \
	FIELD(16, cb[4]), FIELD(17, hash), FIELD(20, napi_id), FIELD(24, gso_segs), FIELD(25, gso_size)

static __always_inline void note_tc(volatile struct skb *skb, __u64 *to)
{
	COMMON(skb);
	FIELD(18, tc_classid);
	to[19] = (void *)(long)skb->data_end - (void *)(long)skb->data;
	to[21] = (void *)(long)skb->data - (void *)(long)skb->data_meta;
	FIELD(22, tstamp), FIELD(23, wire_len), FIELD(26, tstamp_type), FIELD(27, hwtstamp);
}

static __always_inline void note_lwt(volatile struct skb *skb, __u64 *to)
{
	COMMON(skb);
	to[19] = (void *)(long)skb->data_end - (void *)(long)skb->data;
}

static __always_inline void note_filter(volatile struct skb *skb, __u64 *to)
{
	COMMON(skb);
}

static __always_inline void note_cgroup(volatile struct skb *skb, __u64 *to)
{
	COMMON(skb);
	FIELD(22, tstamp), FIELD(27, hwtstamp);
	FIELD(28, family), FIELD(29, remote_ip4), FIELD(30, local_ip4);
	FIELD(31, remote_ip6[0]), FIELD(32, remote_ip6[1]), FIELD(33, remote_ip6[2]), FIELD(34, remote_ip6[3]);
	FIELD(35, local_ip6[0]), FIELD(36, local_ip6[1]), FIELD(37, local_ip6[2]), FIELD(38, local_ip6[3]);
	FIELD(39, remote_port), FIELD(40, local_port);
}

// The length of what is loaded or stored; 0 if it does not fit.
static __always_inline __u32 size(__u64 asked)
{
	return asked > BUFFER ? 0 : asked;
}

static __always_inline long load_or_store(void *skb, struct op *op, int relative)
{
	__u32 bytes = size(op->b);

	if (!bytes)
		return NOT_ASKED;
	return relative ? skb_load_bytes_relative(skb, op->a, loaded, bytes, op->c) :
			  bpf_skb_load_bytes(skb, op->a, loaded, bytes);
}

static __always_inline long store(void *skb, struct op *op)
{
	__u32 bytes = size(op->b);

	return bytes ? skb_store_bytes(skb, op->a, from, bytes, op->c) : NOT_ASKED;
}

static __always_inline long mtu(void *ctx, struct op *op)
{
	__u32 length = op->b;
	long result = check_mtu(ctx, op->a, &length, op->c, op->d);

	mtu_length = length;
	return result;
}

static __always_inline long tc_op(struct skb *ctx, struct op *op)
{
	volatile struct skb *skb = ctx;

	switch (op->what) {
	case 9: return store(ctx, op);
	case 10: return l3_csum_replace(ctx, op->a, op->b, op->c, op->d);
	case 11: return l4_csum_replace(ctx, op->a, op->b, op->c, op->d);
	case 13: return clone_redirect(ctx, op->a, op->b);
	case 17: return get_cgroup_classid(ctx);
	case 18: return skb_vlan_push(ctx, op->a, op->b);
	case 19: return skb_vlan_pop(ctx);
	case 24: return get_route_realm(ctx);
	case 26: return load_or_store(ctx, op, 0);
	case 31: return skb_change_proto(ctx, op->a, op->b);
	case 32: return skb_change_type(ctx, op->a);
	case 34: return get_hash_recalc(ctx);
	case 38: return skb_change_tail(ctx, op->a, op->b);
	case 39: return bpf_skb_pull_data((void *)ctx, op->a);
	case 40: return csum_update(ctx, op->a);
	case 41: return set_hash_invalid(ctx);
	case 43: return skb_change_head(ctx, op->a, op->b);
	case 48: return set_hash(ctx, op->a);
	case 50: return skb_adjust_room(ctx, op->a, op->b, op->c);
	case 68: return load_or_store(ctx, op, 1);
	case 79: return skb_cgroup_id(ctx);
	case 83: return skb_ancestor_cgroup_id(ctx, op->a);
	case 97: return skb_ecn_set_ce(ctx);
	case 135: return csum_level(ctx, op->a);
	case 151: return skb_cgroup_classid(ctx);
	case 163: return mtu(ctx, op);
	case 192: return skb_set_tstamp(ctx, op->a, op->b);
	case 508: return skb->mark = op->a, 0;
	case 512: return skb->queue_mapping = op->a, 0;
	case 532: return skb->priority = op->a, 0;
	case 544: return skb->tc_index = op->a, 0;
	case 548: return skb->cb[0] = op->a, 0;
	case 564: return skb->cb[4] = op->a, 0;
	case 572: return skb->tc_classid = op->a, 0;
	case 652: return skb->tstamp = op->a, 0;
	case 700: {
		__u8 *at = (void *)(long)skb->data;
		if (op->a > 4000)
			return NOT_ASKED;
		at += op->a;
		if ((void *)(at + 1) > (void *)(long)skb->data_end)
			return NOT_ASKED;
		return *at = op->b, 0;
	}
	}
	return NOT_ASKED;
}

static __always_inline long xmit_op(struct skb *ctx, struct op *op)
{
	volatile struct skb *skb = ctx;

	switch (op->what) {
	case 9: return store(ctx, op);
	case 10: return l3_csum_replace(ctx, op->a, op->b, op->c, op->d);
	case 11: return l4_csum_replace(ctx, op->a, op->b, op->c, op->d);
	case 13: return clone_redirect(ctx, op->a, op->b);
	case 17: return get_cgroup_classid(ctx);
	case 24: return get_route_realm(ctx);
	case 26: return load_or_store(ctx, op, 0);
	case 34: return get_hash_recalc(ctx);
	case 38: return skb_change_tail(ctx, op->a, op->b);
	case 39: return bpf_skb_pull_data((void *)ctx, op->a);
	case 40: return csum_update(ctx, op->a);
	case 41: return set_hash_invalid(ctx);
	case 43: return skb_change_head(ctx, op->a, op->b);
	case 135: return csum_level(ctx, op->a);
	case 508: return skb->mark = op->a, 0;
	case 532: return skb->priority = op->a, 0;
	case 564: return skb->cb[4] = op->a, 0;
	}
	return NOT_ASKED;
}

static __always_inline long lwt_op(struct skb *ctx, struct op *op)
{
	switch (op->what) {
	case 17: return get_cgroup_classid(ctx);
	case 24: return get_route_realm(ctx);
	case 26: return load_or_store(ctx, op, 0);
	case 34: return get_hash_recalc(ctx);
	case 39: return bpf_skb_pull_data((void *)ctx, op->a);
	}
	return NOT_ASKED;
}

static __always_inline long filter_op(struct skb *ctx, struct op *op)
{
	volatile struct skb *skb = ctx;

	switch (op->what) {
	case 26: return load_or_store(ctx, op, 0);
	case 68: return load_or_store(ctx, op, 1);
	case 548: return skb->cb[0] = op->a, 0;
	case 564: return skb->cb[4] = op->a, 0;
	}
	return NOT_ASKED;
}

static __always_inline long cgroup_op(struct skb *ctx, struct op *op)
{
	volatile struct skb *skb = ctx;

	switch (op->what) {
	case 26: return load_or_store(ctx, op, 0);
	case 68: return load_or_store(ctx, op, 1);
	case 79: return skb_cgroup_id(ctx);
	case 83: return skb_ancestor_cgroup_id(ctx, op->a);
	case 97: return skb_ecn_set_ce(ctx);
	case 508: return skb->mark = op->a, 0;
	case 532: return skb->priority = op->a, 0;
	case 548: return skb->cb[0] = op->a, 0;
	case 652: return skb->tstamp = op->a, 0;
	}
	return NOT_ASKED;
}

static __always_inline long xdp_op(struct xdp_md *ctx, struct op *op)
{
	__u32 bytes = size(op->b);

	switch (op->what) {
	case 23: return bpf_redirect(op->a, op->b);
	case 44: return bpf_xdp_adjust_head(ctx, op->a);
	case 54: return bpf_xdp_adjust_meta(ctx, op->a);
	case 65: return bpf_xdp_adjust_tail(ctx, op->a);
	case 163: return mtu(ctx, op);
	case 188: return bpf_xdp_get_buff_len(ctx);
	case 189: return bytes ? bpf_xdp_load_bytes(ctx, op->a, loaded, bytes) : NOT_ASKED;
	case 190: return bytes ? bpf_xdp_store_bytes(ctx, op->a, from, bytes) : NOT_ASKED;
	}
	return NOT_ASKED;
}

static __always_inline void note_xdp(struct xdp_md *ctx, __u64 *to)
{
	to[0] = (void *)(long)ctx->data_end - (void *)(long)ctx->data;
	to[1] = (void *)(long)ctx->data - (void *)(long)ctx->data_meta;
	to[2] = ctx->ingress_ifindex;
	to[3] = ctx->rx_queue_index;
}

#define PROGRAM(type, section, argument)                                                                                     \
	SEC(section) int ops_##type(argument)                                                                                \
	{                                                                                                                    \
		note_##type(ctx, before);                                                                                    \
		for (__u32 i = 0; i < OPS && i < count; i++)                                                                 \
			answers[i] = type##_op(ctx, &ops[i]);                                                                \
		note_##type(ctx, after);                                                                                     \
		return verdict & MASK;                                                                                       \
	}

#define note_xmit note_lwt

#define MASK 0xffffffff
PROGRAM(tc, "tc", struct skb *ctx)
PROGRAM(xmit, "lwt_xmit", struct skb *ctx)
PROGRAM(lwt, "lwt_in", struct skb *ctx)
PROGRAM(filter, "socket", struct skb *ctx)
PROGRAM(xdp, "xdp", struct xdp_md *ctx)
#undef MASK
#define MASK 1
PROGRAM(cgroup, "cgroup_skb/ingress", struct skb *ctx)

// Programs that run on other contexts.
SEC("syscall") int ops_syscall(__u64 *ctx)
{
	answers[0] = ctx[0];
	ctx[1] = 7;
	return verdict;
}

SEC("raw_tp/any") int ops_tracepoint(__u64 *ctx)
{
	answers[0] = ctx[0];
	answers[1] = ctx[1];
	return verdict;
}

SEC("kprobe/any") int ops_kprobe(void *ctx)
{
	return verdict;
}

char _license[] SEC("license") = "Dual MIT/GPL";
