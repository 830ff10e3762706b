// SPDX-License-Identifier: Apache-2.0
// Rules D1-D9 once more: clones, callbacks, frames, paths that meet, packets.
#include "cases_b.h"

MAP(arr, ARRAY, 4, 0, __u32, __u64[4]);
RINGBUF(rb);
struct with_timer {
	__u64 before;
	struct bpf_timer t;
	__u64 after;
};
MAP(timers, ARRAY, 4, 0, __u32, struct with_timer);
MAP(small, ARRAY, 1, 0, __u32, __u64);
#define E(NAME, ...) TC(NAME, struct bpf_dynptr d; (void)d; __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; __VA_ARGS__)
#define L(NAME, ...) E(NAME, bpf_dynptr_from_mem(v, 32, 0, &d); __VA_ARGS__)
#define R(NAME, ...) E(NAME, bpf_ringbuf_reserve_dynptr(&rb, 32, 0, &d); __VA_ARGS__)
#define S(NAME, ...) E(NAME, bpf_dynptr_from_skb(ctx, 0, &d); __VA_ARGS__)
#define DONE bpf_ringbuf_discard_dynptr(&d, 0)
#define FROM(P, N) bpf_dynptr_from_mem(P, N, 0, &d)
#define READ8(D) ({ __u64 x; bpf_dynptr_read(&x, 8, D, 0, 0); KEEP(&x); })
#define CLONED struct bpf_dynptr c; bpf_dynptr_clone(&d, &c)
#define SLICE(P, D) volatile __u64 *P = bpf_dynptr_data(D, 0, 8); if (!P) return 0
#define ZERO(D) *(volatile __u64 *)&(D) = 0
#define FOR(N, BODY) struct bpf_iter_num it; bpf_iter_num_new(&it, 0, N); while (bpf_iter_num_next(&it)) { BODY; } bpf_iter_num_destroy(&it)

// Clones: what dies with which
L(d8_slice_of_parent_after_clone_overwritten__ok, CLONED; SLICE(p, &d); ZERO(c); sink = *p)
L(d8_slice_of_clone_after_parent_overwritten__ok, CLONED; SLICE(p, &c); ZERO(d); sink = *p)
L(d8_slice_of_clone_after_clone_overwritten__EACCES, CLONED; SLICE(p, &c); ZERO(c); sink = *p)
L(d8_parent_after_clone_overwritten__ok, CLONED; ZERO(c); READ8(&d))
L(d8_clone_after_parent_overwritten__ok, CLONED; ZERO(d); READ8(&c))
L(d8_slice_of_parent_after_cloned_onto_itself__EACCES, SLICE(p, &d); bpf_dynptr_clone(&d, &d); sink = *p)
R(d8_owned_cloned_onto_itself__EINVAL, bpf_dynptr_clone(&d, &d); DONE)
R(d8_owned_clone_onto_unowned__ok, struct bpf_dynptr c; bpf_dynptr_from_mem(v, 8, 0, &c); bpf_dynptr_clone(&d, &c); DONE)
R(d8_clone_released_then_made_again__ok, CLONED; bpf_ringbuf_submit_dynptr(&c, 0); FROM(v, 8); READ8(&d))
R(d8_slice_of_parent_after_clone_released__EACCES, CLONED; volatile __u64 *p = bpf_dynptr_data(&d, 0, 8); bpf_ringbuf_discard_dynptr(&c, 0); if (p) sink = *p)
R(d8_released_clone_read__EINVAL, CLONED; bpf_ringbuf_discard_dynptr(&c, 0); READ8(&c))
R(d8_clone_stored_over_after_release__ok, CLONED; DONE; ZERO(c))

