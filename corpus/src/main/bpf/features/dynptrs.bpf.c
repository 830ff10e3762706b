// SPDX-License-Identifier: Apache-2.0
// Dynamic pointers: each program is one question, and what it was answered is in `out`. dynptrs-6.12.tsv beside the object
// has the answers of a kernel.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct bpf_dynptr { __u64 opaque[2]; } __attribute__((aligned(8)));

static long (*const bpf_dynptr_from_mem)(void *data, __u32 size, __u64 flags, struct bpf_dynptr *d) = (void *)197;
static long (*const bpf_ringbuf_reserve_dynptr)(void *map, __u64 size, __u64 flags, struct bpf_dynptr *d) = (void *)198;
static void (*const bpf_ringbuf_submit_dynptr)(struct bpf_dynptr *d, __u64 flags) = (void *)199;
static void (*const bpf_ringbuf_discard_dynptr)(struct bpf_dynptr *d, __u64 flags) = (void *)200;
// Offsets are 64 bits wide here: whole registers reach the helpers.
static long (*const bpf_dynptr_read)(void *to, __u32 size, const struct bpf_dynptr *d, __u64 offset, __u64 flags) = (void *)201;
static long (*const bpf_dynptr_write)(const struct bpf_dynptr *d, __u64 offset, const void *from, __u32 size, __u64 flags) = (void *)202;
static void *(*const bpf_dynptr_data)(const struct bpf_dynptr *d, __u64 offset, __u32 size) = (void *)203;

extern int bpf_dynptr_from_skb(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *d) __ksym;
extern int bpf_dynptr_from_xdp(struct xdp_md *xdp, __u64 flags, struct bpf_dynptr *d) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *d, __u64 offset, void *buffer, __u32 size) __ksym;
extern void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *d, __u64 offset, void *buffer, __u32 size) __ksym;
extern int bpf_dynptr_adjust(const struct bpf_dynptr *d, __u64 start, __u64 end) __ksym;
extern _Bool bpf_dynptr_is_null(const struct bpf_dynptr *d) __ksym;
extern _Bool bpf_dynptr_is_rdonly(const struct bpf_dynptr *d) __ksym;
extern __u32 bpf_dynptr_size(const struct bpf_dynptr *d) __ksym;
extern long bpf_dynptr_size___wide(const struct bpf_dynptr *d) __ksym;
extern int bpf_dynptr_clone(const struct bpf_dynptr *d, struct bpf_dynptr *to) __ksym;

#define BYTES 64
struct value { __u8 b[BYTES]; };
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 2); __type(key, __u32); __type(value, struct value); } values SEC(".maps");
// One byte more than a dynamic pointer can hold, and some to spare.
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __uint(key_size, 4); __uint(value_size, 0x1000008); } large SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } ring SEC(".maps");

#define ANSWERS 16
__s64 out[ANSWERS];
int answered;
volatile __u64 address, base;

#define A(...) do { __s64 answer = (__s64)(__VA_ARGS__); out[answered++ & ANSWERS - 1] = answer; } while (0)
// Where an address is, seen from another one: -1 if it is null, -3 if it is far away.
static __always_inline __s64 away(__u64 from)
{
	base = from;
	__u64 distance = address - base;
	return distance > 0xffff ? -3 : distance;
}
#define AT(P, B) ({ void *_p = (void *)(P); __s64 _r = -1; if (_p) { address = (__u64)_p; _r = away((__u64)(B)); } _r; })
#define KEEP(P) asm volatile("" :: "r"(P) : "memory")
#define ALL_OF(D) do { A(bpf_dynptr_is_null(D)); A(bpf_dynptr_is_rdonly(D)); A(bpf_dynptr_size(D)); } while (0)
#define SIZE(D) A(bpf_dynptr_size(D))

#define CASE(SECTION, CTX, NAME, ...) SEC(SECTION) int NAME(CTX *ctx) { \
	for (int i = 0; i < ANSWERS; i++) out[i] = 0; \
	answered = 0; \
	__VA_ARGS__; \
	return 1; }
