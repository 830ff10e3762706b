// SPDX-License-Identifier: Apache-2.0
// The same work at 10,000, 100,000 and nearly 1,000,000 processed instructions, and a program as large as profilers that unroll loops.
#include "cases_large.h"

#define SEVEN(X) X X X X X X X
#define TEN(X) SEVEN(X) X X X

struct sample {
	__u64 count, sum, least, most;
	__u32 lengths[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct sample);
} samples SEC(".maps");

struct frame {
	__u64 code, next, length;
};

// One frame of a stack walk, as profilers of interpreters unroll it: read, look up, count, go on to the next
#define WALK_FRAME \
	if (!bpf_probe_read_kernel(&frame, sizeof(frame), (void *)at)) { \
		key = frame.code ^ (frame.length << 32); \
		struct sample *sample = bpf_map_lookup_elem(&samples, &key); \
		if (sample) { \
			sample->count++; \
			sample->sum += frame.length; \
			if (sample->most < frame.length) sample->most = frame.length; \
			__u64 class = frame.length >> 4; \
			if (class < 16) sample->lengths[class]++; \
		} \
		at = frame.next; \
	}

#define WALK(NAME, FRAMES) \
	SEC("raw_tp/sched_switch") int NAME(__u64 *ctx) \
	{ \
		struct frame frame = {}; \
		__u64 key, at = ctx[1]; \
		FRAMES \
		return 0; \
	}

WALK(a80_unrolled_10k__ok, TEN(TEN(WALK_FRAME WALK_FRAME)))
WALK(a80_unrolled_500_kb__ok, TEN(TEN(TEN(WALK_FRAME) SEVEN(WALK_FRAME))))

// Loops in loops with a value of a map at a bounded index
#define NESTED(NAME, OUTER, INNER) \
	SEC("tc") int NAME(struct __sk_buff *skb) \
	{ \
		__u64 key = 0, sum = 0; \
		struct sample *sample = bpf_map_lookup_elem(&samples, &key); \
		if (!sample) return 0; \
		LOOP(i, OUTER) { \
			sample->count++; \
			LOOP(j, INNER) { \
				sum += sample->lengths[(i + j) & 15]; \
				HIDE(sum); \
			} \
		} \
		return sum; \
	}

NESTED(a80_nested_10k__ok, 25, 40)
NESTED(a80_nested_100k__ok, 100, 100)
NESTED(a80_nested_1m__ok, 300, 300)

// A branch in every round of a long loop: what it leaves behind meets again
#define MIX x = x * 31 + i; HIDE(x); x ^= x >> 7; HIDE(x);
#define BRANCHES(NAME, ROUNDS) \
	SEC("tc") int NAME(struct __sk_buff *skb) \
	{ \
		__u64 x = 0; \
		LOOP(i, ROUNDS) { \
			if (bpf_get_prandom_u32() & 1) x += 5; \
			TEN(MIX MIX) \
		} \
		return x; \
	}

BRANCHES(a80_branches_10k__ok, 25)
BRANCHES(a80_branches_100k__ok, 240)
BRANCHES(a80_branches_1m__ok, 2350)

// A tree of decisions that never meet: which were taken is asked again and again at the end
#define DECIDE(BIT) if (bpf_get_prandom_u32() & 1) taken += 1003ull << BIT; HIDE(taken);
#define ASK(AT) if (taken == 1004 + AT) sum += AT; HIDE(taken);
#define ASK_ALL ASK(0) ASK(1) ASK(2) ASK(3) ASK(4) ASK(5) ASK(6) ASK(7) ASK(8) ASK(9) ASK(10) ASK(11)
#define DECISIONS(NAME, BITS) \
	SEC("tc") int NAME(struct __sk_buff *skb) \
	{ \
		__u64 taken = 0, sum = 0; \
		BITS \
		TEN(ASK_ALL) \
		return sum; \
	}

#define FIVE DECIDE(0) DECIDE(1) DECIDE(2) DECIDE(3) DECIDE(4)
#define EIGHT FIVE DECIDE(5) DECIDE(6) DECIDE(7)
#define ELEVEN EIGHT DECIDE(8) DECIDE(9) DECIDE(10)

DECISIONS(a80_decisions_10k__ok, FIVE)
DECISIONS(a80_decisions_100k__ok, EIGHT)
DECISIONS(a80_decisions_1m__ok, ELEVEN)
