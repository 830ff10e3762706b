// SPDX-License-Identifier: Apache-2.0
// Programs that ask questions: what each was answered is in `out`.
#include "../bpf.h"

#define BPF_MAP_TYPE_BLOOM_FILTER 30

static long (*const bpf_map_push_elem)(void *map, const void *value, __u64 flags) = (void *)87;
static long (*const bpf_map_pop_elem)(void *map, void *value) = (void *)88;
static long (*const bpf_map_peek_elem)(void *map, void *value) = (void *)89;

#define ANSWERS 32
__s64 out[ANSWERS];
int answered;

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)

#define ASK(NAME, ...)                                                                                                 \
	SEC("xdp") int NAME(struct xdp_md *ctx)                                                                        \
	{                                                                                                              \
		for (int i = 0; i < ANSWERS; i++)                                                                      \
			out[i] = 0;                                                                                    \
		answered = 0;                                                                                          \
		__VA_ARGS__;                                                                                           \
		return 1;                                                                                              \
	}

char _license[] SEC("license") = "Dual MIT/GPL";
