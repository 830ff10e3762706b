// SPDX-License-Identifier: Apache-2.0
// Values of other CPUs: what map_lookup_percpu_elem gives for the maps that have a value per CPU.
#include "../bpf.h"

#define MAP(NAME, TYPE)                                                                                                \
	struct {                                                                                                       \
		__uint(type, TYPE);                                                                                    \
		__uint(max_entries, 4);                                                                                \
		__type(key, __u32);                                                                                    \
		__type(value, __u64);                                                                                  \
	} NAME SEC(".maps");

MAP(array, BPF_MAP_TYPE_PERCPU_ARRAY)
MAP(hash, BPF_MAP_TYPE_PERCPU_HASH)
MAP(lru, BPF_MAP_TYPE_LRU_PERCPU_HASH)

static void *(*const map_lookup_percpu_elem)(void *map, const void *key, __u32 cpu) = (void *)195;
static long (*const get_numa_node_id)(void) = (void *)42;

// Own value, then those of CPUs 0, 1 and of one that is not there: -1 for NULL.
__s64 answers[6];

#define LOOK(NAME)                                                                                                     \
	SEC("tc") int of_##NAME(struct __sk_buff *skb)                                                                 \
	{                                                                                                              \
		__u32 key = 2;                                                                                         \
		__u64 one = 1, *own, *other;                                                                           \
		bpf_map_update_elem(&NAME, &key, &one, 0);                                                             \
		own = bpf_map_lookup_elem(&NAME, &key);                                                                \
		if (own)                                                                                               \
			*own += 41;                                                                                    \
		answers[0] = own ? *own : -1;                                                                          \
		other = map_lookup_percpu_elem(&NAME, &key, 0);                                                        \
		answers[1] = other ? *other : -1;                                                                      \
		other = map_lookup_percpu_elem(&NAME, &key, 1);                                                        \
		if (other)                                                                                             \
			*other += 7;                                                                                   \
		answers[2] = other ? *other : -1;                                                                      \
		other = map_lookup_percpu_elem(&NAME, &key, 100000);                                                   \
		answers[3] = other ? *other : -1;                                                                      \
		key = 99;                                                                                              \
		other = map_lookup_percpu_elem(&NAME, &key, 0);                                                        \
		answers[4] = other ? *other : -1;                                                                      \
		answers[5] = get_numa_node_id();                                                                       \
		return 0;                                                                                              \
	}

LOOK(array)
LOOK(hash)
LOOK(lru)

char _license[] SEC("license") = "GPL";
