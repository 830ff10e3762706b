// SPDX-License-Identifier: Apache-2.0
// Programs that misuse callbacks within callbacks, exceptions with what is held, ciphers, pointers to the kernel's sockets in maps, elements
// that iterators over maps hand over, and registers of probes.
#include "cases_b.h"

#define GLOBAL __attribute__((noinline))
#define THIS ((struct task_struct *)bpf_get_current_task_btf())
struct object { __u64 x; };
struct node { struct bpf_rb_node n; __u64 x; };
struct bpf_crypto_ctx { int siv_len; } CO_RE;
struct bpf_crypto_params { char type[14]; __u8 reserved[2]; char algo[128]; __u8 key[256]; __u32 key_len, authsize; };
KFUNC struct bpf_crypto_ctx *bpf_crypto_ctx_create(const struct bpf_crypto_params *params, __u32 size, int *err);
KFUNC struct bpf_crypto_ctx *bpf_crypto_ctx_acquire(struct bpf_crypto_ctx *ctx);
KFUNC void bpf_crypto_ctx_release(struct bpf_crypto_ctx *ctx);
KFUNC int bpf_crypto_encrypt(struct bpf_crypto_ctx *ctx, const struct bpf_dynptr *from, const struct bpf_dynptr *to, const struct bpf_dynptr *siv);
KFUNC int bpf_crypto_decrypt(struct bpf_crypto_ctx *ctx, const struct bpf_dynptr *from, const struct bpf_dynptr *to, const struct bpf_dynptr *siv);
struct sock { int sk_priority; } CO_RE;
struct kept { struct bpf_crypto_ctx KPTR *ctx; struct task_struct KPTR *task; struct sock KPTR_UNREF *sk; struct object KPTR *own; __u64 n; };
MAP(keeps, ARRAY, 4, 0, __u32, struct kept);
MAP(arr, ARRAY, 4, 0, __u32, __u64[4]);
MAP(hash, HASH, 4, 0, __u32, __u64[4]);
struct locked { struct bpf_spin_lock lock; __u64 n; };
MAP(locks, ARRAY, 4, 0, __u32, struct locked);
struct timed { struct bpf_timer t; __u64 n; };
MAP(timers, ARRAY, 4, 0, __u32, struct timed);
RINGBUF(rb);
#define K struct kept *v = bpf_map_lookup_elem(&keeps, &(__u32){0}); if (!v) return 0
#define L struct locked *l = bpf_map_lookup_elem(&locks, &(__u32){0}); if (!l) return 0
#define OBJECT struct object *o = NEW(struct object); if (!o) return 0
#define GROUP(NAME) SEC(".data." #NAME) __hidden __attribute__((aligned(8)))
GROUP(A) struct bpf_spin_lock lock;
GROUP(A) struct bpf_rb_root root CONTAINS(node, n);

