// SPDX-License-Identifier: Apache-2.0
// Map definitions that must be refused; -DCASE selects one.
#include "bpf.h"

struct inner { __uint(type, ARRAY); __uint(max_entries, 1); __type(key, u32); __type(value, u32); };
struct nested { __uint(type, ARRAY_OF_MAPS); __uint(max_entries, 1); __type(key, u32); __array(values, struct inner); };
struct pinned { __uint(type, ARRAY); __uint(pinning, 1); };

#if CASE == 1
struct { __uint(max_entries, 1); } map SEC(".maps");
#elif CASE == 2
struct { __uint(type, 999); } map SEC(".maps");
#elif CASE == 3
struct { __uint(type, HASH); __uint(colour, 1); } map SEC(".maps");
#elif CASE == 4
struct { __uint(type, HASH); __uint(key_size, 8); __type(key, u32); } map SEC(".maps");
#elif CASE == 5
struct { __uint(type, HASH); __uint(pinning, 2); } map SEC(".maps");
#elif CASE == 6
struct { __uint(type, HASH); u32 max_entries; } map SEC(".maps");
#elif CASE == 7
struct { __uint(type, HASH); u32 key; } map SEC(".maps");
#elif CASE == 8
struct { __uint(type, HASH); void *key; } map SEC(".maps");
#elif CASE == 9
struct { __uint(type, HASH); __uint(max_entries, 1); __array(values, struct inner); } map SEC(".maps");
#elif CASE == 10
struct { __uint(type, ARRAY_OF_MAPS); __uint(max_entries, 1); __array(values, struct nested); } map SEC(".maps");
#elif CASE == 11
struct { __uint(type, ARRAY_OF_MAPS); __uint(value_size, 8); __array(values, struct inner); } map SEC(".maps");
#elif CASE == 12
struct { __uint(type, ARRAY_OF_MAPS); __array(values, struct pinned); } map SEC(".maps");
#elif CASE == 13
struct { __uint(type, ARRAY_OF_MAPS); __array(values, int(void *)); } map SEC(".maps");
#elif CASE == 14
struct { __uint(type, PROG_ARRAY); __array(values, u32); } map SEC(".maps");
#elif CASE == 15
int map SEC(".maps");
#elif CASE == 16
struct { __uint(type, HASH_OF_MAPS); __type(key, u64); __array(values, struct inner); } map SEC(".maps") =
	{ .values = { (void *)&map } };
#elif CASE == 17
int variable;
struct { __uint(type, ARRAY_OF_MAPS); __type(key, u32); __array(values, struct inner); } map SEC(".maps") =
	{ .values = { (void *)&variable } };
#elif CASE == 18
int variable;
struct { __uint(type, PROG_ARRAY); __type(key, u32); __array(values, int(void *)); } map SEC(".maps") =
	{ .values = { (void *)&variable } };
#elif CASE == 19
struct { int(*type)[HASH]; u32 *key; } map SEC(".maps") = { .key = (void *)&map };
#elif CASE == 20
struct { __uint(type, ARRAY_OF_MAPS); typeof(struct inner) *values[2]; } map SEC(".maps");
#elif CASE == 21
struct __attribute__((packed)) { __uint(type, HASH); union { __uint(other, ARRAY); }; } map SEC(".maps");
#endif
