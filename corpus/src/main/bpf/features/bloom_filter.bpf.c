// SPDX-License-Identifier: Apache-2.0
// BLOOM_FILTER: each program is one question, and what it was answered is in `out`. map_programs-6.12.tsv beside the object
// has the answers of a kernel.
#include "answers.h"

#define FILTER(NAME, ENTRIES, SIZE, HASHES)                                                                            \
	struct {                                                                                                       \
		__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);                                                               \
		__uint(max_entries, ENTRIES);                                                                          \
		__uint(key_size, 0);                                                                                   \
		__uint(value_size, SIZE);                                                                              \
		__uint(map_extra, HASHES);                                                                             \
	} NAME SEC(".maps")

FILTER(seen, 100, 8, 15);
FILTER(odd, 100, 3, 15);
FILTER(one_hash, 10, 4, 1);

struct typed {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 100);
	__type(value, __u64);
	__uint(map_extra, 15);
};

struct typed first SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct typed);
} outer SEC(".maps") = {
	.values = {
		[0] = &first,
	},
};

#define PUSH(MAP, VALUE, FLAGS) A(bpf_map_push_elem(&MAP, &(__u64){ VALUE }, FLAGS))
#define PEEK(MAP, VALUE)                                                                                               \
	do {                                                                                                           \
		__u64 _v = VALUE;                                                                                      \
		A(bpf_map_peek_elem(&MAP, &_v));                                                                       \
		A(_v);                                                                                                 \
	} while (0)

ASK(pushed_is_there,
	PEEK(seen, 1);
	PUSH(seen, 1, 0);
	PEEK(seen, 1);
	PEEK(seen, 2);
	PUSH(seen, 1, 0);
	PUSH(seen, 2, 0);
	PEEK(seen, 2);
	PEEK(seen, 3))

ASK(flags,
	PUSH(seen, 1000, BPF_NOEXIST);
	PUSH(seen, 1000, BPF_EXIST);
	PUSH(seen, 1000, 3);
	PUSH(seen, 1000, BPF_F_LOCK);
	PUSH(seen, 1000, 1ULL << 32);
	PEEK(seen, 1000))

ASK(odd_size,
	__u8 in[5] = { 1, 2, 3, 4, 5 };
	A(bpf_map_push_elem(&odd, in, 0));
	A(bpf_map_peek_elem(&odd, in));
	A(bpf_map_peek_elem(&odd, in + 1));
	in[3] = 9;
	A(bpf_map_peek_elem(&odd, in)))

// There may be more values than were promised: none is forgotten.
ASK(none_is_forgotten,
	int refused = 0;
	int forgotten = 0;
	for (__u32 i = 0; i < 500; i++) {
		__u32 v = i;
		if (bpf_map_push_elem(&one_hash, &v, 0))
			refused++;
	}
	for (__u32 i = 0; i < 500; i++) {
		__u32 v = i;
		if (bpf_map_peek_elem(&one_hash, &v))
			forgotten++;
	}
	A(refused);
	A(forgotten))

ASK(inside_another_map,
	void *inner = bpf_map_lookup_elem(&outer, &(__u32){ 0 });
	if (!inner)
		return 0;
	__u64 value = 5;
	A(bpf_map_peek_elem(inner, &value));
	A(bpf_map_push_elem(inner, &value, BPF_ANY));
	A(bpf_map_peek_elem(inner, &value));
	PEEK(first, 5);
	PEEK(first, 6))