// With two values, of which v holds the numbers from 1 on and w 0xee everywhere.
#define VALUES(SECTION, CTX, NAME, ...) CASE(SECTION, CTX, NAME, \
	struct bpf_dynptr d, c; (void)d; (void)c; \
	struct value *v = bpf_map_lookup_elem(&values, &(__u32){0}); \
	struct value *w = bpf_map_lookup_elem(&values, &(__u32){1}); \
	if (!v || !w) return 0; \
	for (int i = 0; i < BYTES; i++) { v->b[i] = i + 1; w->b[i] = 0xee; } \
	barrier(); __VA_ARGS__)
#define barrier() asm volatile("" ::: "memory")
#define V(NAME, ...) VALUES("tc", struct __sk_buff, NAME, __VA_ARGS__)
#define LOCAL(NAME, ...) V(local_##NAME, bpf_dynptr_from_mem(v, BYTES, 0, &d); __VA_ARGS__)
#define NONE(NAME, ...) V(null_##NAME, bpf_dynptr_from_mem(v, BYTES, 1, &d); __VA_ARGS__)
#define READ(N, O, F) A(bpf_dynptr_read(w, N, &d, O, F))
#define WRITE(N, O, F) A(bpf_dynptr_write(&d, O, w, N, F))
#define DATA(N, O) A(AT(bpf_dynptr_data(&d, O, N), v))
#define ADJUST(D, FROM, TO) A(bpf_dynptr_adjust(D, FROM, TO))
#define BYTE(D, O) ({ __u8 _b[1] = { 0 }; long _r = bpf_dynptr_read(_b, 1, D, O, 0); _r ? _r : _b[0]; })

// Made from memory
V(from_mem_sizes,
	A(bpf_dynptr_from_mem(v, 0, 0, &d)); ALL_OF(&d);
	A(bpf_dynptr_from_mem(v, 1, 0, &d)); ALL_OF(&d);
	A(bpf_dynptr_from_mem(v, BYTES, 0, &d)); ALL_OF(&d))
V(from_mem_of_part, A(bpf_dynptr_from_mem(&v->b[8], 8, 0, &d)); SIZE(&d); A(BYTE(&d, 0)); A(BYTE(&d, 7)); A(BYTE(&d, 8)))
V(from_mem_flags,
	A(bpf_dynptr_from_mem(v, BYTES, 1, &d)); ALL_OF(&d);
	A(bpf_dynptr_from_mem(v, BYTES, 1ULL << 32, &d)); ALL_OF(&d);
	A(bpf_dynptr_from_mem(v, BYTES, -1, &d)); ALL_OF(&d))
CASE("tc", struct __sk_buff, from_mem_large,
	struct bpf_dynptr d;
	__u8 *m = bpf_map_lookup_elem(&large, &(__u32){0});
	if (!m) return 0;
	m[0xfffffe] = 7;
	A(bpf_dynptr_from_mem(m, 0xffffff, 0, &d)); ALL_OF(&d); A(BYTE(&d, 0xfffffe)); A(BYTE(&d, 0xffffff));
	A(bpf_dynptr_from_mem(m, 0x1000000, 0, &d)); ALL_OF(&d);
	A(bpf_dynptr_from_mem(m, 0x1000000, 1, &d)))

// Null
NONE(read, READ(8, 0, 0); READ(0, 0, 0); READ(8, BYTES, 0); READ(8, 0, 1); A(w->b[0]))
NONE(write, WRITE(8, 0, 0); WRITE(0, 0, 0); WRITE(8, BYTES, 0); WRITE(8, 0, 1); A(v->b[0]))
NONE(data, DATA(8, 0); DATA(8, BYTES))
NONE(kfuncs, ALL_OF(&d); ADJUST(&d, 0, 0); ADJUST(&d, 1, 0); ADJUST(&d, 0, 65); A(bpf_dynptr_size___wide(&d)))
NONE(clone, A(bpf_dynptr_clone(&d, &c)); ALL_OF(&c); A(bpf_dynptr_read(w, 8, &c, 0, 0)))
NONE(clone_over_other, bpf_dynptr_from_mem(v, 8, 0, &c); A(bpf_dynptr_clone(&d, &c)); ALL_OF(&c))
NONE(slice, __u8 b[8] = { 5 }; A(AT(bpf_dynptr_slice(&d, 0, b, 8), b)); A(AT(bpf_dynptr_slice_rdwr(&d, 0, b, 8), b)); A(AT(bpf_dynptr_slice(&d, 0, NULL, 8), b)); KEEP(b); A(b[0]))

