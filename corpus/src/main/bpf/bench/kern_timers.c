/* SPDX-License-Identifier: Apache-2.0 - what a flow table does for each packet: looks an entry up and moves its timer on.
 * prepare    a timer with a callback in each of 1,024 entries
 * rearm      1,000 lookups, each with bpf_timer_start(+30 s)
 * lookup     1,000 lookups alone, to be subtracted
 * beat       arms a timer that fires every `period` ns for ever
 */
#include "../bpf.h"
typedef unsigned int u32; typedef unsigned long long u64;
char LICENSE[] SEC("license") = "GPL";
struct elem { u64 n; struct bpf_timer t; };
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 1024); __type(key, u64); __type(value, struct elem); } flows SEC(".maps");
static int nop_cb(void *map, u64 *key, struct elem *e) { e->n++; return 0; }
SEC("xdp") int prepare(struct xdp_md *ctx)
{
	u32 ok = 0;
	for (u32 i = 0; i < 1024; i++) {
		u64 k = i;
		struct elem fresh = {}, *e;
		bpf_map_update_elem(&flows, &k, &fresh, BPF_ANY);
		e = bpf_map_lookup_elem(&flows, &k);
		if (e) ok += !bpf_timer_init(&e->t, &flows, 1) && !bpf_timer_set_callback(&e->t, nop_cb);
	}
	return ok;
}
SEC("xdp") int rearm(struct xdp_md *ctx)
{
	u32 ok = 0;
	for (u32 i = 0; i < 1000; i++) {
		u64 k = (i * 2654435761u) & 1023;
		struct elem *e = bpf_map_lookup_elem(&flows, &k);
		if (e) ok += !bpf_timer_start(&e->t, 30000000000ull, 0);
	}
	return ok;
}
SEC("xdp") int lookup(struct xdp_md *ctx)
{
	u32 ok = 0;
	for (u32 i = 0; i < 1000; i++) {
		u64 k = (i * 2654435761u) & 1023;
		struct elem *e = bpf_map_lookup_elem(&flows, &k);
		if (e) ok += 1 + !e->n;
	}
	return ok;
}

u64 period = 1000000, beats;
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, u32); __type(value, struct elem); } heart SEC(".maps");
static int beat_cb(void *map, u32 *key, struct elem *e)
{
	beats++;
	bpf_timer_start(&e->t, period, 0);
	return 0;
}
SEC("xdp") int beat(struct xdp_md *ctx)
{
	u32 k = 0;
	struct elem *e = bpf_map_lookup_elem(&heart, &k);
	if (!e) return -1;
	bpf_timer_init(&e->t, &heart, 1);
	bpf_timer_set_callback(&e->t, beat_cb);
	return bpf_timer_start(&e->t, period, 0);
}
