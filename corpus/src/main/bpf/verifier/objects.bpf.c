// SPDX-License-Identifier: Apache-2.0
// Rules O1-O5, R7, R8, R12, R13: allocated objects, lists, red-black trees, reference counts.
#include "cases_b.h"

struct plain { __u64 a; char b[8]; void *p; };
struct item { __u64 key; struct bpf_list_node l; };
struct leaf { __u64 key; struct bpf_rb_node r; };
struct shared { __u64 key; struct bpf_rb_node r; struct bpf_list_node l; struct bpf_refcount ref; };
struct lone { __u64 key; struct bpf_rb_node r; struct bpf_refcount ref; };
struct own_lock { struct bpf_spin_lock lock; __u64 n; };
struct bucket { struct bpf_spin_lock lock; struct bpf_list_head head CONTAINS(item, l); };
MAP(buckets, ARRAY, 4, 0, __u32, struct bucket);
MAP(values, ARRAY, 4, 0, __u32, __u64[4]);
RINGBUF(rb);
#define GROUP(NAME) SEC(".data." #NAME) __hidden __attribute__((aligned(8)))
GROUP(A) struct bpf_spin_lock lock;
GROUP(A) struct bpf_list_head head CONTAINS(item, l);
GROUP(A) struct bpf_rb_root root CONTAINS(leaf, r);
GROUP(B) struct bpf_spin_lock lock_b;
GROUP(B) struct bpf_list_head head_b CONTAINS(shared, l);
GROUP(B) struct bpf_rb_root root_b CONTAINS(shared, r);
GROUP(C) struct bpf_spin_lock lock_c;
GROUP(C) struct bpf_rb_root root_c CONTAINS(lone, r);
static _Bool less(struct bpf_rb_node *a, const struct bpf_rb_node *b) { return container(a, struct leaf, r)->key < container(b, struct leaf, r)->key; }
static _Bool any(struct bpf_rb_node *a, const struct bpf_rb_node *b) { return 0; }
#define LOCK bpf_spin_lock(&lock)
#define UNLOCK bpf_spin_unlock(&lock)
#define PUSH(N) bpf_list_push_front_impl(&head, &(N)->l, NULL, 0)
#define ADD(N) bpf_rbtree_add_impl(&root, &(N)->r, less, NULL, 0)
// A program that owns a new object o of that type.
#define O(NAME, T, ...) TC(NAME, struct T *o = NEW(struct T); if (!o) return 0; __VA_ARGS__)

