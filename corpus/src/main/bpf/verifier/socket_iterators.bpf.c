// SPDX-License-Identifier: Apache-2.0
// Rule H35: which iterators, and which other programs on functions, may ask for options of sockets, and of which sockets.
#include "cases_b.h"

static long (*setsockopt)(void *ctx, int level, int name, void *value, int size) = (void *)49;
static long (*getsockopt)(void *ctx, int level, int name, void *value, int size) = (void *)57;
static void *(*const to_tcp6)(void *sk) = (void *)136;

struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; } CO_RE;
struct sock_common { unsigned short skc_family; } CO_RE;
struct sock { struct sock_common __sk_common; struct sock *sk_send_head; } CO_RE;
struct socket { struct sock *sk; } CO_RE;
struct inet_sock { struct sock sk; } CO_RE;
struct udp_sock { struct inet_sock inet; } CO_RE;
struct unix_sock;
struct bpf_iter__tcp { struct bpf_iter_meta *meta; struct sock_common *sk_common; } CO_RE;
struct bpf_iter__udp { struct bpf_iter_meta *meta; struct udp_sock *udp_sk; } CO_RE;
struct bpf_iter__unix { struct bpf_iter_meta *meta; struct unix_sock *unix_sk; } CO_RE;
struct bpf_iter__netlink { struct bpf_iter_meta *meta; void *sk; } CO_RE;
struct bpf_iter__sockmap { struct bpf_iter_meta *meta; void *map; void *key; struct sock *sk; } CO_RE;
struct bpf_iter__bpf_sk_storage_map { struct bpf_iter_meta *meta; void *map; struct sock *sk; void *value; } CO_RE;
struct bpf_iter__task { struct bpf_iter_meta *meta; void *task; } CO_RE;

#define O(SECTION, CTX, NAME, ...) IN(SECTION, CTX, NAME, int v = 1; (void)v; __VA_ARGS__)
#define GET(SK) sink = getsockopt((void *)(SK), 1, 8, &v, 4)
#define SET(SK) sink = setsockopt((void *)(SK), 1, 8, &v, 4)
#define OF(FIELD, CALL) void *sk = (void *)ctx->FIELD; if (sk) CALL(sk)
#define BOTH(NAME, FIELD, E) \
	O("iter/" #NAME, struct bpf_iter__##NAME, h35_get_in_##NAME##__##E, OF(FIELD, GET)) \
	O("iter/" #NAME, struct bpf_iter__##NAME, h35_set_in_##NAME##__##E, OF(FIELD, SET))

BOTH(tcp, sk_common, ok)
BOTH(udp, udp_sk, EINVAL)
BOTH(unix, unix_sk, ok)
BOTH(netlink, sk, EINVAL)
BOTH(sockmap, sk, EINVAL)
BOTH(bpf_sk_storage_map, sk, EINVAL)
BOTH(task, task, EINVAL)
#define TCP(NAME, ...) O("iter/tcp", struct bpf_iter__tcp, NAME, void *sk = ctx->sk_common; (void)sk; __VA_ARGS__)
TCP(h35_maybe_null__EACCES, GET(sk))
TCP(h35_null__EACCES, GET(0))
TCP(h35_of_context__EACCES, GET(ctx))
TCP(h35_of_number__EACCES, GET(7))
TCP(h35_of_stack__EACCES, GET(&v))
TCP(h35_of_meta__EACCES, GET(ctx->meta))
TCP(h35_of_what_was_cast__ok, if (!sk) return 0; void *tcp = to_tcp6(sk); if (tcp) GET(tcp))
TCP(h35_of_member__EACCES, if (sk) GET(((struct sock *)sk)->sk_send_head))
TCP(h35_moved__EACCES, if (sk) GET((char *)sk + 8))
TCP(h35_value_short__EINVAL, if (sk) getsockopt(sk, 1, 8, &v, 8))
TCP(h35_value_of_no_bytes__EACCES, if (sk) getsockopt(sk, 1, 8, &v, 0))
TCP(h35_value_unset__ok, if (!sk) return 0; int w; sink = getsockopt(sk, 1, 8, &w, 4))
O("iter/udp", struct bpf_iter__udp, h35_udp_maybe_null__EINVAL, GET(ctx->udp_sk))
O("fentry/tcp_connect", __u64, h35_in_fentry__EINVAL, GET(ctx[0]))
O("lsm/socket_bind", __u64, h35_in_hook__EINVAL, struct socket *s = (void *)ctx[0]; GET(s->sk))
O("tp_btf/tcp_probe", __u64, h35_in_tracepoint__EINVAL, GET(ctx[0]))
// In control groups, hooks on sockets
#define GROUP(HOOK, E) \
	O("lsm_cgroup/" #HOOK, __u64, h35_set_in_group_##HOOK##__##E, struct socket *s = (void *)ctx[0]; SET(s->sk); return 1) \
	O("lsm_cgroup/" #HOOK, __u64, h35_get_in_group_##HOOK##__##E, struct socket *s = (void *)ctx[0]; GET(s->sk); return 1)
GROUP(socket_bind, EINVAL)
GROUP(socket_post_create, EACCES)
GROUP(socket_accept, EINVAL)
GROUP(sk_alloc_security, EINVAL)
O("lsm_cgroup/socket_socketpair", __u64, h35_set_in_group_pair__ok, struct socket *s = (void *)ctx[1]; void *sk = s->sk; if (sk) SET(sk); return 1)
O("lsm_cgroup/socket_post_create", __u64, h35_set_in_group_created__ok, struct socket *s = (void *)ctx[0]; void *sk = s->sk; if (sk) SET(sk); return 1)
O("lsm_cgroup/inet_csk_clone", __u64, h35_set_in_group_clone__ok, SET(ctx[0]); return 1)
O("lsm_cgroup/inet_conn_established", __u64, h35_set_in_group_established__ok, SET(ctx[0]); return 1)
O("lsm_cgroup/sock_graft", __u64, h35_set_in_group_graft__ok, SET(ctx[0]); return 1)
O("lsm_cgroup/sctp_assoc_established", __u64, h35_get_in_group_sctp__EINVAL, GET(ctx[1]); return 1)
