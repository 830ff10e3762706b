// SPDX-License-Identifier: Apache-2.0
// Iterators over the elements of a map and over the values that sockets have in one: what the map is, is said when they are attached.
#include "../bpf.h"

char LICENSE[] SEC("license") = "GPL";

#define CO_RE __attribute__((preserve_access_index))
struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; __u64 session_id; __u64 seq_num; } CO_RE;
struct bpf_map { unsigned int key_size, value_size, max_entries, id; char name[16]; } CO_RE;
struct sock_common { unsigned short skc_family, skc_num; } CO_RE;
struct sock { struct sock_common __sk_common; } CO_RE;
struct elements { struct bpf_iter_meta *meta; struct bpf_map *map; void *key; void *value; };
struct values { struct bpf_iter_meta *meta; struct bpf_map *map; struct sock *sk; void *value; };

static long (*const seq_printf)(struct seq_file *, const char *, __u32, const void *, __u32) = (void *)126;
static long (*const seq_write)(struct seq_file *, const void *, __u32) = (void *)127;
static long (*const map_delete)(void *map, const void *key) = (void *)3;

#define MAP(NAME, TYPE, KEY, VALUE, ...) \
	struct { \
		__uint(type, BPF_MAP_TYPE_##TYPE); \
		__uint(max_entries, 4); \
		__type(key, KEY); \
		__type(value, VALUE); \
		__VA_ARGS__ \
	} NAME SEC(".maps");
#define BPF_MAP_TYPE_SK_STORAGE 24
MAP(hash, HASH, __u32, __u64)
MAP(lru, LRU_HASH, __u32, __u64)
MAP(array, ARRAY, __u32, __u64)
MAP(percpu_hash, PERCPU_HASH, __u32, __u64)
MAP(percpu_lru, LRU_PERCPU_HASH, __u32, __u64)
MAP(percpu_array, PERCPU_ARRAY, __u32, __u32)
MAP(small, HASH, __u16, __u16)
MAP(stack, STACK_TRACE, __u32, __u64)
struct lpm { __u32 length; __u32 address; };
MAP(trie, LPM_TRIE, struct lpm, __u64, __uint(map_flags, 1);)
struct { __uint(type, BPF_MAP_TYPE_QUEUE); __uint(max_entries, 4); __type(value, __u64); } queue SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_SK_STORAGE); __uint(map_flags, 1); __type(key, int); __type(value, __u64); } sockets SEC(".maps");

__u64 calls, ends, last_number;
int twice;

#define PRINT(SEQ, FORMAT, ...) \
	({ \
		static const char text[] = FORMAT; \
		__u64 data[] = {__VA_ARGS__}; \
		seq_printf(SEQ, text, sizeof(text), data, sizeof(data)); \
	})
#define FIRST_END \
	struct seq_file *seq = context->meta->seq; \
	calls++; \
	last_number = context->meta->seq_num; \
	void *value = context->value; \
	barrier_var(value); \
	if (!value) { \
		ends++; \
		return 0; \
	}

// Shows an element, and changes it.
SEC("iter/bpf_map_elem")
int shows(struct elements *context)
{
	FIRST_END
	void *key = context->key;
	barrier_var(key);
	if (!key)
		return 0;

	PRINT(seq, "%u %llu of %u\n", *(__u32 *)key, *(__u64 *)value, context->map->max_entries);
	*(__u64 *)value += 100;
	return 0;
}

// Looks at the values of the first two CPUs; what it writes is seen by nobody.
SEC("iter/bpf_map_elem")
int of_cpus(struct elements *context)
{
	FIRST_END
	void *key = context->key;
	barrier_var(key);
	if (!key)
		return 0;
	__u64 *values = value;

	PRINT(seq, "%u %llu %llu\n", *(__u32 *)key, values[0], values[1]);
	values[1] = 7;
	return 0;
}

// Of values of any size.
SEC("iter/bpf_map_elem")
int halves(struct elements *context)
{
	FIRST_END
	void *key = context->key;
	barrier_var(key);
	if (!key)
		return 0;
	PRINT(seq, "%u %u\n", *(__u16 *)key, *(__u16 *)value);
	return 0;
}

// A helper reads the whole value.
SEC("iter/bpf_map_elem")
int copies(struct elements *context)
{
	FIRST_END
	seq_write(seq, value, 8);
	return 0;
}

// Needs keys of 8 bytes.
SEC("iter/bpf_map_elem")
int long_keys(struct elements *context)
{
	FIRST_END
	void *key = context->key;
	barrier_var(key);
	if (!key)
		return 0;
	PRINT(seq, "%llu\n", *(__u64 *)key);
	return 0;
}

// Removes what it is shown, of the hash.
SEC("iter/bpf_map_elem")
int removes(struct elements *context)
{
	FIRST_END
	void *key = context->key;
	barrier_var(key);
	if (!key)
		return 0;
	__u32 own = *(__u32 *)key;

	PRINT(seq, "%u %d\n", own, map_delete(&hash, &own));
	return 0;
}

// Says of each element once that it wants to see it again; of the first one that is an error.
SEC("iter/bpf_map_elem")
int again(struct elements *context)
{
	FIRST_END
	if (context->meta->seq_num > 0 && !twice) {
		twice = 1;
		return 1;
	}
	twice = 0;
	PRINT(seq, "x\n");
	return 0;
}

SEC("iter/bpf_sk_storage_map")
int of_sockets(struct values *context)
{
	FIRST_END
	struct sock *sk = context->sk;
	if (!sk)
		return 0;
	PRINT(seq, "%u %llu\n", sk->__sk_common.skc_family, *(__u64 *)value);
	*(__u64 *)value += 100;
	return 0;
}

// Needs values of 16 bytes.
SEC("iter/bpf_sk_storage_map")
int long_values(struct values *context)
{
	FIRST_END
	seq_write(seq, "x", 1);
	return ((__u64 *)value)[1] & 1;
}
