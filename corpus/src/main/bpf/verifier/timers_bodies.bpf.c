// SPDX-License-Identifier: Apache-2.0
// Timer rules VR18-VR27 and stack depth: bodies of callbacks, the timer's bytes, places for timers.
#include "cases_b.h"

struct val { __u64 id; struct bpf_timer t; __u64 tail; };
MAP(arr, ARRAY, 4, 0, __u32, struct val);
MAP(arr2, ARRAY, 4, 0, __u32, struct val);
MAP(hash, HASH, 4, 0, __u64[2], struct val);
MAP(plain, ARRAY, 4, 0, __u32, __u64[4]);
RINGBUF(rb);
static struct val *get(void *map, __u32 k) { return bpf_map_lookup_elem(map, &k); }
static int fine(void *map, __u32 *key, struct val *v) { return 0; }

#define T(SECTION, NAME, ...) IN(SECTION, void, NAME, struct val *v = get(&arr, 0); if (v) { __VA_ARGS__; })
#define P(NAME, ...) T("tc", NAME, __VA_ARGS__)
#define CB_IN(SECTION, NAME, CB) T(SECTION, NAME, bpf_timer_init(&v->t, &arr, 1); bpf_timer_set_callback(&v->t, CB))
#define BODY_IN(SECTION, NAME, ...) \
	static int cb_##NAME(void *map, __u32 *key, struct val *v) { __VA_ARGS__; return 0; } CB_IN(SECTION, NAME, cb_##NAME)
#define BODY(NAME, ...) BODY_IN("tc", NAME, __VA_ARGS__)
#define ABODY(NAME, CODE, ...) \
	static __attribute__((naked)) int cb_##NAME(void) { asm volatile(CODE :: __VA_ARGS__); } CB_IN("tc", NAME, (void *)cb_##NAME)

// VR18: what the body finds
ABODY(vr18_reads_r0__EACCES, "r1 = r0; r0 = 0; exit;")
ABODY(vr18_reads_r7__EACCES, "r0 = r7; r0 = 0; exit;")
ABODY(vr18_reads_r8__EACCES, "r0 = r8; r0 = 0; exit;")
ABODY(vr18_reads_r9__EACCES, "r0 = r9; r0 = 0; exit;")
ABODY(vr18_writes_r9__ok, "r9 = 1; r0 = 0; exit;")
ABODY(vr18_spills_arguments__ok, "*(u64 *)(r10 - 8) = r1; *(u64 *)(r10 - 16) = r2; *(u64 *)(r10 - 24) = r3; r4 = *(u64 *)(r10 - 24); r0 = *(u64 *)(r4 + 0); r0 = 0; exit;")
ABODY(vr18_value_minus_one__EACCES, "r0 = *(u8 *)(r3 - 1); r0 = 0; exit;")
ABODY(vr18_key_four_bytes__ok, "r0 = *(u32 *)(r2 + 0); r0 = 0; exit;")
ABODY(vr18_key_eight_bytes__EACCES, "r0 = *(u64 *)(r2 + 0); r0 = 0; exit;")
ABODY(vr18_key_before__EACCES, "r0 = *(u8 *)(r2 - 1); r0 = 0; exit;")
ABODY(vr18_key_last_byte__ok, "r0 = *(u8 *)(r2 + 3); r0 = 0; exit;")
ABODY(vr18_map_first_word__ok, "r0 = *(u64 *)(r1 + 0); r0 = 0; exit;")
ABODY(vr18_writes_map__EACCES, "r0 = 0; *(u64 *)(r1 + 0) = r0; exit;")
ABODY(vr18_atomic_on_key__EACCES, "r1 = 1; lock *(u32 *)(r2 + 0) += r1; r0 = 0; exit;")
BODY(vr18_updates_own_map_with_own_key__ok, struct val c = {}; bpf_map_update_elem(map, key, &c, 0))
BODY(vr18_key_as_written_memory__EACCES, bpf_probe_read_kernel(key, 4, v))
BODY(vr18_key_as_read_memory__ok, bpf_ringbuf_output(&rb, key, 4, 0))
BODY(vr18_key_as_too_long_memory__EACCES, bpf_ringbuf_output(&rb, key, 5, 0))
BODY(vr18_key_for_wider_map__EACCES, bpf_map_lookup_elem(&hash, key))
BODY(vr18_value_as_key_of_wider_map__EACCES, bpf_map_lookup_elem(&hash, v))
BODY(vr18_pushes_through_map_argument__EACCES, bpf_map_push_elem(map, &v->tail, 0))
BODY(vr18_value_compared_with_null__ok, if (!v) sink = 1)
static int wide(void *map, __u64 *key, struct val *v) { sink = key[1]; return 0; }
TC(vr18_key_of_sixteen_bytes__ok, __u64 k[2] = {}; struct val *v = bpf_map_lookup_elem(&hash, k); if (v) bpf_timer_set_callback(&v->t, wide))
TC(vr18_key_of_four_where_sixteen_are_read__EACCES, struct val *v = get(&arr, 0); if (v) bpf_timer_set_callback(&v->t, wide))

