// SPDX-License-Identifier: Apache-2.0
// Which way a conditional jump goes: decided ones at the last value where they still are, and the next.
#include "cases_a.h"

// 64-bit: a value of 10 .. 20 against constants
NEVER(a18_eq64_9_never__ok, r7 == 9, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a18_eq64_10_open__EACCES, r7 == 10, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a18_eq64_20_open__EACCES, r7 == 20, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a18_eq64_21_never__ok, r7 == 21, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
TC(a18_ne64_9_always__ok, UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r7 != 9 goto 9f; r0 = r5; END)
NEVER(a18_ne64_10_open__EACCES, r7 != 10, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a18_ne64_20_open__EACCES, r7 != 20, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
TC(a18_ne64_21_always__ok, UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r7 != 21 goto 9f; r0 = r5; END)
TC(a19_gt64_9_always__ok, UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r7 > 9 goto 9f; r0 = r5; END)
NEVER(a19_gt64_10_open__EACCES, r7 > 10, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_gt64_19_open__EACCES, r7 > 19, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_gt64_20_never__ok, r7 > 20, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
TC(a19_ge64_10_always__ok, UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r7 >= 10 goto 9f; r0 = r5; END)
NEVER(a19_ge64_11_open__EACCES, r7 >= 11, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_ge64_20_open__EACCES, r7 >= 20, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_ge64_21_never__ok, r7 >= 21, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_lt64_10_never__ok, r7 < 10, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_lt64_11_open__EACCES, r7 < 11, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_lt64_20_open__EACCES, r7 < 20, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
TC(a19_lt64_21_always__ok, UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r7 < 21 goto 9f; r0 = r5; END)
NEVER(a19_le64_9_never__ok, r7 <= 9, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_le64_10_open__EACCES, r7 <= 10, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_le64_19_open__EACCES, r7 <= 19, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
TC(a19_le64_20_always__ok, UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r7 <= 20 goto 9f; r0 = r5; END)
TC(a19_sgt64_9_always__ok, UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r7 s> 9 goto 9f; r0 = r5; END)
NEVER(a19_sgt64_10_open__EACCES, r7 s> 10, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_sgt64_19_open__EACCES, r7 s> 19, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_sgt64_20_never__ok, r7 s> 20, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
TC(a19_sge64_10_always__ok, UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r7 s>= 10 goto 9f; r0 = r5; END)
NEVER(a19_sge64_11_open__EACCES, r7 s>= 11, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_sge64_20_open__EACCES, r7 s>= 20, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_sge64_21_never__ok, r7 s>= 21, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_slt64_10_never__ok, r7 s< 10, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_slt64_11_open__EACCES, r7 s< 11, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_slt64_20_open__EACCES, r7 s< 20, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
TC(a19_slt64_21_always__ok, UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r7 s< 21 goto 9f; r0 = r5; END)
NEVER(a19_sle64_9_never__ok, r7 s<= 9, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_sle64_10_open__EACCES, r7 s<= 10, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
NEVER(a19_sle64_19_open__EACCES, r7 s<= 19, if r7 < 10 goto 9f; if r7 > 20 goto 9f)
TC(a19_sle64_20_always__ok, UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r7 s<= 20 goto 9f; r0 = r5; END)

// 32-bit: a value of 10 .. 20 against constants
NEVER(a18_eq32_9_never__ok, w7 == 9, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a18_eq32_10_open__EACCES, w7 == 10, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a18_eq32_20_open__EACCES, w7 == 20, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a18_eq32_21_never__ok, w7 == 21, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
TC(a18_ne32_9_always__ok, UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w7 != 9 goto 9f; r0 = r5; END)
NEVER(a18_ne32_10_open__EACCES, w7 != 10, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a18_ne32_20_open__EACCES, w7 != 20, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
TC(a18_ne32_21_always__ok, UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w7 != 21 goto 9f; r0 = r5; END)
TC(a19_gt32_9_always__ok, UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w7 > 9 goto 9f; r0 = r5; END)
NEVER(a19_gt32_10_open__EACCES, w7 > 10, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_gt32_19_open__EACCES, w7 > 19, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_gt32_20_never__ok, w7 > 20, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
TC(a19_ge32_10_always__ok, UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w7 >= 10 goto 9f; r0 = r5; END)
NEVER(a19_ge32_11_open__EACCES, w7 >= 11, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_ge32_20_open__EACCES, w7 >= 20, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_ge32_21_never__ok, w7 >= 21, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_lt32_10_never__ok, w7 < 10, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_lt32_11_open__EACCES, w7 < 11, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_lt32_20_open__EACCES, w7 < 20, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
TC(a19_lt32_21_always__ok, UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w7 < 21 goto 9f; r0 = r5; END)
NEVER(a19_le32_9_never__ok, w7 <= 9, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_le32_10_open__EACCES, w7 <= 10, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_le32_19_open__EACCES, w7 <= 19, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
TC(a19_le32_20_always__ok, UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w7 <= 20 goto 9f; r0 = r5; END)
TC(a19_sgt32_9_always__ok, UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w7 s> 9 goto 9f; r0 = r5; END)
NEVER(a19_sgt32_10_open__EACCES, w7 s> 10, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_sgt32_19_open__EACCES, w7 s> 19, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_sgt32_20_never__ok, w7 s> 20, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
TC(a19_sge32_10_always__ok, UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w7 s>= 10 goto 9f; r0 = r5; END)
NEVER(a19_sge32_11_open__EACCES, w7 s>= 11, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_sge32_20_open__EACCES, w7 s>= 20, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_sge32_21_never__ok, w7 s>= 21, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_slt32_10_never__ok, w7 s< 10, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_slt32_11_open__EACCES, w7 s< 11, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_slt32_20_open__EACCES, w7 s< 20, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
TC(a19_slt32_21_always__ok, UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w7 s< 21 goto 9f; r0 = r5; END)
NEVER(a19_sle32_9_never__ok, w7 s<= 9, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_sle32_10_open__EACCES, w7 s<= 10, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
NEVER(a19_sle32_19_open__EACCES, w7 s<= 19, if w7 < 10 goto 9f; if w7 > 20 goto 9f)
TC(a19_sle32_20_always__ok, UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w7 s<= 20 goto 9f; r0 = r5; END)

// two registers: 10 .. 20 against 20 .. 30, then against 21 .. 30
NEVER(a18_eq64_reg_20_open__EACCES, r7 == r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 20 goto 9f; if r8 > 30 goto 9f)
NEVER(a18_ne64_reg_20_open__EACCES, r7 != r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 20 goto 9f; if r8 > 30 goto 9f)
NEVER(a19_gt64_reg_20_never__ok, r7 > r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 20 goto 9f; if r8 > 30 goto 9f)
NEVER(a19_ge64_reg_20_open__EACCES, r7 >= r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 20 goto 9f; if r8 > 30 goto 9f)
NEVER(a19_lt64_reg_20_open__EACCES, r7 < r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 20 goto 9f; if r8 > 30 goto 9f)
TC(a19_le64_reg_20_always__ok,
	UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 20 goto 9f; if r8 > 30 goto 9f; if r7 <= r8 goto 9f;
	r0 = r5; END)
NEVER(a19_sgt64_reg_20_never__ok, r7 s> r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 20 goto 9f; if r8 > 30 goto 9f)
NEVER(a19_sge64_reg_20_open__EACCES, r7 s>= r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 20 goto 9f; if r8 > 30 goto 9f)
NEVER(a19_slt64_reg_20_open__EACCES, r7 s< r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 20 goto 9f; if r8 > 30 goto 9f)
TC(a19_sle64_reg_20_always__ok,
	UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 20 goto 9f; if r8 > 30 goto 9f; if r7 s<= r8 goto 9f;
	r0 = r5; END)
NEVER(a18_eq64_reg_21_never__ok, r7 == r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 21 goto 9f; if r8 > 30 goto 9f)
TC(a18_ne64_reg_21_always__ok,
	UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 21 goto 9f; if r8 > 30 goto 9f; if r7 != r8 goto 9f;
	r0 = r5; END)
NEVER(a19_gt64_reg_21_never__ok, r7 > r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 21 goto 9f; if r8 > 30 goto 9f)
NEVER(a19_ge64_reg_21_never__ok, r7 >= r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 21 goto 9f; if r8 > 30 goto 9f)
TC(a19_lt64_reg_21_always__ok,
	UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 21 goto 9f; if r8 > 30 goto 9f; if r7 < r8 goto 9f;
	r0 = r5; END)
TC(a19_le64_reg_21_always__ok,
	UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 21 goto 9f; if r8 > 30 goto 9f; if r7 <= r8 goto 9f;
	r0 = r5; END)
NEVER(a19_sgt64_reg_21_never__ok, r7 s> r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 21 goto 9f; if r8 > 30 goto 9f)
NEVER(a19_sge64_reg_21_never__ok, r7 s>= r8,
	if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 21 goto 9f; if r8 > 30 goto 9f)
TC(a19_slt64_reg_21_always__ok,
	UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 21 goto 9f; if r8 > 30 goto 9f; if r7 s< r8 goto 9f;
	r0 = r5; END)
TC(a19_sle64_reg_21_always__ok,
	UNKNOWN if r7 < 10 goto 9f; if r7 > 20 goto 9f; if r8 < 21 goto 9f; if r8 > 30 goto 9f; if r7 s<= r8 goto 9f;
	r0 = r5; END)
NEVER(a18_eq32_reg_20_open__EACCES, w7 == w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 20 goto 9f; if w8 > 30 goto 9f)
NEVER(a18_ne32_reg_20_open__EACCES, w7 != w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 20 goto 9f; if w8 > 30 goto 9f)
NEVER(a19_gt32_reg_20_never__ok, w7 > w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 20 goto 9f; if w8 > 30 goto 9f)
NEVER(a19_ge32_reg_20_open__EACCES, w7 >= w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 20 goto 9f; if w8 > 30 goto 9f)
NEVER(a19_lt32_reg_20_open__EACCES, w7 < w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 20 goto 9f; if w8 > 30 goto 9f)
TC(a19_le32_reg_20_always__ok,
	UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 20 goto 9f; if w8 > 30 goto 9f; if w7 <= w8 goto 9f;
	r0 = r5; END)
NEVER(a19_sgt32_reg_20_never__ok, w7 s> w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 20 goto 9f; if w8 > 30 goto 9f)
NEVER(a19_sge32_reg_20_open__EACCES, w7 s>= w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 20 goto 9f; if w8 > 30 goto 9f)
NEVER(a19_slt32_reg_20_open__EACCES, w7 s< w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 20 goto 9f; if w8 > 30 goto 9f)
TC(a19_sle32_reg_20_always__ok,
	UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 20 goto 9f; if w8 > 30 goto 9f; if w7 s<= w8 goto 9f;
	r0 = r5; END)
NEVER(a18_eq32_reg_21_never__ok, w7 == w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 21 goto 9f; if w8 > 30 goto 9f)
TC(a18_ne32_reg_21_always__ok,
	UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 21 goto 9f; if w8 > 30 goto 9f; if w7 != w8 goto 9f;
	r0 = r5; END)
NEVER(a19_gt32_reg_21_never__ok, w7 > w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 21 goto 9f; if w8 > 30 goto 9f)
NEVER(a19_ge32_reg_21_never__ok, w7 >= w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 21 goto 9f; if w8 > 30 goto 9f)
TC(a19_lt32_reg_21_always__ok,
	UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 21 goto 9f; if w8 > 30 goto 9f; if w7 < w8 goto 9f;
	r0 = r5; END)
TC(a19_le32_reg_21_always__ok,
	UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 21 goto 9f; if w8 > 30 goto 9f; if w7 <= w8 goto 9f;
	r0 = r5; END)
NEVER(a19_sgt32_reg_21_never__ok, w7 s> w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 21 goto 9f; if w8 > 30 goto 9f)
NEVER(a19_sge32_reg_21_never__ok, w7 s>= w8,
	if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 21 goto 9f; if w8 > 30 goto 9f)
TC(a19_slt32_reg_21_always__ok,
	UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 21 goto 9f; if w8 > 30 goto 9f; if w7 s< w8 goto 9f;
	r0 = r5; END)
TC(a19_sle32_reg_21_always__ok,
	UNKNOWN if w7 < 10 goto 9f; if w7 > 20 goto 9f; if w8 < 21 goto 9f; if w8 > 30 goto 9f; if w7 s<= w8 goto 9f;
	r0 = r5; END)

// equality by known bits, and by the halves
NEVER(a18_bits_conflict__ok, r7 == 5, r7 &= 6)
NEVER(a18_bits_fit__EACCES, r7 == 4, r7 &= 6)
NEVER(a18_bits_conflict_regs__ok, r7 == r8, r7 &= 6; r8 &= 6; r8 |= 1)
NEVER(a18_bits_fit_regs__EACCES, r7 == r8, r7 &= 7; r8 &= 6; r8 |= 1)
NEVER(a18_low_halves_disjoint__ok, r7 == r8, if w7 > 10 goto 9f; if w8 < 11 goto 9f)
NEVER(a18_low_halves_meet__EACCES, r7 == r8, if w7 > 10 goto 9f; if w8 < 10 goto 9f)
NEVER(a18_signed_disjoint__ok, r7 == r8, if r7 s> -1 goto 9f; if r8 s< 0 goto 9f)
NEVER(a18_signed_meet__EACCES, r7 == r8, if r7 s> 0 goto 9f; if r8 s< 0 goto 9f)
NEVER(a18_hole_is_not_kept__EACCES, r7 == 5, r7 &= 7; if r7 == 5 goto 9f)
NEVER(a18_hole_at_the_end_is_kept__ok, r7 == 7, r7 &= 7; if r7 == 7 goto 9f)
NEVER(a18_eq32_of_constants__ok, w7 == 5, r7 = 0x100000004 ll)
NEVER(a18_eq32_ignores_upper_half__EACCES, w7 == 5, r7 = 0x100000005 ll)
NEVER(a18_negative_immediate_is_extended__ok, r7 == -1, r7 <<= 32; r7 >>= 32)
NEVER(a18_negative_immediate_low_half__EACCES, w7 == -1, r7 <<= 32; r7 >>= 32)
NEVER(a19_unsigned_negative_immediate__ok, r7 > -1, )
NEVER(a19_unsigned_minus_two__EACCES, r7 > -2, )
NEVER(a19_signed_below_least__ok, r7 s< r1, r1 = 0x8000000000000000 ll)
NEVER(a19_signed_below_next__EACCES, r7 s< r1, r1 = 0x8000000000000001 ll)
NEVER(a19_low_unsigned_all__ok, w7 > -1, )

// bit tests
NEVER(a20_no_possible_bit__ok, r7 & 8, r7 &= 7)
NEVER(a20_possible_bit__EACCES, r7 & 4, r7 &= 7)
TC(a20_known_one__ok, UNKNOWN r7 |= 4; if r7 & 12 goto 9f; r0 = r5; END)
TC(a20_some_one__EACCES, UNKNOWN r7 &= 15; if r7 < 4 goto 9f; if r7 & 12 goto 9f; r0 = r5; END)
NEVER(a20_reg_constant__ok, r7 & r8, r7 &= 7; r8 = 8)
NEVER(a20_constant_on_the_left__ok, r8 & r7, r7 &= 7; r8 = 8)
NEVER(a20_two_unknowns__EACCES, r7 & r8, r7 &= 7; r8 &= 8)
NEVER(a20_low_half__ok, w7 & 8, w7 &= 7)
NEVER(a20_low_half_ignores_upper__ok, w7 & 1, r7 <<= 32)
NEVER(a20_extended_mask_sees_upper__ok, r7 & -16, r7 <<= 32; r7 >>= 60)
NEVER(a20_extended_mask_upper_bit__EACCES, r7 & -16, r7 <<= 33; r7 >>= 1)

// pointers against 0
TC(a21_value_is_not_null__ok, V if r9 == 0 goto 8f; END 8: r0 = r5; exit;)
TC(a21_value_is_not_null_ne__ok, V if r9 != 0 goto 9f; r0 = r5; END)
TC(a21_value_moved_is_not_null__ok, V r9 += 16; if r9 == 0 goto 8f; END 8: r0 = r5; exit;)
TC(a21_value_with_variable_offset__ok, UNKNOWN r7 &= 7; r9 += r7; if r9 == 0 goto 8f; END 8: r0 = r5; exit;)
TC(a21_value_against_one__EACCES, V if r9 == 1 goto 8f; END 8: r0 = r5; exit;)
TC(a21_value_low_half__EACCES, V if w9 == 0 goto 8f; END 8: r0 = r5; exit;)
TC(a21_value_greater_than_zero__EACCES, V if r9 > 0 goto 9f; r0 = r5; END)
TC(a21_value_against_zero_register__ok, V r7 = 0; if r9 == r7 goto 8f; END 8: r0 = r5; exit;)
TC(a21_map_pointer__ok, r1 = m64 ll; if r1 == 0 goto 8f; END 8: r0 = r5; exit;)
TC(a21_stack__EACCES, if r10 == 0 goto 8f; END 8: r0 = r5; exit;)
TC(a21_stack_moved__EACCES, r2 = r10; r2 += -8; if r2 == 0 goto 8f; END 8: r0 = r5; exit;)
TC(a21_context__EACCES, if r1 == 0 goto 8f; END 8: r0 = r5; exit;)
TC(a21_packet__EACCES, r2 = *(u32 *)(r1 + 76); if r2 == 0 goto 8f; END 8: r0 = r5; exit;)
TC(a21_packet_end__EACCES, r2 = *(u32 *)(r1 + 80); if r2 == 0 goto 8f; END 8: r0 = r5; exit;)
