// SPDX-License-Identifier: Apache-2.0
// Calls between BPF functions: static and global ones, five arguments, registers kept over a call, pointers to the
// caller's stack, and eight frames.
#define SINCE 2
#include "isa.h"

static __noinline __u64 weigh(__u64 a, __u64 b, __u64 c, __u64 d, __u64 e)
{
	return a + 3 * b + 5 * c + 7 * d + 11 * e;
}

BINARY(five_arguments, __u64, weigh(x, y, x ^ y, x + 1, y - 1))

__noinline int global_difference(int a, int b)
{
	return (__u32)a - (__u32)b;
}

// A negative int comes back as 32 bits.
BINARY(global_function, __u32, global_difference(x, y) < 0 ? x : y)

static __noinline __u64 mixed(__u64 x)
{
	return (x ^ x >> 31) * 0xbf58476d1ce4e5b9ULL;
}

// What is needed after a call outlives it, in R6 to R9 or on the stack.
PROGRAM(kept_registers)
{
	__u64 a = operands[11], b = operands[12], c = operands[13], d = operands[14], e = operands[6];
	__u64 sum = 0;
	int i;

	ROLLED for (i = 0; i < 10; i++)
	{
		FOLD(sum, mixed(a + i) + a);
		FOLD(sum, mixed(b + i) + b);
		FOLD(sum, mixed(c + i) + c + d + e);
		a += b;
		d ^= c;
		e -= a;
	}
	return sum + a + b + c + d + e;
}

struct pair {
	__u64 low;
	__u64 high;
};

static __noinline void swap(struct pair *pair)
{
	__u64 low = pair->low;

	pair->low = pair->high;
	pair->high = low;
}

BINARY(pointer_to_stack, __u64, ({
	       struct pair pair = { x, y };
	       swap(&pair);
	       pair.low * 3 + pair.high;
       }))

#define FRAME(name, next)                                                                                              \
	static __noinline __u64 name(__u64 x)                                                                          \
	{                                                                                                              \
		volatile __u64 kept[3] = { x, x + 1, ~x };                                                             \
		__u64 below = next(x * 5 + 1);                                                                         \
                                                                                                                       \
		return below + kept[0] * kept[1] + kept[2];                                                            \
	}
FRAME(frame_7, mixed)
FRAME(frame_6, frame_7)
FRAME(frame_5, frame_6)
FRAME(frame_4, frame_5)
FRAME(frame_3, frame_4)
FRAME(frame_2, frame_3)

UNARY(eight_frames, __u64, frame_2(x))
