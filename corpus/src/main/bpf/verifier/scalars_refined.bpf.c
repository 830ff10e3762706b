// SPDX-License-Identifier: Apache-2.0
// What a conditional jump teaches: both sides, both operands, and what it does not teach.
#include "cases_a.h"

// 64-bit: an unknown value against 20
NEVER(a23_gt64_not_taken_max__ok, r7 > 20, if r7 > 20 goto 9f)
NEVER(a23_gt64_not_taken_max_one_less__EACCES, r7 > 19, if r7 > 20 goto 9f)
NEVER(a23_gt64_taken_min__ok, r7 < 21, if r7 > 20 goto +1; goto 9f)
NEVER(a23_gt64_taken_min_one_more__EACCES, r7 < 22, if r7 > 20 goto +1; goto 9f)
NEVER(a23_ge64_not_taken_max__ok, r7 > 19, if r7 >= 20 goto 9f)
NEVER(a23_ge64_not_taken_max_one_less__EACCES, r7 > 18, if r7 >= 20 goto 9f)
NEVER(a23_ge64_taken_min__ok, r7 < 20, if r7 >= 20 goto +1; goto 9f)
NEVER(a23_ge64_taken_min_one_more__EACCES, r7 < 21, if r7 >= 20 goto +1; goto 9f)
NEVER(a23_lt64_not_taken_min__ok, r7 < 20, if r7 < 20 goto 9f)
NEVER(a23_lt64_not_taken_min_one_more__EACCES, r7 < 21, if r7 < 20 goto 9f)
NEVER(a23_lt64_taken_max__ok, r7 > 19, if r7 < 20 goto +1; goto 9f)
NEVER(a23_lt64_taken_max_one_less__EACCES, r7 > 18, if r7 < 20 goto +1; goto 9f)
NEVER(a23_le64_not_taken_min__ok, r7 < 21, if r7 <= 20 goto 9f)
NEVER(a23_le64_not_taken_min_one_more__EACCES, r7 < 22, if r7 <= 20 goto 9f)
NEVER(a23_le64_taken_max__ok, r7 > 20, if r7 <= 20 goto +1; goto 9f)
NEVER(a23_le64_taken_max_one_less__EACCES, r7 > 19, if r7 <= 20 goto +1; goto 9f)
NEVER(a23_sgt64_not_taken_smax__ok, r7 s> 20, if r7 s> 20 goto 9f)
NEVER(a23_sgt64_not_taken_smax_one_less__EACCES, r7 s> 19, if r7 s> 20 goto 9f)
NEVER(a23_sgt64_taken_smin__ok, r7 s< 21, if r7 s> 20 goto +1; goto 9f)
NEVER(a23_sgt64_taken_smin_one_more__EACCES, r7 s< 22, if r7 s> 20 goto +1; goto 9f)
NEVER(a23_sge64_not_taken_smax__ok, r7 s> 19, if r7 s>= 20 goto 9f)
NEVER(a23_sge64_not_taken_smax_one_less__EACCES, r7 s> 18, if r7 s>= 20 goto 9f)
NEVER(a23_sge64_taken_smin__ok, r7 s< 20, if r7 s>= 20 goto +1; goto 9f)
NEVER(a23_sge64_taken_smin_one_more__EACCES, r7 s< 21, if r7 s>= 20 goto +1; goto 9f)
NEVER(a23_slt64_not_taken_smin__ok, r7 s< 20, if r7 s< 20 goto 9f)
NEVER(a23_slt64_not_taken_smin_one_more__EACCES, r7 s< 21, if r7 s< 20 goto 9f)
NEVER(a23_slt64_taken_smax__ok, r7 s> 19, if r7 s< 20 goto +1; goto 9f)
NEVER(a23_slt64_taken_smax_one_less__EACCES, r7 s> 18, if r7 s< 20 goto +1; goto 9f)
NEVER(a23_sle64_not_taken_smin__ok, r7 s< 21, if r7 s<= 20 goto 9f)
NEVER(a23_sle64_not_taken_smin_one_more__EACCES, r7 s< 22, if r7 s<= 20 goto 9f)
NEVER(a23_sle64_taken_smax__ok, r7 s> 20, if r7 s<= 20 goto +1; goto 9f)
NEVER(a23_sle64_taken_smax_one_less__EACCES, r7 s> 19, if r7 s<= 20 goto +1; goto 9f)

