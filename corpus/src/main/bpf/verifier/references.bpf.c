// SPDX-License-Identifier: Apache-2.0
// Rules R1-R6 and H12: what is taken must be given back, once, on every path.
#include "cases_b.h"

MAP(arr, ARRAY, 4, 0, __u32, __u64[2]);
RINGBUF(rb);
SIZED(progs, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
#define TAKE bpf_ringbuf_reserve(&rb, 16, 0)
// A program that holds the record m.
#define P(NAME, ...) TC(NAME, __u64 *m = TAKE; if (!m) return 0; __VA_ARGS__)
#define A16(NAME, CODE) ASM("tc", NAME, "r7 = r1; r1 = %[m] ll; r2 = 16; r3 = 0; call 131; " CODE " 1: r0 = 0; exit;", [m] "i"(&rb))

// R1, R2
TC(r1_never_checked__EINVAL, TAKE)
P(r1_kept__EINVAL, sink = 1)
P(r1_submitted__ok, bpf_ringbuf_submit(m, 0))
P(r1_discarded__ok, bpf_ringbuf_discard(m, 0))
A16(r2_null_branch_needs_nothing__ok, "if r0 == 0 goto 1f; r1 = r0; r2 = 0; call 132;")
A16(r2_released_in_null_branch_only__EACCES, "if r0 != 0 goto 1f; r1 = r0; r2 = 0; call 132;")
A16(r2_not_null_branch_leaks__EINVAL, "if r0 == 0 goto 1f; r1 = 1;")
A16(r2_checked_through_copy__ok, "r6 = r0; if r6 == 0 goto 1f; r1 = r0; r2 = 0; call 132;")
A16(r2_checked_through_spill__ok, "*(u64 *)(r10 - 8) = r0; r6 = *(u64 *)(r10 - 8); if r6 == 0 goto 1f; r1 = r0; r2 = 0; call 132;")
A16(r2_compared_with_one__EACCES, "if r0 == 1 goto 1f; r1 = r0; r2 = 0; call 132;")
A16(r2_checked_after_arithmetic__EACCES, "r0 += 8; if r0 == 0 goto 1f; r1 = r0; r2 = 0; call 132;")
P(r2_released_on_one_branch__EINVAL, if (ctx->len > 64) bpf_ringbuf_submit(m, 0))
P(r2_released_on_both_branches__ok, if (ctx->len > 64) bpf_ringbuf_submit(m, 0); else bpf_ringbuf_discard(m, 0))
P(r2_two_held_both_released__ok, __u64 *n = TAKE; if (n) bpf_ringbuf_submit(n, 0); bpf_ringbuf_submit(m, 0))
P(r2_two_held_one_released__EINVAL, __u64 *n = TAKE; if (n) bpf_ringbuf_submit(m, 0); else bpf_ringbuf_submit(m, 0))
P(r2_released_in_other_order__ok, __u64 *n = TAKE; bpf_ringbuf_submit(m, 0); if (n) bpf_ringbuf_submit(n, 0))
TC(r2_many_held__ok, void *a[5]; for (int i = 0; i < 5; i++) { a[i] = TAKE; } for (int i = 0; i < 5; i++) { if (a[i]) bpf_ringbuf_submit(a[i], 0); })
TC(r2_in_loop_released__ok, for (int i = 0; i < 20; i++) { HIDE(i); void *m = TAKE; if (m) bpf_ringbuf_submit(m, 0); })
TC(r2_in_loop_leaked__EINVAL, for (int i = 0; i < 20; i++) { HIDE(i); void *m = TAKE; if (m && i < 19) bpf_ringbuf_submit(m, 0); })

// R3: after the release
P(r3_written_after__EACCES, bpf_ringbuf_submit(m, 0); *(volatile __u64 *)m = 1)
P(r3_read_after__EACCES, bpf_ringbuf_submit(m, 0); sink = *(volatile __u64 *)m)
P(r3_released_twice__EACCES, bpf_ringbuf_submit(m, 0); bpf_ringbuf_submit(m, 0))
P(r3_submitted_and_discarded__EACCES, bpf_ringbuf_submit(m, 0); bpf_ringbuf_discard(m, 0))
P(r3_inner_pointer_after__EACCES, volatile __u64 *p = m + 1; HIDE(p); bpf_ringbuf_submit(m, 0); *p = 1)
P(r3_copy_on_stack_after__EACCES, __u64 *volatile c = m; bpf_ringbuf_submit(m, 0); *(volatile __u64 *)c = 1)
P(r3_compared_after__ok, bpf_ringbuf_submit(m, 0); if (m == 0) sink = 1)
P(r3_as_helper_memory_after__EACCES, bpf_ringbuf_submit(m, 0); bpf_ringbuf_output(&rb, m, 8, 0))
P(r3_copy_on_stack_released__ok, __u64 *volatile c = m; bpf_ringbuf_submit(c, 0))
P(r3_used_before__ok, m[0] = 1; m[1] = 2; bpf_ringbuf_submit(m, 0))

// H12: what a release takes
P(h12_inner_pointer__EINVAL, bpf_ringbuf_submit(m + 1, 0))
P(h12_one_byte_in__EINVAL, bpf_ringbuf_submit((char *)m + 1, 0))
P(h12_there_and_back__ok, char *p = (char *)m; p += 8; HIDE(p); p -= 8; bpf_ringbuf_submit(p, 0))
P(h12_variable_offset__EACCES, char *p = (char *)m; p += ANY & 8; bpf_ringbuf_submit(p, 0))
TC(h12_stack__EACCES, __u64 x = 0; bpf_ringbuf_submit(&x, 0))
TC(h12_null__EACCES, bpf_ringbuf_submit(NULL, 0))
TC(h12_map_value__EACCES, void *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) bpf_ringbuf_submit(v, 0))
TC(h12_context__EACCES, bpf_ringbuf_submit(ctx, 0))
P(h12_record_to_sk_release__EACCES, bpf_sk_release(m))
P(h12_flags_pointer__ok, bpf_ringbuf_submit(m, (__u64)ctx))