// ---- callbacks within callbacks
struct frame { __u64 n; struct object *o; void *p; };
static long leaf(__u32 i, struct frame *f) { f->n++; return 0; }
static long inner(__u32 i, struct frame *f) { bpf_loop(2, leaf, f, 0); return 0; }
static long middle(__u32 i, struct frame *f) { bpf_loop(2, inner, f, 0); return 0; }
static long outer(__u32 i, struct frame *f) { struct frame own = {}; bpf_loop(2, middle, &own, 0); f->n += own.n; return 0; }
static long leaf_drops(__u32 i, struct frame *f) { if (f->o) DROP(f->o); f->o = NULL; return 1; }
static long inner_drops(__u32 i, struct frame *f) { bpf_loop(1, leaf_drops, f, 0); return 0; }
static long leaf_makes(__u32 i, struct frame *f) { struct object *o = NEW(struct object); if (o) DROP(o); return 0; }
static long leaf_leaks(__u32 i, struct frame *f) { f->o = NEW(struct object); return 1; }
static long inner_makes(__u32 i, struct frame *f) { bpf_loop(1, leaf_makes, f, 0); return 0; }
static long inner_leaks(__u32 i, struct frame *f) { bpf_loop(1, leaf_leaks, f, 0); return 0; }
static long inner_holds(__u32 i, struct frame *f) { struct object *o = NEW(struct object); if (!o) return 0; bpf_loop(1, leaf, f, 0); DROP(o); return 0; }
static long inner_holds_for_leaf(__u32 i, struct frame *f) { struct frame own = {}; own.o = NEW(struct object); if (!own.o) return 0; bpf_loop(1, leaf_drops, &own, 0); if (own.o) DROP(own.o); return 0; }
static long leaf_points_to_its_frame(__u32 i, struct frame *f) { __u64 mine = 5; HIDE(mine); f->p = &mine; KEEP(&mine); return 0; }
static long leaf_sets_null(__u32 i, struct frame *f) { f->p = NULL; return 0; }
static long leaf_breaks(__u32 i, struct frame *f) { return 2; }
static long leaf_unknown(__u32 i, struct frame *f) { return bpf_get_prandom_u32(); }
static long leaf_locks(__u32 i, struct frame *f) { L; bpf_spin_lock(&l->lock); l->n++; bpf_spin_unlock(&l->lock); return 0; }
static long leaf_leaves_locked(__u32 i, struct frame *f) { L; bpf_spin_lock(&l->lock); return 0; }
static long leaf_unlocks(__u32 i, struct frame *f) { struct locked *l = f->p; bpf_spin_unlock(&l->lock); return 0; }
static long each(void *map, __u32 *key, __u64 *value, struct frame *f) { value[3] = *key; return 0; }
static long each_beyond(void *map, __u32 *key, __u64 *value, struct frame *f) { value[4] = *key; return 0; }
static long each_writes_key(void *map, __u32 *key, __u64 *value, struct frame *f) { *key = 1; return 0; }
static long each_loops(void *map, __u32 *key, __u64 *value, struct frame *f) { f->p = value; bpf_loop(2, leaf, f, 0); return 0; }
static long each_keeps(void *map, __u32 *key, __u64 *value, struct frame *f) { f->p = value; return 0; }
static long each_deletes(void *map, __u32 *key, __u64 *value, struct frame *f) { bpf_map_delete_elem(map, key); return 0; }
static long each_updates(void *map, __u32 *key, __u64 *value, struct frame *f) { bpf_map_update_elem(map, key, value, 0); return 0; }
static long each_again(void *map, __u32 *key, __u64 *value, struct frame *f) { bpf_for_each_map_elem(map, each, f, 0); return 0; }
static long each_throws(void *map, __u32 *key, __u64 *value, struct frame *f) { bpf_throw(1); return 0; }
static long leaf_throws(__u32 i, struct frame *f) { if (f->n) bpf_throw(1); return 0; }
static long leaf_recurses(__u32 i, struct frame *f) { bpf_loop(1, leaf_recurses, f, 0); return 0; }
static long leaf_rcu(__u32 i, struct frame *f) { bpf_rcu_read_lock(); f->n++; bpf_rcu_read_unlock(); return 0; }
static long leaf_rcu_open(__u32 i, struct frame *f) { bpf_rcu_read_lock(); return 0; }
static long leaf_rcu_closes(__u32 i, struct frame *f) { bpf_rcu_read_unlock(); return 0; }
static long leaf_preempt_open(__u32 i, struct frame *f) { bpf_preempt_disable(); return 0; }
static long leaf_iterates(__u32 i, struct frame *f) { struct bpf_iter_num it; int *v; bpf_iter_num_new(&it, 0, 3); while ((v = bpf_iter_num_next(&it))) f->n += *v; bpf_iter_num_destroy(&it); return 0; }
static long leaf_iterates_for_ever(__u32 i, struct frame *f) { struct bpf_iter_num it; bpf_iter_num_new(&it, 0, 3); return 0; }
#define CB(NAME, F) TC(NAME, struct frame f = {}; bpf_loop(2, F, &f, 0); sink = f.n)
CB(e1_four_deep__ok, outer)
CB(e1_drops_two_below__ok, inner_drops)
TC(e1_object_dropped_two_below__EINVAL, struct frame f = { .o = NEW(struct object) }; bpf_loop(1, inner_drops, &f, 0); if (f.o) DROP(f.o))
CB(e1_made_and_dropped_two_below__ok, inner_makes)
CB(e1_leaked_two_below__EINVAL, inner_leaks)
CB(e1_holds_over_loop__ok, inner_holds)
CB(e1_holds_for_leaf__EINVAL, inner_holds_for_leaf)
TC(e1_object_over_loop__ok, OBJECT; struct frame f = {}; bpf_loop(2, inner, &f, 0); DROP(o))
TC(e1_frame_of_leaf_left__EINVAL, struct frame f = {}; bpf_loop(2, leaf_points_to_its_frame, &f, 0); sink = (long)f.p)
TC(e1_pointer_set_to_null_below__EACCES, struct frame f = {}; f.p = &f; bpf_loop(2, leaf_sets_null, &f, 0); sink = *(volatile __u64 *)f.p)
CB(e1_returns_two__EINVAL, leaf_breaks)
CB(e1_returns_unknown__EINVAL, leaf_unknown)
CB(e1_locks_and_unlocks__ok, leaf_locks)
CB(e1_leaves_locked__EINVAL, leaf_leaves_locked)
TC(e1_unlocks_of_caller__EINVAL, L; struct frame f = { .p = l }; bpf_spin_lock(&l->lock); bpf_loop(1, leaf_unlocks, &f, 0))
TC(e1_loop_under_lock__EINVAL, L; struct frame f = {}; bpf_spin_lock(&l->lock); bpf_loop(1, leaf, &f, 0); bpf_spin_unlock(&l->lock))
CB(e1_recurses__E2BIG, leaf_recurses)
CB(e1_rcu_section_within__ok, leaf_rcu)
CB(e1_rcu_section_left_open__EINVAL, leaf_rcu_open)
TC(e1_rcu_section_of_caller_closed__EINVAL, struct frame f = {}; bpf_rcu_read_lock(); bpf_loop(1, leaf_rcu_closes, &f, 0))
TC(e1_rcu_section_in_section__EINVAL, struct frame f = {}; bpf_rcu_read_lock(); bpf_loop(1, leaf_rcu, &f, 0); bpf_rcu_read_unlock())
CB(e1_preemption_left_off__EINVAL, leaf_preempt_open)
TC(e1_loop_without_preemption__ok, struct frame f = {}; bpf_preempt_disable(); bpf_loop(1, leaf, &f, 0); bpf_preempt_enable())
CB(e1_iterates__ok, leaf_iterates)
CB(e1_iterator_left__EINVAL, leaf_iterates_for_ever)
TC(e1_loop_in_iterator__ok, struct frame f = {}; struct bpf_iter_num it; int *v; bpf_iter_num_new(&it, 0, 3); while ((v = bpf_iter_num_next(&it))) bpf_loop(*v, leaf, &f, 0); bpf_iter_num_destroy(&it))
TC(e1_global_with_loop__EACCES, bpf_loop(2, leaf, NULL, 0))
#define EACH(NAME, M, F) TC(NAME, struct frame f = {}; bpf_for_each_map_elem(&M, F, &f, 0); sink = f.n)
EACH(e2_last_of_value__ok, arr, each)
EACH(e2_beyond_value__EACCES, arr, each_beyond)
EACH(e2_writes_key__EACCES, hash, each_writes_key)
EACH(e2_loops_within__ok, arr, each_loops)
EACH(e2_deletes__ok, hash, each_deletes)
EACH(e2_updates_with_itself__ok, hash, each_updates)
EACH(e2_again_within__ok, hash, each_again)
EACH(e2_throws__EINVAL, hash, each_throws)
TC(e2_value_kept_after__ok, struct frame f = {}; bpf_for_each_map_elem(&hash, each_keeps, &f, 0); if (f.p) sink = *(volatile __u64 *)f.p)
TC(e2_value_kept_and_beyond__EACCES, struct frame f = {}; bpf_for_each_map_elem(&hash, each_keeps, &f, 0); if (f.p) sink = ((volatile __u64 *)f.p)[4])
static int fires(void *map, int *key, struct timed *t) { struct frame f = {}; bpf_loop(2, inner, &f, 0); t->n = f.n; return 0; }
static int fires_and_throws(void *map, int *key, struct timed *t) { bpf_throw(1); return 0; }
static int fires_and_leaks(void *map, int *key, struct timed *t) { NEW(struct object); return 0; }
static int fires_and_keeps(void *map, int *key, struct timed *t) { K; struct object *o = bpf_kptr_xchg(&v->own, NULL); if (o) DROP(o); return 0; }
static int fires_and_arms(void *map, int *key, struct timed *t) { bpf_timer_start(&t->t, 1, 0); return 0; }
static int fires_and_frees(void *map, int *key, struct timed *t) { bpf_timer_cancel(&t->t); return 0; }
#define TIMER(NAME, F) TC(NAME, struct timed *t = bpf_map_lookup_elem(&timers, &(__u32){0}); if (t) bpf_timer_set_callback(&t->t, F))
TIMER(e3_loops__ok, fires)
TIMER(e3_throws__EINVAL, fires_and_throws)
TIMER(e3_leaks__EINVAL, fires_and_leaks)
TIMER(e3_takes_out_and_drops__ok, fires_and_keeps)
TIMER(e3_arms_itself__ok, fires_and_arms)
TIMER(e3_cancels_itself__ok, fires_and_frees)