// VR19: the result
ABODY(vr19_minus_one__EINVAL, "r0 = -1; exit;")
ABODY(vr19_unknown_and_one__EINVAL, "r0 = *(u64 *)(r3 + 0); r0 &= 1; exit;")
ABODY(vr19_unknown_shifted_out__ok, "r0 = *(u32 *)(r3 + 0); r0 >>= 32; exit;")
ABODY(vr19_unknown_compared_to_zero__ok, "r0 = *(u64 *)(r3 + 0); if r0 == 0 goto 1f; r0 = 0; 1: exit;")
ABODY(vr19_unknown_below_one__ok, "r0 = *(u64 *)(r3 + 0); if r0 < 1 goto 1f; r0 = 0; 1: exit;")
ABODY(vr19_unknown_below_two__EINVAL, "r0 = *(u64 *)(r3 + 0); if r0 < 2 goto 1f; r0 = 0; 1: exit;")
ABODY(vr19_xor_of_itself__EINVAL, "r0 = *(u64 *)(r3 + 0); r0 ^= r0; exit;")
ABODY(vr19_difference_of_itself__EINVAL, "r0 = *(u64 *)(r3 + 0); r0 -= r0; exit;")
ABODY(vr19_result_of_helper__EINVAL, "call 5; exit;")
ABODY(vr19_low_half_zero_high_unknown__EINVAL, "r0 = *(u64 *)(r3 + 0); r0 >>= 32; r0 <<= 32; exit;")
ABODY(vr19_signed_at_most_zero__EINVAL, "r0 = *(u64 *)(r3 + 0); if r0 s<= 0 goto 1f; r0 = 0; 1: exit;")
ABODY(vr19_one_on_one_path__EINVAL, "r1 = *(u64 *)(r3 + 0); r0 = 0; if r1 == 7 goto 1f; exit; 1: r0 = 1; exit;")
ABODY(vr19_map__EINVAL, "r0 = r1; exit;")
ABODY(vr19_key__EINVAL, "r0 = r2; exit;")
ABODY(vr19_maybe_null_value__EINVAL, "call 1; exit;")
ABODY(vr19_null_after_check__ok, "call 1; if r0 == 0 goto 1f; r0 = 0; 1: exit;")

// VR20: open at the end
extern __weak __ksym void bpf_rcu_read_lock(void);
BODY(vr20_rcu_closed__ok, bpf_rcu_read_lock(); sink++; bpf_rcu_read_unlock())
BODY(vr20_rcu_closed_only__EINVAL, bpf_rcu_read_unlock())
BODY(vr20_rcu_nested__EINVAL, bpf_rcu_read_lock(); bpf_rcu_read_lock(); bpf_rcu_read_unlock(); bpf_rcu_read_unlock())
BODY(vr20_preempt_on_only__EINVAL, bpf_preempt_enable())
BODY(vr20_preempt_off_twice_on_once__EINVAL, bpf_preempt_disable(); bpf_preempt_disable(); bpf_preempt_enable())
BODY(vr20_reference_released_on_one_path__EINVAL, void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (m && v->id) bpf_ringbuf_discard(m, 0))
BODY(vr20_dynptr_not_released__EINVAL, struct bpf_dynptr d; bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d))
BODY(vr20_dynptr_released__ok, struct bpf_dynptr d; bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); bpf_ringbuf_discard_dynptr(&d, 0))
BODY(vr20_iterator_not_destroyed__EINVAL, struct bpf_iter_num i; bpf_iter_num_new(&i, 0, 1))
BODY(vr20_object_not_dropped__EINVAL, struct val2 { __u64 a; } *o = NEW(struct val2); sink = o != 0)
BODY(vr20_object_dropped__ok, struct val2 { __u64 a; } *o = NEW(struct val2); if (o) DROP(o))
TC(vr20_armed_with_a_record_held__ok, void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (!m) return 0; struct val *v = get(&arr, 0); if (v) bpf_timer_set_callback(&v->t, fine); bpf_ringbuf_submit(m, 0))
TC(vr20_armed_with_a_record_leaked__EINVAL, void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (!m) return 0; struct val *v = get(&arr, 0); if (v) bpf_timer_set_callback(&v->t, fine))