// R4: called functions
static __noinline int submits(void *m) { bpf_ringbuf_submit(m, 0); return 0; }
static __noinline void *takes(void) { sink++; return TAKE; }
static __noinline int takes_and_leaks(void) { void *m = TAKE; if (m) sink++; return 0; }
static __noinline int takes_and_submits(void) { void *m = TAKE; if (m) bpf_ringbuf_submit(m, 0); return 0; }
static __noinline int writes(__u64 *m) { m[1] = 3; return 0; }
P(r4_callee_releases__ok, submits(m))
P(r4_callee_releases_then_written__EACCES, submits(m); *(volatile __u64 *)m = 1)
P(r4_callee_and_caller_release__EACCES, submits(m); bpf_ringbuf_submit(m, 0))
P(r4_callee_uses__ok, writes(m); bpf_ringbuf_submit(m, 0))
TC(r4_callee_takes__ok, void *m = takes(); if (m) bpf_ringbuf_submit(m, 0))
TC(r4_callee_takes_caller_leaks__EINVAL, takes())
TC(r4_callee_leaks__EINVAL, takes_and_leaks())
TC(r4_callee_takes_and_submits__ok, takes_and_submits())
P(r4_held_across_call__ok, takes_and_submits(); bpf_ringbuf_submit(m, 0))
static __noinline int maybe_submits(void *m, int n) { if (n) { bpf_ringbuf_submit(m, 0); return 1; } return 0; }
P(r4_result_tells_release__ok, if (!maybe_submits(m, ctx->len)) bpf_ringbuf_submit(m, 0))
P(r4_result_ignored__EACCES, maybe_submits(m, ctx->len); bpf_ringbuf_submit(m, 0))
P(r4_tail_call_while_held__EINVAL, bpf_tail_call(ctx, &progs, 0); bpf_ringbuf_submit(m, 0))
P(r4_tail_call_after__ok, bpf_ringbuf_submit(m, 0); bpf_tail_call(ctx, &progs, 0))
P(r4_throw_while_held__EINVAL, bpf_throw(0))
P(r4_throw_after__ok, bpf_ringbuf_submit(m, 0); bpf_throw(0))
A16(r4_packet_load_while_held__EINVAL, "if r0 == 0 goto 1f; r8 = r0; r6 = r7; r0 = *(u32 *)skb[0]; r1 = r8; r2 = 0; call 132;")
A16(r4_packet_load_after__ok, "if r0 == 0 goto 1f; r1 = r0; r2 = 0; call 132; r6 = r7; r0 = *(u32 *)skb[0];")
__noinline int global_leaks(int x) { void *m = TAKE; if (m) sink++; return x; }
__noinline int global_balanced(int x) { void *m = TAKE; if (m) bpf_ringbuf_submit(m, 0); return x; }
TC(r5_global_leaks__EINVAL, global_leaks(1))
TC(r5_global_balanced__ok, global_balanced(1))
P(r5_global_called_while_held__ok, global_balanced(1); bpf_ringbuf_submit(m, 0))
__noinline int global_submits(__u64 *m) { if (m) bpf_ringbuf_submit(m, 0); return 0; }
P(r5_global_releases__EINVAL, global_submits(m))
__noinline int global_writes(__u64 *m) { if (m) *m = 1; return 0; }
P(r5_global_releases_then_caller__EACCES, global_submits(m); bpf_ringbuf_submit(m, 0))
P(r5_global_writes__ok, global_writes(m); bpf_ringbuf_submit(m, 0))

