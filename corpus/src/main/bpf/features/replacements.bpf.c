// SPDX-License-Identifier: Apache-2.0
// Programs of type EXT: what takes the place of functions of replaced.bpf.c. Those of section ?freplace/F are for function F,
// the tests say of which program, and which of them Linux refuses.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct pair { int first, second; };
struct couple { int first, second; };
struct pair___longer { int first, second, third; };
enum colour { RED, GREEN };
enum shade { DARK, LIGHT };

__u64 seen;
__u64 calls;

#define R(FUNCTION) SEC("?freplace/" #FUNCTION)

R(number) int twice(int value) { calls++; return value * 2; }
R(number) int thrice(int value) { calls++; return value * 3; }
R(number) unsigned int as_unsigned(unsigned int value) { return value + 30; }
R(number) long as_long(int value) { return value + 40; }
R(number) int from_long(long value) { return value + 50; }
R(number) int from_two(int value, int other) { return value + other; }
R(number) int from_none(void) { return 60; }
R(number) int from_pointer(int *value) { return 61; }
R(number) void to_nothing(int value) { seen = value; }
R(number) __u64 *to_pointer(int value) { return &seen; }
R(number) enum colour to_enum(int value) { return GREEN; }
R(number) int from_enum(enum colour value) { return 62; }
R(number) signed char to_char(int value) { return 63; }
R(number_long) int number_long_again(long value) { return value + 64; }
R(number_long) int from_pair_pointer(struct pair *value) { return 65; }
R(coloured) int coloured_again(enum colour value) { return value + 66; }
R(coloured) int shaded(enum shade value) { return value + 67; }
R(coloured) int from_int(int value) { return value + 68; }
R(nothing_given) int nothing_again(void) { return 69; }
R(with_context) int context_again(struct xdp_md *ctx, int add) { seen = ctx->data_end - ctx->data; return add + 70; }
R(with_context) int context_of_tc(struct __sk_buff *ctx, int add) { return ctx->len + add; }
R(with_context) int context_moving(struct xdp_md *ctx, int add) { return bpf_xdp_adjust_head(ctx, 0) + add; }
R(with_context) int context_unread(void *ctx, int add) { return add + 71; }
R(with_pair) int pair_again(struct pair *pair) { return pair ? pair->first * pair->second : -2; }
R(with_pair) int pair_unchecked(struct pair *pair) { return pair->first; }
R(with_pair) int pair_of_couple(struct couple *pair) { return pair ? pair->first : -2; }
R(with_pair) int pair_longer(struct pair___longer *pair) { return pair ? pair->third : -2; }
R(with_pair) int pair_of_ints(int *pair) { return pair ? *pair : -2; }
R(moving) int moving_again(struct xdp_md *ctx) { return bpf_xdp_adjust_head(ctx, 0) + 80; }
R(moving) int not_moving(struct xdp_md *ctx) { return 81; }
union both { int number; char letter; };
union either { int number; char letter; };
#define TAG(NAME) __attribute__((btf_decl_tag("arg:" #NAME)))
R(with_number) int number_again(int *number) { return number ? *number + 1 : -3; }
R(with_union) int union_again(union both *both) { return both ? both->number + 2 : -3; }
R(with_union) int union_other(union either *both) { return both ? both->number + 2 : -3; }
R(with_constant) int constant_again(const struct pair *pair) { return pair ? pair->first + 3 : -3; }
R(with_constant) int constant_dropped(struct pair *pair) { return pair ? pair->first + 4 : -3; }
R(with_sure) int sure_again(struct pair *pair TAG(nonnull)) { return pair->second + 5; }
R(with_sure) int sure_dropped(struct pair *pair) { return pair ? pair->second + 6 : -3; }
R(with_pair) int pair_sure(struct pair *pair TAG(nonnull)) { return pair->first + 7; }
R(private) int private_again(int value) { return value + 90; }
R(missing) int for_missing(int value) { return value; }
R(every) int every_again(struct xdp_md *ctx) { seen = ctx->data_end - ctx->data; return 91; }
R(every) int every_large(struct xdp_md *ctx) { return 0x7fffffff; }
R(on_buffer) int on_buffer_again(struct __sk_buff *ctx) { seen = ctx->len; return 92; }
R(at_egress) int at_egress_again(struct __sk_buff *ctx) { return 7; }
R(called) int called_again(__u64 *ctx) { return 93; }
R(called) int called_reads(__u64 *ctx) { return ctx ? *ctx : -1; }
R(traced) int traced_again(__u64 *ctx) { return 0; }
R(on_throw) int on_throw_again(__u64 cookie) { return cookie + 2000; }
R(landing) int landing_again(struct xdp_md *ctx) { return 94; }
R(jumper) int jumper_again(struct xdp_md *ctx) { return 95; }
R(twice) int of_extension(int value) { return value + 96; }

// With functions of its own, as deep as programs may be.
static __noinline int below8(int value) { barrier_var(value); return value + 1; }
static __noinline int below7(int value) { barrier_var(value); return below8(value) + 1; }
static __noinline int below6(int value) { barrier_var(value); return below7(value) + 1; }
static __noinline int below5(int value) { barrier_var(value); return below6(value) + 1; }
static __noinline int below4(int value) { barrier_var(value); return below5(value) + 1; }
static __noinline int below3(int value) { barrier_var(value); return below4(value) + 1; }
static __noinline int below2(int value) { barrier_var(value); return below3(value) + 1; }
R(number) int deep_again(int value) { return below2(value * 10); }

// A helper that only some types of programs have.
R(number) int asks_buffer_length(int value)
{
	__u32 length = 0;
	static long (*const check_mtu)(void *ctx, __u32 ifindex, __u32 *length, int diff, __u64 flags) = (void *)163;

	return check_mtu((void *)0, 1, &length, 0, 0);
}
R(every) int every_of_tc(struct xdp_md *ctx)
{
	static long (*const get_hash)(void *skb) = (void *)34;

	return get_hash(ctx);
}

static int add(__u64 i, int *sum) { *sum += i; return 0; }
R(number) int with_callback(int value)
{
	int sum = value;

	bpf_loop(5, add, &sum, 0);
	return sum;
}

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
} own_jumps SEC(".maps");

R(every) int every_jumps(struct xdp_md *ctx)
{
	seen = 3;
	bpf_tail_call(ctx, &own_jumps, 0);
	return 97;
}
R(with_context) int context_jumps(struct xdp_md *ctx, int more)
{
	seen = more;
	bpf_tail_call(ctx, &own_jumps, 0);
	return 98;
}

// With exceptions of their own.
extern void bpf_throw(__u64 cookie) __ksym;
R(number) int throws(int value) { if (value) bpf_throw(value + 300); return 1; }
__attribute__((noinline)) int caught(__u64 cookie) { barrier_var(cookie); return cookie + 5000; }
R(number) __attribute__((btf_decl_tag("exception_callback:caught"))) int throws_caught(int value)
{
	if (value) bpf_throw(value + 300);
	return 1;
}

// Of programs of traffic control, on which nothing is expected to be attached.
R(pulls) int buffer_jumps(struct __sk_buff *ctx)
{
	seen = 3;
	bpf_tail_call(ctx, &own_jumps, 0);
	return 100;
}
SEC("?tc") int plain_tc(struct __sk_buff *ctx) { seen = seen * 10 + 5; return 101; }

SEC("?xdp") int plain(struct xdp_md *ctx) { seen = seen * 10 + 4; return 99; }
