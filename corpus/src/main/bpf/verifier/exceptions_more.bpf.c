// SPDX-License-Identifier: Apache-2.0
// Rules G6, C9 and D11: what is held where an exception, or a function that may throw one, ends the program; packets that writes
// through dynamic pointers move.
#include "cases_b.h"

#define GLOBAL __attribute__((noinline))
struct node { struct bpf_rb_node n; __u64 x; };
struct object { __u64 x; };
struct rooted { struct bpf_spin_lock lock; struct bpf_rb_root root CONTAINS(node, n); };
MAP(trees, ARRAY, 1, 0, __u32, struct rooted);
MAP(arr, ARRAY, 4, 0, __u32, __u64[4]);
RINGBUF(rb);
struct { __uint(type, BPF_MAP_TYPE_USER_RINGBUF); __uint(max_entries, 4096); } uring SEC(".maps");

GLOBAL int throws(int x) { if (x) bpf_throw(1); return 0; }
GLOBAL int throws_below(int x) { return throws(x) + 1; }
GLOBAL int quiet(int x) { return x + 1; }
static __noinline int throws_here(int x) { if (x) bpf_throw(1); return 0; }
static __noinline int throws_holding(int x)
{
	struct object *o = NEW(struct object);

	if (!o)
		return 0;
	if (x)
		bpf_throw(1);
	DROP(o);
	return 0;
}
GLOBAL int global_throws_holding(int x) { return throws_holding(x); }

#define OBJECT struct object *o = NEW(struct object); if (!o) return 0
TC(g6_object_then_global_that_throws__ok, OBJECT; throws(ctx->len); DROP(o))
TC(g6_object_then_global_that_throws_below__ok, OBJECT; throws_below(ctx->len); DROP(o))
TC(g6_object_then_global_that_does_not__ok, OBJECT; quiet(ctx->len); DROP(o))
TC(g6_object_then_static_that_throws__EINVAL, OBJECT; throws_here(ctx->len); DROP(o))
TC(g6_object_in_static_that_throws__EINVAL, throws_holding(ctx->len))
TC(g6_object_in_global_that_throws__EINVAL, global_throws_holding(ctx->len))
TC(g6_object_dropped_then_throws__ok, OBJECT; DROP(o); throws(ctx->len))
TC(g6_record_then_global_that_throws__ok, __u64 *r = bpf_ringbuf_reserve(&rb, 8, 0); if (!r) return 0; *r = 1; throws(ctx->len); bpf_ringbuf_submit(r, 0))
TC(g6_dynptr_then_throw__EINVAL, struct bpf_dynptr d; bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); if (ctx->len) bpf_throw(1); bpf_ringbuf_discard_dynptr(&d, 0))
TC(g6_dynptr_then_global_that_throws__ok, struct bpf_dynptr d; bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); throws(ctx->len); bpf_ringbuf_discard_dynptr(&d, 0))
TC(g6_iterator_then_throw__EINVAL, struct bpf_iter_num it; bpf_iter_num_new(&it, 0, 3); if (ctx->len) bpf_throw(1); bpf_iter_num_destroy(&it))
TC(g6_iterator_then_global_that_throws__ok, struct bpf_iter_num it; bpf_iter_num_new(&it, 0, 3); throws(ctx->len); bpf_iter_num_destroy(&it))
TC(g6_iteration_that_throws__EINVAL, struct bpf_iter_num it; int *v; bpf_iter_num_new(&it, 0, 3); while ((v = bpf_iter_num_next(&it))) throws_here(*v); bpf_iter_num_destroy(&it))
TC(g6_rcu_then_throw__EINVAL, bpf_rcu_read_lock(); if (ctx->len) bpf_throw(1); bpf_rcu_read_unlock())
TC(g6_rcu_then_global_that_throws__ok, bpf_rcu_read_lock(); throws(ctx->len); bpf_rcu_read_unlock())
TC(g6_preempt_then_throw__EINVAL, bpf_preempt_disable(); if (ctx->len) bpf_throw(1); bpf_preempt_enable())
TC(g6_preempt_then_static_that_throws__EINVAL, bpf_preempt_disable(); throws_here(ctx->len); bpf_preempt_enable())
TC(g6_lock_then_throw__EINVAL, struct rooted *v = bpf_map_lookup_elem(&trees, &(__u32){0}); if (!v) return 0; bpf_spin_lock(&v->lock); if (ctx->len) bpf_throw(1); bpf_spin_unlock(&v->lock))
TC(g6_lock_then_static_that_throws__EINVAL, struct rooted *v = bpf_map_lookup_elem(&trees, &(__u32){0}); if (!v) return 0; bpf_spin_lock(&v->lock); throws_here(ctx->len); bpf_spin_unlock(&v->lock))
IN("fmod_ret.s/bpf_fentry_test1", void, g6_task_then_throw__EINVAL, struct task_struct *t = bpf_task_from_pid(1); if (!t) return 0; if (t->pid) bpf_throw(1); bpf_task_release(t))
TC(g6_socket_then_global_that_throws__ok, __u64 t[2] = {}; void *s = bpf_sk_lookup_tcp(ctx, t, 12, -1, 0); if (!s) return 0; throws(ctx->len); bpf_sk_release(s))