// Reads and writes of memory
LOCAL(read, READ(8, 0, 0); A(w->b[0]); A(w->b[7]); A(w->b[8]); READ(8, 56, 0); A(w->b[0]); READ(BYTES, 0, 0); A(w->b[63]))
LOCAL(read_beyond, READ(8, 57, 0); READ(1, 64, 0); READ(64, 1, 0); READ(1, 65, 0); READ(8, 0xffffffff, 0); READ(8, 0xfffffff8, 0); READ(8, 0x80000000, 0); A(w->b[0]))
LOCAL(read_nothing, READ(0, 0, 0); READ(0, 64, 0); READ(0, 65, 0); READ(0, 0xffffffff, 0); A(w->b[0]))
LOCAL(read_wide_offset, READ(8, 1ULL << 32, 0); A(w->b[0]); READ(8, 1ULL << 32 | 4, 0); A(w->b[0]); READ(8, 1ULL << 63 | 57, 0); READ(8, -1, 0))
LOCAL(read_flags, READ(8, 0, 1); READ(8, 0, 1ULL << 32); READ(8, 0, -1); READ(8, 57, 1); READ(0, 0, 1); A(w->b[0]))
LOCAL(read_onto_itself, A(bpf_dynptr_read(&v->b[4], 16, &d, 0, 0)); A(v->b[3]); A(v->b[4]); A(v->b[19]); A(v->b[20]); A(bpf_dynptr_read(v, 16, &d, 4, 0)); A(v->b[0]); A(v->b[15]))
LOCAL(write, WRITE(8, 0, 0); A(v->b[0]); A(v->b[7]); A(v->b[8]); WRITE(8, 56, 0); A(v->b[55]); A(v->b[56]); A(v->b[63]))
LOCAL(write_beyond, WRITE(8, 57, 0); WRITE(1, 64, 0); WRITE(64, 1, 0); WRITE(1, 65, 0); WRITE(8, 0xffffffff, 0); WRITE(8, 0xfffffff8, 0); A(v->b[0]); A(v->b[63]))
LOCAL(write_nothing, WRITE(0, 0, 0); WRITE(0, 64, 0); WRITE(0, 65, 0); WRITE(0, 0xffffffff, 0); A(v->b[0]))
LOCAL(write_wide_offset, WRITE(8, 1ULL << 32, 0); A(v->b[0]); WRITE(1, 1ULL << 32 | 20, 0); A(v->b[20]); WRITE(8, -1, 0))
LOCAL(write_flags, WRITE(8, 0, 1); WRITE(8, 0, 2); WRITE(8, 0, 3); WRITE(8, 0, 1ULL << 32); WRITE(8, 57, 1); A(v->b[0]))
LOCAL(write_onto_itself, A(bpf_dynptr_write(&d, 4, v, 16, 0)); A(v->b[3]); A(v->b[4]); A(v->b[19]); A(v->b[20]); A(bpf_dynptr_write(&d, 0, &v->b[4], 16, 0)); A(v->b[0]); A(v->b[15]))
LOCAL(read_and_write_see_stores, v->b[5] = 99; barrier(); A(BYTE(&d, 5)); WRITE(1, 6, 0); A(v->b[6]))

