// SPDX-License-Identifier: Apache-2.0
// Remote control of timers: each run of `operate` does one thing to the timer of one element and returns what the helper
// returned. Callbacks count, note when and where they ran, and do what the element's `action` says.
#include "../bpf.h"

enum operation { INIT, SET_CALLBACK, START, CANCEL, LOOKUP, STALE_START, STALE_INIT };
enum map { ARRAY, HASH, ON_DEMAND, LRU };
enum action {
	NOTHING,
	REARM,
	CANCEL_SELF,
	DELETE_SELF, // and then start through the stale pointer
	UPDATE_SELF,
	INIT_SELF,
	OTHER_CALLBACK, // set the other callback, then start
	COUNT_DOWN, // re-arm while `countdown` is not yet 0
	FILL, // insert fresh keys until the own key is another
	REARM_THEN_DELETE,
	CANCEL_OTHER, // the timer of key 9
	START_OTHER, // the timer of key 9, with 0
};

struct request {
	__u32 operation;
	__u32 map;
	__u32 key;
	__u32 other; // SET_CALLBACK: which of the two callbacks
	__u64 argument;
	__u64 flags;
};

struct element {
	__u64 runs;
	__u64 other_runs;
	__u64 last_ns;
	__u32 last_cpu;
	__u32 action;
	struct bpf_timer timer;
	struct bpf_spin_lock lock;
	__u32 tail;
};

struct lru_element {
	__u64 runs;
	__u64 other_runs;
	__u64 last_ns;
	__u32 last_cpu;
	__u32 action;
	struct bpf_timer timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct element);
} array SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct element);
} hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct element);
} on_demand SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct lru_element);
} lru SEC(".maps");

__u64 rearm_ns;
__u64 rearm_flags;
__u64 countdown;
__s64 results[8]; // of what callbacks did, in order
__u32 result_count;
__u32 order[32]; // the keys of callbacks, in order
__u32 order_count;

static void note(__s64 result)
{
	if (result_count < 8)
		results[result_count++ & 7] = result;
}

// What differs between the maps is the type of their values and which map a callback's pointer is: so everything is written
// once, as macros over the map.
#define ACT(map_, key_, element_, type_, other_)                                                                 \
	do {                                                                                                     \
		struct type_ fresh_ = { .runs = 100 };                                                           \
		struct type_ *nine_;                                                                             \
		__u32 nine_key_ = 9, first_ = *(key_), fill_;                                                    \
		switch ((element_)->action) {                                                                    \
		case REARM:                                                                                      \
			note(bpf_timer_start(&(element_)->timer, rearm_ns, rearm_flags));                        \
			break;                                                                                   \
		case CANCEL_SELF:                                                                                \
			note(bpf_timer_cancel(&(element_)->timer));                                              \
			break;                                                                                   \
		case DELETE_SELF:                                                                                \
			note(bpf_map_delete_elem(&map_, key_));                                                  \
			note(bpf_timer_start(&(element_)->timer, rearm_ns, 0));                                  \
			break;                                                                                   \
		case REARM_THEN_DELETE:                                                                          \
			note(bpf_timer_start(&(element_)->timer, rearm_ns, 0));                                  \
			note(bpf_map_delete_elem(&map_, key_));                                                  \
			break;                                                                                   \
		case UPDATE_SELF:                                                                                \
			note(bpf_map_update_elem(&map_, &first_, &fresh_, BPF_ANY));                             \
			note(bpf_timer_start(&(element_)->timer, rearm_ns, 0));                                  \
			break;                                                                                   \
		case INIT_SELF:                                                                                  \
			note(bpf_timer_init(&(element_)->timer, &map_, CLOCK_MONOTONIC));                        \
			break;                                                                                   \
		case OTHER_CALLBACK:                                                                             \
			note(bpf_timer_set_callback(&(element_)->timer, other_));                                \
			note(bpf_timer_start(&(element_)->timer, rearm_ns, 0));                                  \
			break;                                                                                   \
		case COUNT_DOWN:                                                                                 \
			if (--countdown)                                                                         \
				note(bpf_timer_start(&(element_)->timer, rearm_ns, 0));                          \
			break;                                                                                   \
		case FILL:                                                                                       \
			for (int i_ = 0; i_ < 100 && *(key_) == first_; i_++) {                                  \
				fill_ = 1000 + i_;                                                               \
				bpf_map_update_elem(&map_, &fill_, &fresh_, BPF_ANY);                            \
			}                                                                                        \
			note(*(key_) != first_);                                                                 \
			note(bpf_timer_cancel(&(element_)->timer));                                              \
			break;                                                                                   \
		case CANCEL_OTHER:                                                                               \
		case START_OTHER:                                                                                \
			nine_ = bpf_map_lookup_elem(&map_, &nine_key_);                                          \
			if (!nine_)                                                                              \
				break;                                                                           \
			if ((element_)->action == CANCEL_OTHER)                                                  \
				note(bpf_timer_cancel(&nine_->timer));                                           \
			else                                                                                     \
				note(bpf_timer_start(&nine_->timer, 0, 0));                                      \
			break;                                                                                   \
		}                                                                                                \
	} while (0)