// 64-bit: 15 .. 100 against a register of 10 .. 20
NEVER(a23_eq64_reg_taken_max__ok, r7 > 20,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 == r8 goto +1; goto 9f)
NEVER(a23_eq64_reg_taken_max_one_less__EACCES, r7 > 19,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 == r8 goto +1; goto 9f)
NEVER(a23_eq64_reg_taken_src_min__ok, r8 < 15,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 == r8 goto +1; goto 9f)
NEVER(a23_eq64_reg_taken_src_min_one_more__EACCES, r8 < 16,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 == r8 goto +1; goto 9f)
NEVER(a23_ne64_reg_not_taken_max__ok, r7 > 20,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 != r8 goto 9f)
NEVER(a23_ne64_reg_not_taken_max_one_less__EACCES, r7 > 19,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 != r8 goto 9f)
NEVER(a23_ne64_reg_not_taken_src_min__ok, r8 < 15,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 != r8 goto 9f)
NEVER(a23_ne64_reg_not_taken_src_min_one_more__EACCES, r8 < 16,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 != r8 goto 9f)
NEVER(a23_gt64_reg_not_taken_max__ok, r7 > 20,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 > r8 goto 9f)
NEVER(a23_gt64_reg_not_taken_max_one_less__EACCES, r7 > 19,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 > r8 goto 9f)
NEVER(a23_gt64_reg_not_taken_src_min__ok, r8 < 15,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 > r8 goto 9f)
NEVER(a23_gt64_reg_not_taken_src_min_one_more__EACCES, r8 < 16,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 > r8 goto 9f)
NEVER(a23_ge64_reg_not_taken_max__ok, r7 > 19,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 >= r8 goto 9f)
NEVER(a23_ge64_reg_not_taken_max_one_less__EACCES, r7 > 18,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 >= r8 goto 9f)
NEVER(a23_ge64_reg_not_taken_src_min__ok, r8 < 16,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 >= r8 goto 9f)
NEVER(a23_ge64_reg_not_taken_src_min_one_more__EACCES, r8 < 17,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 >= r8 goto 9f)
NEVER(a23_lt64_reg_taken_max__ok, r7 > 19,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 < r8 goto +1; goto 9f)
NEVER(a23_lt64_reg_taken_max_one_less__EACCES, r7 > 18,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 < r8 goto +1; goto 9f)
NEVER(a23_lt64_reg_taken_src_min__ok, r8 < 16,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 < r8 goto +1; goto 9f)
NEVER(a23_lt64_reg_taken_src_min_one_more__EACCES, r8 < 17,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 < r8 goto +1; goto 9f)
NEVER(a23_le64_reg_taken_max__ok, r7 > 20,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 <= r8 goto +1; goto 9f)
NEVER(a23_le64_reg_taken_max_one_less__EACCES, r7 > 19,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 <= r8 goto +1; goto 9f)
NEVER(a23_le64_reg_taken_src_min__ok, r8 < 15,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 <= r8 goto +1; goto 9f)
NEVER(a23_le64_reg_taken_src_min_one_more__EACCES, r8 < 16,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 <= r8 goto +1; goto 9f)
NEVER(a23_sgt64_reg_not_taken_max__ok, r7 > 20,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s> r8 goto 9f)
NEVER(a23_sgt64_reg_not_taken_max_one_less__EACCES, r7 > 19,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s> r8 goto 9f)
NEVER(a23_sgt64_reg_not_taken_src_min__ok, r8 < 15,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s> r8 goto 9f)
NEVER(a23_sgt64_reg_not_taken_src_min_one_more__EACCES, r8 < 16,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s> r8 goto 9f)
NEVER(a23_sge64_reg_not_taken_max__ok, r7 > 19,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s>= r8 goto 9f)
NEVER(a23_sge64_reg_not_taken_max_one_less__EACCES, r7 > 18,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s>= r8 goto 9f)
NEVER(a23_sge64_reg_not_taken_src_min__ok, r8 < 16,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s>= r8 goto 9f)
NEVER(a23_sge64_reg_not_taken_src_min_one_more__EACCES, r8 < 17,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s>= r8 goto 9f)
NEVER(a23_slt64_reg_taken_max__ok, r7 > 19,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s< r8 goto +1; goto 9f)
NEVER(a23_slt64_reg_taken_max_one_less__EACCES, r7 > 18,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s< r8 goto +1; goto 9f)
NEVER(a23_slt64_reg_taken_src_min__ok, r8 < 16,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s< r8 goto +1; goto 9f)
NEVER(a23_slt64_reg_taken_src_min_one_more__EACCES, r8 < 17,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s< r8 goto +1; goto 9f)
NEVER(a23_sle64_reg_taken_max__ok, r7 > 20,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s<= r8 goto +1; goto 9f)
NEVER(a23_sle64_reg_taken_max_one_less__EACCES, r7 > 19,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s<= r8 goto +1; goto 9f)
NEVER(a23_sle64_reg_taken_src_min__ok, r8 < 15,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s<= r8 goto +1; goto 9f)
NEVER(a23_sle64_reg_taken_src_min_one_more__EACCES, r8 < 16,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 10 goto 9f; if r8 > 20 goto 9f; if r7 s<= r8 goto +1; goto 9f)

// 64-bit: the larger operand on the right
NEVER(a23_gt64_reg_both_min__ok, r7 < 51,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 > r8 goto +1; goto 9f)
NEVER(a23_gt64_reg_both_min_one_more__EACCES, r7 < 52,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 > r8 goto +1; goto 9f)
NEVER(a23_gt64_reg_both_src_max__ok, r8 > 99,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 > r8 goto +1; goto 9f)
NEVER(a23_gt64_reg_both_src_max_one_less__EACCES, r8 > 98,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 > r8 goto +1; goto 9f)
NEVER(a23_ge64_reg_both_min__ok, r7 < 50,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 >= r8 goto +1; goto 9f)
NEVER(a23_ge64_reg_both_min_one_more__EACCES, r7 < 51,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 >= r8 goto +1; goto 9f)
NEVER(a23_ge64_reg_both_src_max__ok, r8 > 100,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 >= r8 goto +1; goto 9f)
NEVER(a23_ge64_reg_both_src_max_one_less__EACCES, r8 > 99,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 >= r8 goto +1; goto 9f)
NEVER(a23_eq64_reg_both_min__ok, r7 < 50,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 == r8 goto +1; goto 9f)
NEVER(a23_eq64_reg_both_min_one_more__EACCES, r7 < 51,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 == r8 goto +1; goto 9f)
NEVER(a23_eq64_reg_both_max__ok, r7 > 100,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 == r8 goto +1; goto 9f)
NEVER(a23_eq64_reg_both_max_one_less__EACCES, r7 > 99,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 == r8 goto +1; goto 9f)
NEVER(a23_eq64_reg_both_src_min__ok, r8 < 50,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 == r8 goto +1; goto 9f)
NEVER(a23_eq64_reg_both_src_min_one_more__EACCES, r8 < 51,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 == r8 goto +1; goto 9f)
NEVER(a23_eq64_reg_both_src_max__ok, r8 > 100,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 == r8 goto +1; goto 9f)
NEVER(a23_eq64_reg_both_src_max_one_less__EACCES, r8 > 99,
	if r7 < 15 goto 9f; if r7 > 100 goto 9f; if r8 < 50 goto 9f; if r8 > 200 goto 9f; if r7 == r8 goto +1; goto 9f)

