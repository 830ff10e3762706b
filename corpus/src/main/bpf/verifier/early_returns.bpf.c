// SPDX-License-Identifier: Apache-2.0
// Functions that return in front of their end: a tail call that succeeds comes back to the caller with the result of another program, a
// legacy packet load that finds nothing with 0. What runs on exceptions has callees, too; objects are memory for global functions.
#include "cases_b.h"

struct big { __u64 a[8]; };
MAP(arr, ARRAY, 4, 0, __u32, struct big);
SIZED(progs, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);

#define VALUE __u32 k = 0; void *v = bpf_map_lookup_elem(&arr, &k); if (!v) return 0
#define SET(r, n) asm volatile("%0 = " #n : "=r"(r))
#define PACKET_LOAD(ctx, r) asm volatile("r6 = %1\nr0 = *(u8 *)skb[1000]\nr0 = 8\n%0 = r0" \
	: "=r"(r) : "r"(ctx) : "r0", "r1", "r2", "r3", "r4", "r5", "r6")

// ---- tail calls

static __noinline __u64 gives_8(struct __sk_buff *ctx)
{
	__u64 r;

	bpf_tail_call(ctx, &progs, 0);
	SET(r, 8);
	return r;
}
static __noinline __u64 gives_9(struct __sk_buff *ctx) { return gives_8(ctx) + 1; }
static __noinline __u64 only_if(struct __sk_buff *ctx, __u64 x)
{
	__u64 r;

	if (x)
		bpf_tail_call(ctx, &progs, 0);
	SET(r, 8);
	return r;
}
static __noinline __u64 stores(struct __sk_buff *ctx, __u64 *p)
{
	__u64 r;

	SET(r, 100);
	*p = r;
	bpf_tail_call(ctx, &progs, 0);
	SET(r, 8);
	*p = r;
	return 0;
}
static __noinline __u64 stores_pointer(struct __sk_buff *ctx, void **p)
{
	bpf_tail_call(ctx, &progs, 0);
	*p = ctx;
	return 0;
}
static __noinline __u64 calls(struct __sk_buff *ctx) { bpf_tail_call(ctx, &progs, 0); return 0; }
static __noinline __u64 throws(struct __sk_buff *ctx)
{
	__u64 r;

	bpf_tail_call(ctx, &progs, 0);
	bpf_throw(0);
	SET(r, 8);
	return r;
}

TC(g8_result_of_tail_call_is_offset__ok, VALUE; __u64 r = gives_8(ctx); *(volatile __u8 *)(v + r) = 1)
TC(g8_result_of_tail_call_compared__ok, VALUE; __u64 r = gives_8(ctx); if (r < 60) *(volatile __u8 *)(v + r) = 1)
TC(g8_result_of_nested_tail_call__ok, VALUE; __u64 r = gives_9(ctx); *(volatile __u8 *)(v + r) = 1)
TC(g8_tail_call_not_come_to__ok, VALUE; __u64 r = only_if(ctx, 0); *(volatile __u8 *)(v + r) = 1)
TC(g8_store_behind_tail_call__ok, __u64 x = 0; VALUE; stores(ctx, &x); *(volatile __u8 *)(v + x) = 1)
TC(g8_pointer_behind_tail_call__ok, void *x = (void *)5; stores_pointer(ctx, &x); sink = ((struct __sk_buff *)x)->len)
TC(g8_throw_behind_tail_call__ok, VALUE; __u64 r = throws(ctx); *(volatile __u8 *)(v + r) = 1)
TC(g8_packet_behind_tail_call__EACCES, void *d = (void *)(long)ctx->data; void *e = (void *)(long)ctx->data_end;
   if (d + 20 > e) return 0; calls(ctx); sink = *(volatile __u8 *)(d + 10))
TC(g8_result_of_tail_call_returned__ok, return gives_8(ctx))
IN("cgroup_skb/egress", struct __sk_buff, g8_result_of_tail_call_out_of_range__ok, __u64 r = gives_8(ctx); HIDE(r); return r - 7)
IN("cgroup_skb/egress", struct __sk_buff, g8_result_of_tail_call_in_range__ok, return gives_8(ctx) & 1)

static long body(__u32 i, void **c) { bpf_tail_call(*c, &progs, 0); return 0; }
TC(g8_tail_call_in_loop__ok, void *c = ctx; bpf_loop(2, body, &c, 0))
struct both { void *c; __u64 n; };
static long storing_body(__u32 i, struct both *c)
{
	__u64 r;

	SET(r, 100);
	c->n = r;
	bpf_tail_call(c->c, &progs, 0);
	SET(r, 8);
	c->n = r;
	return 0;
}
TC(g8_store_behind_tail_call_in_loop__ok, struct both c = { ctx, 0 }; VALUE; bpf_loop(2, storing_body, &c, 0); *(volatile __u8 *)(v + c.n) = 1)

__noinline int global(struct __sk_buff *ctx) { return gives_8(ctx); }
__noinline int global_uses(struct __sk_buff *ctx) { VALUE; __u64 r = gives_8(ctx); *(volatile __u8 *)(v + r) = 1; return 0; }
TC(g8_result_of_global_with_tail_call__ok, VALUE; __u64 r = global(ctx); if (r != 8) return 0; *(volatile __u8 *)(v + r) = 1)
TC(g8_tail_call_below_global__ok, return global_uses(ctx))