// O1, O2
TC(o1_unchecked__EACCES, volatile struct plain *o = NEW(struct plain); o->a = 1)
O(o1_dropped__ok, plain, DROP(o))
O(o1_kept__EINVAL, plain, o->a = 1)
O(o1_read_and_written__ok, plain, o->a = 1; sink = o->b[7]; DROP(o))
O(o1_past_the_end__EACCES, plain, *(volatile char *)(o + 1) = 1; DROP(o))
O(o1_before_the_start__EACCES, plain, *((volatile char *)o - 1) = 1; DROP(o))
O(o1_byte_of_pointer_member__EACCES, plain, *((volatile char *)(o + 1) - 1) = 1; DROP(o))
O(o1_last_byte__ok, leaf, *((volatile char *)&o->key + 7) = 1; DROP(o))
O(o1_variable_index__EACCES, plain, ((volatile char *)o)[ctx->len & 7] = 1; DROP(o))
O(o1_pointer_member_is_number__EACCES, plain, sink = *(volatile char *)o->p; DROP(o))
O(o1_dropped_twice__EINVAL, plain, DROP(o); DROP(o))
O(o1_used_after_drop__EACCES, plain, DROP(o); sink = *(volatile __u64 *)o)
O(o2_inner_dropped__EINVAL, plain, DROP((char *)o + 8))
O(o1_returned__EINVAL, plain, return (long)o)
TC(o2_null_dropped__EACCES, DROP(NULL))
TC(o2_maybe_null_dropped__EACCES, DROP(NEW(struct plain)))
TC(o2_stack_dropped__EINVAL, struct plain p = {}; DROP(&p))
TC(o2_value_dropped__EINVAL, void *v = bpf_map_lookup_elem(&values, &(__u32){0}); if (v) DROP(v))
TC(o2_record_dropped__EINVAL, void *m = bpf_ringbuf_reserve(&rb, 24, 0); if (m) DROP(m))
O(o2_submitted_instead__EACCES, plain, bpf_ringbuf_submit(o, 0))
TC(o1_type_unknown_number__EINVAL, void *o = bpf_obj_new_impl(ANY, NULL); if (o) DROP(o))
TC(o1_type_zero__EINVAL, void *o = bpf_obj_new_impl(0, NULL); if (o) DROP(o))
TC(o1_type_beyond_all__EINVAL, void *o = bpf_obj_new_impl(100000, NULL); if (o) DROP(o))
TC(o1_type_is_integer__EINVAL, void *o = bpf_obj_new_impl(TYPE_ID(int), NULL); if (o) DROP(o))
TC(o1_type_with_wide_number__EINVAL, void *o = bpf_obj_new_impl(0x100000001ULL, NULL); if (o) DROP(o))
O(o1_list_node_read__EACCES, item, sink = *(volatile __u64 *)&o->l; DROP(o))
O(o1_list_node_written__EACCES, item, *(volatile __u64 *)&o->l = 0; DROP(o))
O(o1_tree_node_written__EACCES, leaf, *(volatile __u64 *)&o->r = 0; DROP(o))
O(o1_count_written__EACCES, lone, *(volatile __u32 *)&o->ref = 0; DROP(o))
O(o1_key_beside_nodes__ok, shared, o->key = 1; sink = o->key; DROP(o))
O(o1_as_helper_memory__EACCES, plain, bpf_skb_load_bytes(ctx, 0, o, 8); DROP(o))
O(o1_own_lock__ok, own_lock, bpf_spin_lock(&o->lock); o->n++; bpf_spin_unlock(&o->lock); DROP(o))
O(o1_own_lock_kept__EINVAL, own_lock, bpf_spin_lock(&o->lock); DROP(o))
O(o1_lock_wrong_place__EINVAL, own_lock, bpf_spin_lock((void *)&o->n); DROP(o))
O(o1_two_objects_locks_mixed__EINVAL, own_lock, struct own_lock *p = NEW(struct own_lock); if (!p) { DROP(o); return 0; } bpf_spin_lock(&o->lock); bpf_spin_unlock(&p->lock); DROP(p); DROP(o))
O(o1_atomic__ok, plain, __sync_fetch_and_add(&o->a, 1); DROP(o))
static __noinline int drops(struct plain *o) { sink++; DROP(o); return 0; }
O(o1_dropped_in_function__ok, plain, drops(o))
O(o1_dropped_in_function_and_here__EINVAL, plain, drops(o); DROP(o))
XDP(o1_in_xdp__ok, struct plain *o = NEW(struct plain); if (o) DROP(o))
IN("socket", void, o1_in_socket_filter__EACCES, struct plain *o = NEW(struct plain); if (o) DROP(o))
IN("kprobe", void, o1_in_kprobe__EACCES, struct plain *o = NEW(struct plain); if (o) DROP(o))
IN("tracepoint/syscalls/sys_enter_nanosleep", void, o1_in_tracepoint__ok, struct plain *o = NEW(struct plain); if (o) DROP(o))
SYS(o1_in_syscall__ok, struct plain *o = NEW(struct plain); if (o) DROP(o))
struct small { __u64 a; };
struct huge { char a[520]; };
#define PNEW(T) ((T *)bpf_percpu_obj_new_impl(TYPE_ID(T), NULL))
#define PDROP(P) bpf_percpu_obj_drop_impl(P, NULL)
TC(o2_percpu__ok, struct small *o = PNEW(struct small); if (o) PDROP(o))
TC(o2_percpu_kept__EINVAL, sink = PNEW(struct small) != 0)
TC(o2_percpu_dropped_as_plain__EINVAL, struct small *o = PNEW(struct small); if (o) DROP(o))
O(o2_plain_dropped_as_percpu__EINVAL, small, PDROP(o))
TC(o2_percpu_read__EACCES, volatile struct small *o = PNEW(struct small); if (o) { sink = o->a; PDROP((void *)o); })
TC(o2_percpu_too_large__EINVAL, struct huge *o = PNEW(struct huge); if (o) PDROP(o))
TC(o2_percpu_with_node__EINVAL, struct item *o = PNEW(struct item); if (o) PDROP(o))
TC(o2_percpu_with_pointer__EINVAL, struct plain *o = PNEW(struct plain); if (o) PDROP(o))
TC(o2_percpu_this_cpu__EACCES, struct small *o = PNEW(struct small); if (!o) return 0; struct small *q = bpf_this_cpu_ptr(o); q->a = 1; PDROP(o))

