/* SPDX-License-Identifier: Apache-2.0 - map- and timer-heavy programs for runtimes that have maps (Linux, the Java runtime).
 * h_hash   1,000 lookup+update pairs on a 1,024-entry hash map per run
 * h_lru    the same on a LRU hash of 512 entries, 1,024 distinct keys
 * i_timer_arm     1,000 bpf_timer_start(+1 s) + bpf_timer_cancel pairs per run on one array element
 * i_timer_chain   arms one timer with 0 ns; its callback re-arms itself 9,999 times; `fired` counts
 * j_ringbuf       256 reserve/submit of 64 bytes (the consumer drains between runs; failures counted)
 */
#include "../bpf.h"
typedef unsigned int u32; typedef unsigned long long u64;
char LICENSE[] SEC("license") = "GPL";
u64 result, fired, last_err, chain_limit = 10000;
volatile u32 opaque_zero;

struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1024); __type(key, u64); __type(value, u64); } hash SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 512); __type(key, u64); __type(value, u64); } lru SEC(".maps");
struct elem { u64 n; struct bpf_timer t; };
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 4); __type(key, u32); __type(value, struct elem); } timers SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 1 << 20); } rb SEC(".maps");

SEC("xdp") int h_hash(struct xdp_md *ctx)
{
	u64 hits = 0;
	for (u32 i = 0; i < 1000; i++) {
		u64 k = (i * 2654435761u) & 1023, one = i;
		u64 *v = bpf_map_lookup_elem(&hash, &k);
		if (v) { *v += i; hits++; }
		else bpf_map_update_elem(&hash, &k, &one, BPF_ANY);
	}
	result = hits;
	return (int)hits;
}
SEC("xdp") int h_lru(struct xdp_md *ctx)
{
	u64 hits = 0;
	for (u32 i = 0; i < 1000; i++) {
		u64 k = (i * 2654435761u) & 1023, one = i;
		u64 *v = bpf_map_lookup_elem(&lru, &k);
		if (v) { *v += i; hits++; }
		else bpf_map_update_elem(&lru, &k, &one, BPF_ANY);
	}
	result = hits;
	return (int)hits;
}
static int nop_cb(void *map, u32 *key, struct elem *e) { e->n++; return 0; }
static int chain_cb(void *map, u32 *key, struct elem *e)
{
	fired++;
	if (fired < chain_limit) bpf_timer_start(&e->t, 0, 0);
	return 0;
}
SEC("xdp") int i_timer_arm(struct xdp_md *ctx)
{
	u32 k = 0;
	struct elem *e = bpf_map_lookup_elem(&timers, &k);
	if (!e) return 1;
	bpf_timer_init(&e->t, &timers, 1 /* CLOCK_MONOTONIC */);	/* -EBUSY on later runs */
	bpf_timer_set_callback(&e->t, nop_cb);
	u64 ok = 0;
	for (u32 i = 0; i < 1000; i++) {
		ok += bpf_timer_start(&e->t, 1000000000, 0) == 0;
		ok += bpf_timer_cancel(&e->t) == 1;
		bpf_timer_set_callback(&e->t, nop_cb);
	}
	result = ok;
	return (int)ok;
}
SEC("xdp") int i_timer_chain(struct xdp_md *ctx)
{
	u32 k = 1;
	struct elem *e = bpf_map_lookup_elem(&timers, &k);
	if (!e) return 1;
	fired = 0;
	bpf_timer_init(&e->t, &timers, 1);
	bpf_timer_set_callback(&e->t, chain_cb);
	last_err = bpf_timer_start(&e->t, 0, 0);
	return (int)last_err;
}
SEC("xdp") int j_ringbuf(struct xdp_md *ctx)
{
	u64 bad = 0;
	for (u32 i = 0; i < 256; i++) {
		u64 *r = bpf_ringbuf_reserve(&rb, 64, 0);
		if (!r) { bad++; continue; }
		for (int j = 0; j < 8; j++) r[j] = i + j;
		bpf_ringbuf_submit(r, 1 /* BPF_RB_NO_WAKEUP */);
	}
	result = bad;
	return (int)bad;
}
