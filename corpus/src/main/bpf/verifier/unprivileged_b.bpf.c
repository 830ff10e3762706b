// SPDX-License-Identifier: Apache-2.0
// Rules S2, S9-S12 and what capabilities change elsewhere. Names give the verdicts of a load without CAP_BPF,
// CAP_PERFMON, CAP_NET_ADMIN and CAP_SYS_ADMIN (where unprivileged loading is allowed at all).
#include "cases_b.h"

MAP(arr, ARRAY, 4, 0, __u32, __u64[4]);
MAP(hash, HASH, 4, 0, __u64, __u64);
#define U(SECTION, NAME, CODE, ...) \
	SEC(SECTION) UNPRIV_FAILS __attribute__((naked)) int NAME(void) { asm volatile(CODE :: __VA_ARGS__); }
#define S(NAME, CODE, ...) U("socket", NAME, CODE, __VA_ARGS__)
#define FIND "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 9f; "
#define END " 9: r0 = 0; exit;"
#define V(NAME, CODE) S(NAME, "r9 = r1; " FIND CODE END, [m] "i"(&arr))

// S9, S12: types
S(s9_socket_filter__ok, "r0 = 0; exit;")
U("cgroup_skb/ingress", s9_cgroup_skb__ok, "r0 = 0; exit;")
U("tc", s9_tc__EPERM, "r0 = 0; exit;")
U("xdp", s9_xdp__EPERM, "r0 = 0; exit;")
U("kprobe", s9_kprobe__EPERM, "r0 = 0; exit;")
U("tracepoint/syscalls/sys_enter_nanosleep", s9_tracepoint__EPERM, "r0 = 0; exit;")
U("raw_tp", s9_raw_tp__EPERM, "r0 = 0; exit;")
U("cgroup/dev", s9_cgroup_device__EPERM, "r0 = 0; exit;")
U("cgroup/connect4", s9_connect4__EPERM, "r0 = 0; exit;")
U("sockops", s9_sock_ops__EPERM, "r0 = 0; exit;")
U("sk_lookup", s9_sk_lookup__EPERM, "r0 = 0; exit;")
U("sk_reuseport", s9_sk_reuseport__EPERM, "r0 = 0; exit;")
U("syscall", s9_syscall__EPERM, "r0 = 0; exit;")
U("flow_dissector", s9_flow_dissector__EPERM, "r0 = 0; exit;")
U("lwt_in", s9_lwt_in__EPERM, "r0 = 0; exit;")
U("netfilter", s9_netfilter__EPERM, "r0 = 0; exit;")
U("perf_event", s9_perf_event__EPERM, "r0 = 0; exit;")
static __attribute__((naked)) int zero(void) { asm volatile("r0 = 0; exit;"); }
static int body(__u32 i, void *c) { return 0; }
S(s9_own_function_called__EPERM, "call %[f]; r0 = 0; exit;", [f] "i"(zero))
S(s9_function_address__EPERM, "r2 = %[f] ll; r0 = 0; exit;", [f] "i"(zero))
S(s9_loop__EINVAL, "r1 = 0; 1: r1 += 1; if r1 < 10 goto 1b; r0 = 0; exit;")
S(s9_forward_jumps__ok, "r0 = 0; if r0 == 0 goto 1f; r0 = 1; 1: exit;")
#define SIXTEEN(X) X X X X X X X X X X X X X X X X
#define FIFTEEN(X) X X X X X X X X X X X X X X X
#define ZERO "r0 = 0;"
#define MANY SIXTEEN(SIXTEEN(FIFTEEN(ZERO))) SIXTEEN(FIFTEEN(ZERO)) FIFTEEN(ZERO)
S(s9_4096_instructions__ok, MANY "exit;")
S(s9_4097_instructions__E2BIG, MANY ZERO "exit;")

// S2, S10: pointers do not leak
S(s2_frame_returned__EACCES, "r0 = r10; exit;")
S(s2_context_returned__EACCES, "r0 = r1; exit;")
S(s2_difference_returned__EACCES, "r0 = r10; r0 -= r1; exit;")
V(s10_frame_into_map__EACCES, "*(u64 *)(r0 + 0) = r10;")
V(s10_context_into_map__EACCES, "*(u64 *)(r0 + 0) = r9;")
V(s10_number_into_map__ok, "r1 = 5; *(u64 *)(r0 + 0) = r1;")
V(s10_added_atomically_to_map__EACCES, "lock *(u64 *)(r0 + 0) += r10;")
S(s10_frame_into_context__EACCES, "*(u64 *)(r1 + 48) = r10; r0 = 0; exit;")
S(s10_pointer_as_helpers_anything__EACCES, "*(u64 *)(r10 - 8) = 0; *(u64 *)(r10 - 16) = 0; r2 = r10; r2 += -8; r3 = r10; r3 += -16; r4 = r10; r1 = %[m] ll; call 2; r0 = 0; exit;", [m] "i"(&hash))
S(s10_pointer_in_key__EACCES, "*(u64 *)(r10 - 8) = r10; r2 = r10; r2 += -8; r1 = %[m] ll; call 1; r0 = 0; exit;", [m] "i"(&hash))
S(s10_half_of_spill_read__EACCES, "*(u64 *)(r10 - 8) = r1; r0 = *(u32 *)(r10 - 8); r0 = 0; exit;")
S(s10_half_of_spill_overwritten__EACCES, "*(u64 *)(r10 - 8) = r1; r2 = 0; *(u32 *)(r10 - 8) = r2; r0 = 0; exit;")
S(s10_spill_overwritten__ok, "*(u64 *)(r10 - 8) = r1; r2 = 0; *(u64 *)(r10 - 8) = r2; r0 = 0; exit;")
S(s10_spill_and_fill__ok, "*(u64 *)(r10 - 8) = r1; r1 = *(u64 *)(r10 - 8); r0 = *(u32 *)(r1 + 0); exit;")
S(s10_compared_with_number__EACCES, "r0 = 0; if r1 == 5 goto 1f; r0 = 1; 1: exit;")
S(s10_compared_with_zero__EACCES, "r0 = 0; if r1 == 0 goto 1f; r0 = 1; 1: exit;")
S(s10_compared_with_pointer__EACCES, "r0 = 0; if r1 == r10 goto 1f; r0 = 1; 1: exit;")
S(s10_compared_greater__EACCES, "r0 = 0; if r1 > 5 goto 1f; r0 = 1; 1: exit;")
S(s10_low_half_taken__EACCES, "w0 = w1; r0 = 0; exit;")
S(s10_negated__EACCES, "r1 = -r1; r0 = 0; exit;")
S(s10_or__EACCES, "r1 |= 1; r0 = 0; exit;")
S(s10_pointer_minus_pointer__EACCES, "r2 = r10; r2 -= r10; r0 = 0; exit;")
S(s10_printed__EINVAL, "*(u64 *)(r10 - 8) = 0; r1 = r10; r1 += -8; r2 = 8; call 6; r0 = 0; exit;")

