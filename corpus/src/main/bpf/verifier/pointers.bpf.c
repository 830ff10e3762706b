// SPDX-License-Identifier: Apache-2.0
// Arithmetic on pointers of each kind, its limits, and comparison.
#include "cases_a.h"

struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } rb SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 4); __type(key, __u64); __type(value, struct bytes64); } hash SEC(".maps");

// A number of 0 .. 7 in r7 and one of at least -8 in r8, V in r9.
#define SMALL UNKNOWN r7 &= 7; r8 &= 7; r8 -= 8;
#define SMALL_CASE(NAME, ...) TC(NAME, SMALL __VA_ARGS__; END)

// Map value
SMALL_CASE(a32_value_plus_constant__ok, r9 += 63; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a32_value_plus_constant_beyond__EACCES, r9 += 64; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a32_value_minus_constant__ok, r9 += 8; r9 -= 8; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a32_value_minus_constant_below__EACCES, r9 -= 1; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a32_value_plus_variable__ok, r9 += r7; r0 = *(u8 *)(r9 + 56))
SMALL_CASE(a32_value_plus_variable_beyond__EACCES, r9 += r7; r0 = *(u8 *)(r9 + 57))
SMALL_CASE(a32_value_plus_negative_variable__EACCES, r9 += r8; r0 = *(u8 *)(r9 + 8))
SMALL_CASE(a32_value_plus_negative_variable_below__EACCES, r9 += r8; r0 = *(u8 *)(r9 + 7))
SMALL_CASE(a32_value_minus_variable__EACCES, r9 -= r7; r0 = *(u8 *)(r9 + 7))
SMALL_CASE(a32_value_minus_variable_below__EACCES, r9 -= r7; r0 = *(u8 *)(r9 + 6))
SMALL_CASE(a32_value_minus_variable_upper_end__EACCES, r9 -= r7; r0 = *(u8 *)(r9 + 63))
SMALL_CASE(a32_value_plus_and_minus_same_variable__EACCES, r9 += r7; r9 -= r7; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a32_value_two_variables__EACCES, r9 += r7; r9 += r8; r0 = *(u8 *)(r9 + 8))
SMALL_CASE(a32_value_two_variables_upper_end__EACCES, r9 += r7; r9 += r8; r0 = *(u8 *)(r9 + 57))
SMALL_CASE(a32_value_two_variables_beyond__EACCES, r9 += r7; r9 += r8; r0 = *(u8 *)(r9 + 58))
SMALL_CASE(a32_scalar_plus_value__ok, r7 += r9; r0 = *(u8 *)(r7 + 56))
SMALL_CASE(a32_scalar_plus_value_beyond__EACCES, r7 += r9; r0 = *(u8 *)(r7 + 57))
SMALL_CASE(a32_constant_plus_value__ok, r7 = 5; r7 += r9; r0 = *(u8 *)(r7 + 58))
SMALL_CASE(a32_constant_plus_value_beyond__EACCES, r7 = 5; r7 += r9; r0 = *(u8 *)(r7 + 59))
SMALL_CASE(a32_scalar_minus_value__EACCES, r7 -= r9)
SMALL_CASE(a32_value_plus_value__EACCES, r9 += r9)
SMALL_CASE(a32_value_minus_value_is_a_number__ok, r1 = r9; r1 -= r9; r1 &= 7; r9 += r1; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a32_value_minus_value_is_unknown__EINVAL, r1 = r9; r1 -= r9; r9 += r1)
SMALL_CASE(a32_value_minus_stack_is_a_number__ok, r9 -= r10; r9 &= 7)
SMALL_CASE(a32_value_minus_context_is_a_number__ok, r9 -= r6; r0 = r9)
SMALL_CASE(a34_offset_is_forgotten_by_load__ok, r9 += r7; r9 = *(u64 *)(r9 + 0))

