// SPDX-License-Identifier: Apache-2.0
// Work queues: the timers' rules for kernel functions, and callbacks that may sleep.
#include "cases_b.h"

struct wv { __u64 id; struct bpf_wq w; __u64 tail; };
struct both { __u64 id; struct bpf_wq w; struct bpf_timer t; };
MAP(wmap, ARRAY, 4, 0, __u32, struct wv);
MAP(wmap2, ARRAY, 4, 0, __u32, struct wv);
MAP(whash, HASH, 4, 0, __u64, struct wv);
MAP(mixed, ARRAY, 4, 0, __u32, struct both);
RINGBUF(rb);
static struct wv *get(void *map, __u32 k) { return bpf_map_lookup_elem(map, &k); }
static int fine(void *map, __u32 *key, struct wv *v) { return 0; }
#define W(SECTION, NAME, ...) IN(SECTION, void, NAME, struct wv *v = get(&wmap, 0); if (v) { __VA_ARGS__; })
#define P(NAME, ...) W("tc", NAME, __VA_ARGS__)
#define BODY_IN(SECTION, NAME, ...) \
	static int cb_##NAME(void *map, __u32 *key, struct wv *v) { __VA_ARGS__; return 0; } W(SECTION, NAME, wq_callback(&v->w, cb_##NAME))
#define BODY(NAME, ...) BODY_IN("tc", NAME, __VA_ARGS__)
#define ABODY(NAME, CODE) \
	static __attribute__((naked)) int cb_##NAME(void) { asm volatile(CODE); } P(NAME, wq_callback(&v->w, cb_##NAME))
#define ALL bpf_wq_init(&v->w, &wmap, 0); wq_callback(&v->w, fine); bpf_wq_start(&v->w, 0)

W("kprobe", vr3_wq_kprobe__EINVAL, ALL)
W("tracepoint/syscalls/sys_enter_nanosleep", vr3_wq_tracepoint__EINVAL, ALL)
W("raw_tp", vr3_wq_raw_tp__EINVAL, ALL)
W("perf_event", vr3_wq_perf_event__EINVAL, ALL)
W("xdp", vr3_wq_xdp__ok, ALL)
W("fentry/bpf_fentry_test1", vr3_wq_fentry__ok, ALL)
W("syscall", vr3_wq_syscall__ok, ALL)
W("socket", vr3_wq_socket_filter__ok, ALL)
W("cgroup/dev", vr3_wq_cgroup_device__ok, ALL)
W("sk_lookup", vr3_wq_sk_lookup__ok, ALL)
IN("kprobe", void, vr3_wq_map_only_read__EINVAL, sink = get(&wmap, 0) != 0)

P(vr5_wq_ctx__EINVAL, bpf_wq_start(ctx, 0))
P(vr5_wq_map__EINVAL, bpf_wq_start((void *)&wmap, 0))
P(vr5_wq_null__EINVAL, bpf_wq_start(NULL, 0))
P(vr5_wq_scalar__EINVAL, bpf_wq_start((void *)ANY, 0))
IN("tc", void, vr5_wq_maybe_null__EINVAL, struct wv *v = get(&wmap, 0); bpf_wq_start((void *)v, 0))
IN("tc", void, vr5_wq_record__EINVAL, void *m = bpf_ringbuf_reserve(&rb, 16, 0); if (m) { bpf_wq_start(m, 0); bpf_ringbuf_discard(m, 0); })
P(vr5_wq_init_on_stack__EINVAL, struct bpf_wq w; bpf_wq_init(&w, &wmap, 0))
P(vr6_wq_variable_offset__EINVAL, char *p = (char *)v; p += ANY & 8; bpf_wq_start((void *)p, 0))
P(vr6_wq_known_offset__ok, __u64 i = ANY; char *p = (char *)v; if (i != 8) return 0; p += i; bpf_wq_start((void *)p, 0))
P(vr7_wq_start_of_value__EINVAL, bpf_wq_start((void *)v, 0))
P(vr7_wq_sixteen__EINVAL, bpf_wq_start((void *)((char *)v + 16), 0))
P(vr7_wq_set_at_start__EINVAL, wq_callback((void *)v, fine))
P(vr7_wq_init_at_start__EINVAL, bpf_wq_init((void *)v, &wmap, 0))
IN("tc", void, vr7_wq_beside_a_timer__ok, struct both *v = bpf_map_lookup_elem(&mixed, &(__u32){0}); if (v) { bpf_wq_init(&v->w, &mixed, 0); bpf_timer_init(&v->t, &mixed, 1); })
IN("tc", void, vr7_wq_at_the_timer__EINVAL, struct both *v = bpf_map_lookup_elem(&mixed, &(__u32){0}); if (v) bpf_wq_start((void *)&v->t, 0))
IN("tc", void, vr7_timer_at_the_wq__EINVAL, struct both *v = bpf_map_lookup_elem(&mixed, &(__u32){0}); if (v) bpf_timer_cancel((void *)&v->w))
P(vr9_wq_map_is_null__EINVAL, bpf_wq_init(&v->w, NULL, 0))
P(vr9_wq_map_is_stack__EINVAL, __u64 m = 0; bpf_wq_init(&v->w, &m, 0))
P(vr9_wq_flags_unknown__ok, bpf_wq_init(&v->w, &wmap, ANY); bpf_wq_start(&v->w, ANY))
P(vr9_wq_flags_low_half_of_pointer__ok, bpf_wq_start(&v->w, (__u64)v); KEEP(v))
P(vr10_wq_map_of_same_layout__EINVAL, bpf_wq_init(&v->w, &wmap2, 0))
IN("tc", void, vr10_wq_hash__ok, __u64 k = 0; struct wv *v = bpf_map_lookup_elem(&whash, &k); if (v) bpf_wq_init(&v->w, &whash, 0))
IN("tc", void, vr10_wq_hash_with_array__EINVAL, __u64 k = 0; struct wv *v = bpf_map_lookup_elem(&whash, &k); if (v) bpf_wq_init(&v->w, &wmap, 0))

