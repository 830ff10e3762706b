// SPDX-License-Identifier: Apache-2.0
// Instructions of version 4 on scalars: sign-extending moves and loads, signed division, unconditional byte swaps, a long jump.
#include "cases_a.h"

// A value that fits keeps its range, one that does not takes the type's
#define EXTEND(BITS, MAX, MIN, OVER, UNDER) \
	NEVER(a16_extend##BITS##_max__ok, r7 s> MAX, r7 = (s##BITS)r8) \
	NEVER(a16_extend##BITS##_max_one_less__EACCES, r7 s> MAX - 1, r7 = (s##BITS)r8) \
	NEVER(a16_extend##BITS##_min__ok, r7 s< MIN, r7 = (s##BITS)r8) \
	NEVER(a16_extend##BITS##_min_one_more__EACCES, r7 s< MIN + 1, r7 = (s##BITS)r8) \
	NEVER(a16_extend##BITS##_unsigned__EACCES, r7 > MAX, r7 = (s##BITS)r8) \
	NEVER(a16_extend##BITS##_of_small__ok, r7 > 10, r8 &= 15; if r8 > 10 goto 9f; r7 = (s##BITS)r8) \
	NEVER(a16_extend##BITS##_of_small_one_less__EACCES, r7 > 9, r8 &= 15; if r8 > 10 goto 9f; r7 = (s##BITS)r8) \
	NEVER(a16_extend##BITS##_up_to_largest__ok, r7 > MAX, if r8 > MAX goto 9f; r7 = (s##BITS)r8) \
	NEVER(a16_extend##BITS##_beyond_largest__EACCES, r7 s< 0, if r8 > OVER goto 9f; r7 = (s##BITS)r8) \
	NEVER(a16_extend##BITS##_of_constant__ok, r7 != -2, r8 = -2; r7 = (s##BITS)r8) \
	NEVER(a16_extend##BITS##_cuts_constant__ok, r7 != -1, r8 = OVER; r8 += MAX; r7 = (s##BITS)r8) \
	NEVER(a16_load_extended##BITS##_max__ok, r7 s> MAX, r7 = *(s##BITS *)(r9 + 8)) \
	NEVER(a16_load_extended##BITS##_max_one_less__EACCES, r7 s> MAX - 1, r7 = *(s##BITS *)(r9 + 8)) \
	NEVER(a16_load_extended##BITS##_min__ok, r7 s< MIN, r7 = *(s##BITS *)(r9 + 8)) \
	NEVER(a16_load_extended##BITS##_min_one_more__EACCES, r7 s< MIN + 1, r7 = *(s##BITS *)(r9 + 8)) \
	INDEX(a16_extend##BITS##_copy_of_unknown__EINVAL, r8 = (s##BITS)r7; if r8 > 63 goto 9f) \
	INDEX(a16_extend##BITS##_copy_of_fitting__ok, if r7 > MAX goto 9f; r8 = (s##BITS)r7; if r8 > 63 goto 9f) \
	INDEX(a16_extend##BITS##_copy_of_one_more_bit__EACCES, if r7 > OVER goto 9f; r8 = (s##BITS)r7; if r8 > 63 goto 9f)
EXTEND(8, 127, -128, 128, -129)
EXTEND(16, 32767, -32768, 32768, -32769)
NEVER(a16_extend32_positive__ok, r7 s> 0x7fffffff, r7 = (s32)r8)
NEVER(a16_extend32_positive_one_less__EACCES, r7 s> 0x7ffffffe, r7 = (s32)r8)
NEVER(a16_extend32_negative__ok, r7 s< -0x80000000, r7 = (s32)r8)
NEVER(a16_extend32_negative_one_more__EACCES, r7 s< -0x7fffffff, r7 = (s32)r8)
NEVER(a16_extend32_low_range_does_not_carry__EACCES, r7 s> 5, if w8 s> 5 goto 9f; if w8 s< -5 goto 9f; r7 = (s32)r8)
NEVER(a16_extend32_of_range_around_zero__EACCES, r7 s> 5, if r8 s> 5 goto 9f; if r8 s< -5 goto 9f; r7 = (s32)r8)
NEVER(a16_extend32_of_negative_range__ok, r7 s> -5, if r8 s> -5 goto 9f; if r8 s< -9 goto 9f; r7 = (s32)r8)
NEVER(a16_extend32_of_constant__ok, r7 != -1, r8 = 0xffffffff ll; r7 = (s32)r8)
NEVER(a16_load_extended32__ok, r7 s> 0x7fffffff, r7 = *(s32 *)(r9 + 8))
NEVER(a16_load_extended32_min__ok, r7 s< -0x80000000, r7 = *(s32 *)(r9 + 8))
NEVER(a16_load_extended32_sign__EACCES, r7 s< 0, r7 = *(s32 *)(r9 + 8))
INDEX(a16_extend32_copy_of_31_bits__ok, r7 <<= 33; r7 >>= 33; r8 = (s32)r7; if r8 > 63 goto 9f)
INDEX(a16_extend32_copy_of_32_bits__EACCES, w7 = w7; r8 = (s32)r7; if r8 > 63 goto 9f)
// 32-bit forms: the upper half is 0
NEVER(a16_extend8_to_32_not_negative__ok, r7 s< 0, w7 = (s8)w8)
NEVER(a16_extend8_to_32_max__ok, w7 s> 127, w7 = (s8)w8)
NEVER(a16_extend8_to_32_max_one_less__EACCES, w7 s> 126, w7 = (s8)w8)
NEVER(a16_extend8_to_32_min__ok, w7 s< -128, w7 = (s8)w8)
NEVER(a16_extend8_to_32_64_bit_value__EACCES, r7 > 127, w7 = (s8)w8)
NEVER(a16_extend16_to_32_not_negative__ok, r7 s< 0, w7 = (s16)w8)
NEVER(a16_extend16_to_32_max__ok, w7 s> 32767, w7 = (s16)w8)
NEVER(a16_extend16_to_32_min__ok, w7 s< -32768, w7 = (s16)w8)
NEVER(a16_extend16_to_32_min_one_more__EACCES, w7 s< -32767, w7 = (s16)w8)
NEVER(a16_extend8_to_32_of_small__ok, r7 > 10, if r8 > 10 goto 9f; w7 = (s8)w8)
NEVER(a16_extend8_to_32_of_constant__ok, w7 != -1, r8 = 255; w7 = (s8)w8)
INDEX(a16_extend_negative_and_bound__EINVAL, r7 = (s8)r8; if r7 s> 63 goto 9f; r7 <<= 1; r7 s>>= 1; r7 *= 1)
INDEX(a16_extend_signed_bound_only__EACCES, r7 = (s8)r8; if r7 s> 63 goto 9f)
INDEX(a16_extend_signed_bounds__ok, r7 = (s8)r8; if r7 s> 63 goto 9f; if r7 s< 0 goto 9f)
INDEX(a16_extend_unsigned_bound__ok, r7 = (s8)r8; if r7 > 63 goto 9f)
// Extending a pointer makes a number of it
INDEX(a32_extended_pointer_is_a_number__ok, r7 = (s32)r9; r7 &= 63)
INDEX(a32_extended_pointer_as_pointer__EACCES, r8 = (s32)r9; r7 = *(u8 *)(r8 + 0))

// Signed division and modulo know nothing of their result
NEVER(a10_sdiv__EACCES, r7 s> 7, r7 &= 31; r7 s/= 4)
NEVER(a10_smod__EACCES, r7 s> 63, r7 s%= 64)
NEVER(a10_sdiv_constants__EACCES, r7 != -4, r7 = 8; r7 s/= -2)
NEVER(a10_smod_constants__EACCES, r7 != 1, r7 = 9; r7 s%= 4)
NEVER(a10_sdiv32_upper_half__EACCES, r7 > r1, w7 s/= 3; r1 = 0xffffffff ll)
NEVER(a10_smod32_upper_half__EACCES, r7 > r1, w7 s%= 3; r1 = 0xffffffff ll)
INDEX(a10_smod_then_mask__ok, r7 s%= 64; r7 &= 63)
TC(a8_sdiv_imm_zero__EINVAL, r0 = 1; r0 s/= 0; exit)
TC(a8_smod_imm_zero__EINVAL, r0 = 1; r0 s%= 0; exit)
TC(a8_sdiv32_imm_zero__EINVAL, w0 = 1; w0 s/= 0; exit)
TC(a8_sdiv_reg_zero__ok, r0 = 1; r1 = 0; r0 s/= r1; exit)
TC(a8_smod32_reg_zero__ok, w0 = 1; w1 = 0; w0 s%= w1; exit)

// Byte swaps
NEVER(a10_bswap16__EACCES, r7 > 0xffff, r7 = bswap16 r7)
NEVER(a10_bswap32__EACCES, r7 > r1, r7 = bswap32 r7; r1 = 0xffffffff ll)
NEVER(a10_bswap64_of_constant__EACCES, r7 != 0, r7 = 0; r7 = bswap64 r7)
INDEX(a10_bswap_then_mask__ok, r7 = bswap32 r7; r7 &= 63)

// The long jump
TC(a69_long_jump__ok, r0 = 0; if r1 != 0 goto +1; r0 = 2; gotol +0; exit)
TC(a69_long_jump_back__EINVAL, r0 = 0; gotol -1; exit)
TC(a70_long_jump_over_unreachable__EINVAL, r0 = 0; gotol +1; r0 = 1; exit)
TC(a69_long_jump_over_reached__ok, r0 = 0; if r1 == 0 goto +1; gotol +1; r0 = 1; exit)
