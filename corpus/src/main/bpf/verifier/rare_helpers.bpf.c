// SPDX-License-Identifier: Apache-2.0
// Rule H36: helpers that few programs call: counters, texts by type, output of traced packets, TCP options and cookies, tunnels.
#include "cases_b.h"

struct value { __u64 counter, enabled, running; };
struct btf_ptr { void *ptr; __u32 type_id, flags; };
struct seq_file;
struct sk_buff { int len; } CO_RE;
struct xdp_buff { void *data; } CO_RE;
struct bpf_iter_meta { struct seq_file *seq; } CO_RE;
struct iphdr { __u8 bytes[20]; };
struct ipv6hdr { __u8 bytes[40]; };
struct tcphdr { __u8 bytes[20]; };

static long (*read_value)(void *map, __u64 flags, void *to, __u32 size) = (void *)55;
static long (*xfrm_state)(void *ctx, __u32 index, void *to, __u32 size, __u64 flags) = (void *)66;
static long (*push_encap)(void *ctx, __u32 type, void *header, __u32 size) = (void *)73;
static long (*seg6_store)(void *ctx, __u32 offset, const void *from, __u32 size) = (void *)74;
static long (*seg6_adjust)(void *ctx, __u32 offset, __s32 delta) = (void *)75;
static long (*seg6_action)(void *ctx, __u32 action, void *parameter, __u32 size) = (void *)76;
static struct bpf_sock *(*lookup_tcp)(void *ctx, void *tuple, __u32 size, __u64 netns, __u64 flags) = (void *)84;
static long (*check_cookie)(void *sk, void *ip, __u32 ip_size, void *tcp, __u32 tcp_size) = (void *)100;
static long (*gen_cookie)(void *sk, void *ip, __u32 ip_size, void *tcp, __u32 tcp_size) = (void *)110;
static long (*xdp_output)(void *xdp, void *map, __u64 flags, void *data, __u64 size) = (void *)121;
static long (*load_option)(void *ctx, void *option, __u32 size, __u64 flags) = (void *)142;
static long (*store_option)(void *ctx, const void *option, __u32 size, __u64 flags) = (void *)143;
static long (*reserve_option)(void *ctx, __u32 size, __u64 flags) = (void *)144;
static long (*snprintf_btf)(char *to, __u32 size, struct btf_ptr *ptr, __u32 ptr_size, __u64 flags) = (void *)149;
static long (*seq_printf_btf)(struct seq_file *to, struct btf_ptr *ptr, __u32 ptr_size, __u64 flags) = (void *)150;
static long (*raw_gen_4)(void *ip, void *tcp, __u32 tcp_size) = (void *)204;
static long (*raw_gen_6)(void *ip, void *tcp, __u32 tcp_size) = (void *)205;
static long (*raw_check_4)(void *ip, void *tcp) = (void *)206;
static long (*raw_check_6)(void *ip, void *tcp) = (void *)207;
static void *(*this_task)(void) = (void *)158;

SIZED(events, BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 0, 4, 4);
MAP(numbers, ARRAY, 4, 0, __u32, __u64);

TRACE(h36_read_value__ok, struct value v; read_value(&events, 0, &v, 24))
TRACE(h36_read_value_of_other_size__ok, __u64 v[8]; read_value(&events, 0, v, 64))
TRACE(h36_read_value_of_no_size__EACCES, __u64 v; read_value(&events, 0, &v, 0))
TRACE(h36_read_value_of_array__EINVAL, struct value v; read_value(&numbers, 0, &v, 24))
TRACE(h36_read_value_to_null__EACCES, read_value(&events, 0, (void *)0, 24))
XDP(h36_read_value_of_xdp__EINVAL, struct value v; read_value(&events, 0, &v, 24))
SYS(h36_read_value_asleep__EINVAL, struct value v; read_value(&events, 0, &v, 24))

