// SPDX-License-Identifier: Apache-2.0
// What helpers on sockets, routes, tunnels and settings take, and who has them.
#include "cases_b.h"

struct sock_common { int unused; } CO_RE;
struct sock { struct sock_common __sk_common; } CO_RE;
struct file { int unused; } CO_RE;

static void *(*const skc_lookup)(void *, void *, __u32, __u64, __u64) = (void *)99;
static long (*const release)(void *) = (void *)86;
static void *(*const fullsock)(void *) = (void *)95;
static long (*const fib_lookup)(void *, void *, int, __u32) = (void *)69;
static long (*const redirect_neigh)(__u32, void *, int, __u64) = (void *)152;
static long (*const redirect_peer)(__u32, __u64) = (void *)155;
static long (*const set_key)(void *, void *, __u32, __u64) = (void *)21;
static long (*const get_key)(void *, void *, __u32, __u64) = (void *)20;
static __u64 (*const cookie)(void *) = (void *)46;
static long (*const assign)(void *, void *, __u64) = (void *)124;
static __u64 (*const cgroup_id)(void *) = (void *)128;
static struct sock *(*const to_tcp)(void *) = (void *)137;
static struct sock *(*const to_unix)(void *) = (void *)178;
static void *(*const from_file)(void *) = (void *)162;
static long (*const sysctl_get_new)(void *, void *, unsigned long) = (void *)103;
static long (*const cb_flags)(void *, int) = (void *)59;

struct params { __u8 bytes[64]; };
const volatile struct params constant;

#define SK(...) struct bpf_sock_tuple t = {}; void *sk = skc_lookup(ctx, &t, sizeof(t.ipv4), -1, 0); if (!sk) return 0; __VA_ARGS__

TC(s1_fib_lookup__ok, struct params p = {}; sink = fib_lookup(ctx, &p, sizeof(p), 0))
TC(s1_fib_lookup_unread_stack__ok, struct params p; sink = fib_lookup(ctx, &p, sizeof(p), 0))
TC(s1_fib_lookup_read_only__ok, sink = fib_lookup(ctx, (void *)&constant, sizeof(constant), 0))
TC(s1_fib_lookup_no_size__EACCES, struct params p = {}; sink = fib_lookup(ctx, &p, 0, 0))
IN("cgroup_skb/egress", struct __sk_buff, s1_fib_lookup_of_group__EINVAL, struct params p = {}; sink = fib_lookup(ctx, &p, sizeof(p), 0))
TC(s2_neighbour_null__ok, return redirect_neigh(1, NULL, 0, 0))
XDP(s2_neighbour_of_xdp__EINVAL, return redirect_neigh(1, NULL, 0, 0))
XDP(s2_peer_of_xdp__EINVAL, return redirect_peer(1, 0))
TC(s3_tunnel_key_unread__ok, struct params p; sink = get_key(ctx, &p, 44, 0))
XDP(s3_tunnel_key_of_xdp__EINVAL, struct params p = {}; sink = set_key(ctx, &p, 44, 0))
IN("lwt_in", struct __sk_buff, s3_tunnel_key_of_lwt_in__EINVAL, struct params p = {}; sink = set_key(ctx, &p, 44, 0))
IN("lwt_xmit", struct __sk_buff, s3_tunnel_key_of_lwt_xmit__ok, struct params p = {}; sink = set_key(ctx, &p, 44, 0))
TC(s4_cast_keeps_reference__ok, SK(struct sock *tcp = to_tcp(sk); if (tcp) { release(tcp); return 0; } release(sk)))
TC(s4_cast_twice_released__EACCES, SK(struct sock *tcp = to_tcp(sk); if (tcp) release(tcp); release(sk)))
TC(s4_cast_lost__EINVAL, SK(struct sock *tcp = to_tcp(sk); sink = tcp != NULL))
TC(s4_cast_unix_has_no_reference__EINVAL, SK(struct sock *u = to_unix(sk); if (u) { release(u); return 0; } release(sk)))
TC(s4_cast_of_cast__ok, SK(struct sock *tcp = to_tcp(sk); if (tcp) sink = to_tcp(tcp) != NULL; release(sk)))
TC(s4_cast_maybe_null__EACCES, struct bpf_sock_tuple t = {}; void *sk = skc_lookup(ctx, &t, sizeof(t.ipv4), -1, 0); sink = to_tcp(sk) != NULL; if (sk) release(sk))
TC(s4_fullsock_of_object__EACCES, SK(struct sock *tcp = to_tcp(sk); if (tcp) sink = fullsock(tcp) != NULL; release(sk)))
TC(s4_cast_written__EACCES, SK(struct sock *tcp = to_tcp(sk); if (tcp) *(__u64 *)tcp = 1; release(sk)))
TC(s5_assign__ok, SK(sink = assign(ctx, sk, 0); release(sk)))
TC(s5_assign_null__EACCES, sink = assign(ctx, NULL, 0))
XDP(s5_assign_of_xdp__EINVAL, sink = assign(ctx, NULL, 0))
IN("sk_lookup", __u64, s5_assign_null_of_lookup__ok, sink = assign(ctx, NULL, 0))
IN("sk_lookup", __u64, s5_assign_selected__ok, void *sk = (void *)ctx[0]; sink = assign(ctx, sk, 0))
IN("sk_lookup", __u64, s5_assign_number__EACCES, sink = assign(ctx, (void *)8, 0))
TC(s6_cgroup_id_of_tc__EINVAL, SK(sink = cgroup_id(sk); release(sk)))
IN("cgroup_skb/egress", struct __sk_buff, s6_cgroup_id__ok, SK(sink = cgroup_id(sk); release(sk)))
IN("fentry/tcp_v4_connect", __u64, s7_cookie_of_argument__ok, sink = cookie((void *)ctx[0]))
IN("fentry/tcp_v4_connect", __u64, s7_cookie_of_null__ok, sink = cookie(NULL))
IN("fentry/tcp_v4_connect", __u64, s7_cookie_of_context__EACCES, sink = cookie(ctx))
IN("fentry/tcp_v4_connect", __u64, s7_cast_of_argument__ok, sink = to_tcp((void *)ctx[0]) != NULL)
TC(s7_cookie_of_null_of_tc__EACCES, sink = cookie(NULL))
IN("lsm/file_open", __u64, s7_from_file__ok, sink = from_file((void *)ctx[0]) != NULL)
TC(s7_from_file_of_tc__EINVAL, sink = from_file(ctx) != NULL)
IN("cgroup/sysctl", void, s8_new_value__ok, char b[8]; sink = sysctl_get_new(ctx, b, 8); return 1)
IN("cgroup/dev", void, s8_new_value_of_device__EINVAL, char b[8]; sink = sysctl_get_new(ctx, b, 8); return 1)
IN("sockops", void, s8_callbacks__ok, sink = cb_flags(ctx, 1); return 1)
IN("cgroup/connect4", void, s8_callbacks_of_connect__EINVAL, sink = cb_flags(ctx, 1); return 1)