// Callbacks
struct holder {
	struct bpf_dynptr d;
	__u64 n;
};
#define IN_LOOP(NAME, BODY, BEFORE, AFTER) \
	static int cb_##NAME(__u32 i, struct holder *h) { BODY; return 0; } \
	TC(NAME, struct holder h; __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; h.n = 0; BEFORE; bpf_loop(3, cb_##NAME, &h, 0); AFTER)
#define MAKE_LOCAL bpf_dynptr_from_mem(v, 32, 0, &h.d)
#define MAKE_OWNED bpf_ringbuf_reserve_dynptr(&rb, 32, 0, &h.d)
IN_LOOP(c6_reads_callers_dynptr__ok, READ8(&h->d), MAKE_LOCAL, READ8(&h.d))
IN_LOOP(c6_adjusts_callers_dynptr__ok, bpf_dynptr_adjust(&h->d, 1, 2), MAKE_LOCAL, READ8(&h.d))
IN_LOOP(c6_writes_callers_record__ok, __u64 x = i; bpf_dynptr_write(&h->d, 0, &x, 8, 0), MAKE_OWNED, bpf_ringbuf_submit_dynptr(&h.d, 0))
IN_LOOP(c6_submits_callers_record__EINVAL, bpf_ringbuf_submit_dynptr(&h->d, 0), MAKE_OWNED, )
IN_LOOP(c6_submits_callers_record_again__EINVAL, bpf_ringbuf_submit_dynptr(&h->d, 0), MAKE_OWNED, bpf_ringbuf_submit_dynptr(&h.d, 0))
IN_LOOP(c6_makes_callers_record__EINVAL, bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &h->d), , bpf_ringbuf_submit_dynptr(&h.d, 0))
IN_LOOP(c6_makes_and_submits_in_callers_frame__ok, bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &h->d); bpf_ringbuf_submit_dynptr(&h->d, 0), , )
IN_LOOP(c6_stores_over_callers_dynptr__EINVAL, ZERO(h->d), MAKE_LOCAL, READ8(&h.d))
IN_LOOP(c6_stores_over_callers_dynptr_unused_later__ok, ZERO(h->d), MAKE_LOCAL, sink = h.n)
IN_LOOP(c6_stores_over_callers_record__EINVAL, ZERO(h->d), MAKE_OWNED, bpf_ringbuf_submit_dynptr(&h.d, 0))
static int cb_remake(__u32 i, struct holder *h)
{
	__u64 *v = bpf_map_lookup_elem(&arr, &(__u32){1});

	if (v)
		bpf_dynptr_from_mem(v, 16, 0, &h->d);
	return 0;
}
TC(c6_makes_callers_dynptr_again__ok, struct holder h; __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; MAKE_LOCAL; bpf_loop(3, cb_remake, &h, 0); READ8(&h.d))
TC(c6_makes_callers_dynptr_perhaps__EINVAL, struct holder h; bpf_loop(3, cb_remake, &h, 0); READ8(&h.d))
static int cb_record(__u32 i, void **p) { bpf_ringbuf_submit(*p, 0); return 0; }
TC(c6_submits_callers_plain_record__EINVAL, void *p = bpf_ringbuf_reserve(&rb, 8, 0); if (!p) return 0; bpf_loop(3, cb_record, &p, 0))

// Frames
static __noinline int leaves(void) { struct bpf_dynptr d; bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); sink++; return 0; }
TC(d4_left_in_function__EINVAL, leaves())
static __noinline int own_dynptr(__u64 *v) { struct bpf_dynptr d; bpf_dynptr_from_mem(v, 8, 0, &d); sink++; READ8(&d); return 0; }
E(d9_function_has_its_own__ok, own_dynptr(v))
static __noinline __u64 *slice_of(struct bpf_dynptr *d) { sink++; return bpf_dynptr_data(d, 0, 8); }
L(d6_slice_from_function__ok, __u64 *p = slice_of(&d); if (p) sink = *p)
L(d6_slice_from_function_after_store__EACCES, volatile __u64 *p = slice_of(&d); if (!p) return 0; ZERO(d); sink = *p)

// Paths that meet
E(d3_sizes_differ_by_branch__ok, if (ctx->len > 9) FROM(v, 8); else FROM(v, 24); READ8(&d))
E(d4_both_branches_reserve__ok, if (ctx->len > 9) bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); else bpf_ringbuf_reserve_dynptr(&rb, 16, 0, &d); DONE)
E(d1_one_branch_makes_it__ok, if (ctx->len > 9) FROM(v, 8); FROM(v, 16); READ8(&d))
E(d1_one_branch_reserves_it__EINVAL, if (ctx->len > 9) bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); FROM(v, 16); READ8(&d))
E(d1_one_branch_makes_it_dead_later__ok, if (ctx->len > 9) FROM(v, 8); sink = 1)
E(d3_slice_of_one_branch__EACCES, struct bpf_dynptr c; volatile __u64 *p; FROM(v, 8); bpf_dynptr_from_mem(v, 8, 0, &c); p = bpf_dynptr_data(ctx->len > 9 ? &d : &c, 0, 8); if (!p) return 0; ZERO(d); sink = *p)
TC(d4_loop_of_records__ok, for (int i = 0; i < 100; i++) { struct bpf_dynptr d; bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); bpf_ringbuf_submit_dynptr(&d, 0); })
TC(d4_iterator_of_records__ok, FOR(100, struct bpf_dynptr d; bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); bpf_ringbuf_submit_dynptr(&d, 0)))
TC(d4_iterator_leaves_records__EINVAL, struct bpf_dynptr d; FOR(100, bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d)))
L(d6_read_in_iterator__ok, FOR(100, READ8(&d)))
L(d1_made_again_in_iterator__ok, FOR(100, FROM(v, 8)); READ8(&d))
L(d1_slice_over_iterator__EACCES, SLICE(p, &d); FOR(100, sink = *p; FROM(v, 8)))