// ---- legacy packet loads

static __noinline __u64 loads(struct __sk_buff *ctx) { __u64 r; PACKET_LOAD(ctx, r); return r; }
static __noinline __u64 loads_and_stores(struct __sk_buff *ctx, __u64 *p) { __u64 r; PACKET_LOAD(ctx, r); *p = r; return 0; }
__noinline int global_loads(struct __sk_buff *ctx) { int r; PACKET_LOAD(ctx, r); return r; }
static long loading_body(__u32 i, void **c) { return global_loads(*c) == 77; }

TC(a72_result_of_packet_load_is_offset__EACCES, VALUE; __u64 r = loads(ctx); *(volatile __u8 *)(v + r - 8) = 1)
TC(a72_result_of_packet_load_is_0_or_8__ok, VALUE; __u64 r = loads(ctx); *(volatile __u8 *)(v + r) = 1)
TC(a72_store_behind_packet_load__EACCES, __u64 x = 100; VALUE; loads_and_stores(ctx, &x); *(volatile __u8 *)(v + x) = 1)
TC(a72_packet_load_in_function__ok, return loads(ctx) + 1)
TC(a72_packet_load_in_global__ok, return global_loads(ctx) + 1)
TC(a72_packet_load_below_callback__EINVAL, void *c = ctx; return bpf_loop(3, loading_body, &c, 0))

// ---- what runs on exceptions

__noinline int endless(int x) { volatile int y = x; if (x > 1000) return 0; y += endless(x + 1); return y * 3; }
__noinline int again(__u64 c) { return endless(c); }
__noinline int deep(int x) { USED_STACK(400); return x; }
__noinline int deeper(__u64 c) { USED_STACK(400); return deep(c); }
__noinline int wide(__u64 c) { USED_STACK(400); return c; }
#define THROWS(NAME, BY, ...) \
	SEC("tc") __attribute__((btf_decl_tag("exception_callback:" #BY))) int NAME(struct __sk_buff *ctx) \
	{ __VA_ARGS__; bpf_throw(3); return 0; }
THROWS(g6_recursion_below_exception_callback__E2BIG, again)
THROWS(g6_stack_below_exception_callback__EACCES, deeper)
THROWS(g6_stack_of_exception_callback_and_program__ok, wide, USED_STACK(400))

// ---- objects as memory of global functions

struct plain { __u64 v[4]; };
struct mixed { __u32 a, b; __u64 c; __u8 d[16]; };
struct counted { __u64 v; struct bpf_refcount r; __u64 w; };
struct held { struct plain KPTR *p; };
MAP(kp, ARRAY, 1, 0, __u32, struct held);
__noinline int of_plain(struct plain *p) { if (!p) return 0; p->v[0] = 1; return 0; }
__noinline int of_mixed(struct mixed *p) { if (!p) return 0; p->a = 1; return 0; }
__noinline int of_counted(struct counted *p) { if (!p) return 0; p->v = 1; return 0; }
__noinline int of_word(__u64 *p) { if (!p) return 0; *p = 1; return 0; }
__noinline int of_byte(__u8 *p) { if (!p) return 0; *p = 1; return 0; }
#define OBJECT(T, p) struct T *p = NEW(struct T); if (!p) return 0
#define HELD(p) __u32 k = 0; struct held *h = bpf_map_lookup_elem(&kp, &k); if (!h) return 0; struct plain *p = h->p

TC(g4_object__ok, OBJECT(plain, p); of_plain(p); DROP(p))
TC(g4_object_of_members__EINVAL, OBJECT(mixed, p); of_mixed(p); DROP(p))
TC(g4_object_with_count__EINVAL, OBJECT(counted, p); of_counted(p); DROP(p))
TC(g4_word_of_object__ok, OBJECT(counted, p); of_word(&p->w); DROP(p))
TC(g4_byte_of_object__ok, OBJECT(counted, p); of_byte((void *)&p->w + 3); DROP(p))
TC(g4_beyond_object__EINVAL, OBJECT(plain, p); of_plain((void *)p + 8); DROP(p))
TC(g4_object_or_null__ok, struct plain *p = NEW(struct plain); of_plain(p); if (p) DROP(p))
TC(g4_held_object__ok, HELD(p); if (p) of_plain(p))
TC(g4_held_object_or_null__ok, HELD(p); of_plain(p))
TC(g4_held_object_after_rcu__EINVAL, HELD(p); if (!p) return 0; bpf_rcu_read_lock(); bpf_rcu_read_unlock(); of_plain(p))
TC(g4_percpu_object__EINVAL, struct plain *p = bpf_percpu_obj_new_impl(TYPE_ID(struct plain), NULL); if (!p) return 0; of_plain(p);
   bpf_percpu_obj_drop_impl(p, NULL))
TC(g4_variable_place_in_object__EACCES, OBJECT(plain, p); __u64 i = ANY & 1; HIDE(i); of_word((void *)p + i * 8); DROP(p))
TC(k5_exchanged_middle__EACCES, __u32 k = 0; struct held *h = bpf_map_lookup_elem(&kp, &k); if (!h) return 0; OBJECT(plain, p); p = bpf_kptr_xchg(&h->p, (void *)p + 8); if (p) DROP(p))
