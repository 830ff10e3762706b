// SPDX-License-Identifier: Apache-2.0
// Maps of maps and programs with initial elements.
#include "bpf.h"

char LICENSE[] SEC("license") = "GPL";

struct inner {
	__uint(type, ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, u64);
};
struct inner one SEC(".maps"), two SEC(".maps");
static struct inner three SEC(".maps");

struct {
	__uint(type, ARRAY_OF_MAPS);
	__uint(max_entries, 8);
	__type(key, u32);
	__array(values, struct inner);
} array SEC(".maps") = { .values = { [1] = &one, [5] = &two, [6] = &three } };

struct {
	__uint(type, HASH_OF_MAPS);
	__uint(max_entries, 8);
	__uint(key_size, 4);
	__uint(value_size, 4);
	__array(values, struct inner);
} hash SEC(".maps") = { .values = { &two } };

SEC("xdp") int target(void *ctx)
{
	return 1;
}

struct {
	__uint(type, PROG_ARRAY);
	__uint(max_entries, 3);
	__uint(key_size, 4);
	__array(values, int(void *));
} programs SEC(".maps") = { .values = { [2] = (void *)&target } };

SEC("xdp") int jump(void *ctx)
{
	u32 key = 1;
	void *inner = map_lookup(&array, &key);
	tail_call(ctx, &programs, 2);
	return inner ? 1 : map_lookup(&hash, &key) != 0;
}
