// SPDX-License-Identifier: Apache-2.0
// LPM_TRIE, QUEUE, STACK and BLOOM_FILTER used by several CPUs and user space at once.
#include "races.h"

#define BPF_MAP_TYPE_BLOOM_FILTER 30

static long (*const bpf_map_push_elem)(void *map, const void *value, __u64 flags) = (void *)87;
static long (*const bpf_map_pop_elem)(void *map, void *value) = (void *)88;
static long (*const bpf_map_peek_elem)(void *map, void *value) = (void *)89;

struct key4 {
	__u32 prefixlen;
	__u8 data[4];
};

#define ORDERED(NAME, TYPE)                                                                                            \
	struct {                                                                                                       \
		__uint(type, BPF_MAP_TYPE_##TYPE);                                                                     \
		__uint(max_entries, 64);                                                                               \
		__uint(key_size, 0);                                                                                   \
		__uint(value_size, sizeof(struct whole));                                                              \
	} NAME SEC(".maps")

ORDERED(queue, QUEUE);
ORDERED(stack, STACK);

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 1000);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct key4);
	__type(value, struct whole);
} routes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 100000);
	__uint(key_size, 0);
	__uint(value_size, 8);
} seen SEC(".maps");

// What went in and came out, and its sum.
__u64 pushed, pushed_sum, popped, popped_sum, counted;

#define PRODUCES(MAP)                                                                                                  \
	SEC("xdp") int MAP##_produces(struct xdp_md *ctx)                                                              \
	{                                                                                                              \
		for (int i = 0; i < ROUNDS; i++) {                                                                     \
			struct whole value;                                                                            \
			fill(&value, bpf_get_prandom_u32());                                                           \
			if (bpf_map_push_elem(&MAP, &value, 0) == 0) {                                                 \
				__sync_fetch_and_add(&pushed, 1);                                                      \
				__sync_fetch_and_add(&pushed_sum, value.number);                                       \
			}                                                                                              \
		}                                                                                                      \
		return 0;                                                                                              \
	}

#define CONSUMES(MAP)                                                                                                  \
	SEC("xdp") int MAP##_consumes(struct xdp_md *ctx)                                                              \
	{                                                                                                              \
		int wrong = 0;                                                                                         \
		for (int i = 0; i < ROUNDS; i++) {                                                                     \
			struct whole value;                                                                            \
			if (bpf_map_peek_elem(&MAP, &value) == 0 && is_torn(&value))                                   \
				WRONG();                                                                               \
			if (bpf_map_pop_elem(&MAP, &value) == 0) {                                                     \
				__sync_fetch_and_add(&popped, 1);                                                      \
				__sync_fetch_and_add(&popped_sum, value.number);                                       \
				if (is_torn(&value))                                                                   \
					WRONG();                                                                       \
			}                                                                                              \
		}                                                                                                      \
		return wrong;                                                                                          \
	}

PRODUCES(queue)
CONSUMES(queue)
PRODUCES(stack)
CONSUMES(stack)

// Prefixes longer than 10.0.0.0/8 come and go; that one stays, so that nothing of 10 is ever without a route.
SEC("xdp") int routes_change(struct xdp_md *ctx)
{
	int wrong = 0;

	for (int i = 0; i < ROUNDS; i++) {
		__u32 random = bpf_get_prandom_u32();
		struct key4 key = { 9 + (random >> 8) % 8, { 10, random } };
		struct whole value;
		long err;

		fill(&value, random);
		err = bpf_map_update_elem(&routes, &key, &value, BPF_ANY);
		if (err)
			WRONG();
		if (random >> 31) {
			err = bpf_map_delete_elem(&routes, &key);
			if (err && err != -ENOENT)
				WRONG();
		}
	}
	return wrong;
}

SEC("xdp") int routes_lookup(struct xdp_md *ctx)
{
	int wrong = 0;

	for (int i = 0; i < ROUNDS; i++) {
		__u32 random = bpf_get_prandom_u32();
		struct key4 key = { 32, { 10, random, random >> 8, random >> 16 } };
		struct whole *value = bpf_map_lookup_elem(&routes, &key);

		// One that was removed stays what it was for whoever has it.
		if (!value || is_torn(value))
			WRONG();
		key.data[0] = 11;
		if (bpf_map_lookup_elem(&routes, &key))
			WRONG();
	}
	return wrong;
}

// Counts in a value that nobody replaces.
SEC("xdp") int routes_count(struct xdp_md *ctx)
{
	struct key4 key = { 8, { 12 } };

	for (int i = 0; i < ROUNDS; i++) {
		struct whole *value = bpf_map_lookup_elem(&routes, &key);

		if (!value)
			return -1;
		__sync_fetch_and_add(&value->number, 1);
		__sync_fetch_and_add(&counted, 1);
	}
	return 0;
}

SEC("xdp") int seen_is_never_forgotten(struct xdp_md *ctx)
{
	int wrong = 0;

	for (int i = 0; i < ROUNDS; i++) {
		__u64 value = bpf_get_prandom_u32();

		if (bpf_map_push_elem(&seen, &value, 0))
			WRONG();
		if (bpf_map_peek_elem(&seen, &value))
			WRONG();
	}
	return wrong;
}
