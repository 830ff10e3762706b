// SPDX-License-Identifier: Apache-2.0
// Legacy definitions that make no sense; -DCASE selects one.
#include "bpf.h"

struct five { u32 type, key_size, value_size, max_entries, map_flags; };

#if CASE == 1
struct five map SEC("maps") = { 999, 4, 4, 1, 0 };
#elif CASE == 2
struct five map SEC("maps") = { 0, 4, 4, 1, 0 };
#elif CASE == 3
struct five map SEC("maps") = { ARRAY, 4, 0x80000000, 1, 0 };
#elif CASE == 4
struct ____btf_map_map { u32 key; u64 value; } types = { 1 };
struct five map SEC("maps") = { ARRAY, 4, 4, 1, 0 };
#elif CASE == 5
struct ____btf_map_map { u32 key; } types = { 1 };
struct five map SEC("maps") = { ARRAY, 4, 4, 1, 0 };
#endif

SEC("xdp") int uses(void *ctx) { return 2; }