// S10: the stack must be set
S(s10_unset_stack_read__EACCES, "r0 = *(u64 *)(r10 - 8); r0 = 0; exit;")
S(s10_half_set_stack_read__EACCES, "r0 = 0; *(u32 *)(r10 - 8) = r0; r0 = *(u64 *)(r10 - 8); r0 = 0; exit;")
S(s10_set_stack_read__ok, "r0 = 0; *(u64 *)(r10 - 8) = r0; r0 = *(u64 *)(r10 - 8); exit;")
S(s10_unset_key__EACCES, "r2 = r10; r2 += -8; r1 = %[m] ll; call 1; r0 = 0; exit;", [m] "i"(&hash))
S(s10_variable_stack_read__EACCES, "r6 = 0; *(u64 *)(r10 - 8) = r6; *(u64 *)(r10 - 16) = r6; r2 = *(u32 *)(r1 + 0); r2 &= 7; r3 = r10; r3 += -16; r3 += r2; r0 = *(u8 *)(r3 + 0); r0 = 0; exit;")
S(s10_variable_stack_write__EACCES, "r6 = 0; r2 = *(u32 *)(r1 + 0); r2 &= 7; r3 = r10; r3 += -16; r3 += r2; *(u8 *)(r3 + 0) = r6; r0 = 0; exit;")

// S11: arithmetic on values
V(s11_within_value__ok, "r1 = *(u32 *)(r9 + 0); r1 &= 7; r0 += r1; r0 = *(u8 *)(r0 + 0);")
V(s11_out_and_never_used__EACCES, "r0 += 64;")
V(s11_to_the_end__ok, "r0 += 31; r0 = *(u8 *)(r0 + 0);")
V(s11_before_the_start__EACCES, "r0 += -1;")
V(s11_out_and_back__EACCES, "r0 += 40; r0 += -40; r0 = *(u8 *)(r0 + 0);")
V(s11_unbounded__EINVAL, "r1 = *(u64 *)(r0 + 0); r0 += r1;")
V(s11_unbounded_32_bit__EACCES, "r1 = *(u32 *)(r0 + 0); r0 += r1;")
V(s11_masked_too_far__EACCES, "r1 = *(u32 *)(r9 + 0); r1 &= 63; r0 += r1;")
V(s11_different_numbers_on_two_paths__EACCES, "r1 = *(u32 *)(r9 + 0); r2 = 8; if r1 == 3 goto 1f; r2 = 16; 1: r0 += r2; r0 = *(u8 *)(r0 + 0);")
S(s11_stack_pointer_far__EACCES, "r1 = r10; r1 += -600; r0 = 0; exit;")
S(s11_stack_pointer_within__ok, "r1 = r10; r1 += -512; r0 = 0; *(u64 *)(r1 + 0) = r0; exit;")

// Capabilities of helpers: missing ones are not in the table
S(h30_random__ok, "call 7; r0 = 0; exit;")
S(h30_time__ok, "call 5; r0 = 0; exit;")
S(h30_pid__ok, "call 14; r0 = 0; exit;")
S(h30_jiffies__EINVAL, "call 118; r0 = 0; exit;")
S(h30_spin_lock__EINVAL, "call 93; r0 = 0; exit;")
S(h30_current_task__EINVAL, "call 158; r0 = 0; exit;")
S(h30_probe_read__EINVAL, "call 113; r0 = 0; exit;")
S(h30_loop__EINVAL, "call 181; r0 = 0; exit;")
S(vr1_timer_cancel__EINVAL, "call 172; r0 = 0; exit;")
S(vr1_timer_init__EINVAL, "call 169; r0 = 0; exit;")
S(vr1_timer_start__EINVAL, "call 171; r0 = 0; exit;")
S(vr1_timer_set_callback__EINVAL, "call 170; r0 = 0; exit;")
S(f1_kernel_function__EPERM, "call %[f]; r0 = 0; exit;", [f] "i"(bpf_rcu_read_lock))
SEC("socket") UNPRIV_FAILS int f1_kernel_function_from_c__EPERM(void *ctx) { bpf_rcu_read_lock(); bpf_rcu_read_unlock(); return 0; }
SEC("socket") UNPRIV_FAILS int c1_loop_helper_from_c__EPERM(void *ctx) { bpf_loop(1, body, NULL, 0); return 0; }
