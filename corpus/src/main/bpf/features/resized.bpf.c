// SPDX-License-Identifier: Apache-2.0
// Global data and maps that a host gives other sizes before they are loaded, or leaves out. Each program gives back what it finds.
#include "../bpf.h"

// Section .bss ends with an array, as does .rodata; .data.pair does not.
__u32 count;
__u64 sums[1];
const volatile __u32 limit = 1;
const volatile __u32 weights[1] = {5};
struct {
	__u32 first, second;
} pair SEC(".data.pair") = {1, 2};

const volatile _Bool use_extra SEC(".rodata.extra") = 0;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} extra SEC(".maps");

// Adds the first weight to sums[0], as often as the limit says, and the sum to pair.first.
SEC("syscall")
int add_up(void *ctx)
{
	__u32 i;

	count++;
	for (i = 0; i < 16 && i < limit; i++)
		sums[0] += weights[0];
	pair.first += sums[0];
	return pair.first + pair.second;
}

// Reads the first number.
SEC("syscall")
int read_number(void *ctx)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&numbers, &key);

	return value ? *value : -ENOENT;
}

SEC("syscall")
int maybe_extra(void *ctx)
{
	__u32 key = 0;

	if (use_extra)
		return bpf_map_lookup_elem(&extra, &key) ? 1 : 2;
	return 3;
}

SEC("?syscall")
int always_extra(void *ctx)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&extra, &key) ? 1 : 2;
}

char _license[] SEC("license") = "Dual MIT/GPL";
