// SPDX-License-Identifier: Apache-2.0
// Rules K1-K6 (kernel pointers in maps) and L1, L2 (local storage).
#include "cases_b.h"

struct cgroup { int level; } CO_RE;
struct mine { __u64 a; };
struct percpu { __u64 a; };
struct kv {
	__u64 n;
	struct task_struct KPTR *ref;
	struct task_struct KPTR_UNREF *unref;
	struct cgroup KPTR *cg;
	struct mine KPTR *own;
	struct percpu KPTR_PERCPU *pc;
	__u64 tail;
};
MAP(arr, ARRAY, 4, 0, __u32, struct kv);
MAP(hash, HASH, 4, 0, __u32, struct kv);
MAP(lru, LRU_HASH, 4, 0, __u32, struct kv);
MAP(pcpu, PERCPU_ARRAY, 4, 0, __u32, struct kv);
RINGBUF(rb);
#define FIND(M) struct kv *v = bpf_map_lookup_elem(&M, &(__u32){0}); if (!v) return 0
#define V_IN(SECTION, NAME, ...) IN(SECTION, __u64, NAME, FIND(arr); __VA_ARGS__)
#define V(NAME, ...) V_IN("tp_btf/task_newtask", NAME, __VA_ARGS__)
#define TASK struct task_struct *t = bpf_get_current_task_btf()
#define OWNED TASK; t = bpf_task_acquire(t); if (!t) return 0
#define PUT(T) bpf_task_release(T)

// K2: bytes
V(k2_read_of_number_beside__ok, sink = v->n + v->tail)
V(k2_half_of_pointer_read__EACCES, sink = *(volatile __u32 *)&v->unref)
V(k2_across_start_read__EACCES, sink = *(volatile __u64 *)((char *)&v->unref - 4))
V(k2_across_end_read__EACCES, sink = *(volatile __u64 *)((char *)&v->pc + 4))
V(k2_one_byte_written__EACCES, *(volatile char *)&v->unref = 0)
V(k2_number_written__EACCES, *(volatile __u64 *)&v->unref = 5)
V(k2_zero_written_to_unref__ok, *(volatile __u64 *)&v->unref = 0)
V(k2_zero_written_to_ref__EACCES, *(volatile __u64 *)&v->ref = 0)
V(k2_atomic__EACCES, __sync_fetch_and_add((__u64 *)&v->unref, 1))
V(k2_variable_offset__EACCES, volatile char *p = (char *)v; p += ANY & 8; sink = *(volatile __u64 *)p)
V(k2_variable_offset_before__ok, volatile char *p = (char *)v; sink = p[ANY & 7])
V(h9_value_as_helper_memory__EACCES, bpf_ringbuf_output(&rb, v, 16, 0))
V(h9_part_as_helper_memory__ok, bpf_ringbuf_output(&rb, v, 8, 0))
V(h9_value_as_destination__EACCES, bpf_probe_read_kernel(v, 9, 0))

// K3: loads
V(k3_unref_read_checked__ok, struct task_struct *t = v->unref; if (t) sink = t->pid)
V(k3_unref_unchecked__EACCES, struct task_struct *t = v->unref; sink = t->pid)
V(k3_ref_read_checked__ok, struct task_struct *t = v->ref; if (t) sink = t->pid)
V(k3_ref_unchecked__EACCES, struct task_struct *t = v->ref; sink = t->pid)
V(k3_ref_acquired__ok, struct task_struct *t = v->ref; if (!t) return 0; t = bpf_task_acquire(t); if (t) PUT(t))
V(k3_unref_acquired__EINVAL, struct task_struct *t = v->unref; if (!t) return 0; t = bpf_task_acquire(t); if (t) PUT(t))
V(k3_ref_released__EINVAL, struct task_struct *t = v->ref; if (t) PUT(t))
V(k3_unref_to_helper__EACCES, struct task_struct *t = v->unref; if (t) sink = (long)bpf_task_pt_regs(t))
V(k3_ref_to_helper__ok, struct task_struct *t = v->ref; if (t) sink = (long)bpf_task_pt_regs(t))
V_IN("fentry.s/bpf_fentry_test1", k3_ref_outside_rcu_acquired__EINVAL, struct task_struct *t = v->ref; if (!t) return 0; t = bpf_task_acquire(t); if (t) PUT(t))
V_IN("fentry.s/bpf_fentry_test1", k3_ref_in_rcu_acquired__ok, bpf_rcu_read_lock(); struct task_struct *t = v->ref; if (t) t = bpf_task_acquire(t); bpf_rcu_read_unlock(); if (t) PUT(t))
V_IN("fentry.s/bpf_fentry_test1", k3_ref_from_rcu_acquired_after__EINVAL, bpf_rcu_read_lock(); struct task_struct *t = v->ref; bpf_rcu_read_unlock(); if (!t) return 0; t = bpf_task_acquire(t); if (t) PUT(t))
V_IN("fentry.s/bpf_fentry_test1", k3_ref_from_rcu_read_after__ok, bpf_rcu_read_lock(); struct task_struct *t = v->ref; bpf_rcu_read_unlock(); if (t) sink = t->pid)
V(k3_own_read__ok, struct mine *m = v->own; if (m) sink = m->a)
V(k3_own_dropped__EINVAL, struct mine *m = v->own; if (m) DROP(m))
V(k3_percpu_this_cpu__ok, struct percpu *p = v->pc; if (!p) return 0; struct percpu *q = bpf_this_cpu_ptr(p); sink = q->a)
V(k3_percpu_read__EACCES, volatile struct percpu *p = v->pc; if (p) sink = p->a)
V(k3_percpu_other_cpu__ok, struct percpu *p = v->pc; if (!p) return 0; struct percpu *q = bpf_per_cpu_ptr(p, 0); if (q) sink = q->a)
V(k3_percpu_other_cpu_unchecked__ok, struct percpu *p = v->pc; if (!p) return 0; struct percpu *q = bpf_per_cpu_ptr(p, 0); sink = q->a)