XDP(h36_text__ok, char to[8]; struct btf_ptr p = {}; snprintf_btf(to, 8, &p, 16, 0))
XDP(h36_text_to_nothing__EACCES, char to[8]; struct btf_ptr p = {}; snprintf_btf(to, 0, &p, 16, 0))
XDP(h36_text_to_null__EACCES, struct btf_ptr p = {}; snprintf_btf((void *)0, 8, &p, 16, 0))
XDP(h36_text_of_null__EACCES, char to[8]; snprintf_btf(to, 8, (void *)0, 16, 0))
XDP(h36_text_of_other_size__ok, char to[8]; __u64 p[4] = {}; snprintf_btf(to, 8, (void *)p, 32, 0))
XDP(h36_text_of_less__ok, char to[8]; struct btf_ptr p = {}; snprintf_btf(to, 8, &p, 17, 0))
XDP(h36_text_of_packet__EACCES, char to[8]; void *d = (void *)(long)ctx->data; if (d + 16 <= (void *)(long)ctx->data_end) snprintf_btf(to, 8, d, 16, 0))
TRACE(h36_text_of_unwritten__ok, char to[8]; struct btf_ptr p; snprintf_btf(to, 8, &p, 16, 0))
struct of_map { struct bpf_iter_meta *meta; void *map; };
IN("iter/bpf_map", struct of_map, h36_sequence__ok, struct btf_ptr p = {}; seq_printf_btf(ctx->meta->seq, &p, 16, 0))
IN("iter/bpf_map", struct of_map, h36_sequence_of_nothing__ok, struct btf_ptr p = {}; seq_printf_btf(ctx->meta->seq, &p, 0, 0))
IN("iter/bpf_map", struct of_map, h36_sequence_of_null__EACCES, seq_printf_btf(ctx->meta->seq, (void *)0, 0, 0))
IN("iter/bpf_map", struct of_map, h36_sequence_of_map__EACCES, struct btf_ptr p = {}; seq_printf_btf(ctx->map, &p, 16, 0))
TRACE(h36_sequence_of_function__EINVAL, struct btf_ptr p = {}; seq_printf_btf((void *)ctx, &p, 16, 0))

struct of_skb { struct sk_buff *skb; };
IN("tp_btf/kfree_skb", struct of_skb, h36_skb_output__ok, __u64 v = 0; bpf_skb_output(ctx->skb, &events, 0, &v, 8))
IN("tp_btf/kfree_skb", struct of_skb, h36_skb_output_of_nothing__ok, __u64 v = 0; bpf_skb_output(ctx->skb, &events, 0, &v, 0))
IN("tp_btf/kfree_skb", struct of_skb, h36_skb_output_of_null__EACCES, bpf_skb_output(ctx->skb, &events, 0, (void *)0, 0))
IN("tp_btf/kfree_skb", struct of_skb, h36_skb_output_of_context__EACCES, __u64 v = 0; bpf_skb_output(ctx, &events, 0, &v, 8))
IN("tp_btf/kfree_skb", struct of_skb, h36_skb_output_to_array__EINVAL, __u64 v = 0; bpf_skb_output(ctx->skb, &numbers, 0, &v, 8))
IN("tp_btf/kfree_skb", struct of_skb, h36_skb_output_of_task__EACCES, __u64 v = 0; bpf_skb_output(this_task(), &events, 0, &v, 8))
IN("tp_btf/kfree_skb", struct of_skb, h36_xdp_output_of_skb__EACCES, __u64 v = 0; xdp_output(ctx->skb, &events, 0, &v, 8))
TC(h36_skb_output_of_tc__EINVAL, __u64 v = 0; bpf_skb_output(ctx, &events, 0, &v, 8))
XDP(h36_xdp_output_of_xdp__EINVAL, __u64 v = 0; xdp_output(ctx, &events, 0, &v, 8))

