// SPDX-License-Identifier: Apache-2.0
// A remote control: one program that performs one map or timer operation per run, and callbacks that obey a list of
// such operations. The driver composes nearly all run-time scenarios from it.
#include "bpf.h"
#include "shared.h"

struct val { __u64 id; struct bpf_timer t; __u64 tail; };

MAP(arr, ARRAY, 16, 0, __u32, struct val);
MAP(hash, HASH, 8, 0, __u32, struct val);
MAP(hash_np, HASH, 8, BPF_F_NO_PREALLOC, __u32, struct val);
MAP(lru, LRU_HASH, 4, 0, __u32, struct val);
struct inner_hash { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 8); __type(key, __u32); __type(value, struct val); };
struct inner_hash inner0 SEC(".maps");
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(values, struct inner_hash);
} outer SEC(".maps") = { .values = { [1] = &inner0 } };

struct shared sh;

// A variable of the kernel: in which context the code runs.
struct pcpu_hot { void *current_task; int preempt_count; };	// as 6.12 for x86-64 has it
extern struct pcpu_hot pcpu_hot __ksym;

static __u64 preempt_count(void)
{
	struct pcpu_hot *h = bpf_this_cpu_ptr(&pcpu_hot);
	return h->preempt_count;
}

struct spin { __u64 until, want; __u32 flag, hit; };

static int spin_step(__u32 i, struct spin *s)
{
	if (s->flag < 16 && *(volatile __u64 *)&sh.flag[s->flag & 15] >= s->want) {
		s->hit = 1;
		return 1;
	}
	return bpf_ktime_get_ns() >= s->until;
}

static __noinline long spin(__u64 ns, __u32 flag, __u64 want)
{
	struct spin s = { bpf_ktime_get_ns() + ns, want, flag, 0 };
	bpf_loop(1 << 23, spin_step, &s, 0);
	return s.hit;
}

static int cb0(void *map, __u32 *key, struct val *v);
static int cb1(void *map, __u32 *key, struct val *v);
static int leaf0(void *map, __u32 *key, struct val *v);
static int leaf1(void *map, __u32 *key, struct val *v);

// Level 0: the program; 1: cb0 and cb1; 2: leaf0 and leaf1, which only act on their own timer and set no callback. The levels are there because
// 6.12 takes a callback that sets itself again for an endless loop when it does so from a function that it calls.
static __always_inline long set(struct val *v, __u32 which, int level)
{
	if (level == 0)
		return which ? bpf_timer_set_callback(&v->t, cb1) : bpf_timer_set_callback(&v->t, cb0);
	if (level == 1)
		return which ? bpf_timer_set_callback(&v->t, leaf1) : bpf_timer_set_callback(&v->t, leaf0);
	return -5555;
}

static __always_inline long timer_op(struct val *v, void *map, struct req *r, int level)
{
	__u64 ns = r->arg;
	switch (r->op) {
	case INIT:
		return bpf_timer_init(&v->t, map, r->arg);
	case SET:
		return set(v, r->cb, level);
	case START:
		if (r->base == NOW_MONO)
			ns += bpf_ktime_get_ns();
		else if (r->base == NOW_BOOT)
			ns += bpf_ktime_get_boot_ns();
		return bpf_timer_start(&v->t, ns, r->flags);
	case CANCEL:
		return bpf_timer_cancel(&v->t);
	case FIND:
		return 1;
	}
	return -9999;
}

static __always_inline long map_op(void *map, struct req *r, int level)
{
	__u32 key = r->key;
	struct val nv = { .id = r->arg }, *v;
	if (r->op == DELETE)
		return bpf_map_delete_elem(map, &key);
	if (r->op == UPDATE)
		return bpf_map_update_elem(map, &key, &nv, r->flags);
	v = bpf_map_lookup_elem(map, &key);
	if (!v)
		return r->op == FIND ? 0 : -8888;
	return timer_op(v, map, r, level);
}

#define ON_MAP(M, L) static __noinline long M##_##L(struct req *r) { return map_op(&M, r, L); }
ON_MAP(arr, 0)
ON_MAP(hash, 0)
ON_MAP(hash_np, 0)
ON_MAP(lru, 0)
ON_MAP(arr, 1)
ON_MAP(hash, 1)

static __noinline long inner_0(struct req *r)
{
	__u32 one = 1;
	void *inner = bpf_map_lookup_elem(&outer, &one);
	return inner ? map_op(inner, r, 0) : -7777;
}

