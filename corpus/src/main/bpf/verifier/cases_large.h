// SPDX-License-Identifier: Apache-2.0
// For programs in C that take many steps to verify.
#pragma once
#include "../bpf.h"

char _license[] SEC("license") = "Dual MIT/GPL";

// A loop that stays one.
#define LOOP(I, N) _Pragma("clang loop unroll(disable)") for (__u32 I = 0; I < (N); I++)
// The compiler is not to know how often, nor which value.
#define HIDE(X) barrier_var(X)
#define IDLE(X) asm volatile("" :: "r"(X))

struct table { __u64 v[64]; };
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, struct table); } tables SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 256); __type(key, __u32); __type(value, __u64); } counts SEC(".maps");

static __always_inline struct table *get_table(void) { __u32 k = 0; return bpf_map_lookup_elem(&tables, &k); }
