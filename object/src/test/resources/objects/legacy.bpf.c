// SPDX-License-Identifier: Apache-2.0
// Maps of section "maps": definitions of all lengths, with types and without.
#include "bpf.h"

struct five { u32 type, key_size, value_size, max_entries, map_flags; };
struct four { u32 type, key_size, value_size, max_entries; };
struct nine { u32 type, key_size, value_size, max_entries, map_flags, id, pinning, inner_id, inner_idx; };
struct value { u64 a; u32 b[4]; };
struct ____btf_map_typed { u64 key; struct value value; };

struct five typed SEC("maps") = { HASH, 8, 24, 100, 1 };
struct ____btf_map_typed types SEC(".maps.typed");
struct four brief SEC("maps") = { ARRAY, 4, 16, 0xffffffff };
struct nine longer SEC("maps") = { ARRAY, 4, 8, 3, 0 };
struct nine global SEC("maps") = { ARRAY, 4, 8, 3, 0, 5, 2 };
struct nine too_long SEC("maps") = { ARRAY, 4, 8, 3, 0, 0, 1 };
struct nine outer SEC("maps") = { 12, 4, 4, 3, 0, 0, 0, 5 };
static struct five hidden SEC("maps") = { ARRAY, 4, 4, 1, 0 };
struct five named SEC("maps/named") = { PROG_ARRAY, 4, 4, 8, 0 };

SEC("xdp") int uses(void *ctx)
{
	u64 key = 0;

	return (map_lookup(&typed, &key) != 0) + (map_lookup(&longer, &key) != 0) + (map_lookup(&hidden, &key) != 0) +
	       (map_lookup(&brief, &key) != 0) + tail_call(ctx, &named, 0);
}

SEC("tc") int uses_global(void *ctx)
{
	u32 key = 0;

	return map_lookup(&global, &key) != 0;
}

SEC("tc") int uses_outer(void *ctx)
{
	u32 key = 0;

	return map_lookup(&outer, &key) != 0;
}

SEC("tc") int uses_too_long(void *ctx)
{
	u32 key = 0;

	return map_lookup(&too_long, &key) != 0;
}
