// SPDX-License-Identifier: Apache-2.0
// Dynamic pointers whose 16 bytes a program wrote itself, which no verifier lets through: the host must not mind.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct bpf_dynptr { __u64 opaque[2]; } __attribute__((aligned(8)));

static long (*const bpf_dynptr_from_mem)(void *data, __u64 size, __u64 flags, struct bpf_dynptr *d) = (void *)197;
static long (*const bpf_ringbuf_reserve_dynptr)(void *map, __u64 size, __u64 flags, struct bpf_dynptr *d) = (void *)198;
static long (*const bpf_ringbuf_submit_dynptr)(struct bpf_dynptr *d, __u64 flags) = (void *)199;
static long (*const bpf_ringbuf_discard_dynptr)(struct bpf_dynptr *d, __u64 flags) = (void *)200;
static long (*const bpf_dynptr_read)(void *to, __u64 size, const struct bpf_dynptr *d, __u64 offset, __u64 flags) = (void *)201;
static long (*const bpf_dynptr_write)(const struct bpf_dynptr *d, __u64 offset, const void *from, __u64 size, __u64 flags) = (void *)202;
static void *(*const bpf_dynptr_data)(const struct bpf_dynptr *d, __u64 offset, __u64 size) = (void *)203;

extern int bpf_dynptr_from_skb(void *skb, __u64 flags, struct bpf_dynptr *d) __ksym;
extern int bpf_dynptr_from_xdp(void *xdp, __u64 flags, struct bpf_dynptr *d) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *d, __u64 offset, void *buffer, __u64 size) __ksym;
extern void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *d, __u64 offset, void *buffer, __u64 size) __ksym;
extern int bpf_dynptr_adjust(const struct bpf_dynptr *d, __u64 start, __u64 end) __ksym;
extern _Bool bpf_dynptr_is_null(const struct bpf_dynptr *d) __ksym;
extern _Bool bpf_dynptr_is_rdonly(const struct bpf_dynptr *d) __ksym;
extern __u32 bpf_dynptr_size(const struct bpf_dynptr *d) __ksym;
extern int bpf_dynptr_clone(const struct bpf_dynptr *d, struct bpf_dynptr *to) __ksym;

struct element { struct bpf_timer timer; __u64 words[6]; };
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, struct element); } elements SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } ring SEC(".maps");

enum { GIVEN, CONTEXT, VALUE, RECORD, STACK };
enum { NONE, SKB, XDP };
__u64 where, address, state;	// what the pointer is forged from
__u64 op, offset, size, flags;
volatile __u64 answer;

static __always_inline void work(int packet, struct bpf_dynptr *d)
{
	struct bpf_dynptr other;
	__u8 buffer[16];

	switch (op) {
	case 0: answer = bpf_dynptr_read(buffer, size, d, offset, flags); break;
	case 1: answer = bpf_dynptr_write(d, offset, buffer, size, flags); break;
	case 2: answer = (__u64)bpf_dynptr_data(d, offset, size); break;
	case 3: answer = (__u64)bpf_dynptr_slice(d, offset, buffer, size); break;
	case 4: answer = (__u64)bpf_dynptr_slice_rdwr(d, offset, NULL, size); break;
	case 5: answer = bpf_dynptr_adjust(d, offset, offset + size); answer += bpf_dynptr_read(buffer, 1, d, 0, 0); break;
	case 6: answer = bpf_dynptr_clone(d, &other); answer += bpf_dynptr_write(&other, 0, buffer, 1, 0); break;
	case 7: answer = bpf_dynptr_is_null(d) + bpf_dynptr_is_rdonly(d) + bpf_dynptr_size(d); break;
	case 8: answer = bpf_ringbuf_submit_dynptr(d, flags); break;
	case 9: answer = bpf_ringbuf_discard_dynptr(d, flags); break;
	case 10: answer = bpf_dynptr_from_mem((void *)address, size, flags, d); answer += bpf_dynptr_write(d, offset, buffer, 1, 0); break;
	case 11: if (packet == SKB) answer = bpf_dynptr_from_skb((void *)address, flags, d); break;
	case 12: if (packet == XDP) answer = bpf_dynptr_from_xdp((void *)address, flags, d); break;
	case 13: answer = bpf_ringbuf_reserve_dynptr((void *)address, size, flags, d); break;
	case 14: answer = bpf_dynptr_from_mem(buffer, 16, 0, (void *)address); break;
	case 15: answer = bpf_dynptr_read(buffer, 1, (void *)address, offset, 0); break;
	case 16: answer = bpf_dynptr_read((void *)address, size, d, offset, 0); break;
	case 17: bpf_ringbuf_reserve_dynptr(&ring, 8, 0, d); bpf_dynptr_clone(d, &other); bpf_ringbuf_submit_dynptr(d, 0); answer = bpf_ringbuf_submit_dynptr(&other, 0); break;
	case 18: bpf_ringbuf_reserve_dynptr(&ring, 8, 0, d); bpf_dynptr_clone(d, &other); bpf_ringbuf_submit_dynptr(d, 0); answer = bpf_dynptr_write(&other, 0, buffer, 8, 0); break;
	}
}

