// SPDX-License-Identifier: Apache-2.0
// How much stack functions that call each other may use together, and before a tail call.
#include "cases_a.h"

struct { __uint(type, BPF_MAP_TYPE_PROG_ARRAY); __uint(max_entries, 4); __uint(key_size, 4); __uint(value_size, 4); }
	programs SEC(".maps");
#define RETURN r0 = 0; exit
#define USE(BYTES) *(u8 *)(r10 - BYTES) = 0

// A program that uses so much and calls a function that uses so much
#define DEPTH(NAME, MINE, ITS) FUNCTION(f_##NAME, USE(ITS); RETURN) TC(NAME, USE(MINE); call f_##NAME; RETURN)
TC(a97_one_frame_512__ok, USE(512); RETURN)
DEPTH(a98_256_and_256__ok, 256, 256)
DEPTH(a98_257_and_256__EACCES, 257, 256)
DEPTH(a98_256_and_257__EACCES, 256, 257)
DEPTH(a98_512_and_1__EACCES, 512, 1)
DEPTH(a98_496_and_16__ok, 496, 16)
DEPTH(a98_496_and_17__EACCES, 496, 17)
DEPTH(a98_496_and_1__ok, 496, 1)
DEPTH(a98_497_and_1__EACCES, 497, 1)
DEPTH(a98_480_and_32__ok, 480, 32)
DEPTH(a98_488_and_24__EACCES, 488, 24)
DEPTH(a98_1_and_496__ok, 1, 496)
DEPTH(a98_17_and_496__EACCES, 17, 496)
DEPTH(a98_8_and_504__EACCES, 8, 504)
FUNCTION(f_none, RETURN)
TC(a98_512_and_none__ok, USE(512); call f_none; RETURN)
TC(a98_496_and_none__ok, USE(496); call f_none; RETURN)
TC(a98_none_and_512__ok, call f_512; RETURN)
TC(a98_none_and_496__ok, call f_496; RETURN)
FUNCTION(f_512, USE(512); RETURN)
FUNCTION(f_496, USE(496); RETURN)
// Chains: the longest counts, not the sum of all
FUNCTION(f_third, USE(160); RETURN)
FUNCTION(f_second, USE(160); call f_third; RETURN)
TC(a98_three_frames__ok, USE(160); call f_second; RETURN)
TC(a98_three_frames_192__ok, USE(192); call f_second; RETURN)
TC(a98_three_frames_193__EACCES, USE(193); call f_second; RETURN)
TC(a98_two_calls_in_a_row__ok, USE(16); call f_496; call f_496; RETURN)
TC(a98_calls_on_two_paths__ok, USE(16); if r1 == 0 goto +2; call f_496; goto +1; call f_second; RETURN)
TC(a98_call_in_dead_branch__ok, USE(32); r0 = 0; if r0 == 0 goto +1; call f_chain; RETURN)
FUNCTION(f_chain, USE(496); RETURN)
TC(a98_function_walked_elsewhere_is_not_counted__ok, USE(512); r0 = 0; if r0 == 0 goto +1; call f_none; RETURN)
// What counts as use
TC(a97_read_counts__EACCES, r0 = *(u8 *)(r10 - 512); call f_16; RETURN)
FUNCTION(f_16, USE(16); RETURN)
TC(a97_pointer_alone_does_not__ok, r1 = r10; r1 += -512; call f_16; RETURN)
TC(a97_argument_of_helper_counts__EACCES, r1 = r10; r1 += -512; r2 = 16; r3 = 0; call probe_read_kernel; call f_16; RETURN)
TC(a97_argument_of_size_0__EACCES, r1 = r10; r1 += -512; r2 = 0; r3 = 0; call probe_read_kernel; call f_16; RETURN)
TC(a97_dead_code_does_not__ok, r0 = 0; if r0 == 0 goto +1; USE(512); call f_16; RETURN)
TC(a97_one_path_is_enough__EACCES, if r1 == 0 goto +1; USE(512); call f_16; RETURN)
TC(a97_variable_place_counts_its_lowest__EACCES, UNKNOWN r7 &= 7; r1 = r10; r1 += r7; *(u8 *)(r1 - 512) = 0; call f_16; END)
TC(a97_key_counts__EACCES, r2 = r10; r2 += -512; r1 = m64 ll; call map_lookup_elem; call f_16; RETURN)
FUNCTION(f_callers, *(u8 *)(r1 - 500) = 0; RETURN)
TC(a97_callee_grows_callers_stack__EACCES, r1 = r10; call f_callers; call f_16; RETURN)
FUNCTION(f_callers_less, *(u8 *)(r1 - 480) = 0; RETURN)
TC(a97_callee_grows_callers_stack_less__ok, r1 = r10; call f_callers_less; call f_16; RETURN)
// Callbacks are called as well
FUNCTION(cb_256, USE(256); RETURN)
TC(a98_callback_256_and_256__ok, USE(256); r1 = 5; r2 = cb_256 ll; r3 = 0; r4 = 0; call loop; RETURN)
TC(a98_callback_256_and_257__EACCES, USE(257); r1 = 5; r2 = cb_256 ll; r3 = 0; r4 = 0; call loop; RETURN)
// Tail calls in a function that is called
#define TAIL(NAME, BYTES) \
	FUNCTION(f_##NAME, r2 = programs ll; r3 = 0; call tail_call; RETURN) TC(NAME, USE(BYTES); call f_##NAME; RETURN)
TAIL(a98_tail_call_under_224__ok, 224)
TAIL(a98_tail_call_under_239__ok, 239)
TAIL(a98_tail_call_under_240__ok, 240)
TAIL(a98_tail_call_under_241__EACCES, 241)
TAIL(a98_tail_call_under_255__EACCES, 255)
TAIL(a98_tail_call_under_256__EACCES, 256)
TC(a98_tail_call_in_main__ok, USE(512); r2 = programs ll; r3 = 0; call tail_call; RETURN)
FUNCTION(f_tail_deep, USE(256); r2 = programs ll; r3 = 0; call tail_call; RETURN)
TC(a98_tail_call_own_frame_is_not_counted__ok, USE(128); call f_tail_deep; RETURN)
FUNCTION(f_tail_second, USE(128); call f_a98_tail_call_under_224__ok; RETURN)
TC(a98_tail_call_two_callers__ok, USE(112); call f_tail_second; RETURN)
TC(a98_tail_call_two_callers_too_deep__EACCES, USE(128); call f_tail_second; RETURN)
// Errors found on a path come first
TC(a99_error_of_a_path_first__EINVAL, USE(512); call f_16; r0 = 1; 1: goto 1b)
TC(a99_access_first__EACCES, USE(512); call f_16; r0 = r9; exit)