// 32-bit: an unknown value against 20
NEVER(a23_gt32_not_taken_low_max__ok, w7 > 20, if w7 > 20 goto 9f)
NEVER(a23_gt32_not_taken_low_max_one_less__EACCES, w7 > 19, if w7 > 20 goto 9f)
NEVER(a23_gt32_taken_low_min__ok, w7 < 21, if w7 > 20 goto +1; goto 9f)
NEVER(a23_gt32_taken_low_min_one_more__EACCES, w7 < 22, if w7 > 20 goto +1; goto 9f)
NEVER(a23_ge32_not_taken_low_max__ok, w7 > 19, if w7 >= 20 goto 9f)
NEVER(a23_ge32_not_taken_low_max_one_less__EACCES, w7 > 18, if w7 >= 20 goto 9f)
NEVER(a23_ge32_taken_low_min__ok, w7 < 20, if w7 >= 20 goto +1; goto 9f)
NEVER(a23_ge32_taken_low_min_one_more__EACCES, w7 < 21, if w7 >= 20 goto +1; goto 9f)
NEVER(a23_lt32_not_taken_low_min__ok, w7 < 20, if w7 < 20 goto 9f)
NEVER(a23_lt32_not_taken_low_min_one_more__EACCES, w7 < 21, if w7 < 20 goto 9f)
NEVER(a23_lt32_taken_low_max__ok, w7 > 19, if w7 < 20 goto +1; goto 9f)
NEVER(a23_lt32_taken_low_max_one_less__EACCES, w7 > 18, if w7 < 20 goto +1; goto 9f)
NEVER(a23_le32_not_taken_low_min__ok, w7 < 21, if w7 <= 20 goto 9f)
NEVER(a23_le32_not_taken_low_min_one_more__EACCES, w7 < 22, if w7 <= 20 goto 9f)
NEVER(a23_le32_taken_low_max__ok, w7 > 20, if w7 <= 20 goto +1; goto 9f)
NEVER(a23_le32_taken_low_max_one_less__EACCES, w7 > 19, if w7 <= 20 goto +1; goto 9f)
NEVER(a23_sgt32_not_taken_low_smax__ok, w7 s> 20, if w7 s> 20 goto 9f)
NEVER(a23_sgt32_not_taken_low_smax_one_less__EACCES, w7 s> 19, if w7 s> 20 goto 9f)
NEVER(a23_sgt32_taken_low_smin__ok, w7 s< 21, if w7 s> 20 goto +1; goto 9f)
NEVER(a23_sgt32_taken_low_smin_one_more__EACCES, w7 s< 22, if w7 s> 20 goto +1; goto 9f)
NEVER(a23_sge32_not_taken_low_smax__ok, w7 s> 19, if w7 s>= 20 goto 9f)
NEVER(a23_sge32_not_taken_low_smax_one_less__EACCES, w7 s> 18, if w7 s>= 20 goto 9f)
NEVER(a23_sge32_taken_low_smin__ok, w7 s< 20, if w7 s>= 20 goto +1; goto 9f)
NEVER(a23_sge32_taken_low_smin_one_more__EACCES, w7 s< 21, if w7 s>= 20 goto +1; goto 9f)
NEVER(a23_slt32_not_taken_low_smin__ok, w7 s< 20, if w7 s< 20 goto 9f)
NEVER(a23_slt32_not_taken_low_smin_one_more__EACCES, w7 s< 21, if w7 s< 20 goto 9f)
NEVER(a23_slt32_taken_low_smax__ok, w7 s> 19, if w7 s< 20 goto +1; goto 9f)
NEVER(a23_slt32_taken_low_smax_one_less__EACCES, w7 s> 18, if w7 s< 20 goto +1; goto 9f)
NEVER(a23_sle32_not_taken_low_smin__ok, w7 s< 21, if w7 s<= 20 goto 9f)
NEVER(a23_sle32_not_taken_low_smin_one_more__EACCES, w7 s< 22, if w7 s<= 20 goto 9f)
NEVER(a23_sle32_taken_low_smax__ok, w7 s> 20, if w7 s<= 20 goto +1; goto 9f)
NEVER(a23_sle32_taken_low_smax_one_less__EACCES, w7 s> 19, if w7 s<= 20 goto +1; goto 9f)

