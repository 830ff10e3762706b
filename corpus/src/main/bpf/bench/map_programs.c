/* SPDX-License-Identifier: Apache-2.0 - what maps, ring buffers and timers cost from programs: 1,000 operations per run, each on a key
 * of its own, chosen at random. CPUs have keys of their own: where there are 1,024 each has a half, so that none lie side by side.
 * fill            stores 1,000 keys in `large`, from `filled` on; those below 1,024 elsewhere too, 256 of each half in turns: what comes
 *                 last is found last, and processors fetch what lies around
 * hash_1k, hash_1m       lookup and add
 * lru             a key that is nowhere: lookup, and update, which evicts; lru_64k in a larger map
 * ring            reserves 64 bytes, fills and submits them
 * rearm           lookup, start of the timer that is armed
 * cycle           set_callback, start, cancel of the timers of random elements; `pick` the lookup alone, to be subtracted
 * array, percpu   lookup by index and add
 * update, churn   update of a key that is there; delete and insert
 */
#include "../bpf.h"
typedef unsigned int u32; typedef unsigned long long u64;
char LICENSE[] SEC("license") = "GPL";
#define OPS 1000
#define CPUS 8
u32 filled;
u64 state[CPUS * 8]; /* of the random numbers, a cache line for each CPU */
struct elem { u64 n; struct bpf_timer t; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1024); __type(key, u64); __type(value, u64); } small SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1 << 20); __type(key, u64); __type(value, u64); } large SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 1024); __type(key, u64); __type(value, u64); } recent SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 1 << 16); __type(key, u64); __type(value, u64); } recent_64k SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1024); __type(key, u64); __type(value, struct elem); } flows SEC(".maps"), others SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1024); __type(key, u32); __type(value, u64); } counters SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 1024); __type(key, u32); __type(value, u64); } own SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 1 << 19); } rb SEC(".maps");

static int nop_cb(void *map, u64 *key, struct elem *e) { e->n++; return 0; }

/* Keys of a CPU end in its lowest bit; those below 1,024 begin with it. */
#define BEGIN u32 cpu = bpf_get_smp_processor_id() & (CPUS - 1), ok = 0; u64 x = state[cpu * 8] | 1
#define NEXT ({ x ^= x << 13; x ^= x >> 7; x ^= x << 17; (x & ~1ull) | (cpu & 1); })
#define NEXT_1K ({ x ^= x << 13; x ^= x >> 7; x ^= x << 17; (x & 511) | (u64)(cpu & 1) << 9; })
#define END state[cpu * 8] = x; return ok

