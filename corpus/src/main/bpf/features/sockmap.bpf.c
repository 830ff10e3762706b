// SPDX-License-Identifier: Apache-2.0
// Programs on the data of sockets in maps. What they do is said by variables that the test sets; what they see and are answered goes into
// a log.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

#define AF_INET 2

enum { BPF_MAP_TYPE_SOCKMAP = 15, BPF_MAP_TYPE_SOCKHASH = 18 };

struct bpf_sock {
	__u32 bound_dev_if, family, type, protocol, mark, priority, src_ip4, src_ip6[4], src_port;
	__be16 dst_port;
	__u32 dst_ip4, dst_ip6[4], state;
};

struct sk_msg_md {
	void *data, *data_end;
	__u32 family, remote_ip4, local_ip4, remote_ip6[4], local_ip6[4], remote_port, local_port, size;
	struct bpf_sock *sk;
};

struct bpf_sock_ops {
	__u32 op, args[4], family;
};

static long (*const bpf_skb_store_bytes)(void *skb, __u32 off, const void *from, __u32 len, __u64 flags) = (void *)9;
static long (*const bpf_skb_change_tail)(void *skb, __u32 len, __u64 flags) = (void *)38;
static long (*const bpf_skb_change_head)(void *skb, __u32 len, __u64 flags) = (void *)43;
static __u64 (*const bpf_get_socket_cookie)(void *ctx) = (void *)46;
static long (*const bpf_skb_adjust_room)(void *skb, int delta, __u32 mode, __u64 flags) = (void *)50;
static long (*const bpf_sk_redirect_map)(void *skb, void *map, __u32 key, __u64 flags) = (void *)52;
static long (*const bpf_sock_map_update)(void *ops, void *map, void *key, __u64 flags) = (void *)53;
static long (*const bpf_msg_redirect_map)(void *msg, void *map, __u32 key, __u64 flags) = (void *)60;
static long (*const bpf_msg_apply_bytes)(void *msg, __u32 bytes) = (void *)61;
static long (*const bpf_msg_cork_bytes)(void *msg, __u32 bytes) = (void *)62;
static long (*const bpf_msg_pull_data)(void *msg, __u32 start, __u32 end, __u64 flags) = (void *)63;
static long (*const bpf_sock_hash_update)(void *ops, void *map, void *key, __u64 flags) = (void *)70;
static long (*const bpf_msg_redirect_hash)(void *msg, void *map, void *key, __u64 flags) = (void *)71;
static long (*const bpf_sk_redirect_hash)(void *skb, void *map, void *key, __u64 flags) = (void *)72;
static long (*const bpf_msg_push_data)(void *msg, __u32 start, __u32 len, __u64 flags) = (void *)90;
static long (*const bpf_msg_pop_data)(void *msg, __u32 start, __u32 len, __u64 flags) = (void *)91;

#define MAP(NAME, TYPE, KEY, VALUE) \
	struct { \
		__uint(type, TYPE); \
		__uint(max_entries, 4); \
		__uint(key_size, KEY); \
		__uint(value_size, VALUE); \
	} NAME SEC(".maps")

MAP(m, BPF_MAP_TYPE_SOCKMAP, 4, 8);  // sockets that programs are attached to
MAP(t, BPF_MAP_TYPE_SOCKMAP, 4, 8);  // where they redirect to
MAP(h, BPF_MAP_TYPE_SOCKHASH, 8, 8); // the same by names
MAP(n, BPF_MAP_TYPE_SOCKMAP, 4, 4);  // without room for a cookie

enum { LOG = 512 };
__s64 seen[LOG];
__u32 seen_count;

static __always_inline void put(__s64 value)
{
	__u32 at = seen_count;

	if (at < LOG) {
		seen[at] = value;
		seen_count = at + 1;
	}
}