// Memory of it
TC(h15_dynptr_over_timer__EACCES, struct bpf_dynptr d; struct with_timer *w = bpf_map_lookup_elem(&timers, &(__u32){0}); if (w) bpf_dynptr_from_mem(w, sizeof(*w), 0, &d))
TC(h15_dynptr_before_timer__ok, struct bpf_dynptr d; struct with_timer *w = bpf_map_lookup_elem(&timers, &(__u32){0}); if (w) bpf_dynptr_from_mem(w, 8, 0, &d))
TC(h15_dynptr_behind_timer__ok, struct bpf_dynptr d; struct with_timer *w = bpf_map_lookup_elem(&timers, &(__u32){0}); if (w) bpf_dynptr_from_mem(&w->after, 8, 0, &d))
TC(h15_dynptr_of_null__EACCES, struct bpf_dynptr d; bpf_dynptr_from_mem(NULL, 0, 0, &d))
TC(h15_dynptr_of_unchecked_value__EACCES, struct bpf_dynptr d; bpf_dynptr_from_mem(bpf_map_lookup_elem(&arr, &(__u32){0}), 8, 0, &d))
E(h15_dynptr_of_zero_bytes__ok, FROM(v, 0); READ8(&d))
L(h15_dynptr_of_slice__EACCES, struct bpf_dynptr c; __u64 *p = bpf_dynptr_data(&d, 0, 8); if (p) bpf_dynptr_from_mem(p, 8, 0, &c))
L(d6_slice_as_key__ok, __u32 *p = bpf_dynptr_data(&d, 0, 8); if (p) bpf_map_lookup_elem(&arr, p))
L(d6_slice_as_value__ok, __u64 *p = bpf_dynptr_data(&d, 0, 8); if (p) bpf_map_update_elem(&small, &(__u32){0}, p, 0))
L(d7_read_only_slice_as_key__EACCES, __u32 *p = bpf_dynptr_slice(&d, 0, NULL, 8); if (p) bpf_map_lookup_elem(&arr, p))
L(d6_slice_moved__ok, __u64 *p = bpf_dynptr_data(&d, 0, 32); if (p) sink = p[ctx->len & 3])
L(d6_slice_submitted__EACCES, __u64 *p = bpf_dynptr_data(&d, 0, 8); if (p) bpf_ringbuf_submit(p, 0))
R(d4_record_slice_submitted__EACCES, __u64 *p = bpf_dynptr_data(&d, 0, 8); if (p) bpf_ringbuf_submit(p, 0); DONE)
L(d6_negative_length__ok, sink = (long)bpf_dynptr_data(&d, 0, -1) != 0)
L(d7_no_buffer_negative_length__ok, sink = (long)bpf_dynptr_slice(&d, 0, NULL, -1) != 0)
L(d7_buffer_in_value__ok, __u64 *p = bpf_dynptr_slice(&d, 0, v, 32); if (p) sink = p[3])
L(d7_buffer_in_value_too_short__EACCES, __u64 *p = bpf_dynptr_slice(&d, 0, v, 33); if (p) sink = p[3])
L(d7_buffer_is_number__EACCES, __u64 *p = bpf_dynptr_slice(&d, 0, (void *)8, 8); if (p) sink = *p)
L(d7_buffer_is_context__EACCES, __u64 *p = bpf_dynptr_slice(&d, 0, ctx, 8); if (p) sink = *p)
L(d7_buffer_may_be_null__ok, __u64 *p = bpf_dynptr_slice(&d, 0, bpf_map_lookup_elem(&arr, &(__u32){1}), 8); if (p) sink = *p)
L(d7_buffer_is_dynptr__EACCES, __u64 *p = bpf_dynptr_slice(&d, 0, &d, 8); if (p) sink = *p)
L(d7_buffer_is_read_only__EACCES, char *q = bpf_dynptr_slice(&d, 0, NULL, 8); if (!q) return 0; __u64 *p = bpf_dynptr_slice(&d, 0, q, 8); if (p) sink = *p)
L(d7_length_zero__EACCES, char b[8]; volatile char *p = bpf_dynptr_slice(&d, 0, b, 0); if (p) sink = *p; KEEP(b))
L(d7_offset_is_cut_pointer__ok, bpf_dynptr_slice(&d, (__u64)(long)v, NULL, 8))
L(d8_adjust_by_cut_pointer__ok, bpf_dynptr_adjust(&d, (__u64)(long)v, 8))
L(d8_adjust_unknown__ok, bpf_dynptr_adjust(&d, ctx->len, ctx->mark))
L(d6_offset_is_pointer__ok, bpf_dynptr_read((void *)&sink, 8, &d, (__u64)(long)v, 0))