// K4: stores
V(k4_task_into_unref__ok, TASK; *(struct task_struct *volatile *)&v->unref = t)
V(k4_task_into_ref__EACCES, TASK; *(struct task_struct *volatile *)&v->ref = t)
V(k4_owned_task_into_ref__EACCES, OWNED; *(struct task_struct *volatile *)&v->ref = t; PUT(t))
V(k4_owned_task_into_unref__ok, OWNED; *(struct task_struct *volatile *)&v->unref = t; PUT(t))
V(k4_value_into_unref__EACCES, *(void *volatile *)&v->unref = v)
V(k4_unref_back_into_unref__ok, struct task_struct *t = *(struct task_struct *volatile *)&v->unref; if (t) *(struct task_struct *volatile *)&v->unref = t)
V(k4_maybe_null_into_unref__ok, struct task_struct *t = *(struct task_struct *volatile *)&v->unref; *(struct task_struct *volatile *)&v->unref = t)
V(k4_cgroup_into_task__EACCES, struct cgroup *c = bpf_cgroup_from_id(1); if (!c) return 0; *(void *volatile *)&v->unref = c; bpf_cgroup_release(c))
V(k4_shifted_task_into_unref__EACCES, TASK; *(void *volatile *)&v->unref = (char *)t + 8)