// What programs do, set by the test: steps, each an operation with three arguments, then a verdict.
enum { APPLY = 1, CORK, PULL, PUSH, POP, FIELDS, FIRST, WRITE, TAIL, HEAD, ROOM, STORE, COOKIE, SOCK };
enum { STEPS = 4 };
__s64 op[STEPS], arg_a[STEPS], arg_b[STEPS], arg_c[STEPS];
// 0 drop, 1 pass, 2 redirect by the map, 3 by the hash, 4 and 5 redirect by the map, but pass or drop; others as they are
__s64 verdict = 1;
__u64 flags; // of the redirect
__u32 slot;
__u64 name;
__s64 parse = -1; // what the parser returns: -1 the whole length, -2 what the first byte says, others less 1000

static __always_inline void first(void *data, void *data_end)
{
	__u8 *bytes = data;

	put(data_end - data);
	put(data + 1 <= data_end ? bytes[0] : -1);
	put(data + 2 <= data_end ? bytes[1] : -1);
}

static __noinline long msg_step(struct sk_msg_md *msg, __u32 step)
{
	long result = 0;
	__s64 a, b, c;

	if (step >= STEPS)
		return 0;
	a = arg_a[step];
	b = arg_b[step];
	c = arg_c[step];
	switch (op[step]) {
	case APPLY: result = bpf_msg_apply_bytes(msg, a); break;
	case CORK:
		if (msg->size >= a)
			return 0;
		result = bpf_msg_cork_bytes(msg, a);
		break;
	case PULL: result = bpf_msg_pull_data(msg, a, b, c); break;
	case PUSH: result = bpf_msg_push_data(msg, a, b, c); break;
	case POP: result = bpf_msg_pop_data(msg, a, b, c); break;
	case FIELDS:
		put(msg->family);
		put(msg->remote_ip4);
		put(msg->local_ip4);
		put(msg->remote_ip6[0]);
		put(msg->remote_ip6[3]);
		put(msg->local_ip6[0]);
		put(msg->local_ip6[3]);
		put(msg->remote_port);
		put(msg->local_port);
		break;
	case WRITE: {
		__u8 *data = msg->data;

		if ((void *)(data + 1) <= msg->data_end)
			data[0] = a;
		break;
	}
	case SOCK:
		put(msg->sk->family);
		put(msg->sk->src_port);
		put(msg->sk->state);
		break;
	default: return 0;
	}
	put(result);
	put(msg->size);
	first(msg->data, msg->data_end);
	return 0;
}

SEC("sk_msg") int msg(struct sk_msg_md *msg)
{
	put(msg->size);
	first(msg->data, msg->data_end);
	for (int i = 0; i < STEPS; i++)
		msg_step(msg, i);
	switch (verdict) {
	case 2: return bpf_msg_redirect_map(msg, &t, slot, flags);
	case 3: return bpf_msg_redirect_hash(msg, &h, &name, flags);
	case 4: bpf_msg_redirect_map(msg, &t, slot, flags); return 1;
	case 5: bpf_msg_redirect_map(msg, &t, slot, flags); return 0;
	case 6: put(bpf_msg_redirect_map(msg, &t, slot, flags)); put(bpf_msg_redirect_hash(msg, &h, &name, flags)); return 1;
	default: return verdict;
	}
}

// Keeps what it is given for the next one: the second of two programs on one map.
SEC("sk_msg") int drops(struct sk_msg_md *msg)
{
	put(-100);
	return 0;
}

static __noinline long skb_step(struct __sk_buff *skb, __u32 step)
{
	__u8 bytes[2] = { 'Y', 'Z' };
	long result = 0;
	__s64 a, b, c;

	if (step >= STEPS)
		return 0;
	a = arg_a[step];
	b = arg_b[step];
	c = arg_c[step];
	switch (op[step]) {
	case PULL: result = bpf_skb_pull_data(skb, a); break;
	case TAIL: result = bpf_skb_change_tail(skb, a, b); break;
	case HEAD: result = bpf_skb_change_head(skb, a, b); break;
	case ROOM: result = bpf_skb_adjust_room(skb, a, b, c); break;
	case STORE: result = bpf_skb_store_bytes(skb, a, bytes, 2, b); break;
	case COOKIE: result = bpf_get_socket_cookie(skb) != 0; break;
	case FIELDS:
		put(skb->pkt_type);
		put(skb->queue_mapping);
		put(skb->protocol);
		put(skb->vlan_present);
		put(skb->priority);
		put(skb->family);
		put(skb->remote_ip4);
		put(skb->local_ip4);
		put(skb->remote_ip6[0]);
		put(skb->remote_ip6[3]);
		put(skb->local_ip6[0]);
		put(skb->local_ip6[3]);
		put(skb->remote_port);
		put(skb->local_port);
		break;
	case WRITE: {
		__u8 *data = (__u8 *)(long)skb->data;

		if ((void *)(data + 1) <= (void *)(long)skb->data_end)
			data[0] = a;
		skb->priority = 5;
		skb->tc_index = 6;
		break;
	}
	default: return 0;
	}
	put(result);
	put(skb->len);
	first((void *)(long)skb->data, (void *)(long)skb->data_end);
	return 0;
}

