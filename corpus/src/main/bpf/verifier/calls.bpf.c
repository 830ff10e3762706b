// SPDX-License-Identifier: Apache-2.0
// Functions: what crosses a call of a static one, what a global one is told and tells, the number of frames.
#include "cases_a.h"

// A function of that body, and a program that calls it with V in r9, V + 0 in r1 and numbers in r2 .. r5.
#define CALLEE(NAME, BODY, ...) \
	FUNCTION(f_##NAME, BODY) \
	TC(NAME, V r7 = 7; r8 = 8; r1 = r9; r2 = 2; r3 = 3; r4 = 4; r5 = 5; call f_##NAME; __VA_ARGS__; END)

CALLEE(a73_arguments_are_passed__ok, r0 = r2; r0 += r3; r0 += r4; r0 += r5; exit, r7 = 0)
CALLEE(a73_pointer_is_passed__ok, r0 = *(u64 *)(r1 + 56); exit, r7 = 0)
CALLEE(a73_pointer_is_passed_beyond__EACCES, r0 = *(u64 *)(r1 + 57); exit, r7 = 0)
CALLEE(a73_argument_is_exact__ok, r0 = 0; if r2 == 2 goto +1; r0 = r9; exit, r7 = 0)
CALLEE(a73_r0_not_set_in_callee__EACCES, r0 += 1; exit, r7 = 0)
CALLEE(a73_r6_not_set_in_callee__EACCES, r0 = r6; exit, r7 = 0)
CALLEE(a73_r7_not_set_in_callee__EACCES, r0 = r7; exit, r7 = 0)
CALLEE(a73_r9_not_set_in_callee__EACCES, r0 = r9; exit, r7 = 0)
CALLEE(a73_r0_not_set_at_exit__EACCES, exit, r7 = r0)
CALLEE(a73_r0_not_set_and_not_used__ok, exit, r0 = 0)
CALLEE(a73_r6_of_caller_is_kept__ok, r6 = 0; r0 = 0; exit, r0 = *(u32 *)(r6 + 8))
CALLEE(a73_r7_of_caller_is_exact__ok, r7 = 0; r0 = 0; exit, if r7 == 7 goto +1; r0 = r5)
CALLEE(a73_r9_of_caller_is_kept__ok, r9 = 0; r0 = 0; exit, r0 = *(u64 *)(r9 + 56))
CALLEE(a73_r1_is_dead_after__EACCES, r0 = 0; exit, r0 = r1)
CALLEE(a73_r5_is_dead_after__EACCES, r0 = 0; exit, r0 = r5)
CALLEE(a73_result_is_exact__ok, r0 = 63; exit, r9 += r0; r0 = *(u8 *)(r9 + 0))
CALLEE(a73_result_is_exact_one_over__EACCES, r0 = 64; exit, r9 += r0; r0 = *(u8 *)(r9 + 0))
CALLEE(a73_result_range__ok, r0 = *(u8 *)(r1 + 0); r0 &= 63; exit, r9 += r0; r0 = *(u8 *)(r9 + 0))
CALLEE(a73_result_range_one_over__EACCES, r0 = *(u8 *)(r1 + 0); r0 &= 127; exit, r9 += r0; r0 = *(u8 *)(r9 + 0))
CALLEE(a73_result_is_pointer__ok, r0 = r1; exit, r0 = *(u64 *)(r0 + 56))
CALLEE(a73_result_is_moved_pointer__EACCES, r1 += 1; r0 = r1; exit, r0 = *(u64 *)(r0 + 56))
CALLEE(a73_result_is_own_stack__EINVAL, r0 = r10; exit, r7 = 0)
CALLEE(a73_result_by_path__EACCES, r0 = 0; r1 = *(u8 *)(r1 + 0); if r1 == 0 goto +1; r0 = 64; exit, r9 += r0; r0 = *(u8 *)(r9 + 0))
CALLEE(a73_result_by_path_good__ok, r0 = 0; r1 = *(u8 *)(r1 + 0); if r1 == 0 goto +1; r0 = 63; exit, r9 += r0; r0 = *(u8 *)(r9 + 0))
CALLEE(a73_stack_is_fresh__ok, *(u64 *)(r10 - 8) = 5; r0 = 0; exit, r7 = 0)
CALLEE(a73_frame_pointer_is_read_only__EACCES, r10 = 0; r0 = 0; exit, r7 = 0)
CALLEE(a70_unreachable_in_callee__EINVAL, r0 = 0; exit; r0 = 1; exit, r7 = 0)
CALLEE(a69_callee_ends_in_a_branch__EINVAL, r0 = 0; exit; if r0 == 0 goto -2, r7 = 0)
CALLEE(a69_callee_jumps_out__EINVAL, r0 = 0; if r1 == 0 goto -100; exit, r7 = 0)

// The caller's stack, passed by pointer; its slot -16 holds 5
#define PASSED(NAME, BODY, ...) \
	FUNCTION(f_##NAME, BODY) \
	TC(NAME, V *(u64 *)(r10 - 16) = 5; *(u64 *)(r10 - 24) = r9; r1 = r10; r1 += -16; r2 = r9; call f_##NAME; __VA_ARGS__; END)
PASSED(a73_callee_reads_callers_stack__ok, r0 = 0; r2 = *(u64 *)(r1 + 0); if r2 == 5 goto +1; r0 = r9; exit, r7 = 0)
PASSED(a73_callee_reads_above_callers_stack__EACCES, r0 = *(u64 *)(r1 + 16); exit, r7 = 0)
PASSED(a73_callee_reads_callers_other_slot__ok, r2 = *(u64 *)(r1 - 8); r0 = *(u64 *)(r2 + 56); exit, r7 = 0)
PASSED(a73_callee_writes_callers_stack__ok, *(u64 *)(r1 + 0) = 6; r0 = 0; exit, r7 = *(u64 *)(r10 - 16); if r7 == 6 goto +1; r0 = r5)
PASSED(a73_callee_writes_and_old_is_gone__EACCES, *(u64 *)(r1 + 0) = 64; r0 = 0; exit, r7 = *(u64 *)(r10 - 16); r9 += r7; r0 = *(u8 *)(r9 + 0))
PASSED(a73_callee_leaves_callers_stack__ok, r0 = 0; exit, r7 = *(u64 *)(r10 - 16); if r7 == 5 goto +1; r0 = r5)
PASSED(a73_callee_writes_its_own_slot__ok, *(u64 *)(r10 - 16) = 6; r0 = 0; exit, r7 = *(u64 *)(r10 - 16); if r7 == 5 goto +1; r0 = r5)
PASSED(a73_callee_writes_one_byte__EACCES, *(u8 *)(r1 + 7) = 0; r0 = 0; exit, r7 = *(u64 *)(r10 - 16); if r7 == 5 goto +1; r0 = r5)
PASSED(a55_value_pointer_into_callers_stack__ok, *(u64 *)(r1 + 0) = r2; r0 = 0; exit, r7 = *(u64 *)(r10 - 16); r0 = *(u64 *)(r7 + 56))
PASSED(a55_callers_stack_pointer_into_callers_stack__EINVAL, *(u64 *)(r1 + 0) = r1; r0 = 0; exit, r7 = 0)
PASSED(a55_own_stack_pointer_into_callers_stack__EINVAL, *(u64 *)(r1 + 0) = r10; r0 = 0; exit, r7 = 0)
PASSED(a55_callers_stack_pointer_into_own_stack__ok, *(u64 *)(r10 - 8) = r1; r3 = *(u64 *)(r10 - 8); *(u64 *)(r3 + 0) = 6; r0 = 0; exit,
	r7 = *(u64 *)(r10 - 16); if r7 == 6 goto +1; r0 = r5)
PASSED(a73_callee_returns_callers_stack__EINVAL, r0 = r1; exit, r7 = 0)
PASSED(a73_link_crosses_the_call__ok, r0 = *(u64 *)(r2 + 0); *(u64 *)(r1 + 0) = r0; exit,
	if r0 > 63 goto 9f; r7 = *(u64 *)(r10 - 16); r9 += r7; r0 = *(u8 *)(r9 + 0))
PASSED(a73_null_check_in_callee__ok, r0 = 0; exit, r7 = 0)

// A check made by a function holds for the caller's registers only through its result
FUNCTION(f_check, r0 = 0; if r1 > 63 goto +1; r0 = 1; exit)
TC(a73_check_by_function_refines_callers_copy__ok, UNKNOWN r1 = r7; call f_check; if r0 == 0 goto 9f; r9 += r7; r0 = *(u8 *)(r9 + 0); END)
TC(a73_check_by_function_result_ignored__EINVAL, UNKNOWN r1 = r7; call f_check; r9 += r7; r0 = *(u8 *)(r9 + 0); END)
TC(a73_check_by_function_of_another__EINVAL, UNKNOWN r1 = r8; call f_check; if r0 == 0 goto 9f; r9 += r7; r0 = *(u8 *)(r9 + 0); END)
FUNCTION(f_lookup, *(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = m64 ll; call map_lookup_elem; exit)
TC(a73_maybe_null_result_unchecked__EACCES, call f_lookup; r0 = *(u64 *)(r0 + 0); r0 = 0; exit)
TC(a73_maybe_null_result_checked__ok, call f_lookup; if r0 == 0 goto 9f; r0 = *(u64 *)(r0 + 0); END)
FUNCTION(f_check_null, r0 = 0; if r1 == 0 goto +1; r0 = 1; exit)
TC(a73_null_check_by_function__ok, call f_lookup; r9 = r0; r1 = r0; call f_check_null; if r0 == 0 goto 9f; r0 = *(u64 *)(r9 + 0); END)
TC(a73_null_check_by_function_wrong_side__EACCES, call f_lookup; r9 = r0; r1 = r0; call f_check_null; if r0 != 0 goto 9f; r0 = *(u64 *)(r9 + 0); END)

// Eight frames
FUNCTION(g8, r0 = 0; exit)
FUNCTION(g7, call g8; exit)
FUNCTION(g6, call g7; exit)
FUNCTION(g5, call g6; exit)
FUNCTION(g4, call g5; exit)
FUNCTION(g3, call g4; exit)
FUNCTION(g2, call g3; exit)
TC(a74_eight_frames__ok, call g2; exit)
FUNCTION(g1, call g2; exit)
TC(a74_nine_frames__E2BIG, call g1; exit)
TC(a74_nine_frames_dead__E2BIG, r0 = 0; if r0 == 0 goto +1; call g1; exit)
TC(a74_nine_frames_on_one_path__E2BIG, r0 = 0; if r1 == 0 goto +1; call g1; exit)
FUNCTION(itself, call itself; exit)
TC(a74_recursion__E2BIG, call itself; exit)
FUNCTION(bounded, r0 = 0; if r1 == 0 goto +2; r1 += -1; call bounded; exit)
TC(a74_recursion_bounded__E2BIG, r1 = 2; call bounded; exit)
FUNCTION(ping, call pong; exit)
FUNCTION(pong, call ping; exit)
TC(a74_mutual_recursion__E2BIG, call ping; exit)

// Global functions
#define GLOBAL __attribute__((noinline))
GLOBAL int sum(int a, int b) { barrier_var(a); return a + b; }
SEC("tc") int a75_numbers__ok(struct __sk_buff *skb) { return sum(skb->len, 1); }
GLOBAL int first(struct bytes64 *p) { return p ? p->b[0] : 0; }
GLOBAL int first_unchecked(struct bytes64 *p) { return p->b[0]; }
GLOBAL int beyond(struct bytes64 *p) { barrier_var(p); return p ? p[1].b[0] : 0; }
static struct bytes64 *element(void) { __u32 k = 0; return bpf_map_lookup_elem(&m64, &k); }
SEC("tc") int a75_memory_checked__ok(void *ctx) { struct bytes64 *v = element(); return v ? first(v) : 0; }
SEC("tc") int a75_memory_unchecked_in_function__EACCES(void *ctx) { struct bytes64 *v = element(); return v ? first_unchecked(v) : 0; }
SEC("tc") int a75_memory_beyond_in_function__EACCES(void *ctx) { struct bytes64 *v = element(); return v ? beyond(v) : 0; }
SEC("tc") int a75_maybe_null_argument__ok(void *ctx) { return first(element()); }
SEC("tc") int a75_null_argument__ok(void *ctx) { return first(NULL); }
SEC("tc") int a75_moved_argument__EINVAL(void *ctx)
{
	struct bytes64 *v = element();

	return v ? first((void *)v + 1) : 0;
}
SEC("tc") int a75_stack_argument__ok(void *ctx) { struct bytes64 b = {}; return first(&b); }
SEC("tc") int a75_short_stack_argument__EINVAL(void *ctx) { __u64 b = 0; return first((void *)&b); }
SEC("tc") int a75_context_as_memory__EINVAL(struct __sk_buff *skb) { return first((void *)skb); }
GLOBAL int length(struct __sk_buff *skb) { return skb->len; }
SEC("tc") int a75_context__ok(struct __sk_buff *skb) { return length(skb); }
SEC("tc") int a75_context_is_stack__EINVAL(struct __sk_buff *skb) { struct __sk_buff s = {}; barrier_var(skb); return length(&s); }
TC(a75_context_moved__EACCES, r1 += 4; call length; r0 = 0; exit)
TC(a75_pointer_as_number__EINVAL, r1 = r10; r2 = 0; call sum; r0 = 0; exit)
TC(a75_number_not_set__EINVAL, r1 = 0; call sum; r0 = 0; exit)
TC(a75_number_as_memory__EINVAL, r1 = 5; call first; r0 = 0; exit)
TC(a75_result_is_unknown__EACCES, V r1 = 0; r2 = 0; call sum; if r0 > 5 goto 8f; END 8: r0 = r5; exit;)
TC(a75_r1_is_dead__EACCES, r1 = 0; r2 = 0; call sum; r0 = r1; exit)
TC(a75_r6_is_kept__ok, r6 = r1; r1 = 0; r2 = 0; call sum; r0 = *(u32 *)(r6 + 8); exit)
GLOBAL int writes(__u64 *p) { if (p) *p = 1; return 0; }
TC(a75_memory_is_written__EACCES, *(u64 *)(r10 - 8) = 5; r1 = r10; r1 += -8; call writes; r7 = *(u64 *)(r10 - 8); if r7 == 5 goto +1;
	r0 = r5; r0 = 0; exit)
TC(a75_memory_beside_stays__ok, *(u64 *)(r10 - 16) = 5; *(u64 *)(r10 - 8) = 5; r1 = r10; r1 += -8; call writes; r7 = *(u64 *)(r10 - 16);
	if r7 == 5 goto +1; r0 = r5; r0 = 0; exit)
const volatile __u64 constant = 1;
TC(a75_read_only_memory__EINVAL, r1 = constant ll; call writes; r0 = 0; exit)
GLOBAL int pulls(struct __sk_buff *skb) { return bpf_skb_pull_data(skb, 0); }
TC(a37_packet_dies_in_global_function__EACCES, r6 = r1; r7 = *(u32 *)(r1 + 76); r8 = *(u32 *)(r1 + 80); r2 = r7; r2 += 8; if r2 > r8 goto 9f;
	call pulls; r0 = *(u8 *)(r7 + 0); END)
TC(a37_packet_lives_through_global_function__ok, r6 = r1; r7 = *(u32 *)(r1 + 76); r8 = *(u32 *)(r1 + 80); r2 = r7; r2 += 8;
	if r2 > r8 goto 9f; call length; r0 = *(u8 *)(r7 + 0); END)
GLOBAL int broken(int x) { __u64 *p = (void *)(__u64)(x | 1); return *p; }
volatile const int off = 0;
SEC("tc") int a75_broken_function_called__EACCES(void *ctx) { return broken(1); }
SEC("tc") int a75_broken_function_called_from_dead_code__ok(void *ctx) { return off ? broken(1) : 0; }
TC(a75_broken_function_called_behind_a_decided_branch__ok, r0 = 0; if r0 == 0 goto +2; r1 = 1; call broken; exit)
GLOBAL int void_pointer(void *p) { return p != NULL; }
TC(a75_pointer_of_unknown_size__EINVAL, r1 = 0; call void_pointer; r0 = 0; exit)