TC(h36_xfrm_state__ok, __u64 v[4]; xfrm_state(ctx, 0, v, 32, 0))
TC(h36_xfrm_state_of_no_size__EACCES, __u64 v; xfrm_state(ctx, 0, &v, 0, 0))
XDP(h36_xfrm_state_of_xdp__EINVAL, __u64 v; xfrm_state(ctx, 0, &v, 8, 0))
#define LWT(KIND, NAME, ...) IN("lwt_" KIND, struct __sk_buff, NAME, __VA_ARGS__)
LWT("in", h36_encapsulate_in__ok, __u64 v = 0; push_encap(ctx, 0, &v, 8))
LWT("xmit", h36_encapsulate_xmit__ok, __u64 v = 0; push_encap(ctx, 2, &v, 8))
LWT("out", h36_encapsulate_out__EINVAL, __u64 v = 0; push_encap(ctx, 0, &v, 8))
LWT("in", h36_encapsulate_null__EACCES, push_encap(ctx, 0, (void *)0, 8))
LWT("in", h36_encapsulate_nothing__EACCES, __u64 v = 0; push_encap(ctx, 0, &v, 0))
LWT("in", h36_encapsulate_moves_packet__EACCES, void *d = (void *)(long)ctx->data; if (d + 8 > (void *)(long)ctx->data_end) return 0; __u64 v = 0; push_encap(ctx, 0, &v, 8); sink = *(__u8 *)d)
LWT("in", h36_encapsulate_packet__EACCES, void *d = (void *)(long)ctx->data; if (d + 8 > (void *)(long)ctx->data_end) return 0; push_encap(ctx, 0, d, 8))
LWT("seg6local", h36_seg6__ok, __u64 v = 0; seg6_store(ctx, 0, &v, 8); seg6_adjust(ctx, 0, 8); seg6_action(ctx, 1, &v, 8))
LWT("seg6local", h36_seg6_store_moves_packet__EACCES, void *d = (void *)(long)ctx->data; if (d + 8 > (void *)(long)ctx->data_end) return 0; __u64 v = 0; seg6_store(ctx, 0, &v, 8); sink = *(__u8 *)d)
LWT("seg6local", h36_seg6_adjust_moves_packet__EACCES, void *d = (void *)(long)ctx->data; if (d + 8 > (void *)(long)ctx->data_end) return 0; seg6_adjust(ctx, 0, 8); sink = *(__u8 *)d)
LWT("seg6local", h36_seg6_action_moves_packet__EACCES, void *d = (void *)(long)ctx->data; if (d + 8 > (void *)(long)ctx->data_end) return 0; __u64 v = 0; seg6_action(ctx, 1, &v, 8); sink = *(__u8 *)d)
LWT("seg6local", h36_seg6_action_without__EACCES, seg6_action(ctx, 1, (void *)0, 4))
LWT("xmit", h36_seg6_of_xmit__EINVAL, seg6_adjust(ctx, 0, 8))

#define OPS(NAME, ...) IN("sockops", void, NAME, __VA_ARGS__)
OPS(h36_options__ok, __u8 v[4] = {1, 4}; load_option(ctx, v, 4, 0); store_option(ctx, v, 4, 0); reserve_option(ctx, 4, 0))
OPS(h36_load_option_to_unwritten__ok, __u8 v[4]; load_option(ctx, v, 4, 0))
OPS(h36_store_option_of_unwritten__ok, __u8 v[4]; HIDE(ctx); store_option(ctx, v, 4, 0))
OPS(h36_load_option_of_no_size__EACCES, __u8 v[4] = {}; load_option(ctx, v, 0, 0))
OPS(h36_load_option_to_null__EACCES, load_option(ctx, (void *)0, 4, 0))
IN("cgroup/connect4", void, h36_reserve_option_of_connect__EINVAL, reserve_option(ctx, 4, 0))