P(vr11_wq_callback_is_null__EINVAL, wq_callback(&v->w, NULL))
P(vr11_wq_callback_is_value__EINVAL, wq_callback(&v->w, v))
P(vr11_wq_callback_is_map__EINVAL, wq_callback(&v->w, &wmap))
__noinline int global_cb(struct wv *v) { return 0; }
P(vr11_wq_callback_is_global__EINVAL, wq_callback(&v->w, global_cb))
static int again(void *map, __u32 *key, struct wv *v) { wq_callback(&v->w, again); return bpf_wq_start(&v->w, 0) * 0; }
P(vr13_wq_sets_itself__ok, wq_callback(&v->w, again))
BODY(vr18_wq_reads_key_and_value__ok, sink = *key + v->id + v->tail)
BODY(vr18_wq_writes_key__EACCES, *key = 1)
BODY(vr18_wq_reads_past_value__EACCES, sink = *(volatile __u64 *)(v + 1))
BODY(vr18_wq_inits_through_map_argument__ok, bpf_wq_init(&v->w, map, 0))
ABODY(vr18_wq_reads_r4__EACCES, "r0 = r4; r0 = 0; exit;")
ABODY(vr18_wq_reads_r6__EACCES, "r0 = r6; r0 = 0; exit;")
ABODY(vr19_wq_unknown__EINVAL, "r0 = *(u64 *)(r3 + 0); exit;")
ABODY(vr19_wq_minus_one__EINVAL, "r0 = -1; exit;")
ABODY(vr19_wq_value__EINVAL, "r0 = r3; exit;")
ABODY(vr19_wq_unset__EACCES, "exit;")
ABODY(vr19_wq_masked_to_zero__ok, "r0 = *(u64 *)(r3 + 0); r0 &= 0; exit;")
BODY(vr20_wq_rcu_left_open__EINVAL, bpf_rcu_read_lock())
BODY(vr20_wq_preempt_left_off__EINVAL, bpf_preempt_disable())
BODY(vr20_wq_record_leaked__EINVAL, void *m = bpf_ringbuf_reserve(&rb, 8, 0); sink = m != 0)
BODY(vr20_wq_record_submitted__ok, void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (m) bpf_ringbuf_submit(m, 0))
BODY(vr21_wq_throws__EINVAL, bpf_throw(0))
BODY(vr21_wq_context_helper__EACCES, bpf_skb_pull_data((void *)v, 0))

#define SLEEPS(BEFORE, AFTER) char b[8]; BEFORE; sink = bpf_copy_from_user(b, 8, NULL); AFTER
BODY_IN("syscall", vr22_wq_sleeps__ok, SLEEPS(, ))
BODY_IN("fentry/bpf_fentry_test1", vr22_wq_sleeps_armed_from_fentry__ok, SLEEPS(, ))
BODY_IN("tc", vr22_wq_sleeps_armed_from_tc__EINVAL, SLEEPS(, ))
BODY_IN("syscall", vr22_wq_sleeps_in_rcu__EINVAL, SLEEPS(bpf_rcu_read_lock(), bpf_rcu_read_unlock()))
BODY_IN("syscall", vr22_wq_sleeps_after_rcu__ok, SLEEPS(bpf_rcu_read_lock(); bpf_rcu_read_unlock(), ))
BODY_IN("syscall", vr22_wq_sleeps_with_preemption_off__EINVAL, SLEEPS(bpf_preempt_disable(), bpf_preempt_enable()))
BODY_IN("tc", vr22_wq_copies_user_string_armed_from_tc__ok, char b[8]; bpf_copy_from_user_str(b, 8, NULL, 0))
BODY_IN("fentry/bpf_fentry_test1", vr22_wq_copies_user_string_in_rcu__EACCES, char b[8]; bpf_rcu_read_lock(); bpf_copy_from_user_str(b, 8, NULL, 0); bpf_rcu_read_unlock())
static int body_sleeps(__u32 i, void *c) { SLEEPS(, ); return 0; }
BODY_IN("syscall", vr22_wq_loop_in_it_sleeps__ok, bpf_loop(2, body_sleeps, NULL, 0))

P(vr25_wq_byte_seven__ok, sink = *((volatile char *)v + 7))
P(vr25_wq_byte_eight__EACCES, sink = *((volatile char *)v + 8))
P(vr25_wq_last_byte__EACCES, sink = *((volatile char *)v + 23))
P(vr25_wq_byte_after__ok, sink = *((volatile char *)v + 24))
P(vr25_wq_written__EACCES, *(volatile __u64 *)&v->w = 0)
P(vr25_wq_as_memory__EACCES, bpf_ringbuf_output(&rb, v, 9, 0))
P(vr25_wq_before_as_memory__ok, bpf_ringbuf_output(&rb, v, 8, 0))
P(vr26_wq_index_within__ok, __u64 i = ANY & 7; sink = ((volatile char *)v)[i])
P(vr26_wq_index_reaches__EACCES, __u64 i = ANY & 15; sink = ((volatile char *)v)[i])