// K5: exchange
V(k5_zero_in__ok, struct task_struct *o = bpf_kptr_xchg(&v->ref, NULL); if (o) PUT(o))
V(k5_zero_in_result_kept__EINVAL, bpf_kptr_xchg(&v->ref, NULL))
V(k5_owned_in__ok, OWNED; t = bpf_kptr_xchg(&v->ref, t); if (t) PUT(t))
V(k5_owned_in_result_kept__EINVAL, OWNED; bpf_kptr_xchg(&v->ref, t))
V(k5_owned_in_and_released__EINVAL, OWNED; struct task_struct *o = bpf_kptr_xchg(&v->ref, t); if (o) PUT(o); PUT(t))
V(k5_owned_in_then_read__EACCES, OWNED; struct task_struct *o = bpf_kptr_xchg(&v->ref, t); if (o) PUT(o); sink = t->pid)
V(k5_unowned_in__EINVAL, TASK; t = bpf_kptr_xchg(&v->ref, t); if (t) PUT(t))
V(k5_unref_field__EACCES, struct task_struct *o = bpf_kptr_xchg(&v->unref, NULL); if (o) PUT(o))
V(k5_number_field__EACCES, struct task_struct *o = bpf_kptr_xchg(&v->n, NULL); if (o) PUT(o))
V(k5_field_off_by_four__EACCES, struct task_struct *o = bpf_kptr_xchg((char *)&v->ref + 4, NULL); if (o) PUT(o))
V(k5_variable_field__EINVAL, char *p = (char *)&v->n; p += ANY & 8; struct task_struct *o = bpf_kptr_xchg(p, NULL); if (o) PUT(o))
V(k5_wrong_type_in__EACCES, struct cgroup *c = bpf_cgroup_from_id(1); if (!c) return 0; struct task_struct *o = bpf_kptr_xchg(&v->ref, c); if (o) PUT(o))
V(k5_cgroup_in__ok, struct cgroup *c = bpf_cgroup_from_id(1); if (!c) return 0; c = bpf_kptr_xchg(&v->cg, c); if (c) bpf_cgroup_release(c))
V(k5_released_as_wrong_type__EINVAL, struct cgroup *c = bpf_kptr_xchg(&v->cg, NULL); if (c) PUT((void *)c))
V(k5_maybe_null_released__EACCES, struct task_struct *o = bpf_kptr_xchg(&v->ref, NULL); PUT(o))
V(k5_stack_field__EACCES, struct task_struct *x = 0; struct task_struct *o = bpf_kptr_xchg(&x, NULL); if (o) PUT(o))
V(k5_maybe_null_in__EACCES, struct task_struct *t = bpf_task_from_pid(1); struct task_struct *o = bpf_kptr_xchg(&v->ref, t); if (o) PUT(o))
V(k5_number_in__EACCES, struct task_struct *o = bpf_kptr_xchg(&v->ref, (void *)ANY); if (o) PUT(o))
V(k5_own_object_in__ok, struct mine *m = NEW(struct mine); if (!m) return 0; m = bpf_kptr_xchg(&v->own, m); if (m) DROP(m))
V(k5_own_object_written_after__ok, struct mine *m = NEW(struct mine); if (!m) return 0; m = bpf_kptr_xchg(&v->own, m); if (m) { m->a = 1; DROP(m); })
V(k5_other_object_in__EACCES, struct percpu *m = NEW(struct percpu); if (!m) return 0; m = bpf_kptr_xchg(&v->own, m); if (m) DROP(m))
V(k5_percpu_in__ok, struct percpu *m = bpf_percpu_obj_new_impl(TYPE_ID(struct percpu), NULL); if (!m) return 0; m = bpf_kptr_xchg(&v->pc, m); if (m) bpf_percpu_obj_drop_impl(m, NULL))
V(k5_plain_in_percpu__EACCES, struct percpu *m = NEW(struct percpu); if (!m) return 0; m = bpf_kptr_xchg(&v->pc, m); if (m) bpf_percpu_obj_drop_impl(m, NULL))
V(k5_percpu_in_plain__EACCES, struct mine *m = bpf_percpu_obj_new_impl(TYPE_ID(struct mine), NULL); if (!m) return 0; m = bpf_kptr_xchg(&v->own, m); if (m) DROP(m))
#define M(NAME, MAP) IN("tp_btf/task_newtask", __u64, NAME, FIND(MAP); struct task_struct *o = bpf_kptr_xchg(&v->ref, NULL); if (o) PUT(o))
M(k1_hash__ok, hash)
M(k1_lru__ok, lru)
M(k1_percpu_array__ok, pcpu)
TC(k5_in_tc__ok, FIND(arr); struct mine *m = bpf_kptr_xchg(&v->own, NULL); if (m) DROP(m))
struct holder { struct mine KPTR *m; __u64 n; };
TC(k6_field_in_object__ok, struct holder *h = NEW(struct holder); if (!h) return 0; struct mine *m = bpf_kptr_xchg(&h->m, NULL); if (m) DROP(m); DROP(h))
TC(k6_field_in_object_wrong_place__EACCES, struct holder *h = NEW(struct holder); if (!h) return 0; struct mine *m = bpf_kptr_xchg(&h->n, NULL); if (m) DROP(m); DROP(h))

