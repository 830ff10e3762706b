// SPDX-License-Identifier: Apache-2.0
// Guide to the verifier: ten programs that are refused, each for a mistake that everybody makes once.
#include "../net.h"

struct bucket {
	__u64 packets;
	__u64 by_size[16];
};

struct session {
	__u64 last_seen_ns;
	struct bpf_timer timer;
};

struct account {
	struct bpf_spin_lock lock;
	__s64 tokens;
};

struct event {
	__u64 time_ns;
	__u32 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct bucket);
} buckets SEC(".maps");

struct sessions {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, struct session);
};
struct sessions sessions SEC(".maps"), old_sessions SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct account);
} accounts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("?xdp")
int null_not_checked(struct xdp_md *ctx)
{
	__u32 key = 0;
	struct bucket *bucket = bpf_map_lookup_elem(&buckets, &key);

	bucket->packets++;
	return XDP_PASS;
}

SEC("?xdp")
int packet_not_checked(struct xdp_md *ctx)
{
	struct eth_header *eth = (void *)(long)ctx->data;

	return eth->type == bpf_htons(ETH_P_IP) ? XDP_PASS : XDP_DROP;
}

SEC("?xdp")
int index_not_bounded(struct xdp_md *ctx)
{
	__u32 key = 0, size = (ctx->data_end - ctx->data) / 64;
	struct bucket *bucket = bpf_map_lookup_elem(&buckets, &key);

	if (bucket)
		bucket->by_size[size]++;
	return XDP_PASS;
}

SEC("?tc")
int record_not_submitted(struct __sk_buff *skb)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return TC_ACT_OK;
	if (skb->len > 1500)
		return TC_ACT_SHOT;
	event->time_ns = bpf_ktime_get_ns();
	event->bytes = skb->len;
	bpf_ringbuf_submit(event, 0);
	return TC_ACT_OK;
}

SEC("?tc")
int lock_not_released(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct account *account = bpf_map_lookup_elem(&accounts, &key);

	if (!account)
		return TC_ACT_OK;
	bpf_spin_lock(&account->lock);
	if (account->tokens < skb->len)
		return TC_ACT_SHOT;
	account->tokens -= skb->len;
	bpf_spin_unlock(&account->lock);
	return TC_ACT_OK;
}

static int session_expired(void *map, __u32 *key, struct session *session)
{
	bpf_map_delete_elem(map, key);
	return 1;
}

SEC("?tc")
int callback_returns_one(struct __sk_buff *skb)
{
	__u32 key = skb->hash;
	struct session *session = bpf_map_lookup_elem(&sessions, &key);

	if (session)
		bpf_timer_set_callback(&session->timer, session_expired);
	return TC_ACT_OK;
}

SEC("?tc")
int timer_of_another_map(struct __sk_buff *skb)
{
	__u32 key = skb->hash;
	struct session *session = bpf_map_lookup_elem(&sessions, &key);

	if (session)
		bpf_timer_init(&session->timer, &old_sessions, CLOCK_MONOTONIC);
	return TC_ACT_OK;
}

static __noinline __u32 checksum(struct __sk_buff *skb, __u32 offset)
{
	__u32 chunk[80], sum = 0;

	if (bpf_skb_load_bytes(skb, offset, chunk, sizeof(chunk)))
		return 0;
	for (int i = 0; i < 80; i++)
		sum += chunk[i];
	return sum;
}

SEC("?tc")
int stack_too_deep(struct __sk_buff *skb)
{
	char header[256];

	if (bpf_skb_load_bytes(skb, 0, header, sizeof(header)))
		return TC_ACT_OK;
	skb->mark = header[12] + checksum(skb, header[14]);
	return TC_ACT_OK;
}

SEC("?tc")
int loop_without_bound(struct __sk_buff *skb)
{
	__u32 hash = 0;

	for (__u32 i = 0; i < skb->len; i++)
		hash = hash * 31 + bpf_get_prandom_u32();
	skb->mark = hash;
	return TC_ACT_OK;
}

SEC("?xdp")
int result_not_set(struct xdp_md *ctx)
{
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wsometimes-uninitialized"
#pragma clang diagnostic ignored "-Wuninitialized"
	int action;

	return action;
#pragma clang diagnostic pop
}

char _license[] SEC("license") = "Dual MIT/GPL";
