// SPDX-License-Identifier: Apache-2.0
// What packets carry for tunnels: keys and options.
#include "../bpf.h"

struct key {
	__u32 id;
	__u32 remote[4];
	__u8 tos;
	__u8 ttl;
	__u16 ext;
	__u32 label;
	__u32 local[4];
};

static long (*const get_key)(void *skb, struct key *key, __u32 size, __u64 flags) = (void *)20;
static long (*const set_key)(void *skb, struct key *key, __u32 size, __u64 flags) = (void *)21;
static long (*const get_opt)(void *skb, void *opt, __u32 size) = (void *)29;
static long (*const set_opt)(void *skb, void *opt, __u32 size) = (void *)30;

#define ANSWERS 32
__s64 out[ANSWERS];
int answered;

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)

#define ASK(NAME, ...)                                                                                                 \
	SEC("tc") int NAME(struct __sk_buff *ctx)                                                                      \
	{                                                                                                              \
		struct key in __attribute__((unused)) = { .id = 42, .remote = { 0x01020304, 2, 3, 4 }, .tos = 8, .ttl = 9, .ext = 0,           \
				  .label = 0, .local = { 0x05060708, 6, 7, 8 } };                                \
		struct key got;                                                                                        \
		__builtin_memset(&got, 0xee, sizeof(got));                                                             \
		__u8 opts[16] __attribute__((unused)) = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };                                             \
		for (int i = 0; i < ANSWERS; i++)                                                                      \
			out[i] = 0;                                                                                    \
		answered = 0;                                                                                          \
		__VA_ARGS__;                                                                                           \
		return 1;                                                                                              \
	}

#define GOT                                                                                                            \
	do {                                                                                                           \
		A(got.id);                                                                                             \
		A(got.remote[0]);                                                                                      \
		A(got.remote[1]);                                                                                      \
		A(got.remote[3]);                                                                                      \
		A(got.tos);                                                                                            \
		A(got.ttl);                                                                                            \
		A(got.ext);                                                                                            \
		A(got.label);                                                                                          \
		A(got.local[0]);                                                                                       \
		A(got.local[3]);                                                                                       \
	} while (0)

ASK(none, A(get_key(ctx, &got, sizeof(got), 0)); GOT; A(get_opt(ctx, opts, 16)); A(opts[0]); A(set_opt(ctx, opts, 4)))
ASK(set_get4, A(set_key(ctx, &in, sizeof(in), 0)); A(get_key(ctx, &got, sizeof(got), 0)); GOT)
ASK(set_get6, in.label = 0xabcde; A(set_key(ctx, &in, sizeof(in), 1)); A(get_key(ctx, &got, sizeof(got), 1)); GOT)
ASK(other_family, A(set_key(ctx, &in, sizeof(in), 0)); A(get_key(ctx, &got, sizeof(got), 1)); A(got.id);
    A(got.local[3]); A(set_key(ctx, &in, sizeof(in), 1)); A(get_key(ctx, &got, sizeof(got), 0)); A(got.id))
ASK(set_flags, for (int i = 0; i < 10; i++) A(set_key(ctx, &in, sizeof(in), 1u << i)); A(set_key(ctx, &in, sizeof(in), 1ull << 33)))
ASK(get_flags, A(set_key(ctx, &in, sizeof(in), 0)); for (int i = 0; i < 10; i++) A(get_key(ctx, &got, sizeof(got), 1u << i)))
ASK(flags_seen, for (int i = 0; i < 6; i++) { __u64 f = (1u << i) & ~1u; A(set_key(ctx, &in, sizeof(in), f));
    A(get_key(ctx, &got, sizeof(got), 16)); A(got.ext); })
ASK(set_sizes, A(set_key(ctx, &in, 4, 0)); A(set_key(ctx, &in, 8, 0)); A(set_key(ctx, &in, 20, 0)); A(set_key(ctx, &in, 22, 0));
    A(set_key(ctx, &in, 24, 0)); A(set_key(ctx, &in, 28, 0)); A(set_key(ctx, &in, 40, 0)); A(set_key(ctx, &in, 44, 0));
    A(set_key(ctx, &in, 8, 1)); A(set_key(ctx, &in, 22, 1)); A(set_key(ctx, &in, 24, 1)); A(set_key(ctx, &in, 28, 1)))
ASK(get_sizes, A(set_key(ctx, &in, 44, 0)); A(get_key(ctx, &got, 4, 0)); A(get_key(ctx, &got, 8, 0)); A(get_key(ctx, &got, 20, 0));
    A(get_key(ctx, &got, 22, 0)); A(get_key(ctx, &got, 24, 0)); A(get_key(ctx, &got, 28, 0)); A(get_key(ctx, &got, 40, 0));
    A(get_key(ctx, &got, 44, 0)); A(set_key(ctx, &in, 44, 1)); A(get_key(ctx, &got, 8, 1)); A(get_key(ctx, &got, 22, 1));
    A(get_key(ctx, &got, 24, 1)); A(get_key(ctx, &got, 28, 1)))
ASK(short_get, A(set_key(ctx, &in, 44, 0)); A(get_key(ctx, &got, 8, 0)); GOT)
ASK(short_get24, A(set_key(ctx, &in, 44, 0)); A(get_key(ctx, &got, 24, 0)); GOT)
ASK(short_get28, A(set_key(ctx, &in, 44, 0)); A(get_key(ctx, &got, 28, 0)); GOT)
ASK(short_set, A(set_key(ctx, &in, 8, 0)); A(get_key(ctx, &got, 44, 0)); GOT)
ASK(bad_values, in.ext = 1; A(set_key(ctx, &in, 44, 0)); in.ext = 0; in.label = 0x100000; A(set_key(ctx, &in, 44, 1));
    A(set_key(ctx, &in, 44, 0)); in.label = 0xfffff; A(set_key(ctx, &in, 44, 1)); A(get_key(ctx, &got, 44, 1)); A(got.label))
ASK(no_key, A(set_key(ctx, &in, 44, 32)); A(get_key(ctx, &got, 44, 0)); A(got.id); A(got.ext))
ASK(options, A(set_key(ctx, &in, 44, 0)); A(get_opt(ctx, opts, 16)); A(set_opt(ctx, opts, 12)); A(set_opt(ctx, opts, 6));
    __builtin_memset(opts, 0xee, 16); A(get_opt(ctx, opts, 16)); A(opts[0]); A(opts[11]); A(opts[12]); A(get_opt(ctx, opts, 8));
    A(get_key(ctx, &got, 44, 16)); A(got.ext))
ASK(options_gone, A(set_key(ctx, &in, 44, 0)); A(set_opt(ctx, opts, 12)); A(set_key(ctx, &in, 44, 0)); A(get_opt(ctx, opts, 16)); A(opts[0]))
ASK(longest_options, static __u8 many[256]; A(set_key(ctx, &in, 44, 0)); A(set_opt(ctx, many, 252)); A(set_opt(ctx, many, 256)); A(set_opt(ctx, many, 255));
    A(get_opt(ctx, many, 256)))

char _license[] SEC("license") = "Dual MIT/GPL";