// O5, R7, R13: lists
O(o5_pushed__ok, item, LOCK; PUSH(o); UNLOCK)
O(r13_pushed_without_lock__EINVAL, item, PUSH(o))
O(r13_pushed_after_unlock__EINVAL, item, LOCK; UNLOCK; PUSH(o))
O(r13_pushed_under_other_lock__EINVAL, item, bpf_spin_lock(&lock_b); PUSH(o); bpf_spin_unlock(&lock_b))
O(o4_wrong_type_pushed__EINVAL, shared, LOCK; PUSH(o); UNLOCK)
O(o4_wrong_place_of_node__EINVAL, item, LOCK; bpf_list_push_front_impl(&head, (void *)o, NULL, 0); UNLOCK)
O(o4_tree_as_list__EINVAL, item, LOCK; bpf_list_push_front_impl((void *)&root, &o->l, NULL, 0); UNLOCK)
O(o4_head_off_by_eight__EINVAL, item, LOCK; bpf_list_push_front_impl((void *)&head + 8, &o->l, NULL, 0); UNLOCK)
O(o4_head_on_stack__EINVAL, item, struct bpf_list_head h = {}; LOCK; bpf_list_push_front_impl(&h, &o->l, NULL, 0); UNLOCK)
O(o4_head_is_null__EINVAL, item, LOCK; bpf_list_push_front_impl(NULL, &o->l, NULL, 0); UNLOCK)
TC(o5_null_pushed__EINVAL, LOCK; bpf_list_push_front_impl(&head, NULL, NULL, 0); UNLOCK)
O(o5_pushed_and_dropped__EINVAL, item, LOCK; PUSH(o); UNLOCK; DROP(o))
O(o5_pushed_twice__EINVAL, item, LOCK; PUSH(o); PUSH(o); UNLOCK)
O(r7_written_after_push_under_lock__ok, item, LOCK; PUSH(o); o->key = 3; UNLOCK)
O(r7_written_after_unlock__EACCES, item, LOCK; PUSH(o); UNLOCK; *(volatile __u64 *)&o->key = 3)
O(r7_dropped_under_lock__EINVAL, item, LOCK; PUSH(o); DROP(o); UNLOCK)
TC(o5_popped_and_dropped__ok, LOCK; struct bpf_list_node *n = bpf_list_pop_front(&head); UNLOCK; if (n) DROP(container(n, struct item, l)))
TC(o5_popped_and_kept__EINVAL, LOCK; struct bpf_list_node *n = bpf_list_pop_front(&head); UNLOCK; sink = n != 0)
TC(o5_popped_and_node_dropped__EINVAL, LOCK; struct bpf_list_node *n = bpf_list_pop_front(&head); UNLOCK; if (n) DROP(n))
TC(o5_popped_and_pushed_back__ok, LOCK; struct bpf_list_node *n = bpf_list_pop_back(&head); if (n) bpf_list_push_back_impl(&head, n, NULL, 0); UNLOCK)
TC(o5_popped_and_read__ok, LOCK; struct bpf_list_node *n = bpf_list_pop_front(&head); UNLOCK; if (!n) return 0; struct item *i = container(n, struct item, l); sink = i->key; DROP(i))
TC(r13_popped_without_lock__EINVAL, struct bpf_list_node *n = bpf_list_pop_front(&head); if (n) DROP(container(n, struct item, l)))
TC(o5_popped_unchecked__EACCES, LOCK; struct bpf_list_node *n = bpf_list_pop_front(&head); UNLOCK; DROP(container(n, struct item, l)))
#define B(NAME, ...) O(NAME, item, struct bucket *b = bpf_map_lookup_elem(&buckets, &(__u32){0}); if (!b) { DROP(o); return 0; } __VA_ARGS__)
B(o4_head_in_value__ok, bpf_spin_lock(&b->lock); bpf_list_push_front_impl(&b->head, &o->l, NULL, 0); bpf_spin_unlock(&b->lock))
B(r13_head_in_value_other_lock__EINVAL, LOCK; bpf_list_push_front_impl(&b->head, &o->l, NULL, 0); UNLOCK)
B(r13_head_of_other_lookup__EINVAL, struct bucket *c = bpf_map_lookup_elem(&buckets, &(__u32){0}); if (!c) { DROP(o); return 0; } bpf_spin_lock(&b->lock); bpf_list_push_front_impl(&c->head, &o->l, NULL, 0); bpf_spin_unlock(&b->lock))
B(o1_head_read__EACCES, sink = *(volatile __u64 *)&b->head; DROP(o))
B(o1_head_written__EACCES, *(volatile __u64 *)&b->head = 0; DROP(o))