static __always_inline int skb_verdict(struct __sk_buff *skb)
{
	__u8 bytes[2] = {};

	put(skb->len);
	put(bpf_skb_load_bytes(skb, 0, bytes, 2));
	put(bytes[0]);
	first((void *)(long)skb->data, (void *)(long)skb->data_end);
	for (int i = 0; i < STEPS; i++)
		skb_step(skb, i);
	switch (verdict) {
	case 2: return bpf_sk_redirect_map(skb, &t, slot, flags);
	case 3: return bpf_sk_redirect_hash(skb, &h, &name, flags);
	case 4: bpf_sk_redirect_map(skb, &t, slot, flags); return 1;
	case 5: bpf_sk_redirect_map(skb, &t, slot, flags); return 0;
	case 6: put(bpf_sk_redirect_map(skb, &t, slot, flags)); put(bpf_sk_redirect_hash(skb, &h, &name, flags)); return 1;
	default: return verdict;
	}
}

SEC("sk_skb/stream_verdict") int stream_verdict(struct __sk_buff *skb) { return skb_verdict(skb); }
SEC("sk_skb/verdict") int any_verdict(struct __sk_buff *skb) { return skb_verdict(skb); }

SEC("sk_skb/stream_parser") int parser(struct __sk_buff *skb)
{
	__u8 length = 0;

	put(-200);
	put(skb->len);
	if (parse == -1)
		return skb->len;
	if (parse == -2) {
		bpf_skb_load_bytes(skb, 0, &length, 1);
		return length - '0';
	}
	return parse - 1000;
}

// A program of the same type that is for no place.
SEC("sk_skb") int placeless(struct __sk_buff *skb) { return 1; }

// Sockets come into the maps as connections are made.
__u64 place; // 1 map, 2 hash
__u32 when = 4; // the event: a connection that was begun here is there
SEC("sockops") int ops(struct bpf_sock_ops *ctx)
{
	__u32 at = slot;
	__u64 by = name;

	if (ctx->op != when)
		return 1;
	if (place == 1)
		put(bpf_sock_map_update(ctx, &m, &at, flags));
	if (place == 2)
		put(bpf_sock_hash_update(ctx, &h, &by, flags));
	return 1;
}

// Programs on packets find sockets in maps, move them and take them out.
SEC("tc") int finds(struct __sk_buff *skb)
{
	struct bpf_sock *sk = bpf_map_lookup_elem(&m, &slot);

	if (!sk) {
		put(-1);
		return 0;
	}
	put(sk->family);
	put(sk->type);
	put(sk->protocol);
	put(sk->state);
	put(bpf_map_update_elem(&t, &slot, sk, flags));
	put(bpf_map_update_elem(&h, &name, sk, flags));
	bpf_sk_release(sk);
	return 0;
}

SEC("tc") int finds_by_name(struct __sk_buff *skb)
{
	struct bpf_sock *sk = bpf_map_lookup_elem(&h, &name);

	if (!sk) {
		put(-1);
		return 0;
	}
	put(sk->state);
	bpf_sk_release(sk);
	return 0;
}

SEC("tc") int deletes(struct __sk_buff *skb)
{
	put(bpf_map_delete_elem(&t, &slot));
	put(bpf_map_delete_elem(&h, &name));
	return 0;
}
