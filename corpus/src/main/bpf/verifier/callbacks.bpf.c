// SPDX-License-Identifier: Apache-2.0
// Rules C1-C12: bodies that helpers call at once (loop, for_each, find_vma, user ring buffer).
#include "cases_b.h"

MAP(arr, ARRAY, 4, 0, __u32, __u64);
MAP(hash, HASH, 4, 0, __u64, __u64[2]);
RINGBUF(rb);
SIZED(uring, BPF_MAP_TYPE_USER_RINGBUF, 4096, 0, 0, 0);
struct locked { struct bpf_spin_lock l; __u32 n; };
MAP(locks, ARRAY, 1, 0, __u32, struct locked);

// A loop whose body is that; the body's context is the address of the program's local c.
#define LOOP_IN(SECTION, NAME, N, C, ...) \
	static int cb_##NAME(__u32 i, typeof(C) *c) { __VA_ARGS__; return 0; } \
	IN(SECTION, struct __sk_buff, NAME, typeof(C) c = C; bpf_loop(N, cb_##NAME, &c, 0))
#define LOOP(NAME, ...) LOOP_IN("tc", NAME, 10, (__u64)0, __VA_ARGS__)
#define ALOOP(NAME, CODE, ...) \
	static __attribute__((naked)) int cb_##NAME(void) { asm volatile(CODE :: __VA_ARGS__); } \
	TC(NAME, __u64 c = ANY; bpf_loop(10, (void *)cb_##NAME, &c, 0); KEEP(&c))

// C1: which functions, what they find
static int nothing(__u32 i, void *c) { return 0; }
__noinline int global_body(int i) { return 0; }
TC(c1_static_function__ok, bpf_loop(1, nothing, NULL, 0))
TC(c1_global_function__EINVAL, bpf_loop(1, global_body, NULL, 0))
TC(c1_null__EACCES, bpf_loop(1, NULL, NULL, 0))
TC(c1_number__EACCES, bpf_loop(1, (void *)ANY, NULL, 0))
TC(c1_map__EACCES, bpf_loop(1, &arr, NULL, 0))
TC(c1_function_from_stack__ok, void *volatile f = nothing; bpf_loop(1, f, NULL, 0))
static int no_arguments(void) { return 0; }
TC(c1_function_without_arguments__ok, bpf_loop(1, no_arguments, NULL, 0))
ALOOP(c1_reads_index__ok, "r0 = r1; r0 = 0; exit;")
ALOOP(c1_reads_context__ok, "r0 = *(u64 *)(r2 + 0); r0 = 0; exit;")
ALOOP(c1_reads_r3__EACCES, "r0 = r3; r0 = 0; exit;")
ALOOP(c1_reads_r0__EACCES, "r1 = r0; r0 = 0; exit;")
ALOOP(c1_reads_r6__EACCES, "r0 = r6; r0 = 0; exit;")
ALOOP(c1_own_stack__ok, "r0 = 0; *(u64 *)(r10 - 496) = r0; exit;")
ALOOP(c1_own_stack_too_deep__EACCES, "r0 = 0; *(u64 *)(r10 - 520) = r0; exit;")
ALOOP(c1_index_as_pointer__EACCES, "r0 = *(u8 *)(r1 + 0); r0 = 0; exit;")
ALOOP(c1_index_unbounded__EINVAL, "r2 += r1; r0 = *(u8 *)(r2 + 0); r0 = 0; exit;")
ALOOP(c1_index_bounded__ok, "if r1 > 7 goto 1f; r2 += r1; r0 = *(u8 *)(r2 + 0); 1: r0 = 0; exit;")
ALOOP(c1_index_bounded_too_high__EINVAL, "if r1 > 8 goto 1f; r2 += r1; r0 = *(u8 *)(r2 + 0); 1: r0 = 0; exit;")
TC(c1_count_is_unknown__ok, bpf_loop(ANY, nothing, NULL, 0))
TC(c1_count_is_pointer__EACCES, asm volatile("r1 = r10; r2 = %0 ll; r3 = 0; r4 = 0; call 181" :: "i"(nothing) : "r0", "r1", "r2", "r3", "r4", "r5"))
TC(c1_context_is_null__ok, bpf_loop(1, nothing, NULL, 0))
TC(c1_context_is_one__EACCES, bpf_loop(1, nothing, (void *)1, 0))
TC(c1_context_is_ctx__EACCES, bpf_loop(1, nothing, ctx, 0))
TC(c1_context_is_map__EACCES, bpf_loop(1, nothing, &arr, 0))
TC(c1_context_is_value__EACCES, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) bpf_loop(1, nothing, v, 0))
TC(c1_flags_unknown__ok, bpf_loop(1, nothing, NULL, ANY))
TC(c1_flags_one__ok, bpf_loop(1, nothing, NULL, 1))

// C2: results
ALOOP(c2_one__ok, "r0 = 1; exit;")
ALOOP(c2_two__EINVAL, "r0 = 2; exit;")
ALOOP(c2_minus_one__EINVAL, "r0 = -1; exit;")
ALOOP(c2_unknown__EINVAL, "r0 = *(u64 *)(r2 + 0); exit;")
ALOOP(c2_lowest_bit__ok, "r0 = *(u64 *)(r2 + 0); r0 &= 1; exit;")
ALOOP(c2_two_bits__EINVAL, "r0 = *(u64 *)(r2 + 0); r0 &= 3; exit;")
ALOOP(c2_high_bit__EINVAL, "r0 = 1; r0 <<= 32; exit;")
ALOOP(c2_comparison__ok, "r0 = *(u64 *)(r2 + 0); if r0 > 1 goto 1f; exit; 1: r0 = 0; exit;")
ALOOP(c2_unset__EACCES, "exit;")
ALOOP(c2_context__EINVAL, "r0 = r2; exit;")
ALOOP(c2_index__EINVAL, "r0 = r1; exit;")
ALOOP(c2_two_on_one_path__EINVAL, "r0 = 0; if r1 != 5 goto 1f; r0 = 2; 1: exit;")

// C3-C5: how often
static int sets_one(__u32 i, __u64 *c) { *c = 1; return 0; }
#define AFTER(NAME, N, CODE) TC(NAME, __u64 c = 0; bpf_loop(N, sets_one, &c, 0); asm volatile("r1 = *(u64 *)(%0 + 0); " CODE "1:" :: "r"(&c) : "r0", "r1", "r2"))
AFTER(c3_zero_iterations_considered__EACCES, 1, "if r1 == 1 goto 1f; r1 = *(u64 *)(r1 + 0);")
AFTER(c3_one_iteration_considered__EACCES, 1, "if r1 == 0 goto 1f; r1 = *(u64 *)(r1 + 0);")
AFTER(c3_never_two__ok, 1, "if r1 == 0 goto 1f; if r1 == 1 goto 1f; r1 = *(u64 *)(r1 + 0);")
AFTER(c5_no_iteration_when_zero__ok, 0, "if r1 == 0 goto 1f; r1 = *(u64 *)(r1 + 0);")
static int wrong(__u32 i, void *c) { sink = *(volatile __u64 *)(long)i; return 0; }
TC(c5_body_of_zero_iterations_not_looked_at__ok, bpf_loop(0, wrong, NULL, 0))
TC(c5_body_of_one_iteration_looked_at__EACCES, bpf_loop(1, wrong, NULL, 0))
TC(c5_body_of_unknown_count_looked_at__EACCES, bpf_loop(ANY, wrong, NULL, 0))
static int second_time(__u32 i, __u64 *c) { asm volatile("r1 = *(u64 *)(%0 + 0); if r1 == 0 goto 1f; r1 = *(u64 *)(r1 + 0); 1:" :: "r"(c) : "r1"); *c = 1; return 0; }
TC(c5_second_iteration_wrong_but_only_one__ok, __u64 c = 0; bpf_loop(1, second_time, &c, 0))
TC(c5_second_iteration_wrong__EACCES, __u64 c = 0; bpf_loop(2, second_time, &c, 0))
LOOP_IN("tc", c4_counts_a_million__ok, 1000000, (__u64)0, (*c)++)
LOOP_IN("tc", c4_counter_as_unbounded_index__EACCES, 100, (__u64)0, sink = ((volatile char *)c)[*c & 15]; (*c)++)
LOOP_IN("tc", c4_counter_as_bounded_index__ok, 100, (__u64)0, sink = ((volatile char *)c)[*c & 7]; (*c)++)
LOOP_IN("tc", c4_doubles_exactly__ok, 100, (__u64)1, *c <<= 1)
TC(c4_nested_loops__ok, for (int i = 0; i < 3; i++) { HIDE(i); bpf_loop(3, nothing, NULL, 0); })
static int outer_body(__u32 i, __u64 *c) { bpf_loop(100, sets_one, c, 0); return 0; }
TC(c9_loop_in_loop__ok, __u64 c = 0; bpf_loop(100, outer_body, &c, 0); KEEP(&c))

// C6: the caller's stack
struct two { void *p; __u64 n; };
static int uses_pointer(__u32 i, struct two *c) { sink = *(volatile __u64 *)c->p; return 0; }
TC(c6_spilled_pointer__ok, struct two c = {}; c.p = bpf_map_lookup_elem(&arr, &(__u32){0}); if (c.p) bpf_loop(2, uses_pointer, &c, 0))
TC(c6_spilled_maybe_null__EACCES, struct two c = {}; c.p = bpf_map_lookup_elem(&arr, &(__u32){0}); bpf_loop(2, uses_pointer, &c, 0))
static int clears_pointer(__u32 i, struct two *c) { c->p = 0; return 0; }
TC(c6_pointer_cleared_then_used__EACCES, struct two c = {}; c.p = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!c.p) return 0; bpf_loop(2, clears_pointer, &c, 0); sink = *(volatile __u64 *)c.p)
static int own_stack_out(__u32 i, struct two *c) { __u64 x = 0; c->p = &x; KEEP(&x); return 0; }
TC(c6_own_stack_handed_out__EINVAL, struct two c = {}; bpf_loop(2, own_stack_out, &c, 0); KEEP(&c))
static int beyond(__u32 i, struct two *c) { sink = *(volatile __u64 *)(c + 40); return 0; }
TC(c6_above_callers_frame__EACCES, struct two c = {}; bpf_loop(2, beyond, &c, 0); KEEP(&c))
static int iterates(__u32 i, struct bpf_iter_num *it) { int *p = bpf_iter_num_next(it); if (p) sink = *p; return 0; }
TC(c6_callers_iterator__ok, struct bpf_iter_num it; bpf_iter_num_new(&it, 0, 5); bpf_loop(3, iterates, &it, 0); bpf_iter_num_destroy(&it))
static int through_ctx(__u32 i, struct __sk_buff **c) { sink = (*c)->len; return 0; }
TC(c6_context_from_callers_stack__ok, struct __sk_buff *c = ctx; bpf_loop(3, through_ctx, &c, 0))

// C7: references
static int takes(__u32 i, void *c) { void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (m) sink++; return 0; }
static int takes_and_drops(__u32 i, void *c) { void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (m) bpf_ringbuf_discard(m, 0); return 0; }
static int drops(__u32 i, void **c) { if (i == 0) bpf_ringbuf_discard(*c, 0); return 0; }
static int writes_record(__u32 i, __u64 **c) { **c = i; return 0; }
#define HELD(NAME, BODY, ...) TC(NAME, void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (!m) return 0; bpf_loop(2, BODY, &m, 0); __VA_ARGS__)
TC(c7_taken_and_kept__EINVAL, bpf_loop(2, takes, NULL, 0))
TC(c7_taken_and_dropped__ok, bpf_loop(2, takes_and_drops, NULL, 0))
HELD(c7_callers_record_written__ok, writes_record, bpf_ringbuf_submit(m, 0))
HELD(c7_callers_record_dropped_in_body__EINVAL, drops, )
HELD(c7_callers_record_dropped_in_both__EINVAL, drops, bpf_ringbuf_submit(m, 0))
HELD(c7_callers_record_held_meanwhile__ok, takes_and_drops, bpf_ringbuf_submit(m, 0))
HELD(c7_callers_record_never_dropped__EINVAL, nothing, )
static int stores_record(__u32 i, void **c) { *c = bpf_ringbuf_reserve(&rb, 8, 0); return 1; }
TC(c7_record_handed_to_caller__EINVAL, void *m = 0; bpf_loop(1, stores_record, &m, 0); if (m) bpf_ringbuf_discard(m, 0))

// C8: regions
LOOP(c8_rcu_opened_only__EINVAL, bpf_rcu_read_lock())
LOOP(c8_rcu_closed_only__EINVAL, bpf_rcu_read_unlock())
LOOP(c8_rcu_both__ok, bpf_rcu_read_lock(); bpf_rcu_read_unlock())
LOOP(c8_preempt_off_only__EINVAL, bpf_preempt_disable())
LOOP(c8_preempt_on_only__EINVAL, bpf_preempt_enable())
LOOP(c8_preempt_both__ok, bpf_preempt_disable(); bpf_preempt_enable())
TC(c8_loop_in_rcu__ok, bpf_rcu_read_lock(); bpf_loop(2, nothing, NULL, 0); bpf_rcu_read_unlock())
static int closes_rcu(__u32 i, void *c) { bpf_rcu_read_unlock(); return 1; }
TC(c8_callers_rcu_closed__EINVAL, bpf_rcu_read_lock(); bpf_loop(1, closes_rcu, NULL, 0))
TC(c8_loop_with_preemption_off__ok, bpf_preempt_disable(); bpf_loop(2, nothing, NULL, 0); bpf_preempt_enable())
static int locks_only(__u32 i, void *c) { struct locked *l = bpf_map_lookup_elem(&locks, &(__u32){0}); if (l) bpf_spin_lock(&l->l); return 0; }
static int locks_both(__u32 i, void *c) { struct locked *l = bpf_map_lookup_elem(&locks, &(__u32){0}); if (l) { bpf_spin_lock(&l->l); l->n++; bpf_spin_unlock(&l->l); } return 0; }
TC(c8_lock_kept__EINVAL, bpf_loop(2, locks_only, NULL, 0))
TC(c8_lock_and_unlock__ok, bpf_loop(2, locks_both, NULL, 0))
TC(c8_loop_under_lock__EINVAL, struct locked *l = bpf_map_lookup_elem(&locks, &(__u32){0}); if (l) { bpf_spin_lock(&l->l); bpf_loop(2, nothing, NULL, 0); bpf_spin_unlock(&l->l); })

// C9: not in a body
SIZED(progs, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
static int tail(__u32 i, struct __sk_buff **c) { bpf_tail_call(*c, &progs, 0); return 0; }
TC(c9_tail_call_with_callers_context__ok, struct __sk_buff *c = ctx; bpf_loop(2, tail, &c, 0))
LOOP(c9_throws__EINVAL, bpf_throw(0))
static __noinline int thrower(__u64 n) { if (n) bpf_throw(0); return 0; }
LOOP(c9_throws_below__EINVAL, sink = thrower(*c))
ALOOP(c9_packet_load__EINVAL, "r6 = r1; r0 = *(u32 *)skb[0]; r0 = 0; exit;")
__noinline int global_fine(int x) { return x; }
LOOP(c9_global_function__ok, sink = global_fine(*c))
LOOP_IN("syscall", c9_sleeps_in_sleepable__ok, 2, (__u64)0, bpf_copy_from_user(c, 8, NULL))
LOOP_IN("fentry/bpf_fentry_test1", c9_sleeps_in_not_sleepable__EINVAL, 2, (__u64)0, bpf_copy_from_user(c, 8, NULL))
LOOP_IN("fentry.s/bpf_fentry_test1", c9_sleeps_in_sleepable_fentry__ok, 2, (__u64)0, bpf_copy_from_user(c, 8, NULL))

// C10: for_each
#define EACH(NAME, MAP, K, V, ...) \
	static int cb_##NAME(void *map, K *key, V *v, __u64 *c) { __VA_ARGS__; return 0; } TC(NAME, __u64 c = 0; bpf_for_each_map_elem(&MAP, cb_##NAME, &c, 0); KEEP(&c))
EACH(c10_reads_all__ok, arr, __u32, __u64, *c += *key + *v)
EACH(c10_writes_value__ok, arr, __u32, __u64, *v = 1)
EACH(c10_writes_key__EACCES, arr, __u32, __u64, *key = 1)
EACH(c10_reads_past_value__EACCES, arr, __u32, __u64, sink = ((volatile __u64 *)v)[1])
EACH(c10_reads_second_word__ok, hash, __u64, __u64, sink = ((volatile __u64 *)v)[1])
EACH(c10_reads_past_key__EACCES, arr, __u64, __u64, sink = *(volatile __u64 *)key)
EACH(c10_reads_key_of_eight__ok, hash, __u64, __u64, sink = *(volatile __u64 *)key)
EACH(c10_deletes_through_argument__ok, hash, __u64, __u64, bpf_map_delete_elem(map, key))
EACH(c10_updates_through_argument__ok, hash, __u64, __u64, bpf_map_update_elem(map, key, v, 0))
EACH(c10_key_into_other_map__ok, hash, __u64, __u64, bpf_map_lookup_elem(&arr, key))
EACH(c10_key_too_short_for_other_map__EACCES, arr, __u32, __u64, bpf_map_lookup_elem(&hash, key))
EACH(c10_value_too_short_for_other_map__EACCES, arr, __u32, __u64, bpf_map_update_elem(&hash, v, v, 0))
EACH(c10_walks_again__ok, arr, __u32, __u64, bpf_for_each_map_elem(&hash, nothing, NULL, 0))
EACH(c10_key_as_written_memory__EACCES, arr, __u32, __u64, bpf_probe_read_kernel(key, 4, v))
static int each_wrong(void *map, __u32 *key, __u64 *v, void *c) { sink = ((volatile __u64 *)v)[1]; return 0; }
TC(c10_map_is_null__EACCES, bpf_for_each_map_elem(NULL, nothing, NULL, 0))
TC(c10_flags_one__ok, bpf_for_each_map_elem(&arr, nothing, NULL, 1))
TC(c10_one_of_two_maps__ok, void *m = ANY & 1 ? (void *)&arr : (void *)&hash; HIDE(m); bpf_for_each_map_elem(m, nothing, NULL, 0))
EACH(c10_returns_two__EINVAL, arr, __u32, __u64, return 2)
EACH(c10_returns_one__ok, arr, __u32, __u64, return 1)
EACH(c10_returns_value__EINVAL, arr, __u32, __u64, return *v)

// C11: user ring buffer
#define DRAIN(NAME, ...) \
	static int cb_##NAME(struct bpf_dynptr *d, __u64 *c) { __VA_ARGS__; return 0; } TC(NAME, __u64 c = 0; bpf_user_ringbuf_drain(&uring, cb_##NAME, &c, 0); KEEP(&c))
DRAIN(c11_reads__ok, bpf_dynptr_read(c, 8, d, 0, 0))
DRAIN(c11_writes__ok, bpf_dynptr_write(d, 0, c, 8, 0))
DRAIN(c11_slice__ok, __u64 *p = bpf_dynptr_data(d, 0, 8); if (p) sink = *p)
DRAIN(c11_slice_unchecked__EACCES, volatile __u64 *p = bpf_dynptr_data(d, 0, 8); sink = *p)
DRAIN(c11_slice_past_the_end__EACCES, volatile __u64 *p = bpf_dynptr_data(d, 0, 8); if (p) sink = p[1])
DRAIN(c11_loads_directly__EACCES, sink = *(volatile __u64 *)d)
DRAIN(c11_stores_directly__EACCES, *(volatile __u64 *)d = 0)
DRAIN(c11_submits__EINVAL, bpf_ringbuf_submit_dynptr(d, 0))
DRAIN(c11_discards__EINVAL, bpf_ringbuf_discard_dynptr(d, 0))
DRAIN(c11_reserves_into_it__EINVAL, bpf_ringbuf_reserve_dynptr(&rb, 8, 0, d))
DRAIN(c11_plus_eight__EACCES, bpf_dynptr_read(c, 8, (void *)d + 8, 0, 0))
DRAIN(c11_size__ok, sink = bpf_dynptr_size(d))
DRAIN(c11_adjust__ok, bpf_dynptr_adjust(d, 0, 1))
DRAIN(c11_clone__ok, struct bpf_dynptr e; bpf_dynptr_clone(d, &e))
DRAIN(c11_returns_two__EINVAL, return 2)
DRAIN(c11_drains_again__ok, bpf_user_ringbuf_drain(&uring, nothing, NULL, 0))

// find_vma
static int vma(void *task, __u64 *v, __u64 *c) { *c = 1; return 0; }
static int vma_reads(void *task, __u64 *v, __u64 *c) { *c = *v; return 0; }
static int vma_writes(void *task, __u64 *v, __u64 *c) { *(volatile __u64 *)v = 0; return 0; }
static int vma_two(void *task, __u64 *v, __u64 *c) { return 2; }
#define VMA(NAME, TASK, BODY) TRACE(NAME, __u64 c = 0; bpf_find_vma(TASK, 0, BODY, &c, 0); KEEP(&c))
VMA(c1_vma__ok, bpf_get_current_task_btf(), vma)
VMA(c1_vma_reads__ok, bpf_get_current_task_btf(), vma_reads)
VMA(c1_vma_writes__EACCES, bpf_get_current_task_btf(), vma_writes)
VMA(c1_vma_returns_two__EINVAL, bpf_get_current_task_btf(), vma_two)
VMA(c1_vma_of_null__EACCES, NULL, vma)
VMA(c1_vma_of_number__EACCES, bpf_get_current_task(), vma)
VMA(c1_vma_without_function__EACCES, bpf_get_current_task_btf(), NULL)