// ---- exceptions
GLOBAL int throws(int x) { if (x) bpf_throw(1); return 0; }
static __noinline int throws_in_loop(struct frame *f) { return bpf_loop(1, leaf_throws, f, 0); }
GLOBAL int throws_in_global_loop(int x) { struct frame f = { .n = x }; return bpf_loop(1, leaf_throws, &f, 0); }
CB(g1_thrown_in_loop__EINVAL, leaf_throws)
TC(g1_thrown_in_loop_with_object__EINVAL, OBJECT; struct frame f = { .n = o->x }; bpf_loop(1, leaf_throws, &f, 0); DROP(o))
TC(g1_thrown_in_loop_of_global_with_object__EINVAL, OBJECT; throws_in_global_loop(o->x); DROP(o))
TC(g1_thrown_in_loop_of_static_with_object__EINVAL, OBJECT; struct frame f = { .n = o->x }; throws_in_loop(&f); DROP(o))
TC(g1_with_iterator__EINVAL, struct bpf_iter_num it; bpf_iter_num_new(&it, 0, 3); if (ctx->len) bpf_throw(1); bpf_iter_num_destroy(&it))
TC(g1_global_with_iterator__ok, struct bpf_iter_num it; bpf_iter_num_new(&it, 0, 3); throws(ctx->len); bpf_iter_num_destroy(&it))
TC(g1_with_lock__EINVAL, L; bpf_spin_lock(&l->lock); if (ctx->len) bpf_throw(1); bpf_spin_unlock(&l->lock))
TC(g1_with_rcu__EINVAL, bpf_rcu_read_lock(); if (ctx->len) bpf_throw(1); bpf_rcu_read_unlock())
TC(g1_global_with_rcu__ok, bpf_rcu_read_lock(); throws(ctx->len); bpf_rcu_read_unlock())
TC(g1_without_preemption__EINVAL, bpf_preempt_disable(); if (ctx->len) bpf_throw(1); bpf_preempt_enable())
TC(g1_global_without_preemption__EINVAL, bpf_preempt_disable(); throws(ctx->len); bpf_preempt_enable())
TC(g1_with_record__EINVAL, __u64 *r = bpf_ringbuf_reserve(&rb, 8, 0); if (!r) return 0; if (ctx->len) bpf_throw(1); bpf_ringbuf_submit(r, 0))
TC(g1_with_task__EINVAL, struct task_struct *t = bpf_task_from_pid(1); if (!t) return 0; if (ctx->len) bpf_throw(1); bpf_task_release(t))
TC(g1_with_task_kept__ok, K; struct task_struct *t = bpf_task_from_pid(1); if (!t) return 0; t = bpf_kptr_xchg(&v->task, t); if (t) bpf_task_release(t); bpf_throw(1))
TC(g1_with_old_of_field__EINVAL, K; struct task_struct *t = bpf_kptr_xchg(&v->task, NULL); if (ctx->len) bpf_throw(1); if (t) bpf_task_release(t))
TC(g1_with_null_of_field__ok, K; struct task_struct *t = bpf_kptr_xchg(&v->task, NULL); if (!t) bpf_throw(1); bpf_task_release(t))
TC(g1_dynptr_held__EINVAL, struct bpf_dynptr d; bpf_ringbuf_reserve_dynptr(&rb, 8, 0, &d); if (ctx->len) bpf_throw(1); bpf_ringbuf_submit_dynptr(&d, 0))
TC(g1_cookie_is_pointer__EINVAL, bpf_throw((long)ctx))
TC(g1_cookie_unknown__ok, bpf_throw(ctx->len))
TC(g1_after_throw__ok, bpf_throw(1); sink = *(volatile __u64 *)8)
static _Bool less_throws(struct bpf_rb_node *a, const struct bpf_rb_node *b) { bpf_throw(1); return 0; }
TC(g1_thrown_by_order__EINVAL, struct node *n = NEW(struct node); if (!n) return 0; bpf_spin_lock(&lock); bpf_rbtree_add_impl(&root, &n->n, less_throws, NULL, 0); bpf_spin_unlock(&lock))
XDP(g1_result_of_xdp__ok, bpf_throw(5))
TRACE(g1_thrown_in_tracing__EINVAL, bpf_throw(5))

