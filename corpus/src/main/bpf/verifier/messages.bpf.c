// SPDX-License-Identifier: Apache-2.0
// Helpers of programs on messages that are sent through sockets in maps, and of those on what such sockets receive: who may call them, with
// which maps, and what is left of pointers to the bytes.
#include "cases_b.h"

struct sk_msg_md {
	void *data, *data_end;
	__u32 family, remote_ip4, local_ip4, remote_ip6[4], local_ip6[4], remote_port, local_port, size;
	struct bpf_sock *sk;
};

static long (*const msg_apply_bytes)(void *msg, __u32 bytes) = (void *)61;
static long (*const msg_cork_bytes)(void *msg, __u32 bytes) = (void *)62;
static long (*const msg_pull_data)(void *msg, __u32 start, __u32 end, __u64 flags) = (void *)63;
static long (*const sock_hash_update)(void *ops, void *map, void *key, __u64 flags) = (void *)70;
static long (*const msg_redirect_hash)(void *msg, void *map, void *key, __u64 flags) = (void *)71;
static long (*const sk_redirect_hash)(void *skb, void *map, void *key, __u64 flags) = (void *)72;
static long (*const msg_push_data)(void *msg, __u32 start, __u32 len, __u64 flags) = (void *)90;
static long (*const msg_pop_data)(void *msg, __u32 start, __u32 len, __u64 flags) = (void *)91;

SIZED(sockmap, BPF_MAP_TYPE_SOCKMAP, 4, 0, 4, 4);
SIZED(sockhash, BPF_MAP_TYPE_SOCKHASH, 4, 0, 4, 4);

// Reads a byte that was there before a call, and one that is there after it.
#define KEPT(NAME, CALL) \
	IN("sk_msg", struct sk_msg_md, NAME, __u8 *data = ctx->data; if ((void *)(data + 1) > ctx->data_end) return 1; CALL; sink = *data)
#define AGAIN(NAME, CALL) \
	IN("sk_msg", struct sk_msg_md, NAME, CALL; __u8 *data = ctx->data; if ((void *)(data + 1) > ctx->data_end) return 1; sink = *data)

KEPT(m1_apply_keeps_pointers__ok, msg_apply_bytes(ctx, 1))
KEPT(m1_cork_keeps_pointers__ok, msg_cork_bytes(ctx, 1))
KEPT(m1_redirect_keeps_pointers__ok, bpf_msg_redirect_map(ctx, &sockmap, 0, 0))
KEPT(m1_pull_takes_pointers__EACCES, msg_pull_data(ctx, 0, 1, 0))
KEPT(m1_push_takes_pointers__EACCES, msg_push_data(ctx, 0, 1, 0))
KEPT(m1_pop_takes_pointers__EACCES, msg_pop_data(ctx, 0, 1, 0))
AGAIN(m1_pull_and_again__ok, msg_pull_data(ctx, 0, 1, 0))
AGAIN(m1_push_and_again__ok, msg_push_data(ctx, 0, 1, 0))
AGAIN(m1_pop_and_again__ok, msg_pop_data(ctx, 0, 1, 0))

// Who may call them
IN("sk_skb/stream_verdict", struct __sk_buff, m2_apply_in_sk_skb__EINVAL, msg_apply_bytes(ctx, 1))
IN("sk_skb/stream_verdict", struct __sk_buff, m2_pull_in_sk_skb__EINVAL, msg_pull_data(ctx, 0, 1, 0))
IN("tc", struct __sk_buff, m2_cork_in_tc__EINVAL, msg_cork_bytes(ctx, 1))
IN("tc", struct __sk_buff, m2_push_in_tc__EINVAL, msg_push_data(ctx, 0, 1, 0))
IN("sockops", void, m2_pop_in_sockops__EINVAL, msg_pop_data(ctx, 0, 1, 0); return 1)
IN("sk_msg", void, m2_skb_redirect_in_sk_msg__EINVAL, return bpf_sk_redirect_map(ctx, &sockmap, 0, 0))
IN("sk_skb/stream_verdict", struct __sk_buff, m2_msg_redirect_in_sk_skb__EINVAL, return bpf_msg_redirect_map(ctx, &sockmap, 0, 0))
IN("tc", struct __sk_buff, m2_skb_redirect_in_tc__EINVAL, return bpf_sk_redirect_map(ctx, &sockmap, 0, 0))
IN("sk_msg", void, m2_update_in_sk_msg__EINVAL, bpf_sock_map_update(ctx, &sockmap, &(__u32){0}, 0))

// Which maps
IN("sk_msg", void, m3_redirect_hash__ok, return msg_redirect_hash(ctx, &sockhash, &(__u32){0}, 0))
IN("sk_msg", void, m3_redirect_hash_through_map__EINVAL, return msg_redirect_hash(ctx, &sockmap, &(__u32){0}, 0))
IN("sk_msg", void, m3_redirect_map_through_hash__EINVAL, return bpf_msg_redirect_map(ctx, &sockhash, 0, 0))
IN("sk_skb/stream_verdict", struct __sk_buff, m3_skb_redirect_hash__ok, return sk_redirect_hash(ctx, &sockhash, &(__u32){0}, 0))
IN("sk_skb/stream_verdict", struct __sk_buff, m3_skb_redirect_hash_through_map__EINVAL, return sk_redirect_hash(ctx, &sockmap, &(__u32){0}, 0))
IN("sockops", void, m3_hash_update__ok, sock_hash_update(ctx, &sockhash, &(__u32){0}, 0); return 1)
IN("sockops", void, m3_hash_update_of_map__EINVAL, sock_hash_update(ctx, &sockmap, &(__u32){0}, 0); return 1)

// The key is memory of the program's
IN("sk_msg", void, m4_key_is_null__EACCES, return msg_redirect_hash(ctx, &sockhash, 0, 0))
IN("sk_msg", struct sk_msg_md, m4_key_in_message__EACCES, __u8 *data = ctx->data; if ((void *)(data + 4) > ctx->data_end) return 1; return msg_redirect_hash(ctx, &sockhash, data, 0))

// The context
IN("sk_msg", struct sk_msg_md, m5_write_message__ok, __u8 *data = ctx->data; if ((void *)(data + 1) > ctx->data_end) return 1; *data = 1)
IN("sk_msg", struct sk_msg_md, m5_write_beyond__EACCES, __u8 *data = ctx->data; *data = 1)
IN("sk_msg", struct sk_msg_md, m5_socket__ok, sink = ctx->sk->family)
IN("sk_msg", struct sk_msg_md, m5_write_socket__EACCES, ctx->sk->mark = 1)
IN("sk_msg", void, m5_context_moved__EACCES, msg_apply_bytes(ctx + 8, 1))
