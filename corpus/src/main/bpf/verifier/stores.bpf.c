// SPDX-License-Identifier: Apache-2.0
// Values that belong to sockets, inodes and attachments in control groups: who may ask for them, and how.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

static void *(*const get_local_storage)(void *map, __u64 flags) = (void *)81;
static void *(*const sk_storage_get)(void *map, void *sk, void *value, __u64 flags) = (void *)107;
static long (*const sk_storage_delete)(void *map, void *sk) = (void *)108;
static void *(*const sk_fullsock)(void *sk) = (void *)95;
static void *(*const inode_storage_get)(void *map, void *inode, void *value, __u64 flags) = (void *)145;
static long (*const inode_storage_delete)(void *map, void *inode) = (void *)146;

enum { CGROUP_STORAGE = 19, PERCPU_CGROUP_STORAGE = 21, SK_STORAGE = 24, INODE_STORAGE = 28 };
struct bpf_cgroup_storage_key { __u64 cgroup_inode_id; __u32 attach_type; };
struct pair { __u64 a, b; };
#define OF_OBJECTS(NAME, TYPE)                                                                                         \
	struct { __uint(type, TYPE); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, int); __type(value, struct pair); } NAME SEC(".maps")
#define OF_GROUPS(NAME, TYPE) struct { __uint(type, TYPE); __type(key, struct bpf_cgroup_storage_key); __type(value, struct pair); } NAME SEC(".maps")
OF_OBJECTS(of_sockets, SK_STORAGE);
OF_OBJECTS(of_inodes, INODE_STORAGE);
OF_GROUPS(of_groups, CGROUP_STORAGE);
OF_GROUPS(of_groups_too, CGROUP_STORAGE);
OF_GROUPS(of_cpus, PERCPU_CGROUP_STORAGE);

struct bpf_sock { __u32 bound_dev_if, family, type; };
struct packet { __u32 words[42]; struct bpf_sock *sk; };
struct bpf_sock_addr { __u32 words[16]; struct bpf_sock *sk; };
struct bpf_sockopt { struct bpf_sock *sk; };
struct bpf_sock_ops { __u32 words[46]; struct bpf_sock *sk; };
#define TYPED __attribute__((preserve_access_index))
struct sock;
struct socket { struct sock *sk; } TYPED;
struct inode { unsigned long i_ino; } TYPED;
struct file { struct inode *f_inode; } TYPED;

#define GET(SK, VALUE, FLAGS) ({ struct pair *v = sk_storage_get(&of_sockets, SK, VALUE, FLAGS); v ? (int)v->a : 0; })

