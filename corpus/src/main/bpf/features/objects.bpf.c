// SPDX-License-Identifier: Apache-2.0
// Objects that programs allocate, in lists, trees and map values.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct bpf_list_head { __u64 opaque[2]; } __attribute__((aligned(8)));
struct bpf_list_node { __u64 opaque[3]; } __attribute__((aligned(8)));
struct bpf_rb_root { __u64 opaque[2]; } __attribute__((aligned(8)));
struct bpf_rb_node { __u64 opaque[4]; } __attribute__((aligned(8)));
struct bpf_refcount { __u32 opaque[1]; } __attribute__((aligned(4)));

extern void *bpf_obj_new_impl(__u64 id, void *meta) __ksym;
extern void bpf_obj_drop_impl(void *p, void *meta) __ksym;
extern void *bpf_percpu_obj_new_impl(__u64 id, void *meta) __ksym;
extern void bpf_percpu_obj_drop_impl(void *p, void *meta) __ksym;
extern void *bpf_refcount_acquire_impl(void *p, void *meta) __ksym;
extern int bpf_list_push_front_impl(struct bpf_list_head *h, struct bpf_list_node *n, void *meta, __u64 off) __ksym;
extern int bpf_list_push_back_impl(struct bpf_list_head *h, struct bpf_list_node *n, void *meta, __u64 off) __ksym;
extern struct bpf_list_node *bpf_list_pop_front(struct bpf_list_head *h) __ksym;
extern struct bpf_list_node *bpf_list_pop_back(struct bpf_list_head *h) __ksym;
extern int bpf_rbtree_add_impl(struct bpf_rb_root *r, struct bpf_rb_node *n,
			       _Bool (*less)(struct bpf_rb_node *a, const struct bpf_rb_node *b), void *meta, __u64 off) __ksym;
extern struct bpf_rb_node *bpf_rbtree_remove(struct bpf_rb_root *r, struct bpf_rb_node *n) __ksym;
extern struct bpf_rb_node *bpf_rbtree_first(struct bpf_rb_root *r) __ksym;
extern void bpf_throw(__u64 cookie) __ksym;
static void *(*const kptr_xchg)(void *field, void *ptr) = (void *)194;
static void *(*const per_cpu_ptr)(const void *ptr, __u32 cpu) = (void *)153;
static void *(*const this_cpu_ptr)(const void *ptr) = (void *)154;

#define CONTAINS(TYPE, NODE) __attribute__((btf_decl_tag("contains:" #TYPE ":" #NODE)))
#define KPTR __attribute__((btf_type_tag("kptr")))
#define PERCPU_KPTR __attribute__((btf_type_tag("percpu_kptr")))
#define NEW(T) ((T *)bpf_obj_new_impl(__builtin_btf_type_id(*(T *)0, 0), NULL))
#define DROP(P) bpf_obj_drop_impl(P, NULL)
#define CONTAINER(P, T, F) ((T *)((char *)(P) - __builtin_offsetof(T, F)))

struct item { __u64 key; struct bpf_list_node l; };
struct leaf { struct bpf_rb_node r; __u64 key; __u64 order; };
struct shared { __u64 key; struct bpf_rb_node r; struct bpf_list_node l; struct bpf_refcount ref; };
struct counter { __u64 n; };
struct queue { struct bpf_spin_lock lock; struct bpf_list_head head CONTAINS(item, l); };
struct chain { __u64 key; };
struct outer { __u64 key; struct chain KPTR *inner; };
struct home { struct outer KPTR *wrapper; };
struct slot { struct chain KPTR *object; struct counter PERCPU_KPTR *counter; __u64 n; };