static __always_inline int forge(int packet, void *ctx)
{
	struct bpf_dynptr d;
	__u64 at = address;
	__u32 zero = 0;
	void *record = NULL;

	answer = 0;
	if (where == CONTEXT)
		at += (__u64)ctx;
	if (where == VALUE)
		at += (__u64)bpf_map_lookup_elem(&elements, &zero) + sizeof(struct bpf_timer);
	if (where == STACK)
		at += (__u64)&d;
	if (where == RECORD) {
		record = bpf_ringbuf_reserve(&ring, 16, 0);
		at += (__u64)record;
	}
	d.opaque[0] = at;
	d.opaque[1] = state;
	asm volatile("" :: "r"(&d) : "memory");
	work(packet, &d);
	if (record)
		bpf_ringbuf_discard(record, 0);
	return 1;
}
SEC("tc") int forge_skb(struct __sk_buff *ctx) { return forge(SKB, ctx); }
SEC("xdp") int forge_xdp(struct xdp_md *ctx) { return forge(XDP, ctx); }
SEC("syscall") int forge_without_packet(void *ctx) { return forge(NONE, ctx); }

// Everything as it should be: the record 1 to 8 goes to the host.
SEC("tc") int sane(struct __sk_buff *ctx)
{
	__u8 bytes[8] = { 1, 2, 3, 4, 5, 6, 7, 8 }, back[8];
	struct bpf_dynptr d;

	if (bpf_dynptr_from_skb(ctx, 0, &d) || bpf_dynptr_write(&d, 0, bytes, 8, 0) || bpf_dynptr_read(back, 8, &d, 0, 0))
		return 0;
	long failed = bpf_ringbuf_reserve_dynptr(&ring, 8, 0, &d) || bpf_dynptr_write(&d, 0, back, 8, 0);
	bpf_ringbuf_submit_dynptr(&d, 0);
	return !failed;
}

static int fired(void *map, __u32 *key, struct element *e) { return 0; }
SEC("tc") int arm(struct __sk_buff *ctx)
{
	struct element *e = bpf_map_lookup_elem(&elements, &(__u32){0});
	if (!e) return 0;
	bpf_timer_init(&e->timer, &elements, CLOCK_MONOTONIC);
	bpf_timer_set_callback(&e->timer, fired);
	answer = bpf_timer_start(&e->timer, 1000000000, 0);
	return 1;
}
// Writes over the timer, one as a dynamic pointer does, one as stores do.
SEC("tc") int overwrite(struct __sk_buff *ctx)
{
	struct element *e = bpf_map_lookup_elem(&elements, &(__u32){0});
	__u64 words[2] = { address, state };
	struct bpf_dynptr d;
	if (!e) return 0;
	answer = bpf_dynptr_from_mem(e, sizeof(*e), 0, &d);
	answer += bpf_dynptr_write(&d, 0, words, sizeof(words), 0);
	return 1;
}
SEC("tc") int store_over(struct __sk_buff *ctx)
{
	volatile __u64 *e = bpf_map_lookup_elem(&elements, &(__u32){0});
	if (!e) return 0;
	answer = 0;
	e[0] = address;
	e[1] = state;
	return 1;
}
SEC("tc") int restart(struct __sk_buff *ctx)
{
	struct element *e = bpf_map_lookup_elem(&elements, &(__u32){0});
	if (!e) return 0;
	answer = bpf_timer_start(&e->timer, 2000000000, 0);
	return 1;
}
SEC("tc") int cancel(struct __sk_buff *ctx)
{
	struct element *e = bpf_map_lookup_elem(&elements, &(__u32){0});
	if (!e) return 0;
	answer = bpf_timer_cancel(&e->timer);
	return 1;
}
