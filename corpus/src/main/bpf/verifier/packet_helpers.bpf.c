// SPDX-License-Identifier: Apache-2.0
// What the verifier demands of calls of helpers on packets: arguments, which of them move the packet's data, and who has
// them.
#include "../net.h"

static long (*skb_store_bytes)(void *, __u32, const void *, __u32, __u64) = (void *)9;
static long (*l3_csum_replace)(void *, __u32, __u64, __u64, __u64) = (void *)10;
static long (*l4_csum_replace)(void *, __u32, __u64, __u64, __u64) = (void *)11;
static long (*clone_redirect)(void *, __u32, __u64) = (void *)13;
static long (*get_cgroup_classid)(void *) = (void *)17;
static long (*classid_of_task)(void) = (void *)17;
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

const volatile __u32 constant = 1;
__u32 variable;
__u64 wide;
__u8 buffer[64];

// A packet pointer that was checked before a call, used behind it.
#define AROUND(name, section, ctx_type, call)                                                                                \
	SEC(section) int name(struct ctx_type *ctx)                                                                          \
	{                                                                                                                    \
		__u8 *data = (void *)(long)ctx->data;                                                                        \
		if ((void *)(data + 14) > (void *)(long)ctx->data_end)                                                       \
			return 0;                                                                                            \
		call;                                                                                                        \
		return data[3] & 1;                                                                                          \
	}

AROUND(store_moves__EACCES, "tc", __sk_buff, skb_store_bytes(ctx, 0, buffer, 4, 0))
AROUND(l3_csum_moves__EACCES, "tc", __sk_buff, l3_csum_replace(ctx, 24, 0, 0, 2))
AROUND(l4_csum_moves__EACCES, "tc", __sk_buff, l4_csum_replace(ctx, 24, 0, 0, 2))
AROUND(clone_moves__EACCES, "tc", __sk_buff, clone_redirect(ctx, 1, 0))
AROUND(classid_moves_not__ok, "tc", __sk_buff, get_cgroup_classid(ctx))
AROUND(vlan_push_moves__EACCES, "tc", __sk_buff, skb_vlan_push(ctx, 0, 0))
AROUND(vlan_pop_moves__EACCES, "tc", __sk_buff, skb_vlan_pop(ctx))
AROUND(realm_moves_not__ok, "tc", __sk_buff, get_route_realm(ctx))
AROUND(change_proto_moves__EACCES, "tc", __sk_buff, skb_change_proto(ctx, 0, 0))
AROUND(change_type_moves_not__ok, "tc", __sk_buff, skb_change_type(ctx, 0))
AROUND(hash_moves_not__ok, "tc", __sk_buff, get_hash_recalc(ctx))
AROUND(change_tail_moves__EACCES, "tc", __sk_buff, skb_change_tail(ctx, 60, 0))
AROUND(csum_update_moves_not__ok, "tc", __sk_buff, csum_update(ctx, 0))
AROUND(hash_invalid_moves_not__ok, "tc", __sk_buff, set_hash_invalid(ctx))
AROUND(change_head_moves__EACCES, "tc", __sk_buff, skb_change_head(ctx, 14, 0))
AROUND(set_hash_moves_not__ok, "tc", __sk_buff, set_hash(ctx, 0))
AROUND(adjust_room_moves__EACCES, "tc", __sk_buff, skb_adjust_room(ctx, 8, 0, 0))
AROUND(load_relative_moves_not__ok, "tc", __sk_buff, skb_load_bytes_relative(ctx, 0, buffer, 4, 0))
AROUND(cgroup_id_moves_not__ok, "tc", __sk_buff, skb_cgroup_id(ctx))
AROUND(ancestor_moves_not__ok, "tc", __sk_buff, skb_ancestor_cgroup_id(ctx, 1))
AROUND(ecn_moves_not__ok, "tc", __sk_buff, skb_ecn_set_ce(ctx))
AROUND(csum_level_moves_not__ok, "tc", __sk_buff, csum_level(ctx, 0))
AROUND(skb_classid_moves_not__ok, "tc", __sk_buff, skb_cgroup_classid(ctx))
AROUND(check_mtu_moves_not__ok, "tc", __sk_buff, check_mtu(ctx, 0, &variable, 0, 0))
AROUND(tstamp_moves_not__ok, "tc", __sk_buff, skb_set_tstamp(ctx, 0, 0))
AROUND(xmit_head_moves__EACCES, "lwt_xmit", __sk_buff, skb_change_head(ctx, 14, 0))
AROUND(cgroup_ecn_moves_not__ok, "cgroup_skb/ingress", __sk_buff, skb_ecn_set_ce(ctx))
AROUND(xdp_mtu_moves_not__ok, "xdp", xdp_md, check_mtu(ctx, 0, &variable, 0, 0))

#define CALL(name, section, ctx_type, call)                                                                                  \
	SEC(section) int name(struct ctx_type *ctx)                                                                          \
	{                                                                                                                    \
		call;                                                                                                        \
		return 0;                                                                                                    \
	}

// The length that check_mtu takes and gives.
CALL(mtu_of_value__ok, "tc", __sk_buff, check_mtu(ctx, 0, &variable, 0, 0))
CALL(mtu_of_wide_value__ok, "tc", __sk_buff, check_mtu(ctx, 0, (void *)&wide, 0, 0))
CALL(mtu_of_odd_place__EACCES, "tc", __sk_buff, check_mtu(ctx, 0, (void *)((char *)&wide + 2), 0, 0))
CALL(mtu_of_half__ok, "tc", __sk_buff, check_mtu(ctx, 0, (void *)((char *)&wide + 4), 0, 0))
CALL(mtu_of_constant__EACCES, "tc", __sk_buff, check_mtu(ctx, 0, (void *)&constant, 0, 0))
CALL(mtu_of_null__EACCES, "tc", __sk_buff, check_mtu(ctx, 0, NULL, 0, 0))
CALL(mtu_of_number__EACCES, "tc", __sk_buff, check_mtu(ctx, 0, (void *)8, 0, 0))
CALL(mtu_of_context__EACCES, "tc", __sk_buff, check_mtu(ctx, 0, (void *)ctx, 0, 0))
CALL(mtu_of_no_context__EACCES, "tc", __sk_buff, check_mtu(buffer, 0, &variable, 0, 0))