// ---- ciphers
#define CREATE struct bpf_crypto_params p = {}; int err; struct bpf_crypto_ctx *c = bpf_crypto_ctx_create(&p, sizeof(p), &err)
#define IO struct bpf_dynptr from, to; __u64 *b = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!b) return 0; bpf_dynptr_from_mem(b, 16, 0, &from); bpf_dynptr_from_mem(b, 16, 0, &to)
SYS(h1_made_and_released__ok, CREATE; if (c) bpf_crypto_ctx_release(c))
SYS(h1_made_and_lost__EINVAL, CREATE; sink = (long)c)
SYS(h1_unchecked__EACCES, CREATE; bpf_crypto_ctx_release(c))
SYS(h1_released_twice__EINVAL, CREATE; if (c) { bpf_crypto_ctx_release(c); bpf_crypto_ctx_release(c); })
SYS(h1_acquired__ok, CREATE; if (!c) return 0; struct bpf_crypto_ctx *d = bpf_crypto_ctx_acquire(c); bpf_crypto_ctx_release(c); if (d) bpf_crypto_ctx_release(d))
SYS(h1_used_after_release__EACCES, CREATE; if (!c) return 0; bpf_crypto_ctx_release(c); sink = *(volatile int *)&c->siv_len)
SYS(h1_acquired_after_release__EINVAL, CREATE; if (!c) return 0; bpf_crypto_ctx_release(c); c = bpf_crypto_ctx_acquire(c); if (c) bpf_crypto_ctx_release(c))
SYS(h1_member_read__ok, CREATE; if (!c) return 0; sink = c->siv_len; bpf_crypto_ctx_release(c))
SYS(h1_member_written__EACCES, CREATE; if (!c) return 0; c->siv_len = 1; bpf_crypto_ctx_release(c))
SYS(h1_size_unknown__ok, struct bpf_crypto_params p = {}; int err; struct bpf_crypto_ctx *c = bpf_crypto_ctx_create(&p, ANY & 255, &err); if (c) bpf_crypto_ctx_release(c))
SYS(h1_size_zero__ok, struct bpf_crypto_params p = {}; int err; struct bpf_crypto_ctx *c = bpf_crypto_ctx_create(&p, 0, &err); if (c) bpf_crypto_ctx_release(c))
SYS(h1_size_beyond__EINVAL, struct bpf_crypto_params p = {}; int err; struct bpf_crypto_ctx *c = bpf_crypto_ctx_create(&p, sizeof(p) + 64, &err); if (c) bpf_crypto_ctx_release(c))
SYS(h1_no_parameters__EACCES, int err; struct bpf_crypto_ctx *c = bpf_crypto_ctx_create(NULL, 8, &err); if (c) bpf_crypto_ctx_release(c))
SYS(h1_no_error__ok, struct bpf_crypto_params p = {}; struct bpf_crypto_ctx *c = bpf_crypto_ctx_create(&p, sizeof(p), NULL); if (c) bpf_crypto_ctx_release(c))
SYS(h1_kept__ok, K; CREATE; if (!c) return 0; c = bpf_kptr_xchg(&v->ctx, c); if (c) bpf_crypto_ctx_release(c))
SYS(h1_kept_in_field_of_task__EACCES, K; CREATE; if (!c) return 0; c = bpf_kptr_xchg(&v->task, c); if (c) bpf_crypto_ctx_release(c))
SYS(h1_used_here__EACCES, CREATE; if (!c) return 0; IO; bpf_crypto_encrypt(c, &from, &to, NULL); bpf_crypto_ctx_release(c))
TC(h1_made_in_tc__EACCES, CREATE; if (c) bpf_crypto_ctx_release(c))
#define OF_FIELD K; bpf_rcu_read_lock(); struct bpf_crypto_ctx *c = v->ctx; if (!c) { bpf_rcu_read_unlock(); return 0; }
TC(h2_encrypts__EINVAL, OF_FIELD; IO; sink = bpf_crypto_encrypt(c, &from, &to, NULL); bpf_rcu_read_unlock())
TC(h2_encrypts_unchecked__EACCES, K; bpf_rcu_read_lock(); struct bpf_crypto_ctx *c = v->ctx; struct bpf_dynptr d; bpf_dynptr_from_skb(ctx, 0, &d); bpf_crypto_encrypt(c, &d, &d, NULL); bpf_rcu_read_unlock())
TC(h2_encrypts_after_section__EINVAL, OF_FIELD; bpf_rcu_read_unlock(); IO; sink = bpf_crypto_encrypt(c, &from, &to, NULL))
TC(h2_packet_in_place__ok, OF_FIELD; struct bpf_dynptr d; bpf_dynptr_from_skb(ctx, 0, &d); bpf_crypto_encrypt(c, &d, &d, NULL); bpf_rcu_read_unlock())
TC(h2_packet_bytes_after__ok, OF_FIELD; struct bpf_dynptr d; bpf_dynptr_from_skb(ctx, 0, &d); volatile char *p = bpf_dynptr_slice(&d, 0, NULL, 4); bpf_crypto_encrypt(c, &d, &d, NULL); bpf_rcu_read_unlock(); if (p) sink = *p)
TC(h2_dynptr_not_made__EINVAL, OF_FIELD; struct bpf_dynptr d; bpf_crypto_encrypt(c, &d, &d, NULL); bpf_rcu_read_unlock())
TC(h2_no_source__EACCES, OF_FIELD; IO; bpf_crypto_encrypt(c, NULL, &to, NULL); bpf_rcu_read_unlock())
TC(h2_no_target__EACCES, OF_FIELD; IO; bpf_crypto_decrypt(c, &from, NULL, NULL); bpf_rcu_read_unlock())
TC(h2_vector_of_packet__EINVAL, OF_FIELD; IO; struct bpf_dynptr d; bpf_dynptr_from_skb(ctx, 0, &d); bpf_crypto_decrypt(c, &from, &to, &d); bpf_rcu_read_unlock())
TC(h2_reserved_target__ok, OF_FIELD; struct bpf_dynptr d; bpf_ringbuf_reserve_dynptr(&rb, 16, 0, &d); bpf_crypto_encrypt(c, &d, &d, NULL); bpf_ringbuf_submit_dynptr(&d, 0); bpf_rcu_read_unlock())
TC(h2_task_as_cipher__EINVAL, IO; bpf_crypto_encrypt((void *)bpf_get_current_task_btf(), &from, &to, NULL))
TC(h2_acquired_in_tc__EACCES, OF_FIELD; c = bpf_crypto_ctx_acquire(c); bpf_rcu_read_unlock(); if (c) bpf_crypto_ctx_release(c))
TRACE(h2_encrypts_in_tracing__EACCES, OF_FIELD; IO; bpf_crypto_encrypt(c, &from, &to, NULL); bpf_rcu_read_unlock())
XDP(h2_encrypts_in_xdp__EINVAL, OF_FIELD; IO; bpf_crypto_encrypt(c, &from, &to, NULL); bpf_rcu_read_unlock())

