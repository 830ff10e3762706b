// SPDX-License-Identifier: Apache-2.0
// Rules H1-H17: the order of checks at a helper call, and what each kind of argument accepts.
#include "cases_b.h"

struct val { __u64 a, b; };
MAP(arr, ARRAY, 4, 0, __u32, struct val);
MAP(hash, HASH, 4, 0, __u64, __u64[8]);
MAP(ro, ARRAY, 4, BPF_F_RDONLY_PROG, __u32, struct val);
MAP(wo, ARRAY, 4, BPF_F_WRONLY_PROG, __u32, struct val);
RINGBUF(rb);
SIZED(queue, BPF_MAP_TYPE_QUEUE, 4, 0, 0, 8);
SIZED(jumps, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
struct locked { struct bpf_spin_lock l; __u32 n; };
MAP(locks, ARRAY, 1, 0, __u32, struct locked);
static struct val *get(void *map, __u32 k) { return bpf_map_lookup_elem(map, &k); }
#define P(NAME, ...) TC(NAME, struct val *v = get(&arr, 0); if (v) { __VA_ARGS__; })

// H1: what is looked at first
ASM("tc", h1_helper_zero__EINVAL, "call 0; exit;")
ASM("tc", h1_helper_beyond_the_table__EINVAL, "call 4000; exit;")
ASM("tc", h1_unknown_helper_in_dead_code__ok, "r0 = 0; if r0 == 0 goto 1f; call 4000; 1: exit;")
ASM("tc", h1_helper_of_another_type_in_dead_branch__ok, "r0 = 0; if r0 == 0 goto 1f; call 44; 1: exit;")
TC(h1_xdp_helper_in_tc__EINVAL, bpf_xdp_adjust_head((void *)ctx, 0))
XDP(h1_skb_helper_in_xdp__EINVAL, bpf_skb_pull_data((void *)ctx, 0))
IN("socket", struct __sk_buff, h1_redirect_in_socket_filter__EINVAL, bpf_redirect(1, 0))
ASM("tc", h1_wrong_helper_with_unset_arguments__EINVAL, "call 44; r0 = 0; exit;")
ASM("tc", h1_arguments_in_order__EACCES, "r3 = 0; r4 = 0; call 2; r0 = 0; exit;")
TC(h1_lookup_on_queue__EACCES, __u32 k = 0; sink = bpf_map_lookup_elem(&queue, &k) != 0)
TC(h1_update_on_queue__EACCES, __u32 k = 0; bpf_map_update_elem(&queue, &k, &k, 0))
TC(h1_delete_on_queue__EACCES, __u32 k = 0; bpf_map_delete_elem(&queue, &k))
TC(h1_lookup_on_ring_buffer__EACCES, __u32 k = 0; sink = bpf_map_lookup_elem(&rb, &k) != 0)
TC(h1_lookup_on_prog_array__EINVAL, __u32 k = 0; sink = bpf_map_lookup_elem(&jumps, &k) != 0)
TC(h1_output_into_array__EINVAL, __u64 x = 0; bpf_ringbuf_output(&arr, &x, 8, 0))
TC(h1_output_of_unreadable_into_array__EACCES, bpf_ringbuf_output(&arr, NULL, 8, 0))
TC(h1_unknown_in_locked_region__EINVAL, struct locked *l = bpf_map_lookup_elem(&locks, &(__u32){0}); if (l) { bpf_spin_lock(&l->l); sink = bpf_ktime_get_ns(); bpf_spin_unlock(&l->l); })
ASM("tc", h1_locked_before_unknown_number__EINVAL, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r6 = r0; r1 = r0; call 93; call 4000; r1 = r6; call 94; 1: r0 = 0; exit;", [m] "i"(&locks))

// H2, H3: registers before and after
ASM("tc", h2_reads_r5_not_needed__ok, "call 7; r0 = 0; exit;")
ASM("tc", h2_first_argument_unset__EACCES, "r0 = 0; r1 = r7; exit;")
ASM("tc", h2_lookup_without_key__EACCES, "r1 = %[m] ll; call 1; r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", h2_update_without_flags__EACCES, "*(u64 *)(r10 - 8) = 0; *(u64 *)(r10 - 16) = 0; r2 = r10; r2 += -8; r3 = r10; r3 += -16; r1 = %[m] ll; call 2; r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", h3_r1_after_call__EACCES, "call 7; r0 = r1; exit;")
ASM("tc", h3_r5_after_call__EACCES, "r5 = 1; call 7; r0 = r5; exit;")
ASM("tc", h3_r6_after_call__ok, "r6 = 1; call 7; r0 = r6; exit;")
ASM("tc", h3_stack_after_call__ok, "r6 = 1; *(u64 *)(r10 - 8) = r6; call 7; r0 = *(u64 *)(r10 - 8); exit;")
ASM("tc", h3_r0_of_void_helper__EACCES, "r1 = %[m] ll; r2 = 8; r3 = 0; call 131; if r0 == 0 goto 1f; r1 = r0; r2 = 0; call 132; exit; 1: exit;", [m] "i"(&rb))
ASM("tc", h3_r0_set_after_void_helper__ok, "r1 = %[m] ll; r2 = 8; r3 = 0; call 131; if r0 == 0 goto 1f; r1 = r0; r2 = 0; call 132; r0 = 0; 1: exit;", [m] "i"(&rb))
ASM("tc", h4_spilled_pointer_overwritten_by_helper__EACCES, "r6 = r1; *(u64 *)(r10 - 8) = r1; r2 = 0; r3 = r10; r3 += -8; r4 = 8; call 26; r1 = *(u64 *)(r10 - 8); r0 = *(u32 *)(r1 + 0); r0 = 0; exit;")
ASM("tc", h4_spilled_pointer_beside_it__ok, "r6 = r1; *(u64 *)(r10 - 16) = r1; r2 = 0; r3 = r10; r3 += -8; r4 = 8; call 26; r1 = *(u64 *)(r10 - 16); r0 = *(u32 *)(r1 + 0); r0 = 0; exit;")
ASM("tc", h4_zero_overwritten_by_helper__EINVAL, "r6 = r1; *(u64 *)(r10 - 8) = 0; r2 = 0; r3 = r10; r3 += -8; r4 = 8; call 26; r1 = *(u64 *)(r10 - 8); r2 = r10; r2 += r1; r0 = *(u8 *)(r2 - 8); r0 = 0; exit;")
ASM("tc", h4_zero_kept_beside__ok, "r6 = r1; *(u64 *)(r10 - 16) = 0; r2 = 0; r3 = r10; r3 += -8; r4 = 8; call 26; r1 = *(u64 *)(r10 - 16); r2 = r10; r2 += r1; r0 = *(u8 *)(r2 - 8); r0 = 0; exit;")

// Map arguments
P(h5_map_is_value__EACCES, sink = bpf_map_lookup_elem(v, &(__u32){0}) != 0)
P(h5_map_is_null__EACCES, sink = bpf_map_lookup_elem(0, &(__u32){0}) != 0)
TC(h5_map_is_context__EACCES, sink = bpf_map_lookup_elem(ctx, &(__u32){0}) != 0)
P(h5_map_is_number__EACCES, sink = bpf_map_lookup_elem((void *)ANY, &(__u32){0}) != 0)
ASM("tc", h5_map_plus_zero__ok, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; r1 += 0; call 1; r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", h5_map_plus_eight__EACCES, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; r1 += 8; call 1; r0 = 0; exit;", [m] "i"(&arr))
MAP(inner, ARRAY, 4, 0, __u32, __u64);
struct { __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS); __uint(max_entries, 2); __type(key, __u32); __array(values, typeof(inner)); } outer SEC(".maps") = { .values = { &inner } };
TC(h5_inner_map_unchecked__EACCES, void *m = bpf_map_lookup_elem(&outer, &(__u32){0}); sink = bpf_map_lookup_elem(m, &(__u32){0}) != 0)
TC(h5_inner_map_checked__ok, void *m = bpf_map_lookup_elem(&outer, &(__u32){0}); if (m) sink = bpf_map_lookup_elem(m, &(__u32){0}) != 0)
TC(h5_inner_map_dereferenced__ok, __u64 *m = bpf_map_lookup_elem(&outer, &(__u32){0}); if (m) sink = *m)
TC(h5_inner_map_written__EACCES, volatile __u64 *m = bpf_map_lookup_elem(&outer, &(__u32){0}); if (m) *m = 1)

// Keys and values
P(h5_key_is_null__EACCES, sink = bpf_map_lookup_elem(&arr, NULL) != 0)
P(h5_key_is_context__EACCES, sink = bpf_map_lookup_elem(&arr, ctx) != 0)
P(h5_key_is_map__EACCES, sink = bpf_map_lookup_elem(&arr, &arr) != 0)
P(h5_key_in_value__ok, sink = bpf_map_lookup_elem(&arr, v) != 0)
P(h5_key_at_end_of_value__ok, sink = bpf_map_lookup_elem(&arr, (char *)v + 12) != 0)
P(h5_key_over_end_of_value__EACCES, sink = bpf_map_lookup_elem(&arr, (char *)v + 13) != 0)
P(h5_long_key_at_end_of_value__EACCES, sink = bpf_map_lookup_elem(&hash, (char *)v + 12) != 0)
TC(h5_key_in_maybe_null_value__EACCES, struct val *v = get(&arr, 0); sink = bpf_map_lookup_elem(&arr, v) != 0)
TC(h5_key_in_record__ok, __u32 *m = bpf_ringbuf_reserve(&rb, 4, 0); if (m) { *m = 0; sink = bpf_map_lookup_elem(&arr, m) != 0; bpf_ringbuf_discard(m, 0); })
TC(h5_key_over_end_of_record__EACCES, __u32 *m = bpf_ringbuf_reserve(&rb, 4, 0); if (m) { *m = 0; sink = bpf_map_lookup_elem(&hash, m) != 0; bpf_ringbuf_discard(m, 0); })
ASM("tc", h11_key_not_written_at_all__ok, "r2 = r10; r2 += -4; r1 = %[m] ll; call 1; r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", h11_key_above_the_frame__EACCES, "r2 = r10; r1 = %[m] ll; call 1; r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", h11_key_half_above__EINVAL, "*(u64 *)(r10 - 8) = 0; r2 = r10; r2 += -2; r1 = %[m] ll; call 1; r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", h11_key_unaligned__ok, "*(u64 *)(r10 - 8) = 0; r2 = r10; r2 += -7; r1 = %[m] ll; call 1; r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", h11_key_at_512__ok, "r1 = 0; *(u64 *)(r10 - 512) = r1; r2 = r10; r2 += -512; r1 = %[m] ll; call 1; r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", h11_key_below_512__EACCES, "r2 = r10; r2 += -513; r1 = %[m] ll; call 1; r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", h11_key_at_unknown_place__ok, "*(u64 *)(r10 - 8) = 0; *(u64 *)(r10 - 16) = 0; call 7; r0 &= 7; r2 = r10; r2 += -16; r2 += r0; r1 = %[m] ll; call 1; r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", h11_key_at_unknown_place_too_high__EINVAL, "*(u64 *)(r10 - 8) = 0; *(u64 *)(r10 - 16) = 0; call 7; r0 &= 15; r2 = r10; r2 += -16; r2 += r0; r1 = %[m] ll; call 1; r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", h11_key_holds_a_pointer__ok, "*(u64 *)(r10 - 8) = r1; r2 = r10; r2 += -8; r1 = %[m] ll; call 1; r0 = 0; exit;", [m] "i"(&hash))
P(h18_value_of_right_size__ok, bpf_map_update_elem(&arr, &(__u32){0}, v, 0))
P(h18_value_too_short__EACCES, bpf_map_update_elem(&arr, &(__u32){0}, (char *)v + 8, 0))
P(h18_value_for_larger_map__EACCES, bpf_map_update_elem(&hash, &(__u64){0}, v, 0))
P(h18_value_is_null__EACCES, bpf_map_update_elem(&arr, &(__u32){0}, NULL, 0))
P(h18_result_has_the_maps_size__EACCES, __u64 *w = bpf_map_lookup_elem(&arr, &(__u32){1}); if (w) sink = w[2])
P(h18_result_of_larger_map__ok, __u64 *w = bpf_map_lookup_elem(&hash, &(__u64){1}); if (w) sink = w[7])

// H9, H16: read-only and write-only maps
TC(h9_read_of_readable__ok, struct val *v = get(&ro, 0); if (v) sink = v->a)
TC(h9_write_of_read_only__EACCES, volatile struct val *v = get(&ro, 0); if (v) v->a = 1)
TC(h9_read_of_write_only__EACCES, volatile struct val *v = get(&wo, 0); if (v) sink = v->a)
TC(h9_write_of_writable__ok, volatile struct val *v = get(&wo, 0); if (v) v->a = 1)
TC(h9_atomic_on_write_only__EACCES, struct val *v = get(&wo, 0); if (v) __sync_fetch_and_add(&v->a, 1))
TC(h9_atomic_on_read_only__EACCES, struct val *v = get(&ro, 0); if (v) __sync_fetch_and_add(&v->a, 1))
TC(h9_helper_reads_write_only__EACCES, struct val *v = get(&wo, 0); if (v) bpf_ringbuf_output(&rb, v, 8, 0))
TC(h9_helper_reads_read_only__ok, struct val *v = get(&ro, 0); if (v) bpf_ringbuf_output(&rb, v, 8, 0))
TC(h9_helper_writes_read_only__EACCES, struct val *v = get(&ro, 0); if (v) bpf_skb_load_bytes(ctx, 0, v, 8))
TC(h9_helper_writes_write_only__ok, struct val *v = get(&wo, 0); if (v) bpf_skb_load_bytes(ctx, 0, v, 8))
TC(h16_update_of_read_only__EACCES, struct val c = {}; bpf_map_update_elem(&ro, &(__u32){0}, &c, 0))
TC(h16_delete_of_read_only__EACCES, bpf_map_delete_elem(&ro, &(__u32){0}))
TC(h16_update_of_write_only__ok, struct val c = {}; bpf_map_update_elem(&wo, &(__u32){0}, &c, 0))

// Context, scalars, anything
TC(h5_context__ok, bpf_skb_pull_data(ctx, 0))
TC(h5_context_plus_four__EACCES, bpf_skb_pull_data((void *)ctx + 4, 0))
ASM("tc", h5_context_there_and_back__ok, "r1 += 4; r1 += -4; r2 = 0; call 39; r0 = 0; exit;")
ASM("tc", h5_context_is_null__EACCES, "r1 = 0; r2 = 0; call 39; r0 = 0; exit;")
ASM("tc", h5_context_is_frame__EACCES, "r1 = r10; r2 = 0; call 39; r0 = 0; exit;")
ASM("tc", h5_context_from_stack__ok, "*(u64 *)(r10 - 8) = r1; r1 = *(u64 *)(r10 - 8); r2 = 0; call 39; r0 = 0; exit;")
ASM("tc", h5_anything_is_pointer__ok, "r2 = r10; call 39; r0 = 0; exit;")
ASM("tc", h5_anything_unset__EACCES, "call 39; r0 = 0; exit;")
IN("cgroup/connect4", void, h5_context_or_null_is_null__ok, sink = bpf_get_netns_cookie(NULL); return 1)
IN("cgroup/connect4", void, h5_context_or_null_is_context__ok, sink = bpf_get_netns_cookie(ctx); return 1)
IN("cgroup/connect4", void, h5_context_or_null_is_one__EACCES, sink = bpf_get_netns_cookie((void *)1); return 1)

// H10: constant strings, fixed sizes
const volatile char text[] = "abc";
char writable_text[4] = "abc";
TC(h10_string_in_constants__ok, char b[4] = "abc"; KEEP(b); sink = bpf_strncmp(b, 4, (const char *)text))
TC(h10_string_in_written_data__EACCES, char b[4] = "abc"; KEEP(b); sink = bpf_strncmp(b, 4, writable_text))
TC(h10_string_on_stack__EACCES, char b[4] = "abc"; KEEP(b); sink = bpf_strncmp(b, 4, b))
TC(h10_string_at_unknown_offset__EACCES, char b[4] = "abc"; KEEP(b); const char *s = (const char *)text; HIDE(s); s += ANY & 1; sink = bpf_strncmp(b, 4, s))
TC(h10_string_of_map_value__EACCES, char b[4] = "abc"; KEEP(b); struct val *v = get(&ro, 0); if (v) sink = bpf_strncmp(b, 4, (char *)v))
const volatile char no_end[4] = { 'a', 'b', 'c', 'd' };
TC(h10_string_at_its_end__ok, char b[4] = "abc"; KEEP(b); sink = bpf_strncmp(b, 4, (const char *)text + 3))
TC(h10_long_result_on_stack__ok, char b[4] = "12"; long r; KEEP(b); bpf_strtol(b, 4, 0, &r); sink = r)
TC(h10_long_result_misaligned__EACCES, char b[4] = "12"; long r[2]; KEEP(b); bpf_strtol(b, 4, 0, (long *)((char *)r + 1)); KEEP(r))
P(h10_long_result_in_value__ok, char b[4] = "12"; KEEP(b); bpf_strtol(b, 4, 0, (long *)&v->b))
P(h10_long_result_over_the_end__EACCES, char b[4] = "12"; KEEP(b); bpf_strtol(b, 4, 0, (long *)((char *)&v->b + 4)))
TC(h10_long_result_in_read_only__EACCES, char b[4] = "12"; KEEP(b); struct val *v = get(&ro, 0); if (v) bpf_strtol(b, 4, 0, (long *)&v->b))

// H17: one instruction, several kinds of pointer
ASM("tc", h17_load_through_context_or_stack__EINVAL, "r6 = r1; *(u64 *)(r10 - 8) = 0; call 7; r2 = r6; if r0 == 7 goto 1f; r2 = r10; r2 += -8; 1: r0 = *(u32 *)(r2 + 0); r0 = 0; exit;")
ASM("tc", h17_load_through_value_or_stack__ok, "*(u64 *)(r10 - 8) = 0; r2 = r10; r2 += -8; r1 = %[m] ll; call 1; if r0 == 0 goto 2f; r6 = r0; call 7; if r0 == 7 goto 1f; r6 = r10; r6 += -8; 1: r0 = *(u32 *)(r6 + 0); 2: r0 = 0; exit;", [m] "i"(&arr))
ASM("tc", h17_two_maps_at_one_call__ok, "*(u64 *)(r10 - 8) = 0; call 7; r2 = r10; r2 += -8; r1 = %[m] ll; if r0 == 7 goto 1f; r1 = %[n] ll; 1: call 1; r0 = 0; exit;", [m] "i"(&arr), [n] "i"(&ro))
ASM("tc", h17_map_or_value_at_one_call__EACCES, "*(u64 *)(r10 - 8) = 0; call 7; r2 = r10; r2 += -8; r1 = %[m] ll; if r0 == 7 goto 1f; r1 = r10; 1: call 1; r0 = 0; exit;", [m] "i"(&arr))
