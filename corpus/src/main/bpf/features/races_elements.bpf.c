// SPDX-License-Identifier: Apache-2.0
// Arrays and hashes used by several CPUs and user space at once. Of a map's keys, COUNTED ones have values that stay, LOCKED ones
// are written in place under a lock, REPLACED ones are stored anew; those of its `_churn` map come and go, those of its `_timed`
// map have timers.
#include "races.h"

enum { COUNTED = 0, LOCKED = 4, REPLACED = 8, KEYS = 12, CHURNING = 64, TIMED = 8 };
enum { EDEADLK = 35 };

// By key, which the verifier has lost sight of.
#define ADD_TO(COUNTS, KEY)                                                                                            \
	do {                                                                                                           \
		__u32 at = KEY;                                                                                        \
		barrier_var(at);                                                                                       \
		__sync_fetch_and_add(&COUNTS[at % CHURNING], 1);                                                       \
	} while (0)

struct element {
	struct bpf_spin_lock lock;
	__u32 key;
	__u64 count;
	__u64 locked;
	struct whole whole;
};

// As above, for types whose values cannot have a lock.
struct lockless {
	__u32 lock;
	__u32 key;
	__u64 count;
	__u64 locked;
	struct whole whole;
};

struct timed {
	__u64 key;
	struct bpf_timer timer;
	__u64 fired;
};