#define WITH_SOCKET(...) __u64 t[2] = {}; struct bpf_sock *sk = lookup_tcp(ctx, t, 12, -1, 0); if (!sk) return 0; __VA_ARGS__; bpf_sk_release(sk)
XDP(h36_check_cookie__ok, struct iphdr ip = {}; struct tcphdr tcp = {}; WITH_SOCKET(check_cookie(sk, &ip, 20, &tcp, 20)))
TC(h36_gen_cookie__ok, struct iphdr ip = {}; struct tcphdr tcp = {}; WITH_SOCKET(gen_cookie(sk, &ip, 20, &tcp, 20)))
XDP(h36_check_cookie_of_other_sizes__ok, __u8 b[64] = {}; WITH_SOCKET(check_cookie(sk, b, 1, b, 64)))
XDP(h36_check_cookie_of_no_size__EACCES, __u8 b[64] = {}; WITH_SOCKET(check_cookie(sk, b, 0, b, 64)))
XDP(h36_check_cookie_of_null__EACCES, __u8 b[64] = {}; check_cookie((void *)0, b, 20, b, 20))
XDP(h36_check_cookie_of_packet__ok, void *d = (void *)(long)ctx->data; if (d + 40 > (void *)(long)ctx->data_end) return 0; WITH_SOCKET(check_cookie(sk, d, 20, d + 20, 20)))
XDP(h36_gen_cookie_of_packet__ok, void *d = (void *)(long)ctx->data; if (d + 40 > (void *)(long)ctx->data_end) return 0; WITH_SOCKET(gen_cookie(sk, d, 20, d + 20, 20)))
TRACE(h36_gen_cookie_of_function__EINVAL, __u8 b[64] = {}; gen_cookie((void *)ctx, b, 20, b, 20))
XDP(h36_raw_cookies__ok, struct iphdr ip = {}; struct ipv6hdr ip6 = {}; struct tcphdr tcp = {}; raw_gen_4(&ip, &tcp, 20); raw_gen_6(&ip6, &tcp, 20); raw_check_4(&ip, &tcp); raw_check_6(&ip6, &tcp))
TC(h36_raw_gen_of_no_tcp__ok, struct iphdr ip = {}; struct tcphdr tcp = {}; raw_gen_4(&ip, &tcp, 0))
TC(h36_raw_gen_of_null__EACCES, struct iphdr ip = {}; raw_gen_4(&ip, (void *)0, 0))
TC(h36_raw_gen_of_half__EINVAL, __u64 ip[2] = {}; struct tcphdr tcp = {}; raw_gen_4(ip, &tcp, 20))
TC(h36_raw_gen_6_of_4__EINVAL, struct iphdr ip = {}; struct tcphdr tcp = {}; raw_gen_6(&ip, &tcp, 20))
TC(h36_raw_check_of_half__ok, struct iphdr ip = {}; __u64 tcp[2] = {}; raw_check_4(&ip, tcp))
TC(h36_raw_check_of_null__EACCES, struct tcphdr tcp = {}; raw_check_4((void *)0, &tcp))
TC(h36_raw_check_of_unwritten__ok, struct iphdr ip; struct tcphdr tcp = {}; HIDE(ctx); raw_check_4(&ip, &tcp))
XDP(h36_raw_cookies_of_packet__ok, void *d = (void *)(long)ctx->data; if (d + 40 > (void *)(long)ctx->data_end) return 0; raw_gen_4(d, d + 20, 20); raw_check_4(d, d + 20); sink = *(__u8 *)d)
XDP(h36_raw_cookies_of_odd_packet__ok, void *d = (void *)(long)ctx->data; if (d + 60 > (void *)(long)ctx->data_end) return 0; raw_check_4(d + 1, d + 21))
XDP(h36_raw_cookies_of_short_packet__EACCES, void *d = (void *)(long)ctx->data; if (d + 39 > (void *)(long)ctx->data_end) return 0; raw_check_4(d, d + 20))
