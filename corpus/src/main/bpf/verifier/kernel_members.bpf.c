// SPDX-License-Identifier: Apache-2.0
// Rules B5, B11: members and variables of the kernel's that monitors of networks follow.
#include "cases_b.h"

struct nlmsghdr { __u32 nlmsg_len; __u16 nlmsg_type; } CO_RE;
struct netlink_callback { struct nlmsghdr *nlh; __u16 family; } CO_RE;
struct netlink_sock { __u32 portid; struct netlink_callback cb; } CO_RE;
struct bpf_iter_meta;
struct bpf_iter__netlink { struct bpf_iter_meta *meta; struct netlink_sock *sk; } CO_RE;
struct softnet_data { unsigned int processed, time_squeeze; } CO_RE;
struct user_msghdr { void *msg_name; int msg_namelen; } CO_RE;
struct mmsghdr { struct user_msghdr msg_hdr; unsigned int msg_len; } CO_RE;
extern struct softnet_data softnet_data __ksym;

#define NETLINK(NAME, ...) IN("iter/netlink", struct bpf_iter__netlink, NAME, struct netlink_sock *sk = ctx->sk; __VA_ARGS__)
NETLINK(b5_netlink_header__ok, if (sk) sink = sk->cb.nlh->nlmsg_type)
NETLINK(b5_netlink_family__ok, if (sk) sink = sk->cb.family)
NETLINK(b5_netlink_unchecked__EACCES, sink = sk->cb.family)
NETLINK(b5_netlink_written__EACCES, if (sk) sk->cb.nlh->nlmsg_type = 1)
TC(b11_softnet_of_this_cpu__ok, struct softnet_data *s = bpf_this_cpu_ptr(&softnet_data); sink = s->processed + s->time_squeeze)
TC(b11_softnet_of_a_cpu__ok, struct softnet_data *s = bpf_per_cpu_ptr(&softnet_data, 1); if (s) sink = s->processed)
TC(b11_softnet_unchecked__EACCES, struct softnet_data *s = bpf_per_cpu_ptr(&softnet_data, 1); sink = s->processed)
TC(b11_softnet_written__EACCES, struct softnet_data *s = bpf_this_cpu_ptr(&softnet_data); s->processed = 1)
// Where a member lies is known when the program is linked
IN("fentry/bpf_fentry_test1", __u64, b5_message_length__ok, struct mmsghdr *m = (void *)ctx[0];
	int n; bpf_probe_read(&n, sizeof(n), &m->msg_len); sink = n; if (!__builtin_preserve_field_info(m->msg_len, 2)) sink = ctx[9])
