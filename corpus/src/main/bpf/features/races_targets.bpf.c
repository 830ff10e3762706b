// SPDX-License-Identifier: Apache-2.0
// Maps of programs, of maps and of what packets are redirected to, whose entries user space changes while programs use them.
#include "races.h"

enum {
	TYPE_CGROUP_ARRAY = 8,
	TYPE_DEVMAP = 14,
	TYPE_CPUMAP = 16,
	TYPE_XSKMAP = 17,
	TYPE_DEVMAP_HASH = 25,
	EAGAIN = 11,
	SLOTS = 4,
};

static long (*redirect_map)(void *map, __u64 key, __u64 flags) = (void *)51;
static long (*current_task_under_cgroup)(void *map, __u32 index) = (void *)37;

// Same bytes as struct bpf_devmap_val and struct bpf_cpumap_val.
struct entry {
	__u32 to;
	__u32 prog;
};

// ---- PROG_ARRAY

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, SLOTS);
	__uint(key_size, 4);
	__uint(value_size, 4);
} programs SEC(".maps");

enum { FELL = 100, FIRST = 101, SECOND = 102 };

// How often a tail call was tried, found nothing, and came to which program.
__u64 tried, fell, first, second;

SEC("xdp") int calls(struct xdp_md *ctx)
{
	__sync_fetch_and_add(&tried, 1);
	bpf_tail_call(ctx, &programs, bpf_get_prandom_u32() % (SLOTS + 1));
	__sync_fetch_and_add(&fell, 1);
	return FELL;
}

SEC("xdp") int is_first(struct xdp_md *ctx)
{
	__sync_fetch_and_add(&first, 1);
	return FIRST;
}

SEC("xdp") int is_second(struct xdp_md *ctx)
{
	__sync_fetch_and_add(&second, 1);
	return SECOND;
}

// ---- ARRAY_OF_MAPS, HASH_OF_MAPS

struct counters {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, SLOTS);
	__type(key, __u32);
	__type(value, __u64);
};

#define OUTER(NAME, TYPE)                                                                                              \
	struct {                                                                                                       \
		__uint(type, BPF_MAP_TYPE_##TYPE);                                                                     \
		__uint(max_entries, SLOTS);                                                                            \
		__type(key, __u32);                                                                                    \
		__array(values, struct counters);                                                                      \
	} NAME SEC(".maps");                                                                                           \
	RACES(NAME##_counts, count_inner(&NAME))

__u64 counted;

// Slot 0 always has a map.
static __always_inline int count_inner(void *outer)
{
	int wrong = 0;
	__u32 random = bpf_get_prandom_u32();
	__u32 slot = random % SLOTS, index = random / SLOTS % SLOTS;
	void *inner = bpf_map_lookup_elem(outer, &slot);
	__u64 *counter;

	if (!inner) {
		if (slot == 0)
			WRONG();
		return wrong;
	}
	counter = bpf_map_lookup_elem(inner, &index);
	if (!counter) {
		WRONG();
		return wrong;
	}
	__sync_fetch_and_add(counter, 1);
	__sync_fetch_and_add(&counted, 1);
	return wrong;
}

OUTER(array_of_maps, ARRAY_OF_MAPS)
OUTER(hash_of_maps, HASH_OF_MAPS)

// ---- DEVMAP, DEVMAP_HASH, CPUMAP, XSKMAP: without an entry, the packet passes

#define TARGETS(NAME, TYPE, VALUE)                                                                                     \
	struct {                                                                                                       \
		__uint(type, TYPE);                                                                                    \
		__uint(max_entries, SLOTS);                                                                            \
		__type(key, __u32);                                                                                    \
		__type(value, VALUE);                                                                                  \
	} NAME SEC(".maps");                                                                                           \
	SEC("xdp") int NAME##_redirects(struct xdp_md *ctx)                                                            \
	{                                                                                                              \
		return redirect_map(&NAME, bpf_get_prandom_u32() % (SLOTS + 1), XDP_PASS);                             \
	}

// Interface 6 has a program, 7 has none.
#define LOOKS(NAME)                                                                                                    \
	static __always_inline int NAME##_look(void)                                                                   \
	{                                                                                                              \
		int wrong = 0;                                                                                         \
		__u32 slot = bpf_get_prandom_u32() % SLOTS;                                                            \
		struct entry *entry = bpf_map_lookup_elem(&NAME, &slot);                                               \
                                                                                                                       \
		if (entry && entry->to != 6 && entry->to != 7)                                                         \
			WRONG();                                                                                       \
		return wrong;                                                                                          \
	}                                                                                                              \
	RACES(NAME##_looks, NAME##_look())

TARGETS(devmap, TYPE_DEVMAP, struct entry)
LOOKS(devmap)
TARGETS(devmap_hash, TYPE_DEVMAP_HASH, struct entry)
LOOKS(devmap_hash)
TARGETS(cpumap, TYPE_CPUMAP, struct entry)
TARGETS(xskmap, TYPE_XSKMAP, __u32)

// Leaves its mark on the packet.
static __always_inline int mark(struct xdp_md *ctx)
{
	__u8 *data = (void *)(long)ctx->data;
	__u8 *end = (void *)(long)ctx->data_end;

	if (data + 14 <= end)
		data[5]++;
	return XDP_PASS;
}

SEC("xdp/devmap") int marks_for_device(struct xdp_md *ctx)
{
	return mark(ctx);
}

SEC("xdp/cpumap") int marks_on_cpu(struct xdp_md *ctx)
{
	return mark(ctx);
}

// ---- CGROUP_ARRAY: slot 0 always has a group that the task is in

struct {
	__uint(type, TYPE_CGROUP_ARRAY);
	__uint(max_entries, SLOTS);
	__type(key, __u32);
	__type(value, __u32);
} groups SEC(".maps");

static __always_inline int ask_group(void)
{
	int wrong = 0;
	__u32 slot = bpf_get_prandom_u32() % SLOTS;
	long in = current_task_under_cgroup(&groups, slot);

	if (slot == 0 ? in != 1 : in != 0 && in != 1 && in != -EAGAIN)
		WRONG();
	return wrong;
}

SEC("raw_tp/sys_enter") int groups_asked(void *ctx)
{
	int wrong = 0;

	for (int i = 0; i < ROUNDS; i++)
		wrong += ask_group();
	return wrong;
}

struct {
	__uint(type, 20);	// REUSEPORT_SOCKARRAY
	__uint(max_entries, SLOTS);
	__type(key, __u32);
	__type(value, __u64);
} socks SEC(".maps");

static long (*const select_reuseport)(void *ctx, void *map, void *key, __u64 flags) = (void *)82;

// Slot 0 is never empty; of others that may be said (ENOENT).
SEC("sk_reuseport") int socks_chosen(void *ctx)
{
	__u32 slot = bpf_get_prandom_u32() % SLOTS;
	long chosen = select_reuseport(ctx, &socks, &slot, 0);

	if (chosen != 0 && (slot == 0 || chosen != -2))
		return 1;
	return 0;
}
