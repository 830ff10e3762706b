// SPDX-License-Identifier: Apache-2.0
// For programs that are only verified. A program's name says its rule, its shape and the verdict that a 6.12 kernel
// gives: <rule>_<shape>__<ok or errno>. A rule is a letter and a number of the verifier's rules, vr and a number for
// timers, p and a number for the principles.
#pragma once
#include "../bpf.h"

#ifndef LICENSE
#define LICENSE "GPL"
#endif
char _license[] SEC("license") = LICENSE;
volatile __u64 sink;

#define MAP(NAME, KIND, N, FLAGS, KEY, VALUE) \
	struct { __uint(type, BPF_MAP_TYPE_##KIND); __uint(max_entries, N); __uint(map_flags, FLAGS); __type(key, KEY); \
		 __type(value, VALUE); } NAME SEC(".maps")
#define RINGBUF(NAME) struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } NAME SEC(".maps")
// Maps whose key or value is only a size.
#define SIZED(NAME, KIND, N, FLAGS, KEY, VALUE) \
	struct { __uint(type, KIND); __uint(max_entries, N); __uint(map_flags, FLAGS); __uint(key_size, KEY); \
		 __uint(value_size, VALUE); } NAME SEC(".maps")

// A program of that section, context type and body.
#define IN(SECTION, CTX, NAME, ...) SEC(SECTION) int NAME(CTX *ctx) { __VA_ARGS__; return 0; }
#define TC(NAME, ...) IN("tc", struct __sk_buff, NAME, __VA_ARGS__)
#define XDP(NAME, ...) IN("xdp", struct xdp_md, NAME, __VA_ARGS__)
#define TRACE(NAME, ...) IN("fentry/bpf_fentry_test1", __u64, NAME, __VA_ARGS__)
#define SYS(NAME, ...) IN("syscall", void, NAME, __VA_ARGS__)
// A program in assembly; operands after the code.
#define ASM(SECTION, NAME, CODE, ...) \
	SEC(SECTION) __attribute__((naked)) int NAME(void) { asm volatile(CODE :: __VA_ARGS__); }
#define A(x) [x] "i"(&x)
#define F(x) [x] "i"(x)

#define USED_STACK(n) asm volatile("r1 = 0\n*(u64 *)(r10 - %0) = r1" :: "i"(n) : "r1", "memory")
// An unknown number, one of at most n, and a number the compiler knows nothing of.
#define ANY ((__u64)bpf_get_prandom_u32())
#define HIDE(v) asm volatile("" : "+r"(v))
#define KEEP(p) asm volatile("" :: "r"(p) : "memory")
#define LOAD8(p) asm volatile("%0 = *(u64 *)(%0 + 0)" : "+r"(p))
#define UNPRIV_FAILS __attribute__((btf_decl_tag("comment:test_expect_failure_unpriv")))
#define UNPRIV_LOADS __attribute__((btf_decl_tag("comment:test_expect_success_unpriv")))
#define WITH_FLAGS(f) __attribute__((btf_decl_tag("comment:test_prog_flags=" f)))
#define ARG(tag) __attribute__((btf_decl_tag("arg:" tag)))
#define KPTR __attribute__((btf_type_tag("kptr")))
#define KPTR_UNREF __attribute__((btf_type_tag("kptr_untrusted")))
#define KPTR_PERCPU __attribute__((btf_type_tag("percpu_kptr")))
#define CONTAINS(TYPE, NODE) __attribute__((btf_decl_tag("contains:" #TYPE ":" #NODE)))
#define CO_RE __attribute__((preserve_access_index))

// Map types that bpf.h does not name.
enum {
	BPF_MAP_TYPE_SOCKMAP = 15, BPF_MAP_TYPE_CPUMAP = 16, BPF_MAP_TYPE_XSKMAP = 17, BPF_MAP_TYPE_SOCKHASH = 18,
	BPF_MAP_TYPE_CGROUP_STORAGE = 19, BPF_MAP_TYPE_REUSEPORT_SOCKARRAY = 20, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE = 21,
	BPF_MAP_TYPE_SK_STORAGE = 24, BPF_MAP_TYPE_DEVMAP_HASH = 25, BPF_MAP_TYPE_STRUCT_OPS = 26,
	BPF_MAP_TYPE_INODE_STORAGE = 28, BPF_MAP_TYPE_TASK_STORAGE = 29, BPF_MAP_TYPE_BLOOM_FILTER = 30,
	BPF_MAP_TYPE_USER_RINGBUF = 31, BPF_MAP_TYPE_CGRP_STORAGE = 32, BPF_MAP_TYPE_ARENA = 33,
};
enum { BPF_F_WRONLY_PROG = 256, BPF_F_CLONE = 512 };

struct bpf_dynptr { __u64 opaque[2]; } __attribute__((aligned(8)));
struct bpf_iter_num { __u64 opaque[1]; } __attribute__((aligned(8)));
struct bpf_iter_bits { __u64 opaque[2]; } __attribute__((aligned(8)));
struct bpf_list_head { __u64 opaque[2]; } __attribute__((aligned(8)));
struct bpf_list_node { __u64 opaque[3]; } __attribute__((aligned(8)));
struct bpf_rb_root { __u64 opaque[2]; } __attribute__((aligned(8)));
struct bpf_rb_node { __u64 opaque[4]; } __attribute__((aligned(8)));
struct bpf_refcount { __u32 opaque[1]; } __attribute__((aligned(4)));
struct bpf_wq { __u64 opaque[2]; } __attribute__((aligned(8)));

struct bpf_sock {
	__u32 bound_dev_if, family, type, protocol, mark, priority, src_ip4, src_ip6[4], src_port;
	__be16 dst_port;
	__u32 dst_ip4, dst_ip6[4], state;
	__s32 rx_queue_mapping;
};
struct bpf_tcp_sock { __u32 snd_cwnd, srtt_us, rtt_min, snd_ssthresh; };

static long (*const bpf_probe_read)(void *dst, __u32 size, const void *p) = (void *)4;
static long (*const bpf_skb_store_bytes)(void *skb, __u32 off, const void *from, __u32 len, __u64 flags) = (void *)9;
static long (*const bpf_l3_csum_replace)(void *skb, __u32 off, __u64 from, __u64 to, __u64 flags) = (void *)10;
static long (*const bpf_clone_redirect)(void *skb, __u32 ifindex, __u64 flags) = (void *)13;
static __u64 (*const bpf_get_current_pid_tgid)(void) = (void *)14;
static long (*const bpf_get_current_comm)(void *buf, __u32 size) = (void *)16;
static long (*const bpf_skb_vlan_push)(void *skb, __be16 proto, __u16 tci) = (void *)18;
static __u64 (*const bpf_perf_event_read)(void *map, __u64 flags) = (void *)22;
static long (*const bpf_get_stackid)(void *ctx, void *map, __u64 flags) = (void *)27;
static long (*const bpf_skb_under_cgroup)(void *skb, void *map, __u32 index) = (void *)33;
static void *(*const bpf_get_current_task)(void) = (void *)35;
static long (*const bpf_probe_write_user)(void *dst, const void *src, __u32 len) = (void *)36;
static long (*const bpf_current_task_under_cgroup)(void *map, __u32 index) = (void *)37;
static long (*const bpf_skb_change_tail)(void *skb, __u32 len, __u64 flags) = (void *)38;
static long (*const bpf_probe_read_str)(void *dst, __u32 size, const void *p) = (void *)45;
static __u64 (*const bpf_get_socket_cookie)(void *ctx) = (void *)46;
static long (*const bpf_setsockopt)(void *ctx, int level, int name, void *val, int len) = (void *)49;
static long (*const bpf_skb_adjust_room)(void *skb, int delta, __u32 mode, __u64 flags) = (void *)50;
static long (*const bpf_redirect_map)(void *map, __u64 key, __u64 flags) = (void *)51;
static long (*const bpf_sk_redirect_map)(void *skb, void *map, __u32 key, __u64 flags) = (void *)52;
static long (*const bpf_sock_map_update)(void *ops, void *map, void *key, __u64 flags) = (void *)53;
static long (*const bpf_override_return)(void *ctx, __u64 rc) = (void *)58;
static long (*const bpf_msg_redirect_map)(void *msg, void *map, __u32 key, __u64 flags) = (void *)60;
static long (*const bpf_bind)(void *ctx, void *addr, int len) = (void *)64;
static long (*const bpf_get_stack)(void *ctx, void *buf, __u32 size, __u64 flags) = (void *)67;
static long (*const bpf_fib_lookup)(void *ctx, void *params, int len, __u32 flags) = (void *)69;
static void *(*const bpf_get_local_storage)(void *map, __u64 flags) = (void *)81;
static long (*const bpf_sk_select_reuseport)(void *ctx, void *map, void *key, __u64 flags) = (void *)82;
static struct bpf_sock *(*const bpf_sk_lookup_udp)(void *ctx, void *tuple, __u32 size, __u64 netns, __u64 flags) = (void *)85;
static long (*const bpf_map_push_elem)(void *map, const void *value, __u64 flags) = (void *)87;
static long (*const bpf_map_pop_elem)(void *map, void *value) = (void *)88;
static long (*const bpf_map_peek_elem)(void *map, void *value) = (void *)89;
static struct bpf_sock *(*const bpf_sk_fullsock)(void *sk) = (void *)95;
static struct bpf_tcp_sock *(*const bpf_tcp_sock)(void *sk) = (void *)96;
static struct bpf_sock *(*const bpf_get_listener_sock)(void *sk) = (void *)98;
static struct bpf_sock *(*const bpf_skc_lookup_tcp)(void *ctx, void *tuple, __u32 size, __u64 netns, __u64 flags) = (void *)99;
static long (*const bpf_strtol)(const char *buf, __u64 len, __u64 flags, long *res) = (void *)105;
static void *(*const bpf_sk_storage_get)(void *map, void *sk, void *value, __u64 flags) = (void *)107;
static long (*const bpf_sk_storage_delete)(void *map, void *sk) = (void *)108;
static long (*const bpf_send_signal)(__u32 sig) = (void *)109;
static long (*const bpf_skb_output)(void *skb, void *map, __u64 flags, void *data, __u64 size) = (void *)111;
static long (*const bpf_probe_read_user)(void *dst, __u32 size, const void *p) = (void *)112;
static long (*const bpf_probe_read_user_str)(void *dst, __u32 size, const void *p) = (void *)114;
static long (*const bpf_probe_read_kernel_str)(void *dst, __u32 size, const void *p) = (void *)115;
static long (*const bpf_read_branch_records)(void *ctx, void *buf, __u32 size, __u64 flags) = (void *)119;
static long (*const bpf_xdp_output)(void *ctx, void *map, __u64 flags, void *data, __u64 size) = (void *)121;
static __u64 (*const bpf_get_netns_cookie)(void *ctx) = (void *)122;
static long (*const bpf_sk_assign)(void *ctx, void *sk, __u64 flags) = (void *)124;
static long (*const bpf_seq_write)(void *seq, const void *data, __u32 len) = (void *)127;
static __u64 (*const bpf_sk_cgroup_id)(void *sk) = (void *)128;
static void *(*const bpf_skc_to_tcp_sock)(void *sk) = (void *)137;
static long (*const bpf_get_task_stack)(void *task, void *buf, __u32 size, __u64 flags) = (void *)141;
static long (*const bpf_inode_storage_delete)(void *map, void *inode) = (void *)146;
static void *(*const bpf_inode_storage_get)(void *map, void *inode, void *value, __u64 flags) = (void *)145;
static long (*const bpf_d_path)(void *path, char *buf, __u32 size) = (void *)147;
static void *(*const bpf_per_cpu_ptr)(const void *p, __u32 cpu) = (void *)153;
static void *(*const bpf_task_storage_get)(void *map, void *task, void *value, __u64 flags) = (void *)156;
static long (*const bpf_task_storage_delete)(void *map, void *task) = (void *)157;
static void *(*const bpf_get_current_task_btf)(void) = (void *)158;
static long (*const bpf_sys_bpf)(__u32 cmd, void *attr, __u32 size) = (void *)166;
static __u64 (*const bpf_get_func_ip)(void *ctx) = (void *)173;
static __u64 (*const bpf_get_attach_cookie)(void *ctx) = (void *)174;
static void *(*const bpf_task_pt_regs)(void *task) = (void *)175;
static long (*const bpf_find_vma)(void *task, __u64 addr, void *callback, void *ctx, __u64 flags) = (void *)180;
static long (*const bpf_get_func_arg)(void *ctx, __u32 n, __u64 *value) = (void *)183;
static long (*const bpf_get_func_ret)(void *ctx, __u64 *value) = (void *)184;
static long (*const bpf_get_func_arg_cnt)(void *ctx) = (void *)185;
static long (*const bpf_copy_from_user_task)(void *dst, __u32 size, const void *p, void *task, __u64 flags) = (void *)191;
static void *(*const bpf_kptr_xchg)(void *field, void *ptr) = (void *)194;
static void *(*const bpf_map_lookup_percpu_elem)(void *map, const void *key, __u32 cpu) = (void *)195;
static long (*const bpf_dynptr_from_mem)(void *data, __u32 size, __u64 flags, struct bpf_dynptr *d) = (void *)197;
static long (*const bpf_ringbuf_reserve_dynptr)(void *map, __u32 size, __u64 flags, struct bpf_dynptr *d) = (void *)198;
static void (*const bpf_ringbuf_submit_dynptr)(struct bpf_dynptr *d, __u64 flags) = (void *)199;
static void (*const bpf_ringbuf_discard_dynptr)(struct bpf_dynptr *d, __u64 flags) = (void *)200;
static long (*const bpf_dynptr_read)(void *dst, __u32 len, const struct bpf_dynptr *d, __u32 off, __u64 flags) = (void *)201;
static long (*const bpf_dynptr_write)(const struct bpf_dynptr *d, __u32 off, void *src, __u32 len, __u64 flags) = (void *)202;
static void *(*const bpf_dynptr_data)(const struct bpf_dynptr *d, __u32 off, __u32 len) = (void *)203;
static long (*const bpf_user_ringbuf_drain)(void *map, void *callback, void *ctx, __u64 flags) = (void *)209;
static void *(*const bpf_cgrp_storage_get)(void *map, void *cgroup, void *value, __u64 flags) = (void *)210;
static long (*const bpf_cgrp_storage_delete)(void *map, void *cgroup) = (void *)211;
static __u64 (*const bpf_get_current_cgroup_id)(void) = (void *)80;

struct task_struct { int pid, tgid; struct task_struct *real_parent, *group_leader; char comm[16]; unsigned flags; } CO_RE;
struct cgroup;
struct cpumask;
struct bpf_cpumask;

// Kernel functions; weak, so that an object loads without those its program does not use.
#define KFUNC extern __weak __ksym
KFUNC void bpf_rcu_read_lock(void);
KFUNC void bpf_rcu_read_unlock(void);
KFUNC void bpf_preempt_disable(void);
KFUNC void bpf_preempt_enable(void);
KFUNC void bpf_throw(__u64 cookie);
KFUNC int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end);
KFUNC int *bpf_iter_num_next(struct bpf_iter_num *it);
KFUNC void bpf_iter_num_destroy(struct bpf_iter_num *it);
KFUNC void *bpf_obj_new_impl(__u64 id, void *meta);
KFUNC void bpf_obj_drop_impl(void *p, void *meta);
KFUNC void *bpf_percpu_obj_new_impl(__u64 id, void *meta);
KFUNC void bpf_percpu_obj_drop_impl(void *p, void *meta);
KFUNC void *bpf_refcount_acquire_impl(void *p, void *meta);
KFUNC int bpf_list_push_front_impl(struct bpf_list_head *h, struct bpf_list_node *n, void *meta, __u64 off);
KFUNC int bpf_list_push_back_impl(struct bpf_list_head *h, struct bpf_list_node *n, void *meta, __u64 off);
KFUNC struct bpf_list_node *bpf_list_pop_front(struct bpf_list_head *h);
KFUNC struct bpf_list_node *bpf_list_pop_back(struct bpf_list_head *h);
KFUNC struct bpf_rb_node *bpf_rbtree_remove(struct bpf_rb_root *r, struct bpf_rb_node *n);
KFUNC int bpf_rbtree_add_impl(struct bpf_rb_root *r, struct bpf_rb_node *n,
	_Bool (*less)(struct bpf_rb_node *, const struct bpf_rb_node *), void *meta, __u64 off);