SEC("xdp") int fill(struct xdp_md *ctx)
{
	u32 from = filled, ok = 0;
	for (u32 i = 0; i < OPS; i++) {
		u64 k = from + i, one = 1;
		struct elem fresh = {}, *e;
		ok += !bpf_map_update_elem(&large, &k, &one, BPF_ANY);
		if (k >= 1024) continue;
		k = (k & 255) | (k & 256) << 1 | (k & 512) >> 1;
		bpf_map_update_elem(&small, &k, &one, BPF_ANY);
		bpf_map_update_elem(&others, &k, &fresh, BPF_ANY);
		e = bpf_map_lookup_elem(&others, &k);
		if (e) bpf_timer_init(&e->t, &others, 1);
		bpf_map_update_elem(&flows, &k, &fresh, BPF_ANY);
		e = bpf_map_lookup_elem(&flows, &k);
		if (e && !bpf_timer_init(&e->t, &flows, 1)) bpf_timer_set_callback(&e->t, nop_cb);
	}
	filled = from + ok;
	return ok;
}
SEC("xdp") int hash_1k(struct xdp_md *ctx)
{
	BEGIN;
	for (u32 i = 0; i < OPS; i++) {
		u64 k = NEXT_1K, *v = bpf_map_lookup_elem(&small, &k);
		if (v) { *v += 1; ok++; }
	}
	END;
}
SEC("xdp") int hash_1m(struct xdp_md *ctx)
{
	BEGIN;
	for (u32 i = 0; i < OPS; i++) {
		u64 k = NEXT & ((1 << 20) - 1), *v = bpf_map_lookup_elem(&large, &k);
		if (v) { *v += 1; ok++; }
	}
	END;
}
SEC("xdp") int lru(struct xdp_md *ctx)
{
	BEGIN;
	for (u32 i = 0; i < OPS; i++) {
		u64 k = NEXT, one = 1, *v = bpf_map_lookup_elem(&recent, &k);
		if (!v) ok += !bpf_map_update_elem(&recent, &k, &one, BPF_ANY);
	}
	END;
}
SEC("xdp") int lru_64k(struct xdp_md *ctx)
{
	BEGIN;
	for (u32 i = 0; i < OPS; i++) {
		u64 k = NEXT, one = 1, *v = bpf_map_lookup_elem(&recent_64k, &k);
		if (!v) ok += !bpf_map_update_elem(&recent_64k, &k, &one, BPF_ANY);
	}
	END;
}
SEC("xdp") int ring(struct xdp_md *ctx)
{
	u32 ok = 0;
	for (u32 i = 0; i < OPS; i++) {
		u64 *r = bpf_ringbuf_reserve(&rb, 64, 0);
		if (!r) continue;
		for (int j = 0; j < 8; j++) r[j] = i + j;
		bpf_ringbuf_submit(r, 1 /* BPF_RB_NO_WAKEUP */);
		ok++;
	}
	return ok;
}
SEC("xdp") int rearm(struct xdp_md *ctx)
{
	BEGIN;
	for (u32 i = 0; i < OPS; i++) {
		u64 k = NEXT_1K;
		struct elem *e = bpf_map_lookup_elem(&flows, &k);
		if (e) ok += !bpf_timer_start(&e->t, 30000000000ull, 0);
	}
	END;
}
SEC("xdp") int cycle(struct xdp_md *ctx)
{
	BEGIN;
	for (u32 i = 0; i < OPS; i++) {
		u64 k = NEXT_1K;
		struct elem *e = bpf_map_lookup_elem(&others, &k);
		if (!e) continue;
		bpf_timer_set_callback(&e->t, nop_cb);
		bpf_timer_start(&e->t, 30000000000ull, 0);
		ok += bpf_timer_cancel(&e->t) == 1;
	}
	END;
}
SEC("xdp") int pick(struct xdp_md *ctx)
{
	BEGIN;
	for (u32 i = 0; i < OPS; i++) {
		u64 k = NEXT_1K;
		struct elem *e = bpf_map_lookup_elem(&flows, &k);
		if (e) { e->n++; ok++; }
	}
	END;
}
SEC("xdp") int array(struct xdp_md *ctx)
{
	BEGIN;
	for (u32 i = 0; i < OPS; i++) {
		u32 k = NEXT_1K;
		u64 *v = bpf_map_lookup_elem(&counters, &k);
		if (v) { *v += 1; ok++; }
	}
	END;
}
SEC("xdp") int percpu(struct xdp_md *ctx)
{
	BEGIN;
	for (u32 i = 0; i < OPS; i++) {
		u32 k = NEXT_1K;
		u64 *v = bpf_map_lookup_elem(&own, &k);
		if (v) { *v += 1; ok++; }
	}
	END;
}
SEC("xdp") int update(struct xdp_md *ctx)
{
	BEGIN;
	for (u32 i = 0; i < OPS; i++) {
		u64 k = NEXT_1K, v = i;
		ok += !bpf_map_update_elem(&small, &k, &v, BPF_ANY);
	}
	END;
}
SEC("xdp") int churn(struct xdp_md *ctx)
{
	BEGIN;
	for (u32 i = 0; i < OPS; i++) {
		u64 k = NEXT_1K, v = i;
		ok += !bpf_map_delete_elem(&small, &k) && !bpf_map_update_elem(&small, &k, &v, BPF_NOEXIST);
	}
	END;
}
