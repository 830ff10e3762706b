// SPDX-License-Identifier: Apache-2.0
// Rules R9-R13 (spin locks) and R14-R17 (RCU sections, preemption).
#include "cases_b.h"

struct locked { __u64 n; struct bpf_spin_lock l; __u32 tail; };
MAP(locks, ARRAY, 4, 0, __u32, struct locked);
MAP(locks2, ARRAY, 4, 0, __u32, struct locked);
MAP(hash, HASH, 4, 0, __u32, struct locked);
MAP(plain, ARRAY, 4, 0, __u32, __u64[2]);
SIZED(no_btf, BPF_MAP_TYPE_ARRAY, 4, 0, 4, 16);
SIZED(progs, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
RINGBUF(rb);
struct bpf_spin_lock global_lock SEC(".data.lock");
__u64 beside SEC(".data.lock");
static struct locked *get(void *m, __u32 k) { return bpf_map_lookup_elem(m, &k); }
// A program that has found v; one that holds its lock.
#define V_IN(SECTION, NAME, ...) IN(SECTION, struct __sk_buff, NAME, struct locked *v = get(&locks, 0); if (!v) return 0; __VA_ARGS__)
#define V(NAME, ...) V_IN("tc", NAME, __VA_ARGS__)
#define H_IN(SECTION, NAME, ...) V_IN(SECTION, NAME, bpf_spin_lock(&v->l); __VA_ARGS__; bpf_spin_unlock(&v->l))
#define H(NAME, ...) H_IN("tc", NAME, __VA_ARGS__)

// R9: the field
H(r9_right_field__ok, v->n++)
V(r9_start_of_value__EINVAL, bpf_spin_lock((void *)v); bpf_spin_unlock((void *)v))
V(r9_four_too_far__EINVAL, bpf_spin_lock((void *)&v->tail); bpf_spin_unlock((void *)&v->tail))
V(r9_one_byte_off__EINVAL, bpf_spin_lock((void *)&v->l + 1))
V(r9_variable_offset__EINVAL, char *p = (char *)v; p += ANY & 8; bpf_spin_lock((void *)p))
V(r9_offset_known_by_comparison__ok, char *p = (char *)v; __u64 i = ANY; if (i != 8) return 0; p += i; bpf_spin_lock((void *)p); bpf_spin_unlock((void *)p))
TC(r9_map_without_lock__EINVAL, void *v = bpf_map_lookup_elem(&plain, &(__u32){0}); if (v) bpf_spin_lock(v))
TC(r9_map_without_btf__EINVAL, void *v = bpf_map_lookup_elem(&no_btf, &(__u32){0}); if (v) bpf_spin_lock(v))
TC(r9_stack__EACCES, struct bpf_spin_lock l = {}; bpf_spin_lock(&l))
TC(r9_null__EACCES, bpf_spin_lock(NULL))
TC(r9_context__EACCES, bpf_spin_lock((void *)ctx))
TC(r9_map__EACCES, bpf_spin_lock((void *)&locks))
TC(r9_maybe_null__EACCES, struct locked *v = get(&locks, 0); bpf_spin_lock((void *)v))
V(r9_load_of_lock__EACCES, sink = *(volatile __u32 *)&v->l)
V(r9_store_to_lock__EACCES, *(volatile __u32 *)&v->l = 0)
V(r9_eight_bytes_over_lock__EACCES, sink = *(volatile __u64 *)&v->l)
V(r9_bytes_around_lock__ok, sink = v->n + v->tail)
V(r9_value_with_lock_as_memory__EACCES, bpf_ringbuf_output(&rb, v, 16, 0))
V(r9_part_before_lock_as_memory__ok, bpf_ringbuf_output(&rb, v, 8, 0))
V(r9_update_from_value_with_lock__EACCES, bpf_map_update_elem(&locks2, &(__u32){0}, v, 0))
V(r9_update_from_stack__ok, struct locked c = {}; bpf_map_update_elem(&locks2, &(__u32){0}, &c, 4))
IN("socket", struct __sk_buff, r9_socket_filter__EINVAL, struct locked *v = get(&locks, 0); if (v) { bpf_spin_lock(&v->l); bpf_spin_unlock(&v->l); })
H_IN("kprobe", r9_kprobe__EINVAL, v->n++)
H_IN("tracepoint/syscalls/sys_enter_nanosleep", r9_tracepoint__EINVAL, v->n++)
H_IN("raw_tp", r9_raw_tp__EINVAL, v->n++)
H_IN("perf_event", r9_perf_event__EINVAL, v->n++)
H_IN("fentry/bpf_fentry_test1", r9_fentry__ok, v->n++)
H_IN("tp_btf/sched_switch", r9_tp_btf__ok, v->n++)
H_IN("xdp", r9_xdp__ok, v->n++)
H_IN("syscall", r9_syscall__ok, v->n++)
H_IN("cgroup/dev", r9_cgroup_device__ok, v->n++)
IN("socket", struct __sk_buff, r9_socket_filter_only_reads_map__EINVAL, struct locked *v = get(&locks, 0); if (v) sink = v->n)

// R10: one at a time, the same one
V(r10_not_unlocked__EINVAL, bpf_spin_lock(&v->l))
V(r10_not_locked__EINVAL, bpf_spin_unlock(&v->l))
H(r10_locked_twice__EINVAL, bpf_spin_lock(&v->l))
V(r10_unlocked_twice__EINVAL, bpf_spin_lock(&v->l); bpf_spin_unlock(&v->l); bpf_spin_unlock(&v->l))
V(r10_one_after_the_other__ok, bpf_spin_lock(&v->l); bpf_spin_unlock(&v->l); bpf_spin_lock(&v->l); bpf_spin_unlock(&v->l))
V(r10_unlocked_on_one_branch__EINVAL, bpf_spin_lock(&v->l); if (v->n) bpf_spin_unlock(&v->l))
V(r10_unlocked_on_both_branches__ok, bpf_spin_lock(&v->l); if (v->n) { v->n = 0; bpf_spin_unlock(&v->l); } else bpf_spin_unlock(&v->l))
V(r10_locked_on_one_branch__EINVAL, if (v->n) bpf_spin_lock(&v->l); v->tail++; bpf_spin_unlock(&v->l))
#define TWO(NAME, M, ...) V(NAME, struct locked *w = get(&M, 1); if (!w) return 0; __VA_ARGS__)
TWO(r10_two_elements_nested__EINVAL, locks, bpf_spin_lock(&v->l); bpf_spin_lock(&w->l); bpf_spin_unlock(&w->l); bpf_spin_unlock(&v->l))
TWO(r10_other_element_unlocked__EINVAL, locks, bpf_spin_lock(&v->l); bpf_spin_unlock(&w->l))
TWO(r10_other_map_unlocked__EINVAL, locks2, bpf_spin_lock(&v->l); bpf_spin_unlock(&w->l))
TWO(r10_two_elements_in_turn__ok, locks, bpf_spin_lock(&v->l); bpf_spin_unlock(&v->l); bpf_spin_lock(&w->l); bpf_spin_unlock(&w->l))
V(r10_same_key_looked_up_again__EINVAL, struct locked *w = get(&locks, 0); if (!w) return 0; bpf_spin_lock(&v->l); bpf_spin_unlock(&w->l))
V(r10_copy_unlocked__ok, struct locked *volatile w = v; bpf_spin_lock(&v->l); bpf_spin_unlock(&w->l))
TC(r10_global_lock__ok, bpf_spin_lock(&global_lock); beside++; bpf_spin_unlock(&global_lock))
ASM("tc", r10_global_lock_by_two_loads__ok, "r1 = %[l] ll; call 93; r1 = %[l] ll; call 94; r0 = 0; exit;", [l] "i"(&global_lock))
TC(r10_global_and_element__EINVAL, struct locked *v = get(&locks, 0); if (!v) return 0; bpf_spin_lock(&global_lock); bpf_spin_unlock(&v->l))

// R11: what may be called meanwhile
static __noinline int adds(struct locked *v) { v->n++; sink++; return 0; }
static __noinline int unlocks(struct locked *v) { sink++; bpf_spin_unlock(&v->l); return 0; }
static __noinline int locks_it(struct locked *v) { sink++; bpf_spin_lock(&v->l); return 0; }
static __noinline int asks_time(struct locked *v) { v->n = bpf_ktime_get_ns(); return 0; }
__noinline int global_function(int x) { return x + 1; }
static int body(__u32 i, void *c) { return 0; }
H(r11_static_function__ok, adds(v))
V(r11_static_function_unlocks__ok, bpf_spin_lock(&v->l); unlocks(v))
V(r11_static_function_locks__ok, locks_it(v); v->n++; bpf_spin_unlock(&v->l))
V(r11_static_functions_lock_and_unlock__ok, locks_it(v); unlocks(v))
V(r11_static_function_locks_only__EINVAL, locks_it(v))
H(r11_static_function_calls_helper__EINVAL, asks_time(v))
H(r11_global_function__EINVAL, sink = global_function(1))
H(r11_time__EINVAL, v->n = bpf_ktime_get_ns())
H(r11_random__EINVAL, v->n = bpf_get_prandom_u32())
H(r11_lookup__EINVAL, v->n = get(&locks, 1) != 0)
H(r11_loop_helper__EINVAL, bpf_loop(1, body, NULL, 0))
H(r11_tail_call__EINVAL, bpf_tail_call(ctx, &progs, 0))
H(r11_ringbuf__EINVAL, bpf_ringbuf_output(&rb, &v->n, 8, 0))
H(r11_rcu__EINVAL, bpf_rcu_read_lock(); bpf_rcu_read_unlock())
H(r11_preempt__EINVAL, bpf_preempt_disable(); bpf_preempt_enable())
H(r11_iterator__EINVAL, struct bpf_iter_num i; bpf_iter_num_new(&i, 0, 1); bpf_iter_num_destroy(&i))
H(r11_new_object__EINVAL, struct thing { int a; } *o = NEW(struct thing); if (o) DROP(o))
H(r11_throw__EINVAL, bpf_throw(0))
V(r11_throw_after__ok, bpf_spin_lock(&v->l); bpf_spin_unlock(&v->l); bpf_throw(0))
H(r11_loops_and_branches__ok, for (int i = 0; i < 10; i++) { HIDE(i); if (v->n > i) v->n -= i; })
H(r11_atomic__ok, __sync_fetch_and_add(&v->n, 1))
H(r11_packet_read__ok, volatile char *p = (void *)(long)ctx->data; if (p + 1 <= (char *)(long)ctx->data_end) v->n = p[0])
ASM("tc", r11_packet_load__EINVAL, "r6 = r1; *(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r7 = r0; r1 = r0; r1 += 8; call 93; r0 = *(u32 *)skb[0]; r1 = r7; r1 += 8; call 94; 1: r0 = 0; exit;", [m] "i"(&locks))
ASM("tc", r11_exit_in_callee_only__EINVAL, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r1 = r0; r1 += 8; call 93; exit; 1: r0 = 0; exit;", [m] "i"(&locks))
static int walks(void *m, __u32 *k, struct locked *v, void *c) { bpf_spin_lock(&v->l); v->n++; bpf_spin_unlock(&v->l); return 0; }
static int walks_locked(void *m, __u32 *k, struct locked *v, void *c) { bpf_spin_lock(&v->l); return 0; }
TC(r10_in_for_each__ok, bpf_for_each_map_elem(&hash, walks, NULL, 0))
TC(r10_in_for_each_not_unlocked__EINVAL, bpf_for_each_map_elem(&hash, walks_locked, NULL, 0))

// R14, R16: RCU sections
#define RCU bpf_rcu_read_lock()
#define END bpf_rcu_read_unlock()
TC(r14_open_and_closed__ok, RCU; sink++; END)
TC(r14_twice_in_turn__ok, RCU; END; RCU; END)
TC(r14_left_open__EINVAL, RCU)
TC(r14_closed_only__EINVAL, END)
TC(r14_nested__EINVAL, RCU; RCU; END; END)
TC(r14_closed_twice__EINVAL, RCU; END; END)
TC(r14_closed_on_one_branch__EINVAL, RCU; if (ctx->len > 5) END)
TC(r14_closed_on_both_branches__ok, RCU; if (ctx->len > 5) { END; sink = 1; } else END)
static __noinline int opens(void) { RCU; sink++; return 0; }
static __noinline int closes(void) { sink++; END; return 0; }
TC(r14_opened_in_function__ok, opens(); END)
TC(r14_closed_in_function__ok, RCU; closes())
TC(r14_opened_in_function_only__EINVAL, opens())
TC(r14_tail_call_inside__EINVAL, RCU; bpf_tail_call(ctx, &progs, 0); END)
TC(r14_throw_inside__EINVAL, RCU; bpf_throw(0))
TC(r14_global_function_inside__ok, RCU; sink = global_function(1); END)
__noinline int global_opens(int x) { RCU; return x; }
TC(r14_global_function_leaves_open__EINVAL, sink = global_opens(1))
TC(r14_helpers_inside__ok, RCU; sink = bpf_ktime_get_ns(); END)
SYS(r14_sleepable_helper_inside__EINVAL, char b; RCU; bpf_copy_from_user(&b, 1, NULL); END; KEEP(&b))
SYS(r14_sleepable_helper_after__ok, char b; RCU; END; bpf_copy_from_user(&b, 1, NULL); KEEP(&b))
SYS(r14_sleepable_kfunc_inside__EACCES, char b; RCU; bpf_copy_from_user_str(&b, 1, NULL, 0); END; KEEP(&b))
ASM("tc", r14_packet_load_inside__EINVAL, "r6 = r1; call %[lock]; r0 = *(u32 *)skb[0]; call %[unlock]; r0 = 0; exit;", [lock] "i"(bpf_rcu_read_lock), [unlock] "i"(bpf_rcu_read_unlock))
V(r14_spin_lock_inside__ok, RCU; bpf_spin_lock(&v->l); bpf_spin_unlock(&v->l); END)
TC(r14_preemption_inside__ok, RCU; bpf_preempt_disable(); bpf_preempt_enable(); END)
TC(r14_crossing_preemption__ok, RCU; bpf_preempt_disable(); END; bpf_preempt_enable())

// R17: preemption
#define OFF bpf_preempt_disable()
#define ON bpf_preempt_enable()
TC(r17_off_and_on__ok, OFF; sink++; ON)
TC(r17_left_off__EINVAL, OFF)
TC(r17_on_only__EINVAL, ON)
TC(r17_nested__ok, OFF; OFF; ON; ON)
TC(r17_nested_one_missing__EINVAL, OFF; OFF; ON)
TC(r17_one_too_many__EINVAL, OFF; ON; ON)
TC(r17_on_one_branch__EINVAL, OFF; if (ctx->len > 5) ON)
static __noinline int turns_off(void) { OFF; sink++; return 0; }
static __noinline int turns_on(void) { sink++; ON; return 0; }
TC(r17_off_in_function__ok, turns_off(); ON)
TC(r17_on_in_function__ok, OFF; turns_on())
TC(r17_off_in_function_only__EINVAL, turns_off())
TC(r17_global_function_inside__EINVAL, OFF; sink = global_function(1); ON)
TC(r17_static_function_inside__ok, OFF; turns_off(); ON; ON)
TC(r17_tail_call_inside__EINVAL, OFF; bpf_tail_call(ctx, &progs, 0); ON)
TC(r17_throw_inside__EINVAL, OFF; bpf_throw(0))
TC(r17_helpers_inside__ok, OFF; sink = bpf_ktime_get_ns(); ON)
SYS(r17_sleepable_helper_inside__EINVAL, char b; OFF; bpf_copy_from_user(&b, 1, NULL); ON; KEEP(&b))
SYS(r17_sleepable_kfunc_inside__EACCES, char b; OFF; bpf_copy_from_user_str(&b, 1, NULL, 0); ON; KEEP(&b))
TC(r17_loop_of_twenty__ok, for (int i = 0; i < 20; i++) { HIDE(i); OFF; } for (int i = 0; i < 20; i++) { HIDE(i); ON; })
TC(r17_loop_one_short__EINVAL, for (int i = 0; i < 20; i++) { HIDE(i); OFF; } for (int i = 0; i < 19; i++) { HIDE(i); ON; })
__noinline int global_off(int x) { OFF; return x; }
TC(r17_global_function_leaves_off__EINVAL, sink = global_off(1))