KFUNC struct bpf_rb_node *bpf_rbtree_first(struct bpf_rb_root *r);
KFUNC struct task_struct *bpf_task_acquire(struct task_struct *p);
KFUNC void bpf_task_release(struct task_struct *p);
KFUNC struct task_struct *bpf_task_from_pid(int pid);
KFUNC struct cgroup *bpf_cgroup_acquire(struct cgroup *c);
KFUNC void bpf_cgroup_release(struct cgroup *c);
KFUNC struct cgroup *bpf_cgroup_from_id(__u64 id);
KFUNC int bpf_dynptr_adjust(const struct bpf_dynptr *d, __u32 start, __u32 end);
KFUNC _Bool bpf_dynptr_is_null(const struct bpf_dynptr *d);
KFUNC _Bool bpf_dynptr_is_rdonly(const struct bpf_dynptr *d);
KFUNC __u32 bpf_dynptr_size(const struct bpf_dynptr *d);
KFUNC int bpf_dynptr_clone(const struct bpf_dynptr *d, struct bpf_dynptr *to);
KFUNC void *bpf_dynptr_slice(const struct bpf_dynptr *d, __u32 off, void *buf, __u32 len);
KFUNC void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *d, __u32 off, void *buf, __u32 len);
KFUNC int bpf_dynptr_from_skb(struct __sk_buff *s, __u64 flags, struct bpf_dynptr *d);
KFUNC int bpf_dynptr_from_xdp(struct xdp_md *x, __u64 flags, struct bpf_dynptr *d);
KFUNC int bpf_wq_init(struct bpf_wq *wq, void *map, unsigned flags);
KFUNC int bpf_wq_start(struct bpf_wq *wq, unsigned flags);
KFUNC int bpf_wq_set_callback_impl(struct bpf_wq *wq, int (*cb)(void *, int *, void *), unsigned flags, void *aux);
#define wq_callback(wq, cb) bpf_wq_set_callback_impl(wq, (int (*)(void *, int *, void *))(void *)(cb), 0, NULL)
KFUNC void *bpf_cast_to_kern_ctx(void *obj);
KFUNC void *bpf_rdonly_cast(const void *obj, __u32 id);
KFUNC struct bpf_cpumask *bpf_cpumask_create(void);
KFUNC void bpf_cpumask_release(struct bpf_cpumask *m);
KFUNC struct bpf_cpumask *bpf_cpumask_acquire(struct bpf_cpumask *m);
KFUNC void bpf_cpumask_set_cpu(__u32 cpu, struct bpf_cpumask *m);
KFUNC __u32 bpf_cpumask_first(const struct cpumask *m);
KFUNC int bpf_copy_from_user_str(void *dst, __u32 size, const void *p, __u64 flags);

#define TYPE_ID(t) __builtin_btf_type_id(*(typeof(t) *)0, 0)
#define NEW(t) ((t *)bpf_obj_new_impl(TYPE_ID(t), NULL))
#define DROP(p) bpf_obj_drop_impl(p, NULL)
#define container(p, t, m) ((t *)((void *)(p) - __builtin_offsetof(t, m)))
