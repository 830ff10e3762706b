// SPDX-License-Identifier: Apache-2.0
// What programs have in common that race on a map. Each does its step ROUNDS times and returns how often something was wrong;
// `why` is the line where.
#include "../bpf.h"

#define ROUNDS 32

__u32 why;

#define WRONG()                                                                                                        \
	do {                                                                                                           \
		wrong++;                                                                                               \
		why = __LINE__;                                                                                        \
	} while (0)

// The steps of a program: what follows it, with `random` at hand.
#define RACES(NAME, ...)                                                                                               \
	SEC("xdp") int NAME(struct xdp_md *ctx)                                                                        \
	{                                                                                                              \
		int wrong = 0;                                                                                         \
		for (int i = 0; i < ROUNDS; i++)                                                                       \
			wrong += __VA_ARGS__;                                                                          \
		return wrong;                                                                                          \
	}

// All words of a value are made of the first: a value that is not as it was stored shows.
struct whole {
	__u64 number;
	__u64 inverted;
	__u64 tripled;
	__u64 again;
};

static __always_inline void fill(struct whole *value, __u64 number)
{
	value->number = number;
	value->inverted = ~number;
	value->tripled = number * 3;
	value->again = number;
}

static __always_inline int is_torn(struct whole *value)
{
	__u64 number = value->number;

	return value->inverted != ~number || value->tripled != number * 3 || value->again != number;
}

char _license[] SEC("license") = "Dual MIT/GPL";
