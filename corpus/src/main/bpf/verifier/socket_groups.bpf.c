// SPDX-License-Identifier: Apache-2.0
// What programs that choose sockets of groups, look sockets up and dissect flows may give helpers, and which helpers they have.
#include "cases_b.h"

struct lookup { struct bpf_sock *sk; __u32 family; };
struct group { void *data, *data_end; __u32 len, eth_protocol, ip_protocol, bind_inany, hash; struct bpf_sock *sk, *migrating_sk; };
struct keys { __u16 nhoff, thoff; };
struct flow { __u32 unseen[19]; __u32 data, data_end; __u32 unseen_too[15]; struct keys *keys; };

static __u64 (*const cookie)(void *) = (void *)46;
static long (*const load)(void *, __u32, void *, __u32) = (void *)26;
static long (*const load_relative)(void *, __u32, void *, __u32, __u32) = (void *)68;
static long (*const select)(void *, void *, void *, __u64) = (void *)82;
static long (*const release)(void *) = (void *)86;
static void *(*const fullsock)(void *) = (void *)95;
static void *(*const tcp_sock)(void *) = (void *)96;
static long (*const assign)(void *, void *, __u64) = (void *)124;
static __u64 (*const cgroup_id)(void *) = (void *)128;
static void *(*const to_tcp)(void *) = (void *)137;
static long (*const store)(void *, __u32, const void *, __u32, __u64) = (void *)9;
static long (*const pull)(void *, __u32) = (void *)39;
static __u32 (*const uid)(void *) = (void *)47;
static __u64 (*const netns)(void *) = (void *)122;

SIZED(socks, BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, 4, 0, 4, 8);
SIZED(sockmap, BPF_MAP_TYPE_SOCKMAP, 4, 0, 4, 8);
MAP(array, ARRAY, 4, 0, __u32, __u64);

#define GROUP(NAME, ...) IN("sk_reuseport", struct group, NAME, __VA_ARGS__)
#define MOVES(NAME, ...) IN("sk_reuseport/migrate", struct group, NAME, __VA_ARGS__)
#define LOOK(NAME, ...) SEC("sk_lookup") int NAME(struct lookup *ctx) { __VA_ARGS__; return 1; }
#define FLOW(NAME, ...) IN("flow_dissector", struct flow, NAME, __VA_ARGS__)
#define WORD __u32 word = 0