#define CALLBACKS(map_, type_)                                                                                   \
	static int map_##_first(void *map, __u32 *key, struct type_ *element);                                   \
	static int map_##_second(void *map, __u32 *key, struct type_ *element)                                   \
	{                                                                                                        \
		element->other_runs++;                                                                           \
		ACT(map_, key, element, type_, map_##_first);                                                    \
		return 0;                                                                                        \
	}                                                                                                        \
	static int map_##_first(void *map, __u32 *key, struct type_ *element)                                    \
	{                                                                                                        \
		element->runs++;                                                                                 \
		element->last_ns = bpf_ktime_get_ns();                                                           \
		element->last_cpu = bpf_get_smp_processor_id();                                                  \
		if (order_count < 32)                                                                            \
			order[order_count++ & 31] = *key;                                                        \
		ACT(map_, key, element, type_, map_##_second);                                                   \
		return 0;                                                                                        \
	}                                                                                                        \
	static __noinline long map_##_operate(struct request *request)                                           \
	{                                                                                                        \
		__u32 key = request->key, next = request->other;                                                 \
		struct type_ fresh = {};                                                                         \
		struct type_ *element = bpf_map_lookup_elem(&map_, &key);                                        \
		if (!element)                                                                                    \
			return -1000;                                                                            \
		switch (request->operation) {                                                                    \
		case INIT:                                                                                       \
			return bpf_timer_init(&element->timer, &map_, request->argument);                        \
		case SET_CALLBACK:                                                                               \
			if (request->other)                                                                      \
				return bpf_timer_set_callback(&element->timer, map_##_second);                   \
			return bpf_timer_set_callback(&element->timer, map_##_first);                            \
		case START:                                                                                      \
			return bpf_timer_start(&element->timer, request->argument, request->flags);              \
		case CANCEL:                                                                                     \
			return bpf_timer_cancel(&element->timer);                                                \
		case STALE_START:                                                                                \
		case STALE_INIT:                                                                                 \
			bpf_map_delete_elem(&map_, &key);                                                        \
			if (next)                                                                                \
				bpf_map_update_elem(&map_, &next, &fresh, BPF_ANY);                              \
			if (request->operation == STALE_START)                                                   \
				return bpf_timer_start(&element->timer, request->argument, 0);                   \
			return bpf_timer_init(&element->timer, &map_, CLOCK_MONOTONIC);                          \
		}                                                                                                \
		return 0;                                                                                        \
	}

CALLBACKS(array, element)
CALLBACKS(hash, element)
CALLBACKS(on_demand, element)
CALLBACKS(lru, lru_element)

SEC("syscall")
long operate(struct request *request)
{
	switch (request->map) {
	case ARRAY:
		return array_operate(request);
	case HASH:
		return hash_operate(request);
	case ON_DEMAND:
		return on_demand_operate(request);
	default:
		return lru_operate(request);
	}
}

char _license[] SEC("license") = "Dual MIT/GPL";