// 32-bit: 15 .. 100 against a register of 10 .. 20
NEVER(a23_eq32_reg_taken_low_max__ok, w7 > 20,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 == w8 goto +1; goto 9f)
NEVER(a23_eq32_reg_taken_low_max_one_less__EACCES, w7 > 19,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 == w8 goto +1; goto 9f)
NEVER(a23_eq32_reg_taken_src_low_min__ok, w8 < 15,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 == w8 goto +1; goto 9f)
NEVER(a23_eq32_reg_taken_src_low_min_one_more__EACCES, w8 < 16,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 == w8 goto +1; goto 9f)
NEVER(a23_ne32_reg_not_taken_low_max__ok, w7 > 20,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 != w8 goto 9f)
NEVER(a23_ne32_reg_not_taken_low_max_one_less__EACCES, w7 > 19,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 != w8 goto 9f)
NEVER(a23_ne32_reg_not_taken_src_low_min__ok, w8 < 15,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 != w8 goto 9f)
NEVER(a23_ne32_reg_not_taken_src_low_min_one_more__EACCES, w8 < 16,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 != w8 goto 9f)
NEVER(a23_gt32_reg_not_taken_low_max__ok, w7 > 20,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 > w8 goto 9f)
NEVER(a23_gt32_reg_not_taken_low_max_one_less__EACCES, w7 > 19,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 > w8 goto 9f)
NEVER(a23_gt32_reg_not_taken_src_low_min__ok, w8 < 15,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 > w8 goto 9f)
NEVER(a23_gt32_reg_not_taken_src_low_min_one_more__EACCES, w8 < 16,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 > w8 goto 9f)
NEVER(a23_ge32_reg_not_taken_low_max__ok, w7 > 19,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 >= w8 goto 9f)
NEVER(a23_ge32_reg_not_taken_low_max_one_less__EACCES, w7 > 18,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 >= w8 goto 9f)
NEVER(a23_ge32_reg_not_taken_src_low_min__ok, w8 < 16,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 >= w8 goto 9f)
NEVER(a23_ge32_reg_not_taken_src_low_min_one_more__EACCES, w8 < 17,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 >= w8 goto 9f)
NEVER(a23_lt32_reg_taken_low_max__ok, w7 > 19,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 < w8 goto +1; goto 9f)
NEVER(a23_lt32_reg_taken_low_max_one_less__EACCES, w7 > 18,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 < w8 goto +1; goto 9f)
NEVER(a23_lt32_reg_taken_src_low_min__ok, w8 < 16,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 < w8 goto +1; goto 9f)
NEVER(a23_lt32_reg_taken_src_low_min_one_more__EACCES, w8 < 17,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 < w8 goto +1; goto 9f)
NEVER(a23_le32_reg_taken_low_max__ok, w7 > 20,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 <= w8 goto +1; goto 9f)
NEVER(a23_le32_reg_taken_low_max_one_less__EACCES, w7 > 19,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 <= w8 goto +1; goto 9f)
NEVER(a23_le32_reg_taken_src_low_min__ok, w8 < 15,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 <= w8 goto +1; goto 9f)
NEVER(a23_le32_reg_taken_src_low_min_one_more__EACCES, w8 < 16,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 <= w8 goto +1; goto 9f)
NEVER(a23_sgt32_reg_not_taken_low_max__ok, w7 > 20,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s> w8 goto 9f)
NEVER(a23_sgt32_reg_not_taken_low_max_one_less__EACCES, w7 > 19,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s> w8 goto 9f)
NEVER(a23_sgt32_reg_not_taken_src_low_min__ok, w8 < 15,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s> w8 goto 9f)
NEVER(a23_sgt32_reg_not_taken_src_low_min_one_more__EACCES, w8 < 16,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s> w8 goto 9f)
NEVER(a23_sge32_reg_not_taken_low_max__ok, w7 > 19,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s>= w8 goto 9f)
NEVER(a23_sge32_reg_not_taken_low_max_one_less__EACCES, w7 > 18,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s>= w8 goto 9f)
NEVER(a23_sge32_reg_not_taken_src_low_min__ok, w8 < 16,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s>= w8 goto 9f)
NEVER(a23_sge32_reg_not_taken_src_low_min_one_more__EACCES, w8 < 17,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s>= w8 goto 9f)
NEVER(a23_slt32_reg_taken_low_max__ok, w7 > 19,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s< w8 goto +1; goto 9f)
NEVER(a23_slt32_reg_taken_low_max_one_less__EACCES, w7 > 18,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s< w8 goto +1; goto 9f)
NEVER(a23_slt32_reg_taken_src_low_min__ok, w8 < 16,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s< w8 goto +1; goto 9f)
NEVER(a23_slt32_reg_taken_src_low_min_one_more__EACCES, w8 < 17,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s< w8 goto +1; goto 9f)
NEVER(a23_sle32_reg_taken_low_max__ok, w7 > 20,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s<= w8 goto +1; goto 9f)
NEVER(a23_sle32_reg_taken_low_max_one_less__EACCES, w7 > 19,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s<= w8 goto +1; goto 9f)
NEVER(a23_sle32_reg_taken_src_low_min__ok, w8 < 15,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s<= w8 goto +1; goto 9f)
NEVER(a23_sle32_reg_taken_src_low_min_one_more__EACCES, w8 < 16,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 10 goto 9f; if w8 > 20 goto 9f; if w7 s<= w8 goto +1; goto 9f)