// Packets
S(d7_packet_after_dynptr_write__EACCES, char c = 0; void *data = (void *)(long)ctx->data; if (data + 1 > (void *)(long)ctx->data_end) return 0; bpf_dynptr_write(&d, 0, &c, 1, 0); sink = *(volatile char *)data)
L(d7_packet_after_local_write__ok, char c = 0; void *data = (void *)(long)ctx->data; if (data + 1 > (void *)(long)ctx->data_end) return 0; bpf_dynptr_write(&d, 0, &c, 1, 0); sink = *(volatile char *)data)
S(d6_data_of_skb_after_pull__ok, volatile __u64 *p = bpf_dynptr_data(&d, 0, 8); if (!p) return 0; bpf_skb_pull_data(ctx, 0); sink = *p)
S(d7_clone_of_skb_after_pull__ok, CLONED; bpf_skb_pull_data(ctx, 0); READ8(&c))
S(d7_slice_of_clone_after_pull__EACCES, CLONED; volatile char *p = bpf_dynptr_slice(&c, 0, NULL, 8); if (!p) return 0; bpf_skb_pull_data(ctx, 0); sink = *p)
XDP(d7_xdp_slice_after_adjust_head__EACCES, struct bpf_dynptr d; bpf_dynptr_from_xdp(ctx, 0, &d); volatile char *p = bpf_dynptr_slice(&d, 0, NULL, 8); if (!p) return 0; bpf_xdp_adjust_head(ctx, 1); sink = *p)
XDP(d7_xdp_slice_after_write__ok, char c = 0; struct bpf_dynptr d; bpf_dynptr_from_xdp(ctx, 0, &d); volatile char *p = bpf_dynptr_slice(&d, 0, NULL, 8); if (!p) return 0; bpf_dynptr_write(&d, 0, &c, 1, 0); sink = *p)
__noinline int global_pulls(struct __sk_buff *ctx) { return bpf_skb_pull_data(ctx, 0); }
S(d7_slice_after_global_that_pulls__EACCES, volatile char *p = bpf_dynptr_slice(&d, 0, NULL, 8); if (!p) return 0; global_pulls(ctx); sink = *p)
S(d7_modified_context__EACCES, bpf_dynptr_from_skb((void *)ctx + 8, 0, &d))
IN("cgroup_skb/egress", struct __sk_buff, d7_written_where_packets_are_read_only__ok, struct bpf_dynptr d; char c = 0; bpf_dynptr_from_skb(ctx, 0, &d); bpf_dynptr_write(&d, 0, &c, 1, 0))
IN("socket", struct __sk_buff, d7_rdwr_in_socket_filter__EINVAL, struct bpf_dynptr d; bpf_dynptr_from_skb(ctx, 0, &d); volatile char *p = bpf_dynptr_slice_rdwr(&d, 0, NULL, 14); if (p) p[0] = 1)
IN("cgroup_skb/egress", struct __sk_buff, d7_rdwr_of_local_where_packets_are_read_only__EINVAL, struct bpf_dynptr d; __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; bpf_dynptr_from_mem(v, 32, 0, &d); volatile char *p = bpf_dynptr_slice_rdwr(&d, 0, NULL, 14); if (p) p[0] = 1)
IN("tp_btf/kfree_skb", __u64, d7_skb_of_tracing__ok, struct bpf_dynptr d; bpf_dynptr_from_skb((void *)ctx[0], 0, &d); READ8(&d))
struct sk_buff { struct sk_buff *next; } CO_RE;
IN("tp_btf/kfree_skb", __u64, d7_skb_walked_to__EINVAL, struct bpf_dynptr d; struct sk_buff *s = (void *)ctx[0]; s = s->next; if (s) bpf_dynptr_from_skb((void *)s, 0, &d))
IN("tp_btf/kfree_skb", __u64, d7_other_object_of_tracing__EINVAL, struct bpf_dynptr d; bpf_dynptr_from_skb((void *)bpf_get_current_task_btf(), 0, &d))
IN("fentry/__kfree_skb", __u64, d7_skb_of_fentry__EINVAL, struct bpf_dynptr d; bpf_dynptr_from_skb((void *)ctx[0], 0, &d); READ8(&d))
IN("tp_btf/kfree_skb", __u64, d7_slice_rdwr_in_tracing__EINVAL, struct bpf_dynptr d; bpf_dynptr_from_skb((void *)ctx[0], 0, &d); char *p = bpf_dynptr_slice_rdwr(&d, 0, NULL, 8); if (p) *p = 1)
IN("tp_btf/kfree_skb", __u64, d7_slice_in_tracing__ok, struct bpf_dynptr d; bpf_dynptr_from_skb((void *)ctx[0], 0, &d); volatile char *p = bpf_dynptr_slice(&d, 0, NULL, 8); if (p) sink = *p)
IN("tp_btf/kfree_skb", __u64, d7_skb_of_tracing_is_context__EINVAL, struct bpf_dynptr d; bpf_dynptr_from_skb((void *)ctx, 0, &d); READ8(&d))
IN("kprobe/schedule", void, d6_in_kprobe__ok, struct bpf_dynptr d; __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; bpf_dynptr_from_mem(v, 32, 0, &d); sink = bpf_dynptr_size(&d))