#define GROUP(NAME) SEC(".data." #NAME) __attribute__((visibility("hidden"), aligned(8)))
GROUP(A) struct bpf_spin_lock lock;
GROUP(A) struct bpf_list_head head CONTAINS(item, l);
GROUP(B) struct bpf_spin_lock lock_b;
GROUP(B) struct bpf_rb_root root CONTAINS(leaf, r);
GROUP(C) struct bpf_spin_lock lock_c;
GROUP(C) struct bpf_list_head head_c CONTAINS(shared, l);
GROUP(C) struct bpf_rb_root root_c CONTAINS(shared, r);
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 4); __type(key, __u32); __type(value, struct queue); } queues SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 2); __type(key, __u32); __type(value, struct slot); } slots SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 2); __type(key, __u32); __type(value, struct home); } homes SEC(".maps");

__u64 in;
__u64 out;
__u64 calls;
__u64 order;

// Lists
static __always_inline int push(__u64 key, _Bool front)
{
	struct item *item = NEW(struct item);
	if (!item) return -1;
	item->key = key;
	bpf_spin_lock(&lock);
	int result = front ? bpf_list_push_front_impl(&head, &item->l, NULL, 0) : bpf_list_push_back_impl(&head, &item->l, NULL, 0);
	bpf_spin_unlock(&lock);
	return result;
}
static __always_inline int pop(_Bool front)
{
	bpf_spin_lock(&lock);
	struct bpf_list_node *node = front ? bpf_list_pop_front(&head) : bpf_list_pop_back(&head);
	bpf_spin_unlock(&lock);
	if (!node) return -2;
	struct item *item = CONTAINER(node, struct item, l);
	int key = item->key;
	DROP(item);
	return key;
}
SEC("tc") int push_front(struct __sk_buff *ctx) { return push(in, 1); }
SEC("tc") int push_back(struct __sk_buff *ctx) { return push(in, 0); }
SEC("tc") int pop_front(struct __sk_buff *ctx) { return pop(1); }
SEC("tc") int pop_back(struct __sk_buff *ctx) { return pop(0); }

// Trees
static _Bool less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	calls++;
	return CONTAINER(a, struct leaf, r)->key < CONTAINER(b, struct leaf, r)->key;
}
SEC("tc") int tree_add(struct __sk_buff *ctx)
{
	struct leaf *leaf = NEW(struct leaf);
	if (!leaf) return -1;
	leaf->key = in;
	leaf->order = ++order;
	bpf_spin_lock(&lock_b);
	int result = bpf_rbtree_add_impl(&root, &leaf->r, less, NULL, 0);
	bpf_spin_unlock(&lock_b);
	return result;
}
SEC("tc") int tree_first(struct __sk_buff *ctx)
{
	int key = -2;
	bpf_spin_lock(&lock_b);
	struct bpf_rb_node *node = bpf_rbtree_first(&root);
	if (node) key = CONTAINER(node, struct leaf, r)->key;
	bpf_spin_unlock(&lock_b);
	return key;
}
SEC("tc") int tree_take_first(struct __sk_buff *ctx)
{
	bpf_spin_lock(&lock_b);
	struct bpf_rb_node *node = bpf_rbtree_first(&root);
	if (node) node = bpf_rbtree_remove(&root, node);
	bpf_spin_unlock(&lock_b);
	if (!node) return -2;
	struct leaf *leaf = CONTAINER(node, struct leaf, r);
	int key = leaf->key;
	out = leaf->order;
	DROP(leaf);
	return key;
}

