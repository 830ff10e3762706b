// SPDX-License-Identifier: Apache-2.0
// Rules D1-D9: dynptrs.
#include "cases_b.h"

MAP(arr, ARRAY, 4, 0, __u32, __u64[4]);
MAP(hash, HASH, 4, 0, __u64[2], __u64);
RINGBUF(rb);
SIZED(progs, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
// A program that found v and has an empty d; one that made it a dynptr of v; one that reserved it.
#define E(NAME, ...) TC(NAME, struct bpf_dynptr d; (void)d; __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; __VA_ARGS__)
#define L(NAME, ...) E(NAME, bpf_dynptr_from_mem(v, 32, 0, &d); __VA_ARGS__)
#define R(NAME, ...) E(NAME, bpf_ringbuf_reserve_dynptr(&rb, 32, 0, &d); __VA_ARGS__)
#define S(NAME, ...) E(NAME, bpf_dynptr_from_skb(ctx, 0, &d); __VA_ARGS__)
#define X(NAME, ...) XDP(NAME, struct bpf_dynptr d; bpf_dynptr_from_xdp(ctx, 0, &d); __VA_ARGS__)
#define DONE bpf_ringbuf_discard_dynptr(&d, 0)
#define FROM(P, N) bpf_dynptr_from_mem(P, N, 0, &d)
#define READ8(D) ({ __u64 x; bpf_dynptr_read(&x, 8, D, 0, 0); KEEP(&x); })

// D1: creating over what is there
L(d1_over_unowned__ok, FROM(v, 8); READ8(&d))
R(d1_over_owned__EINVAL, FROM(v, 8); DONE)
R(d1_reserve_over_owned__EINVAL, bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); DONE)
R(d1_reserve_again_after_release__ok, DONE; bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); DONE)
L(d1_stored_over_unowned__ok, *(volatile __u64 *)&d = 0)
L(d1_used_after_store__EINVAL, *(volatile __u64 *)&d = 0; READ8(&d))
L(d1_used_after_store_to_second_half__EINVAL, *((volatile __u64 *)&d + 1) = 0; READ8(&d))
L(d1_used_after_one_byte__EINVAL, *((volatile char *)&d + 3) = 0; READ8(&d))
R(d1_stored_over_owned__EINVAL, *(volatile __u64 *)&d = 0)
R(d1_stored_over_owned_second_half__EINVAL, *((volatile __u64 *)&d + 1) = 0; DONE)
L(d1_created_again_after_store__ok, *(volatile __u64 *)&d = 0; FROM(v, 8); READ8(&d))
L(d1_slice_dies_with_overwritten__EACCES, volatile __u64 *p = bpf_dynptr_data(&d, 0, 8); if (!p) return 0; FROM(v, 8); sink = *p)
L(d1_slice_dies_with_store__EACCES, volatile __u64 *p = bpf_dynptr_data(&d, 0, 8); if (!p) return 0; *(volatile __u64 *)&d = 0; sink = *p)
L(d1_slice_lives_with_other_store__ok, volatile __u64 *p = bpf_dynptr_data(&d, 0, 8); if (!p) return 0; __u64 y; *(volatile __u64 *)&y = 0; sink = *p)
ASM("tc", d1_variable_store_near__ok, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r1 = r0; r2 = 8; r3 = 0; r4 = r10; r4 += -24; call 197; call 7; r0 &= 8; r2 = r10; r2 += -24; r2 += r0; r1 = 0; *(u8 *)(r2 + 0) = r1; 1: r0 = 0; exit;", [m] "i"(&arr))

// D2: reading the slots
L(d2_loaded__EACCES, sink = *(volatile __u64 *)&d)
L(d2_loaded_second_half__EACCES, sink = *((volatile __u64 *)&d + 1))
L(d2_loaded_one_byte__EACCES, sink = *((volatile char *)&d + 9))
L(d2_as_key__EACCES, bpf_map_lookup_elem(&hash, &d))
L(d2_as_output__EACCES, bpf_ringbuf_output(&rb, &d, 8, 0))
L(d2_as_destination__EACCES, bpf_skb_load_bytes(ctx, 0, &d, 8))
L(d2_in_variable_size_memory__EACCES, struct { __u64 a; struct bpf_dynptr d; } s; bpf_dynptr_from_mem(v, 8, 0, &s.d); s.a = 0; KEEP(&s); bpf_ringbuf_output(&rb, &s, (ctx->len & 15) + 1, 0))
E(d2_loaded_before_made__ok, KEEP(&d); sink = *(volatile __u64 *)&d)

// D3: not a dynptr
E(d3_never_made__EINVAL, READ8(&d))
E(d3_zeroed__EINVAL, d.opaque[0] = d.opaque[1] = 0; KEEP(&d); READ8(&d))
L(d3_second_half__EINVAL, READ8((void *)&d + 8))
L(d3_four_bytes_in__EINVAL, READ8((void *)&d + 4))
L(d3_eight_bytes_before__EINVAL, READ8((void *)&d - 8))
ASM("tc", d3_variable_offset__EINVAL, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r1 = r0; r2 = 8; r3 = 0; r4 = r10; r4 += -24; call 197; call 7; r0 &= 8; r3 = r10; r3 += -24; r3 += r0; r1 = r10; r1 += -32; r2 = 8; r4 = 0; r5 = 0; call 201; 1: r0 = 0; exit;", [m] "i"(&arr))
E(d3_is_value__EACCES, READ8((void *)v))
E(d3_is_context__EACCES, READ8((void *)ctx))
E(d3_is_null__EACCES, READ8(NULL))
E(d3_made_in_value__EACCES, bpf_dynptr_from_mem(v, 8, 0, (void *)v))
E(d3_made_misaligned__EINVAL, __u64 b[4]; bpf_dynptr_from_mem(v, 8, 0, (void *)b + 4))
E(d3_made_across_frame_end__EINVAL, asm volatile("r1 = %0; r2 = 8; r3 = 0; r4 = r10; r4 += -8; call 197" :: "r"(v) : "r0", "r1", "r2", "r3", "r4", "r5"))
E(d3_made_on_one_branch__EINVAL, if (ctx->len > 9) FROM(v, 8); READ8(&d))
E(d3_made_on_both_branches__ok, if (ctx->len > 9) FROM(v, 8); else FROM(v, 16); READ8(&d))
E(d3_kinds_differ_by_branch__EINVAL, if (ctx->len > 9) FROM(v, 8); else bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); READ8(&d))

// D4: owned
R(d4_neither_submitted_nor_discarded__EINVAL, READ8(&d))
R(d4_submitted__ok, bpf_ringbuf_submit_dynptr(&d, 0))
R(d4_discarded__ok, DONE)
R(d4_submitted_twice__EINVAL, bpf_ringbuf_submit_dynptr(&d, 0); bpf_ringbuf_submit_dynptr(&d, 0))
R(d4_read_after__EINVAL, DONE; READ8(&d))
R(d4_submitted_on_one_branch__EINVAL, if (ctx->len > 9) DONE)
E(d4_result_checked_first__EINVAL, if (bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d)) return 0; DONE)
E(d4_result_checked_released_always__ok, if (bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d)) { DONE; return 0; } bpf_ringbuf_submit_dynptr(&d, 0))
R(d4_slice_after_release__EACCES, volatile __u64 *p = bpf_dynptr_data(&d, 0, 8); if (!p) { DONE; return 0; } DONE; sink = *p)
R(d4_slice_before_release__ok, volatile __u64 *p = bpf_dynptr_data(&d, 0, 8); if (p) *p = 1; DONE)
R(d4_tail_call_meanwhile__EINVAL, bpf_tail_call(ctx, &progs, 0); DONE)
R(d4_clone_after_release__EINVAL, struct bpf_dynptr c; bpf_dynptr_clone(&d, &c); DONE; READ8(&c))
R(d4_released_through_clone__ok, struct bpf_dynptr c; bpf_dynptr_clone(&d, &c); bpf_ringbuf_discard_dynptr(&c, 0))
R(d4_both_released__EINVAL, struct bpf_dynptr c; bpf_dynptr_clone(&d, &c); bpf_ringbuf_discard_dynptr(&c, 0); DONE)
R(d4_slice_of_clone_after_release__EACCES, struct bpf_dynptr c; bpf_dynptr_clone(&d, &c); volatile __u64 *p = bpf_dynptr_data(&c, 0, 8); if (!p) { DONE; return 0; } DONE; sink = *p)
R(d4_clone_overwritten__EINVAL, struct bpf_dynptr c; bpf_dynptr_clone(&d, &c); *(volatile __u64 *)&c = 0; DONE)
static __noinline int submits(struct bpf_dynptr *d) { sink++; bpf_ringbuf_submit_dynptr(d, 0); return 0; }
R(d4_submitted_in_function__ok, submits(&d))
R(d4_submitted_in_function_and_here__EINVAL, submits(&d); DONE)
E(d4_reserve_unknown_size__ok, bpf_ringbuf_reserve_dynptr(&rb, ctx->len, 0, &d); DONE)

