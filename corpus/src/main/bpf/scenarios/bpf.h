// SPDX-License-Identifier: Apache-2.0
// Included by every program here.
#pragma once
#include "../bpf.h"

#define MAP(NAME, TYPE, MAX, FLAGS, KEY, VALUE) \
	struct { __uint(type, BPF_MAP_TYPE_##TYPE); __uint(max_entries, MAX); __uint(map_flags, FLAGS); \
		 __type(key, KEY); __type(value, VALUE); } NAME SEC(".maps")

#ifndef LICENSE
#define LICENSE "Dual MIT/GPL"
#endif
char _license[] SEC("license") = LICENSE;
