// SPDX-License-Identifier: Apache-2.0
// Calls between BPF functions: static and global, with five arguments, pointers to the stack, and six frames deep.
#include "../bpf.h"

volatile const __u32 one = 1;
__u64 calls;

static __noinline __u64 weigh(__u64 a, __u64 b, __u64 c, __u64 d, __u64 e)
{
	calls++;
	return a + 10 * b + 100 * c + 1000 * d + 10000 * e;
}

// Returns 54321.
SEC("xdp")
int five_arguments(struct xdp_md *ctx)
{
	return weigh(one, one + 1, one + 2, one + 3, one + 4);
}

__noinline int global_square(int x)
{
	calls++;
	return x * x;
}

// Returns 145: a global function called twice, 8 * 8 + 9 * 9.
SEC("xdp")
int global_function(struct xdp_md *ctx)
{
	return global_square(one + 7) + global_square(one + 8);
}

struct pair {
	__u64 low;
	__u64 high;
};

static __noinline void swap(struct pair *pair)
{
	__u64 low = pair->low;

	calls++;
	pair->low = pair->high;
	pair->high = low;
}

// Returns 72: the callee changes the caller's stack.
SEC("xdp")
int pointer_to_stack(struct xdp_md *ctx)
{
	struct pair pair = { .low = one + 1, .high = one + 6 };

	swap(&pair);
	return pair.low * 10 + pair.high;
}

// Each frame keeps its own array while the next one runs, and finds it unchanged afterwards.
#define FRAME(name, next)                                                                                              \
	static __noinline __u64 name(__u64 x)                                                                          \
	{                                                                                                              \
		volatile __u64 kept[4] = { x, x + 1, x + 2, x + 3 };                                                   \
		__u64 below = next(x + 1);                                                                             \
		return below + kept[0] + kept[3];                                                                      \
	}

static __noinline __u64 bottom(__u64 x)
{
	calls++;
	return x * 1000;
}
FRAME(frame_4, bottom)
FRAME(frame_3, frame_4)
FRAME(frame_2, frame_3)
FRAME(frame_1, frame_2)

// Returns 5032: 5 * 1000 below, and 2x + 3 for x = 4, 3, 2, 1 on the way back.
SEC("xdp")
int deep(struct xdp_md *ctx)
{
	return frame_1(one);
}

static __noinline __s64 sign(__s64 x)
{
	return x < 0 ? -1 : x > 0;
}

// Returns 1: a negative result comes back as such.
SEC("xdp")
int signed_result(struct xdp_md *ctx)
{
	__s64 minus = -(__s64)one;

	return sign(minus) == -1 && sign(one) == 1 && sign(one - 1) == 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