// D5
L(d5_local_submitted__EINVAL, bpf_ringbuf_submit_dynptr(&d, 0))
S(d5_skb_submitted__EINVAL, bpf_ringbuf_submit_dynptr(&d, 0))
L(d5_local_needs_no_release__ok, READ8(&d))

// D6: slices by helper
#define DATA(MAKE, NAME, OFF, N, USE) MAKE(NAME, volatile __u64 *p = bpf_dynptr_data(&d, OFF, N); if (p) USE)
DATA(L, d6_first_word__ok, 0, 8, sink = p[0])
DATA(L, d6_past_the_slice__EACCES, 0, 8, sink = p[1])
DATA(L, d6_written__ok, 0, 16, p[1] = 1)
DATA(L, d6_offset_unknown__ok, ctx->len, 8, sink = p[0])
DATA(L, d6_length_unknown__EACCES, 0, ctx->len, sink = p[0])
DATA(L, d6_length_zero__EACCES, 0, 0, sink = *(volatile char *)p)
DATA(L, d6_longer_than_memory__ok, 0, 64, sink = p[7])
DATA(S, d6_of_skb__ok, 0, 8, sink = p[0])
L(d6_unchecked__EACCES, volatile __u64 *p = bpf_dynptr_data(&d, 0, 8); sink = p[0])
L(d6_as_helper_memory__ok, void *p = bpf_dynptr_data(&d, 0, 8); if (p) bpf_ringbuf_output(&rb, p, 8, 0))
L(d6_as_helper_memory_too_long__EACCES, void *p = bpf_dynptr_data(&d, 0, 8); if (p) bpf_ringbuf_output(&rb, p, 9, 0))
L(d6_read_into_stack__ok, __u64 x[2]; bpf_dynptr_read(x, 16, &d, 0, 0); KEEP(x))
L(d6_read_zero__ok, __u64 x[2]; bpf_dynptr_read(x, 0, &d, 0, 0); KEEP(x))
L(d6_read_unknown_length__ok, __u64 x[2]; bpf_dynptr_read(x, ctx->len & 15, &d, 0, 0); KEEP(x))
L(d6_read_too_long__EACCES, __u64 *w = bpf_map_lookup_elem(&arr, &(__u32){1}); if (w) bpf_dynptr_read(w, 33, &d, 0, 0))
L(d6_write_from_stack__ok, __u64 x[2] = {}; bpf_dynptr_write(&d, 0, x, 16, 0))
L(d6_write_from_null__EACCES, bpf_dynptr_write(&d, 0, NULL, 0, 0))