// In a list and a tree at once
static _Bool shared_less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	return CONTAINER(a, struct shared, r)->key < CONTAINER(b, struct shared, r)->key;
}
SEC("tc") int share(struct __sk_buff *ctx)
{
	struct shared *one = NEW(struct shared);
	if (!one) return -1;
	one->key = in;
	struct shared *two = bpf_refcount_acquire_impl(one, NULL);
	bpf_spin_lock(&lock_c);
	bpf_list_push_back_impl(&head_c, &one->l, NULL, 0);
	bpf_rbtree_add_impl(&root_c, &two->r, shared_less, NULL, 0);
	bpf_spin_unlock(&lock_c);
	return 0;
}
SEC("tc") int unlist(struct __sk_buff *ctx)
{
	bpf_spin_lock(&lock_c);
	struct bpf_list_node *node = bpf_list_pop_front(&head_c);
	bpf_spin_unlock(&lock_c);
	if (!node) return -2;
	struct shared *one = CONTAINER(node, struct shared, l);
	int key = one->key;
	DROP(one);
	return key;
}
SEC("tc") int unplant(struct __sk_buff *ctx)
{
	bpf_spin_lock(&lock_c);
	struct bpf_rb_node *node = bpf_rbtree_first(&root_c);
	if (node) node = bpf_rbtree_remove(&root_c, node);
	bpf_spin_unlock(&lock_c);
	if (!node) return -2;
	struct shared *one = CONTAINER(node, struct shared, r);
	int key = one->key;
	DROP(one);
	return key;
}
// The second push of one object fails and gives its reference up.
SEC("tc") int push_twice(struct __sk_buff *ctx)
{
	struct shared *one = NEW(struct shared);
	if (!one) return -1;
	struct shared *two = bpf_refcount_acquire_impl(one, NULL);
	bpf_spin_lock(&lock_c);
	int first = bpf_list_push_back_impl(&head_c, &one->l, NULL, 0);
	int second = bpf_list_push_back_impl(&head_c, &two->l, NULL, 0);
	bpf_spin_unlock(&lock_c);
	return first == 0 ? -second : -1000;
}

// In values
SEC("tc") int push_in_value(struct __sk_buff *ctx)
{
	__u32 key = 1;
	struct queue *queue = bpf_map_lookup_elem(&queues, &key);
	if (!queue) return -1;
	struct item *item = NEW(struct item);
	if (!item) return -1;
	bpf_spin_lock(&queue->lock);
	int result = bpf_list_push_back_impl(&queue->head, &item->l, NULL, 0);
	bpf_spin_unlock(&queue->lock);
	return result;
}
SEC("tc") int put(struct __sk_buff *ctx)
{
	__u32 key = 0;
	struct slot *slot = bpf_map_lookup_elem(&slots, &key);
	if (!slot) return -1;
	struct chain *chain = NEW(struct chain);
	if (!chain) return -1;
	chain->key = in;
	chain = kptr_xchg(&slot->object, chain);
	if (!chain) return -2;
	int old = chain->key;
	DROP(chain);
	return old;
}
// The object in the field becomes part of another one.
SEC("tc") int wrap(struct __sk_buff *ctx)
{
	__u32 key = 0;
	struct slot *slot = bpf_map_lookup_elem(&slots, &key);
	struct home *home = bpf_map_lookup_elem(&homes, &key);
	if (!slot || !home) return -1;
	struct outer *wrapper = NEW(struct outer);
	if (!wrapper) return -1;
	struct chain *inner = kptr_xchg(&slot->object, NULL);
	if (inner) {
		inner = kptr_xchg(&wrapper->inner, inner);
		if (inner) DROP(inner);
	}
	wrapper = kptr_xchg(&home->wrapper, wrapper);
	if (wrapper) DROP(wrapper);
	return 0;
}
SEC("tc") int look(struct __sk_buff *ctx)
{
	__u32 key = 0;
	struct slot *slot = bpf_map_lookup_elem(&slots, &key);
	if (!slot) return -1;
	struct chain *chain = slot->object;
	return chain ? chain->key : -2;
}
// What RCU protects can be read after it was dropped.
SEC("tc") int look_after_drop(struct __sk_buff *ctx)
{
	__u32 key = 0;
	struct slot *slot = bpf_map_lookup_elem(&slots, &key);
	if (!slot) return -1;
	struct chain *chain = slot->object;
	struct chain *taken = kptr_xchg(&slot->object, NULL);
	if (taken) DROP(taken);
	return chain ? chain->key : -2;
}
SEC("tc") int count_per_cpu(struct __sk_buff *ctx)
{
	__u32 key = 0;
	struct slot *slot = bpf_map_lookup_elem(&slots, &key);
	if (!slot) return -1;
	struct counter *counter = slot->counter;
	if (!counter) {
		struct counter *fresh = bpf_percpu_obj_new_impl(__builtin_btf_type_id(*(struct counter *)0, 0), NULL);
		if (!fresh) return -1;
		fresh = kptr_xchg(&slot->counter, fresh);
		if (fresh) bpf_percpu_obj_drop_impl(fresh, NULL);
		counter = slot->counter;
		if (!counter) return -1;
	}
	struct counter *mine = this_cpu_ptr(counter);
	mine->n++;
	struct counter *first = per_cpu_ptr(counter, 0);
	struct counter *none = per_cpu_ptr(counter, 1000);
	return first && !none ? first->n * 100 + mine->n : -3;
}

