// SPDX-License-Identifier: Apache-2.0
// Instructions that the compiler does not choose by itself, written in assembly, each beside C of the same meaning.
#define SINCE 3
#include "isa.h"

#ifdef NATIVE
#define JUMPS(x_kind, x, op, y_kind, y, meaning) (meaning)
#define CHANGE(kind, x, code, meaning) (x = (meaning))
#define MAY_GOTO(label)
#else
// Whether a jump is taken. The kinds say what an operand becomes: "r" a register, "w" half of one, "i" a number.
#define JUMPS(x_kind, x, op, y_kind, y, meaning)                                                                       \
	({                                                                                                             \
		__label__ end;                                                                                         \
		__u64 jumped = 1;                                                                                      \
                                                                                                                       \
		asm volatile goto("if %0 " op " %1 goto %l[end]" ::x_kind(x), y_kind(y)::end);                         \
		jumped = 0;                                                                                            \
end:                                                                                                                   \
		jumped;                                                                                                \
	})
#define CHANGE(kind, x, code, meaning) asm volatile(code : "+" kind(x))
#define MAY_GOTO(label) asm volatile goto("may_goto %l[" #label "]" ::::label)
#endif

#define JUMPS64(name, type, op, meaning) BINARY(name, type, 3 + JUMPS("r", x, op, "r", y, meaning))
#define JUMPS32(name, type, op, meaning) BINARY(name, type, 3 + JUMPS("w", x, op, "w", y, meaning))
#define JUMPS64_NUMBER(name, type, op, number, meaning) UNARY(name, type, 3 + JUMPS("r", x, op, "i", number, meaning))
#define JUMPS32_NUMBER(name, type, op, number, meaning) UNARY(name, type, 3 + JUMPS("w", x, op, "i", number, meaning))

JUMPS64(jne64, __u64, "!=", x != y)
JUMPS64(jge64, __u64, ">=", x >= y)
JUMPS64(jle64, __u64, "<=", x <= y)
JUMPS64(jsge64, __s64, "s>=", x >= y)
JUMPS64(jsle64, __s64, "s<=", x <= y)
JUMPS64(jset64, __u64, "&", (x & y) != 0)

JUMPS32(jne32, __u32, "!=", x != y)
JUMPS32(jge32, __u32, ">=", x >= y)
JUMPS32(jle32, __u32, "<=", x <= y)
JUMPS32(jsge32, __s32, "s>=", x >= y)
JUMPS32(jsle32, __s32, "s<=", x <= y)
JUMPS32(jset32, __u32, "&", (x & y) != 0)

// The number's sign is extended to 64 bits, for unsigned comparisons too.
JUMPS64_NUMBER(jge64_imm, __u64, ">=", -7, x >= -7ULL)
JUMPS64_NUMBER(jle64_imm, __u64, "<=", 0x7fffffff, x <= 0x7fffffff)
JUMPS64_NUMBER(jsge64_imm, __s64, "s>=", -7, x >= -7)
JUMPS64_NUMBER(jsle64_imm, __s64, "s<=", 2, x <= 2)
JUMPS64_NUMBER(jset64_imm, __u64, "&", -0x80000000LL, (x & -0x80000000LL) != 0)

JUMPS32_NUMBER(jgt32_imm, __u32, ">", 0x80, x > 0x80)
JUMPS32_NUMBER(jge32_imm, __u32, ">=", -7, x >= -7U)
JUMPS32_NUMBER(jle32_imm, __u32, "<=", 0x7fffffff, x <= 0x7fffffff)
JUMPS32_NUMBER(jsge32_imm, __s32, "s>=", -7, x >= -7)
JUMPS32_NUMBER(jsle32_imm, __s32, "s<=", 2, x <= 2)
JUMPS32_NUMBER(jset32_imm, __u32, "&", -0x80000000LL, (x & 0x80000000) != 0)

#define CHANGES64(name, code, meaning) UNARY(name, __u64, (__u64)({ CHANGE("r", x, code, meaning); x; }))
#define CHANGES32(name, code, meaning) UNARY(name, __u32, (__u64)({ CHANGE("w", x, code, meaning); x; }))

CHANGES64(sub64_imm, "%0 -= 5", x - 5)
CHANGES64(or64_imm, "%0 |= -2147483648", x | -0x80000000LL)
CHANGES32(sub32_imm, "%0 -= 5", x - 5)
CHANGES32(or32_imm, "%0 |= -256", x | -256U)
CHANGES32(xor32_imm, "%0 ^= 1234567", x ^ 1234567)

// On a little-endian machine these only cut the number off.
CHANGES64(to_little_endian_16, "%0 = le16 %0", (__u16)x)
CHANGES64(to_little_endian_32, "%0 = le32 %0", (__u32)x)
CHANGES64(to_little_endian_64, "%0 = le64 %0", x)

// May end a loop, and does not do so as early as this.
PROGRAM(may_goto)
{
	__u64 sum = 0;
	int i;

	ROLLED for (i = 0; i < 1000; i++)
	{
		MAY_GOTO(out);
		FOLD(sum, i);
	}
	goto out;
out:
	return sum;
}