// ---- sockets in maps
struct bpf_iter_meta { struct seq_file *seq; } CO_RE;
struct bpf_iter__bpf_map_elem { struct bpf_iter_meta *meta; struct bpf_map *map; __u32 *key; __u64 *value; };
struct bpf_iter__bpf_sk_storage_map { struct bpf_iter_meta *meta; struct bpf_map *map; struct sock *sk; __u64 *value; };
IN("iter/bpf_sk_storage_map", struct bpf_iter__bpf_sk_storage_map, k1_socket_kept__ok, K; struct sock *sk = ctx->sk; if (sk) v->sk = sk)
IN("iter/bpf_sk_storage_map", struct bpf_iter__bpf_sk_storage_map, k1_socket_kept_unchecked__ok, K; v->sk = ctx->sk)
IN("iter/bpf_sk_storage_map", struct bpf_iter__bpf_sk_storage_map, k1_value_written__ok, if (ctx->value) *ctx->value = 1)
IN("iter/bpf_sk_storage_map", struct bpf_iter__bpf_sk_storage_map, k1_value_unchecked__EACCES, *ctx->value = 1)
IN("iter/bpf_sk_storage_map", struct bpf_iter__bpf_sk_storage_map, k1_socket_read__ok, if (ctx->sk) sink = ctx->sk->sk_priority)
IN("iter/bpf_sk_storage_map", struct bpf_iter__bpf_sk_storage_map, k1_socket_unchecked__EACCES, sink = ctx->sk->sk_priority)
IN("iter/bpf_sk_storage_map", struct bpf_iter__bpf_sk_storage_map, k1_value_beyond_pages__EINVAL, if (ctx->value) sink = *(volatile __u64 *)((char *)ctx->value + (1 << 29)))
TC(k1_read_of_field__ok, K; struct sock *sk = v->sk; if (sk) sink = sk->sk_priority)
TC(k1_read_unchecked__EACCES, K; struct sock *sk = v->sk; sink = sk->sk_priority)
TC(k1_storage_of_field__EINVAL, K; struct sock *sk = v->sk; if (sk) sink = bpf_sk_cgroup_id(sk))
TC(k1_socket_of_lookup_kept__EACCES, K; struct bpf_sock_tuple t = {}; struct bpf_sock *sk = bpf_sk_lookup_udp(ctx, &t, 12, -1, 0); if (!sk) return 0; v->sk = (void *)sk; bpf_sk_release(sk))
TC(k1_socket_of_lookup_exchanged__EACCES, K; struct bpf_sock_tuple t = {}; void *sk = bpf_sk_lookup_udp(ctx, &t, 12, -1, 0); if (!sk) return 0; sk = bpf_kptr_xchg(&v->sk, sk); if (sk) bpf_sk_release(sk))
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_value_written__ok, if (ctx->value) ctx->value[1] = 1)
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_key_written__EACCES, if (ctx->key) *ctx->key = 1)
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_key_unchecked__EACCES, sink = *ctx->key)
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_key_wide__ok, if (ctx->key) sink = *(volatile __u64 *)ctx->key)
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_value_atomic__ok, if (ctx->value) __sync_fetch_and_add(ctx->value, 1))
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_value_at_index__EACCES, __u32 i = ANY & 7; if (ctx->value) sink = *(volatile __u64 *)&ctx->value[i])
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_value_before__EACCES, if (ctx->value) sink = *(volatile __u64 *)&ctx->value[-1])
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_deleted__EACCES, if (ctx->key) bpf_map_delete_elem(ctx->map, ctx->key))
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_deleted_of_named__EACCES, if (ctx->key) bpf_map_delete_elem(&hash, ctx->key))
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_updated_of_named__EACCES, if (ctx->key && ctx->value) bpf_map_update_elem(&hash, ctx->key, ctx->value, 0))
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_value_as_output__ok, if (ctx->value) bpf_ringbuf_output(&rb, ctx->value, 8, 0))
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_returns_two__EINVAL, return 2)
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_value_copied_into__ok, if (ctx->value) bpf_probe_read(ctx->value, 8, ctx))
IN("iter/bpf_map_elem", struct bpf_iter__bpf_map_elem, k2_value_as_context_of_loop__EACCES, if (ctx->value) bpf_loop(2, leaf, ctx->value, 0))

