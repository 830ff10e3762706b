// SPDX-License-Identifier: Apache-2.0
// Sign extension and byte order: single instructions in v4 (movsx, ldsx, bswap), pairs of shifts or conversions to one
// byte order before.
#define SINCE 2
#include "isa.h"

UNARY(byte_to_64, __s8, (__s64)x)
UNARY(half_to_64, __s16, (__s64)x)
UNARY(word_to_64, __s32, (__s64)x)
UNARY(byte_to_32, __s8, (__u32)x)
UNARY(half_to_32, __s16, (__u32)x)
BINARY(byte_of_sum, __u64, (__s64)(__s8)(x + y))
BINARY(half_of_sum, __u64, (__s64)(__s16)(x + y))
BINARY(word_of_sum, __u64, (__s64)(__s32)(x + y))
BINARY(byte_of_sum32, __u32, (__u32)(__s8)(x + y))
BINARY(half_of_sum32, __u32, (__u32)(__s16)(x + y))

static volatile __s8 bytes[8] = { 0, 1, 0x7f, -0x80, -1, -2, 0x55, -0x56 };
static volatile __s16 halves[8] = { 0, 1, 0x7fff, -0x8000, -1, -2, 0x5555, -0x5556 };
static volatile __s32 words[8] = { 0, 1, 0x7fffffff, -0x7fffffff - 1, -1, -2, 0x55555555, -0x55555556 };

#define LOADS(name, array, type)                                                                                       \
	PROGRAM(name)                                                                                                  \
	{                                                                                                              \
		__u64 sum = 0;                                                                                         \
		int i;                                                                                                 \
                                                                                                                       \
		ROLLED for (i = 0; i < 8; i++) FOLD(sum, (type)array[i]);                                              \
		return sum;                                                                                            \
	}
LOADS(load_signed_byte, bytes, __s64)
LOADS(load_signed_half, halves, __s64)
LOADS(load_signed_word, words, __s64)
LOADS(load_signed_byte_to_32, bytes, __u32)
LOADS(load_signed_half_to_32, halves, __u32)

UNARY(swap16, __u16, __builtin_bswap16(x))
UNARY(swap32, __u32, __builtin_bswap32(x))
UNARY(swap64, __u64, __builtin_bswap64(x))
UNARY(to_big_endian_16, __u64, bpf_htons(x))
UNARY(to_big_endian_32, __u64, bpf_htonl(x))
UNARY(swap_and_back, __u64, __builtin_bswap64(__builtin_bswap64(x) + 1))
