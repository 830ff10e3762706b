// SPDX-License-Identifier: Apache-2.0
// LPM_TRIE: each program is one question, and what it was answered is in `out`. map_programs-6.12.tsv beside the object has
// the answers of a kernel.
#include "answers.h"

struct key4 {
	__u32 prefixlen;
	__u8 data[4];
};

struct key16 {
	__u32 prefixlen;
	__u8 data[16];
};

#define TRIE(NAME, KEY, ENTRIES)                                                                                       \
	struct {                                                                                                       \
		__uint(type, BPF_MAP_TYPE_LPM_TRIE);                                                                   \
		__uint(max_entries, ENTRIES);                                                                          \
		__uint(map_flags, BPF_F_NO_PREALLOC);                                                                  \
		__type(key, KEY);                                                                                      \
		__type(value, __u64);                                                                                  \
	} NAME SEC(".maps")

struct inner {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 4);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct key4);
	__type(value, __u64);
};

TRIE(routes, struct key4, 8);
TRIE(few, struct key4, 3);
TRIE(held, struct key4, 3);
TRIE(hosts, struct key16, 8);
struct inner first SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 2);
	__type(key, __u32);
	__array(values, struct inner);
} outer SEC(".maps") = {
	.values = {
		[0] = &first,
	},
};

#define KEY(LEN, A0, A1, A2, A3) (&(struct key4){ LEN, { A0, A1, A2, A3 } })
#define SET(MAP, KEY, VALUE, FLAGS) bpf_map_update_elem(&MAP, KEY, &(__u64){ VALUE }, FLAGS)
#define GET(MAP, KEY) ({ __u64 *_v = bpf_map_lookup_elem(&MAP, KEY); _v ? (__s64)*_v : -1; })

ASK(longest_prefix_wins,
	A(GET(routes, KEY(32, 10, 1, 2, 3)));
	A(SET(routes, KEY(8, 10, 0, 0, 0), 8, BPF_ANY));
	A(SET(routes, KEY(24, 10, 1, 2, 0), 24, BPF_ANY));
	A(SET(routes, KEY(16, 10, 1, 0, 0), 16, BPF_ANY));
	A(SET(routes, KEY(0, 0, 0, 0, 0), 0, BPF_ANY));
	A(SET(routes, KEY(32, 10, 1, 2, 3), 32, BPF_ANY));
	A(GET(routes, KEY(32, 10, 1, 2, 3)));
	A(GET(routes, KEY(32, 10, 1, 2, 4)));
	A(GET(routes, KEY(32, 10, 1, 3, 4)));
	A(GET(routes, KEY(32, 10, 2, 3, 4)));
	A(GET(routes, KEY(32, 11, 2, 3, 4)));
	A(GET(routes, KEY(24, 10, 1, 2, 3)));
	A(GET(routes, KEY(23, 10, 1, 2, 3)));
	A(GET(routes, KEY(0, 10, 1, 2, 3)));
	A(bpf_map_delete_elem(&routes, KEY(24, 10, 1, 2, 0)));
	A(GET(routes, KEY(32, 10, 1, 2, 4)));
	A(bpf_map_delete_elem(&routes, KEY(0, 0, 0, 0, 0)));
	A(GET(routes, KEY(32, 11, 2, 3, 4))))

ASK(bits_behind_the_prefix_do_not_count,
	A(SET(few, KEY(12, 172, 31, 255, 255), 1, BPF_ANY));
	A(GET(few, KEY(32, 172, 16, 0, 0)));
	A(GET(few, KEY(32, 172, 32, 0, 0)));
	A(SET(few, KEY(12, 172, 16, 0, 0), 2, BPF_NOEXIST));
	A(SET(few, KEY(12, 172, 16, 0, 0), 3, BPF_EXIST));
	A(GET(few, KEY(32, 172, 20, 0, 0)));
	A(bpf_map_delete_elem(&few, KEY(12, 172, 20, 5, 5)));
	A(GET(few, KEY(32, 172, 20, 0, 0))))