// Parts of memory
LOCAL(data, DATA(64, 0); DATA(8, 56); DATA(8, 57); DATA(64, 1); DATA(65, 0); DATA(1, 64); DATA(1, 65); DATA(8, 0xffffffff); DATA(8, 0xfffffff8))
LOCAL(data_nothing, DATA(0, 0); DATA(0, 64); DATA(0, 65))
LOCAL(data_wide_offset, DATA(8, 1ULL << 32 | 16); DATA(8, -1))
LOCAL(data_stores, volatile __u8 *p = bpf_dynptr_data(&d, 8, 8); if (!p) return 0; p[7] = 77; A(v->b[15]); A(BYTE(&d, 15)))
#define SLICE(F, N, O) do { __u8 b[N]; void *p = F(&d, O, b, N); A(AT(p, v)); KEEP(b); } while (0)
LOCAL(slice, SLICE(bpf_dynptr_slice, 64, 0); SLICE(bpf_dynptr_slice, 8, 56); SLICE(bpf_dynptr_slice, 8, 57); SLICE(bpf_dynptr_slice, 1, 64); SLICE(bpf_dynptr_slice, 8, 0xffffffff); SLICE(bpf_dynptr_slice, 8, 1ULL << 32 | 16))
LOCAL(slice_rdwr, SLICE(bpf_dynptr_slice_rdwr, 64, 0); SLICE(bpf_dynptr_slice_rdwr, 8, 56); SLICE(bpf_dynptr_slice_rdwr, 8, 57); SLICE(bpf_dynptr_slice_rdwr, 1, 64); SLICE(bpf_dynptr_slice_rdwr, 8, 0xffffffff); SLICE(bpf_dynptr_slice_rdwr, 8, 1ULL << 32 | 16))
LOCAL(slice_without_buffer, A(AT(bpf_dynptr_slice(&d, 4, NULL, 8), v)); A(AT(bpf_dynptr_slice_rdwr(&d, 4, NULL, 8), v)); A(AT(bpf_dynptr_slice(&d, 57, NULL, 8), v)); A(AT(bpf_dynptr_slice_rdwr(&d, 57, NULL, 8), v)))
LOCAL(slice_nothing, A(AT(bpf_dynptr_slice(&d, 64, NULL, 0), v)); A(AT(bpf_dynptr_slice(&d, 65, NULL, 0), v)); A(AT(bpf_dynptr_slice_rdwr(&d, 64, NULL, 0), v)))
LOCAL(slice_stores, volatile __u8 *p = bpf_dynptr_slice_rdwr(&d, 8, NULL, 8); if (!p) return 0; p[7] = 77; A(v->b[15]))

// Adjusting
LOCAL(adjust, ADJUST(&d, 8, 56); SIZE(&d); A(BYTE(&d, 0)); A(BYTE(&d, 47)); A(BYTE(&d, 48)); ADJUST(&d, 4, 40); SIZE(&d); A(BYTE(&d, 0)); A(BYTE(&d, 35)); A(BYTE(&d, 36)); DATA(8, 0); DATA(8, 29))
LOCAL(adjust_to_all, ADJUST(&d, 0, 64); SIZE(&d); A(BYTE(&d, 0)))
LOCAL(adjust_to_nothing, ADJUST(&d, 0, 0); SIZE(&d); A(BYTE(&d, 0)); READ(0, 0, 0); ADJUST(&d, 0, 0); ADJUST(&d, 0, 1); A(bpf_dynptr_is_null(&d)))
LOCAL(adjust_to_the_end, ADJUST(&d, 64, 64); SIZE(&d); READ(0, 0, 0); READ(1, 0, 0); DATA(0, 0))
LOCAL(adjust_refused, ADJUST(&d, 5, 4); ADJUST(&d, 0, 65); ADJUST(&d, 65, 65); ADJUST(&d, 65, 64); ADJUST(&d, 66, 65); ADJUST(&d, 0, 0xffffffff); ADJUST(&d, 0xffffffff, 0xffffffff); SIZE(&d); A(BYTE(&d, 0)))
LOCAL(adjust_does_not_grow_back, ADJUST(&d, 8, 16); ADJUST(&d, 0, 9); ADJUST(&d, 9, 9); SIZE(&d); ADJUST(&d, 0, 8); SIZE(&d))
LOCAL(adjust_wide, ADJUST(&d, 1ULL << 32 | 4, 1ULL << 32 | 8); SIZE(&d); A(BYTE(&d, 0)))
LOCAL(adjust_then_write, ADJUST(&d, 8, 16); WRITE(8, 0, 0); WRITE(8, 1, 0); A(v->b[7]); A(v->b[8]); A(v->b[15]); A(v->b[16]))
LOCAL(adjust_then_slice, ADJUST(&d, 8, 16); SLICE(bpf_dynptr_slice, 8, 0); SLICE(bpf_dynptr_slice, 8, 1); SLICE(bpf_dynptr_slice_rdwr, 4, 4))

