// SPDX-License-Identifier: Apache-2.0
// Maps as they were declared before BTF: structures of numbers in section "maps", of several lengths.
#include "../bpf.h"

struct bpf_map_def {
	__u32 type;
	__u32 key_size;
	__u32 value_size;
	__u32 max_entries;
	__u32 map_flags;
};

struct short_map_def {
	__u32 type;
	__u32 key_size;
	__u32 value_size;
	__u32 max_entries;
};

// As iproute2 has it.
struct bpf_elf_map {
	__u32 type;
	__u32 size_key;
	__u32 size_value;
	__u32 max_elem;
	__u32 flags;
	__u32 id;
	__u32 pinning;
	__u32 inner_id;
	__u32 inner_idx;
};

// The types of a map's keys and values, in a variable that nobody reads.
#define KEY_AND_VALUE(map, key_type, value_type)                                                                       \
	struct ____btf_map_##map {                                                                                     \
		key_type key;                                                                                          \
		value_type value;                                                                                      \
	};                                                                                                             \
	struct ____btf_map_##map ____btf_map_##map SEC(".maps." #map) = {}

struct element {
	struct bpf_timer timer;
	__u64 fired;
};

struct bpf_map_def counters SEC("maps") = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = sizeof(__u32),
	.value_size = sizeof(__u64),
	.max_entries = 2,
};

struct short_map_def sums SEC("maps") = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = sizeof(__u32),
	.value_size = sizeof(__u64),
	.max_entries = 3,
};

struct bpf_elf_map flows SEC("maps") = {
	.type = BPF_MAP_TYPE_HASH,
	.size_key = sizeof(__u64),
	.size_value = sizeof(__u64),
	.max_elem = 16,
	.flags = BPF_F_NO_PREALLOC,
};

struct bpf_map_def timers SEC("maps/timers") = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = sizeof(__u32),
	.value_size = sizeof(struct element),
	.max_entries = 1,
};
KEY_AND_VALUE(timers, __u32, struct element);

// Run n (from 1) returns n + 2n.
SEC("xdp")
int count(struct xdp_md *ctx)
{
	__u32 one = 1, two = 2;
	__u64 *counter = bpf_map_lookup_elem(&counters, &one);
	__u64 *sum = bpf_map_lookup_elem(&sums, &two);

	if (!counter || !sum)
		return 0;
	*counter += 1;
	*sum += 2;
	return *counter + *sum;
}

// Returns 7: what it stored.
SEC("xdp")
int remember(struct xdp_md *ctx)
{
	__u64 key = 1, value = 7;
	__u64 *stored;

	bpf_map_update_elem(&flows, &key, &value, BPF_ANY);
	stored = bpf_map_lookup_elem(&flows, &key);
	return stored ? *stored : 0;
}

static int fire(void *map, __u32 *key, struct element *element)
{
	element->fired += 1;
	return 0;
}

// Returns 0; a millisecond later the timer has fired: its map is known to hold one.
SEC("xdp")
int arm(struct xdp_md *ctx)
{
	__u32 zero = 0;
	struct element *element = bpf_map_lookup_elem(&timers, &zero);

	if (!element)
		return 1;
	bpf_timer_init(&element->timer, &timers, CLOCK_MONOTONIC);
	bpf_timer_set_callback(&element->timer, fire);
	return bpf_timer_start(&element->timer, 1000000, 0);
}

char _license[] SEC("license") = "Dual MIT/GPL";
