// SPDX-License-Identifier: Apache-2.0
// Copies of a scalar are linked: what is learnt of one is learnt of all, until something separates them.
#include "cases_a.h"

// Copies by moves
INDEX(a13_copy_refined__ok, r8 = r7; if r8 > 63 goto 9f)
INDEX(a13_original_refined__ok, r8 = r7; if r7 > 63 goto 9f; r7 = r8)
INDEX(a13_copy_of_copy_refined__ok, r8 = r7; r1 = r8; if r1 > 63 goto 9f)
INDEX(a13_copy_refined_signed__EINVAL, r8 = r7; if r8 s> 63 goto 9f)
INDEX(a13_copy_refined_signed_both__ok, r8 = r7; if r8 s> 63 goto 9f; if r8 s< 0 goto 9f)
INDEX(a13_copy_refined_by_register__ok, r1 = 63; r8 = r7; if r8 > r1 goto 9f)
INDEX(a13_copy_refined_by_equality__ok, r8 = r7; if r8 != 63 goto 9f)
INDEX(a13_copy_refined_by_equality_64__EACCES, r8 = r7; if r8 != 64 goto 9f)
INDEX(a13_copy_refined_by_bits__ok, r8 = r7; if r8 & -64 goto 9f)
INDEX(a13_refined_before_copy__ok, if r8 > 63 goto 9f; r7 = r8)
INDEX(a13_overwritten_before_refined__EINVAL, r8 = r7; r8 = *(u64 *)(r9 + 8); if r8 > 63 goto 9f)
INDEX(a13_two_loads_are_not_linked__EINVAL, r8 = *(u64 *)(r9 + 0); if r8 > 63 goto 9f)
INDEX(a13_equal_registers_are_not_linked__EINVAL, if r7 == r8 goto +1; goto 9f; if r8 > 63 goto 9f)
INDEX(a13_both_operands_of_one_jump__ok, r8 = r7; r1 = 63; if r1 < r8 goto 9f)
INDEX(a26_copy_changed__EINVAL, r8 = r7; r8 ^= 1; if r8 > 63 goto 9f)
INDEX(a26_original_changed__EINVAL, r8 = r7; r7 ^= 1; if r8 > 63 goto 9f)
INDEX(a26_original_masked__EACCES, r8 = r7; r7 &= 255; if r8 > 63 goto 9f)
INDEX(a26_multiplied_by_one__EINVAL, r8 = r7; r8 *= 1; if r8 > 63 goto 9f)
INDEX(a26_or_with_zero__EINVAL, r8 = r7; r8 |= 0; if r8 > 63 goto 9f)
INDEX(a26_shifted_by_zero__EINVAL, r8 = r7; r8 <<= 0; if r8 > 63 goto 9f)
INDEX(a26_constant_has_no_link__ok, r7 = 5; r8 = r7; r8 += 90; if r8 > 100 goto 9f)
INDEX(a26_survives_call__ok, r8 = r7; call get_prandom_u32; if r8 > 63 goto 9f)
INDEX(a26_argument_registers_die_at_call__EACCES, r1 = r7; call get_prandom_u32; if r1 > 63 goto 9f)

// 32-bit copies: linked only if nothing is cut off
INDEX(a14_low_copy_of_unknown__EINVAL, w8 = w7; if w8 > 63 goto 9f)
INDEX(a14_low_copy_of_32_bits__ok, w7 = w7; w8 = w7; if w8 > 63 goto 9f)
INDEX(a14_low_copy_of_bounded__ok, r1 = 0xffffffff ll; if r7 > r1 goto 9f; w8 = w7; if w8 > 63 goto 9f)
INDEX(a14_low_copy_of_33_bits__EACCES, r7 >>= 31; w8 = w7; if w8 > 63 goto 9f)
INDEX(a14_low_copy_of_load__ok, r7 = *(u32 *)(r9 + 0); w8 = w7; if r8 > 63 goto 9f)
INDEX(a14_low_jump_on_64_bit_copy__EINVAL, r8 = r7; if w8 > 63 goto 9f)
INDEX(a14_low_jump_on_copies_of_32_bits__ok, w7 = w7; r8 = r7; if w8 > 63 goto 9f)
INDEX(a14_refined_after_low_copy__ok, w8 = w7; if w7 > 63 goto 9f; r7 = r8; if r7 > 63 goto 9f)
INDEX(a14_low_copy_is_refined_by_original__EACCES, w8 = w7; if w7 > 63 goto 9f; r7 = r8)
INDEX(a14_low_copy_of_32_bits_refined_by_original__ok, w7 = w7; w8 = w7; if w7 > 63 goto 9f; r7 = r8)