static _Bool less(struct bpf_rb_node *a, const struct bpf_rb_node *b) { bpf_throw(1); return 0; }
static _Bool less_if(struct bpf_rb_node *a, const struct bpf_rb_node *b) { if (container(a, struct node, n)->x > 5) throws_here(1); return 0; }
TC(g6_comparison_throws__EINVAL, struct node *n = NEW(struct node); struct rooted *v; if (!n) return 0; v = bpf_map_lookup_elem(&trees, &(__u32){0}); if (!v) { DROP(n); return 0; } bpf_spin_lock(&v->lock); bpf_rbtree_add_impl(&v->root, &n->n, (void *)less, NULL, 0); bpf_spin_unlock(&v->lock))
TC(g6_comparison_throws_below__EINVAL, struct node *n = NEW(struct node); struct rooted *v; if (!n) return 0; v = bpf_map_lookup_elem(&trees, &(__u32){0}); if (!v) { DROP(n); return 0; } bpf_spin_lock(&v->lock); bpf_rbtree_add_impl(&v->root, &n->n, (void *)less_if, NULL, 0); bpf_spin_unlock(&v->lock))
static int drains(struct bpf_dynptr *d, void *c) { bpf_throw(1); return 0; }
static int drains_below(struct bpf_dynptr *d, void *c) { throws_here(bpf_dynptr_size(d)); return 0; }
TC(c9_drain_throws__EINVAL, bpf_user_ringbuf_drain(&uring, drains, NULL, 0))
TC(c9_drain_throws_below__EINVAL, bpf_user_ringbuf_drain(&uring, drains_below, NULL, 0))
static long each(void *map, __u32 *k, __u64 *v, void *c) { throws_here(*v); return 0; }
TC(c9_for_each_throws_below__EINVAL, bpf_for_each_map_elem(&arr, each, NULL, 0))
static long global_each(void *map, __u32 *k, __u64 *v, void *c) { return throws(*v) & 1; }
TC(c9_for_each_throws_in_global__EINVAL, bpf_for_each_map_elem(&arr, global_each, NULL, 0))
TC(c9_for_each_holding_throws_in_global__EINVAL, OBJECT; bpf_for_each_map_elem(&arr, global_each, NULL, 0); DROP(o))
static long loop_object(__u32 i, void *c) { struct object *o = NEW(struct object); if (!o) return 0; if (i) bpf_throw(i); DROP(o); return 0; }
TC(c9_loop_throws_holding__EINVAL, bpf_loop(3, loop_object, NULL, 0))
static long loop_throws(__u32 i, void *c) { bpf_throw(i); return 0; }
TC(c9_loop_throws_outside_holding__EINVAL, OBJECT; bpf_loop(3, loop_throws, NULL, 0); DROP(o))
TC(c9_loop_throws__EINVAL, bpf_loop(3, loop_throws, NULL, 0))