// Clones
LOCAL(clone, A(bpf_dynptr_clone(&d, &c)); ALL_OF(&c); A(BYTE(&c, 63)); ADJUST(&c, 8, 16); SIZE(&c); SIZE(&d); A(BYTE(&c, 0)); A(BYTE(&d, 0)); ADJUST(&d, 32, 64); SIZE(&c); A(BYTE(&c, 0)); A(BYTE(&d, 0)))
LOCAL(clone_of_adjusted, ADJUST(&d, 8, 16); A(bpf_dynptr_clone(&d, &c)); SIZE(&c); A(BYTE(&c, 0)); A(BYTE(&c, 8)); A(bpf_dynptr_write(&c, 0, w, 1, 0)); A(BYTE(&d, 0)); A(v->b[8]))
LOCAL(clone_onto_itself, ADJUST(&d, 8, 16); A(bpf_dynptr_clone(&d, &d)); SIZE(&d); A(BYTE(&d, 0)))
LOCAL(clone_of_clone, struct bpf_dynptr e; A(bpf_dynptr_clone(&d, &c)); A(bpf_dynptr_clone(&c, &e)); ADJUST(&c, 1, 2); SIZE(&e))

// Through functions
__noinline int reads(const struct bpf_dynptr *d) { __u8 b[1] = { 0 }; long r = bpf_dynptr_read(b, 1, d, 2, 0); return r ? r : b[0]; }
LOCAL(given_to_a_function, A(reads(&d)); ADJUST(&d, 8, 16); A(reads(&d)))
static long in_loop(__u32 index, void *context) { struct bpf_dynptr *d = context; __u8 b[1] = { index }; bpf_dynptr_write(d, index, b, 1, 0); return 0; }
LOCAL(given_to_a_loop, A(bpf_loop(16, in_loop, &d, 0)); A(v->b[0]); A(v->b[15]); A(v->b[16]))

// Records
#define RING(NAME, ...) V(ring_##NAME, __VA_ARGS__)
#define RESERVE(D, N, F) A(bpf_ringbuf_reserve_dynptr(&ring, N, F, D))
#define DISCARD(D) bpf_ringbuf_discard_dynptr(D, 0)
#define EMPTY A(bpf_ringbuf_query(&ring, BPF_RB_PROD_POS) - start)
#define START __u64 start = bpf_ringbuf_query(&ring, BPF_RB_PROD_POS)
RING(discarded, START; RESERVE(&d, 32, 0); ALL_OF(&d); EMPTY; DISCARD(&d); EMPTY)
RING(sizes, START;
	RESERVE(&d, 0, 0); ALL_OF(&d); EMPTY; DISCARD(&d);
	RESERVE(&d, 1, 0); ALL_OF(&d); EMPTY; DISCARD(&d);
	RESERVE(&d, 13, 0); ALL_OF(&d); EMPTY; DISCARD(&d))
RING(too_large, START;
	RESERVE(&d, 4089, 0); ALL_OF(&d); DISCARD(&d);
	RESERVE(&d, 0xffffff, 0); ALL_OF(&d); DISCARD(&d);
	RESERVE(&d, 0x1000000, 0); ALL_OF(&d); DISCARD(&d);
	RESERVE(&d, 0xffffffff, 0); DISCARD(&d);
	EMPTY)
RING(wide_size, START; RESERVE(&d, 1ULL << 32 | 8, 0); ALL_OF(&d); DISCARD(&d); EMPTY)
RING(flags, START;
	RESERVE(&d, 8, 1); ALL_OF(&d); DISCARD(&d);
	RESERVE(&d, 8, 1ULL << 32); ALL_OF(&d); DISCARD(&d);
	RESERVE(&d, 0x1000000, 1); DISCARD(&d);
	EMPTY)
RING(null, START;
	RESERVE(&d, 8, 1); READ(8, 0, 0); WRITE(8, 0, 0); DATA(8, 0); ADJUST(&d, 0, 0); A(bpf_dynptr_clone(&d, &c)); ALL_OF(&c);
	A(AT(bpf_dynptr_slice(&d, 0, NULL, 8), v)); A(AT(bpf_dynptr_slice_rdwr(&d, 0, NULL, 8), v));
	bpf_ringbuf_submit_dynptr(&d, 0); EMPTY)
