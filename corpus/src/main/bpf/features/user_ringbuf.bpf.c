// SPDX-License-Identifier: Apache-2.0
// A USER_RINGBUF: user space produces, programs drain. What programs answered is in `out`; user_ringbuf-6.12.tsv beside the object
// has the answers of a kernel.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

enum { BPF_MAP_TYPE_USER_RINGBUF = 31 };

struct bpf_dynptr { __u64 opaque[2]; } __attribute__((aligned(8)));

static long (*const bpf_user_ringbuf_drain)(void *map, void *callback, void *ctx, __u64 flags) = (void *)209;
static long (*const bpf_dynptr_read)(void *to, __u32 size, const struct bpf_dynptr *d, __u32 offset, __u64 flags) = (void *)201;
static long (*const bpf_dynptr_write)(const struct bpf_dynptr *d, __u32 offset, const void *from, __u32 size, __u64 flags) = (void *)202;
static void *(*const bpf_dynptr_data)(const struct bpf_dynptr *d, __u32 offset, __u32 size) = (void *)203;

extern int bpf_dynptr_adjust(const struct bpf_dynptr *d, __u32 start, __u32 end) __ksym;
extern _Bool bpf_dynptr_is_rdonly(const struct bpf_dynptr *d) __ksym;
extern __u32 bpf_dynptr_size(const struct bpf_dynptr *d) __ksym;
extern int bpf_dynptr_clone(const struct bpf_dynptr *d, struct bpf_dynptr *to) __ksym;

// User space says how large.
struct user_ring { __uint(type, BPF_MAP_TYPE_USER_RINGBUF); __uint(max_entries, 4096); };
struct user_ring ring SEC(".maps"), other SEC(".maps");
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct user_ring);
} rings SEC(".maps") = { .values = { &ring } };

struct timed { struct bpf_timer timer; };
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, struct timed); } timers SEC(".maps");

#define ANSWERS 32
__s64 out[ANSWERS];
int answered;
__u64 flags;
int left;

#define A(...) do { __s64 answer = (__s64)(__VA_ARGS__); out[answered++ & ANSWERS - 1] = answer; } while (0)
#define CASE(NAME, ...) SEC("tc") int NAME(struct __sk_buff *skb) { \
	for (int i = 0; i < ANSWERS; i++) out[i] = 0; \
	answered = 0; \
	__VA_ARGS__; \
	return 1; }

static __s64 byte_of(struct bpf_dynptr *d, __u32 offset)
{
	__u8 byte = 0;
	long err = bpf_dynptr_read(&byte, 1, d, offset, 0);

	return err ? err : byte;
}

// Size, first and last byte of each sample.
static long told(struct bpf_dynptr *d, void *ctx)
{
	__u32 size = bpf_dynptr_size(d);

	A(size);
	A(byte_of(d, 0));
	A(byte_of(d, size - 1));
	return 0;
}
CASE(drain_tells, A(bpf_user_ringbuf_drain(&ring, told, NULL, flags)))

static long counted(struct bpf_dynptr *d, __u64 *count)
{
	*count += 1;
	return 0;
}
CASE(drain_counts, __u64 count = 0; A(bpf_user_ringbuf_drain(&ring, counted, &count, flags)); A(count))

// As many samples as user space asks for.
static long stops(struct bpf_dynptr *d, void *ctx)
{
	A(byte_of(d, 0));
	return --left <= 0;
}
CASE(drain_stops, A(bpf_user_ringbuf_drain(&ring, stops, NULL, flags)))

// Within its own callback, and of another ring there.
static long drains_again(struct bpf_dynptr *d, void *ctx)
{
	A(bpf_user_ringbuf_drain(&ring, told, NULL, 0));
	A(bpf_user_ringbuf_drain(&ring, told, NULL, 4));
	A(bpf_user_ringbuf_drain(&other, told, NULL, 0));
	return 0;
}
CASE(drain_within, A(bpf_user_ringbuf_drain(&ring, drains_again, NULL, 0)))

// What a callback may do with a sample, of 16 bytes or more.
static long works(struct bpf_dynptr *d, void *ctx)
{
	__u8 bytes[4] = { 200, 201, 202, 203 };
	struct bpf_dynptr part;
	__u8 *data;

	A(bpf_dynptr_is_rdonly(d));
	A(bpf_dynptr_write(d, 4, bytes, 4, 0));
	A(byte_of(d, 5));
	A(bpf_dynptr_write(d, bpf_dynptr_size(d) - 3, bytes, 4, 0));
	data = bpf_dynptr_data(d, 8, 2);
	A(data ? data[1] : -1);
	if (data)
		data[0] = 99;
	A(byte_of(d, 8));
	A(bpf_dynptr_data(d, 8, 1000) ? 1 : 0);
	A(bpf_dynptr_clone(d, &part));
	A(bpf_dynptr_adjust(&part, 6, 10));
	A(bpf_dynptr_size(&part));
	A(byte_of(&part, 0));
	A(bpf_dynptr_adjust(d, 1, 3));
	A(bpf_dynptr_size(d));
	return 0;
}
CASE(drain_works, A(bpf_user_ringbuf_drain(&ring, works, NULL, 0)))

// A ring that lies in another map.
static __always_inline void drain_found(void)
{
	__u32 first = 0;
	void *found = bpf_map_lookup_elem(&rings, &first);

	if (found)
		A(bpf_user_ringbuf_drain(found, told, NULL, flags));
}
CASE(drain_inner, drain_found())

// By a timer, 50 ms later.
static int drains_in_time(void *map, __u32 *key, struct timed *timed)
{
	A(bpf_user_ringbuf_drain(&ring, told, NULL, 0));
	return 0;
}

static __always_inline void drain_later(void)
{
	__u32 first = 0;
	struct timed *timed = bpf_map_lookup_elem(&timers, &first);

	if (!timed)
		return;
	A(bpf_timer_init(&timed->timer, &timers, CLOCK_MONOTONIC));
	A(bpf_timer_set_callback(&timed->timer, drains_in_time));
	A(bpf_timer_start(&timed->timer, 50 * 1000 * 1000, 0));
}
CASE(drain_by_timer, drain_later())

// For each sample, as many rounds as user space asks for.
static long nothing(__u32 index, void *ctx) { return 0; }
static long loops(struct bpf_dynptr *d, __u64 *rounds)
{
	*rounds += bpf_loop(left, nothing, NULL, 0);
	return 0;
}
CASE(drain_loops, __u64 rounds = 0; A(bpf_user_ringbuf_drain(&ring, loops, &rounds, 0)); A(rounds))

// Meanwhile user space does something.
static long tells(struct bpf_dynptr *d, void *ctx)
{
	bpf_trace_printk("sample", sizeof("sample"));
	A(byte_of(d, 0));
	return 0;
}
CASE(drain_watched, A(bpf_user_ringbuf_drain(&ring, tells, NULL, 0)))
CASE(drain_inner_watched,
	__u32 first = 0; void *found = bpf_map_lookup_elem(&rings, &first);
	if (found) A(bpf_user_ringbuf_drain(found, tells, NULL, 0)))
