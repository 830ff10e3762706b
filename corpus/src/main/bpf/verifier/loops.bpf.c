// SPDX-License-Identifier: Apache-2.0
// Loops: counted ones are walked step by step, ones that come back in the same state are refused, callbacks and may_goto converge.
#include "cases_a.h"

#define RAW(CODE, REGISTERS, OFFSET, IMMEDIATE) .byte CODE; .byte REGISTERS; .short OFFSET; .long IMMEDIATE;
#define RETURN r0 = 0; exit

// Counted
TC(a84_ten_times__ok, r0 = 0; 1: r0 += 1; if r0 < 10 goto 1b; exit)
TC(a84_thousand_times__ok, r0 = 0; 1: r0 += 1; if r0 < 1000 goto 1b; exit)
TC(a84_downwards__ok, r0 = 1000; 1: r0 -= 1; if r0 != 0 goto 1b; exit)
TC(a84_by_shift__ok, r0 = 1 ll; 1: r0 <<= 1; if r0 != 0 goto 1b; exit)
TC(a84_by_multiplication__ok, r0 = 1; 1: r0 *= 3; if r0 < 100000 goto 1b; exit)
TC(a84_signed__ok, r0 = -50; 1: r0 += 1; if r0 s< 50 goto 1b; exit)
TC(a84_32_bits__ok, w0 = 0; 1: w0 += 1; if w0 < 100 goto 1b; exit)
TC(a84_two_counters__ok, r0 = 0; r1 = 100; 1: r0 += 1; r1 -= 1; if r0 < r1 goto 1b; exit)
TC(a84_nested__ok, r0 = 0; 1: r1 = 0; 2: r1 += 1; if r1 < 10 goto 2b; r0 += 1; if r0 < 10 goto 1b; exit)
TC(a84_counter_on_the_stack__ok, r0 = 0; *(u64 *)(r10 - 8) = r0; 1: r0 = *(u64 *)(r10 - 8); r0 += 1; *(u64 *)(r10 - 8) = r0; if r0 < 100 goto 1b; exit)
TC(a84_counter_in_map__EINVAL, V 1: r1 = *(u64 *)(r9 + 0); r1 += 1; *(u64 *)(r9 + 0) = r1; if r1 < 100 goto 1b; END)
TC(a84_counter_in_map_with_another__ok, V r7 = 0; 1: r1 = *(u64 *)(r9 + 0); r7 += 1; if r7 > 100 goto 9f; if r1 < 100 goto 1b; END)
TC(a84_unknown_start__ok, call get_prandom_u32; 1: r0 += 1; if r0 < 1000 goto 1b; exit)
TC(a84_unknown_end__ok, call get_prandom_u32; r6 = r0; r6 &= 63; r0 = 0; 1: r0 += 1; if r0 < r6 goto 1b; exit)
TC(a84_unknown_end_unbounded__E2BIG, call get_prandom_u32; r6 = r0; r0 = 0; 1: r0 += 1; if r0 < r6 goto 1b; exit)
TC(a84_unknown_step__EINVAL, r6 = 0; 1: call get_prandom_u32; r0 &= 1; r6 += r0; if r6 < 10 goto 1b; RETURN)
TC(a84_step_of_at_least_one__ok, r6 = 0; 1: call get_prandom_u32; r0 &= 1; r0 += 1; r6 += r0; if r6 < 10 goto 1b; RETURN)
TC(a84_index_in_loop__ok, UNKNOWN r7 = 0; 1: r1 = r9; r1 += r7; r0 = *(u8 *)(r1 + 0); r7 += 1; if r7 < 64 goto 1b; END)
TC(a84_index_in_loop_one_over__EACCES, UNKNOWN r7 = 0; 1: r1 = r9; r1 += r7; r0 = *(u8 *)(r1 + 0); r7 += 1; if r7 < 65 goto 1b; END)
TC(a84_pointer_in_loop__ok, V r7 = 0; 1: r0 = *(u8 *)(r9 + 0); r9 += 1; r7 += 1; if r7 < 64 goto 1b; END)
TC(a84_pointer_in_loop_one_over__EACCES, V r7 = 0; 1: r0 = *(u8 *)(r9 + 0); r9 += 1; r7 += 1; if r7 < 65 goto 1b; END)
TC(a84_left_by_data__ok, V r7 = 0; 1: r1 = r9; r1 += r7; r0 = *(u8 *)(r1 + 0); if r0 == 0 goto 9f; r7 += 1; if r7 < 64 goto 1b; END)
TC(a84_sum_of_bytes__ok, V r7 = 0; r8 = 0; 1: r1 = r9; r1 += r7; r0 = *(u8 *)(r1 + 0); r8 += r0; r7 += 1; if r7 < 64 goto 1b; r0 = r8; exit)
TC(a84_million_times__E2BIG, r0 = 0; 1: r0 += 1; if r0 < 1000000 goto 1b; exit)
TC(a84_half_a_million_processed__ok, r0 = 0; 1: r0 += 1; if r0 < 250000 goto 1b; exit)
TC(a84_just_below_the_limit__ok, r0 = 0; 1: r0 += 1; if r0 < 499990 goto 1b; exit)
TC(a84_just_above_the_limit__E2BIG, r0 = 0; 1: r0 += 1; if r0 < 500001 goto 1b; exit)
TC(a84_branch_in_a_loop_that_joins__ok,
	r6 = 0; 1: call get_prandom_u32; if r0 == 0 goto +1; r0 = 0; r6 += 1; if r6 < 100 goto 1b; RETURN)