SEC("tc") int mtu_of_stack__ok(struct __sk_buff *ctx)
{
	__u32 length = 0;
	check_mtu(ctx, 0, &length, 0, 0);
	return length;
}

SEC("tc") int mtu_of_fresh_stack__ok(struct __sk_buff *ctx)
{
	__u32 length;
	check_mtu(ctx, 0, &length, 0, 0);
	return length;
}

SEC("tc") int mtu_of_half_fresh_stack__ok(struct __sk_buff *ctx)
{
	struct {
		__u16 low, high;
	} length;
	length.low = 1;
	asm volatile("" : : "r"(&length) : "memory");
	check_mtu(ctx, 0, (void *)&length, 0, 0);
	return length.low;
}

SEC("tc") int mtu_of_packet__EACCES(struct __sk_buff *ctx)
{
	__u8 *data = (void *)(long)ctx->data;
	if ((void *)(data + 14) > (void *)(long)ctx->data_end)
		return 0;
	return check_mtu(ctx, 0, (void *)data, 0, 0);
}

// Contexts.
CALL(store_into_no_context__EACCES, "tc", __sk_buff, skb_store_bytes(buffer, 0, buffer, 4, 0))
CALL(room_of_no_context__EACCES, "tc", __sk_buff, skb_adjust_room(buffer, 0, 0, 0))
CALL(hash_of_null__EACCES, "tc", __sk_buff, get_hash_recalc(NULL))
CALL(hash_of_moved_context__EACCES, "tc", __sk_buff, get_hash_recalc((char *)ctx + 8))

// Memory and sizes.
CALL(load_relative_nothing__EACCES, "tc", __sk_buff, skb_load_bytes_relative(ctx, 0, buffer, 0, 0))
CALL(load_relative_all__ok, "tc", __sk_buff, skb_load_bytes_relative(ctx, 0, buffer, 64, 0))
CALL(load_relative_beyond_variable__ok, "tc", __sk_buff, skb_load_bytes_relative(ctx, 0, buffer, 65, 0))
CALL(load_relative_any_size__EACCES, "tc", __sk_buff, skb_load_bytes_relative(ctx, 0, buffer, variable, 0))
CALL(load_relative_masked_size__EACCES, "tc", __sk_buff, skb_load_bytes_relative(ctx, 0, buffer, variable & 31, 0))
CALL(load_relative_into_constant__EACCES, "tc", __sk_buff, skb_load_bytes_relative(ctx, 0, (void *)&constant, 4, 0))
CALL(store_nothing__EACCES, "tc", __sk_buff, skb_store_bytes(ctx, 0, buffer, 0, 0))
CALL(store_constant__ok, "tc", __sk_buff, skb_store_bytes(ctx, 0, (void *)&constant, 4, 0))

SEC("tc") int load_relative_fresh_stack__ok(struct __sk_buff *ctx)
{
	__u64 to[2];
	skb_load_bytes_relative(ctx, 0, to, 16, 0);
	return to[1];
}

SEC("tc") int store_fresh_stack__ok(struct __sk_buff *ctx)
{
	__u64 from[2];
	asm volatile("" : : "r"(from) : );
	return skb_store_bytes(ctx, 0, from, 16, 0);
}

// Who has them.
CALL(classid_of_task__ok, "cgroup/sock", bpf_sock_tuple, classid_of_task())
CALL(realm_in_cgroup__EINVAL, "cgroup_skb/ingress", __sk_buff, get_route_realm(ctx))
CALL(tail_in_lwt_in__EINVAL, "lwt_in", __sk_buff, skb_change_tail(ctx, 60, 0))
CALL(hash_in_lwt_out__ok, "lwt_out", __sk_buff, get_hash_recalc(ctx))
CALL(hash_in_seg6__ok, "lwt_seg6local", __sk_buff, get_hash_recalc(ctx))
CALL(head_in_sk_skb__ok, "sk_skb/stream_verdict", __sk_buff, skb_change_head(ctx, 14, 0))
CALL(room_in_sk_skb__ok, "sk_skb/stream_verdict", __sk_buff, skb_adjust_room(ctx, 8, 0, 0))
CALL(proto_in_xmit__EINVAL, "lwt_xmit", __sk_buff, skb_change_proto(ctx, 0, 0))
CALL(mtu_in_cgroup__EINVAL, "cgroup_skb/ingress", __sk_buff, check_mtu(ctx, 0, &variable, 0, 0))
CALL(mtu_in_xdp__ok, "xdp", xdp_md, check_mtu(ctx, 0, &variable, 0, 0))
CALL(relative_in_filter__ok, "socket", __sk_buff, skb_load_bytes_relative(ctx, 0, buffer, 8, 1))
CALL(relative_in_xdp__EINVAL, "xdp", xdp_md, skb_load_bytes_relative(ctx, 0, buffer, 8, 1))
CALL(tstamp_in_xmit__EINVAL, "lwt_xmit", __sk_buff, skb_set_tstamp(ctx, 0, 0))
CALL(level_in_xmit__ok, "lwt_xmit", __sk_buff, csum_level(ctx, 0))

char _license[] SEC("license") = "Dual MIT/GPL";
