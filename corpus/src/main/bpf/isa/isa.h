// SPDX-License-Identifier: Apache-2.0
// What the programs here have in common. Each is compiled twice: to BPF as a socket filter, and with -DNATIVE for the
// building machine, which prints what the program must return (native.c). So no program may lean on what C leaves
// undefined: shift amounts are masked, divisors are looked at, and signed sums do not overflow.
//
// A source defines SINCE, the first version of the instruction set that has what it needs, before it includes this.
#pragma once
#include "../bpf.h"

#ifdef NATIVE
struct program {
	const char *name;
	__u64 (*run)(void *ctx);
};
#define PROGRAM(name)                                                                                                  \
	static __u64 name(void *ctx);                                                                                  \
	static const struct program entry_of_##name __attribute__((section("programs"), used)) = { #name, name };     \
	static __u64 name(void *ctx)
#else
#define PROGRAM(name) SEC("socket") __u64 name(void *ctx)
char _license[] SEC("license") = "Dual MIT/GPL";
#endif

// Numbers at and beside the places where widths and signs change. Volatile: the compiler must not know them.
#define OPERANDS 16
static volatile __u64 operands[OPERANDS] = {
	0,
	1,
	2,
	7,
	0x7f,
	0x80,
	0xfffe,
	0x8000,
	0x7fffffff,
	0x80000000,
	0xffffffff,
	0x123456789abcdef0,
	0x7fffffffffffffff,
	0x8000000000000000,
	0xfffffffffffffff9,
	0xffffffffffffffff,
};

// Every bit of every result counts, and so does their order.
#define FOLD(sum, result) ((sum) = ((sum) ^ (__u64)(result)) * 0x9e3779b97f4a7c15ULL)

#define ROLLED _Pragma("clang loop unroll(disable)")

// A program that folds the results of an expression over all operands x.
#define UNARY(name, type, expression)                                                                                  \
	PROGRAM(name)                                                                                                  \
	{                                                                                                              \
		__u64 sum = 0;                                                                                         \
		int i;                                                                                                 \
                                                                                                                       \
		ROLLED for (i = 0; i < OPERANDS; i++)                                                                  \
		{                                                                                                      \
			type x = operands[i];                                                                          \
                                                                                                                       \
			FOLD(sum, expression);                                                                         \
		}                                                                                                      \
		return sum;                                                                                            \
	}

// A program that folds the results of an expression over all pairs of operands x and y.
#define BINARY(name, type, expression)                                                                                 \
	PROGRAM(name)                                                                                                  \
	{                                                                                                              \
		__u64 sum = 0;                                                                                         \
		int i, j;                                                                                              \
                                                                                                                       \
		ROLLED for (i = 0; i < OPERANDS; i++)                                                                  \
			ROLLED for (j = 0; j < OPERANDS; j++)                                                          \
			{                                                                                              \
				type x = operands[i], y = operands[j];                                                 \
                                                                                                                       \
				FOLD(sum, expression);                                                                 \
			}                                                                                              \
		return sum;                                                                                            \
	}
