// SPDX-License-Identifier: Apache-2.0
// Addresses of functions, handed to a helper that calls them: bpf_loop.
#define SINCE 2
#include "isa.h"

#ifdef NATIVE
static long native_loop(__u32 rounds, long (*callback)(__u64 index, void *ctx), void *ctx)
{
	__u32 round = 0;

	while (round < rounds)
		if (callback(round++, ctx))
			break;
	return round;
}
#define LOOP(rounds, callback, ctx) native_loop(rounds, callback, ctx)
#else
#define LOOP(rounds, callback, ctx) bpf_loop(rounds, callback, ctx, 0)
#endif

struct walk {
	__u64 sum;
	__u64 last;
};

static long add(__u64 index, void *ctx)
{
	struct walk *walk = ctx;

	walk->sum += index * index;
	return 0;
}

static long subtract(__u64 index, void *ctx)
{
	struct walk *walk = ctx;

	walk->sum -= index ^ 0x55;
	return index == walk->last;
}

static long inner(__u64 index, void *ctx)
{
	LOOP(5, add, ctx);
	return 0;
}

PROGRAM(callback_rounds)
{
	struct walk walk = {};

	return LOOP(100, add, &walk) * 1000003 + walk.sum;
}

PROGRAM(callback_stops)
{
	struct walk walk = { .last = 40 };

	return LOOP(100, subtract, &walk) * 1000003 + walk.sum;
}

PROGRAM(callback_in_callback)
{
	struct walk walk = { .last = 7 };

	LOOP(9, inner, &walk);
	LOOP(9, subtract, &walk);
	return walk.sum;
}

// Which function is called is known only when the program runs.
PROGRAM(callback_chosen)
{
	struct walk walk = { .last = 1000 };

	if (operands[3] & 1)
		LOOP(5, add, &walk);
	else
		LOOP(5, subtract, &walk);
	walk.sum *= 3;
	if (operands[2] & 1)
		LOOP(6, add, &walk);
	else
		LOOP(6, subtract, &walk);
	return walk.sum;
}
