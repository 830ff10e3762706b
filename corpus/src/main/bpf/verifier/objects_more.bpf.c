// SPDX-License-Identifier: Apache-2.0
// Rules B3, K3-K6, O1-O5, R7, R8, R12 once more: members of objects, objects in fields, what comparisons do.
#include "cases_b.h"
struct plain { __u64 a; char b[8]; void *p; };
struct mine { __u64 a; struct bpf_refcount ref; };
struct own { __u64 a; };
struct percpu { __u64 a; };
struct holder { struct own KPTR *m; __u64 n; };
struct holes { char a; __u64 b; union { __u32 c; __u64 d; } u; __u32 bits:5; struct { __u32 x[3]; } in; };
struct empty { };
struct big { __u64 a[64]; };
struct item { __u64 key; struct bpf_list_node l; };
struct leaf { __u64 key; struct bpf_rb_node r; struct bpf_list_node l; struct bpf_refcount ref; };
struct tree { struct bpf_spin_lock lock; struct bpf_list_head head CONTAINS(item, l); __u64 n; };
struct kv { __u64 n; struct mine KPTR *mine; struct own KPTR *own; struct percpu KPTR_PERCPU *pc; struct leaf KPTR *leaf; struct holder KPTR *holder; };
MAP(arr, ARRAY, 4, 0, __u32, struct kv);
struct { __uint(type, BPF_MAP_TYPE_PROG_ARRAY); __uint(max_entries, 4); __uint(key_size, 4); __uint(value_size, 4); } progs SEC(".maps");
#define GROUP(NAME) SEC(".data." #NAME) __hidden __attribute__((aligned(8)))
GROUP(A) struct bpf_spin_lock lock;
GROUP(A) struct bpf_list_head head CONTAINS(leaf, l);
GROUP(A) struct bpf_rb_root root CONTAINS(leaf, r);
#define GET(P) bpf_refcount_acquire_impl(P, NULL)
#define FIND(M) struct kv *v = bpf_map_lookup_elem(&M, &(__u32){0}); if (!v) return 0
#define V(NAME, ...) TC(NAME, FIND(arr); __VA_ARGS__)
#define SL(NAME, ...) IN("fentry.s/bpf_fentry_test1", __u64, NAME, FIND(arr); __VA_ARGS__)
#define O(NAME, T, ...) TC(NAME, struct T *o = NEW(struct T); if (!o) return 0; __VA_ARGS__)
V(k3_own_written__ok, struct own *m = v->own; if (m) *(volatile __u64 *)&m->a = 1)
V(k3_own_atomic__ok, struct own *m = v->own; if (m) __sync_fetch_and_add(&m->a, 1))
SL(k3_own_read_after_rcu__EFAULT, bpf_rcu_read_lock(); struct own *m = v->own; bpf_rcu_read_unlock(); if (m) sink = *(volatile __u64 *)&m->a)
SL(k3_own_written_after_rcu__EACCES, bpf_rcu_read_lock(); struct own *m = v->own; bpf_rcu_read_unlock(); if (m) *(volatile __u64 *)&m->a = 1)
SL(k3_own_read_outside_rcu__ok, struct own *m = v->own; if (m) sink = *(volatile __u64 *)&m->a)
SL(k3_own_written_outside_rcu__EACCES, struct own *m = v->own; if (m) *(volatile __u64 *)&m->a = 1)
SL(k3_counted_read_outside_rcu__ok, struct mine *m = v->mine; if (m) sink = *(volatile __u64 *)&m->a)
V(o3_acquired_from_field__ok, struct mine *m = v->mine; if (!m) return 0; m = GET(m); if (m) DROP(m))
V(o3_acquired_from_field_unchecked__EACCES, struct mine *m = v->mine; if (!m) return 0; m = GET(m); DROP(m))
V(k3_counted_written__ok, struct mine *m = v->mine; if (m) *(volatile __u64 *)&m->a = 1)
V(k3_leaf_read__ok, struct leaf *m = v->leaf; if (m) sink = *(volatile __u64 *)&m->key)
V(k3_leaf_written__ok, struct leaf *m = v->leaf; if (m) *(volatile __u64 *)&m->key = 1)
V(o3_leaf_acquired_from_field__ok, struct leaf *m = v->leaf; if (!m) return 0; m = GET(m); if (m) DROP(m))
V(o5_leaf_of_field_removed__ok, struct leaf *m = v->leaf; if (!m) return 0; bpf_spin_lock(&lock); struct bpf_rb_node *n = bpf_rbtree_remove(&root, &m->r); bpf_spin_unlock(&lock); if (n) DROP(container(n, struct leaf, r)))
V(r7_leaf_of_field_after_lock__EACCES, struct leaf *m = v->leaf; if (!m) return 0; bpf_spin_lock(&lock); bpf_spin_unlock(&lock); sink = *(volatile __u64 *)&m->key)
SL(k3_leaf_read_outside_rcu__ok, struct leaf *m = v->leaf; if (m) sink = *(volatile __u64 *)&m->key)
O(o3_acquired_of_the_middle__ok, mine, struct mine *p = GET((char *)o + 4); DROP(p); DROP(o))
O(o1_no_members__ok, empty, DROP(o))
TC(o2_percpu_just_small_enough__ok, struct big *o = bpf_percpu_obj_new_impl(TYPE_ID(struct big), NULL); if (o) bpf_percpu_obj_drop_impl(o, NULL))
TC(o5_maybe_null_pushed__EINVAL, struct leaf *o = NEW(struct leaf); bpf_spin_lock(&lock); bpf_list_push_front_impl(&head, (void*)((char*)o), NULL, 0); bpf_spin_unlock(&lock))
static _Bool less_acquires(struct bpf_rb_node *a, const struct bpf_rb_node *b) { struct leaf *l = GET(container(a, struct leaf, r)); if (l) bpf_list_push_front_impl(&head, &l->l, NULL, 0); return 0; }
static _Bool less_adds(struct bpf_rb_node *a, const struct bpf_rb_node *b);
static _Bool any(struct bpf_rb_node *a, const struct bpf_rb_node *b) { return 0; }
static _Bool less_adds(struct bpf_rb_node *a, const struct bpf_rb_node *b) { struct leaf *l = GET(container(a, struct leaf, r)); if (l) bpf_rbtree_add_impl(&root, &l->r, any, NULL, 0); return 0; }
static _Bool less_locks(struct bpf_rb_node *a, const struct bpf_rb_node *b) { bpf_spin_lock(&lock); return 0; }
static _Bool less_pops(struct bpf_rb_node *a, const struct bpf_rb_node *b) { struct bpf_list_node *n = bpf_list_pop_front(&head); if (n) bpf_list_push_back_impl(&head, n, NULL, 0); return 0; }
static _Bool less_keeps(struct bpf_rb_node *a, const struct bpf_rb_node *b) { GET(container(a, struct leaf, r)); return 0; }
#define LESS(NAME, F) O(NAME, leaf, bpf_spin_lock(&lock); bpf_rbtree_add_impl(&root, &o->r, (void *)F, NULL, 0); bpf_spin_unlock(&lock))
LESS(r12_pushes_acquired__ok, less_acquires)
LESS(r12_adds_acquired__ok, less_adds)
LESS(r12_locks__EINVAL, less_locks)
LESS(r12_pops_and_pushes__ok, less_pops)
LESS(r12_keeps_acquired__EINVAL, less_keeps)
TC(o4_list_in_object__ok, struct tree *t = NEW(struct tree); if (!t) return 0; struct item *i = NEW(struct item); if (!i) { DROP(t); return 0; } bpf_spin_lock(&t->lock); bpf_list_push_front_impl(&t->head, &i->l, NULL, 0); bpf_spin_unlock(&t->lock); DROP(t))
O(b3_hole_read__EINVAL, holes, sink = *((volatile char *)o + 1); DROP(o))
O(b3_hole_written__EINVAL, holes, *((volatile char *)o + 1) = 1; DROP(o))
O(b3_more_than_member__EACCES, holes, sink = *(volatile __u64 *)o; DROP(o))
O(b3_second_of_union__ok, holes, sink = *(volatile __u64 *)&o->u; DROP(o))
O(b3_first_of_union__ok, holes, sink = *(volatile __u32 *)&o->u; DROP(o))
O(b3_across_elements__ok, holes, sink = *(volatile __u64 *)&o->in; DROP(o))
O(b3_bits_read__ok, holes, sink = *((volatile char *)o + 24); DROP(o))
O(b3_bits_written__ok, holes, *((volatile char *)o + 24) = 3; DROP(o))
O(k6_field_read__EACCES, holder, struct own *m = o->m; if (m) sink = *(volatile __u64 *)&m->a; DROP(o))
O(k6_field_written__EACCES, holder, *(void *volatile *)&o->m = 0; DROP(o))
V(k6_field_of_object_in_field__EACCES, struct holder *h = v->holder; if (!h) return 0; struct own *m = bpf_kptr_xchg(&h->m, NULL); if (m) DROP(m))
V(k3_percpu_written__ok, struct percpu *p = v->pc; if (!p) return 0; struct percpu *q = bpf_this_cpu_ptr(p); *(volatile __u64 *)&q->a = 1)
V(k5_percpu_used_after_exchange__ok, struct percpu *m = bpf_percpu_obj_new_impl(TYPE_ID(struct percpu), NULL); if (!m) return 0; struct percpu *old = bpf_kptr_xchg(&v->pc, m); struct percpu *q = bpf_this_cpu_ptr(m); sink = q->a; if (old) bpf_percpu_obj_drop_impl(old, NULL))
SL(k5_percpu_used_after_exchange_outside_rcu__EACCES, struct percpu *m = bpf_percpu_obj_new_impl(TYPE_ID(struct percpu), NULL); if (!m) return 0; struct percpu *old = bpf_kptr_xchg(&v->pc, m); struct percpu *q = bpf_this_cpu_ptr(m); sink = q->a; if (old) bpf_percpu_obj_drop_impl(old, NULL))
SL(k3_percpu_outside_rcu__EACCES, struct percpu *p = v->pc; if (!p) return 0; struct percpu *q = bpf_this_cpu_ptr(p); sink = q->a)
V(k5_percpu_of_field_exchanged__EACCES, struct percpu *p = v->pc; if (!p) return 0; p = bpf_kptr_xchg(&v->pc, p); if (p) bpf_percpu_obj_drop_impl(p, NULL))
V(k5_own_read_after_exchange__EACCES, struct own *m = NEW(struct own); if (!m) return 0; struct own *old = bpf_kptr_xchg(&v->own, m); sink = *(volatile __u64 *)&m->a; if (old) DROP(old))
V(k5_leaf_in__ok, struct leaf *m = NEW(struct leaf); if (!m) return 0; struct leaf *old = bpf_kptr_xchg(&v->leaf, m); if (old) DROP(old))
O(o1_compared_with_null__ok, plain, if (!bpf_get_prandom_u32()) HIDE(o); asm volatile("if %0 != 0 goto +1; exit" :: "r"(o)); DROP(o))
O(o4_other_place_in_object__EINVAL, tree, bpf_spin_lock(&o->lock); struct bpf_list_node *n = bpf_list_pop_front((void *)&o->n); bpf_spin_unlock(&o->lock); if (n) DROP(container(n, struct item, l)); DROP(o))
O(o4_popped_from_object__ok, tree, bpf_spin_lock(&o->lock); struct bpf_list_node *n = bpf_list_pop_front(&o->head); bpf_spin_unlock(&o->lock); if (n) DROP(container(n, struct item, l)); DROP(o))
struct node_twice { struct bpf_list_node l; struct bpf_list_node m; __u64 k; };
O(o1_two_nodes__ok, node_twice, DROP(o))