TC(a84_branch_in_a_loop_that_counts__ok,
	r6 = 0; r7 = 0; 1: call get_prandom_u32; if r0 == 0 goto +1; r7 += 1; r6 += 1; if r6 < 100 goto 1b; r0 = r7; exit)
TC(a84_branch_in_a_loop_whose_count_matters__EACCES,
	V r7 = 0; r8 = 0; 1: call get_prandom_u32; if r0 == 0 goto +1; r7 += 1; r8 += 1; if r8 < 65 goto 1b; r9 += r7;
	r0 = *(u8 *)(r9 + 0); END)

// Never ending
TC(a83_goto_itself__EINVAL, r0 = 0; 1: goto 1b; exit)
TC(a83_unchanged__EINVAL, r0 = 0; r1 = 0; 1: r1 = 0; if r1 == 0 goto 1b; exit)
TC(a83_unchanged_open_condition__EINVAL, r0 = 0; 1: if r1 != 0 goto 1b; exit)
TC(a83_random__EINVAL, 1: call get_prandom_u32; if r0 != 0 goto 1b; exit)
TC(a83_random_with_counter__E2BIG, r6 = 0; 1: r6 += 1; call get_prandom_u32; if r0 != 0 goto 1b; exit)
TC(a83_random_with_dead_counter__E2BIG, r6 = 0; 1: r6 += 1; r7 = r6; call get_prandom_u32; if r0 != 0 goto 1b; RETURN)
TC(a83_toggles__EINVAL, r0 = 0; r1 = 0; 1: r1 ^= 1; if r1 != 7 goto 1b; exit)
TC(a83_time__EINVAL, 1: call ktime_get_ns; if r0 s> 0 goto 1b; RETURN)
TC(a83_with_store__EINVAL, V 1: *(u64 *)(r9 + 0) = 1; call get_prandom_u32; if r0 != 0 goto 1b; END)
TC(a83_counter_wraps__E2BIG, r0 = 0; 1: r0 += 1; if r0 != 0 goto 1b; exit)
TC(a83_counter_of_8_bits_wraps__ok, r0 = 0; 1: r0 += 1; r0 &= 255; if r0 != 0 goto 1b; exit)
TC(a83_condition_of_another_variable__EINVAL, r1 = *(u32 *)(r1 + 0); r0 = 0; 1: if r1 > 5 goto 1b; exit)
FUNCTION(f_forever, 1: r0 = 0; goto 1b)
TC(a83_in_function__EINVAL, call f_forever; RETURN)
FUNCTION(f_nothing, r0 = 0; exit)
TC(a83_calls_function__EINVAL, 1: call f_nothing; if r0 == 0 goto 1b; RETURN)
TC(a83_calls_function_counted__ok, r6 = 0; 1: call f_nothing; r6 += 1; if r6 < 100 goto 1b; RETURN)

