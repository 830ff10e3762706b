// SPDX-License-Identifier: Apache-2.0
// Arithmetic in 64 and 32 bits, with a register and with a number as second operand.
#define SINCE 2
#include "isa.h"

BINARY(add64, __u64, x + y)
BINARY(sub64, __u64, x - y)
BINARY(mul64, __u64, x * y)
BINARY(div64, __u64, y ? x / y : 0)
BINARY(mod64, __u64, y ? x % y : x)
BINARY(or64, __u64, x | y)
BINARY(and64, __u64, x & y)
BINARY(xor64, __u64, x ^ y)
BINARY(lsh64, __u64, x << (y & 63))
BINARY(rsh64, __u64, x >> (y & 63))
BINARY(arsh64, __s64, x >> (y & 63))
UNARY(neg64, __u64, -x)

BINARY(add32, __u32, x + y)
BINARY(sub32, __u32, x - y)
BINARY(mul32, __u32, x * y)
BINARY(div32, __u32, y ? x / y : 0)
BINARY(mod32, __u32, y ? x % y : x)
BINARY(or32, __u32, x | y)
BINARY(and32, __u32, x & y)
BINARY(xor32, __u32, x ^ y)
BINARY(lsh32, __u32, x << (y & 31))
BINARY(rsh32, __u32, x >> (y & 31))
BINARY(arsh32, __s32, (__u32)(x >> (y & 31)))
UNARY(neg32, __u32, -x)

UNARY(add64_imm, __u64, (x + 0x7ffffffe) ^ (x - 0x7fffffffLL))
UNARY(mul64_imm, __u64, x * -3)
UNARY(div64_imm, __u64, x / 10)
UNARY(mod64_imm, __u64, x % 1000003)
UNARY(logic64_imm, __u64, ((x | 0x1234) ^ -256LL) & -2LL)
UNARY(shifts64_imm, __u64, (x << 13) ^ (x >> 7) ^ (__u64)((__s64)x >> 33))
UNARY(add32_imm, __u32, (x + 0x7ffffffe) ^ (x - 77))
UNARY(mul32_imm, __u32, x * -3)
UNARY(div32_imm, __u32, x / 10)
UNARY(mod32_imm, __u32, x % 10007)
UNARY(logic32_imm, __u32, ((x | 0x1234) ^ -256) & -2)
UNARY(shifts32_imm, __u32, (x << 13) ^ (x >> 7) ^ (__u32)((__s32)x >> 17))

// A 32-bit result leaves nothing in the upper half; a signed one may be widened with its sign.
BINARY(zero_extension, __u32, (__u64)(x + y) + 1)
BINARY(sign_extension, __u32, (__s64)(__s32)(x * y) - 1)
// The constants need wide loads.
UNARY(wide_constants, __u64, (x ^ 0x0123456789abcdefULL) + 0xfedcba9876543210ULL - 0x80000000ULL)