// 32-bit: the larger operand on the right
NEVER(a23_gt32_reg_both_low_min__ok, w7 < 51,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 > w8 goto +1; goto 9f)
NEVER(a23_gt32_reg_both_low_min_one_more__EACCES, w7 < 52,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 > w8 goto +1; goto 9f)
NEVER(a23_gt32_reg_both_src_low_max__ok, w8 > 99,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 > w8 goto +1; goto 9f)
NEVER(a23_gt32_reg_both_src_low_max_one_less__EACCES, w8 > 98,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 > w8 goto +1; goto 9f)
NEVER(a23_ge32_reg_both_low_min__ok, w7 < 50,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 >= w8 goto +1; goto 9f)
NEVER(a23_ge32_reg_both_low_min_one_more__EACCES, w7 < 51,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 >= w8 goto +1; goto 9f)
NEVER(a23_ge32_reg_both_src_low_max__ok, w8 > 100,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 >= w8 goto +1; goto 9f)
NEVER(a23_ge32_reg_both_src_low_max_one_less__EACCES, w8 > 99,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 >= w8 goto +1; goto 9f)
NEVER(a23_eq32_reg_both_low_min__ok, w7 < 50,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 == w8 goto +1; goto 9f)
NEVER(a23_eq32_reg_both_low_min_one_more__EACCES, w7 < 51,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 == w8 goto +1; goto 9f)
NEVER(a23_eq32_reg_both_low_max__ok, w7 > 100,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 == w8 goto +1; goto 9f)
NEVER(a23_eq32_reg_both_low_max_one_less__EACCES, w7 > 99,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 == w8 goto +1; goto 9f)
NEVER(a23_eq32_reg_both_src_low_min__ok, w8 < 50,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 == w8 goto +1; goto 9f)
NEVER(a23_eq32_reg_both_src_low_min_one_more__EACCES, w8 < 51,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 == w8 goto +1; goto 9f)
NEVER(a23_eq32_reg_both_src_low_max__ok, w8 > 100,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 == w8 goto +1; goto 9f)
NEVER(a23_eq32_reg_both_src_low_max_one_less__EACCES, w8 > 99,
	if w7 < 15 goto 9f; if w7 > 100 goto 9f; if w8 < 50 goto 9f; if w8 > 200 goto 9f; if w7 == w8 goto +1; goto 9f)

// equality of bits
NEVER(a18_eq_gives_bits_zero_bits__ok, r7 & 7, r8 &= 248; if r7 == r8 goto +1; goto 9f)
NEVER(a18_eq_gives_bits_max__ok, r7 > 248, r8 &= 248; if r7 == r8 goto +1; goto 9f)
NEVER(a18_eq_gives_bits_max_one_less__EACCES, r7 > 247, r8 &= 248; if r7 == r8 goto +1; goto 9f)
NEVER(a18_eq_gives_bits_to_the_right_src__ok, r8 & 7, r7 &= 248; if r7 == r8 goto +1; goto 9f)
NEVER(a18_eq32_gives_low_bits_known__ok, w7 & 7, w8 &= 248; if w7 == w8 goto +1; goto 9f)
NEVER(a18_eq32_gives_low_bits_upper__ok, r7 & 7, w8 &= 248; if w7 == w8 goto +1; goto 9f)
NEVER(a18_eq_constant_exact__ok, r7 != 7, if r7 == 7 goto +1; goto 9f)
NEVER(a18_eq_constant_register_exact__ok, r7 != 7, r8 = 7; if r7 == r8 goto +1; goto 9f)
INDEX(a18_ne_constant_falls_through__ok, if r7 != 63 goto 9f)
INDEX(a18_ne_constant_falls_through_64__EACCES, if r7 != 64 goto 9f)
INDEX(a24_eq32_constant__EINVAL, if w7 != 63 goto 9f)
INDEX(a24_eq32_constant_truncated__ok, if w7 != 63 goto 9f; w7 = w7)

// inequality moves a bound by one; a hole inside is forgotten
INDEX(a25_ne_at_the_end__ok, r7 &= 127; if r7 > 64 goto 9f; if r7 == 64 goto 9f)
INDEX(a25_ne_inside__EACCES, r7 &= 127; if r7 > 65 goto 9f; if r7 == 64 goto 9f)
INDEX(a25_ne_twice__ok, r7 &= 127; if r7 > 65 goto 9f; if r7 == 65 goto 9f; if r7 == 64 goto 9f)
INDEX(a25_ne_twice_wrong_order__EACCES, r7 &= 127; if r7 > 65 goto 9f; if r7 == 64 goto 9f; if r7 == 65 goto 9f)
INDEX(a25_ne32_at_the_end__ok, w7 &= 127; if w7 > 64 goto 9f; if w7 == 64 goto 9f)
INDEX(a25_ne_register_constant__ok, r8 = 64; r7 &= 127; if r7 > 64 goto 9f; if r7 == r8 goto 9f)
INDEX(a25_ne_constant_on_the_left__ok, r8 = 64; r7 &= 127; if r7 > 64 goto 9f; if r8 == r7 goto 9f)
INDEX(a25_ne_unknown__EACCES, r8 &= 64; r7 &= 127; if r7 > 64 goto 9f; if r7 == r8 goto 9f)
NEVER(a25_ne_zero_min__ok, r7 < 1, if r7 == 0 goto 9f)
NEVER(a25_ne_zero_min_one_more__EACCES, r7 < 2, if r7 == 0 goto 9f)
NEVER(a25_ne_zero_low_low_min__ok, w7 < 1, if w7 == 0 goto 9f)
NEVER(a25_ne_zero_low_low_min_one_more__EACCES, w7 < 2, if w7 == 0 goto 9f)
NEVER(a25_ne_zero_low_upper__EACCES, r7 < 2, if w7 == 0 goto 9f)
NEVER(a25_ne_signed_end_smin__ok, r7 s< -9, if r7 s> 10 goto 9f; if r7 s< -10 goto 9f; if r7 == -10 goto 9f)
NEVER(a25_ne_signed_end_smin_one_more__EACCES, r7 s< -8,
	if r7 s> 10 goto 9f; if r7 s< -10 goto 9f; if r7 == -10 goto 9f)