// R6: put elsewhere
P(r6_stored_in_map__EINVAL, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) v[0] = (__u64)m)
P(r6_stored_in_map_and_released__ok, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) v[0] = (__u64)m; bpf_ringbuf_submit(m, 0))
P(r6_returned__EINVAL, return (long)m)
P(r6_only_on_stack__EINVAL, __u64 *volatile c = m; KEEP(&c))
P(r6_stack_copy_overwritten__EINVAL, __u64 *volatile c = m; KEEP(&c); c = 0; KEEP(&c))
P(r6_stored_in_record__ok, m[0] = (__u64)m; bpf_ringbuf_submit(m, 0))

// Sockets
struct who { __u32 a[3]; };
#define S(NAME, ...) TC(NAME, struct who w = {}; struct bpf_sock *s = bpf_sk_lookup_tcp(ctx, &w, 12, -1, 0); if (!s) return 0; __VA_ARGS__)
S(r3_socket_read_after__EACCES, bpf_sk_release(s); sink = s->family)
S(r3_socket_released_twice__EACCES, bpf_sk_release(s); bpf_sk_release(s))
S(r4_socket_and_tail_call__EINVAL, bpf_tail_call(ctx, &progs, 0); bpf_sk_release(s))
S(r2_socket_and_record__ok, void *m = TAKE; if (m) bpf_ringbuf_submit(m, 0); bpf_sk_release(s))
S(r2_socket_kept_when_no_record__EINVAL, void *m = TAKE; if (!m) return 0; bpf_ringbuf_submit(m, 0); bpf_sk_release(s))
S(h12_socket_inner__EACCES, bpf_sk_release((void *)s + 4))
S(h12_socket_to_submit__EACCES, bpf_ringbuf_submit(s, 0))
TC(r1_tuple_too_short__EINVAL, struct who w = {}; KEEP(&w); struct bpf_sock *s = bpf_sk_lookup_tcp(ctx, (char *)&w + 8, 12, -1, 0); if (s) bpf_sk_release(s))
TC(r1_tuple_of_unknown_size__ok, __u64 w[8] = {}; KEEP(w); struct bpf_sock *s = bpf_sk_lookup_tcp(ctx, w, (ctx->len & 31) + 1, -1, 0); if (s) bpf_sk_release(s))