GROUP(h34_group_cookie__ok, sink = cookie(ctx->sk))
GROUP(h34_group_cookie_of_context__EACCES, sink = cookie(ctx))
GROUP(h34_group_cookie_of_null__ok, sink = cookie(NULL))
GROUP(h34_group_cookie_of_number__EACCES, sink = cookie((void *)(long)ctx->len))
GROUP(h34_group_cookie_of_migrating__ok, sink = cookie(ctx->migrating_sk))
MOVES(h34_migrating_cookie__ok, sink = cookie(ctx->migrating_sk))
MOVES(h34_migrating_unchecked__EACCES, sink = ctx->migrating_sk->family)
MOVES(h34_migrating_checked__ok, struct bpf_sock *sk = ctx->migrating_sk; if (sk) sink = sk->family)
MOVES(h34_migrating_full__EINVAL, struct bpf_sock *sk = ctx->migrating_sk; if (sk) sk = fullsock(sk); if (sk) sink = *(__u32 *)((char *)sk + 8))
GROUP(h34_group_fullsock__EINVAL, sink = fullsock(ctx->sk) != NULL)
GROUP(h34_group_tcp_sock__EINVAL, sink = tcp_sock(ctx->sk) != NULL)
GROUP(h34_group_to_tcp__EINVAL, sink = to_tcp(ctx->sk) != NULL)
GROUP(h34_group_cgroup__EINVAL, sink = cgroup_id(ctx->sk))
GROUP(h34_group_released__EINVAL, release(ctx->sk))
GROUP(h34_group_uid__EINVAL, sink = uid(ctx))
GROUP(h34_group_netns__EINVAL, sink = netns(ctx))
GROUP(h34_group_assign__EINVAL, sink = assign(ctx, ctx->sk, 0))
GROUP(h34_group_load__ok, WORD; sink = load(ctx, 0, &word, 4))
GROUP(h34_group_load_relative__ok, WORD; sink = load_relative(ctx, 0, &word, 4, 1))
GROUP(h34_group_load_nothing__EACCES, WORD; sink = load(ctx, 0, &word, 0))
GROUP(h34_group_load_into_context__EACCES, sink = load(ctx, 0, ctx, 4))
GROUP(h34_group_store__EINVAL, WORD; sink = store(ctx, 0, &word, 4, 0))
GROUP(h34_group_pull__EINVAL, sink = pull(ctx, 0))
GROUP(h20_select_flags__ok, __u32 key = 0; sink = select(ctx, &socks, &key, ANY))
GROUP(h20_select_unset_key__ok, __u32 key; sink = select(ctx, &socks, &key, 0))
GROUP(h20_select_key_of_packet__EACCES, if (ctx->data + 4 <= ctx->data_end) sink = select(ctx, &socks, ctx->data, 0))
GROUP(h20_select_key_of_packet_unchecked__EACCES, sink = select(ctx, &socks, ctx->data, 0))
GROUP(h20_select_null_key__EACCES, sink = select(ctx, &socks, NULL, 0))
GROUP(h20_select_key_is_context__EACCES, sink = select(ctx, &socks, ctx, 0))
GROUP(h20_select_of_socket__EACCES, __u32 key = 0; sink = select(ctx->sk, &socks, &key, 0))
LOOK(h20_select_in_lookup__EINVAL, __u32 key = 0; sink = select(ctx, &socks, &key, 0))
XDP(h20_select_in_xdp__EINVAL, __u32 key = 0; sink = select(ctx, &socks, &key, 0))
GROUP(h20_group_updates__EINVAL, __u32 key = 0; __u64 value = 0; sink = bpf_map_update_elem(&socks, &key, &value, 0))
GROUP(h20_group_deletes__EINVAL, __u32 key = 0; sink = bpf_map_delete_elem(&socks, &key))
LOOK(h34_lookup_gives_back__ok, struct bpf_sock *sk = ctx->sk; if (sk) sink = assign(ctx, sk, 1))
LOOK(h34_lookup_gives_back_unchecked__ok, sink = assign(ctx, ctx->sk, 1))
LOOK(h34_lookup_assign_context__EACCES, sink = assign(ctx, ctx, 0))
LOOK(h34_lookup_assign_number__EACCES, sink = assign(ctx, (void *)(long)ctx->family, 0))
LOOK(h34_lookup_assign_of_map__ok, __u32 key = 0; struct bpf_sock *sk = bpf_map_lookup_elem(&sockmap, &key); if (!sk) return 1; sink = assign(ctx, sk, 0); release(sk))
LOOK(h34_lookup_assign_of_map_kept__EINVAL, __u32 key = 0; struct bpf_sock *sk = bpf_map_lookup_elem(&sockmap, &key); if (!sk) return 1; sink = assign(ctx, sk, 0))
LOOK(h34_lookup_cookie__EINVAL, sink = cookie(ctx))
LOOK(h34_lookup_fullsock__EINVAL, struct bpf_sock *sk = ctx->sk; if (sk) sink = fullsock(sk) != NULL)
LOOK(h34_lookup_to_tcp__ok, struct bpf_sock *sk = ctx->sk; if (sk) sink = to_tcp(sk) != NULL)
LOOK(h34_lookup_load__EINVAL, WORD; sink = load(ctx, 0, &word, 4))
LOOK(h34_lookup_releases_given__EINVAL, struct bpf_sock *sk = ctx->sk; if (sk) release(sk))
FLOW(h34_flow_load__ok, WORD; sink = load(ctx, ctx->keys->nhoff, &word, 4))
FLOW(h34_flow_load_into_keys__EACCES, sink = load(ctx, 0, ctx->keys, 4))
FLOW(h34_flow_load_of_keys__EACCES, WORD; sink = load(ctx->keys, 0, &word, 4))
FLOW(h34_flow_load_relative__EINVAL, WORD; sink = load_relative(ctx, 0, &word, 4, 1))
FLOW(h34_flow_pull__EINVAL, sink = pull(ctx, 0))
FLOW(h34_flow_cookie__EINVAL, sink = cookie(ctx))
FLOW(h34_flow_fullsock__EINVAL, sink = fullsock(ctx) != NULL)
FLOW(h34_flow_key_is_keys__EACCES, sink = bpf_map_lookup_elem(&array, ctx->keys) != NULL)
FLOW(h34_flow_key_is_packet__ok, void *data = (void *)(long)ctx->data; if (data + 4 <= (void *)(long)ctx->data_end) sink = bpf_map_lookup_elem(&array, data) != NULL)
FLOW(h34_flow_keys_into_map__ok, __u32 key = 0; __u64 *value = bpf_map_lookup_elem(&array, &key); if (value) *value = (__u64)ctx->keys)