// D7: slices by kernel function
#define SLICE(MAKE, NAME, F, OFF, N, USE) MAKE(NAME, char b[16]; volatile char *p = F(&d, OFF, b, N); if (p) USE; KEEP(b))
SLICE(S, d7_skb__ok, bpf_dynptr_slice, 0, 14, sink = p[13])
SLICE(S, d7_skb_past_the_end__EACCES, bpf_dynptr_slice, 0, 14, sink = p[14])
SLICE(S, d7_skb_written__EACCES, bpf_dynptr_slice, 0, 14, p[0] = 1)
SLICE(S, d7_skb_rdwr_written__ok, bpf_dynptr_slice_rdwr, 0, 14, p[0] = 1)
SLICE(S, d7_offset_unknown__ok, bpf_dynptr_slice, ctx->len, 14, sink = p[0])
SLICE(S, d7_length_unknown__EINVAL, bpf_dynptr_slice, 0, ctx->len & 15, sink = p[0])
SLICE(S, d7_buffer_too_short__EINVAL, bpf_dynptr_slice, 0, 40, sink = p[0])
SLICE(X, d7_xdp__ok, bpf_dynptr_slice, 0, 14, sink = p[13])
SLICE(X, d7_xdp_rdwr__ok, bpf_dynptr_slice_rdwr, 0, 14, p[13] = 1)
SLICE(L, d7_local__ok, bpf_dynptr_slice, 0, 14, sink = p[13])
SLICE(L, d7_local_rdwr__ok, bpf_dynptr_slice_rdwr, 0, 14, p[13] = 1)
S(d7_no_buffer__ok, volatile char *p = bpf_dynptr_slice(&d, 0, NULL, 14); if (p) sink = p[13])
S(d7_unchecked__EACCES, volatile char *p = bpf_dynptr_slice(&d, 0, NULL, 14); sink = p[0])
S(d7_after_pull__EACCES, volatile char *p = bpf_dynptr_slice(&d, 0, NULL, 14); if (!p) return 0; bpf_skb_pull_data(ctx, 0); sink = p[0])
S(d7_after_dynptr_write__EACCES, char c = 0; volatile char *p = bpf_dynptr_slice(&d, 0, NULL, 14); if (!p) return 0; bpf_dynptr_write(&d, 0, &c, 1, 0); sink = p[0])
S(d7_dynptr_usable_after_pull__ok, bpf_skb_pull_data(ctx, 0); volatile char *p = bpf_dynptr_slice(&d, 0, NULL, 14); if (p) sink = p[0])
L(d7_local_slice_after_write__ok, char c = 0; volatile char *p = bpf_dynptr_slice(&d, 0, NULL, 14); if (!p) return 0; bpf_dynptr_write(&d, 0, &c, 1, 0); sink = p[0])
IN("cgroup_skb/ingress", struct __sk_buff, d7_rdwr_where_packets_are_read_only__EINVAL, struct bpf_dynptr d; char b[16]; bpf_dynptr_from_skb(ctx, 0, &d); volatile char *p = bpf_dynptr_slice_rdwr(&d, 0, b, 14); if (p) p[0] = 1)
IN("cgroup_skb/ingress", struct __sk_buff, d7_slice_where_packets_are_read_only__ok, struct bpf_dynptr d; char b[16]; bpf_dynptr_from_skb(ctx, 0, &d); volatile char *p = bpf_dynptr_slice(&d, 0, b, 14); if (p) sink = p[0])
IN("socket", struct __sk_buff, d7_socket_filter__ok, struct bpf_dynptr d; bpf_dynptr_from_skb(ctx, 0, &d); READ8(&d))
XDP(d7_skb_kind_in_xdp__EACCES, struct bpf_dynptr d; bpf_dynptr_from_skb((void *)ctx, 0, &d))
TC(d7_xdp_kind_in_tc__EACCES, struct bpf_dynptr d; bpf_dynptr_from_xdp((void *)ctx, 0, &d))
E(d7_skb_of_value__EINVAL, bpf_dynptr_from_skb((void *)v, 0, &d))
S(d7_made_twice__ok, bpf_dynptr_from_skb(ctx, 0, &d); READ8(&d))