// Trees
O(o5_added__ok, leaf, LOCK; ADD(o); UNLOCK)
O(r13_added_without_lock__EINVAL, leaf, ADD(o))
O(o5_added_and_dropped__EINVAL, leaf, LOCK; ADD(o); UNLOCK; DROP(o))
O(o4_wrong_type_added__EINVAL, lone, LOCK; ADD(o); UNLOCK)
O(o4_list_as_root__EINVAL, leaf, LOCK; bpf_rbtree_add_impl((void *)&head, &o->r, less, NULL, 0); UNLOCK)
O(o5_added_twice__EINVAL, leaf, LOCK; ADD(o); ADD(o); UNLOCK)
O(o5_less_is_null__EINVAL, leaf, LOCK; bpf_rbtree_add_impl(&root, &o->r, NULL, NULL, 0); UNLOCK)
O(r7_added_then_written__ok, leaf, LOCK; ADD(o); o->key = 1; UNLOCK)
O(r7_added_then_written_after_unlock__EACCES, leaf, LOCK; ADD(o); UNLOCK; *(volatile __u64 *)&o->key = 1)
O(o5_added_then_removed__ok, leaf, LOCK; ADD(o); struct bpf_rb_node *n = bpf_rbtree_remove(&root, &o->r); UNLOCK; if (n) DROP(container(n, struct leaf, r)))
O(o5_owned_removed__EINVAL, leaf, LOCK; struct bpf_rb_node *n = bpf_rbtree_remove(&root, &o->r); UNLOCK; if (n) DROP(container(n, struct leaf, r)))
TC(o5_first_read__ok, LOCK; struct bpf_rb_node *n = bpf_rbtree_first(&root); if (n) sink = container(n, struct leaf, r)->key; UNLOCK)
TC(o5_first_unchecked__EACCES, LOCK; struct bpf_rb_node *n = bpf_rbtree_first(&root); sink = container(n, struct leaf, r)->key; UNLOCK)
TC(o5_first_after_unlock__EACCES, LOCK; struct bpf_rb_node *n = bpf_rbtree_first(&root); if (!n) { UNLOCK; return 0; } volatile struct leaf *f = container(n, struct leaf, r); HIDE(f); UNLOCK; sink = f->key)
TC(r13_first_without_lock__EINVAL, struct bpf_rb_node *n = bpf_rbtree_first(&root); sink = n != 0)
TC(o5_first_removed__ok, LOCK; struct bpf_rb_node *n = bpf_rbtree_first(&root); if (n) n = bpf_rbtree_remove(&root, n); UNLOCK; if (n) DROP(container(n, struct leaf, r)))
TC(o5_first_removed_and_kept__EINVAL, LOCK; struct bpf_rb_node *n = bpf_rbtree_first(&root); if (n) n = bpf_rbtree_remove(&root, n); UNLOCK)
TC(o5_first_dropped__EINVAL, LOCK; struct bpf_rb_node *n = bpf_rbtree_first(&root); if (n) DROP(container(n, struct leaf, r)); UNLOCK)
TC(o5_first_added_again__EINVAL, LOCK; struct bpf_rb_node *n = bpf_rbtree_first(&root); if (n) bpf_rbtree_add_impl(&root, n, less, NULL, 0); UNLOCK)
TC(o5_first_removed_twice__ok, LOCK; struct bpf_rb_node *n = bpf_rbtree_first(&root); if (n) { struct bpf_rb_node *m = bpf_rbtree_remove(&root, n); struct bpf_rb_node *k = bpf_rbtree_remove(&root, n); UNLOCK; if (m) DROP(container(m, struct leaf, r)); if (k) DROP(container(k, struct leaf, r)); return 0; } UNLOCK)
TC(o5_removed_from_other_root__EINVAL, LOCK; struct bpf_rb_node *n = bpf_rbtree_first(&root); if (n) n = bpf_rbtree_remove(&root_b, n); UNLOCK; if (n) DROP(container(n, struct leaf, r)))
// R12: the comparison
static _Bool less_unlocks(struct bpf_rb_node *a, const struct bpf_rb_node *b) { bpf_spin_unlock(&lock); return 0; }
static _Bool less_removes(struct bpf_rb_node *a, const struct bpf_rb_node *b) { bpf_rbtree_remove(&root, a); return 0; }
static _Bool less_asks_time(struct bpf_rb_node *a, const struct bpf_rb_node *b) { return bpf_ktime_get_ns() & 1; }
static _Bool less_first(struct bpf_rb_node *a, const struct bpf_rb_node *b) { return bpf_rbtree_first(&root) != 0; }
static _Bool less_writes(struct bpf_rb_node *a, const struct bpf_rb_node *b) { container(a, struct leaf, r)->key = 1; return 1; }
static int less_two(struct bpf_rb_node *a, const struct bpf_rb_node *b) { return 2; }
static _Bool less_far(struct bpf_rb_node *a, const struct bpf_rb_node *b) { return *(volatile __u64 *)((char *)a + 32); }
static __noinline _Bool compare(struct leaf *a, struct leaf *b) { sink++; return a->key < b->key; }
static _Bool less_calls(struct bpf_rb_node *a, const struct bpf_rb_node *b) { return compare(container(a, struct leaf, r), container(b, struct leaf, r)); }
#define LESS(NAME, F) O(NAME, leaf, LOCK; bpf_rbtree_add_impl(&root, &o->r, (void *)F, NULL, 0); UNLOCK)
LESS(r12_ignores_arguments__ok, any)
LESS(r12_unlocks__EACCES, less_unlocks)
LESS(r12_removes__EINVAL, less_removes)
LESS(r12_asks_time__EINVAL, less_asks_time)
LESS(r12_takes_first__ok, less_first)
LESS(r12_writes_key__ok, less_writes)
LESS(r12_returns_two__EINVAL, less_two)
LESS(r12_reads_outside__EACCES, less_far)
LESS(r12_calls_function__ok, less_calls)

