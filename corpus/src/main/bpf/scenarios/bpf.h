// SPDX-License-Identifier: Apache-2.0
// Included by every program here.
#pragma once
#include "../bpf.h"

#define MAP(NAME, TYPE, MAX, FLAGS, KEY, VALUE) \
	struct { __uint(type, BPF_MAP_TYPE_##TYPE); __uint(max_entries, MAX); __uint(map_flags, FLAGS); \
		 __type(key, KEY); __type(value, VALUE); } NAME SEC(".maps")

struct bpf_wq { __u64 __opaque[2]; } __attribute__((aligned(8)));
extern int bpf_wq_init(struct bpf_wq *wq, void *map, unsigned int flags) __ksym __weak;
extern int bpf_wq_set_callback_impl(struct bpf_wq *wq, int (*fn)(void *map, int *key, void *value), unsigned int flags,
				    void *aux) __ksym __weak;
extern int bpf_wq_start(struct bpf_wq *wq, unsigned int flags) __ksym __weak;

#ifndef LICENSE
#define LICENSE "Dual MIT/GPL"
#endif
char _license[] SEC("license") = LICENSE;