// Global functions
__noinline int global_writes(const struct bpf_dynptr *d) { __u64 x = 1; return bpf_dynptr_write(d, 0, &x, 8, 0); }
__noinline int global_sizes(const struct bpf_dynptr *d) { return bpf_dynptr_size(d); }
__noinline int global_passes(const struct bpf_dynptr *d) { return global_sizes(d); }
__noinline int global_clones(const struct bpf_dynptr *d) { struct bpf_dynptr c; bpf_dynptr_clone(d, &c); READ8(&c); return 0; }
__noinline int global_moves(const struct bpf_dynptr *d) { return bpf_dynptr_size((void *)d + 8); }
__noinline int global_compares(const struct bpf_dynptr *d) { return d ? bpf_dynptr_size(d) : 0; }
__noinline int global_loads(struct bpf_dynptr *d) { return *(volatile int *)d; }
__noinline int global_with_tag(struct bpf_dynptr *d ARG("nonnull")) { return bpf_dynptr_size(d); }
L(d9_global_function_writes__ok, global_writes(&d))
R(d9_global_function_writes_record__ok, global_writes(&d); DONE)
R(d9_slice_of_record_after_global__ok, __u64 *p = bpf_dynptr_data(&d, 0, 8); global_writes(&d); if (p) sink = *p; DONE)
L(d9_global_function_passes_on__ok, global_passes(&d))
L(d9_global_function_clones__ok, global_clones(&d))
L(d9_global_function_moves__EACCES, global_moves(&d))
L(d9_global_function_compares__ok, global_compares(&d))
L(d9_global_function_loads__EACCES, global_loads(&d))
L(d9_global_function_with_tag__EINVAL, global_with_tag(&d))
E(d9_global_function_of_number__EINVAL, global_sizes((void *)8))
E(d9_global_function_of_value__EINVAL, global_sizes((void *)v))
E(d9_global_function_of_null__EINVAL, global_sizes(NULL))
E(d9_global_function_of_released__EINVAL, bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); DONE; global_sizes(&d))
E(d9_global_function_of_owned__ok, bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); global_sizes(&d); DONE)
E(d9_global_function_of_spare_slots__EINVAL, __u64 b[4] = {}; KEEP(b); global_sizes((void *)(b + 1)))
E(d9_global_function_of_stack_beyond__EINVAL, asm volatile("r1 = r10; r1 += -8; call global_sizes" ::: "r0", "r1", "r2", "r3", "r4", "r5", "memory"))

