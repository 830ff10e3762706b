// SPDX-License-Identifier: Apache-2.0
// QUEUE and STACK: each program is one question, and what it was answered is in `out`. map_programs-6.12.tsv beside the
// object has the answers of a kernel.
#include "answers.h"

#define ORDERED(NAME, TYPE, ENTRIES, SIZE)                                                                             \
	struct {                                                                                                       \
		__uint(type, BPF_MAP_TYPE_##TYPE);                                                                     \
		__uint(max_entries, ENTRIES);                                                                          \
		__uint(key_size, 0);                                                                                   \
		__uint(value_size, SIZE);                                                                              \
	} NAME SEC(".maps")

ORDERED(queue, QUEUE, 3, 8);
ORDERED(stack, STACK, 3, 8);
ORDERED(odd_queue, QUEUE, 1, 3);
ORDERED(odd_stack, STACK, 1, 3);
ORDERED(filled_queue, QUEUE, 100, 8);
ORDERED(filled_stack, STACK, 100, 8);

struct inner {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 2);
	__uint(key_size, 0);
	__uint(value_size, 8);
};

struct inner first SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct inner);
} outer SEC(".maps") = {
	.values = {
		[0] = &first,
	},
};

#define PUSH(MAP, VALUE, FLAGS) A(bpf_map_push_elem(&MAP, &(__u64){ VALUE }, FLAGS))
#define POP(MAP)                                                                                                       \
	do {                                                                                                           \
		__u64 _v = 99;                                                                                         \
		A(bpf_map_pop_elem(&MAP, &_v));                                                                        \
		A(_v);                                                                                                 \
	} while (0)
#define PEEK(MAP)                                                                                                      \
	do {                                                                                                           \
		__u64 _v = 99;                                                                                         \
		A(bpf_map_peek_elem(&MAP, &_v));                                                                       \
		A(_v);                                                                                                 \
	} while (0)

#define BOTH(NAME, ...)                                                                                                \
	ASK(queue_##NAME, EACH(queue, odd_queue, filled_queue, __VA_ARGS__))                                           \
	ASK(stack_##NAME, EACH(stack, odd_stack, filled_stack, __VA_ARGS__))
#define EACH(MAP, ODD, FILLED, BODY) BODY(MAP, ODD, FILLED)

#define EMPTY(M, ODD, F) PEEK(M); POP(M); PEEK(M)
#define ORDER(M, ODD, F) PUSH(M, 1, 0); PUSH(M, 2, 0); PEEK(M); PEEK(M); POP(M); PUSH(M, 3, 0); POP(M); POP(M); POP(M)
#define FULL(M, ODD, F)                                                                                                \
	PUSH(M, 1, 0); PUSH(M, 2, 0); PUSH(M, 3, 0); PUSH(M, 4, 0); PUSH(M, 5, BPF_EXIST); PUSH(M, 6, 0);              \
	PEEK(M); POP(M); POP(M); POP(M); POP(M)
#define FLAGS(M, ODD, F)                                                                                               \
	PUSH(M, 1, BPF_NOEXIST); PUSH(M, 1, 3); PUSH(M, 1, BPF_F_LOCK); PUSH(M, 1, 8); PUSH(M, 1, 1ULL << 32);         \
	PUSH(M, 1, -1); PEEK(M); PUSH(M, 7, BPF_EXIST); POP(M)
// Values that are no multiple of eight bytes: nothing else is touched.
#define ODD_SIZE(M, ODD, F)                                                                                            \
	__u8 in[4] = { 1, 2, 3, 4 };                                                                                   \
	__u8 to[4] = { 9, 9, 9, 9 };                                                                                   \
	A(bpf_map_push_elem(&ODD, in, 0));                                                                             \
	A(bpf_map_push_elem(&ODD, in + 1, 0));                                                                         \
	A(bpf_map_peek_elem(&ODD, to));                                                                                \
	A(to[0]); A(to[1]); A(to[2]); A(to[3]);                                                                        \
	A(bpf_map_push_elem(&ODD, in + 1, BPF_EXIST));                                                                 \
	A(bpf_map_pop_elem(&ODD, to));                                                                                 \
	A(to[0]); A(to[1]); A(to[2]); A(to[3]);                                                                        \
	A(bpf_map_pop_elem(&ODD, to));                                                                                 \
	A(to[0]); A(to[1]); A(to[2]); A(to[3])
// Round and round: 1,000 values through 100 places.
#define AROUND(M, ODD, F)                                                                                              \
	__u64 sum = 0;                                                                                                 \
	int failed = 0;                                                                                                \
	for (__u64 i = 0; i < 1000; i++) {                                                                             \
		__u64 v = i;                                                                                           \
		if (bpf_map_push_elem(&F, &v, BPF_EXIST))                                                              \
			failed++;                                                                                      \
		if (i % 3 == 0 && bpf_map_pop_elem(&F, &v) == 0)                                                       \
			sum = sum * 3 + v;                                                                             \
	}                                                                                                              \
	A(failed);                                                                                                     \
	A(sum);                                                                                                        \
	int left = 0;                                                                                                  \
	for (int i = 0; i < 200; i++) {                                                                                \
		__u64 v;                                                                                               \
		if (bpf_map_pop_elem(&F, &v))                                                                          \
			break;                                                                                         \
		sum = sum * 3 + v;                                                                                     \
		left++;                                                                                                \
	}                                                                                                              \
	A(left);                                                                                                       \
	A(sum)

BOTH(empty, EMPTY)
BOTH(order, ORDER)
BOTH(full, FULL)
BOTH(flags, FLAGS)
BOTH(odd_size, ODD_SIZE)
BOTH(around, AROUND)

ASK(inside_another_map,
	void *inner = bpf_map_lookup_elem(&outer, &(__u32){ 0 });
	if (!inner)
		return 0;
	__u64 value = 5;
	A(bpf_map_push_elem(inner, &value, BPF_ANY));
	value = 6;
	A(bpf_map_push_elem(inner, &value, BPF_ANY));
	A(bpf_map_push_elem(inner, &value, BPF_ANY));
	A(bpf_map_peek_elem(inner, &value));
	A(value);
	POP(first);
	POP(first);
	A(bpf_map_pop_elem(inner, &value)))
