// SPDX-License-Identifier: Apache-2.0
// Programs of fentry and fexit that are attached to other programs (those of replaced.bpf.c) and their functions: what they were given,
// in the order that they ran in. Which program they trace is said when they are loaded.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct pair { int first, second; };
struct xdp_rxq_info;
struct xdp_buff {
	void *data, *data_end, *data_meta, *data_hard_start;
} __attribute__((preserve_access_index));
struct sk_buff {
	unsigned int len;
	__u32 mark;
} __attribute__((preserve_access_index));

#define PLACES 64
__s64 given[PLACES];
__u32 runs;

#define NOTE(NUMBER, ...)                                                                                              \
	do {                                                                                                           \
		__s64 values[] = { NUMBER, ##__VA_ARGS__ };                                                            \
		for (unsigned i = 0; i < sizeof(values) / 8; i++)                                                      \
			given[runs++ & (PLACES - 1)] = values[i];                                                      \
	} while (0)

#define ENTRY SEC("fentry")
#define EXIT SEC("fexit")

// Of functions: numbers are as they come.
ENTRY int enter_number(__u64 *ctx) { NOTE(1, ctx[0]); return 0; }
ENTRY int enter_number_again(__u64 *ctx) { NOTE(2, ctx[0]); return 0; }
EXIT int exit_number(__u64 *ctx) { NOTE(3, ctx[0], ctx[1]); return 0; }
EXIT int exit_number_again(__u64 *ctx) { NOTE(4, ctx[0], ctx[1]); return 0; }
EXIT int exit_nothing(__u64 *ctx) { NOTE(5, ctx[0]); return 0; }

static long (*const get_func_arg)(void *ctx, __u32 n, __u64 *value) = (void *)183;
static long (*const get_func_ret)(void *ctx, __u64 *value) = (void *)184;
static long (*const get_func_arg_cnt)(void *ctx) = (void *)185;
static __u64 (*const get_func_ip)(void *ctx) = (void *)173;

ENTRY int enter_counts(__u64 *ctx)
{
	__u64 value = 0;
	long answer = get_func_arg(ctx, 0, &value);

	NOTE(6, get_func_arg_cnt(ctx), answer, value, get_func_arg(ctx, 5, &value));
	return 0;
}

EXIT int exit_counts(__u64 *ctx)
{
	__u64 value = 0;
	long answer = get_func_ret(ctx, &value);

	NOTE(7, get_func_arg_cnt(ctx), answer, value, get_func_ip(ctx) != 0);
	return 0;
}

// A struct of the traced program's own.
ENTRY int enter_pair(__u64 *ctx)
{
	struct pair *pair = (void *)ctx[0];

	NOTE(8, pair->first, pair->second);
	return 0;
}

EXIT int exit_pair(__u64 *ctx)
{
	struct pair *pair = (void *)ctx[0];

	NOTE(9, pair->first, pair->second, ctx[1]);
	return 0;
}

// The context of the traced program is the kernel's to others.
ENTRY int enter_packet(__u64 *ctx)
{
	struct xdp_buff *packet = (void *)ctx[0];

	NOTE(10, packet->data_end - packet->data, packet->data - packet->data_meta);
	return 0;
}

EXIT int exit_packet(__u64 *ctx)
{
	struct xdp_buff *packet = (void *)ctx[0];

	NOTE(11, packet->data_end - packet->data, ctx[1]);
	return 0;
}

EXIT int exit_packet_and_number(__u64 *ctx)
{
	struct xdp_buff *packet = (void *)ctx[0];

	NOTE(12, packet->data_end - packet->data, ctx[1], ctx[2]);
	return 0;
}

ENTRY int enter_buffer(__u64 *ctx)
{
	struct sk_buff *buffer = (void *)ctx[0];

	NOTE(13, buffer->len, buffer->mark);
	return 0;
}

EXIT int exit_buffer(__u64 *ctx)
{
	struct sk_buff *buffer = (void *)ctx[0];

	NOTE(14, buffer->len, buffer->mark, ctx[1]);
	return 0;
}

// Five words and a result: what is known of a static function whose types do not tell.
EXIT int exit_five(__u64 *ctx) { NOTE(15, ctx[0], ctx[5]); return 0; }
ENTRY int enter_two(__u64 *ctx) { NOTE(16, ctx[1]); return 0; }
ENTRY int enter_six(__u64 *ctx) { NOTE(17, ctx[5]); return 0; }

// A pointer to a number is one to nobody.
ENTRY int enter_address(__u64 *ctx) { NOTE(18, ctx[0] != 0); return 0; }

// What is no program around a function.
SEC("fmod_ret") int modify(__u64 *ctx) { NOTE(19); return 0; }
SEC("tp_btf") int typed(__u64 *ctx) { NOTE(20); return 0; }

// With a function of its own, which others trace, or would.
__attribute__((noinline)) int own(int value) { barrier_var(value); return value + 70; }
ENTRY int enter_with_own(__u64 *ctx) { NOTE(21, own(ctx[0])); return 0; }

EXIT int returns_one(__u64 *ctx) { NOTE(22); return 1; }

// One that sleeps.
SEC("fentry.s") int enter_asleep(__u64 *ctx) { NOTE(23); return 0; }
