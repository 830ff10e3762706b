// SPDX-License-Identifier: Apache-2.0
// Rules G1-G8: functions of the program's own, exceptions, tail calls.
#include "cases_b.h"

MAP(arr, ARRAY, 4, 0, __u32, __u64[4]);
MAP(ro, ARRAY, 4, BPF_F_RDONLY_PROG, __u32, __u64[4]);
RINGBUF(rb);
SIZED(progs, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
#define V(NAME, ...) TC(NAME, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; __VA_ARGS__)
#define GLOBAL __attribute__((noinline))

// G1: static functions
static __noinline __u64 first(__u64 *p) { sink++; return *p; }
static __noinline __u64 third(__u64 *p) { sink++; return p[2]; }
static __noinline __u64 *pick(__u64 *p, int n) { sink++; return n & 1 ? p : p + 1; }
static __noinline __u64 five(__u64 *a, __u64 *b, int c, int d, int e) { sink++; return *a + *b + c + d + e; }
static __attribute__((naked)) int gives_frame(void) { asm volatile("r0 = r10; exit;"); }
static __attribute__((naked)) int gives_nothing(void) { asm volatile("exit;"); }
static __attribute__((naked)) int reads_r6(void) { asm volatile("r0 = r6; exit;"); }
static __attribute__((naked)) int breaks_r6(void) { asm volatile("r6 = 0; r0 = 0; exit;"); }
static __attribute__((naked)) int reads_r1(void) { asm volatile("r0 = *(u64 *)(r1 + 0); exit;"); }
V(g1_pointer_argument__ok, sink = first(v))
TC(g1_stack_argument__ok, __u64 x = 1; sink = first(&x))
TC(g1_stack_argument_too_far__EACCES, __u64 x = 1; sink = third(&x))
V(g1_value_argument_within__ok, sink = third(v))
V(g1_value_argument_too_far__EACCES, sink = third(v + 2))
TC(g1_maybe_null_argument__EACCES, sink = first(bpf_map_lookup_elem(&arr, &(__u32){0})))
TC(g1_number_argument__EACCES, sink = first((void *)ANY))
V(g1_pointer_result__ok, sink = *pick(v, ctx->len))
V(g1_pointer_result_too_far__EACCES, volatile __u64 *q = pick(v, ctx->len); sink = q[3])
V(g1_five_arguments__ok, sink = five(v, v + 1, 1, 2, 3))
TC(g1_frame_as_result__EINVAL, sink = gives_frame())
ASM("tc", g1_no_result_unread__ok, "call %[f]; r0 = 0; exit;", [f] "i"(gives_nothing))
ASM("tc", g1_callers_r6_read__EACCES, "r6 = 1; call %[f]; r0 = 0; exit;", [f] "i"(reads_r6))
ASM("tc", g1_callers_r6_kept__ok, "r6 = r1; call %[f]; r0 = *(u32 *)(r6 + 0); r0 = 0; exit;", [f] "i"(breaks_r6))
ASM("tc", g1_context_argument_wide_read__EACCES, "call %[f]; r0 = 0; exit;", [f] "i"(reads_r1))
ASM("tc", g1_frame_argument_read__ok, "r2 = 0; *(u64 *)(r10 - 8) = r2; r1 = r10; r1 += -8; call %[f]; r0 = 0; exit;", [f] "i"(reads_r1))
ASM("tc", g1_r1_after_call__EACCES, "r6 = r1; call %[f]; r0 = r1; exit;", [f] "i"(breaks_r6))
ASM("tc", g1_argument_unset__EACCES, "r1 = r6; call %[f]; r0 = 0; exit;", [f] "i"(reads_r1))
static __noinline int writes_callers(__u64 *p) { sink++; *p = 7; return 0; }
ASM("tc", g1_callee_overwrites_spilled_pointer__EACCES, "*(u64 *)(r10 - 8) = r1; r1 = r10; r1 += -8; call %[f]; r1 = *(u64 *)(r10 - 8); r0 = *(u32 *)(r1 + 0); r0 = 0; exit;", [f] "i"(writes_callers))

// G2: results of global functions
GLOBAL int g_int(int x) { return x + 1; }
GLOBAL __u64 g_u64(__u64 x) { return x * 3; }
GLOBAL char g_char(int x) { return x; }
GLOBAL _Bool g_bool(int x) { return x > 3; }
enum color { RED, GREEN };
GLOBAL enum color g_enum(int x) { return x ? RED : GREEN; }
GLOBAL void g_void(int x) { sink = x; }
GLOBAL __u64 *g_pointer(int x) { __u64 *p = (void *)(long)x; HIDE(p); return p; }
TC(g2_int__ok, sink = g_int(1))
TC(g2_u64__ok, sink = g_u64(1))
TC(g2_char__ok, sink = g_char(1))
TC(g2_bool__ok, sink = g_bool(1))
TC(g2_enum__ok, sink = g_enum(1))
TC(g2_void__EINVAL, g_void(1))
TC(g2_pointer__EINVAL, sink = g_pointer(1) != 0)
TC(g2_result_is_unknown__EINVAL, __u64 x[2] = {}; KEEP(x); sink = ((volatile __u64 *)x)[g_int(0)])
GLOBAL int g_wrong(int x) { return *(volatile int *)(long)x; }
TC(g2_wrong_body__EACCES, sink = g_wrong(1))
ASM("tc", g2_wrong_body_in_dead_code__ok, "r0 = 0; if r0 == 0 goto 1f; r1 = 0; call %[f]; 1: r0 = 0; exit;", [f] "i"(g_wrong))
GLOBAL int g_calls_wrong(int x) { return g_wrong(x) + 1; }
TC(g2_wrong_body_one_deeper__EACCES, sink = g_calls_wrong(1))
GLOBAL int g_six(int a, int b, int c, int d, int e) { return a + b + c + d + e; }
TC(g2_five_arguments__ok, sink = g_six(1, 2, 3, 4, 5))
GLOBAL int g_counts(int n) { int s = 0; for (int i = 0; i < 100; i++) { HIDE(i); s += i & n; } return s; }
TC(g2_loop_in_global__ok, sink = g_counts(1))
GLOBAL int g_forever(int n) { while (n != 5) { n += 2; HIDE(n); } return n; }
TC(g2_endless_in_global__EINVAL, sink = g_forever(1))
GLOBAL int g_uses_argument_as_index(__u32 i) { char b[8] = {}; KEEP(b); return i < 8 ? ((volatile char *)b)[i] : 0; }
GLOBAL int g_uses_argument_unchecked(__u32 i) { char b[8] = {}; KEEP(b); return ((volatile char *)b)[i & 15]; }
TC(g2_argument_checked_inside__ok, sink = g_uses_argument_as_index(99))
TC(g2_argument_not_checked_inside__EINVAL, sink = g_uses_argument_unchecked(1))

// G3: kinds of arguments
GLOBAL int g_ctx(struct __sk_buff *c) { return c->len; }
GLOBAL int g_ctx_tag(void *c ARG("ctx")) { return ((struct __sk_buff *)c)->len; }
GLOBAL int g_xdp_in_tc(struct xdp_md *c) { return c ? 1 : 0; }
GLOBAL int g_mem(__u64 *p) { return p ? *p : 0; }
GLOBAL int g_mem_unchecked(__u64 *p) { return *p; }
GLOBAL int g_mem_nonnull(__u64 *p ARG("nonnull")) { return *p; }
GLOBAL int g_mem_far(__u64 *p) { return p ? ((volatile __u64 *)p)[1] : 0; }
struct four { __u64 a[4]; };
GLOBAL int g_struct_arg(struct four *p) { return p ? p->a[3] : 0; }
GLOBAL int g_array(__u64 (*p)[4]) { return p ? (*p)[3] : 0; }
GLOBAL int g_array_far(__u64 (*p)[4]) { return p ? *(volatile __u64 *)(p + 1) : 0; }
GLOBAL int g_writes(__u64 *p) { if (p) *p = 1; return 0; }
GLOBAL int g_void_pointer(void *p) { return p != 0; }
struct opaque;
GLOBAL int g_incomplete(struct opaque *p) { return p != 0; }
GLOBAL int g_pointer_pointer(void **p) { return p ? *p != 0 : 0; }
GLOBAL int g_pointer_pointer_deep(__u64 **p) { return p ? *(volatile __u64 *)*p : 0; }
GLOBAL int g_char_pointer(char *p) { return p ? *p : 0; }
GLOBAL int g_enum_arg(enum color c) { return c; }
GLOBAL int g_ctx_int(struct __sk_buff *c, int n) { return c->mark + n; }
GLOBAL int g_task(struct task_struct *t ARG("trusted")) { return t->pid; }
GLOBAL int g_task_nullable(struct task_struct *t ARG("trusted") ARG("nullable")) { return t ? t->pid : 0; }
GLOBAL int g_task_nullable_unchecked(struct task_struct *t ARG("trusted") ARG("nullable")) { return t->pid; }
GLOBAL int g_untrusted(struct task_struct *t ARG("untrusted")) { KEEP(t); return 0; }
GLOBAL int g_unknown_tag(__u64 *t ARG("shiny")) { KEEP(t); return 0; }
GLOBAL int g_trusted_nonnull(struct task_struct *t ARG("trusted") ARG("nonnull")) { KEEP(t); return 0; }
GLOBAL int g_nullable_only(struct task_struct *t ARG("nullable")) { KEEP(t); return 0; }
GLOBAL int g_tag_on_number(int x ARG("nonnull")) { HIDE(x); return x; }
GLOBAL int g_ctx_and_nonnull(void *c ARG("ctx") ARG("nonnull")) { KEEP(c); return 0; }
GLOBAL int g_trusted_own_struct(struct four *p ARG("trusted")) { KEEP(p); return 0; }
static __attribute__((noinline)) int s_tagged(__u64 *p ARG("nonnull")) { sink++; return *p; }
TC(g3_context__ok, sink = g_ctx(ctx))
TC(g3_context_by_tag__ok, sink = g_ctx_tag(ctx))
GLOBAL int g_ctx_unused(void *c ARG("ctx")) { KEEP(c); return 0; }
XDP(g3_context_by_tag_in_xdp__ok, sink = g_ctx_unused(ctx))
TC(g3_context_by_tag_of_stack__EINVAL, __u64 x = 0; sink = g_ctx_unused(&x))
XDP(g3_other_types_context__EINVAL, sink = g_ctx((void *)ctx))
TC(g3_xdp_context_in_tc__EINVAL, sink = g_xdp_in_tc((void *)ctx))
TC(g3_context_as_memory__EINVAL, sink = g_mem((void *)ctx))
TC(g4_stack_as_context__EINVAL, __u64 x = 0; sink = g_ctx((void *)&x))
TC(g4_null_as_context__EINVAL, struct __sk_buff *c = NULL; HIDE(c); sink = g_ctx(c))
TC(g4_changed_context__EACCES, sink = g_ctx((void *)ctx + 4))
TC(g3_context_and_number__ok, sink = g_ctx_int(ctx, 4))
TC(g3_enum__ok, sink = g_enum_arg(RED))
TC(g4_pointer_as_number__EINVAL, sink = g_u64((__u64)ctx))
V(g3_memory__ok, sink = g_mem(v))
V(g3_memory_unchecked_inside__EACCES, sink = g_mem_unchecked(v))
V(g3_memory_nonnull__ok, sink = g_mem_nonnull(v))
TC(g4_nonnull_gets_null__EINVAL, sink = g_mem_nonnull(NULL))
TC(g4_nonnull_gets_maybe_null__EINVAL, sink = g_mem_nonnull(bpf_map_lookup_elem(&arr, &(__u32){0})))
TC(g4_memory_gets_null__ok, sink = g_mem(NULL))
TC(g4_memory_gets_maybe_null__ok, sink = g_mem(bpf_map_lookup_elem(&arr, &(__u32){0})))
TC(g4_memory_gets_number__EINVAL, sink = g_mem((void *)ANY))
TC(g4_memory_gets_unset_stack__ok, __u64 x; sink = g_mem(&x))
TC(g4_memory_gets_map__EINVAL, sink = g_mem((void *)&arr))
V(g4_memory_at_the_end__ok, sink = g_mem(v + 3))
V(g4_memory_over_the_end__EINVAL, sink = g_mem((void *)v + 25))
V(g3_memory_past_its_size__EACCES, sink = g_mem_far(v))
V(g3_struct__ok, sink = g_struct_arg((void *)v))
V(g4_struct_over_the_end__EINVAL, sink = g_struct_arg((void *)(v + 1)))
V(g3_array__ok, sink = g_array((void *)v))
V(g3_array_past_its_size__EACCES, sink = g_array_far((void *)v))
V(g4_written__ok, sink = g_writes(v))
TC(g4_read_only_value__EINVAL, __u64 *v = bpf_map_lookup_elem(&ro, &(__u32){0}); if (v) sink = g_mem(v))
V(g3_void_pointer__EINVAL, sink = g_void_pointer(v))
V(g3_incomplete_struct__EINVAL, sink = g_incomplete((void *)v))
V(g3_pointer_to_pointer__ok, sink = g_pointer_pointer((void *)v))
V(g3_pointer_to_pointer_is_number__EACCES, sink = g_pointer_pointer_deep((void *)v))
V(g3_char_pointer__ok, sink = g_char_pointer((char *)v + 31))
V(g4_char_pointer_over_the_end__EINVAL, sink = g_char_pointer((char *)v + 32))
V(g4_variable_offset__ok, sink = g_char_pointer((char *)v + (ctx->len & 31)))
V(g4_variable_offset_too_far__EINVAL, sink = g_mem((void *)v + (ctx->len & 31)))
TC(g4_record__ok, __u64 *m = bpf_ringbuf_reserve(&rb, 8, 0); if (m) { sink = g_writes(m); bpf_ringbuf_discard(m, 0); })
TC(g4_packet__ok, __u64 *p = (void *)(long)ctx->data; if (p + 1 > (__u64 *)(long)ctx->data_end) return 0; sink = g_mem(p))
TRACE(g3_trusted__ok, sink = g_task(bpf_get_current_task_btf()))
TRACE(g4_trusted_gets_number__EACCES, sink = g_task(bpf_get_current_task()))
TRACE(g4_trusted_gets_null__EACCES, sink = g_task(NULL))
TRACE(g3_nullable__ok, sink = g_task_nullable(bpf_get_current_task_btf()))
TRACE(g4_nullable_gets_null__ok, sink = g_task_nullable(NULL))
TRACE(g3_nullable_unchecked_inside__EACCES, sink = g_task_nullable_unchecked(NULL))
struct task_struct___more { struct task_struct *parent; } CO_RE;
TRACE(g4_trusted_gets_rcu__ok, sink = g_task(((struct task_struct *)bpf_get_current_task_btf())->real_parent))
TRACE(g4_trusted_gets_plain__ok, sink = g_task(((struct task_struct___more *)bpf_get_current_task_btf())->parent))
TRACE(g3_untrusted_tag__EOPNOTSUPP, sink = g_untrusted(bpf_get_current_task_btf()))
V(g3_unknown_tag__EOPNOTSUPP, sink = g_unknown_tag(v))
TRACE(g3_trusted_and_nonnull__EINVAL, sink = g_trusted_nonnull(bpf_get_current_task_btf()))
TRACE(g3_nullable_alone__EINVAL, sink = g_nullable_only(bpf_get_current_task_btf()))
TC(g3_tag_on_number__EINVAL, sink = g_tag_on_number(1))
TC(g3_context_and_nonnull__EINVAL, sink = g_ctx_and_nonnull(ctx))
V(g3_trusted_struct_of_our_own__ENOENT, sink = g_trusted_own_struct((void *)v))
V(g3_tag_on_static__ok, sink = s_tagged(v))

// G4, regions and packets around calls
GLOBAL int g_pulls(struct __sk_buff *c) { return bpf_skb_pull_data(c, 0); }
GLOBAL int g_pulls_deeper(struct __sk_buff *c) { return g_pulls(c) + 1; }
TC(g2_packet_after_deeper_pull__EACCES, volatile char *p = (void *)(long)ctx->data; if (p + 1 > (char *)(long)ctx->data_end) return 0; g_pulls_deeper(ctx); sink = *p)
GLOBAL int g_sleeps(int x) { char b[8]; KEEP(x); bpf_copy_from_user(b, 8, NULL); KEEP(b); return 0; }
SYS(g2_global_sleeps__ok, sink = g_sleeps(1))
SYS(g2_global_sleeps_in_rcu__ok, bpf_rcu_read_lock(); sink = g_sleeps(1); bpf_rcu_read_unlock())
TRACE(g2_global_sleeps_in_fentry__EINVAL, sink = g_sleeps(1))

// Depth of calls, stack of calls
#define DEEP(N, NEXT) static __noinline int d##N(int x) { sink++; return NEXT + 1; }
DEEP(1, x) DEEP(2, d1(x)) DEEP(3, d2(x)) DEEP(4, d3(x)) DEEP(5, d4(x)) DEEP(6, d5(x)) DEEP(7, d6(x)) DEEP(8, d7(x))
TC(g1_eight_frames__ok, sink = d7(1))
TC(g1_nine_frames__E2BIG, sink = d8(1))
#define GDEEP(N, NEXT) GLOBAL int e##N(int x) { return NEXT + 1; }
GDEEP(1, x) GDEEP(2, e1(x)) GDEEP(3, e2(x)) GDEEP(4, e3(x)) GDEEP(5, e4(x)) GDEEP(6, e5(x)) GDEEP(7, e6(x)) GDEEP(8, e7(x))
TC(g2_eight_global_frames__ok, sink = e7(1))
TC(g2_nine_global_frames__E2BIG, sink = e8(1))
GLOBAL int g_256(int x) { USED_STACK(256); return x; }
GLOBAL int g_264(int x) { USED_STACK(264); return x; }
TC(g2_stack_256_and_256__ok, USED_STACK(256); sink = g_256(1))
TC(g2_stack_256_and_264__EACCES, USED_STACK(256); sink = g_264(1))

// G6, G7: exceptions
TC(g6_throws__ok, bpf_throw(0))
TC(g6_throws_unknown__ok, bpf_throw(ANY))
static __noinline int throws(int x) { if (x) bpf_throw(1); return 0; }
TC(g6_function_throws__ok, sink = throws(ctx->len))
TC(g6_function_throws_while_record_held__EINVAL, void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (!m) return 0; sink = throws(ctx->len); bpf_ringbuf_discard(m, 0))
GLOBAL int g_throws(int x) { if (x) bpf_throw(1); return 0; }
TC(g6_global_function_throws__ok, sink = g_throws(1))
TC(g6_global_function_throws_while_record_held__ok, void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (!m) return 0; sink = g_throws(1); bpf_ringbuf_discard(m, 0))
TC(g6_global_function_throws_in_rcu__ok, bpf_rcu_read_lock(); sink = g_throws(1); bpf_rcu_read_unlock())
TC(g6_after_throw_is_dead__ok, bpf_throw(0); sink = *(volatile int *)0)
IN("cgroup_skb/ingress", void, g6_cookie_in_range__ok, bpf_throw(1))
IN("cgroup_skb/ingress", void, g6_cookie_out_of_range__EINVAL, bpf_throw(2))
IN("cgroup_skb/ingress", void, g6_cookie_unknown__EINVAL, bpf_throw(ANY))
IN("fentry/bpf_fentry_test1", void, g6_fentry_cookie_zero__ok, bpf_throw(0))
IN("fentry/bpf_fentry_test1", void, g6_fentry_cookie_one__EINVAL, bpf_throw(1))
#define CATCH(F) __attribute__((btf_decl_tag("exception_callback:" #F)))
#define CAUGHT(NAME, SECTION, F, ...) SEC(SECTION) CATCH(F) int NAME(struct __sk_buff *ctx) { __VA_ARGS__; return 0; }
GLOBAL int on_throw(__u64 cookie) { KEEP(cookie); return 0; }
GLOBAL int on_throw_two(__u64 cookie) { return 2; }
GLOBAL int on_throw_cookie(__u64 cookie) { return cookie; }
GLOBAL int on_throw_extra(__u64 cookie, int x) { return x; }
GLOBAL int on_throw_pointer(__u64 *p) { return 0; }
GLOBAL int on_throw_throws(__u64 cookie) { bpf_throw(cookie); return 0; }
GLOBAL int on_throw_tail_calls(__u64 cookie) { return bpf_get_prandom_u32() & 1; }
CAUGHT(g7_caught__ok, "tc", on_throw, bpf_throw(5))
CAUGHT(g7_caught_in_range__ok, "cgroup_skb/ingress", on_throw, bpf_throw(5))
CAUGHT(g7_caught_out_of_range__EINVAL, "cgroup_skb/ingress", on_throw_two, bpf_throw(0))
CAUGHT(g7_caught_cookie_out_of_range__EINVAL, "cgroup_skb/ingress", on_throw_cookie, bpf_throw(0))
CAUGHT(g7_caught_unknown_but_in_range__ok, "cgroup_skb/ingress", on_throw_tail_calls, bpf_throw(5))
CAUGHT(g7_two_arguments__EINVAL, "tc", on_throw_extra, bpf_throw(5))
CAUGHT(g7_pointer_argument__EINVAL, "tc", on_throw_pointer, bpf_throw(5))
CAUGHT(g7_callback_throws__EINVAL, "tc", on_throw_throws, bpf_throw(5))
CAUGHT(g7_callback_called_directly__EINVAL, "tc", on_throw, sink = on_throw(1); bpf_throw(5))
CAUGHT(g7_never_thrown__ok, "tc", on_throw, sink = 1)
SEC("tc") CATCH(on_throw) CATCH(on_throw_cookie) int g7_two_callbacks__EEXIST(void *ctx) { bpf_throw(1); return 0; }

// G8: tail calls
TC(g8_tail_call__ok, bpf_tail_call(ctx, &progs, 0))
TC(g8_index_unknown__ok, bpf_tail_call(ctx, &progs, ANY))
TC(g8_index_pointer__ok, asm volatile("r1 = %0; r2 = %1 ll; r3 = r10; call 12" :: "r"(ctx), "i"(&progs) : "r0", "r1", "r2", "r3", "r4", "r5"))
TC(g8_context_is_stack__EACCES, __u64 x = 0; bpf_tail_call(&x, &progs, 0))
TC(g8_context_shifted__EACCES, bpf_tail_call((char *)ctx + 4, &progs, 0))
TC(g8_map_is_null__EACCES, bpf_tail_call(ctx, NULL, 0))
static __noinline int tails(struct __sk_buff *c) { sink++; bpf_tail_call(c, &progs, 0); return 1; }
static __noinline int tails_264(struct __sk_buff *c) { sink++; return tails(c); }
GLOBAL int g_tails(struct __sk_buff *c) { bpf_tail_call(c, &progs, 0); return 1; }
TC(g8_in_function__ok, sink = tails(ctx))
TC(g8_in_global_function__ok, sink = g_tails(ctx))
TC(g8_in_function_behind_240__ok, USED_STACK(240); sink = tails(ctx))
TC(g8_in_function_behind_256__EACCES, USED_STACK(256); sink = tails(ctx))
TC(g8_in_function_below_two__ok, sink = tails_264(ctx))
TC(g8_from_main_with_512__ok, USED_STACK(512); bpf_tail_call(ctx, &progs, 0))
IN("kprobe", void, g8_in_kprobe__ok, bpf_tail_call(ctx, &progs, 0))
TRACE(g8_in_fentry__ok, bpf_tail_call(ctx, &progs, 0))
SYS(g8_in_syscall__EINVAL, bpf_tail_call(ctx, &progs, 0))