// Linux lets a global function throw while its caller owns an object.
__attribute__((noinline)) int throws(int x) { if (x) bpf_throw(7); return 1; }
SEC("tc") int lose(struct __sk_buff *ctx)
{
	struct item *item = NEW(struct item);
	if (!item) return -1;
	int result = throws(in != 0);
	DROP(item);
	return result;
}
// As many as there is room for.
struct large { __u64 key; struct bpf_list_node l; char bytes[4000]; };
GROUP(D) struct bpf_spin_lock lock_d;
GROUP(D) struct bpf_list_head head_d CONTAINS(large, l);
SEC("tc") int fill(struct __sk_buff *ctx)
{
	for (int i = 0; i < 1000; i++) {
		struct large *large = NEW(struct large);
		if (!large) return i;
		bpf_spin_lock(&lock_d);
		bpf_list_push_back_impl(&head_d, &large->l, NULL, 0);
		bpf_spin_unlock(&lock_d);
	}
	return -1;
}

// What no verifier lets through: the host must not mind.
SEC("?tc") int corrupt_head(struct __sk_buff *ctx)
{
	volatile __u64 *words = (void *)&head;
	words[0] = in;
	words[1] = ~in;
	return 0;
}
SEC("?tc") int corrupt_node(struct __sk_buff *ctx)
{
	struct item *item = NEW(struct item);
	if (!item) return -1;
	bpf_spin_lock(&lock);
	bpf_list_push_back_impl(&head, &item->l, NULL, 0);
	bpf_spin_unlock(&lock);
	volatile __u64 *words = (void *)&item->l;
	words[0] = in;
	words[2] = in;
	return 0;
}
SEC("?tc") int forge_pointer(struct __sk_buff *ctx)
{
	__u32 key = 0;
	struct slot *slot = bpf_map_lookup_elem(&slots, &key);
	if (!slot) return -1;
	*(volatile __u64 *)&slot->object = in;
	struct chain *chain = kptr_xchg(&slot->object, NULL);
	if (chain) DROP(chain);
	return chain ? 1 : 0;
}
SEC("?tc") int drop_anything(struct __sk_buff *ctx) { DROP((void *)in); return 0; }
SEC("?tc") int drop_twice(struct __sk_buff *ctx)
{
	struct item *item = NEW(struct item);
	if (!item) return -1;
	DROP(item);
	DROP(item);
	return 0;
}
SEC("?tc") int push_anything(struct __sk_buff *ctx) { return bpf_list_push_back_impl(&head, (void *)in, NULL, 0); }
SEC("?tc") int push_anywhere(struct __sk_buff *ctx)
{
	struct item *item = NEW(struct item);
	return item ? bpf_list_push_back_impl((void *)in, &item->l, NULL, 0) : -1;
}
SEC("?tc") int keep(struct __sk_buff *ctx) { out = (__u64)NEW(struct item); return 0; }
