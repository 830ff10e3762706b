// SPDX-License-Identifier: Apache-2.0
// Programs at the probes of usdt/asked.S: each writes down the number of arguments, its cookie, and for each argument and one more the
// error and the value.
#include "../usdt.h"

char _license[] SEC("license") = "GPL";

struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};

#define ANSWERS 128
__s64 out[ANSWERS];
int answered;

#define A(...) \
	do { \
		__s64 answer = (__s64)(__VA_ARGS__); \
		out[answered++ & (ANSWERS - 1)] = answer; \
	} while (0)

static __noinline void all(void *ctx)
{
	int count = bpf_usdt_arg_cnt(ctx);

	A(count);
	A(bpf_usdt_cookie(ctx));
	for (int i = 0; i < 8; i++) {
		long word;

		if (i > count)
			break;
		A(bpf_usdt_arg(ctx, i, &word));
		A(word);
	}
}

#define AT(NAME) \
	SEC("usdt//bin/asked:bpf4j:" #NAME) int NAME(struct pt_regs *ctx) \
	{ \
		all(ctx); \
		return 0; \
	}

AT(numbers)
AT(memory)
AT(none)
AT(twice)

SEC("usdt")
int anywhere(struct pt_regs *ctx)
{
	all(ctx);
	return 0;
}