NEVER(a25_ne_zero_inside_signed_unknown__EACCES, r7 s> 9, if r7 s> 10 goto 9f; if r7 s< -10 goto 9f; if r7 == 0 goto 9f)
NEVER(a25_ne_zero_inside_signed_smin__ok, r7 s< -10, if r7 s> 10 goto 9f; if r7 s< -10 goto 9f; if r7 == 0 goto 9f)
NEVER(a25_ne_zero_inside_signed_smin_one_more__EACCES, r7 s< -9,
	if r7 s> 10 goto 9f; if r7 s< -10 goto 9f; if r7 == 0 goto 9f)

// bit tests
INDEX(a20_clear_upper_bits__ok, if r7 & -64 goto 9f)
INDEX(a20_clear_upper_bits_128__EACCES, if r7 & -128 goto 9f)
INDEX(a20_clear_upper_bits_low_half__EINVAL, if w7 & -64 goto 9f)
INDEX(a20_clear_upper_bits_low_half_moved__ok, if w7 & -64 goto 9f; w7 = w7)
INDEX(a20_clear_upper_bits_register__ok, r8 = -64; if r7 & r8 goto 9f)
INDEX(a20_clear_one_bit__ok, r7 &= 127; if r7 & 64 goto 9f)
NEVER(a20_single_bit_set_min__ok, r7 < 8, r7 &= 15; if r7 & 8 goto +1; goto 9f)
NEVER(a20_single_bit_set_min_one_more__EACCES, r7 < 9, r7 &= 15; if r7 & 8 goto +1; goto 9f)
NEVER(a20_single_bit_set_register_min__ok, r7 < 8, r8 = 8; r7 &= 15; if r7 & r8 goto +1; goto 9f)
NEVER(a20_single_bit_set_register_min_one_more__EACCES, r7 < 9, r8 = 8; r7 &= 15; if r7 & r8 goto +1; goto 9f)
NEVER(a20_two_bits_set_unknown__EACCES, r7 < 4, r7 &= 15; if r7 & 12 goto +1; goto 9f)
NEVER(a20_sign_bit_clear_known__ok, r7 s< 0, r8 = 1; r8 <<= 63; if r7 & r8 goto 9f)
NEVER(a20_sign_bit_set_low_known__ok, w7 s> -1, r8 = 0x80000000 ll; if w7 & w8 goto +1; goto 9f)
NEVER(a20_clear_forgets_other_ranges_zero_bits__ok, r7 & 1, if r7 > 20 goto 9f; if r7 & 1 goto 9f)
NEVER(a20_clear_forgets_other_ranges_range_rebuilt__EACCES, r7 > 20, if r7 > 20 goto 9f; if r7 & 1 goto 9f)

// unsigned compares teach unsigned bounds, signed ones signed bounds; the rest follows
INDEX(a23_signed_upper_bound_only__EINVAL, if r7 s> 63 goto 9f)
INDEX(a23_signed_upper_and_lower__ok, if r7 s> 63 goto 9f; if r7 s< 0 goto 9f)
INDEX(a23_signed_lower_and_upper__ok, if r7 s< 0 goto 9f; if r7 s> 63 goto 9f)
INDEX(a23_signed_lower_one_too_low__EACCES, if r7 s> 63 goto 9f; if r7 s< -1 goto 9f)
INDEX(a23_unsigned_upper_bound__ok, if r7 > 63 goto 9f)
INDEX(a23_unsigned_upper_bound_64__EACCES, if r7 > 64 goto 9f)
INDEX(a23_unsigned_ge_64__ok, if r7 >= 64 goto 9f)
INDEX(a23_unsigned_register_bound__ok, r8 &= 63; if r7 > r8 goto 9f)
INDEX(a23_unsigned_register_bound_64__EACCES, r8 &= 63; r8 += 1; if r7 > r8 goto 9f)
INDEX(a23_unsigned_register_below__ok, r8 &= 63; r8 += 1; if r7 >= r8 goto 9f)
INDEX(a23_signed_register_bound__EINVAL, r8 &= 63; if r7 s> r8 goto 9f)
INDEX(a23_signed_register_both__ok, r8 &= 63; if r7 s> r8 goto 9f; if r7 s< 0 goto 9f)
INDEX(a24_low_half_bound__EINVAL, if w7 > 63 goto 9f)
INDEX(a24_low_half_bound_then_truncated__ok, if w7 > 63 goto 9f; w7 = w7)
INDEX(a24_truncated_then_low_half_bound__ok, w7 = w7; if w7 > 63 goto 9f)
INDEX(a24_low_half_signed__EACCES, w7 = w7; if w7 s> 63 goto 9f)
INDEX(a24_low_half_signed_both__ok, w7 = w7; if w7 s> 63 goto 9f; if w7 s< 0 goto 9f)
INDEX(a24_load_of_four_bytes__ok, r7 = *(u32 *)(r9 + 8); if w7 > 63 goto 9f)
INDEX(a24_upper_half_known_from_64_bit_bound__ok, r1 = 0xffffffff ll; if r7 > r1 goto 9f; if w7 > 63 goto 9f)
INDEX(a24_upper_half_known_later__ok, if w7 > 63 goto 9f; r1 = 0xffffffff ll; if r7 > r1 goto 9f)