RING(read_and_write,
	RESERVE(&d, 13, 0);
	A(bpf_dynptr_write(&d, 0, v, 13, 0)); A(bpf_dynptr_write(&d, 1, v, 13, 0)); A(bpf_dynptr_write(&d, 13, v, 0, 0)); A(bpf_dynptr_write(&d, 0, v, 8, 1));
	READ(13, 0, 0); A(w->b[12]); A(w->b[13]); READ(13, 1, 0); READ(8, 0, 1); A(BYTE(&d, 13));
	DISCARD(&d))
RING(data,
	RESERVE(&d, 16, 0);
	__u8 *p = bpf_dynptr_data(&d, 0, 16);
	if (!p) { DISCARD(&d); return 0; }
	p[15] = 7;
	A(AT(bpf_dynptr_data(&d, 8, 8), p)); A(AT(bpf_dynptr_data(&d, 9, 8), p)); A(BYTE(&d, 15));
	A(AT(bpf_dynptr_slice(&d, 8, NULL, 8), p)); A(AT(bpf_dynptr_slice_rdwr(&d, 8, NULL, 8), p)); A(AT(bpf_dynptr_slice(&d, 9, NULL, 8), p));
	__u8 b[8]; A(AT(bpf_dynptr_slice(&d, 8, b, 8), p)); KEEP(b); A(AT(bpf_dynptr_slice_rdwr(&d, 9, b, 8), p));
	DISCARD(&d))
// The record stays whole, whatever is adjusted.
RING(adjusted, START;
	RESERVE(&d, 32, 0); A(bpf_dynptr_write(&d, 0, v, 32, 0)); ADJUST(&d, 8, 16); SIZE(&d); A(BYTE(&d, 0)); A(BYTE(&d, 8));
	bpf_ringbuf_submit_dynptr(&d, 0); EMPTY)
RING(adjusted_to_nothing, START; RESERVE(&d, 24, 0); A(bpf_dynptr_write(&d, 0, v, 24, 0)); ADJUST(&d, 24, 24); bpf_ringbuf_submit_dynptr(&d, 0); EMPTY)
RING(submitted_through_clone, START;
	RESERVE(&d, 16, 0); A(bpf_dynptr_clone(&d, &c)); ADJUST(&c, 4, 8); A(bpf_dynptr_write(&c, 0, w, 4, 0)); A(bpf_dynptr_write(&d, 0, v, 4, 0)); A(bpf_dynptr_write(&d, 8, v, 8, 0)); ALL_OF(&c);
	bpf_ringbuf_submit_dynptr(&c, BPF_RB_NO_WAKEUP); EMPTY)
RING(submitted_with_flags, START; RESERVE(&d, 8, 0); A(bpf_dynptr_write(&d, 0, v, 8, 0)); bpf_ringbuf_submit_dynptr(&d, -1); EMPTY)
RING(full, START;
	struct bpf_dynptr e;
	RESERVE(&d, 1000, 0); RESERVE(&c, 1000, 0); RESERVE(&e, 4000, 0); ALL_OF(&e);
	DISCARD(&e); DISCARD(&c); DISCARD(&d);
	EMPTY)

// Packets, whose bytes are their numbers from 0 on. Of a part of one: -2 if it is in the buffer.
#define SKB(SECTION, NAME, ...) VALUES(SECTION, struct __sk_buff, NAME, A(bpf_dynptr_from_skb(ctx, 0, &d)); __VA_ARGS__)
#define LEN bpf_dynptr_size(&d)
#define PACKET ((void *)(long)ctx->data)

