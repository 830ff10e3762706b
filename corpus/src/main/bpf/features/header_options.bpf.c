// SPDX-License-Identifier: Apache-2.0
// Options of TCP headers, as programs on sockets see, reserve and write them: each call of the program asks the questions of `questions`
// that are for its op, and leaves a record of what it saw and was answered in `records`.
#include "../bpf.h"

#define QUESTIONS 256
#define ASKED 48
#define RECORDS 64
#define HEADER 64
#define OPTION 40

enum { LOAD = 1, STORE, RESERVE, FLAGS_SET, SAVE_SYN };
enum { ANY_FLAGS = 0xff };

struct bpf_sock_ops {
	__u32 op;
	__u32 args[4];
	__u32 family, remote_ip4, local_ip4, remote_ip6[4], local_ip6[4], remote_port, local_port, is_fullsock;
	__u32 snd_cwnd, srtt_us, bpf_sock_ops_cb_flags, state, rtt_min, snd_ssthresh, rcv_nxt, snd_nxt, snd_una, mss_cache,
		ecn_flags, rate_delivered, rate_interval_us, packets_out, retrans_out, total_retrans, segs_in, data_segs_in,
		segs_out, data_segs_out, lost_out, sacked_out, sk_txhash;
	__u64 bytes_received, bytes_acked;
	union {
		void *sk;
		__u64 sk_as_number;
	};
	union {
		void *skb_data;
		__u64 skb_data_as_number;
	};
	union {
		void *skb_data_end;
		__u64 skb_data_end_as_number;
	};
	__u32 skb_len, skb_tcp_flags;
	__u64 skb_hwtstamp;
};

struct question {
	__u8 op, call, tcp_flags, size;
	__u32 flags;
	__u8 option[OPTION];
};

struct answer {
	__u32 question;
	__s32 result;
	__u32 header_size;
	__u8 option[OPTION];
};

struct record {
	__u32 op, arg, skb_len, tcp_flags, full, port, header_size, asked;
	__u8 header[HEADER], after[HEADER];
	struct answer answers[ASKED];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, QUESTIONS);
	__type(key, __u32);
	__type(value, struct question);
} questions SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, RECORDS);
	__type(key, __u32);
	__type(value, struct record);
} records SEC(".maps");

__u32 calls;
__u32 only_port;

static long (*const set_callbacks)(struct bpf_sock_ops *ctx, int flags) = (void *)59;
static long (*const setsockopt)(struct bpf_sock_ops *ctx, int level, int name, void *value, int size) = (void *)49;
static long (*const load_hdr_opt)(struct bpf_sock_ops *ctx, void *option, __u32 size, __u64 flags) = (void *)142;
static long (*const store_hdr_opt)(struct bpf_sock_ops *ctx, const void *option, __u32 size, __u64 flags) = (void *)143;
static long (*const reserve_hdr_opt)(struct bpf_sock_ops *ctx, __u32 size, __u64 flags) = (void *)144;

static __always_inline __u32 see(struct bpf_sock_ops *ctx, __u8 *header)
{
	__u8 *data = ctx->skb_data, *end = ctx->skb_data_end;
#pragma unroll
	for (int i = 0; i < HEADER; i++)
		if (data + i + 1 <= end)
			header[i] = data[i];
	return ctx->skb_data_end_as_number - ctx->skb_data_as_number;
}

static __always_inline long call(struct bpf_sock_ops *ctx, struct question *q, struct answer *a)
{
	__u32 size = q->size;
	asm volatile("%0 &= 63" : "+r"(size));
	if (size > OPTION)
		return -1000;
	if (q->call == RESERVE)
		return reserve_hdr_opt(ctx, q->size, q->flags);
	if (q->call == FLAGS_SET)
		return set_callbacks(ctx, q->flags);
	if (q->call == SAVE_SYN)
		return setsockopt(ctx, 6, 27, &(int){1}, 4);
	if (size < 2)
		return -1001;
	if (q->call == LOAD)
		return load_hdr_opt(ctx, a->option, size, q->flags);
	return store_hdr_opt(ctx, a->option, size, q->flags);
}

SEC("sockops") int options(struct bpf_sock_ops *ctx)
{
	if (only_port && ctx->local_port != only_port && bpf_ntohl(ctx->remote_port) != only_port)
		return 1;
	struct record *r = bpf_map_lookup_elem(&records, &calls);
	if (!r)
		return 1;
	calls++;
	r->op = ctx->op;
	r->arg = ctx->args[0];
	r->skb_len = ctx->skb_len;
	r->tcp_flags = ctx->skb_tcp_flags;
	r->full = ctx->is_fullsock;
	r->port = ctx->local_port;
	r->asked = 0;
	r->header_size = see(ctx, r->header);
	for (__u32 i = 0; i < QUESTIONS; i++) {
		__u32 key = i, slot = r->asked;
		struct question *q = bpf_map_lookup_elem(&questions, &key);
		if (!q || !q->call)
			break;
		if (q->op != ctx->op || slot >= ASKED ||
		    (q->tcp_flags != ANY_FLAGS && q->tcp_flags != r->tcp_flags))
			continue;
		struct answer *a = &r->answers[slot];
		__builtin_memcpy(a->option, q->option, OPTION);
		a->question = i;
		a->result = call(ctx, q, a);
		a->header_size = ctx->skb_data_end_as_number - ctx->skb_data_as_number;
		r->asked = slot + 1;
	}
	see(ctx, r->after);
	return 1;
}

char _license[] SEC("license") = "Dual MIT/GPL";