// Other operations
#define OPERATION(NAME, VERDICT, OPERATOR) \
	SMALL_CASE(a32_value_##NAME##__##VERDICT, r9 OPERATOR 8) \
	SMALL_CASE(a32_value_##NAME##_register__##VERDICT, r9 OPERATOR r7) \
	SMALL_CASE(a32_number_##NAME##_value__##VERDICT, r7 OPERATOR r9)
OPERATION(and, EACCES, &=)
OPERATION(or, EACCES, |=)
OPERATION(xor, EACCES, ^=)
OPERATION(mul, EACCES, *=)
OPERATION(div, EACCES, /=)
OPERATION(mod, EACCES, %=)
OPERATION(lsh, EACCES, <<=)
OPERATION(rsh, EACCES, >>=)
OPERATION(arsh, EACCES, s>>=)
SMALL_CASE(a32_value_add32__EACCES, w9 += 8)
SMALL_CASE(a32_value_sub32__ok, w9 -= 8; w9 &= 7)
SMALL_CASE(a32_value_sub32_register__ok, w9 -= w7; w9 &= 7)
SMALL_CASE(a32_value_sub32_is_no_pointer__EACCES, w9 -= 8; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a32_value_sub32_value__ok, r1 = r9; w1 -= w9; r1 &= 7)
SMALL_CASE(a32_value_and32__EACCES, w9 &= 8)
SMALL_CASE(a32_value_or32__EACCES, w9 |= 8)
SMALL_CASE(a32_value_lsh32__EACCES, w9 <<= 1)
SMALL_CASE(a32_value_neg__ok, r9 = -r9)
SMALL_CASE(a32_value_neg_twice_is_no_pointer__EACCES, r9 = -r9; r9 = -r9; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a32_value_byte_swap__ok, r9 = be64 r9)
SMALL_CASE(a32_value_byte_swap_is_no_pointer__EACCES, r9 = be64 r9; r9 = be64 r9; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a32_value_low_half_is_a_number__ok, w7 = w9; r7 &= 7; r9 += r7; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a32_value_low_half_is_no_pointer__EACCES, w9 = w9; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a32_value_low_half_has_32_bits__ok, w7 = w9; r7 >>= 26; r9 += r7; r0 = *(u8 *)(r9 + 0))

// Limits of offsets: 2^29
SMALL_CASE(a33_constant_at_limit__EINVAL, r9 += 0x20000000)
SMALL_CASE(a33_constant_below_limit__ok, r9 += 0x1fffffff)
SMALL_CASE(a33_constant_below_limit_access__EACCES, r9 += 0x1fffffff; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a33_negative_constant_at_limit__EINVAL, r9 += -0x20000000)
SMALL_CASE(a33_negative_constant_below_limit__ok, r9 += -0x1fffffff)
SMALL_CASE(a33_minus_constant_at_limit__EINVAL, r9 -= 0x20000000)
SMALL_CASE(a33_sum_at_limit__EINVAL, r9 += 0x10000000; r9 += 0x10000000)
SMALL_CASE(a33_sum_below_limit__ok, r9 += 0x10000000; r9 += 0x0fffffff)
SMALL_CASE(a33_far_and_back__ok, r9 += 0x1fffffff; r9 += -0x1fffffff; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a33_below_and_back__ok, r9 += -1; r9 += 1; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a33_below_and_back_in_the_access__ok, r9 += -8; r0 = *(u8 *)(r9 + 8))
SMALL_CASE(a33_beyond_and_back_in_the_access__ok, r9 += 100; r0 = *(u8 *)(r9 - 37))
SMALL_CASE(a33_beyond_and_back_in_the_access_too_little__EACCES, r9 += 100; r0 = *(u8 *)(r9 - 36))
SMALL_CASE(a33_constant_register_at_limit__EINVAL, r1 = 0x20000000; r9 += r1)
SMALL_CASE(a33_constant_register_64_bits__EINVAL, r1 = 0x100000000 ll; r9 += r1)
SMALL_CASE(a33_unknown_register__EINVAL, r1 = *(u64 *)(r9 + 0); r9 += r1)
SMALL_CASE(a33_four_byte_register__ok, r1 = *(u32 *)(r9 + 0); r9 += r1)
SMALL_CASE(a33_four_byte_register_access__EACCES, r1 = *(u32 *)(r9 + 0); r9 += r1; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a33_upper_bound_only_signed__EINVAL, r1 = *(u64 *)(r9 + 0); if r1 s> 5 goto 9f; r9 += r1)
SMALL_CASE(a33_lower_bound_only_signed__ok, r1 = *(u64 *)(r9 + 0); if r1 s< 5 goto 9f; r9 += r1)
SMALL_CASE(a33_lower_bound_negative_at_limit__EINVAL, r1 = *(u64 *)(r9 + 0); if r1 s< -0x20000000 goto 9f; r9 += r1)
SMALL_CASE(a33_lower_bound_negative_below_limit__ok, r1 = *(u64 *)(r9 + 0); if r1 s< -0x1fffffff goto 9f; r9 += r1)
SMALL_CASE(a33_lower_bound_positive_at_limit__EINVAL, r1 = *(u64 *)(r9 + 0); if r1 s< 0x20000000 goto 9f; r9 += r1)
SMALL_CASE(a33_access_bound_at_limit__EACCES,
	r1 = *(u32 *)(r9 + 0); if r1 > 0x20000000 goto 9f; r9 += r1; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a33_instruction_offset_largest__EACCES, r0 = *(u8 *)(r9 + 32767))

// The stack
SMALL_CASE(a32_stack_plus_constant__ok, r1 = r10; r1 += -8; *(u64 *)(r1 + 0) = 0)
SMALL_CASE(a32_stack_minus_constant__EACCES, r1 = r10; r1 -= 8)
SMALL_CASE(a32_stack_minus_zero__EACCES, r1 = r10; r1 -= 0)
SMALL_CASE(a32_stack_minus_variable__EACCES, r1 = r10; r1 -= r7)
SMALL_CASE(a32_stack_plus_variable__ok, r1 = r10; r1 += r8; *(u8 *)(r1 + 0) = 0)
SMALL_CASE(a32_variable_plus_stack__ok, r8 += r10; *(u8 *)(r8 + 0) = 0)
SMALL_CASE(a32_constant_plus_stack__ok, r8 = -8; r8 += r10; *(u64 *)(r8 + 0) = 0)
SMALL_CASE(a32_stack_minus_stack__ok, r1 = r10; r1 -= r10; r1 &= 1)
SMALL_CASE(a32_stack_and__EACCES, r1 = r10; r1 &= -8)
SMALL_CASE(a32_stack_add32__EACCES, r1 = r10; w1 += -8)
SMALL_CASE(a32_stack_low_half__ok, w1 = w10; r1 &= 1)
SMALL_CASE(a11_frame_pointer_plus_constant__EACCES, r10 += -8)
SMALL_CASE(a11_frame_pointer_moved_to__EACCES, r10 = r9)
SMALL_CASE(a11_frame_pointer_set__EACCES, r10 = 0)
SMALL_CASE(a11_frame_pointer_loaded__EACCES, r10 = *(u64 *)(r9 + 0))

// The context
TC(a32_context_plus_constant__ok, r1 += 8; r0 = 0; exit)
TC(a45_context_plus_constant_access__EACCES, r1 += 8; r0 = *(u32 *)(r1 + 0); r0 = 0; exit)
TC(a45_context_plus_constant_and_back__ok, r1 += 8; r1 += -8; r0 = *(u32 *)(r1 + 8); r0 = 0; exit)
TC(a45_context_minus_constant_and_back__ok, r1 -= 8; r1 += 8; r0 = *(u32 *)(r1 + 8); r0 = 0; exit)
SMALL_CASE(a32_context_plus_variable__ok, r6 += r7)
SMALL_CASE(a45_context_plus_variable_access__EACCES, r6 += r7; r0 = *(u32 *)(r6 + 0))
SMALL_CASE(a45_context_plus_known_zero__ok, r1 = 0; r6 += r1; r0 = *(u32 *)(r6 + 8))
SMALL_CASE(a32_context_and__EACCES, r6 &= 7)
SMALL_CASE(a45_context_moved_to_helper__EACCES, r1 = r6; r1 += 8; r2 = 0; call skb_pull_data)

// Map pointers
TC(a32_map_plus_zero__ok, r1 = m64 ll; r1 += 0; r0 = 0; exit)
TC(a32_map_plus_one__EACCES, r1 = m64 ll; r1 += 1; r0 = 0; exit)
TC(a32_map_minus_zero__EACCES, r1 = m64 ll; r1 -= 0; r0 = 0; exit)
TC(a32_map_plus_zero_register__ok, r1 = m64 ll; r2 = 0; r1 += r2; r0 = 0; exit)
SMALL_CASE(a32_map_plus_variable__EACCES, r1 = m64 ll; r1 += r7)
TC(a32_map_and__EACCES, r1 = m64 ll; r1 &= 7; r0 = 0; exit)
TC(a40_map_read__ok, r1 = m64 ll; r0 = *(u32 *)(r1 + 24); r0 = 0; exit)
TC(a40_map_written__EACCES, r1 = m64 ll; *(u32 *)(r1 + 24) = 0; r0 = 0; exit)
TC(a40_map_read_below__EACCES, r1 = m64 ll; r0 = *(u32 *)(r1 - 4); r0 = 0; exit)
TC(a40_map_read_beyond__EACCES, r1 = m64 ll; r0 = *(u32 *)(r1 + 8192); r0 = 0; exit)
TC(a40_map_atomic__EACCES, r1 = m64 ll; r2 = 1; lock *(u32 *)(r1 + 24) += w2; r0 = 0; exit)

// Maybe null
#define LOOKUP r6 = r1; *(u64 *)(r10 - 8) = 0; r2 = r10; r2 += -8; r1 = hash ll; call map_lookup_elem;
TC(a32_maybe_null_plus_constant__EACCES, LOOKUP r0 += 8; r0 = 0; exit)
TC(a32_maybe_null_plus_zero__EACCES, LOOKUP r0 += 0; r0 = 0; exit)
TC(a32_maybe_null_plus_register__EACCES, LOOKUP r7 = 8; r0 += r7; r0 = 0; exit)
TC(a32_maybe_null_minus_itself__ok, LOOKUP r7 = r0; r0 -= r7; r0 = 0; exit)
TC(a32_maybe_null_moved__ok, LOOKUP r7 = r0; if r7 == 0 goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_maybe_null_read__EACCES, LOOKUP r0 = *(u64 *)(r0 + 0); r0 = 0; exit)
TC(a35_null_read__EACCES, LOOKUP if r0 != 0 goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_null_is_the_number_zero__ok, LOOKUP r9 = r10; r9 += -8; if r0 != 0 goto 9f; r9 += r0; r0 = *(u64 *)(r9 + 0); END)
TC(a35_checked_eq__ok, LOOKUP if r0 == 0 goto 9f; r0 = *(u64 *)(r0 + 56); END)
TC(a35_checked_ne__ok, LOOKUP if r0 != 0 goto +2; r0 = 0; exit; r0 = *(u64 *)(r0 + 56); END)
TC(a35_checked_copy__ok, LOOKUP r7 = r0; r8 = r0; if r8 == 0 goto 9f; r0 = *(u64 *)(r7 + 56); END)
TC(a35_checked_copy_on_the_stack__ok,
	LOOKUP *(u64 *)(r10 - 16) = r0; if r0 == 0 goto 9f; r7 = *(u64 *)(r10 - 16); r0 = *(u64 *)(r7 + 56); END)
TC(a35_checked_after_fill__ok,
	LOOKUP *(u64 *)(r10 - 16) = r0; r7 = *(u64 *)(r10 - 16); if r7 == 0 goto 9f; r0 = *(u64 *)(r0 + 56); END)
TC(a35_checked_against_register_zero__EACCES, LOOKUP r7 = 0; if r0 == r7 goto 9f; r0 = *(u64 *)(r0 + 56); END)
TC(a35_checked_low_half__EACCES, LOOKUP if w0 == 0 goto 9f; r0 = *(u64 *)(r0 + 56); END)
TC(a35_checked_greater__EACCES, LOOKUP if r0 > 0 goto +2; r0 = 0; exit; r0 = *(u64 *)(r0 + 56); END)
TC(a35_checked_signed_greater__EACCES, LOOKUP if r0 s> 0 goto +2; r0 = 0; exit; r0 = *(u64 *)(r0 + 56); END)
TC(a35_checked_against_one__EACCES, LOOKUP if r0 == 1 goto 9f; r0 = *(u64 *)(r0 + 56); END)
TC(a35_second_lookup_unchecked__EACCES,
	LOOKUP r7 = r0; r2 = r10; r2 += -8; r1 = hash ll; call map_lookup_elem; if r7 == 0 goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_second_lookup_of_same_key_unchecked__EACCES,
	LOOKUP r7 = r0; r2 = r10; r2 += -8; r1 = hash ll; call map_lookup_elem; if r0 == 0 goto 9f; r0 = *(u64 *)(r7 + 0); END)
TC(a35_equal_to_non_null__ok,
	LOOKUP r7 = r0; r2 = r10; r2 += -8; r1 = hash ll; call map_lookup_elem; if r7 == 0 goto 9f;
	if r0 == r7 goto +1; goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_unequal_to_non_null__EACCES,
	LOOKUP r7 = r0; r2 = r10; r2 += -8; r1 = hash ll; call map_lookup_elem; if r7 == 0 goto 9f;
	if r0 == r7 goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_equal_to_stack_pointer__EACCES, LOOKUP if r0 == r10 goto +1; goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_equal_to_copy_of_stack_pointer__EACCES, LOOKUP r7 = r10; if r0 == r7 goto +1; goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_equal_to_stack_pointer_on_the_left__EACCES, LOOKUP if r10 == r0 goto +1; goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_not_unequal_to_stack_pointer__EACCES, LOOKUP if r0 != r10 goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_equal_to_context__EACCES, LOOKUP if r0 == r6 goto +1; goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_equal_to_map__ok, LOOKUP r7 = m64 ll; if r0 == r7 goto +1; goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_equal_to_packet__EACCES, LOOKUP r7 = *(u32 *)(r6 + 76); if r0 == r7 goto +1; goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_not_unequal_to_non_null__ok,
	LOOKUP r7 = r0; r2 = r10; r2 += -8; r1 = hash ll; call map_lookup_elem; if r7 == 0 goto 9f;
	if r0 != r7 goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_equal_to_non_null_on_the_left__ok,
	LOOKUP r7 = r0; r2 = r10; r2 += -8; r1 = hash ll; call map_lookup_elem; if r7 == 0 goto 9f;
	if r7 != r0 goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_equal_to_non_null_low_half__EACCES,
	LOOKUP r7 = r0; r2 = r10; r2 += -8; r1 = hash ll; call map_lookup_elem; if r7 == 0 goto 9f;
	if w7 != w0 goto 9f; r0 = *(u64 *)(r0 + 0); END)
TC(a35_equal_to_maybe_null__EACCES,
	LOOKUP r7 = r0; r2 = r10; r2 += -8; r1 = hash ll; call map_lookup_elem; if r0 == r7 goto +1; goto 9f;
	r0 = *(u64 *)(r0 + 0); END)
TC(a35_checked_twice__ok, LOOKUP if r0 == 0 goto 9f; if r0 == 0 goto 8f; END 8: r0 = r5; exit;)

// Comparison teaches no range of pointers
SMALL_CASE(a35_value_compared_with_value__EACCES,
	r1 = r9; r1 += 63; r2 = *(u16 *)(r9 + 0); r9 += r2; if r9 > r1 goto 9f; r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a35_value_compared_with_number__ok, if r9 > r7 goto +0)
SMALL_CASE(a35_value_compared_with_stack__ok, if r9 > r10 goto +0)
SMALL_CASE(a35_value_compared_with_context__ok, if r9 == r6 goto +0)
SMALL_CASE(a35_value_compared_signed__ok, if r9 s< r10 goto +0)
SMALL_CASE(a35_value_low_half_compared__ok, if w9 > w10 goto +0)
SMALL_CASE(a35_value_bit_test__ok, if r9 & 7 goto +0)
SMALL_CASE(a35_number_equal_to_pointer_is_still_a_number__EACCES, if r7 == r9 goto +1; goto 9f; r0 = *(u8 *)(r7 + 0))

// Leaks are allowed
SMALL_CASE(a39_value_stored_in_map__ok, *(u64 *)(r9 + 0) = r9)
SMALL_CASE(a39_stack_stored_in_map__ok, *(u64 *)(r9 + 0) = r10)
SMALL_CASE(a39_low_half_stored_in_map__ok, *(u32 *)(r9 + 0) = r9)
SMALL_CASE(a39_byte_of_pointer_stored_in_map__ok, *(u8 *)(r9 + 0) = r9)
SMALL_CASE(a39_context_stored_in_map__ok, *(u64 *)(r9 + 0) = r6)
SMALL_CASE(a39_value_stored_in_context__ok, *(u32 *)(r6 + 8) = r9)
SMALL_CASE(a39_pointer_comes_back_as_number__EACCES, *(u64 *)(r9 + 0) = r9; r9 = *(u64 *)(r9 + 0); r0 = *(u8 *)(r9 + 0))
SMALL_CASE(a39_pointer_added_atomically__ok, lock *(u64 *)(r9 + 0) += r9)
SMALL_CASE(a39_pointer_exchanged__ok, r1 = r10; r1 = xchg_64(r9 + 0, r1))
TC(a39_context_returned__ok, r0 = r1; exit)
TC(a39_stack_returned__ok, r0 = r10; exit)
TC(a39_value_returned__ok, V r0 = r9; exit)

// Ring buffer memory
#define RESERVE r1 = rb ll; r2 = 16; r3 = 0; call ringbuf_reserve; if r0 != 0 goto +2; r0 = 0; exit; r9 = r0;
#define RINGBUF(NAME, ...) TC(NAME, RESERVE __VA_ARGS__; r1 = r9; r2 = 0; call ringbuf_discard; END)
RINGBUF(a40_record_last_word__ok, *(u64 *)(r9 + 8) = 0)
RINGBUF(a40_record_one_over__EACCES, *(u64 *)(r9 + 9) = 0)
RINGBUF(a40_record_below__EACCES, *(u64 *)(r9 - 1) = 0)
RINGBUF(a40_record_variable__ok, r1 = *(u64 *)(r9 + 0); r1 &= 15; r2 = r9; r2 += r1; *(u8 *)(r2 + 0) = 0)
RINGBUF(a40_record_variable_one_over__EACCES, r1 = *(u64 *)(r9 + 0); r1 &= 15; r2 = r9; r2 += r1; *(u8 *)(r2 + 1) = 0)
RINGBUF(a43_record_moved_and_back__ok, r9 += 8; r9 += -8)
RINGBUF(a43_record_moved__EINVAL, r9 += 8)
RINGBUF(a43_record_moved_by_variable__EACCES, r1 = *(u64 *)(r9 + 0); r1 &= 1; r9 += r1)
RINGBUF(a43_record_read_before_written__ok, r0 = *(u64 *)(r9 + 0))
TC(a43_record_not_submitted__EINVAL, RESERVE END)
TC(a43_record_used_after_submit__EACCES, RESERVE r1 = r9; r2 = 0; call ringbuf_submit; r0 = *(u64 *)(r9 + 0); END)
TC(a43_record_submitted_twice__EACCES, RESERVE r1 = r9; r2 = 0; call ringbuf_submit; r1 = r9; r2 = 0; call ringbuf_submit; END)
TC(a43_record_of_unknown_size__EACCES, UNKNOWN r7 &= 7; r7 += 8; r1 = rb ll; r2 = r7; r3 = 0; call ringbuf_reserve;
	if r0 == 0 goto 9f; r1 = r0; r2 = 0; call ringbuf_discard; END)
TC(a43_record_unchecked__EACCES, r1 = rb ll; r2 = 16; r3 = 0; call ringbuf_reserve; r1 = r0; r2 = 0; call ringbuf_discard; END)
TC(a43_record_null_needs_no_submit__ok, r1 = rb ll; r2 = 16; r3 = 0; call ringbuf_reserve; if r0 == 0 goto 9f; r1 = r0; r2 = 0;
	call ringbuf_submit; END)