SEC("tc") int l1_packet_checked__ok(struct packet *ctx) { void *sk = ctx->sk; return sk ? GET(sk, NULL, 1) & 1 : 0; }
SEC("tc") int l1_packet_unchecked__EACCES(struct packet *ctx) { return GET(ctx->sk, NULL, 1) & 1; }
SEC("tc") int l1_packet_full__ok(struct packet *ctx) { void *sk = ctx->sk; sk = sk ? sk_fullsock(sk) : NULL; return sk ? GET(sk, NULL, 1) & 1 : 0; }
SEC("tc") int l1_packet_context__EACCES(struct packet *ctx) { return GET(ctx, NULL, 1) & 1; }
SEC("tc") int l1_packet_null__EACCES(struct packet *ctx) { return GET(NULL, NULL, 1) & 1; }
SEC("tc") int l1_value_unchecked__EACCES(struct packet *ctx)
{
	struct pair *p = ctx->sk ? sk_storage_get(&of_sockets, ctx->sk, NULL, 1) : NULL;
	void *sk = ctx->sk;
	if (!sk)
		return 0;
	p = sk_storage_get(&of_sockets, sk, NULL, 1);
	p->a = 1;
	return 0;
}
SEC("tc") int l1_value_beyond__EACCES(struct packet *ctx)
{
	void *sk = ctx->sk;
	struct pair *p = sk ? sk_storage_get(&of_sockets, sk, NULL, 1) : NULL;
	return p ? *(char *)(p + 1) : 0;
}
SEC("tc") int l1_initial_too_short__EINVAL(struct packet *ctx) { __u64 half = 1; void *sk = ctx->sk; return sk ? GET(sk, &half, 1) & 1 : 0; }
SEC("tc") int l1_initial_not_written__ok(struct packet *ctx) { struct pair p; void *sk = ctx->sk; barrier_var(sk); return sk ? GET(sk, &p, 1) & 1 : 0; }
SEC("tc") int l1_packet_removes__ok(struct packet *ctx) { void *sk = ctx->sk; return sk ? sk_storage_delete(&of_sockets, sk) != 0 : 0; }
SEC("tc") int l1_looked_up__EINVAL(struct packet *ctx) { int key = 0; return bpf_map_lookup_elem(&of_sockets, &key) != NULL; }
SEC("tc") int l1_stored__EINVAL(struct packet *ctx) { int key = 0; struct pair p = {}; return bpf_map_update_elem(&of_sockets, &key, &p, 0) != 0; }
SEC("tc") int l1_other_map__EINVAL(struct packet *ctx) { void *sk = ctx->sk; return sk ? sk_storage_get(&of_inodes, sk, NULL, 1) != NULL : 0; }
SEC("xdp") int l1_in_xdp__EINVAL(struct xdp_md *ctx) { return sk_storage_get(&of_sockets, NULL, NULL, 1) != NULL; }
SEC("socket") int l1_in_filter__EINVAL(struct packet *ctx) { void *sk = ctx->sk; return sk ? GET(sk, NULL, 1) : 0; }
SEC("cgroup_skb/ingress") int l1_group_packet__ok(struct packet *ctx) { void *sk = ctx->sk; return sk ? GET(sk, NULL, 1) & 1 : 0; }
SEC("cgroup/sock_create") int l1_created_context__ok(struct bpf_sock *ctx) { return GET(ctx, NULL, 1) & 1; }
SEC("cgroup/sock_create") int l1_created_removes__EINVAL(struct bpf_sock *ctx) { return sk_storage_delete(&of_sockets, ctx) & 1; }
SEC("cgroup/connect4") int l1_address__ok(struct bpf_sock_addr *ctx) { return GET(ctx->sk, NULL, 1) & 1; }
SEC("cgroup/connect4") int l1_address_context__EACCES(struct bpf_sock_addr *ctx) { return GET(ctx, NULL, 1) & 1; }
SEC("cgroup/getsockopt") int l1_option__ok(struct bpf_sockopt *ctx) { return GET(ctx->sk, NULL, 1) & 1; }
SEC("sockops") int l1_operation__ok(struct bpf_sock_ops *ctx) { void *sk = ctx->sk; return sk ? GET(sk, NULL, 1) & 1 : 0; }
SEC("sockops") int l1_operation_unchecked__EACCES(struct bpf_sock_ops *ctx) { return GET(ctx->sk, NULL, 1) & 1; }

SEC("lsm/socket_bind") int l1_hook__ok(__u64 *args) { struct sock *sk = ((struct socket *)args[0])->sk; return sk && GET(sk, NULL, 1) ? -1 : 0; }
SEC("lsm/socket_bind") int l1_hook_unchecked__EACCES(__u64 *args) { struct sock *sk = ((struct socket *)args[0])->sk; return GET(sk, NULL, 1) ? -1 : 0; }
SEC("lsm/socket_bind") int l1_hook_null__EACCES(__u64 *args) { return GET(NULL, NULL, 1) ? -1 : 0; }
SEC("lsm/socket_bind") int l1_hook_socket__EACCES(__u64 *args) { return GET((void *)args[0], NULL, 1) ? -1 : 0; }
SEC("fentry/tcp_sendmsg") int l1_entered__ok(__u64 *args) { return GET((void *)args[0], NULL, 1) & 0; }
SEC("fentry/tcp_sendmsg") int l1_entered_null__ok(__u64 *args) { return GET(NULL, NULL, 1) & 0; }
SEC("fentry/tcp_sendmsg") int l1_entered_removes__ok(__u64 *args) { sk_storage_delete(&of_sockets, (void *)args[0]); return 0; }
SEC("fexit/tcp_sendmsg") int l1_left__ok(__u64 *args) { return GET((void *)args[0], NULL, 1) & 0; }
SEC("kprobe/tcp_sendmsg") int l1_probed__EINVAL(__u64 *args) { return GET((void *)args[0], NULL, 1) & 0; }