#define MAP(NAME, TYPE, FLAGS, ENTRIES, VALUE)                                                                         \
	struct {                                                                                                       \
		__uint(type, BPF_MAP_TYPE_##TYPE);                                                                     \
		__uint(map_flags, FLAGS);                                                                              \
		__uint(max_entries, ENTRIES);                                                                          \
		__type(key, __u32);                                                                                    \
		__type(value, struct VALUE);                                                                           \
	} NAME SEC(".maps")

// What happened to elements that stay, to those that come and go by key, and to timers.
__u64 counted;
__u64 inserted[CHURNING], deleted[CHURNING];
__u64 armed, fired;

// ---- elements that stay

#define COUNTS(MAP, VALUE)                                                                                             \
	static __always_inline int MAP##_count(void)                                                                   \
	{                                                                                                              \
		int wrong = 0;                                                                                         \
		__u32 key = COUNTED + bpf_get_prandom_u32() % 4;                                                       \
		struct VALUE *value = bpf_map_lookup_elem(&MAP, &key);                                                 \
                                                                                                                       \
		if (!value) {                                                                                          \
			WRONG();                                                                                       \
			return wrong;                                                                                  \
		}                                                                                                      \
		if (value->key != key)                                                                                 \
			WRONG();                                                                                       \
		MAP##_add(value);                                                                                      \
		__sync_fetch_and_add(&counted, 1);                                                                     \
		return wrong;                                                                                          \
	}                                                                                                              \
	RACES(MAP##_counts, MAP##_count())

// Of a value that the CPUs share: atomically, and under the lock as if nobody else was there.
#define ADDS_LOCKED(MAP)                                                                                               \
	static __always_inline void MAP##_add(struct element *value)                                                   \
	{                                                                                                              \
		__sync_fetch_and_add(&value->count, 1);                                                                \
		bpf_spin_lock(&value->lock);                                                                           \
		value->locked++;                                                                                       \
		bpf_spin_unlock(&value->lock);                                                                         \
	}

#define ADDS(MAP)                                                                                                      \
	static __always_inline void MAP##_add(struct lockless *value)                                                  \
	{                                                                                                              \
		__sync_fetch_and_add(&value->count, 1);                                                                \
		__sync_fetch_and_add(&value->locked, 1);                                                               \
	}

// Of a value that the CPU has alone.
#define ADDS_PERCPU(MAP)                                                                                               \
	static __always_inline void MAP##_add(struct lockless *value)                                                  \
	{                                                                                                              \
		value->count++;                                                                                        \
		value->locked++;                                                                                       \
	}

// ---- elements that are written under their lock

#define LOCKS(MAP)                                                                                                     \
	static __always_inline int MAP##_lock(void)                                                                    \
	{                                                                                                              \
		int wrong = 0, torn;                                                                                   \
		__u32 random = bpf_get_prandom_u32();                                                                  \
		__u32 key = LOCKED + random % 4;                                                                       \
		struct element *value = bpf_map_lookup_elem(&MAP, &key);                                               \
                                                                                                                       \
		if (!value || value->key != key) {                                                                     \
			WRONG();                                                                                       \
			return wrong;                                                                                  \
		}                                                                                                      \
		if (random >> 31) {                                                                                    \
			bpf_spin_lock(&value->lock);                                                                   \
			torn = is_torn(&value->whole);                                                                 \
			fill(&value->whole, random);                                                                   \
			bpf_spin_unlock(&value->lock);                                                                 \
			if (torn)                                                                                      \
				WRONG();                                                                               \
		} else {                                                                                               \
			struct element stored = { .key = key };                                                        \
                                                                                                                       \
			fill(&stored.whole, random);                                                                   \
			if (bpf_map_update_elem(&MAP, &key, &stored, BPF_F_LOCK | (random >> 30 & 1 ? BPF_EXIST : 0))) \
				WRONG();                                                                               \
		}                                                                                                      \
		return wrong;                                                                                          \
	}                                                                                                              \
	RACES(MAP##_locks, MAP##_lock())                                                                               \
	static __always_inline int MAP##_hold(void)                                                                    \
	{                                                                                                              \
		int wrong = 0;                                                                                         \
		__u32 key = LOCKED + bpf_get_prandom_u32() % 4;                                                        \
		struct element *value = bpf_map_lookup_elem(&MAP, &key);                                               \
                                                                                                                       \
		if (!value) {                                                                                          \
			WRONG();                                                                                       \
			return wrong;                                                                                  \
		}                                                                                                      \
		bpf_spin_lock(&value->lock);                                                                           \
		for (int turn = 0; turn < 32; turn++) {                                                                \
			fill(&value->whole, key + turn);                                                               \
			asm volatile("" ::: "memory");                                                                 \
		}                                                                                                      \
		bpf_spin_unlock(&value->lock);                                                                         \
		return wrong;                                                                                          \
	}                                                                                                              \
	RACES(MAP##_holds, MAP##_hold())

// ---- elements that are stored anew

#define REPLACES(MAP, VALUE)                                                                                           \
	static __always_inline int MAP##_replace(void)                                                                 \
	{                                                                                                              \
		int wrong = 0;                                                                                         \
		__u32 random = bpf_get_prandom_u32();                                                                  \
		__u32 key = REPLACED + random % 4;                                                                     \
		struct VALUE stored = { .key = key };                                                                  \
                                                                                                                       \
		fill(&stored.whole, random);                                                                           \
		if (bpf_map_update_elem(&MAP, &key, &stored, random >> 31 ? BPF_EXIST : BPF_ANY))                      \
			WRONG();                                                                                       \
		if (bpf_map_update_elem(&MAP, &key, &stored, BPF_NOEXIST) != -EEXIST)                                  \
			WRONG();                                                                                       \
		return wrong;                                                                                          \
	}                                                                                                              \
	RACES(MAP##_replaces, MAP##_replace())

// ---- elements that come and go; FULL is what an insertion into a full map is told

static long see(void *map, __u32 *key, void *value, __u64 *seen)
{
	(*seen)++;
	return 0;
}

#define CHURNS(MAP, VALUE, FULL)                                                                                       \
	static __always_inline int MAP##_change(void)                                                                  \
	{                                                                                                              \
		int wrong = 0;                                                                                         \
		__u32 random = bpf_get_prandom_u32();                                                                  \
		__u32 key = random % CHURNING;                                                                         \
		struct VALUE stored = { .key = key };                                                                  \
		long err;                                                                                              \
                                                                                                                       \
		fill(&stored.whole, random);                                                                           \
		if (random >> 31) {                                                                                    \
			err = bpf_map_update_elem(&MAP##_churn, &key, &stored, BPF_NOEXIST);                           \
			if (!err)                                                                                      \
				ADD_TO(inserted, key);                                                                 \
			else if (err != -EEXIST && err != FULL)                                                        \
				WRONG();                                                                               \
		} else if (random >> 30) {                                                                             \
			err = bpf_map_delete_elem(&MAP##_churn, &key);                                                 \
			if (!err)                                                                                      \
				ADD_TO(deleted, key);                                                                  \
			else if (err != -ENOENT)                                                                       \
				WRONG();                                                                               \
		} else {                                                                                               \
			err = bpf_map_update_elem(&MAP##_churn, &key, &stored, BPF_EXIST);                             \
			if (err && err != -ENOENT)                                                                     \
				WRONG();                                                                               \
		}                                                                                                      \
		return wrong;                                                                                          \
	}                                                                                                              \
	RACES(MAP##_churns, MAP##_change())                                                                            \
	SEC("xdp") int MAP##_walks(struct xdp_md *ctx)                                                                 \
	{                                                                                                              \
		__u64 seen = 0;                                                                                        \
		long visited = bpf_for_each_map_elem(&MAP##_churn, see, &seen, 0);                                     \
                                                                                                                       \
		return visited < 0 || visited != seen;                                                                 \
	}

// ---- timers

#define TIMES(MAP, DELETES)                                                                                            \
	static int MAP##_fires(void *map, __u32 *key, struct timed *value)                                             \
	{                                                                                                              \
		__sync_fetch_and_add(&fired, 1);                                                                       \
		__sync_fetch_and_add(&value->fired, 1);                                                                \
		if (bpf_get_prandom_u32() % 4 == 0)                                                                    \
			bpf_timer_start(&value->timer, 1000, 0);                                                       \
		return 0;                                                                                              \
	}                                                                                                              \
	static __always_inline int MAP##_time(void)                                                                    \
	{                                                                                                              \
		int wrong = 0;                                                                                         \
		__u32 random = bpf_get_prandom_u32();                                                                  \
		__u32 key = random % TIMED;                                                                            \
		struct timed stored = { .key = key };                                                                  \
		struct timed *value;                                                                                   \
		long err;                                                                                              \
                                                                                                                       \
		if (random >> 29 == 0) {                                                                               \
			if (bpf_map_update_elem(&MAP##_timed, &key, &stored, BPF_ANY))                                 \
				WRONG();                                                                               \
			return wrong;                                                                                  \
		}                                                                                                      \
		if (random >> 29 == 1 && DELETES) {                                                                    \
			err = bpf_map_delete_elem(&MAP##_timed, &key);                                                 \
			if (err && err != -ENOENT)                                                                     \
				WRONG();                                                                               \
			return wrong;                                                                                  \
		}                                                                                                      \
		value = bpf_map_lookup_elem(&MAP##_timed, &key);                                                       \
		if (!value)                                                                                            \
			return wrong;                                                                                  \
		if (random >> 29 < 4) {                                                                                \
			err = bpf_timer_cancel(&value->timer);                                                         \
			if (err && err != 1 && err != -EINVAL && err != -EDEADLK)                                      \
				WRONG();                                                                               \
			return wrong;                                                                                  \
		}                                                                                                      \
		err = bpf_timer_init(&value->timer, &MAP##_timed, CLOCK_MONOTONIC);                                    \
		if (err && err != -EBUSY && !(DELETES && err == -EINVAL)) /* an element that has gone meanwhile */     \
			WRONG();                                                                                       \
		err = bpf_timer_set_callback(&value->timer, MAP##_fires);                                              \
		if (err && err != -EINVAL)                                                                             \
			WRONG();                                                                                       \
		err = bpf_timer_start(&value->timer, random & 0x3fff, 0);                                              \
		if (err && err != -EINVAL)                                                                             \
			WRONG();                                                                                       \
		if (!err)                                                                                              \
			__sync_fetch_and_add(&armed, 1);                                                               \
		return wrong;                                                                                          \
	}                                                                                                              \
	RACES(MAP##_times, MAP##_time())

// ---- the map types

MAP(array, ARRAY, 0, KEYS, element);
ADDS_LOCKED(array)
COUNTS(array, element)
LOCKS(array)
REPLACES(array, element)
MAP(array_timed, ARRAY, 0, TIMED, timed);
TIMES(array, 0)

MAP(percpu_array, PERCPU_ARRAY, 0, KEYS, lockless);
ADDS_PERCPU(percpu_array)
COUNTS(percpu_array, lockless)
REPLACES(percpu_array, lockless)

MAP(hash, HASH, 0, 64, element);
ADDS_LOCKED(hash)
COUNTS(hash, element)
LOCKS(hash)
REPLACES(hash, element)
MAP(hash_churn, HASH, 0, 48, element);
CHURNS(hash, element, -E2BIG)
MAP(hash_timed, HASH, 0, 16, timed);
TIMES(hash, 1)

MAP(sparse, HASH, BPF_F_NO_PREALLOC, 64, element);
ADDS_LOCKED(sparse)
COUNTS(sparse, element)
LOCKS(sparse)
REPLACES(sparse, element)
MAP(sparse_churn, HASH, BPF_F_NO_PREALLOC, 48, element);
CHURNS(sparse, element, -E2BIG)
MAP(sparse_timed, HASH, BPF_F_NO_PREALLOC, 16, timed);
TIMES(sparse, 1)

MAP(percpu_hash, PERCPU_HASH, 0, 64, lockless);
ADDS_PERCPU(percpu_hash)
COUNTS(percpu_hash, lockless)
REPLACES(percpu_hash, lockless)
MAP(percpu_hash_churn, PERCPU_HASH, 0, 48, lockless);
CHURNS(percpu_hash, lockless, -E2BIG)

// A full map evicts: no insertion is told that it is.
MAP(lru_hash, LRU_HASH, 0, 64, lockless);
ADDS(lru_hash)
COUNTS(lru_hash, lockless)
REPLACES(lru_hash, lockless)
MAP(lru_hash_churn, LRU_HASH, 0, 48, lockless);
CHURNS(lru_hash, lockless, -EEXIST)
MAP(lru_hash_timed, LRU_HASH, 0, 16, timed);
TIMES(lru_hash, 1)

MAP(lru_percpu_hash, LRU_PERCPU_HASH, 0, 64, lockless);
ADDS_PERCPU(lru_percpu_hash)
COUNTS(lru_percpu_hash, lockless)
REPLACES(lru_percpu_hash, lockless)
MAP(lru_percpu_hash_churn, LRU_PERCPU_HASH, 0, 48, lockless);
CHURNS(lru_percpu_hash, lockless, -EEXIST)
