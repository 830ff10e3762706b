// SPDX-License-Identifier: Apache-2.0
// Nested and bounded loops over tables and stacks.
#include "cases_large.h"

SEC("tc") int a84_fill_and_sum__ok(void *ctx)
{
	struct table *t = get_table();
	__u64 sum = 0;

	if (!t)
		return 0;
	LOOP(i, 64) { t->v[i] = i; HIDE(i); if (i >= 64) break; }
	LOOP(i, 64) { sum += t->v[i]; IDLE(sum); }
	return sum;
}

SEC("tc") int a84_bubble_sort__ok(void *ctx)
{
	struct table *t = get_table();

	if (!t)
		return 0;
	LOOP(i, 16)
		LOOP(j, 15) {
			__u64 a = t->v[j], b = t->v[j + 1];

			if (a > b) {
				t->v[j] = b;
				t->v[j + 1] = a;
			}
		}
	return 0;
}

SEC("tc") int a84_matrix_product__ok(void *ctx)
{
	struct table *t = get_table();
	__u64 c[36];

	if (!t)
		return 0;
	LOOP(i, 5)
		LOOP(j, 5) {
			__u64 s = 0;

			LOOP(k, 5)
				s += t->v[5 * i + k] * t->v[25 + 5 * k + j];
			c[5 * i + j] = s;
		}
	LOOP(i, 25)
		t->v[i + 32] = c[i];
	return 0;
}

SEC("tc") int a84_sieve__ok(void *ctx)
{
	struct table *t = get_table();
	__u32 n = 0;

	if (!t)
		return 0;
	LOOP(i, 64)
		t->v[i] = 1;
	for (__u32 i = 2; i < 8; i++)
		for (__u32 j = i * i; j < 64; j += i)
			t->v[j & 63] = 0;
	LOOP(i, 64)
		if (t->v[i])
			n++;
	return n;
}

SEC("tc") int a84_fibonacci__ok(void *ctx)
{
	__u64 a = 0, b = 1;

	LOOP(i, 2000) {
		__u64 c = a + b;

		a = b;
		b = c;
		HIDE(a);
		HIDE(b);
	}
	return a;
}

SEC("tc") int a84_collatz__ok(struct __sk_buff *skb)
{
	__u64 x = skb->len;
	__u32 steps = 0;

	LOOP(i, 150) {
		if (x <= 1)
			break;
		x = x & 1 ? 3 * x + 1 : x >> 1;
		steps++;
	}
	return steps;
}

SEC("tc") int a84_greatest_common_divisor__ok(struct __sk_buff *skb)
{
	__u32 a = skb->len, b = skb->mark;

	LOOP(i, 400) {
		__u32 r;

		if (!b)
			break;
		r = a % b;
		a = b;
		b = r;
	}
	return a;
}

SEC("tc") int a84_count_bits__ok(struct __sk_buff *skb)
{
	__u64 x = ((__u64)skb->hash << 32) | skb->mark;
	__u32 n = 0;

	LOOP(i, 200) {
		if (x & 1)
			n++;
		HIDE(n);
		x >>= 1;
		HIDE(x);
	}
	return n;
}

SEC("tc") int a84_count_bits_as_index__ok(struct __sk_buff *skb)
{
	struct table *t = get_table();
	__u32 x = skb->mark, n = 0;

	if (!t)
		return 0;
	LOOP(i, 12) {
		if (x & 1) {
			n++;
			HIDE(n);
		}
		x >>= 1;
		HIDE(x);
	}
	HIDE(n);
	if (n > 63)
		return 0;
	return t->v[n];
}

SEC("tc") int a84_triangle__ok(void *ctx)
{
	struct table *t = get_table();
	__u64 s = 0;

	if (!t)
		return 0;
	LOOP(i, 64)
		LOOP(j, i) {
			s += t->v[j];
			IDLE(s);
		}
	return s;
}

SEC("tc") int a84_three_deep__ok(void *ctx)
{
	__u64 s = 0;

	LOOP(i, 20)
		LOOP(j, 20)
			LOOP(k, 20) {
				s += i * j + k;
				HIDE(s);
			}
	return s;
}

SEC("tc") int a84_random_walk_long__E2BIG(void *ctx)
{
	struct table *t = get_table();
	__u32 at = 32;

	if (!t)
		return 0;
	LOOP(i, 200) {
		if (bpf_get_prandom_u32() & 1)
			at++;
		else
			at--;
		at &= 63;
		HIDE(at);
		t->v[at & 63]++;
	}
	return at;
}

SEC("tc") int a84_random_walk_short__ok(void *ctx)
{
	struct table *t = get_table();
	__u32 at = 32;

	if (!t)
		return 0;
	LOOP(i, 12) {
		if (bpf_get_prandom_u32() & 1)
			at++;
		else
			at--;
		at &= 63;
		HIDE(at);
		t->v[at & 63]++;
	}
	return at;
}

SEC("tc") int a84_binary_search__ok(struct __sk_buff *skb)
{
	struct table *t = get_table();
	__u32 low = 0, high = 63, n = skb->len;

	if (!t)
		return 0;
	LOOP(i, 6) {
		__u32 middle = (low + high) / 2 & 63;

		if (t->v[middle] < n)
			low = middle;
		else
			high = middle;
	}
	return low;
}

SEC("tc") int a84_ring_of_states__ok(struct __sk_buff *skb)
{
	__u32 state = 0, seen = 0;

	LOOP(i, 300) {
		__u32 r = bpf_get_prandom_u32() & 3;

		switch (state) {
		case 0: state = r ? 1 : 0; break;
		case 1: state = r == 2 ? 2 : 0; break;
		case 2: state = r == 3 ? 3 : 1; break;
		default: state = 0; seen++; break;
		}
		HIDE(state);
	}
	return seen;
}

SEC("tc") int a84_unbounded_index__EACCES(struct __sk_buff *skb)
{
	struct table *t = get_table();
	__u64 s = 0;

	if (!t)
		return 0;
	LOOP(i, 65) {
		s += t->v[i];
		IDLE(s);
	}
	return s;
}
