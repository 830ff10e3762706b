// SPDX-License-Identifier: Apache-2.0
// Rules C9, G6, G7 once more: exceptions out of global functions, and the functions that run on them.
#include "cases_b.h"

RINGBUF(rb);

// C9, G6, G7
static __noinline int throws_two(int x) { if (x) bpf_throw(2); return 0; }
#define GLOBAL __attribute__((noinline))
GLOBAL int g_throws_two(int x) { if (x) bpf_throw(2); return 0; }
GLOBAL int g_throws(__u64 x) { bpf_throw(x); return 0; }
#define INGRESS(NAME, ...) IN("cgroup_skb/ingress", void, NAME, __VA_ARGS__)
INGRESS(g6_static_function_throws_out_of_range__EINVAL, sink = throws_two(ANY))
INGRESS(g6_global_function_throws_out_of_range__ok, sink = g_throws_two(ANY))
INGRESS(g6_global_function_throws_unknown__ok, sink = g_throws(ANY))
TC(g6_cookie_is_pointer__EINVAL, bpf_throw((__u64)ctx))
IN("cgroup_skb/egress", void, g6_cookie_in_range_of_egress__ok, bpf_throw(2))
static int body(__u32 i, void *c) { sink = g_throws_two(i); return 0; }
TC(c9_global_function_throws__EINVAL, bpf_loop(10, body, NULL, 0))
struct timed { struct bpf_timer t; };
MAP(timers, ARRAY, 1, 0, __u32, struct timed);
static int expired(void *map, int *key, void *value) { sink = g_throws_two(1); return 0; }
TC(c9_global_function_throws_in_timer__EINVAL, struct timed *v = bpf_map_lookup_elem(&timers, &(__u32){0}); if (!v) return 0; bpf_timer_init(&v->t, &timers, 1); bpf_timer_set_callback(&v->t, expired))
#define CATCH(F) __attribute__((btf_decl_tag("exception_callback:" #F)))
#define CAUGHT(NAME, SECTION, F, ...) SEC(SECTION) CATCH(F) int NAME(struct __sk_buff *ctx) { __VA_ARGS__; return 0; }
GLOBAL int on_throw(__u64 cookie) { return cookie & 1; }
GLOBAL long on_long(__u64 cookie) { return 1; }
GLOBAL int on_int(int cookie) { return 1; }
GLOBAL int on_unsafe(__u64 cookie) { return *(volatile int *)0; }
GLOBAL int on_none(void) { return 0; }
GLOBAL int on_record(__u64 cookie) { bpf_ringbuf_reserve(&rb, 8, 0); return 0; }
CAUGHT(g7_global_function_throws_unknown__ok, "cgroup_skb/ingress", on_throw, sink = g_throws(ANY))
CAUGHT(g7_long_result__ok, "tc", on_long, bpf_throw(1))
CAUGHT(g7_int_cookie__ok, "tc", on_int, bpf_throw(1))
CAUGHT(g7_no_argument__EINVAL, "tc", on_none, bpf_throw(1))
CAUGHT(g7_unsafe_callback__EACCES, "tc", on_unsafe, bpf_throw(1))
CAUGHT(g7_unsafe_callback_never_run__EACCES, "tc", on_unsafe, sink = 1)
CAUGHT(g7_callback_keeps_record__EINVAL, "tc", on_record, bpf_throw(1))