// Packets that are written through dynamic pointers
GLOBAL int writes(struct __sk_buff *ctx) { struct bpf_dynptr d; __u64 x = 0; bpf_dynptr_from_skb(ctx, 0, &d); return bpf_dynptr_write(&d, 0, &x, 8, 0); }
GLOBAL int writes_to(struct bpf_dynptr *d) { __u64 x = 0; return bpf_dynptr_write(d, 0, &x, 8, 0); }
GLOBAL int writes_local(int v) { struct bpf_dynptr d; __u64 x = v; __u64 *e = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!e) return 0; bpf_dynptr_from_mem(e, 8, 0, &d); return bpf_dynptr_write(&d, 0, &x, 8, 0); }
static __noinline int writes_here(struct __sk_buff *ctx) { struct bpf_dynptr d; __u64 x = 0; bpf_dynptr_from_skb(ctx, 0, &d); return bpf_dynptr_write(&d, 0, &x, 8, 0); }
static __noinline int writes_local_here(struct bpf_dynptr *d) { __u64 x = 0; return bpf_dynptr_write(d, 0, &x, 8, 0); }
#define PACKET volatile char *p = (void *)(long)ctx->data; if (p + 20 > (char *)(long)ctx->data_end) return 0
TC(a37_write_of_packet__EACCES, PACKET; struct bpf_dynptr d; __u64 x = 0; bpf_dynptr_from_skb(ctx, 0, &d); bpf_dynptr_write(&d, 0, &x, 8, 0); sink = p[19])
TC(a37_write_of_packet_in_function__EACCES, PACKET; writes_here(ctx); sink = p[19])
TC(a37_write_of_packet_in_global__ok, PACKET; writes(ctx); sink = p[19])
TC(a37_write_of_given_packet_in_global__ok, PACKET; struct bpf_dynptr d; bpf_dynptr_from_skb(ctx, 0, &d); writes_to(&d); sink = p[19])
TC(a37_write_of_value_in_global__ok, PACKET; writes_local(ctx->len); sink = p[19])
TC(a37_write_of_given_value_in_global__ok, PACKET; struct bpf_dynptr d; __u64 *e = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!e) return 0; bpf_dynptr_from_mem(e, 8, 0, &d); writes_to(&d); sink = p[19])
GLOBAL int reads_and_writes(__u64 *m, struct bpf_dynptr *d) { __u64 x = 0; if (!m) return 0; bpf_dynptr_write(d, 0, &x, 8, 0); return *m; }
TC(g4_packet_to_function_that_writes_it__ok, PACKET; struct bpf_dynptr d; bpf_dynptr_from_skb(ctx, 0, &d); sink = reads_and_writes((__u64 *)p, &d))
TC(g4_packet_to_function_that_writes_value__ok, PACKET; struct bpf_dynptr d; __u64 *e = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!e) return 0; bpf_dynptr_from_mem(e, 8, 0, &d); sink = reads_and_writes((__u64 *)p, &d))
GLOBAL int writes_and_reads(struct __sk_buff *ctx, struct bpf_dynptr *d) { __u64 x = 0; PACKET; bpf_dynptr_write(d, 0, &x, 8, 0); return p[19]; }
TC(a37_write_of_given_packet__ok, struct bpf_dynptr d; bpf_dynptr_from_skb(ctx, 0, &d); sink = writes_and_reads(ctx, &d))
TC(a37_write_of_value__ok, PACKET; struct bpf_dynptr d; __u64 x = 0; __u64 *e = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!e) return 0; bpf_dynptr_from_mem(e, 8, 0, &d); bpf_dynptr_write(&d, 0, &x, 8, 0); sink = p[19])
TC(d7_slice_then_write_in_global__ok, struct bpf_dynptr d; volatile char *s; bpf_dynptr_from_skb(ctx, 0, &d); s = bpf_dynptr_slice(&d, 0, NULL, 8); if (!s) return 0; writes(ctx); sink = s[7])
TC(d7_slice_then_write_of_it_in_global__ok, struct bpf_dynptr d; volatile char *s; bpf_dynptr_from_skb(ctx, 0, &d); s = bpf_dynptr_slice(&d, 0, NULL, 8); if (!s) return 0; writes_to(&d); sink = s[7])
TC(d7_slice_then_write__EACCES, struct bpf_dynptr d; volatile char *s; __u64 x = 0; bpf_dynptr_from_skb(ctx, 0, &d); s = bpf_dynptr_slice(&d, 0, NULL, 8); if (!s) return 0; bpf_dynptr_write(&d, 0, &x, 8, 0); sink = s[7])
TC(d7_slice_of_value_then_write_of_packet__ok, struct bpf_dynptr d; struct bpf_dynptr f; volatile char *s; __u64 x = 0; __u64 *e = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!e) return 0; bpf_dynptr_from_mem(e, 8, 0, &f); bpf_dynptr_from_skb(ctx, 0, &d); s = bpf_dynptr_slice(&f, 0, NULL, 8); if (!s) return 0; bpf_dynptr_write(&d, 0, &x, 8, 0); sink = s[7])
static long each_writes(__u32 i, struct __sk_buff **c) { struct bpf_dynptr d; __u64 x = 0; bpf_dynptr_from_skb(*c, 0, &d); bpf_dynptr_write(&d, 0, &x, 8, 0); return 0; }
TC(a37_write_of_packet_in_loop__EACCES, PACKET; struct __sk_buff *c = ctx; bpf_loop(2, each_writes, &c, 0); sink = p[19])
TC(a37_write_through_clone__EACCES, PACKET; struct bpf_dynptr d; struct bpf_dynptr f; __u64 x = 0; bpf_dynptr_from_skb(ctx, 0, &d); bpf_dynptr_clone(&d, &f); bpf_dynptr_write(&f, 0, &x, 8, 0); sink = p[19])
XDP(a37_write_of_frame__ok, PACKET; struct bpf_dynptr d; __u64 x = 0; bpf_dynptr_from_xdp(ctx, 0, &d); bpf_dynptr_write(&d, 0, &x, 8, 0); sink = p[19])
GLOBAL int writes_frame(struct xdp_md *ctx) { struct bpf_dynptr d; __u64 x = 0; bpf_dynptr_from_xdp(ctx, 0, &d); return bpf_dynptr_write(&d, 0, &x, 8, 0); }
XDP(a37_write_of_frame_in_global__ok, PACKET; writes_frame(ctx); sink = p[19])