ASK(what_updates_refuse,
	A(SET(few, KEY(33, 1, 0, 0, 0), 1, BPF_ANY));
	A(SET(few, KEY(-1, 1, 0, 0, 0), 1, BPF_ANY));
	A(SET(few, KEY(8, 1, 0, 0, 0), 1, 3));
	A(SET(few, KEY(8, 1, 0, 0, 0), 1, BPF_F_LOCK));
	A(SET(few, KEY(8, 1, 0, 0, 0), 1, 1ULL << 32));
	A(SET(few, KEY(8, 1, 0, 0, 0), 1, BPF_EXIST));
	A(GET(few, KEY(33, 1, 0, 0, 0)));
	A(bpf_map_delete_elem(&few, KEY(33, 1, 0, 0, 0)));
	A(bpf_map_delete_elem(&few, KEY(8, 1, 0, 0, 0)));
	A(SET(few, KEY(8, 1, 0, 0, 0), 1, BPF_NOEXIST));
	A(SET(few, KEY(8, 2, 0, 0, 0), 1, BPF_NOEXIST));
	A(SET(few, KEY(8, 3, 0, 0, 0), 1, BPF_NOEXIST));
	A(SET(few, KEY(8, 4, 0, 0, 0), 1, BPF_NOEXIST));
	A(SET(few, KEY(8, 4, 0, 0, 0), 1, BPF_ANY));
	A(SET(few, KEY(8, 4, 0, 0, 0), 1, BPF_EXIST));
	A(SET(few, KEY(8, 3, 0, 0, 0), 2, BPF_ANY));
	A(SET(few, KEY(8, 3, 0, 0, 0), 2, BPF_NOEXIST));
	A(SET(few, KEY(33, 3, 0, 0, 0), 2, BPF_ANY));
	A(bpf_map_delete_elem(&few, KEY(8, 1, 0, 0, 0)));
	A(SET(few, KEY(7, 4, 0, 0, 0), 7, BPF_ANY));
	A(GET(few, KEY(32, 4, 0, 0, 0)));
	A(GET(few, KEY(32, 5, 0, 0, 0))))

// Whoever holds a value keeps it, whatever happens to its prefix.
ASK(values_stay_where_they_are,
	A(SET(held, KEY(8, 10, 0, 0, 0), 1, BPF_ANY));
	__u64 *old = bpf_map_lookup_elem(&held, KEY(32, 10, 0, 0, 1));
	if (!old)
		return 0;
	A(SET(held, KEY(8, 10, 0, 0, 0), 2, BPF_EXIST));
	A(*old);
	*old = 77;
	A(GET(held, KEY(32, 10, 0, 0, 1)));
	__u64 *new = bpf_map_lookup_elem(&held, KEY(8, 10, 0, 0, 0));
	if (!new)
		return 0;
	A(new != old);
	__sync_fetch_and_add(new, 40);
	A(GET(held, KEY(32, 10, 9, 9, 9)));
	A(SET(held, KEY(9, 10, 0, 0, 0), 3, BPF_ANY));
	A(*new);
	A(GET(held, KEY(32, 10, 0, 0, 1)));
	A(bpf_map_delete_elem(&held, KEY(8, 10, 0, 0, 0)));
	A(*new);
	A(bpf_map_delete_elem(&held, KEY(9, 10, 0, 0, 0)));
	A(GET(held, KEY(32, 10, 0, 0, 1))))

ASK(long_keys,
	struct key16 key = { 64, { 0x20, 1, 0xd, 0xb8, 1, 2, 3, 4 } };
	A(SET(hosts, &key, 64, BPF_ANY));
	key.prefixlen = 127;
	A(SET(hosts, &key, 127, BPF_ANY));
	key.prefixlen = 65;
	key.data[8] = 0x80;
	A(SET(hosts, &key, 65, BPF_ANY));
	key.prefixlen = 128;
	A(GET(hosts, &key));
	key.data[8] = 0;
	key.data[15] = 1;
	A(GET(hosts, &key));
	key.data[15] = 2;
	A(GET(hosts, &key));
	key.data[7] = 5;
	A(GET(hosts, &key));
	key.prefixlen = 129;
	A(SET(hosts, &key, 1, BPF_ANY)))

ASK(inside_another_map,
	void *inner = bpf_map_lookup_elem(&outer, &(__u32){ 0 });
	if (!inner)
		return 0;
	__u64 value = 5;
	A(bpf_map_update_elem(inner, KEY(4, 0xf0, 0, 0, 0), &value, BPF_ANY));
	__u64 *found = bpf_map_lookup_elem(inner, KEY(32, 0xff, 1, 1, 1));
	A(found ? *found : -1);
	A(GET(first, KEY(5, 0xff, 1, 1, 1)));
	A(bpf_map_delete_elem(inner, KEY(4, 0xff, 0, 0, 0)));
	A(GET(first, KEY(5, 0xff, 1, 1, 1)));
	A(bpf_map_lookup_elem(&outer, &(__u32){ 1 }) == NULL))