// Copies with a constant distance
INDEX(a27_distance_three__ok, r8 = r7; r8 += 3; if r8 > 66 goto 9f; if r8 < 3 goto 9f)
INDEX(a27_distance_three_one_over__EACCES, r8 = r7; r8 += 3; if r8 > 67 goto 9f; if r8 < 3 goto 9f)
INDEX(a27_distance_may_wrap__EACCES, r8 = r7; r8 += 3; if r8 > 66 goto 9f)
INDEX(a27_index_is_larger_by_two__ok, r8 = r7; r7 += 2; if r8 > 61 goto 9f)
INDEX(a27_index_is_larger_by_two_one_over__EACCES, r8 = r7; r7 += 2; if r8 > 62 goto 9f)
INDEX(a27_distance_in_register__ok, r1 = 2; r8 = r7; r7 += r1; if r8 > 61 goto 9f)
INDEX(a27_distance_in_unknown_register__EINVAL, r1 = *(u8 *)(r9 + 9); r8 = r7; r7 += r1; if r8 > 1 goto 9f)
INDEX(a27_distance_negative__EINVAL, r8 = r7; r7 += -3; if r8 > 63 goto 9f; if r8 < 3 goto 9f)
INDEX(a27_distance_by_sub__EINVAL, r8 = r7; r7 -= 3; if r8 > 63 goto 9f; if r8 < 3 goto 9f)
INDEX(a27_distance_zero__ok, r8 = r7; r8 += 0; if r8 > 63 goto 9f)
INDEX(a27_added_twice__EINVAL, r8 = r7; r8 += 1; r8 += 2; if r8 > 66 goto 9f; if r8 < 3 goto 9f)
INDEX(a27_distance_by_32_bit_add__EACCES, w7 = w7; r8 = r7; w8 += 3; if w8 > 66 goto 9f; if w8 < 3 goto 9f)
INDEX(a27_copy_of_copy_with_distance__EINVAL, r8 = r7; r8 += 3; r1 = r8; if r1 > 66 goto 9f; if r1 < 3 goto 9f)
INDEX(a27_copy_of_copy_with_distance_loses_both__EINVAL, r8 = r7; r8 += 3; r1 = r8; if r8 > 66 goto 9f; if r8 < 3 goto 9f)
INDEX(a27_two_distances__ok, r8 = r7; r1 = r7; r8 += 3; r1 += 5; if r1 > 68 goto 9f; if r1 < 5 goto 9f)
INDEX(a27_two_distances_meet__ok,
	r8 = r7; r1 = r7; r8 += 3; r1 += 5; if r1 > 68 goto 9f; if r1 < 5 goto 9f; r7 = r8; r7 += -3)
INDEX(a27_large_distance__ok, r8 = r7; r8 += 0x7fffffff; r1 = 0x8000003e ll; if r8 > r1 goto 9f; if r8 < 0x7fffffff goto 9f)
INDEX(a27_too_large_distance__EINVAL,
	r8 = r7; r1 = 0x80000000 ll; r8 += r1; r2 = 0x8000003f ll; if r8 > r2 goto 9f; if r8 < r1 goto 9f)
INDEX(a27_original_and_copy_with_distance_refined_by_original__ok, r8 = r7; r8 += 3; if r7 > 60 goto 9f; r7 = r8)
INDEX(a27_original_and_copy_with_distance_one_over__EACCES, r8 = r7; r8 += 3; if r7 > 61 goto 9f; r7 = r8)

// How many copies are refined
#define COPIES r8 = r7; r1 = r7; r2 = r7; r3 = r7; r4 = r7;
INDEX(a28_six_members_the_last__ok, COPIES if r7 > 63 goto 9f; r7 = r8)
INDEX(a28_six_members_the_first__ok, COPIES if r8 > 63 goto 9f; r7 = r1)
INDEX(a28_seven_members_the_last__EINVAL, COPIES r5 = r7; if r1 > 63 goto 9f; r7 = r8)
INDEX(a28_seven_members_the_sixth__ok, COPIES r5 = r7; if r1 > 63 goto 9f)
INDEX(a28_seven_members_the_fifth__ok, COPIES r5 = r7; if r1 > 63 goto 9f; r7 = r5)
INDEX(a28_seven_members_compared_is_last__EINVAL, COPIES r5 = r7; if r8 > 63 goto 9f; r7 = r1)
INDEX(a28_seven_members_compared_is_last_and_used__ok, COPIES r5 = r7; if r8 > 63 goto 9f; r7 = r8)
INDEX(a28_seven_members_compared_is_sixth__ok, COPIES r5 = r7; if r7 > 63 goto 9f; r7 = r1)
INDEX(a28_seventh_loses_its_link__EACCES, COPIES r5 = r7; if r1 > 100 goto 9f; if r8 > 63 goto 9f; if r1 > r1 goto 9f; r7 ^= 0)
INDEX(a28_sixth_keeps_its_link__ok, COPIES r5 = r7; if r1 > 100 goto 9f; if r2 > 63 goto 9f)
INDEX(a28_seventh_compared_later_alone__EACCES, COPIES r5 = r7; if r1 > 100 goto 9f; if r8 > 63 goto 9f)
#define SLOTS *(u64 *)(r10 - 16) = r7; *(u64 *)(r10 - 24) = r7; *(u64 *)(r10 - 32) = r7; r8 = r7; r1 = r7; r2 = r7; r3 = r7;
INDEX(a28_slot_is_sixth__ok, SLOTS if r7 > 63 goto 9f; r7 = *(u64 *)(r10 - 16))
INDEX(a28_slot_is_seventh__EINVAL, SLOTS if r7 > 63 goto 9f; r7 = *(u64 *)(r10 - 24))
INDEX(a28_slot_is_eighth__EINVAL, SLOTS if r7 > 63 goto 9f; r7 = *(u64 *)(r10 - 32))

