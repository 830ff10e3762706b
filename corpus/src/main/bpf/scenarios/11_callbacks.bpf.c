// SPDX-License-Identifier: Apache-2.0
// Rules VR13-VR24: how callbacks are explored, and what their bodies may do.
#include "verify.h"

// VR13-VR16: re-arming is no recursion; loops and recursion are
static int again(void *map, __u32 *key, struct val *v)
{ bpf_timer_set_callback(&v->t, again); return bpf_timer_start(&v->t, 1000, 0) * 0; }
CB(s83_vr13_sets_itself__ok, again)
static int ping(void *map, __u32 *key, struct val *v);
static int pong(void *map, __u32 *key, struct val *v)
{ bpf_timer_set_callback(&v->t, ping); bpf_timer_start(&v->t, 1000, 0); return 0; }
static int ping(void *map, __u32 *key, struct val *v)
{ bpf_timer_set_callback(&v->t, pong); bpf_timer_start(&v->t, 1000, 0); return 0; }
CB(s83_vr13_two_set_each_other__ok, ping)
static int after_branches(void *map, __u32 *key, struct val *v)
{
	if (v->id & 1)
		sink++;
	if (v->id & 2)
		v->tail++;
	bpf_timer_set_callback(&v->t, after_branches);
	return 0;
}
CB(s83_vr16_sets_itself_after_branches__ok, after_branches)
static int called_sets(void *map, __u32 *key, struct val *v);
static __noinline void setter(struct val *v)
{
	if (v->id & 1)
		sink++;
	if (v->id & 2)
		sink--;
	bpf_timer_set_callback(&v->t, called_sets);
	sink++;
}
static int called_sets(void *map, __u32 *key, struct val *v) { if (v->id & 4) sink++; setter(v); return 0; }
CB(s83_vr16_sets_itself_in_called_function__ok, called_sets)
static int straight(void *map, __u32 *key, struct val *v);
static __noinline void straight_setter(struct val *v) { bpf_timer_set_callback(&v->t, straight); sink++; }
static int straight(void *map, __u32 *key, struct val *v) { straight_setter(v); return 0; }
CB(s83_vr16_sets_itself_in_called_function_no_branch__ok, straight)
static int loop_sets(void *map, __u32 *key, struct val *v);
static int loop_body(__u32 i, struct val **v) { bpf_timer_set_callback(&(*v)->t, loop_sets); return 0; }
static int loop_sets(void *map, __u32 *key, struct val *v)
{
	if (v->id & 1)
		sink++;
	if (v->id & 2)
		v->tail++;
	bpf_loop(2, loop_body, &v, 0);
	return 0;
}
CB(s83_vr16_sets_itself_in_bpf_loop__ok, loop_sets)
BODY(s84_vr16_endless_loop__EINVAL, while (*(volatile __u64 *)&v->id != 1) sink++)
static __noinline int rec_b(struct val *v);
static __noinline int rec_a(struct val *v) { return v->id & 1 ? rec_b(v) : 0; }
static __noinline int rec_b(struct val *v) { return v->id & 2 ? rec_a(v) + 1 : 0; }
BODY(s84_vr16_recursion_by_call__E2BIG, sink = rec_a(v))
// VR14: a limit on entries that wait to be explored
P(s98_vr14_9000_entries__E2BIG, for (int i = 0; i < 9000; i++) { asm volatile("" : "+r"(i)); bpf_timer_set_callback(&v->t, fine); })
P(s98_vr14_100_entries__ok, for (int i = 0; i < 100; i++) { asm volatile("" : "+r"(i)); bpf_timer_set_callback(&v->t, fine); })