// VR21: no context
ABODY(vr21_packet_byte_at_index__EINVAL, "r6 = r1; r1 = 0; r0 = *(u8 *)skb[r1]; r0 = 0; exit;")
BODY(vr21_socket_cookie__EACCES, sink = bpf_get_socket_cookie(map))
BODY_IN("fentry/bpf_fentry_test1", vr21_stack_id__EACCES, sink = bpf_get_stackid(v, &rb, 0))
BODY(vr21_perf_output_of_value__EACCES, bpf_perf_event_output(v, &rb, 0, &v->tail, 8))
BODY(vr21_clone_redirect__EACCES, bpf_clone_redirect(v, 1, 0))
BODY_IN("fentry/bpf_fentry_test1", vr21_function_argument__EACCES, __u64 x; bpf_get_func_arg(v, 0, &x))
BODY_IN("xdp", vr21_adjust_head__EACCES, bpf_xdp_adjust_head((void *)v, 0))

// VR22: not sleepable
BODY_IN("syscall", vr22_copies_user_string_armed_from_syscall__ok, char b[8]; bpf_copy_from_user_str(b, 8, NULL, 0))
BODY_IN("fentry/bpf_fentry_test1", vr22_copies_user_string_armed_from_fentry__EACCES, char b[8]; bpf_copy_from_user_str(b, 8, NULL, 0))
BODY_IN("lsm.s/file_open", vr22_sleeps_armed_from_sleepable_lsm__ok, char b[8]; bpf_copy_from_user(b, 8, NULL))
BODY_IN("syscall", vr22_sys_bpf_armed_from_syscall__ok, sink = bpf_sys_bpf(0, v, 8))
BODY_IN("tc", vr22_helper_missing_in_the_program_type__EINVAL, char b[8]; bpf_copy_from_user(b, 8, NULL))
BODY_IN("iter.s/task", vr22_sleeps_armed_from_sleepable_iterator__ok, char b[8]; bpf_copy_from_user(b, 8, NULL))

// VR23, VR24: what is allowed
static int stops(__u32 i, void *c) { return 1; }
static int two(__u32 i, void *c) { return 2; }
BODY(vr23_loop_that_stops__ok, bpf_loop(10, stops, NULL, 0))
BODY(vr23_loop_with_bad_result__EINVAL, bpf_loop(10, two, NULL, 0))
BODY(vr23_nested_iterators__ok, struct bpf_iter_num i; struct bpf_iter_num j; bpf_iter_num_new(&i, 0, 3); while (bpf_iter_num_next(&i)) {
     bpf_iter_num_new(&j, 0, 3); while (bpf_iter_num_next(&j)) sink++; bpf_iter_num_destroy(&j); } bpf_iter_num_destroy(&i))
BODY(vr24_deletes_itself_then_reads_value__ok, bpf_map_delete_elem(map, key); sink = v->id)
BODY(vr24_deletes_through_named_map__ok, bpf_map_delete_elem(&arr, key))
BODY(vr24_random_time_cpu__ok, sink = bpf_get_prandom_u32() + bpf_ktime_get_ns() + bpf_get_smp_processor_id() + bpf_jiffies64())
BODY(vr24_prints__ok, bpf_trace_printk("x", 2))
BODY(vr24_probe_read__ok, __u64 x; bpf_probe_read_kernel(&x, 8, v); sink = x)
BODY(vr24_global_variable__ok, sink = v->tail)
__noinline int of_pointer(struct val *v) { return v ? v->id : 0; }
BODY(vr24_global_function_gets_a_timers_value__EINVAL, sink = of_pointer(v))
__noinline int of_tail(__u64 *p) { return p ? *p : 0; }
BODY(vr24_global_function_gets_plain_part__ok, sink = of_tail(&v->tail))