#define INODE ((struct file *)args[0])->f_inode
#define INODE_GET(I, VALUE, FLAGS) ({ struct pair *p = inode_storage_get(&of_inodes, I, VALUE, FLAGS); p ? (int)p->a : 0; })
SEC("lsm/file_open") int l1_opened__ok(__u64 *args) { return INODE_GET(INODE, NULL, 1) ? -1 : 0; }
SEC("lsm.s/file_open") int l1_opened_slowly__ok(__u64 *args) { return INODE_GET(INODE, NULL, 1) ? -1 : 0; }
SEC("lsm/file_open") int l1_opened_null__ok(__u64 *args) { return INODE_GET(NULL, NULL, 1) ? -1 : 0; }
SEC("lsm/file_open") int l1_opened_file__EACCES(__u64 *args) { return INODE_GET((void *)args[0], NULL, 1) ? -1 : 0; }
SEC("lsm/file_open") int l1_opened_removes__ok(__u64 *args) { inode_storage_delete(&of_inodes, INODE); return 0; }
SEC("lsm/file_open") int l1_opened_unchecked__EACCES(__u64 *args) { struct pair *p = inode_storage_get(&of_inodes, INODE, NULL, 1); return p->a ? -1 : 0; }
SEC("fentry/vfs_fsync_range") int l1_synced__EINVAL(__u64 *args) { return INODE_GET(INODE, NULL, 1) & 0; }

#define LOCAL(MAP, FLAGS) ((int)((struct pair *)get_local_storage(&MAP, FLAGS))->a & 1)
SEC("cgroup_skb/egress") int l2_group_value__ok(struct packet *ctx) { return LOCAL(of_groups, 0); }
SEC("cgroup_skb/egress") int l2_group_flags__EINVAL(struct packet *ctx) { return LOCAL(of_groups, 1); }
SEC("cgroup_skb/egress") int l2_group_any_flags__EINVAL(struct packet *ctx) { return LOCAL(of_groups, ctx->words[0]); }
SEC("cgroup_skb/egress") int l2_group_both__ok(struct packet *ctx) { return LOCAL(of_groups, 0) | LOCAL(of_cpus, 0); }
SEC("cgroup_skb/egress") int l2_group_two__EBUSY(struct packet *ctx) { return LOCAL(of_groups, 0) | LOCAL(of_groups_too, 0); }
SEC("cgroup_skb/egress") int l2_group_beyond__EACCES(struct packet *ctx) { return ((char *)get_local_storage(&of_groups, 0))[16] & 1; }
SEC("cgroup_skb/egress") int l2_group_other_map__EINVAL(struct packet *ctx) { return get_local_storage(&of_sockets, 0) != NULL; }
SEC("cgroup_skb/egress") int l2_group_looked_up__EINVAL(struct packet *ctx) { struct bpf_cgroup_storage_key key = {}; return bpf_map_lookup_elem(&of_groups, &key) != NULL; }
SEC("cgroup_skb/egress") int l2_group_stored__EINVAL(struct packet *ctx) { struct bpf_cgroup_storage_key key = {}; struct pair p = {}; return bpf_map_update_elem(&of_groups, &key, &p, 0) & 1; }
SEC("cgroup_skb/egress") int l2_group_removed__EINVAL(struct packet *ctx) { struct bpf_cgroup_storage_key key = {}; return bpf_map_delete_elem(&of_groups, &key) & 1; }
SEC("cgroup/dev") int l2_device_value__ok(void *ctx) { return LOCAL(of_groups, 0); }
SEC("cgroup/sysctl") int l2_setting_value__ok(void *ctx) { return LOCAL(of_cpus, 0); }
SEC("cgroup/connect4") int l2_address_value__ok(void *ctx) { return LOCAL(of_groups, 0); }
SEC("cgroup/sock_create") int l2_created_value__ok(void *ctx) { return LOCAL(of_groups, 0); }
SEC("cgroup/getsockopt") int l2_option_value__ok(void *ctx) { return LOCAL(of_groups, 0); }
SEC("sockops") int l2_operation_value__ok(void *ctx) { return LOCAL(of_groups, 0); }
SEC("tc") int l2_packet_value__EINVAL(void *ctx) { return LOCAL(of_groups, 0); }
SEC("xdp") int l2_frame_value__EINVAL(void *ctx) { return LOCAL(of_groups, 0); }