// Copies on the stack
INDEX(a60_spill_and_fill__ok, *(u64 *)(r10 - 16) = r7; if r7 > 63 goto 9f; r7 = *(u64 *)(r10 - 16))
INDEX(a60_refined_after_fill__ok, *(u64 *)(r10 - 16) = r7; r8 = *(u64 *)(r10 - 16); if r8 > 63 goto 9f)
INDEX(a60_two_fills__ok, *(u64 *)(r10 - 16) = r7; r8 = *(u64 *)(r10 - 16); r7 = *(u64 *)(r10 - 16); if r8 > 63 goto 9f)
INDEX(a60_copy_in_another_slot__ok,
	*(u64 *)(r10 - 16) = r7; r8 = *(u64 *)(r10 - 16); *(u64 *)(r10 - 24) = r8; if r7 > 63 goto 9f; r7 = *(u64 *)(r10 - 24))
INDEX(a60_slot_overwritten__EINVAL,
	*(u64 *)(r10 - 16) = r7; *(u64 *)(r10 - 16) = r8; if r7 > 63 goto 9f; r7 = *(u64 *)(r10 - 16))
INDEX(a60_low_half_spilled__EACCES, *(u32 *)(r10 - 16) = r7; if r7 > 63 goto 9f; r7 = *(u32 *)(r10 - 16))
INDEX(a60_low_half_of_32_bits_spilled__ok,
	w7 = w7; *(u32 *)(r10 - 16) = r7; if r7 > 63 goto 9f; r7 = *(u32 *)(r10 - 16))
INDEX(a60_low_half_filled__EACCES, *(u64 *)(r10 - 16) = r7; r8 = *(u32 *)(r10 - 16); if r7 > 63 goto 9f; r7 = r8)
INDEX(a60_low_half_of_32_bits_filled__ok,
	w7 = w7; *(u64 *)(r10 - 16) = r7; r8 = *(u32 *)(r10 - 16); if r7 > 63 goto 9f; r7 = r8)
INDEX(a60_byte_filled__ok, r7 &= 255; *(u64 *)(r10 - 16) = r7; r8 = *(u8 *)(r10 - 16); if r8 > 63 goto 9f)
INDEX(a60_byte_of_wider_filled__EACCES, r7 &= 511; *(u64 *)(r10 - 16) = r7; r8 = *(u8 *)(r10 - 16); if r8 > 63 goto 9f)
INDEX(a60_half_of_16_bits_filled__ok, r7 &= 0xffff; *(u64 *)(r10 - 16) = r7; r8 = *(u16 *)(r10 - 16); if r8 > 63 goto 9f)
INDEX(a60_spilled_after_refined__ok, if r7 > 63 goto 9f; *(u64 *)(r10 - 16) = r7; r7 = *(u64 *)(r10 - 16))
INDEX(a60_spill_survives_call__ok, *(u64 *)(r10 - 16) = r7; call get_prandom_u32; if r7 > 63 goto 9f; r7 = *(u64 *)(r10 - 16))
INDEX(a60_distance_of_original_after_spill__ok, *(u64 *)(r10 - 16) = r7; r7 += 1; r8 = *(u64 *)(r10 - 16); if r8 > 62 goto 9f)
INDEX(a60_distance_and_spill__EINVAL, r8 = r7; r8 += 1; *(u64 *)(r10 - 16) = r8; if r7 > 62 goto 9f; r7 = *(u64 *)(r10 - 16))
INDEX(a60_distance_and_spill_one_over__EINVAL,
	r8 = r7; r8 += 1; *(u64 *)(r10 - 16) = r8; if r7 > 63 goto 9f; r7 = *(u64 *)(r10 - 16))