// ---- registers of probes
struct pt_regs { unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss; };
#define PROBE(NAME, ...) IN("kprobe/do_nanosleep", struct pt_regs, NAME, __VA_ARGS__)
PROBE(p1_last_register__ok, sink = ctx->ss)
PROBE(p1_beyond__EACCES, sink = *(volatile unsigned long *)(ctx + 1))
PROBE(p1_at_index__EACCES, __u32 i = ANY & 7; sink = ((volatile unsigned long *)ctx)[i])
PROBE(p1_half__ok, sink = *(volatile __u32 *)&ctx->di)
PROBE(p1_upper_half__ok, sink = *((volatile __u32 *)&ctx->di + 1))
PROBE(p1_byte__ok, sink = *(volatile char *)&ctx->di)
PROBE(p1_written__EACCES, ctx->di = 1)
PROBE(p1_read_by_helper_at_index__ok, __u64 v = 0; __u32 i = ANY & 127; bpf_probe_read(&v, 8, (char *)ctx + i); sink = v)
PROBE(p1_register_as_pointer__EACCES, sink = *(volatile __u64 *)ctx->sp)
PROBE(p1_table_at_register__ok, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) sink = v[ctx->di & 3])
PROBE(p1_table_at_register_beyond__EACCES, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) sink = v[ctx->di & 7])
