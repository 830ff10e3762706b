// SPDX-License-Identifier: Apache-2.0
// Jumps over more instructions than 16 bits count, forwards and backwards: gotol.
#define SINCE 4
#include "isa.h"

// Nine instructions that the compiler cannot make fewer.
#define X1(x) (x ^= x << 13, x ^= x >> 7, x ^= x << 17)
#define X8(x) X1(x), X1(x), X1(x), X1(x), X1(x), X1(x), X1(x), X1(x)
#define X64(x) X8(x), X8(x), X8(x), X8(x), X8(x), X8(x), X8(x), X8(x)
#define X512(x) X64(x), X64(x), X64(x), X64(x), X64(x), X64(x), X64(x), X64(x)
#define X3712(x) X512(x), X512(x), X512(x), X512(x), X512(x), X512(x), X512(x), X64(x), X64(x)

PROGRAM(far)
{
	__u64 x = operands[11];
	int i;

	ROLLED for (i = 0; i < 4; i++)
	{
		if (operands[i] != 1)
			X3712(x);
		x += i;
	}
	return x;
}
