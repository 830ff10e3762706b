// SPDX-License-Identifier: Apache-2.0
// Conditional jumps on 64 and 32 bits, unsigned and signed, against registers and numbers; loops and switches.
#define SINCE 2
#include "isa.h"

// The compiler must not turn a condition into arithmetic.
#define TAKEN(condition)                                                                                               \
	({                                                                                                             \
		__u64 taken = 3;                                                                                       \
		if (condition)                                                                                         \
			taken = 5;                                                                                     \
		asm volatile("" : "+r"(taken));                                                                        \
		taken;                                                                                                 \
	})

BINARY(equal64, __u64, TAKEN(x == y))
BINARY(not_equal64, __u64, TAKEN(x != y))
BINARY(greater64, __u64, TAKEN(x > y))
BINARY(greater_equal64, __u64, TAKEN(x >= y))
BINARY(less64, __u64, TAKEN(x < y))
BINARY(less_equal64, __u64, TAKEN(x <= y))
BINARY(signed_greater64, __s64, TAKEN(x > y))
BINARY(signed_greater_equal64, __s64, TAKEN(x >= y))
BINARY(signed_less64, __s64, TAKEN(x < y))
BINARY(signed_less_equal64, __s64, TAKEN(x <= y))
BINARY(bits_set64, __u64, TAKEN(x & y))

BINARY(equal32, __u32, TAKEN(x == y))
BINARY(not_equal32, __u32, TAKEN(x != y))
BINARY(greater32, __u32, TAKEN(x > y))
BINARY(greater_equal32, __u32, TAKEN(x >= y))
BINARY(less32, __u32, TAKEN(x < y))
BINARY(less_equal32, __u32, TAKEN(x <= y))
BINARY(signed_greater32, __s32, TAKEN(x > y))
BINARY(signed_greater_equal32, __s32, TAKEN(x >= y))
BINARY(signed_less32, __s32, TAKEN(x < y))
BINARY(signed_less_equal32, __s32, TAKEN(x <= y))
BINARY(bits_set32, __u32, TAKEN(x & y))

UNARY(numbers64, __u64, TAKEN(x == 7) + 16 * TAKEN(x > 0x7fffffff) + 256 * TAKEN(x < 0x80) + 4096 * TAKEN(x & 0x8000))
UNARY(signed_numbers64, __s64, TAKEN(x > -2) + 16 * TAKEN(x < -7) + 256 * TAKEN(x != -1) + 4096 * TAKEN(x & -0x80000000LL))
UNARY(numbers32, __u32, TAKEN(x == 7) + 16 * TAKEN(x > 0x7fffffff) + 256 * TAKEN(x < 0x80) + 4096 * TAKEN(x & 0x8000))
UNARY(signed_numbers32, __s32, TAKEN(x > -2) + 16 * TAKEN(x < -7) + 256 * TAKEN(x != -1))

static __always_inline __u64 choose(__u64 x)
{
	__u64 chosen;

	switch (x) {
	case 0:
		chosen = 11;
		break;
	case 1:
	case 2:
		chosen = 23;
		break;
	case 7:
		chosen = 37;
		break;
	case 0x7f:
		chosen = 41;
		break;
	case 0x8000000000000000:
		chosen = 53;
		break;
	case 0xffffffffffffffff:
		chosen = 67;
		break;
	default:
		chosen = 79;
	}
	asm volatile("" : "+r"(chosen));
	return chosen;
}

UNARY(switch64, __u64, choose(x))

// Steps of 3n + 1 until 1, for n from 1 to 30; 111 of them for 27.
PROGRAM(nested_loops)
{
	__u64 sum = 0, n;
	int i, steps;

	ROLLED for (i = 1; i <= 30; i++)
	{
		n = i;
		steps = 0;
		ROLLED while (n != 1 && steps < 200)
		{
			n = n & 1 ? 3 * n + 1 : n / 2;
			steps++;
		}
		FOLD(sum, steps);
	}
	return sum;
}