// L1: local storage
MAP(tasks, TASK_STORAGE, 0, BPF_F_NO_PREALLOC, int, __u64);
MAP(socks, SK_STORAGE, 0, BPF_F_NO_PREALLOC, int, __u64);
MAP(cgroups, CGRP_STORAGE, 0, BPF_F_NO_PREALLOC, int, __u64);
MAP(inodes, INODE_STORAGE, 0, BPF_F_NO_PREALLOC, int, __u64);
TRACE(l1_task_read__ok, __u64 *p = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), NULL, 1); if (p) sink = *p)
TRACE(l1_task_unchecked__EACCES, __u64 *p = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), NULL, 1); sink = *p)
TRACE(l1_task_past_the_end__EACCES, volatile __u64 *p = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), NULL, 1); if (p) sink = p[1])
TRACE(l1_task_is_number__EACCES, sink = bpf_task_storage_get(&tasks, bpf_get_current_task(), NULL, 1) != 0)
TRACE(l1_task_is_null__ok, sink = bpf_task_storage_get(&tasks, NULL, NULL, 1) != 0)
TRACE(l1_task_initial_value__ok, __u64 x = 5; sink = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), &x, 1) != 0)
TRACE(l1_task_initial_value_may_be_null__ok, __u32 k = 0; void *w = bpf_map_lookup_elem(&arr, &k); sink = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), w, 1) != 0)
TRACE(l1_task_initial_value_is_number__EACCES, sink = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), (void *)5, 1) != 0)
TRACE(l1_task_delete__ok, bpf_task_storage_delete(&tasks, bpf_get_current_task_btf()))
TRACE(l1_task_delete_null__ok, bpf_task_storage_delete(&tasks, NULL))
TRACE(l1_real_parent__ok, struct task_struct *t = bpf_get_current_task_btf(); sink = bpf_task_storage_get(&tasks, t->real_parent, NULL, 0) != 0)
TRACE(l1_wrong_map__EINVAL, sink = bpf_task_storage_get(&socks, bpf_get_current_task_btf(), NULL, 1) != 0)
#define SK struct bpf_sock *s = *(struct bpf_sock *volatile *)((char *)ctx + 168)
TC(l1_sk__ok, SK; if (s) sink = bpf_sk_storage_get(&socks, s, NULL, 1) != 0)
TC(l1_sk_unchecked__EACCES, SK; sink = bpf_sk_storage_get(&socks, s, NULL, 1) != 0)
TC(l1_sk_null__EACCES, sink = bpf_sk_storage_get(&socks, NULL, NULL, 1) != 0)
TC(l1_sk_context__EACCES, sink = bpf_sk_storage_get(&socks, ctx, NULL, 1) != 0)
TC(l1_sk_delete_unchecked__EACCES, SK; bpf_sk_storage_delete(&socks, s))
TC(l1_sk_delete__ok, SK; if (s) bpf_sk_storage_delete(&socks, s))
TC(l1_sk_flags_unknown__ok, SK; if (s) sink = bpf_sk_storage_get(&socks, s, NULL, ANY) != 0)
TRACE(l1_cgroup__ok, struct cgroup *c = bpf_cgroup_from_id(1); if (!c) return 0; sink = bpf_cgrp_storage_get(&cgroups, c, NULL, 1) != 0; bpf_cgroup_release(c))
TRACE(l1_cgroup_task__EACCES, sink = bpf_cgrp_storage_get(&cgroups, bpf_get_current_task_btf(), NULL, 1) != 0)
TRACE(l1_cgroup_released_before__EACCES, struct cgroup *c = bpf_cgroup_from_id(1); if (!c) return 0; bpf_cgroup_release(c); sink = bpf_cgrp_storage_get(&cgroups, c, NULL, 1) != 0)
struct inode;
struct file { struct inode *f_inode; } CO_RE;
IN("lsm/file_open", __u64, l1_inode__ok, struct file *f = (void *)ctx[0]; sink = bpf_inode_storage_get(&inodes, f->f_inode, NULL, 1) != 0)
IN("lsm/file_open", __u64, l1_inode_is_file__EACCES, struct file *f = (void *)ctx[0]; sink = bpf_inode_storage_get(&inodes, f, NULL, 1) != 0)
IN("fentry/bpf_fentry_test1", __u64, l1_inode_outside_lsm__EINVAL, sink = bpf_inode_storage_get(&inodes, NULL, NULL, 1) != 0)
SYS(l1_task_in_syscall__ok, sink = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), NULL, 1) != 0)
TC(l1_task_in_tc__EINVAL, sink = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), NULL, 1) != 0)

// L2: cgroup storage
struct ckey { __u64 id; __u32 attach; };
SIZED(shared_store, BPF_MAP_TYPE_CGROUP_STORAGE, 0, 0, 8, 8);
SIZED(second_store, BPF_MAP_TYPE_CGROUP_STORAGE, 0, 0, 8, 8);
SIZED(percpu_store, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE, 0, 0, 8, 8);
#define C(NAME, ...) IN("cgroup_skb/egress", struct __sk_buff, NAME, __VA_ARGS__; return 1)
C(l2_never_null__ok, __u64 *p = bpf_get_local_storage(&shared_store, 0); *p += 1)
C(l2_past_the_end__EACCES, volatile __u64 *p = bpf_get_local_storage(&shared_store, 0); p[1] = 1)
C(l2_flags_one__EINVAL, __u64 *p = bpf_get_local_storage(&shared_store, 1); *p += 1)
C(l2_flags_unknown__EINVAL, __u64 *p = bpf_get_local_storage(&shared_store, ANY); *p += 1)
C(l2_one_of_each_kind__ok, __u64 *p = bpf_get_local_storage(&shared_store, 0); __u64 *q = bpf_get_local_storage(&percpu_store, 0); *p += *q)
C(l2_two_of_one_kind__EBUSY, __u64 *p = bpf_get_local_storage(&shared_store, 0); __u64 *q = bpf_get_local_storage(&second_store, 0); *p += *q)
C(l2_other_map__EINVAL, bpf_get_local_storage(&arr, 0))
C(l2_lookup__EINVAL, sink = bpf_map_lookup_elem(&shared_store, &(__u64){0}) != 0)
TC(l2_in_tc__EINVAL, __u64 *p = bpf_get_local_storage(&shared_store, 0); *p += 1)