// bpf_loop: a callback of that body (r1 = index, r2 = what r3 points to), and what comes after it
#define LOOP(NAME, TIMES, BODY, ...) \
	FUNCTION(cb_##NAME, BODY) \
	TC(NAME, V *(u64 *)(r10 - 16) = 0; r1 = TIMES; r2 = cb_##NAME ll; r3 = r10; r3 += -16; r4 = 0; call loop; __VA_ARGS__; END)
LOOP(a93_empty__ok, 10, r0 = 0; exit, r7 = 0)
LOOP(a93_million_times__ok, 1000000, r0 = 0; exit, r7 = 0)
LOOP(a93_stops__ok, 10, r0 = 1; exit, r7 = 0)
LOOP(a77_returns_two__EINVAL, 10, r0 = 2; exit, r7 = 0)
LOOP(a77_returns_negative__EINVAL, 10, r0 = -1; exit, r7 = 0)
LOOP(a77_returns_nothing__EACCES, 10, exit, r7 = 0)
LOOP(a77_returns_pointer__EINVAL, 10, r0 = r2; exit, r7 = 0)
LOOP(a77_returns_unknown__EINVAL, 10, call get_prandom_u32; exit, r7 = 0)
LOOP(a77_returns_masked__ok, 10, call get_prandom_u32; r0 &= 1; exit, r7 = 0)
LOOP(a93_index_is_a_number__EACCES, 10, r0 = *(u8 *)(r1 + 0); r0 = 0; exit, r7 = 0)
LOOP(a93_index_is_unknown__EACCES, 10, r0 = 0; if r1 > 9 goto +1; exit; r0 = r5; exit, r7 = 0)
LOOP(a93_r3_is_not_set__EACCES, 10, r0 = r3; r0 = 0; exit, r7 = 0)
LOOP(a93_r6_is_not_set__EACCES, 10, r0 = r6; r0 = 0; exit, r7 = 0)
LOOP(a93_stack_is_its_own__ok, 10, *(u64 *)(r10 - 8) = 7; r0 = 0; exit, r7 = *(u64 *)(r10 - 16); if r7 == 0 goto +1; r0 = r5)
LOOP(a93_counts_on_callers_stack__ok, 10, r1 = *(u64 *)(r2 + 0); r1 += 1; *(u64 *)(r2 + 0) = r1; r0 = 0; exit,
	r7 = *(u64 *)(r10 - 16); r9 += r7; r0 = *(u8 *)(r9 + 0))
LOOP(a93_counts_and_is_masked__ok, 10, r1 = *(u64 *)(r2 + 0); r1 += 1; *(u64 *)(r2 + 0) = r1; r0 = 0; exit,
	r7 = *(u64 *)(r10 - 16); r7 &= 63; r9 += r7; r0 = *(u8 *)(r9 + 0))
LOOP(a93_counts_three_times__ok, 3, r1 = *(u64 *)(r2 + 0); r1 += 1; *(u64 *)(r2 + 0) = r1; r0 = 0; exit,
	r7 = *(u64 *)(r10 - 16); r9 += r7; r0 = *(u8 *)(r9 + 60))
LOOP(a93_counts_three_times_one_over__EACCES, 3, r1 = *(u64 *)(r2 + 0); r1 += 1; *(u64 *)(r2 + 0) = r1; r0 = 0; exit,
	r7 = *(u64 *)(r10 - 16); r9 += r7; r0 = *(u8 *)(r9 + 61))
LOOP(a93_none_or_one_store__ok, 1, *(u64 *)(r2 + 0) = 63; r0 = 0; exit, r7 = *(u64 *)(r10 - 16); r9 += r7; r0 = *(u8 *)(r9 + 0))
LOOP(a93_none_or_one_store_one_over__EACCES, 1, *(u64 *)(r2 + 0) = 64; r0 = 0; exit,
	r7 = *(u64 *)(r10 - 16); r9 += r7; r0 = *(u8 *)(r9 + 0))
LOOP(a93_never_called__ok, 0, *(u64 *)(r2 + 0) = 64; r0 = 0; exit, r7 = *(u64 *)(r10 - 16); r9 += r7; r0 = *(u8 *)(r9 + 0))
LOOP(a93_never_called_is_not_walked__ok, 0, r0 = r5; exit, r7 = 0)
LOOP(a93_caller_r6_is_kept__ok, 10, r0 = 0; exit, r0 = *(u32 *)(r6 + 8))
LOOP(a93_caller_r9_is_kept__ok, 10, r0 = 0; exit, r0 = *(u64 *)(r9 + 56))
LOOP(a93_caller_r1_is_dead__EACCES, 10, r0 = 0; exit, r0 = r1)
LOOP(a93_result_is_unknown__EACCES, 10, r0 = 0; exit, if r0 == 10 goto 9f; r0 = r5)
LOOP(a94_body_never_ends__EINVAL, 10, r0 = 0; goto -1, r7 = 0)
LOOP(a94_body_with_loop__ok, 10, r0 = 0; r0 += 1; if r0 < 5 goto -2; r0 = 0; exit, r7 = 0)
LOOP(a93_too_many_times__ok, 0x7fffffff, r0 = 0; exit, r7 = 0)
LOOP(a93_body_spills_pointer_to_caller__ok, 10, *(u64 *)(r2 + 0) = 0; r0 = 0; exit, r7 = *(u64 *)(r10 - 16); if r7 == 0 goto +1; r0 = r5)
TC(a93_unknown_times__ok, call get_prandom_u32; r1 = r0; r2 = cb_a93_empty__ok ll; r3 = 0; r4 = 0; call loop; RETURN)
TC(a93_flags__ok, r1 = 10; r2 = cb_a93_empty__ok ll; r3 = 0; r4 = 1; call loop; RETURN)
TC(a93_function_is_no_function__EACCES, r1 = 10; r2 = 0; r3 = 0; r4 = 0; call loop; RETURN)
TC(a93_context_is_number__EACCES, r1 = 10; r2 = cb_a93_empty__ok ll; r3 = 7; r4 = 0; call loop; RETURN)
TC(a93_context_not_set__EACCES, r1 = 10; r2 = cb_a93_empty__ok ll; r4 = 0; call loop; RETURN)
TC(a93_function_pointer_moved__EACCES, r1 = 10; r2 = cb_a93_empty__ok ll; r2 += 8; r3 = 0; r4 = 0; call loop; RETURN)
FUNCTION(cb_inner, r1 = 5; r2 = cb_a93_empty__ok ll; r3 = 0; r4 = 0; call loop; r0 = 0; exit)
TC(a93_nested__ok, r1 = 5; r2 = cb_inner ll; r3 = 0; r4 = 0; call loop; RETURN)
FUNCTION(cb_itself, r1 = 5; r2 = cb_itself ll; r3 = 0; r4 = 0; call loop; r0 = 0; exit)
TC(a94_calls_itself__E2BIG, r1 = 5; r2 = cb_itself ll; r3 = 0; r4 = 0; call loop; RETURN)
FUNCTION(cb_value, r2 = *(u64 *)(r2 + 0); r0 = *(u64 *)(r2 + 56); r0 = 0; exit)
TC(a93_pointer_through_the_stack__ok, V *(u64 *)(r10 - 16) = r9; r1 = 10; r2 = cb_value ll; r3 = r10; r3 += -16; r4 = 0; call loop; END)
FUNCTION(cb_moves, r1 = *(u64 *)(r2 + 0); r0 = *(u64 *)(r1 + 0); r1 += 8; *(u64 *)(r2 + 0) = r1; r0 = 0; exit)
TC(a93_pointer_moves_in_the_body__EACCES, V *(u64 *)(r10 - 16) = r9; r1 = 10; r2 = cb_moves ll; r3 = r10; r3 += -16; r4 = 0; call loop; END)
TC(a93_pointer_moves_eight_times__ok, V *(u64 *)(r10 - 16) = r9; r1 = 8; r2 = cb_moves ll; r3 = r10; r3 += -16; r4 = 0; call loop; END)
TC(a93_pointer_moves_nine_times__EACCES, V *(u64 *)(r10 - 16) = r9; r1 = 9; r2 = cb_moves ll; r3 = r10; r3 += -16; r4 = 0; call loop; END)

// for_each_map_elem
#define EACH(NAME, BODY, ...) \
	FUNCTION(cb_##NAME, BODY) \
	TC(NAME, V *(u64 *)(r10 - 16) = 0; r1 = m64 ll; r2 = cb_##NAME ll; r3 = r10; r3 += -16; r4 = 0; call for_each_map_elem; __VA_ARGS__; END)
EACH(a93_each_value__ok, r0 = *(u64 *)(r3 + 56); r0 = 0; exit, r7 = 0)
EACH(a93_each_key__ok, r0 = *(u32 *)(r2 + 0); r0 = 0; exit, r7 = 0)
EACH(a93_each_context__ok, *(u64 *)(r4 + 0) = 1; r0 = 0; exit, r7 = 0)
EACH(a93_each_counts__EACCES, r1 = *(u64 *)(r4 + 0); r1 += 1; *(u64 *)(r4 + 0) = r1; r0 = 0; exit, r7 = *(u64 *)(r10 - 16); r9 += r7; r0 = *(u8 *)(r9 + 0))
EACH(a93_each_r5_is_not_set__EACCES, r0 = r5; r0 = 0; exit, r7 = 0)
EACH(a77_each_returns_two__EINVAL, r0 = 2; exit, r7 = 0)
EACH(a93_each_value_escapes__EACCES, *(u64 *)(r4 + 0) = r3; r0 = 0; exit, r7 = *(u64 *)(r10 - 16); r0 = *(u64 *)(r7 + 0))

// may_goto: operation code 0xe5
#define MAY_GOTO(OFFSET) RAW(0xe5, 0, OFFSET, 0)
TC(a95_forward__ok, MAY_GOTO(1) r0 = 1; RETURN)
TC(a95_loop__ok, r6 = 0; MAY_GOTO(2) r6 += 1; goto -3; RETURN)
TC(a95_backward__ok, r6 = 0; r6 += 1; MAY_GOTO(1) goto -3; RETURN)
TC(a95_offset_0__EINVAL, MAY_GOTO(0) RETURN)
TC(a95_source_1__EINVAL, RAW(0xe5, 0x10, 1, 0) r0 = 1; RETURN)
TC(a95_destination_1__EINVAL, RAW(0xe5, 0x01, 1, 0) r0 = 1; RETURN)
TC(a95_immediate_1__EINVAL, RAW(0xe5, 0, 1, 1) r0 = 1; RETURN)
TC(a95_out_of_program__EINVAL, MAY_GOTO(100) RETURN)
TC(a95_both_ways_possible__EACCES, r7 = 0; MAY_GOTO(1) r7 = r5; RETURN)
TC(a95_jump_side_is_walked__EACCES, MAY_GOTO(1) r7 = 0; r0 = r7; exit)
TC(a95_index_checked__ok, V r7 = 0; MAY_GOTO(6) if r7 >= 64 goto 9f; r1 = r9; r1 += r7; r0 = *(u8 *)(r1 + 0); r7 += 1; goto -7; END)
TC(a95_index_checked_one_over__EACCES, V r7 = 0; MAY_GOTO(6) if r7 >= 65 goto 9f; r1 = r9; r1 += r7; r0 = *(u8 *)(r1 + 0); r7 += 1; goto -7; END)
TC(a95_index_masked__ok, V r7 = 0; MAY_GOTO(6) r7 &= 63; r1 = r9; r1 += r7; r0 = *(u8 *)(r1 + 0); r7 += 1; goto -7; END)
TC(a96_index_unchecked__EACCES, V r7 = 0; MAY_GOTO(5) r1 = r9; r1 += r7; r0 = *(u8 *)(r1 + 0); r7 += 1; goto -6; END)
TC(a95_random_exit__ok, r6 = 0; MAY_GOTO(4) call get_prandom_u32; if r0 == 0 goto +2; r6 += 1; goto -5; RETURN)
TC(a95_value_after_loop__EACCES, V r7 = 0; MAY_GOTO(2) r7 += 1; goto -3; r9 += r7; r0 = *(u8 *)(r9 + 0); END)
TC(a95_value_after_loop_masked__E2BIG, V r7 = 0; MAY_GOTO(2) r7 += 1; goto -3; r7 &= 63; r9 += r7; r0 = *(u8 *)(r9 + 0); END)

// A round moves through more of the stack than a walk keeps in mind: states are kept for that alone
#define MOVE(OFFSET) *(u64 *)(r10 - OFFSET) = r6; r7 = *(u64 *)(r10 - OFFSET);
#define MOVES(A, B, C, D, E, F, G) MOVE(A) MOVE(B) MOVE(C) MOVE(D) MOVE(E) MOVE(F) MOVE(G)
TC(a80_round_of_many_moves__E2BIG,
	r6 = 0; 1: r6 += 1; MOVES(8, 16, 24, 32, 40, 48, 56) MOVES(64, 72, 80, 88, 96, 104, 112) MOVES(120, 128, 136, 144, 152, 160, 168)
	call get_prandom_u32; if r0 != 0 goto 1b; r0 = 0; exit)