#define READS READ(8, 0, 0); A(w->b[7]); A(w->b[8]); READ(8, LEN - 8, 0); A(w->b[7]); READ(8, LEN - 7, 0); A(w->b[0]); READ(1, LEN, 0)
#define READS_BEYOND READ(8, LEN + 1, 0); READ(0, LEN, 0); READ(0, LEN + 1, 0); READ(0, 0, 0); READ(8, 0xffffffff, 0); READ(8, 0x80000000, 0); READ(8, 0x7fffffff, 0); READ(8, 0x10000, 0); A(w->b[0]); READ(8, 1ULL << 32 | 4, 0); A(w->b[0]); READ(8, 0, 1)
#define WRITES WRITE(8, 0, 0); A(BYTE(&d, 0)); A(BYTE(&d, 7)); A(BYTE(&d, 8)); WRITE(8, LEN - 8, 0); A(BYTE(&d, LEN - 1)); WRITE(8, LEN - 7, 0); WRITE(1, LEN, 0)
#define WRITES_BEYOND WRITE(8, LEN + 1, 0); WRITE(0, LEN, 0); WRITE(0, LEN + 1, 0); WRITE(0, 0, 0); WRITE(8, 0xffffffff, 0); WRITE(8, 0x80000000, 0); WRITE(8, 0x7fffffff, 0); WRITE(8, 0x10000, 0); A(BYTE(&d, 4)); WRITE(1, 1ULL << 32 | 4, 0); A(BYTE(&d, 4))
#define WRITE_FLAGS WRITE(1, 0, 1); WRITE(1, 0, 2); WRITE(1, 0, 3); WRITE(1, 0, 4); WRITE(1, 0, 5); WRITE(1, 0, 1ULL << 32); WRITE(1, LEN, 1); WRITE(1, LEN, 4)
#define NO_DATA DATA(8, 0); DATA(0, 0)
#define WHERE(F, N, O) do { __u8 b[N]; __builtin_memset(b, 0xcc, N); __u8 *p = F(&d, O, b, N); KEEP(b); if (!p) { A(-1); break; } address = (__u64)p; __s64 at = away((__u64)PACKET); A(away((__u64)b) ? at : -2); A(p[N - 1]); } while (0)
#define WITHOUT(F, N, O) A(AT(F(&d, O, NULL, N), PACKET))
#define SLICES(F) WHERE(F, 8, 0); WHERE(F, 14, 20); WHERE(F, 8, LEN - 8); WHERE(F, 8, LEN - 7); WHERE(F, 1, LEN); WHERE(F, 8, 0xffffffff); WHERE(F, 8, 1ULL << 32 | 4)
#define SLICES_WITHOUT(F) WITHOUT(F, 8, 0); WITHOUT(F, 8, 4); WITHOUT(F, 8, LEN - 8); WITHOUT(F, 8, LEN - 7); WITHOUT(F, 0, 4); WITHOUT(F, 0, LEN); WITHOUT(F, 0, LEN + 1)
#define ADJUSTS ADJUST(&d, 14, 34); SIZE(&d); A(BYTE(&d, 0)); A(BYTE(&d, 19)); A(BYTE(&d, 20)); READ(8, 12, 0); READ(8, 13, 0); WITHOUT(bpf_dynptr_slice, 8, 0); WITHOUT(bpf_dynptr_slice, 8, 13); A(bpf_dynptr_clone(&d, &c)); ADJUST(&c, 1, 2); A(bpf_dynptr_is_rdonly(&c)); SIZE(&c); A(BYTE(&c, 0)); SIZE(&d)

