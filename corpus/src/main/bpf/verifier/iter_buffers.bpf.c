// SPDX-License-Identifier: Apache-2.0
// What programs may do with the keys and values that iterators over maps hand over.
#include "../bpf.h"

char LICENSE[] SEC("license") = "GPL";

struct elements { void *meta; void *map; void *key; void *value; };

static void *(*const map_lookup)(void *map, const void *key) = (void *)1;
static long (*const map_update)(void *map, const void *key, const void *value, __u64 flags) = (void *)2;
static long (*const probe_read_kernel)(void *to, __u32 size, const void *from) = (void *)113;
static long (*const seq_write)(void *, const void *, __u32) = (void *)127;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");
__u64 kept;

__noinline int given(__u64 *word)
{
	return word ? (int)*word : 0;
}

#define T(NAME, ...) \
	SEC("iter/bpf_map_elem") int NAME(struct elements *context) \
	{ \
		void *meta = context->meta, *key = context->key, *value = context->value; \
		barrier_var(meta); \
		barrier_var(key); \
		barrier_var(value); \
		if (!key || !value) \
			return 0; \
		__VA_ARGS__; \
		return 0; \
	}

T(e1_read_key__ok, kept = *(__u32 *)key)
T(e1_write_key__EACCES, *(volatile __u32 *)key = 1)
T(e1_write_value__ok, *(volatile __u64 *)value = 1)
T(e1_far_into_value__ok, *(volatile __u64 *)(value + 32000) = 1)
T(e1_before_value__EACCES, kept = *(volatile __u64 *)(value - 8))
T(e1_variable_offset__EACCES, __u64 at = *(__u32 *)key & 8; barrier_var(at); kept = *(volatile __u64 *)(value + at))
T(e1_known_offset__ok, __u64 at = 8; barrier_var(at); kept = *(volatile __u64 *)(value + 8))
T(e1_atomic_on_value__ok, __sync_fetch_and_add((__u64 *)value, 1))
T(e1_atomic_on_key__EACCES, __sync_fetch_and_add((__u64 *)key, 1))
T(e1_unaligned_value__ok, kept = *(volatile __u64 *)(value + 1))
T(e1_key_of_lookup__EACCES, kept = (long)map_lookup(&numbers, key) != 0)
T(e1_value_as_key__ok, kept = (long)map_lookup(&numbers, value) != 0)
T(e1_value_of_update__ok, __u32 own = 1; map_update(&numbers, &own, value, 0))
T(e1_helper_writes_value__ok, probe_read_kernel(value, 8, (void *)0))
T(e1_helper_writes_key__EACCES, probe_read_kernel(key, 4, (void *)0))
T(e1_helper_reads_key__ok, seq_write(*(void **)meta, key, 4))
T(e1_variable_size__ok, seq_write(*(void **)meta, value, *(__u32 *)key & 15))
T(e1_given_value__ok, kept = given(value))
T(e1_given_key__EINVAL, kept = given(key))
T(e1_kept_in_map__ok, kept = (__u64)value)
T(e1_stored_in_value__ok, *(__u64 *)value = (__u64)key)

SEC("iter/bpf_map_elem")
int e1_value_unchecked__EACCES(struct elements *context)
{
	return *(__u32 *)context->value & 1;
}
SEC("iter/bpf_map_elem")
int e1_half_of_pointer__EACCES(struct elements *context)
{
	return *(volatile __u32 *)&context->value & 1;
}