// A mask whose operand is all ones or zero: two paths
INDEX(a9_sign_and_63__ok, r7 s>>= 63; r7 &= 63)
INDEX(a9_sign_and_64__EACCES, r7 s>>= 63; r7 &= 64)
INDEX(a9_sign_or_5__EACCES, r7 s>>= 63; r7 |= 5)
INDEX(a9_sign_and_register__ok, r8 = 63; r7 s>>= 63; r7 &= r8)
INDEX(a9_low_sign_and_63__ok, w7 s>>= 31; w7 &= 63)
INDEX(a9_low_sign_or_5__EINVAL, w7 s>>= 31; w7 |= 5)
NEVER(a9_sign_and_is_one_of_two__ok, r7 == 4, r7 s>>= 63; r7 &= 12; if r7 == 12 goto 9f; if r7 == 0 goto 9f)
NEVER(a9_sign_and_leaves_no_third__ok, r7 == 5, r7 s>>= 63; r7 &= 13; if r7 == 13 goto 9f)
NEVER(a9_sign_or_is_one_of_two__ok, r7 == 7, r7 s>>= 63; r7 |= 5)
NEVER(a9_mask_of_shift_by_62__EACCES, r7 == 4, r7 s>>= 62; r7 &= 12; if r7 == 12 goto 9f; if r7 == 0 goto 9f)
NEVER(a9_not_for_xor__EACCES, r7 == 4, r7 s>>= 63; r7 ^= 12; if r7 == 12 goto 9f)
NEVER(a9_sign_and_unknown__EACCES, r7 == 4, r8 &= 12; r7 s>>= 63; r7 &= r8; if r7 == 12 goto 9f; if r7 == 0 goto 9f)

// Precision: a value that matters later is compared, one that does not is not
INDEX(a31_join_of_two_constants_used_as_index__EACCES, r8 &= 7; r7 = 0; if r8 > 5 goto +1; goto +1; r7 = 100)
INDEX(a31_join_the_other_order__EACCES, r8 &= 7; r7 = 100; if r8 > 5 goto +1; r7 = 0)
INDEX(a31_join_of_two_good_constants__ok, r8 &= 7; r7 = 63; if r8 > 5 goto +1; r7 = 0)
INDEX(a29_join_through_sum__EACCES, r8 &= 7; r1 = 0; if r8 > 5 goto +1; goto +1; r1 = 60; r7 = 4; r7 += r1)
INDEX(a29_join_through_sum_good__ok, r8 &= 7; r1 = 0; if r8 > 5 goto +1; goto +1; r1 = 59; r7 = 4; r7 += r1)
INDEX(a30_join_through_move__EACCES, r8 &= 7; r1 = 0; if r8 > 5 goto +1; goto +1; r1 = 64; r7 = r1)
INDEX(a30_join_through_stack__EACCES,
	r8 &= 7; r1 = 0; if r8 > 5 goto +1; goto +1; r1 = 64; *(u64 *)(r10 - 16) = r1; r7 = *(u64 *)(r10 - 16))
INDEX(a30_join_through_stack_good__ok,
	r8 &= 7; r1 = 0; if r8 > 5 goto +1; goto +1; r1 = 63; *(u64 *)(r10 - 16) = r1; r7 = *(u64 *)(r10 - 16))
INDEX(a30_join_of_slots__EACCES,
	r8 &= 7; r1 = 0; *(u64 *)(r10 - 16) = r1; if r8 > 5 goto +1; goto +2; r1 = 64; *(u64 *)(r10 - 16) = r1;
	r7 = *(u64 *)(r10 - 16))
INDEX(a30_join_through_undecided_compare__EACCES,
	r7 &= 127; r1 = 63; if r8 > 5 goto +1; r1 = 64; if r7 > r1 goto 9f)
INDEX(a30_join_through_undecided_compare_good__ok,
	r7 &= 127; r1 = 63; if r8 > 5 goto +1; r1 = 62; if r7 > r1 goto 9f)
INDEX(a29_join_decides_a_branch__EACCES,
	r1 = 0; if r8 > 5 goto +1; goto +1; r1 = 1; r7 = 0; if r1 == 0 goto +1; r7 = 64)
INDEX(a29_join_decides_a_branch_good__ok,
	r1 = 0; if r8 > 5 goto +1; goto +1; r1 = 1; r7 = 0; if r1 == 0 goto +1; r7 = 63)
INDEX(a30_join_through_negation__EINVAL, r1 = 0; if r8 > 5 goto +1; goto +1; r1 = 64; r1 = -r1; r7 = r1)
INDEX(a30_join_through_low_half__EACCES, r1 = 0; if r8 > 5 goto +1; goto +1; r1 = 64; w7 = w1)
INDEX(a30_join_through_call__EACCES,
	r7 = 0; if r8 > 5 goto +1; goto +1; r7 = 64; call get_prandom_u32; r1 = r7; r7 = r1)