static __noinline long do_req(struct req *r, int level)
{
	switch (r->op) {
	case BUSY:
		spin(r->arg, 99, 0);
		return 0;
	case POST:
		sh.flag[r->key & 15] = r->arg;
		return 0;
	case WAIT:
		return spin(2000000000, r->key & 15, r->arg);
	}
	if (level == 1)
		return r->map == ARR ? arr_1(r) : r->map == HASH ? hash_1(r) : -6666;
	if (level == 0)
		switch (r->map) {
		case ARR: return arr_0(r);
		case HASH: return hash_0(r);
		case HASH_NP: return hash_np_0(r);
		case LRU: return lru_0(r);
		case INNER: return inner_0(r);
		}
	return -6666;
}

struct body { void *map; __u32 *key; struct val *v; struct slot *s; __u32 mine, n; };

static int fill_step(__u32 i, struct body *b)
{
	__u32 k = 1000 + i;
	struct val nv = {};
	bpf_map_update_elem(&lru, &k, &nv, 0);
	bpf_map_lookup_elem(&lru, &k);
	b->n++;
	return *b->key != b->mine;
}

static __always_inline int act(__u32 i, struct body *b, int level)
{
	if (i >= ACTS)
		return 1;
	struct slot *s = b->s;
	struct req r = s->act[i];
	long ret = 0;
	if (r.op == NOP)
		return 1;
	if (r.op == FILL) {
		b->n = 0;
		bpf_loop(r.arg, fill_step, b, 0);
		ret = b->n;
	} else if (r.op == KEY) {
		ret = *b->key;
	} else if (r.map == SELF && r.op == DELETE) {
		ret = bpf_map_delete_elem(b->map, b->key);
	} else if (r.map == SELF && r.op == UPDATE) {
		struct val nv = { .id = r.arg };
		ret = bpf_map_update_elem(b->map, b->key, &nv, r.flags);
	} else if (r.map == SELF && r.op == REINIT) {
		ret = bpf_timer_init(&b->v->t, b->map, 1);
		ret += set(b->v, 1, level);
		ret += bpf_timer_start(&b->v->t, r.arg, 0);
	} else if (r.map == SELF && r.op >= INIT && r.op <= CANCEL) {
		ret = timer_op(b->v, b->map, &r, level);
	} else {
		ret = do_req(&r, level);
	}
	s->res[i] = ret;
	return 0;
}

static int act_1(__u32 i, struct body *b) { return act(i, b, 1); }
static int act_2(__u32 i, struct body *b) { return act(i, b, 2); }

static __always_inline int body(void *map, __u32 *key, struct val *v, int which, int level)
{
	struct slot *s = &sh.slot[v->id & (SLOTS - 1)];
	__u64 n = __sync_fetch_and_add(&s->runs, 1);
	s->overlap += __sync_fetch_and_add(&s->inside, 1) > 0;
	__sync_fetch_and_add(&s->by_cb[which], 1);
	s->at = bpf_ktime_get_ns();
	s->key = *key;
	s->cpu = bpf_get_smp_processor_id();
	s->preempt = preempt_count();
	s->tail = v->tail;
	s->seq_in = __sync_fetch_and_add(&sh.seq, 1) + 1;
	if (n < s->limit) {
		struct body b = { map, key, v, s, *key, 0 };
		bpf_loop(ACTS, level == 1 ? act_1 : act_2, &b, 0);
	}
	s->seq_out = __sync_fetch_and_add(&sh.seq, 1) + 1;
	__sync_fetch_and_add(&s->inside, -1);
	return 0;
}

static int cb0(void *map, __u32 *key, struct val *v) { return body(map, key, v, 0, 1); }
static int cb1(void *map, __u32 *key, struct val *v) { return body(map, key, v, 1, 1); }
static int leaf0(void *map, __u32 *key, struct val *v) { return body(map, key, v, 0, 2); }
static int leaf1(void *map, __u32 *key, struct val *v) { return body(map, key, v, 1, 2); }

SEC("syscall") int op(struct req *ctx)
{
	struct req r = *ctx;
	sh.preempt = preempt_count();
	return do_req(&r, 0);
}

static int cancel_each(void *map, __u32 *key, struct val *v, __s64 *sum)
{
	*sum += bpf_timer_cancel(&v->t);
	return 0;
}

SEC("syscall") int cancel_all(struct req *ctx)
{
	__s64 sum = 0;
	bpf_for_each_map_elem(&hash, cancel_each, &sum, 0);
	return sum;
}