// deduction between signed and unsigned, and between halves
NEVER(a4_unsigned_to_signed_smax__ok, r7 s> 100, if r7 > 100 goto 9f)
NEVER(a4_unsigned_to_signed_smax_one_less__EACCES, r7 s> 99, if r7 > 100 goto 9f)
NEVER(a4_unsigned_to_signed_smin__ok, r7 s< 0, if r7 > 100 goto 9f)
NEVER(a4_unsigned_to_signed_smin_one_more__EACCES, r7 s< 1, if r7 > 100 goto 9f)
NEVER(a4_signed_to_unsigned_max__ok, r7 > 100, if r7 s< 0 goto 9f; if r7 s> 100 goto 9f)
NEVER(a4_signed_to_unsigned_max_one_less__EACCES, r7 > 99, if r7 s< 0 goto 9f; if r7 s> 100 goto 9f)
NEVER(a4_unsigned_upper_half_is_negative_smax__ok, r7 s> -1, r1 = 0x8000000000000000 ll; if r7 < r1 goto 9f)
NEVER(a4_unsigned_upper_half_is_negative_smax_one_less__EACCES, r7 s> -2,
	r1 = 0x8000000000000000 ll; if r7 < r1 goto 9f)
NEVER(a4_unsigned_upper_half_short_by_one_unknown__EACCES, r7 s> -1, r1 = 0x7fffffffffffffff ll; if r7 < r1 goto 9f)
NEVER(a4_negative_is_large_known__ok, r7 < r1, if r7 s> -1 goto 9f; r1 = 0x8000000000000000 ll)
NEVER(a4_signed_around_zero_takes_negative_half_smax__ok, r7 s> -1,
	if r7 s> 5 goto 9f; if r7 s< -5 goto 9f; if r7 < 6 goto 9f)
NEVER(a4_signed_around_zero_takes_negative_half_smax_one_less__EACCES, r7 s> -2,
	if r7 s> 5 goto 9f; if r7 s< -5 goto 9f; if r7 < 6 goto 9f)
NEVER(a4_signed_around_zero_takes_negative_half_smin__ok, r7 s< -5,
	if r7 s> 5 goto 9f; if r7 s< -5 goto 9f; if r7 < 6 goto 9f)
NEVER(a4_signed_around_zero_takes_negative_half_smin_one_more__EACCES, r7 s< -4,
	if r7 s> 5 goto 9f; if r7 s< -5 goto 9f; if r7 < 6 goto 9f)
NEVER(a4_signed_around_zero_takes_positive_half_max__ok, r7 > 5,
	if r7 s> 5 goto 9f; if r7 s< -5 goto 9f; if r7 > 20 goto 9f)
NEVER(a4_signed_around_zero_takes_positive_half_max_one_less__EACCES, r7 > 4,
	if r7 s> 5 goto 9f; if r7 s< -5 goto 9f; if r7 > 20 goto 9f)
NEVER(a4_signed_around_zero_keeps_both_unknown__EACCES, r7 s> -1,
	if r7 s> 5 goto 9f; if r7 s< -5 goto 9f; if r7 < 5 goto 9f)
NEVER(a4_low_signed_around_zero_low_smax__ok, w7 s> -1, if w7 s> 5 goto 9f; if w7 s< -5 goto 9f; if w7 < 6 goto 9f)
NEVER(a4_low_signed_around_zero_low_smax_one_less__EACCES, w7 s> -2,
	if w7 s> 5 goto 9f; if w7 s< -5 goto 9f; if w7 < 6 goto 9f)
NEVER(a4_low_unsigned_to_signed_low_smax__ok, w7 s> 100, if w7 > 100 goto 9f)
NEVER(a4_low_unsigned_to_signed_low_smax_one_less__EACCES, w7 s> 99, if w7 > 100 goto 9f)
NEVER(a4_low_unsigned_to_signed_low_smin__ok, w7 s< 0, if w7 > 100 goto 9f)
NEVER(a4_low_unsigned_to_signed_low_smin_one_more__EACCES, w7 s< 1, if w7 > 100 goto 9f)
NEVER(a5_equal_upper_halves_low_min__ok, w7 < 5,
	r1 = 0x100000005 ll; if r7 < r1 goto 9f; r1 = 0x10000000a ll; if r7 > r1 goto 9f)
NEVER(a5_equal_upper_halves_low_min_one_more__EACCES, w7 < 6,
	r1 = 0x100000005 ll; if r7 < r1 goto 9f; r1 = 0x10000000a ll; if r7 > r1 goto 9f)
NEVER(a5_equal_upper_halves_low_max__ok, w7 > 10,
	r1 = 0x100000005 ll; if r7 < r1 goto 9f; r1 = 0x10000000a ll; if r7 > r1 goto 9f)
NEVER(a5_equal_upper_halves_low_max_one_less__EACCES, w7 > 9,
	r1 = 0x100000005 ll; if r7 < r1 goto 9f; r1 = 0x10000000a ll; if r7 > r1 goto 9f)
NEVER(a5_negative_range_low_smin__ok, w7 s< -10, if r7 s> -5 goto 9f; if r7 s< -10 goto 9f)
NEVER(a5_negative_range_low_smin_one_more__EACCES, w7 s< -9, if r7 s> -5 goto 9f; if r7 s< -10 goto 9f)
NEVER(a5_negative_range_low_smax__ok, w7 s> -5, if r7 s> -5 goto 9f; if r7 s< -10 goto 9f)
NEVER(a5_negative_range_low_smax_one_less__EACCES, w7 s> -6, if r7 s> -5 goto 9f; if r7 s< -10 goto 9f)
NEVER(a5_upper_halves_differ_by_one_low_smin__ok, w7 s< -16,
	r1 = 0xfffffff0 ll; if r7 < r1 goto 9f; r1 = 0x100000005 ll; if r7 > r1 goto 9f)