// O3, R8: reference counts
#define GET(P) bpf_refcount_acquire_impl(P, NULL)
O(o3_acquired__ok, lone, struct lone *p = GET(o); DROP(p); DROP(o))
O(o3_acquired_and_kept__EINVAL, lone, GET(o); DROP(o))
O(o3_acquired_of_uncounted__EINVAL, leaf, void *p = GET(o); DROP(p); DROP(o))
O(o3_acquired_needs_no_check__ok, lone, struct lone *p = GET(o); p->key = 1; DROP(p); DROP(o))
TC(o3_acquired_of_null__EACCES, void *p = GET(NULL); if (p) DROP(p))
O(o3_used_after_others_drop__ok, lone, struct lone *p = GET(o); DROP(o); p->key = 1; DROP(p))
#define LOCKC bpf_spin_lock(&lock_c)
#define UNLOCKC bpf_spin_unlock(&lock_c)
#define ADDC(N) bpf_rbtree_add_impl(&root_c, &(N)->r, any, NULL, 0)
O(r8_added_and_kept__ok, lone, struct lone *p = GET(o); LOCKC; ADDC(o); UNLOCKC; p->key = 1; DROP(p))
O(r8_acquired_after_add__ok, lone, LOCKC; ADDC(o); struct lone *p = GET(o); UNLOCKC; if (p) DROP(p))
O(r8_acquired_after_add_unchecked__EACCES, lone, LOCKC; ADDC(o); struct lone *p = GET(o); UNLOCKC; DROP(p))
TC(r8_first_acquired__ok, LOCKC; struct bpf_rb_node *n = bpf_rbtree_first(&root_c); struct lone *p = n ? GET(container(n, struct lone, r)) : 0; UNLOCKC; if (p) DROP(p))
#define LOCKB bpf_spin_lock(&lock_b)
#define UNLOCKB bpf_spin_unlock(&lock_b)
O(r8_in_list_and_tree__ok, shared, struct shared *p = GET(o); LOCKB; bpf_list_push_front_impl(&head_b, &o->l, NULL, 0); bpf_rbtree_add_impl(&root_b, &p->r, any, NULL, 0); UNLOCKB)
O(r8_in_list_and_tree_one_reference__EINVAL, shared, LOCKB; bpf_list_push_front_impl(&head_b, &o->l, NULL, 0); bpf_rbtree_add_impl(&root_b, &o->r, any, NULL, 0); UNLOCKB)
