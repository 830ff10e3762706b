// SPDX-License-Identifier: Apache-2.0
// Signed division and modulo, which are instructions since v4. C leaves the division of the smallest number by -1
// undefined; BPF gives the smallest number and a remainder of 0, and so do these expressions without dividing.
#define SINCE 4
#include "isa.h"

#define DIV(unsigned_type) (y == 0 ? 0 : y == -1 ? (unsigned_type)-(unsigned_type)x : (unsigned_type)(x / y))
#define MOD(unsigned_type) (y == 0 ? (unsigned_type)x : y == -1 ? 0 : (unsigned_type)(x % y))

BINARY(sdiv64, __s64, DIV(__u64))
BINARY(smod64, __s64, MOD(__u64))
BINARY(sdiv32, __s32, DIV(__u32))
BINARY(smod32, __s32, MOD(__u32))
BINARY(sdiv64_of_bytes, __s8, y ? (__s64)x / (__s64)y : 0)
BINARY(smod32_of_halves, __s16, y ? x % y : x)
UNARY(sdiv64_imm, __s64, x / -10)
UNARY(smod64_imm, __s64, x % 10)
UNARY(sdiv32_imm, __s32, x / -10)
UNARY(smod32_imm, __s32, x % 10)
