// SPDX-License-Identifier: Apache-2.0
// Timer rules VR3-VR20: who may use them, what the arguments may be, how callbacks are named and entered.
#include "cases_b.h"

struct val { __u64 id; struct bpf_timer t; __u64 tail; };
MAP(arr, ARRAY, 4, 0, __u32, struct val);
MAP(arr2, ARRAY, 4, 0, __u32, struct val);
MAP(hash, HASH, 4, 0, __u64, struct val);
MAP(lru, LRU_HASH, 4, 0, __u32, struct val);
MAP(kinds, ARRAY, 4, 0, __u32, __u64[4]);
RINGBUF(rb);
static struct val *get(void *map, __u32 k) { return bpf_map_lookup_elem(map, &k); }
static int fine(void *map, __u32 *key, struct val *v) { return 0; }

#define T(SECTION, NAME, ...) IN(SECTION, void, NAME, struct val *v = get(&arr, 0); if (v) { __VA_ARGS__; })
#define P(NAME, ...) T("tc", NAME, __VA_ARGS__)
#define BODY(NAME, ...) \
	static int cb_##NAME(void *map, __u32 *key, struct val *v) { __VA_ARGS__; return 0; } \
	P(NAME, bpf_timer_set_callback(&v->t, cb_##NAME))
#define ALL bpf_timer_init(&v->t, &arr, 1); bpf_timer_set_callback(&v->t, fine); bpf_timer_start(&v->t, 0, 0); bpf_timer_cancel(&v->t)

// VR3: program types, naming a timer map or not
T("kprobe.multi/x*", vr3_kprobe_multi__EINVAL, ALL)
T("uprobe", vr3_uprobe__EINVAL, ALL)
T("usdt", vr3_usdt__EINVAL, ALL)
T("ksyscall", vr3_ksyscall__EINVAL, ALL)
T("raw_tp", vr3_raw_tp__EINVAL, ALL)
T("perf_event", vr3_perf_event__EINVAL, ALL)
T("kprobe", vr3_only_looks_it_up__EINVAL, )
IN("kprobe", void, vr3_names_it_but_no_timer__EINVAL, sink = bpf_map_lookup_elem(&arr, &(__u32){0}) != 0)
IN("kprobe", void, vr3_only_updates_it__EINVAL, struct val c = {}; bpf_map_update_elem(&arr, &(__u32){0}, &c, 0))
IN("kprobe", void, vr3_names_other_map__ok, sink = bpf_map_lookup_elem(&kinds, &(__u32){0}) != 0)
static int cb_never(void *map, __u32 *key, struct val *v) { return 0; }
IN("kprobe", void, vr3_callback_without_map__EACCES, bpf_timer_set_callback(NULL, cb_never))
T("cgroup/dev", vr3_cgroup_device__ok, ALL)
T("cgroup/sysctl", vr3_cgroup_sysctl__ok, ALL)
T("cgroup/getsockopt", vr3_cgroup_sockopt__ok, ALL)
T("cgroup/connect4", vr3_cgroup_sock_addr__ok, ALL)
T("lwt_out", vr3_lwt_out__ok, ALL)
T("lwt_xmit", vr3_lwt_xmit__ok, ALL)
T("lwt_seg6local", vr3_lwt_seg6__ok, ALL)
T("action", vr3_action__ok, ALL)
T("lsm_cgroup/socket_bind", vr3_lsm_cgroup__ok, ALL; return 1)
T("iter/bpf_map", vr3_iter_map__ok, ALL)
T("fentry.s/bpf_fentry_test1", vr3_sleepable_fentry__ok, ALL)
T("lsm.s/file_open", vr3_sleepable_lsm__ok, ALL)

// VR5: what R1 may be, for each helper
#define R1(NAME, X, E) \
	P(vr5_start_##NAME##__##E, struct bpf_timer *t = (void *)X; bpf_timer_start(t, 0, 0)) \
	P(vr5_cancel_##NAME##__##E, struct bpf_timer *t = (void *)X; bpf_timer_cancel(t)) \
	P(vr5_set_##NAME##__##E, struct bpf_timer *t = (void *)X; bpf_timer_set_callback(t, fine)) \
	P(vr5_init_##NAME##__##E, struct bpf_timer *t = (void *)X; bpf_timer_init(t, &arr, 0))
R1(stack, (struct bpf_timer[]){{}}, EACCES)
R1(map, &arr, EACCES)
R1(ctx, ctx, EACCES)
R1(null, 0, EACCES)
R1(field, &v->t, ok)
P(vr5_maybe_null_plus_offset__EACCES, struct val *w = get(&arr, 1); asm volatile("" : "+r"(w)); bpf_timer_cancel(&w->t))
P(vr5_frame_pointer__EACCES, struct bpf_timer *t; asm volatile("%0 = r10" : "=r"(t)); bpf_timer_cancel(t))
P(vr5_function__EACCES, bpf_timer_cancel((void *)fine))
XDP(vr5_packet__EACCES, char *p = (void *)(long)ctx->data; if (p + 32 <= (char *)(long)ctx->data_end) bpf_timer_cancel((void *)p))
struct in_object { __u64 a; struct bpf_timer t; };
TC(vr5_allocated_object__EACCES, struct in_object *o = NEW(struct in_object); if (o) { bpf_timer_cancel(&o->t); DROP(o); })

// VR6, VR7: offsets
P(vr6_offset_zero_or_eight__EINVAL, char *p = (char *)v; p += ANY & 8; bpf_timer_cancel((void *)p))
P(vr6_offset_known_by_comparison__ok, __u64 i = ANY; char *p = (char *)v; if (i != 8) return 0; p += i; bpf_timer_cancel((void *)p))
P(vr6_offset_there_and_back__ok, char *p = (char *)v; p += 16; HIDE(p); p -= 8; bpf_timer_cancel((void *)p))
P(vr6_unknown_added_and_taken_away__EINVAL, char *p = (char *)&v->t; __u64 i = ANY & 7; p += i; HIDE(p); p -= i; bpf_timer_cancel((void *)p))
P(vr7_before_the_value__EINVAL, bpf_timer_cancel((void *)((char *)v - 8)))
P(vr7_seven__EINVAL, bpf_timer_cancel((void *)((char *)v + 7)))
P(vr7_sixteen__EINVAL, bpf_timer_cancel((void *)((char *)v + 16)))
P(vr7_last_byte_of_value__EINVAL, bpf_timer_cancel((void *)((char *)v + 31)))
P(vr7_set_at_value_start__EINVAL, bpf_timer_set_callback((void *)v, fine))
P(vr7_init_at_value_start__EINVAL, bpf_timer_init((void *)v, &arr, 1))
struct deep { __u64 a; struct { __u32 b; struct { struct bpf_timer t; } c[1]; } d; };
MAP(deep_map, ARRAY, 4, 0, __u32, struct deep);
TC(vr7_inner_struct_of_array_of_one__ok, struct deep *v = bpf_map_lookup_elem(&deep_map, &(__u32){0}); if (v) bpf_timer_cancel(&v->d.c[0].t))
TC(vr7_inner_struct_start__EINVAL, struct deep *v = bpf_map_lookup_elem(&deep_map, &(__u32){0}); if (v) bpf_timer_cancel((void *)&v->d))

// VR9: init's map
P(vr9_map_plus_offset__EACCES, bpf_timer_init(&v->t, (char *)&arr + 8, 1))
P(vr9_map_is_context__EACCES, bpf_timer_init(&v->t, ctx, 1))
P(vr9_map_is_stack__EACCES, __u64 m = 0; bpf_timer_init(&v->t, &m, 1))
P(vr9_map_is_the_timer__EACCES, bpf_timer_init(&v->t, &v->t, 1))
P(vr9_flags_unknown__ok, bpf_timer_init(&v->t, &arr, ANY))
P(vr9_flags_pointer__ok, bpf_timer_init(&v->t, &arr, (__u64)v); HIDE(v))
ASM("tc", vr9_flags_not_set__EACCES, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r1 = r0; r1 += 8; r2 = %[m] ll; call 169; 1: r0 = 0; exit;", A(arr), [m] "i"(&arr))
ASM("tc", vr9_start_without_flags__EACCES, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r1 = r0; r1 += 8; r2 = 0; call 171; 1: r0 = 0; exit;", [m] "i"(&arr))
P(vr9_start_with_pointer_time__ok, bpf_timer_start(&v->t, (__u64)v, 0); HIDE(v))
P(vr9_start_with_unknown_time_and_flags__ok, bpf_timer_start(&v->t, ANY << 32, ANY))

// VR10: the same map
TC(vr10_hash_with_array__EINVAL, __u64 k = 0; struct val *v = bpf_map_lookup_elem(&hash, &k); if (v) bpf_timer_init(&v->t, &arr, 1))
TC(vr10_hash_with_itself__ok, __u64 k = 0; struct val *v = bpf_map_lookup_elem(&hash, &k); if (v) bpf_timer_init(&v->t, &hash, 1))
TC(vr10_lru_with_itself__ok, struct val *v = get(&lru, 0); if (v) bpf_timer_init(&v->t, &lru, 1))
TC(vr10_one_of_two_maps__EINVAL, void *m = ANY & 1 ? (void *)&arr : (void *)&arr2; HIDE(m); struct val *v = get(m, 0); if (v) bpf_timer_init(&v->t, &arr, 1))
TC(vr10_one_of_two_maps_same_pointer__ok, void *m = ANY & 1 ? (void *)&arr : (void *)&arr2; HIDE(m); struct val *v = get(m, 0); if (v) bpf_timer_init(&v->t, m, 1))
P(vr10_map_through_stack__ok, void *volatile m = &arr; bpf_timer_init(&v->t, m, 1))
P(vr10_value_through_stack__ok, struct val *volatile w = v; bpf_timer_init(&w->t, &arr, 1))
static __noinline long init_of(struct val *v, void *m) { return bpf_timer_init(&v->t, m, 1); }
P(vr10_through_function__ok, sink = init_of(v, &arr))
P(vr10_through_function_other_map__EINVAL, sink = init_of(v, &arr2))
static int per_element(void *map, __u32 *key, struct val *v, void *c) { bpf_timer_init(&v->t, map, 1); return 0; }
static int per_element_named(void *map, __u32 *key, struct val *v, void *c) { bpf_timer_init(&v->t, &arr, 1); return 0; }
TC(vr10_for_each_other_map_named__EINVAL, bpf_for_each_map_elem(&arr2, per_element_named, NULL, 0))
TC(vr10_for_each_through_argument__ok, bpf_for_each_map_elem(&hash, per_element, NULL, 0))

// VR11, VR12: the callback argument
P(vr11_stack__EACCES, __u64 x = 0; bpf_timer_set_callback(&v->t, &x))
P(vr11_map__EACCES, bpf_timer_set_callback(&v->t, &arr))
P(vr11_context__EACCES, bpf_timer_set_callback(&v->t, ctx))
ASM("tc", vr11_not_set__EACCES, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r1 = r0; r1 += 8; call 170; 1: r0 = 0; exit;", [m] "i"(&arr))
static int another(void *map, __u32 *key, struct val *v) { sink++; return 0; }
P(vr11_one_of_two_functions__ok, void *f = ANY & 1 ? (void *)fine : (void *)another; HIDE(f); bpf_timer_set_callback(&v->t, f))
P(vr11_function_or_null__EACCES, void *f = ANY & 1 ? (void *)fine : 0; HIDE(f); bpf_timer_set_callback(&v->t, f))
static int no_arguments(void) { return 0; }
P(vr11_function_of_no_arguments__ok, bpf_timer_set_callback(&v->t, no_arguments))
static __u64 long_result(void *map, __u32 *key, struct val *v) { return 0; }
P(vr11_function_of_long_result__ok, bpf_timer_set_callback(&v->t, long_result))
P(vr12_compared_with_null__ok, void *f = fine; HIDE(f); if (f) bpf_timer_set_callback(&v->t, f))
P(vr12_called__EINVAL, int (*f)(void *, __u32 *, struct val *) = fine; HIDE(f); asm volatile("call 4096" ::: "r0", "r1", "r2", "r3", "r4", "r5"))
P(vr12_written_through__EACCES, char *f = (void *)fine; HIDE(f); *(volatile char *)f = 0)
P(vr12_plus_zero__ok, char *f = (void *)fine; HIDE(f); asm volatile("%0 += 0" : "+r"(f)); bpf_timer_set_callback(&v->t, f))
P(vr12_plus_unknown__EACCES, char *f = (void *)fine; HIDE(f); f += ANY & 8; bpf_timer_set_callback(&v->t, f))
P(vr12_through_stack_of_caller__ok, void *volatile f = fine; bpf_timer_set_callback(&v->t, f))
P(vr12_to_helper_as_memory__EACCES, bpf_ringbuf_output(&rb, fine, 8, 0))
P(vr12_as_number__ok, sink = (__u64)(void *)fine)

// VR14-VR17: exploration
P(vr14_1000_registrations__ok, for (int i = 0; i < 1000; i++) { HIDE(i); bpf_timer_set_callback(&v->t, fine); })
P(vr14_in_loop_of_unknown_count__ok, int n = ANY & 63; for (int i = 0; i < n; i++) { HIDE(i); bpf_timer_set_callback(&v->t, fine); })
static int arm_all(void *map, __u32 *key, struct val *v, void *c) { bpf_timer_set_callback(&v->t, fine); bpf_timer_start(&v->t, 1, 0); return 0; }
TC(vr14_for_each_arms__ok, bpf_for_each_map_elem(&arr, arm_all, NULL, 0))
static int ring_a(void *map, __u32 *key, struct val *v);
static int ring_b(void *map, __u32 *key, struct val *v);
static int ring_c(void *map, __u32 *key, struct val *v) { bpf_timer_set_callback(&v->t, ring_a); return 0; }
static int ring_b(void *map, __u32 *key, struct val *v) { bpf_timer_set_callback(&v->t, ring_c); return 0; }
static int ring_a(void *map, __u32 *key, struct val *v) { bpf_timer_set_callback(&v->t, ring_b); return 0; }
P(vr13_ring_of_three__ok, bpf_timer_set_callback(&v->t, ring_a))
static int bad(void *map, __u32 *key, struct val *v) { return 3; }
static int leads_to_bad(void *map, __u32 *key, struct val *v) { bpf_timer_set_callback(&v->t, bad); return 0; }
P(vr15_callback_registers_a_bad_one__EINVAL, bpf_timer_set_callback(&v->t, leads_to_bad))
P(vr15_bad_one_in_dead_branch__ok, __u64 z = 0; HIDE(z); asm volatile("%0 = 0" : "=r"(z)); if (z) bpf_timer_set_callback(&v->t, bad); sink = 1)
P(vr15_bad_one_in_live_branch__EINVAL, if (ANY & 1) bpf_timer_set_callback(&v->t, bad))
P(vr15_result_not_zero_only__ok, if (bpf_timer_set_callback(&v->t, fine) == 5) sink = 1)
P(vr15_registers_after_call__ok, struct val *w = v; bpf_timer_set_callback(&v->t, fine); w->tail = 1)
ASM("tc", vr15_r2_after_call__EACCES, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r1 = r0; r1 += 8; call 172; r0 = r2; 1: r0 = 0; exit;", [m] "i"(&arr))
BODY(vr16_loop_that_ends__ok, for (int i = 0; i < 100; i++) { HIDE(i); sink += i; })
BODY(vr16_budget__E2BIG, __u64 x = 0; for (int i = 0; i < 1000000; i++) { HIDE(i); x += i; HIDE(x); } sink = x)
#define R(N) static __noinline int r##N(struct val *v)
R(2); R(1) { return v->id & 1 ? r2(v) : 0; } R(2) { return v->id & 2 ? r1(v) + 1 : 0; }
P(vr16_recursion_in_main__E2BIG, sink = r1(v))