// VR15: the callback inherits nothing; the caller goes on
ASM(s91_vr18_reads_r6__EACCES, "r0 = r6; r0 = 0; exit;")
ASM(s91_vr18_reads_r4__EACCES, "r0 = r4; r0 = 0; exit;")
ASM(s91_vr18_reads_r5__EACCES, "r0 = r5; r0 = 0; exit;")
ASM(s91_vr18_reads_stack__ok, "r0 = *(u64 *)(r10 - 8); r0 = 0; exit;")
SEC("tc") int s92_vr15_reference_open_across_set__ok(struct __sk_buff *ctx)
{
	struct bpf_sock_tuple t = {};
	struct val *v = get(&arr, 0);
	struct bpf_sock *sk = bpf_sk_lookup_tcp(ctx, &t, sizeof(t.ipv4), -1, 0);
	if (!sk)
		return 0;
	if (v)
		bpf_timer_set_callback(&v->t, fine);
	bpf_sk_release(sk);
	return 0;
}
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern void bpf_preempt_disable(void) __ksym;
extern void bpf_preempt_enable(void) __ksym;
IN("syscall", s92_vr15_rcu_held_across_set__ok, bpf_rcu_read_lock(); bpf_timer_set_callback(&v->t, fine); bpf_rcu_read_unlock())
P(s92_vr15_preempt_off_across_set__ok, bpf_preempt_disable(); bpf_timer_set_callback(&v->t, fine); bpf_preempt_enable())

// VR17: one function in several roles
static __noinline int two_roles(void *map, __u32 *key, struct val *v) { v->tail++; return 0; }
SEC("tc") int s80_vr17_called_and_registered__ok(void *ctx)
{ __u32 k = 0; struct val *v = get(&arr, 0); return v ? two_roles(&arr, &k, v) + bpf_timer_set_callback(&v->t, two_roles) : 0; }
SEC("tc") int s80_vr17_for_each_and_registered__ok(void *ctx)
{ struct val *v = get(&arr, 0); if (v) bpf_timer_set_callback(&v->t, fine); return bpf_for_each_map_elem(&arr, fine, NULL, 0); }
static __noinline int returns_arg(void *map, __u32 *key, struct val *v) { return v->id; }
SEC("tc") int s80_vr17_direct_call_any_return__ok(void *ctx)
{ __u32 k = 0; struct val *v = get(&arr, 0); return v ? returns_arg(&arr, &k, v) : 0; }
struct big { __u64 id; struct bpf_timer t; __u64 tail[4]; };
MAP(big_map, ARRAY, 4, 0, __u32, struct big);
static int reads_far(void *map, __u32 *key, struct big *v) { sink = v->tail[3]; return 0; }
SEC("tc") int s94_vr17_two_value_sizes__EACCES(void *ctx)
{
	__u32 k = 0;
	struct val *v = get(&arr, 0);
	struct big *b = bpf_map_lookup_elem(&big_map, &k);
	if (v && b)
		return bpf_timer_set_callback(&b->t, reads_far) + bpf_timer_set_callback(&v->t, reads_far);
	return 0;
}
SEC("tc") int s94_vr17_larger_value_only__ok(void *ctx)
{ __u32 k = 0; struct big *b = bpf_map_lookup_elem(&big_map, &k); return b ? bpf_timer_set_callback(&b->t, reads_far) : 0; }

// VR18: entry registers
BODY(s91_vr18_writes_key__EACCES, *key = 7)
BODY(s91_vr18_reads_past_key__EACCES, sink = key[1])
BODY(s91_vr18_reads_past_value__EACCES, sink = ((__u64 *)v)[4])
BODY(s91_vr18_reads_key_and_value__ok, sink = *key + v->id + v->tail)
BODY(s97_vr18_map_and_key_in_lookup__ok, struct val *o = bpf_map_lookup_elem(map, key); if (o) sink = o->id)
BODY(s97_vr18_init_through_r1__ok, struct val *o = get(map, 1); if (o) bpf_timer_init(&o->t, map, 1))
BODY(s97_vr18_init_through_named_map__ok, struct val *o = get(map, 1); if (o) bpf_timer_init(&o->t, &arr, 1))
BODY(s97_vr18_init_through_other_map__EINVAL, struct val *o = get(map, 1); if (o) bpf_timer_init(&o->t, &arr2, 1))
BODY(s97_vr18_init_own_through_r1__ok, bpf_timer_init(&v->t, map, 1))
BODY(s97_vr18_timer_at_value_start__EINVAL, bpf_timer_start((void *)v, 0, 0))

