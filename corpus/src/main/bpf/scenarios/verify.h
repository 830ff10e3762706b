// SPDX-License-Identifier: Apache-2.0
// For programs that are only verified. A program's name says its scenario, its rule, its shape and the verdict that
// the specification gives: s<scenario>_vr<rule>_<shape>__<ok or errno>.
#pragma once
#include "bpf.h"

struct val { __u64 id; struct bpf_timer t; __u64 tail; };
MAP(arr, ARRAY, 4, 0, __u32, struct val);
MAP(arr2, ARRAY, 4, 0, __u32, struct val);
MAP(plain, ARRAY, 4, 0, __u32, __u64[4]);
__u64 sink;

static int fine(void *map, __u32 *key, struct val *v) { return 0; }

static struct val *get(void *map, __u32 k) { return bpf_map_lookup_elem(map, &k); }

// A program that has found element v of arr.
#define IN(SECTION, NAME, ...) \
	SEC(SECTION) int NAME(void *ctx) { struct val *v = get(&arr, 0); if (v) { __VA_ARGS__; } return 0; }
#define P(NAME, ...) IN("tc", NAME, __VA_ARGS__)
// A program that gives CB to v's timer.
#define CB_IN(SECTION, NAME, CB) \
	IN(SECTION, NAME, bpf_timer_init(&v->t, &arr, 1); bpf_timer_set_callback(&v->t, CB); bpf_timer_start(&v->t, 0, 0))
#define CB(NAME, CALLBACK) CB_IN("tc", NAME, CALLBACK)
// A callback of that body, and a program that uses it.
#define BODY_IN(SECTION, NAME, ...) \
	static int cb_##NAME(void *map, __u32 *key, struct val *v) { __VA_ARGS__; return 0; } CB_IN(SECTION, NAME, cb_##NAME)
#define BODY(NAME, ...) BODY_IN("tc", NAME, __VA_ARGS__)
// A callback in assembly (without parameters: unnamed ones would spoil the object's BTF).
#define ASM(NAME, CODE) \
	static __attribute__((naked)) int cb_##NAME(void) { asm volatile(CODE ::: "r0"); } CB(NAME, (void *)cb_##NAME)

#define USE(n) asm volatile("r1 = 0\n*(u64 *)(r10 - %0) = r1" :: "i"(n) : "r1", "memory")
#define STATE_FREQ __attribute__((btf_decl_tag("comment:test_prog_flags=BPF_F_TEST_STATE_FREQ")))