NEVER(a5_upper_halves_differ_by_one_low_smin_one_more__EACCES, w7 s< -15,
	r1 = 0xfffffff0 ll; if r7 < r1 goto 9f; r1 = 0x100000005 ll; if r7 > r1 goto 9f)
NEVER(a5_upper_halves_differ_by_one_low_smax__ok, w7 s> 5,
	r1 = 0xfffffff0 ll; if r7 < r1 goto 9f; r1 = 0x100000005 ll; if r7 > r1 goto 9f)
NEVER(a5_upper_halves_differ_by_one_low_smax_one_less__EACCES, w7 s> 4,
	r1 = 0xfffffff0 ll; if r7 < r1 goto 9f; r1 = 0x100000005 ll; if r7 > r1 goto 9f)
NEVER(a5_upper_halves_differ_by_two_unknown__EACCES, w7 s> 5,
	r1 = 0xfffffff0 ll; if r7 < r1 goto 9f; r1 = 0x200000005 ll; if r7 > r1 goto 9f)
NEVER(a5_signed_around_zero_low_smin__ok, w7 s< -10, if r7 s> 5 goto 9f; if r7 s< -10 goto 9f)
NEVER(a5_signed_around_zero_low_smin_one_more__EACCES, w7 s< -9, if r7 s> 5 goto 9f; if r7 s< -10 goto 9f)
NEVER(a5_signed_around_zero_low_smax__ok, w7 s> 5, if r7 s> 5 goto 9f; if r7 s< -10 goto 9f)
NEVER(a5_signed_around_zero_low_smax_one_less__EACCES, w7 s> 4, if r7 s> 5 goto 9f; if r7 s< -10 goto 9f)
NEVER(a6_low_half_into_bound_max__ok, r7 > 10, r1 = 0xffffffff ll; if r7 > r1 goto 9f; if w7 > 10 goto 9f)
NEVER(a6_low_half_into_bound_max_one_less__EACCES, r7 > 9, r1 = 0xffffffff ll; if r7 > r1 goto 9f; if w7 > 10 goto 9f)
NEVER(a6_low_half_into_larger_bound_known__ok, r7 > r1,
	r1 = 0x1ffffffff ll; if r7 > r1 goto 9f; if w7 > 10 goto 9f; r1 = 0x10000000a ll)
NEVER(a6_low_half_into_lower_bound_known__ok, r7 < r1,
	r1 = 0x100000000 ll; if r7 < r1 goto 9f; if w7 < 10 goto 9f; r1 = 0x10000000a ll)
NEVER(a6_signed_low_half_in_32_bits_smin__ok, r7 s< 0,
	r1 = 0x7fffffff ll; if r7 s> r1 goto 9f; r1 = -0x80000000 ll; if r7 s< r1 goto 9f; if w7 s< 0 goto 9f)
NEVER(a6_signed_low_half_in_32_bits_smin_one_more__EACCES, r7 s< 1,
	r1 = 0x7fffffff ll; if r7 s> r1 goto 9f; r1 = -0x80000000 ll; if r7 s< r1 goto 9f; if w7 s< 0 goto 9f)
NEVER(a6_signed_low_half_in_33_bits_unknown__EACCES, r7 s< 0,
	r1 = 0x80000000 ll; if r7 s> r1 goto 9f; r1 = -0x80000001 ll; if r7 s< r1 goto 9f; if w7 s< 0 goto 9f)
NEVER(a3_range_gives_bits_zero_bits__ok, r7 & 16, if r7 > 15 goto 9f)
NEVER(a3_range_gives_common_bits_zero_bits__ok, r7 & 24, if r7 < 32 goto 9f; if r7 > 39 goto 9f)
NEVER(a3_range_gives_common_bits_lower_bit__EACCES, r7 & 4, if r7 < 32 goto 9f; if r7 > 39 goto 9f)
TC(a3_range_gives_one_bits__ok, UNKNOWN if r7 < 32 goto 9f; if r7 > 39 goto 9f; if r7 & 32 goto 9f; r0 = r5; END)
NEVER(a3_bits_give_range_min__ok, r7 < 16, r7 &= 6; r7 |= 16)
NEVER(a3_bits_give_range_min_one_more__EACCES, r7 < 17, r7 &= 6; r7 |= 16)
NEVER(a3_bits_give_range_max__ok, r7 > 22, r7 &= 6; r7 |= 16)
NEVER(a3_bits_give_range_max_one_less__EACCES, r7 > 21, r7 &= 6; r7 |= 16)
NEVER(a3_bits_give_sign_smax__ok, r7 s> -1, r7 |= 1; r1 = 0x8000000000000000 ll; r7 |= r1)
NEVER(a3_bits_give_sign_smax_one_less__EACCES, r7 s> -2, r7 |= 1; r1 = 0x8000000000000000 ll; r7 |= r1)
NEVER(a3_bits_and_bound_max__ok, r7 > 50, r7 &= 60; if r7 > 50 goto 9f)
NEVER(a3_bits_and_bound_max_one_less__EACCES, r7 > 49, r7 &= 60; if r7 > 50 goto 9f)

// contradictions: a path that no run takes
INDEX(a7_bits_against_range__ok, r7 &= -2; if r7 < 7 goto 9f; if r7 > 7 goto 9f)
INDEX(a7_signed_against_bits__ok, r7 &= 6; if r7 > 5 goto 9f; if r7 < 5 goto 9f)