// VR19: the return value
static int ret1(void *map, __u32 *key, struct val *v) { return 1; }
CB(s79_vr19_returns_one__EINVAL, ret1)
static int ret_id(void *map, __u32 *key, struct val *v) { return v->id; }
CB(s79_vr19_returns_unknown__EINVAL, ret_id)
static int ret_bool(void *map, __u32 *key, struct val *v) { return v->id & 1; }
CB(s79_vr19_returns_zero_or_one__EINVAL, ret_bool)
ASM(s79_vr19_returns_pointer__EACCES, "r0 = r3; exit;")
ASM(s79_vr19_returns_frame_pointer__EACCES, "r0 = r10; exit;")
ASM(s79_vr19_r0_unset__EACCES, "exit;")
ASM(s79_vr19_zero_in_low_half_only__EINVAL, "r0 = 1; r0 <<= 32; exit;")
ASM(s79_vr19_and_with_zero__ok, "r0 = *(u64 *)(r3 + 0); r0 &= 0; exit;")
#define MERGE(NAME, ATTR) \
	static __attribute__((naked)) int cb_##NAME(void) \
	{ asm volatile("call %[r]; if r0 > 1000 goto 1f; r0 = 0; 1: goto +0; exit;" :: [r] "i"(7) : "r0"); } \
	SEC("tc") ATTR int NAME(void *ctx) \
	{ struct val *v = get(&arr, 0); return v ? bpf_timer_set_callback(&v->t, (void *)cb_##NAME) : 0; }
MERGE(s78_vr19_branches_merge__EINVAL, )
MERGE(s78_vr19_branches_merge_state_freq__EINVAL, STATE_FREQ)

// VR20: what is opened must be closed
struct lv { struct bpf_timer t; struct bpf_spin_lock l; __u32 data; };
MAP(locked, ARRAY, 4, 0, __u32, struct lv);
#define LOCKED(NAME, ...) \
	static int cb_##NAME(void *map, __u32 *key, struct lv *v) { __VA_ARGS__; return 0; } \
	SEC("tc") int NAME(void *ctx) \
	{ __u32 k = 0; struct lv *v = bpf_map_lookup_elem(&locked, &k); return v ? bpf_timer_set_callback(&v->t, cb_##NAME) : 0; }
LOCKED(s92_vr20_lock_and_unlock__ok, bpf_spin_lock(&v->l); v->data++; bpf_spin_unlock(&v->l))
LOCKED(s92_vr20_no_unlock__EINVAL, bpf_spin_lock(&v->l); v->data++)
LOCKED(s92_vr20_timer_helper_under_lock__EINVAL, bpf_spin_lock(&v->l); bpf_timer_start(&v->t, 0, 0); bpf_spin_unlock(&v->l))
#define UNDER_LOCK(NAME, CALL) \
	SEC("tc") int NAME(void *ctx) \
	{ \
		__u32 k = 0; \
		struct lv *v = bpf_map_lookup_elem(&locked, &k); \
		if (!v) \
			return 0; \
		bpf_spin_lock(&v->l); \
		CALL; \
		bpf_spin_unlock(&v->l); \
		return 0; \
	}
static int locked_fine(void *map, __u32 *key, struct lv *v) { return 0; }
UNDER_LOCK(s92_vr20_init_under_lock__EINVAL, bpf_timer_init(&v->t, &locked, 1))
UNDER_LOCK(s92_vr20_set_under_lock__EINVAL, bpf_timer_set_callback(&v->t, locked_fine))
UNDER_LOCK(s92_vr20_start_under_lock__EINVAL, bpf_timer_start(&v->t, 0, 0))
UNDER_LOCK(s92_vr20_cancel_under_lock__EINVAL, bpf_timer_cancel(&v->t))
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } rb SEC(".maps");
BODY(s92_vr20_reference_not_released__EINVAL, void *m = bpf_ringbuf_reserve(&rb, 8, 0); sink = m != 0)
BODY(s92_vr20_reference_released__ok, void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (m) bpf_ringbuf_discard(m, 0))
BODY(s92_vr20_rcu_left_open__EINVAL, bpf_rcu_read_lock())
BODY(s92_vr20_preempt_left_off__EINVAL, bpf_preempt_disable())
BODY(s92_vr20_preempt_off_and_on__ok, bpf_preempt_disable(); sink++; bpf_preempt_enable())

// VR21: no context
struct { __uint(type, BPF_MAP_TYPE_PROG_ARRAY); __uint(max_entries, 2); __type(key, __u32); __type(value, __u32); } jmp SEC(".maps");
BODY(s91_vr21_tail_call__EACCES, bpf_tail_call(map, &jmp, 0))
BODY(s91_vr21_context_helper__EACCES, bpf_skb_pull_data(map, 4))
ASM(s91_vr21_ld_abs__EINVAL, "r6 = r1; r0 = *(u32 *)skb[0]; r0 = 0; exit;")
extern void bpf_throw(__u64 cookie) __ksym;
BODY(s91_vr21_throw__EINVAL, bpf_throw(0))
static __noinline int thrower(struct val *v) { if (v->id) bpf_throw(0); return 0; }
BODY(s91_vr21_throw_in_called_function__EINVAL, sink = thrower(v))

// VR22: not sleepable
#define SLEEPS char b[8]; sink = bpf_copy_from_user(b, sizeof(b), NULL)
BODY_IN("fentry/bpf_fentry_test1", s93_vr22_sleeps_armed_from_fentry__EINVAL, SLEEPS)
BODY_IN("syscall", s93_vr22_sleeps_armed_from_syscall__EINVAL, SLEEPS)
BODY_IN("fentry.s/bpf_fentry_test1", s93_vr22_sleeps_armed_from_sleepable_fentry__EINVAL, SLEEPS)

// VR23, VR24: loops and helpers that are allowed
static int count(__u32 i, void *c) { sink++; return 0; }
BODY(s84_vr23_bpf_loop__ok, bpf_loop(100, count, NULL, 0))
BODY(s84_vr23_for_each__ok, bpf_for_each_map_elem(&arr, fine, NULL, 0))
BODY(s84_vr23_bounded_loop__ok, for (int i = 0; i < 50; i++) sink += i)
struct bpf_iter_num { __u64 __opaque[1]; } __attribute__((aligned(8)));
extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym __weak;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym __weak;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym __weak;
BODY(s84_vr23_open_coded_iterator__ok, struct bpf_iter_num it; bpf_iter_num_new(&it, 0, 1000);
     while (bpf_iter_num_next(&it)) sink++; bpf_iter_num_destroy(&it))
BODY(s30_vr24_deletes_and_arms__ok, struct val *o = get(&arr2, 0); if (o) { bpf_timer_init(&o->t, &arr2, 1);
     bpf_timer_set_callback(&o->t, fine); bpf_timer_start(&o->t, 0, 0); bpf_timer_cancel(&o->t); } bpf_map_delete_elem(map, key))
__attribute__((noinline)) int global_sub(int x) { return x + 1; }
BODY(s30_vr24_calls_global_function__ok, sink = global_sub(v->id))
BODY(s30_vr24_ringbuf_output_and_random__ok, __u64 x = bpf_get_prandom_u32(); bpf_ringbuf_output(&rb, &x, 8, 0); sink = bpf_ktime_get_boot_ns())