// Regions and other places
L(d6_read_in_rcu__ok, bpf_rcu_read_lock(); READ8(&d); bpf_rcu_read_unlock())
L(d8_size_in_preempt_off__ok, bpf_preempt_disable(); sink = bpf_dynptr_size(&d); bpf_preempt_enable())
L(d1_stored_as_pointer__ok, *(volatile __u64 *)&d = (__u64)(long)v)
L(d1_atomic_over__EACCES, __sync_fetch_and_add((__u64 *)&d, 1))
L(d3_pointer_kept_on_stack__ok, struct bpf_dynptr *volatile p = &d; READ8(p))
ASM("tc", d1_variable_store_over_owned__EINVAL, "r1 = %[m] ll; r2 = 8; r3 = 0; r4 = r10; r4 += -24; call 198; call 7; r0 &= 8; r2 = r10; r2 += -24; r2 += r0; r1 = 0; *(u8 *)(r2 + 0) = r1; r1 = r10; r1 += -24; r2 = 0; call 200; r0 = 0; exit;", [m] "i"(&rb))
ASM("tc", d2_variable_load__EACCES, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r1 = r0; r2 = 8; r3 = 0; r4 = r10; r4 += -24; call 197; call 7; r0 &= 8; r2 = r10; r2 += -24; r2 += r0; r1 = *(u8 *)(r2 + 0); 1: r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", d1_made_over_half_of_another__ok, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r6 = r0; r1 = r0; r2 = 8; r3 = 0; r4 = r10; r4 += -24; call 197; r1 = r6; r2 = 8; r3 = 0; r4 = r10; r4 += -32; call 197; 1: r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", d1_other_half_read_after_made_over__EINVAL, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r6 = r0; r1 = r0; r2 = 8; r3 = 0; r4 = r10; r4 += -24; call 197; r1 = r6; r2 = 8; r3 = 0; r4 = r10; r4 += -32; call 197; r1 = r10; r1 += -40; *(u64 *)(r10 - 40) = 0; r2 = 8; r3 = r10; r3 += -24; r4 = 0; r5 = 0; call 201; 1: r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", d1_made_over_iterator__EINVAL, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r6 = r0; r1 = r10; r1 += -16; r2 = 0; r3 = 9; call %[n]; r1 = r6; r2 = 8; r3 = 0; r4 = r10; r4 += -24; call 197; r1 = r10; r1 += -16; call %[e]; 1: r0 = 0; exit;", [m] "i"(&arr), [n] "i"(bpf_iter_num_new), [e] "i"(bpf_iter_num_destroy))
E(d4_released_while_locked_elsewhere__ok, bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); READ8(&d); bpf_ringbuf_submit_dynptr(&d, BPF_RB_NO_WAKEUP))
E(d4_submit_flags_unknown__ok, bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); bpf_ringbuf_submit_dynptr(&d, ctx->len))
E(d4_reserved_in_array_map__EINVAL, bpf_ringbuf_reserve_dynptr(&arr, 8, 0, &d); DONE)
E(d4_reserve_pointer_size__ok, bpf_ringbuf_reserve_dynptr(&rb, (__u32)(long)v, 0, &d); DONE)
E(d4_throws_with_record__EINVAL, bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); bpf_throw(1))
L(d9_throws_with_local__ok, READ8(&d); bpf_throw(1))
E(d9_static_function_of_released__EINVAL, bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); DONE; slice_of(&d))
E(d2_struct_around_copied__EACCES, struct { __u64 a; struct bpf_dynptr d; } s; s.a = 1; bpf_dynptr_from_mem(v, 8, 0, &s.d); bpf_map_update_elem(&arr, &(__u32){0}, &s, 0))
E(d2_struct_before_copied__ok, struct { __u64 a; struct bpf_dynptr d; } s; s.a = 1; bpf_dynptr_from_mem(v, 8, 0, &s.d); bpf_map_update_elem(&small, &(__u32){0}, &s, 0); READ8(&s.d))
E(d1_destroyed_by_helper_output__EACCES, FROM(v, 8); bpf_probe_read_kernel(&d, 16, v))
E(d1_made_of_uninitialised_slots__ok, FROM(v, 8); READ8(&d))
E(d1_made_over_spilled_pointer__ok, *(volatile __u64 *)&d = (__u64)(long)v; FROM(v, 8); READ8(&d))
E(d1_spilled_pointer_gone__EACCES, __u64 *volatile *q = (void *)&d; *q = v; FROM(v, 8); sink = **q)
E(h31_read_length_zero_constant__ok, FROM(v, 8); bpf_dynptr_read((void *)&sink, 0, &d, 0, 0))
E(h31_read_into_null__EACCES, FROM(v, 8); bpf_dynptr_read(NULL, 8, &d, 0, 0))
E(h31_write_uninitialised_stack__ok, __u64 x[2]; FROM(v, 8); bpf_dynptr_write(&d, 0, x, 16, 0))
E(h31_read_from_dynptr_into_itself__EACCES, FROM(v, 8); bpf_dynptr_read(&d, 16, &d, 0, 0))
E(h31_write_from_dynptr_itself__EACCES, FROM(v, 8); bpf_dynptr_write(&d, 0, &d, 16, 0))
E(h31_write_from_packet__EACCES, void *data = (void *)(long)ctx->data; if (data + 8 > (void *)(long)ctx->data_end) return 0; FROM(v, 8); bpf_dynptr_write(&d, 0, data, 8, 0))
E(h31_read_into_record__ok, void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (!m) return 0; FROM(v, 8); bpf_dynptr_read(m, 8, &d, 0, 0); bpf_ringbuf_submit(m, 0))
E(h31_read_flags_pointer__ok, FROM(v, 8); bpf_dynptr_read((void *)&sink, 8, &d, 0, (__u64)(long)v))
E(h31_slice_into_own_memory__ok, FROM(v, 32); __u64 *p = bpf_dynptr_data(&d, 0, 8); if (p) bpf_dynptr_read(p, 8, &d, 8, 0))
E(h31_context_as_dynptr_memory__EACCES, bpf_dynptr_from_mem(ctx, 8, 0, &d))
E(h31_from_mem_negative_size__EACCES, FROM(v, -1))
E(h31_from_mem_size_may_be_negative__EACCES, FROM(v, (int)ctx->len))
E(h31_from_mem_flags_any__ok, bpf_dynptr_from_mem(v, 8, ctx->len, &d); READ8(&d))
E(h31_data_of_nothing__EINVAL, bpf_dynptr_data(&d, 0, 8))
E(h31_write_to_nothing__EINVAL, bpf_dynptr_write(&d, 0, v, 8, 0))
E(h31_submit_nothing__EINVAL, bpf_ringbuf_submit_dynptr(&d, 0))
E(h31_is_rdonly_of_nothing__EINVAL, sink = bpf_dynptr_is_rdonly(&d))
E(h31_slice_of_nothing__EINVAL, bpf_dynptr_slice(&d, 0, NULL, 8))
L(h31_slice_of_number__EINVAL, bpf_dynptr_slice((void *)8, 0, NULL, 8))
L(h31_slice_of_context__EINVAL, bpf_dynptr_slice((void *)ctx, 0, NULL, 8))
E(h31_write_unknown_length__ok, __u64 x[2] = {}; FROM(v, 32); bpf_dynptr_write(&d, 0, x, ctx->len & 15, 0))
E(h31_write_unbounded_length__EACCES, __u64 x[2] = {}; FROM(v, 32); bpf_dynptr_write(&d, 0, x, ctx->len, 0))
E(h31_read_unbounded_length__EACCES, __u64 x[2]; FROM(v, 32); bpf_dynptr_read(x, ctx->len, &d, 0, 0))
E(h31_read_beyond_stack__EINVAL, __u64 x[2]; FROM(v, 32); bpf_dynptr_read(x, 600, &d, 0, 0))
E(h31_result_is_number__EACCES, FROM(v, 8); sink = *(volatile int *)(long)bpf_dynptr_read((void *)&sink, 8, &d, 0, 0))
E(h31_slice_plus_unknown__EACCES, FROM(v, 32); char *p = bpf_dynptr_data(&d, 0, 8); if (p) sink = p[ctx->len & 15])
E(h31_slice_bounded__ok, FROM(v, 32); char *p = bpf_dynptr_data(&d, 0, 8); if (p) sink = p[ctx->len & 7])
E(h31_slice_negative__EACCES, FROM(v, 32); char *p = bpf_dynptr_data(&d, 0, 8); if (p) sink = p[-1])
E(h31_slice_compared_with_slice__ok, FROM(v, 32); char *p = bpf_dynptr_data(&d, 0, 8); char *q = bpf_dynptr_data(&d, 0, 8); if (p && q == p) sink = *p)
E(h31_two_slices_one_checked__EACCES, FROM(v, 32); volatile char *p = bpf_dynptr_data(&d, 0, 8); volatile char *q = bpf_dynptr_data(&d, 0, 8); if (p) sink = *q)
E(h31_slice_stored_in_value__ok, FROM(v, 32); v[0] = (__u64)(long)bpf_dynptr_data(&d, 0, 8))
E(h31_slice_spilled__ok, FROM(v, 32); __u64 *volatile p = bpf_dynptr_data(&d, 0, 8); __u64 *q = p; if (q) sink = *q)
E(h31_spilled_slice_dies__EACCES, FROM(v, 32); __u64 *q = bpf_dynptr_data(&d, 0, 8); if (!q) return 0; __u64 *volatile p = q; ZERO(d); q = p; sink = *q)
E(h31_atomic_on_slice__ok, FROM(v, 32); __u64 *p = bpf_dynptr_data(&d, 0, 8); if (p) __sync_fetch_and_add(p, 1))
E(h31_atomic_on_read_only_slice__EACCES, FROM(v, 32); __u64 *p = bpf_dynptr_slice(&d, 0, NULL, 8); if (p) __sync_fetch_and_add(p, 1))
E(h31_slice_to_global__ok, FROM(v, 32); __u64 *p = bpf_dynptr_data(&d, 0, 32); if (p) sink = p[3])
E(h31_misaligned_slice__ok, FROM(v, 32); char *p = bpf_dynptr_data(&d, 0, 32); if (p) sink = *(volatile __u32 *)(p + 1))
E(h31_lookup_key_in_slice_too_short__EACCES, FROM(v, 32); void *p = bpf_dynptr_data(&d, 0, 2); if (p) bpf_map_lookup_elem(&arr, p))
E(h31_update_value_in_slice_too_short__EACCES, FROM(v, 32); void *p = bpf_dynptr_data(&d, 0, 31); if (p) bpf_map_update_elem(&arr, &(__u32){0}, p, 0))
E(h31_timer_in_slice__EACCES, FROM(v, 32); void *p = bpf_dynptr_data(&d, 0, 32); if (p) bpf_timer_cancel(p))
E(h31_lock_in_slice__EACCES, FROM(v, 32); void *p = bpf_dynptr_data(&d, 0, 32); if (p) bpf_spin_lock(p))
E(h31_slice_as_loop_context__EACCES, FROM(v, 32); void *p = bpf_dynptr_data(&d, 0, 32); if (p) bpf_loop(2, cb_remake, p, 0))
E(h31_dynptr_as_loop_context__ok, FROM(v, 32); bpf_loop(2, cb_remake, &d, 0); READ8(&d))
E(h31_slice_returned__ok, FROM(v, 32); return (long)bpf_dynptr_data(&d, 0, 32))
E(h31_read_while_record_open__ok, FROM(v, 32); void *m = bpf_ringbuf_reserve(&rb, 8, 0); READ8(&d); if (m) bpf_ringbuf_submit(m, 0))
E(h31_four_dynptrs__ok, struct bpf_dynptr a[4]; for (int i = 0; i < 4; i++) bpf_dynptr_from_mem(v, 8, 0, &a[i]); READ8(&a[0]); READ8(&a[3]))
E(h31_dynptr_at_bottom_of_stack__ok, asm volatile("r1 = %0; r2 = 8; r3 = 0; r4 = r10; r4 += -512; call 197" :: "r"(v) : "r0", "r1", "r2", "r3", "r4", "r5"))
E(h31_dynptr_below_stack__EACCES, asm volatile("r1 = %0; r2 = 8; r3 = 0; r4 = r10; r4 += -520; call 197" :: "r"(v) : "r0", "r1", "r2", "r3", "r4", "r5"))
E(h31_dynptr_above_stack__EINVAL, asm volatile("r1 = %0; r2 = 8; r3 = 0; r4 = r10; call 197" :: "r"(v) : "r0", "r1", "r2", "r3", "r4", "r5"))
E(h31_read_of_slots_above_stack__EINVAL, asm volatile("r1 = %0; r2 = 8; r3 = r10; r4 = 0; r5 = 0; call 201" :: "r"(v) : "r0", "r1", "r2", "r3", "r4", "r5"))
E(h31_read_of_slots_below_stack__EINVAL, asm volatile("r1 = %0; r2 = 8; r3 = r10; r3 += -520; r4 = 0; r5 = 0; call 201" :: "r"(v) : "r0", "r1", "r2", "r3", "r4", "r5"))
E(h31_read_of_last_slot__EINVAL, asm volatile("r1 = %0; r2 = 8; r3 = r10; r3 += -8; r4 = 0; r5 = 0; call 201" :: "r"(v) : "r0", "r1", "r2", "r3", "r4", "r5"))
