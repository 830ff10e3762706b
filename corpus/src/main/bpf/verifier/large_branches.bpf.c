// SPDX-License-Identifier: Apache-2.0
// Many branches: rules one after the other, flags that are kept, functions called often, callbacks.
#include "cases_large.h"

#define FOUR(X) X X X X
#define SIXTEEN(X) FOUR(FOUR(X))
#define HUNDRED(X) SIXTEEN(FOUR(X)) SIXTEEN(X) SIXTEEN(X) FOUR(X)

// Branches that join at once
SEC("tc") int a80_hundred_joins__ok(struct __sk_buff *skb)
{
	__u64 x = 0;

	FOUR(HUNDRED(if (bpf_get_prandom_u32() & 1) { x++; HIDE(x); }))
	return x;
}

// Branches whose outcome is kept in bits
SEC("tc") int a80_flags__ok(struct __sk_buff *skb)
{
	__u64 flags = 0;

	if (skb->len > 100) flags |= 1;
	IDLE(flags);
	if (skb->mark > 100) flags |= 2;
	IDLE(flags);
	if (skb->hash > 100) flags |= 4;
	IDLE(flags);
	if (skb->priority > 100) flags |= 8;
	IDLE(flags);
	if (skb->protocol > 100) flags |= 16;
	IDLE(flags);
	if (skb->ifindex > 100) flags |= 32;
	HIDE(flags);
	FOUR(if (flags & 1) bpf_get_prandom_u32(); if (flags & 8) bpf_get_prandom_u32(); if (flags & 32) bpf_get_prandom_u32();)
	return flags;
}

// The same, but each flag decides what happens
SEC("tc") int a31_flags_as_index__ok(struct __sk_buff *skb)
{
	struct table *t = get_table();
	__u64 at = 0;

	if (!t)
		return 0;
	if (bpf_get_prandom_u32() & 1) { at += 1; HIDE(at); }
	if (bpf_get_prandom_u32() & 1) { at += 2; HIDE(at); }
	if (bpf_get_prandom_u32() & 1) { at += 4; HIDE(at); }
	if (bpf_get_prandom_u32() & 1) { at += 8; HIDE(at); }
	if (bpf_get_prandom_u32() & 1) { at += 16; HIDE(at); }
	if (bpf_get_prandom_u32() & 1) { at += 32; HIDE(at); }
	asm volatile("%0 <<= 3; %1 += %0; %0 = *(u64 *)(%1 + 0)" : "+r"(at), "+r"(t));
	return at;
}

SEC("tc") int a31_flags_as_index_one_over__EACCES(struct __sk_buff *skb)
{
	struct table *t = get_table();
	__u64 at = 1;

	if (!t)
		return 0;
	if (bpf_get_prandom_u32() & 1) { at += 1; HIDE(at); }
	if (bpf_get_prandom_u32() & 1) { at += 2; HIDE(at); }
	if (bpf_get_prandom_u32() & 1) { at += 4; HIDE(at); }
	if (bpf_get_prandom_u32() & 1) { at += 8; HIDE(at); }
	if (bpf_get_prandom_u32() & 1) { at += 16; HIDE(at); }
	if (bpf_get_prandom_u32() & 1) { at += 32; HIDE(at); }
	asm volatile("%0 <<= 3; %1 += %0; %0 = *(u64 *)(%1 + 0)" : "+r"(at), "+r"(t));
	return at;
}

static __noinline int step(__u64 x)
{
	HIDE(x);
	if (x & 1)
		return 3 * x + 1;
	if (x & 2)
		return x + 1;
	return x >> 1;
}

SEC("tc") int a73_function_called_often__ok(struct __sk_buff *skb)
{
	__u64 x = skb->len;

	HUNDRED(x = step(x);)
	return x;
}

SEC("tc") int a73_function_called_in_a_loop__ok(struct __sk_buff *skb)
{
	__u64 x = skb->len;

	LOOP(i, 200)
		x = step(x);
	return x;
}

static __noinline int count(__u32 key)
{
	__u64 one = 1, *c = bpf_map_lookup_elem(&counts, &key);

	if (c)
		__sync_fetch_and_add(c, 1);
	else
		bpf_map_update_elem(&counts, &key, &one, BPF_NOEXIST);
	return 0;
}

SEC("tc") int a73_keys_on_the_stack__ok(struct __sk_buff *skb)
{
	LOOP(i, 50) {
		count(skb->len + i);
		count(skb->mark ^ i);
	}
	return 0;
}

SEC("tc") int a89_table_on_the_stack__ok(struct __sk_buff *skb)
{
	__u64 t[32] = {};

	LOOP(i, 100) {
		__u32 at = bpf_get_prandom_u32() & 31;

		t[at]++;
		HIDE(at);
	}
	return t[skb->len & 31];
}

SEC("tc") int a89_slots_written_in_turn__ok(struct __sk_buff *skb)
{
	volatile __u64 t[16];

	LOOP(i, 16)
		t[i] = i;
	LOOP(j, 20)
		LOOP(i, 15)
			t[i] = t[i + 1];
	return t[0];
}

struct walk { struct table *t; __u64 at, sum; };

static long visit(__u32 i, struct walk *w)
{
	if (w->at >= 64)
		return 1;
	w->sum += w->t->v[w->at];
	if (i & 1) {
		w->at += 2;
		HIDE(i);
	} else {
		w->at++;
	}
	return 0;
}

SEC("tc") int a93_walk_by_callback__ok(void *ctx)
{
	struct walk w = { .t = get_table() };

	if (!w.t)
		return 0;
	bpf_loop(1000, visit, &w, 0);
	return w.sum;
}

static long branchy(__u32 i, __u64 *sum)
{
	SIXTEEN(if (bpf_get_prandom_u32() & 1) { *sum += 1; HIDE(i); } else { *sum += 2; })
	return 0;
}

SEC("tc") int a93_branches_in_callback__ok(void *ctx)
{
	__u64 sum = 0;

	bpf_loop(100, branchy, &sum, 0);
	return sum;
}

static long each(void *map, __u32 *key, __u64 *value, __u64 *sum)
{
	LOOP(i, 30) {
		if (*value & (1 << i))
			*sum += *key;
	}
	return 0;
}

SEC("tc") int a93_loop_in_callback__ok(void *ctx)
{
	__u64 sum = 0;

	bpf_for_each_map_elem(&counts, each, &sum, 0);
	return sum;
}

// Rules in a row, each with several conditions
#define RULE(A, B, C) if (skb->len > (A) && skb->mark < (B) && skb->protocol != (C)) verdict = (A) & 7;
#define RULES(N) RULE(N, N + 5, N + 9) RULE(N + 1, N + 6, N + 8) RULE(N + 2, N + 7, N + 7) RULE(N + 3, N + 8, N + 6)
SEC("tc") int a80_rules__ok(struct __sk_buff *skb)
{
	__u32 verdict = 0;

	RULES(10) RULES(20) RULES(30) RULES(40) RULES(50) RULES(60) RULES(70) RULES(80)
	return verdict;
}

SEC("tc") int a80_switch__ok(struct __sk_buff *skb)
{
	__u32 x = skb->mark, n = 0;

	LOOP(i, 100) {
		switch (x & 15) {
		case 0: x += 3; break;
		case 1: x ^= 5; n++; break;
		case 2: x *= 7; break;
		case 3: x >>= 1; n += 2; break;
		case 5: x -= 9; break;
		case 8: x = bpf_get_prandom_u32(); break;
		case 13: n = 0; break;
		default: x++; break;
		}
		HIDE(x);
	}
	return n;
}