// D8
L(d8_clone_read__ok, struct bpf_dynptr c; bpf_dynptr_clone(&d, &c); READ8(&c))
E(d8_clone_of_nothing__EINVAL, struct bpf_dynptr c; bpf_dynptr_clone(&d, &c))
L(d8_clone_onto_itself__ok, bpf_dynptr_clone(&d, &d))
L(d8_clone_onto_another__ok, struct bpf_dynptr c; bpf_dynptr_from_mem(v, 8, 0, &c); bpf_dynptr_clone(&d, &c))
L(d8_adjust_size_null_rdonly__ok, bpf_dynptr_adjust(&d, 1, 9); sink = bpf_dynptr_size(&d) + bpf_dynptr_is_null(&d) + bpf_dynptr_is_rdonly(&d))
E(d8_adjust_nothing__EINVAL, bpf_dynptr_adjust(&d, 0, 1))
E(d8_size_of_nothing__EINVAL, sink = bpf_dynptr_size(&d))
E(d8_null_of_nothing__EINVAL, sink = bpf_dynptr_is_null(&d))
L(d8_size_of_half__EINVAL, sink = bpf_dynptr_size((void *)&d + 8))
L(d8_clone_in_value__EINVAL, bpf_dynptr_clone(&d, (void *)v))

// D9: through functions
static __noinline int reads(struct bpf_dynptr *d) { __u64 x; bpf_dynptr_read(&x, 8, d, 0, 0); sink = x; return 0; }
static __noinline int makes(struct bpf_dynptr *d, void *v) { sink++; return bpf_dynptr_from_mem(v, 8, 0, d); }
L(d9_static_function_reads__ok, reads(&d))
E(d9_static_function_reads_nothing__EINVAL, reads(&d))
E(d9_static_function_makes__ok, makes(&d, v); READ8(&d))
__noinline int global_reads(const struct bpf_dynptr *d) { __u64 x; bpf_dynptr_read(&x, 8, d, 0, 0); sink = x; return 0; }
__noinline int global_makes(struct bpf_dynptr *d) { __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); return v ? bpf_dynptr_from_mem(v, 8, 0, d) : 0; }
__noinline int global_submits(struct bpf_dynptr *d) { bpf_ringbuf_submit_dynptr(d, 0); return 0; }
__noinline int global_slices(const struct bpf_dynptr *d) { volatile __u64 *p = bpf_dynptr_data(d, 0, 8); return p ? p[0] : 0; }
L(d9_global_function_reads__ok, global_reads(&d))
E(d9_global_function_of_nothing__EINVAL, global_reads(&d))
L(d9_global_function_makes__EINVAL, global_makes(&d))
R(d9_global_function_submits__EINVAL, global_submits(&d); DONE)
L(d9_global_function_slices__ok, global_slices(&d))
L(d9_global_function_of_second_half__EINVAL, global_reads((void *)&d + 8))
S(d9_global_function_of_skb__ok, global_reads(&d))