#define PACKETS(GROUP, MAKE, FROM) \
	MAKE(GROUP##made, ALL_OF(&d)) \
	MAKE(GROUP##made_with_flags, A(FROM(ctx, 1, &d)); ALL_OF(&d); A(FROM(ctx, 1ULL << 32, &d)); ALL_OF(&d)) \
	MAKE(GROUP##read, READS) \
	MAKE(GROUP##read_beyond, READS_BEYOND) \
	MAKE(GROUP##write, WRITES) \
	MAKE(GROUP##write_beyond, WRITES_BEYOND) \
	MAKE(GROUP##write_flags, WRITE_FLAGS) \
	MAKE(GROUP##data, NO_DATA) \
	MAKE(GROUP##slice, SLICES(bpf_dynptr_slice)) \
	MAKE(GROUP##slice_without_buffer, SLICES_WITHOUT(bpf_dynptr_slice)) \
	MAKE(GROUP##adjusted, ADJUSTS)
#define WRITABLE(GROUP, MAKE) \
	MAKE(GROUP##slice_rdwr, SLICES(bpf_dynptr_slice_rdwr)) \
	MAKE(GROUP##slice_rdwr_without_buffer, SLICES_WITHOUT(bpf_dynptr_slice_rdwr)) \
	MAKE(GROUP##slice_stores, volatile __u8 *p = bpf_dynptr_slice_rdwr(&d, 20, NULL, 8); if (!p) return 0; p[7] = 77; A(BYTE(&d, 27))) \
	MAKE(GROUP##written_is_seen, WRITE(8, 14, 0); void *data = PACKET; if (data + 22 > (void *)(long)ctx->data_end) return 0; A(((__u8 *)data)[13]); A(((__u8 *)data)[14]); A(((__u8 *)data)[21]); A(((__u8 *)data)[22 - 1]))
#define IN_TC(NAME, ...) SKB("tc", NAME, __VA_ARGS__)
#define IN_CGROUP(NAME, ...) SKB("cgroup_skb/ingress", NAME, __VA_ARGS__)
#define IN_SOCKET(NAME, ...) SKB("socket", NAME, __VA_ARGS__)
#define IN_XDP(NAME, ...) VALUES("xdp", struct xdp_md, NAME, A(bpf_dynptr_from_xdp(ctx, 0, &d)); __VA_ARGS__)
#define IN_FRAGS(NAME, ...) VALUES("xdp.frags", struct xdp_md, NAME, A(bpf_dynptr_from_xdp(ctx, 0, &d)); __VA_ARGS__)
PACKETS(tc_, IN_TC, bpf_dynptr_from_skb)
WRITABLE(tc_, IN_TC)
PACKETS(cgroup_, IN_CGROUP, bpf_dynptr_from_skb)
#undef PACKET
#define PACKET NULL
IN_SOCKET(socket_made, ALL_OF(&d))
IN_SOCKET(socket_read, READS)
IN_SOCKET(socket_write, WRITES)
IN_SOCKET(socket_data, NO_DATA)
#undef PACKET
#define PACKET ((void *)(long)ctx->data)
PACKETS(xdp_, IN_XDP, bpf_dynptr_from_xdp)
WRITABLE(xdp_, IN_XDP)
IN_XDP(xdp_after_tail_moved, A(bpf_xdp_adjust_tail(ctx, -10)); SIZE(&d); READ(8, LEN - 8, 0); READ(8, LEN - 18, 0); WRITE(8, LEN - 8, 0); WITHOUT(bpf_dynptr_slice, 8, LEN - 8); WITHOUT(bpf_dynptr_slice, 8, LEN - 18); WITHOUT(bpf_dynptr_slice_rdwr, 8, LEN - 8); A(bpf_dynptr_from_xdp(ctx, 0, &c)); A(bpf_dynptr_size(&c)))
IN_XDP(xdp_after_head_moved, A(bpf_xdp_adjust_head(ctx, 10)); SIZE(&d); A(BYTE(&d, 0)); READ(8, LEN - 8, 0); A(bpf_xdp_adjust_head(ctx, -20)); SIZE(&d); A(BYTE(&d, 10)); READ(8, LEN - 8, 0); A(BYTE(&d, LEN - 1)); ADJUST(&d, LEN - 1, LEN); A(BYTE(&d, 0)))
PACKETS(frags_, IN_FRAGS, bpf_dynptr_from_xdp)
WRITABLE(frags_, IN_FRAGS)
// Around the bytes where the first part of a packet of several ends.
#define EDGE ((__u32)(ctx->data_end - ctx->data))
#define AROUND(F) WHERE(F, 8, EDGE - 8); WHERE(F, 8, EDGE - 4); WHERE(F, 8, EDGE); WHERE(F, 8, EDGE - 7); WITHOUT(F, 8, EDGE - 8); WITHOUT(F, 8, EDGE - 4)
IN_FRAGS(frags_around_the_first_edge, A(EDGE != LEN); AROUND(bpf_dynptr_slice))
IN_FRAGS(frags_around_the_first_edge_rdwr, A(EDGE != LEN); AROUND(bpf_dynptr_slice_rdwr))
IN_FRAGS(frags_read_over_the_edge, READ(8, EDGE - 4, 0); A(w->b[0]); A(w->b[7]); WRITE(8, EDGE - 4, 0); A(BYTE(&d, EDGE - 5)); A(BYTE(&d, EDGE + 3)))
