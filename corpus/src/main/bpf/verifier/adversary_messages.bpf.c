// SPDX-License-Identifier: Apache-2.0
// Programs that keep pointers to what calls move: bytes of messages and streams, packets of netfilter, slices of them; with functions and
// callbacks in between.
#include "cases_b.h"

struct sk_msg_md {
	void *data, *data_end;
	__u32 family, remote_ip4, local_ip4, remote_ip6[4], local_ip6[4], remote_port, local_port, size;
	struct bpf_sock *sk;
};
struct sk_buff { unsigned len; unsigned char *data; } CO_RE;
struct nf_hook_state { __u8 hook, pf; } CO_RE;
struct bpf_nf_ctx { const struct nf_hook_state *state; struct sk_buff *skb; } CO_RE;
KFUNC int from_skb(struct sk_buff *s, __u64 flags, struct bpf_dynptr *d) __asm__("bpf_dynptr_from_skb");

static long (*const msg_apply_bytes)(void *msg, __u32 bytes) = (void *)61;
static long (*const msg_pull_data)(void *msg, __u32 start, __u32 end, __u64 flags) = (void *)63;
static long (*const msg_push_data)(void *msg, __u32 start, __u32 len, __u64 flags) = (void *)90;
static long (*const msg_pop_data)(void *msg, __u32 start, __u32 len, __u64 flags) = (void *)91;
static long (*const skb_pull_data)(void *skb, __u32 len) = (void *)39;
static long (*const skb_change_head)(void *skb, __u32 len, __u64 flags) = (void *)43;
static long (*const skb_load)(void *skb, __u32 off, void *to, __u32 len) = (void *)26;
SIZED(sockmap, BPF_MAP_TYPE_SOCKMAP, 4, 0, 4, 4);
SIZED(progs, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
MAP(storage, SK_STORAGE, 0, 1, int, __u64);
MAP(arr, ARRAY, 4, 0, __u32, __u64[4]);

#define GLOBAL __attribute__((noinline))
#define MSG(NAME, ...) IN("sk_msg", struct sk_msg_md, NAME, __VA_ARGS__)
#define DATA __u8 *data = ctx->data; if ((void *)(data + 4) > ctx->data_end) return 1
#define SKB(SECTION, NAME, ...) IN(SECTION, struct __sk_buff, NAME, __VA_ARGS__)
#define BYTES __u8 *data = (void *)(long)ctx->data; if ((void *)(data + 4) > (void *)(long)ctx->data_end) return 1
#define NF(NAME, ...) IN("netfilter", struct bpf_nf_ctx, NAME, __VA_ARGS__)

// ---- messages
static __noinline long pulls(struct sk_msg_md *msg) { return msg_pull_data(msg, 0, 4, 0); }
static __noinline long applies(struct sk_msg_md *msg) { return msg_apply_bytes(msg, 4); }
GLOBAL int pulls_global(struct sk_msg_md *msg) { return msg_pull_data(msg, 0, 4, 0); }
GLOBAL int applies_global(struct sk_msg_md *msg) { return msg_apply_bytes(msg, 4); }
static __noinline long may_pull(struct sk_msg_md *msg) { return msg->size > 5 ? msg_pull_data(msg, 0, 4, 0) : 0; }
static __noinline __u8 first_of(__u8 *data) { return *data; }
static long body_pulls(__u32 i, struct sk_msg_md *msg) { msg_pull_data(msg, 0, 4, 0); return 0; }
static long body_applies(__u32 i, struct sk_msg_md *msg) { msg_apply_bytes(msg, 4); return 0; }
struct kept { struct sk_msg_md *msg; __u8 *data; };
static long body_reads(__u32 i, struct kept *k) { sink = *k->data; return 0; }
static long body_reads_and_pulls(__u32 i, struct kept *k) { sink = *k->data; msg_pull_data(k->msg, 0, 4, 0); return 0; }
static __noinline long tail(struct sk_msg_md *msg) { long (*call)(void *, void *, __u32) = (void *)12; call(msg, &progs, 0); return 1; }
MSG(d1_static_moves__EACCES, DATA; pulls(ctx); sink = *data)
MSG(d1_static_does_not__ok, DATA; applies(ctx); sink = *data)
MSG(d1_static_may_move__EACCES, DATA; may_pull(ctx); sink = *data)
MSG(d1_global_moves__EACCES, DATA; pulls_global(ctx); sink = *data)
MSG(d1_global_does_not__ok, DATA; applies_global(ctx); sink = *data)
MSG(d1_body_moves__EACCES, DATA; bpf_loop(2, body_pulls, ctx, 0); sink = *data)
MSG(d1_body_does_not__EACCES, DATA; bpf_loop(2, body_applies, ctx, 0); sink = *data)
MSG(d1_body_reads__ok, DATA; struct kept k = { ctx, data }; bpf_loop(2, body_reads, &k, 0))
MSG(d1_body_reads_and_moves__EACCES, DATA; struct kept k = { ctx, data }; bpf_loop(2, body_reads_and_pulls, &k, 0))
MSG(d1_kept_in_frame__EACCES, DATA; struct kept k = { ctx, data }; KEEP(&k); msg_push_data(ctx, 0, 1, 0); sink = *k.data)
MSG(d1_end_kept__EACCES, DATA; void *end = ctx->data_end; HIDE(end); msg_pop_data(ctx, 0, 1, 0); __u8 *p = ctx->data; if ((void *)(p + 1) > end) return 1; sink = *p)
MSG(d1_argument_of_static__ok, DATA; sink = first_of(data))
MSG(d1_written_beyond__EACCES, DATA; data[4] = 1)
MSG(d1_written_within__ok, DATA; data[3] = 1)
MSG(d1_atomic__EACCES, DATA; __sync_fetch_and_add((__u32 *)data, 1))
MSG(d1_socket_after_move__ok, struct bpf_sock *sk = ctx->sk; if (!sk) return 1; msg_pull_data(ctx, 0, 1, 0); sink = sk->family)
MSG(d1_socket_unchecked__ok, sink = ctx->sk->family)
MSG(d1_storage_of_socket__ok, struct bpf_sock *sk = ctx->sk; if (!sk) return 1; __u64 *v = bpf_sk_storage_get(&storage, sk, NULL, 1); if (v) { msg_pull_data(ctx, 0, 1, 0); *v = 1; })
MSG(d1_tail_call_moves_nothing__EACCES, DATA; long (*call)(void *, void *, __u32) = (void *)12; call(ctx, &progs, 0); sink = *data)
MSG(d1_static_tail_calls__EACCES, DATA; tail(ctx); sink = *data)
MSG(d1_size_written__EACCES, ctx->size = 1)
MSG(d1_data_half__EACCES, sink = *(volatile __u32 *)&ctx->data)
MSG(d1_bytes_as_value__EACCES, DATA; bpf_map_update_elem(&arr, data, data, 0))
MSG(d1_bytes_as_key__ok, DATA; bpf_map_delete_elem(&arr, data))
MSG(d1_result_unknown__ok, return ctx->size)
MSG(d1_result_of_pointer__ok, return (long)ctx->data)
MSG(d1_range_of_other_end__EACCES, __u8 *data = ctx->data; void *end = ctx->data_end; if ((void *)(data + ctx->size) > end) return 1; sink = *data)
MSG(d1_offset_bounded__ok, __u8 *data = ctx->data; __u32 n = ctx->size & 63; data += n; if ((void *)(data + 2) > ctx->data_end) return 1; sink = data[1])
MSG(d1_offset_unbounded__EACCES, __u8 *data = ctx->data; data += ctx->size; if ((void *)(data + 2) > ctx->data_end) return 1; sink = data[1])
MSG(d1_iterator_across_move__ok, struct bpf_iter_num it; int *p; bpf_iter_num_new(&it, 0, 3); p = bpf_iter_num_next(&it); msg_pull_data(ctx, 0, 1, 0); if (p) sink = *(volatile int *)p; bpf_iter_num_destroy(&it))

// ---- streams
static __noinline long skb_pulls(struct __sk_buff *skb) { return skb_pull_data(skb, 4); }
static long skb_body(__u32 i, struct __sk_buff *skb) { skb_pull_data(skb, 4); return 0; }
SKB("sk_skb/stream_verdict", d2_pull__EACCES, BYTES; skb_pull_data(ctx, 4); sink = *data)
SKB("sk_skb/stream_parser", d2_pull_in_parser__EACCES, BYTES; skb_pull_data(ctx, 4); sink = *data)
SKB("sk_skb/stream_verdict", d2_static_moves__EACCES, BYTES; skb_pulls(ctx); sink = *data)
SKB("sk_skb/stream_verdict", d2_body_moves__EACCES, BYTES; bpf_loop(2, skb_body, ctx, 0); sink = *data)
SKB("sk_skb/stream_verdict", d2_written__ok, BYTES; data[3] = 1)
SKB("sk_skb/stream_parser", d2_written_in_parser__ok, BYTES; data[3] = 1)
SKB("sk_skb/stream_verdict", d2_load_keeps__ok, BYTES; __u8 b[2]; skb_load(ctx, 0, b, 2); sink = *data)
SKB("sk_skb/stream_verdict", d2_redirect_keeps__ok, BYTES; bpf_sk_redirect_map(ctx, &sockmap, 0, 0); sink = *data)
SKB("sk_skb/stream_verdict", d2_head_moves__EACCES, BYTES; skb_change_head(ctx, 4, 0); sink = *data)
SKB("sk_skb/stream_verdict", d2_store_moves__EACCES, BYTES; __u8 b[2] = {}; bpf_skb_store_bytes(ctx, 0, b, 2, 0); sink = *data)
SKB("sk_skb/stream_verdict", d2_metadata__EACCES, __u8 *m = (void *)(long)ctx->data_meta; sink = (long)m)
SKB("sk_skb/stream_verdict", d2_control_written__EACCES, ctx->cb[0] = 1)
SKB("sk_skb/stream_verdict", d2_mark_written__EACCES, ctx->mark = 1)
SKB("sk_skb/stream_verdict", d2_index_written__ok, ctx->tc_index = 1)
SKB("sk_skb/stream_verdict", d2_class_read__EACCES, sink = ctx->tc_classid)
SKB("sk_skb/stream_verdict", d2_socket_after_move__ok, struct bpf_sock *sk = *(struct bpf_sock **)((char *)ctx + 168); if (!sk) return 1; skb_pull_data(ctx, 4); sink = sk->family)
SKB("sk_skb/stream_verdict", d2_dynptr__ok, struct bpf_dynptr d; bpf_dynptr_from_skb(ctx, 0, &d); sink = bpf_dynptr_size(&d))
SKB("sk_skb/stream_verdict", d2_slice_after_pull__EACCES, struct bpf_dynptr d; char b[4]; bpf_dynptr_from_skb(ctx, 0, &d); char *p = bpf_dynptr_slice(&d, 0, b, 4); skb_pull_data(ctx, 4); if (p) sink = *(volatile char *)p)
SKB("sk_skb/stream_verdict", d2_slice_after_write__EACCES, struct bpf_dynptr d; char b[4] = {}; bpf_dynptr_from_skb(ctx, 0, &d); char *p = bpf_dynptr_slice(&d, 0, NULL, 4); bpf_dynptr_write(&d, 0, b, 4, 0); if (p) sink = *(volatile char *)p)
SKB("sk_skb/stream_verdict", d2_dynptr_after_pull__ok, struct bpf_dynptr d; char b[4]; bpf_dynptr_from_skb(ctx, 0, &d); skb_pull_data(ctx, 4); char *p = bpf_dynptr_slice(&d, 0, b, 4); if (p) sink = *(volatile char *)p)
SKB("sk_skb/stream_verdict", d2_bytes_after_write__EACCES, BYTES; struct bpf_dynptr d; char b[4] = {}; bpf_dynptr_from_skb(ctx, 0, &d); bpf_dynptr_write(&d, 0, b, 4, 0); sink = *data)
SKB("sk_skb/stream_verdict", d2_slice_written__EACCES, struct bpf_dynptr d; char b[4]; bpf_dynptr_from_skb(ctx, 0, &d); char *p = bpf_dynptr_slice(&d, 0, b, 4); if (p) *(volatile char *)p = 1)
SKB("sk_skb/stream_verdict", d2_slice_rdwr_written__ok, struct bpf_dynptr d; char b[4]; bpf_dynptr_from_skb(ctx, 0, &d); char *p = bpf_dynptr_slice_rdwr(&d, 0, b, 4); if (p) *(volatile char *)p = 1)
SKB("sk_skb/stream_verdict", d2_slice_of_clone__EACCES, struct bpf_dynptr d, e; char b[4]; bpf_dynptr_from_skb(ctx, 0, &d); bpf_dynptr_clone(&d, &e); char *p = bpf_dynptr_slice(&e, 0, b, 4); skb_pulls(ctx); if (p) sink = *(volatile char *)p)
SKB("sk_skb/stream_verdict", d2_slice_of_clone_buffer_gone__EACCES, struct bpf_dynptr d; char b[4]; bpf_dynptr_from_skb(ctx, 0, &d); char *p = bpf_dynptr_slice(&d, 0, b, 8); if (p) sink = *(volatile char *)p)

// ---- packets of netfilter
#define D struct bpf_dynptr d; char b[8]; KEEP(b); from_skb(ctx->skb, 0, &d)
NF(d3_slice_read__ok, D; char *p = bpf_dynptr_slice(&d, 0, b, 8); if (p) sink = *(volatile char *)(p + 7); return 1)
NF(d3_slice_beyond__EACCES, D; char *p = bpf_dynptr_slice(&d, 0, b, 8); if (p) sink = *(volatile char *)(p + 8); return 1)
NF(d3_slice_unchecked__EACCES, D; char *p = bpf_dynptr_slice(&d, 0, b, 8); sink = *(volatile char *)p; return 1)
NF(d3_slice_written__EACCES, D; char *p = bpf_dynptr_slice(&d, 0, b, 8); if (p) *(volatile char *)p = 1; return 1)
NF(d3_slice_rdwr__EINVAL, D; char *p = bpf_dynptr_slice_rdwr(&d, 0, b, 8); if (p) *(volatile char *)p = 1; return 1)
NF(d3_written__ok, D; bpf_dynptr_write(&d, 0, (char[4]){}, 4, 0); return 1)
NF(d3_data__ok, D; char *p = bpf_dynptr_data(&d, 0, 4); if (p) sink = *(volatile char *)p; return 1)
NF(d3_flags__ok, struct bpf_dynptr d; from_skb(ctx->skb, 1, &d); return 1)
NF(d3_of_state__EINVAL, struct bpf_dynptr d; from_skb((void *)ctx->state, 0, &d); return 1)
NF(d3_of_context__EINVAL, struct bpf_dynptr d; from_skb((void *)ctx, 0, &d); return 1)
NF(d3_of_packets_bytes__EINVAL, struct bpf_dynptr d; from_skb((void *)ctx->skb->data, 0, &d); return 1)
NF(d3_slice_kept_in_map__ok, D; __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); char *p = bpf_dynptr_slice(&d, 0, b, 8); if (p && v) *v = (long)p; return 1)
NF(d3_slice_after_overwrite__ok, D; char *p = bpf_dynptr_slice(&d, 0, b, 8); from_skb(ctx->skb, 0, &d); if (p) sink = *(volatile char *)p; return 1)
NF(d3_slice_after_adjust__ok, D; char *p = bpf_dynptr_slice(&d, 0, b, 8); bpf_dynptr_adjust(&d, 1, 2); if (p) sink = *(volatile char *)p; return 1)
NF(d3_twice_in_one_place__ok, D; from_skb(ctx->skb, 0, &d); return 1)
NF(d3_null_buffer__ok, D; char *p = bpf_dynptr_slice(&d, 0, NULL, 8); if (p) sink = *(volatile char *)(p + 7); return 1)
NF(d3_unknown_size__EINVAL, D; char *p = bpf_dynptr_slice(&d, 0, NULL, ctx->skb->len & 7); if (p) sink = *(volatile char *)p; return 1)
NF(d3_returns_two__EINVAL, return 2)
NF(d3_packet_written__EACCES, ctx->skb->len = 1; return 1)
NF(d3_socket_lookup__EINVAL, sink = bpf_get_socket_cookie(ctx); return 1)
NF(d3_dynptr_of_half__EINVAL, struct bpf_dynptr d; from_skb(ctx->skb, 0, (void *)&d + 8); return 1)