// VR25, VR26: the timer's bytes
#define W(OFF) ((volatile char *)v + OFF)
P(vr25_eight_bytes_across_the_start__EACCES, sink = *(volatile __u64 *)W(4))
P(vr25_eight_bytes_across_the_end__EACCES, sink = *(volatile __u64 *)W(20))
P(vr25_byte_seven__ok, sink = *W(7))
P(vr25_byte_eight__EACCES, sink = *W(8))
P(vr25_byte_twenty_three__EACCES, sink = *W(23))
P(vr25_byte_twenty_four__ok, sink = *W(24))
P(vr25_exchange__EACCES, sink = __sync_lock_test_and_set((__u64 *)W(16), 1))
P(vr25_compare_exchange__EACCES, sink = __sync_val_compare_and_swap((__u64 *)W(8), 0, 1))
P(vr25_add_before__ok, __sync_fetch_and_add((__u64 *)W(0), 1))
P(vr25_as_written_memory__EACCES, bpf_skb_load_bytes(ctx, 0, v, 9))
P(vr25_as_written_memory_before__ok, bpf_skb_load_bytes(ctx, 0, v, 8))
P(vr25_into_other_maps_value__ok, bpf_map_update_elem(&plain, &(__u32){0}, (__u64[4]){}, 0))
P(vr25_as_value_of_plain_map__EACCES, bpf_map_update_elem(&plain, &(__u32){0}, v, 0))
P(vr25_csum_of_timer__EACCES, sink = bpf_csum_diff((void *)&v->t, 16, 0, 0, 0))
P(vr25_csum_before__ok, sink = bpf_csum_diff((void *)v, 8, 0, 0, 0))
P(vr25_zero_bytes_at_timer__ok, sink = bpf_csum_diff((void *)&v->t, 0, 0, 0, 0))
P(vr25_load_after_arming__EACCES, bpf_timer_start(&v->t, 0, 0); sink = *W(8))
P(vr26_unknown_within_seven__ok, __u64 i = ANY & 7; sink = W(0)[i])
P(vr26_unknown_within_eight__EACCES, __u64 i = ANY & 15; if (i > 8) return 0; HIDE(i); sink = W(0)[i])
P(vr26_unknown_behind__ok, __u64 i = ANY & 7; sink = W(24)[i])
P(vr26_unknown_either_side__EACCES, __u64 i = ANY & 24; sink = W(0)[i])
P(vr26_lower_bound_behind__ok, __u64 i = ANY & 31; if (i < 24) return 0; HIDE(i); sink = W(0)[i])
P(vr26_lower_bound_inside__EACCES, __u64 i = ANY & 31; if (i < 23) return 0; HIDE(i); sink = W(0)[i])

// VR27: other places
struct bpf_timer global_timer;
TC(vr27_global_cancel__ok, bpf_timer_cancel(&global_timer))
TC(vr27_global_written__EACCES, *(volatile __u64 *)&global_timer = 0)
MAP(percpu, PERCPU_ARRAY, 4, 0, __u32, __u64[4]);
TC(vr27_value_of_percpu__EINVAL, void *v = bpf_map_lookup_elem(&percpu, &(__u32){0}); if (v) bpf_timer_cancel(v))
TRACE(vr27_local_pointer_to_timer__EACCES, struct bpf_timer t = {}; bpf_timer_init(&t, &arr, 1))

// Stack
static __noinline int f(int n) { USED_STACK(248); sink++; return n; }
static int cb_256_f(void *map, __u32 *key, struct val *v) { USED_STACK(256); sink = f(v->id); return 0; }
static int cb_272_f(void *map, __u32 *key, struct val *v) { USED_STACK(272); sink = f(v->id); return 0; }
static int cb_512(void *map, __u32 *key, struct val *v) { USED_STACK(512); return 0; }
static int cb_520(void *map, __u32 *key, struct val *v) { asm volatile("r1 = 0; *(u64 *)(r10 - 520) = r1" ::: "r1"); return 0; }
CB_IN("tc", vr17_callback_256_calls_248__ok, cb_256_f)
CB_IN("tc", vr17_callback_272_calls_248__EACCES, cb_272_f)
CB_IN("tc", vr17_callback_520__EACCES, cb_520)
static int loop_arms(__u32 i, struct val **v) { USED_STACK(256); bpf_timer_set_callback(&(*v)->t, cb_512); return 0; }
P(vr17_loop_body_256_registers_512__ok, struct val *w = v; bpf_loop(3, loop_arms, &w, 0))
