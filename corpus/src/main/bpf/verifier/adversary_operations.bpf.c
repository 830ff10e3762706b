// SPDX-License-Identifier: Apache-2.0
// Programs that misuse what operations of the kernel are given: pointers behind pointers, at offsets that vary, in functions and callbacks,
// and what may be written of a socket.
#include "cases_b.h"
#include "../features/congestion.h"

struct bpf_dummy_ops_state { int val; } CO_RE;
struct bpf_dummy_ops {
	int (*test_1)(struct bpf_dummy_ops_state *cb);
	int (*test_2)(struct bpf_dummy_ops_state *cb, int a1, unsigned short a2, char a3, unsigned long a4);
	int (*test_sleepable)(struct bpf_dummy_ops_state *cb);
};
#define GLOBAL __attribute__((noinline))
#define OPERATION(STRUCT, MEMBER, NAME, TYPE, ...) \
	SEC("struct_ops/" #MEMBER) TYPE NAME(__u64 *args) { __VA_ARGS__; } \
	SEC(".struct_ops") struct STRUCT NAME##_t = { .MEMBER = (void *)NAME };
#define TCP(MEMBER, NAME, ...) OPERATION(tcp_congestion_ops, MEMBER, NAME, void, __VA_ARGS__)
#define NUM(MEMBER, NAME, ...) OPERATION(tcp_congestion_ops, MEMBER, NAME, __u32, __VA_ARGS__)
#define DUMMY(MEMBER, NAME, ...) OPERATION(bpf_dummy_ops, MEMBER, NAME, int, __VA_ARGS__)
#define tp ((struct tcp_sock *)args[0])
#define S ((struct bpf_dummy_ops_state *)args[0])
MAP(arr, ARRAY, 4, 0, __u32, __u64[4]);
MAP(storage, SK_STORAGE, 0, 1, int, __u64);
SIZED(progs, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
RINGBUF(rb);
static long (*const getsockopt)(void *ctx, int level, int name, void *val, int len) = (void *)57;

// ---- what is written
TCP(cong_avoid, a1_window_by_atomic__ok, __sync_fetch_and_add(&tp->snd_cwnd, 1))
TCP(cong_avoid, a1_window_of_cast_socket__ok, struct sock *s = (void *)args[0]; s->sk_pacing_rate = 7)
TCP(cong_avoid, a1_half_of_pacing_rate__ok, *(volatile __u32 *)&tp->inet_conn.icsk_inet.sk.sk_pacing_rate = 7)
TCP(cong_avoid, a1_upper_half_of_pacing_rate__EACCES, *((volatile __u32 *)&tp->inet_conn.icsk_inet.sk.sk_pacing_rate + 1) = 7)
TCP(cong_avoid, a1_pacing_status__ok, tp->inet_conn.icsk_inet.sk.sk_pacing_status = 1)
TCP(cong_avoid, a1_port__EACCES, tp->inet_conn.icsk_inet.sk.__sk_common.skc_num = 1)
TCP(cong_avoid, a1_threshold__ok, tp->snd_ssthresh = 7)
TCP(cong_avoid, a1_count_and_stamp__EACCES, *(volatile __u64 *)&tp->snd_cwnd_cnt = 7)
TCP(cong_avoid, a1_stamp__ok, tp->snd_cwnd_stamp = 7)
TCP(cong_avoid, a1_clamp__EACCES, tp->snd_cwnd_clamp = 7)
TCP(cong_avoid, a1_ecn_flags__ok, tp->ecn_flags = 1)
TCP(cong_avoid, a1_ca_state__EACCES, tp->inet_conn.icsk_ca_state = 1)
TCP(cong_avoid, a1_own_memory_at_index__EACCES, __u64 i = args[1] & 7; HIDE(i); tp->inet_conn.icsk_ca_priv[i] = 1)
TCP(cong_avoid, a1_own_memory_last__ok, tp->inet_conn.icsk_ca_priv[12] = 1)
TCP(cong_avoid, a1_before_own_memory__EACCES, *(volatile __u64 *)((char *)tp->inet_conn.icsk_ca_priv - 4) = 1)
TCP(cong_avoid, a1_own_memory_atomic__ok, __sync_fetch_and_add(&tp->inet_conn.icsk_ca_priv[1], 1))
TCP(cong_avoid, a1_through_pointer_of_task__EACCES, struct task_struct *t = bpf_get_current_task_btf(); t->pid = 1)
TCP(cong_avoid, a1_pointer_stored_in_own_memory__ok, tp->inet_conn.icsk_ca_priv[0] = args[0])
TCP(cong_avoid, a1_pointer_stored_in_map__ok, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) *v = args[0])
TCP(cong_avoid, a1_pointer_updated_into_map__ok, __u64 v[4] = { args[0] }; bpf_map_update_elem(&arr, &(__u32){0}, v, 0))
TCP(cong_avoid, a1_socket_read_back_from_own_memory__EACCES, struct tcp_sock *t = (void *)tp->inet_conn.icsk_ca_priv[0]; sink = *(volatile __u32 *)t)

// ---- what is read
TCP(cong_avoid, a2_at_index__EACCES, __u64 i = args[1] & 7; HIDE(i); sink = tp->inet_conn.icsk_ca_priv[i])
TCP(cong_avoid, a2_before_socket__EACCES, sink = *(volatile __u32 *)((char *)args[0] - 4))
TCP(cong_avoid, a2_far_beyond__EACCES, sink = *(volatile __u64 *)((char *)args[0] + 65536))
TCP(cong_avoid, a2_number_as_pointer__EACCES, sink = *(volatile __u32 *)args[1])
TCP(cong_avoid, a2_third_at_half__ok, sink = *((volatile __u32 *)args + 4))
TCP(cong_avoid, a2_third_upper_half__EACCES, sink = *((volatile __u32 *)args + 5))
TCP(cong_avoid, a2_fourth__EACCES, sink = ((volatile __u64 *)args)[3])
TCP(cong_avoid, a2_argument_at_index__EACCES, __u64 i = bpf_get_prandom_u32() & 1; sink = args[i + 1])
TCP(pkts_acked, a2_sample_beyond__EACCES, struct ack_sample *s = (void *)args[1]; sink = *(volatile __u32 *)(s + 4))
TCP(pkts_acked, a2_sample_as_socket__EACCES, struct tcp_sock *s = (void *)args[1]; sink = s->snd_cwnd)
TCP(pkts_acked, a2_sample_checked__ok, struct ack_sample *s = (void *)args[1]; if (s) sink = s->rtt_us)
TCP(cong_control, a2_rate_sample_unchecked__ok, struct rate_sample *r = (void *)args[3]; sink = r->delivered)
TCP(cong_control, a2_rate_sample_written__EACCES, struct rate_sample *r = (void *)args[3]; r->delivered = 1)
TCP(cong_control, a2_flag_is_signed__ok, int f = args[2]; if (f < 0) tp->snd_cwnd = 1)
NUM(min_tso_segs, a2_returns_pointer__ok, return args[0])
NUM(ssthresh, a2_returns_unknown__ok, return bpf_get_prandom_u32())
SEC("struct_ops/undo_cwnd") __u64 a2_returns_socket__ok(__u64 *args) { return args[0]; }
SEC(".struct_ops") struct tcp_congestion_ops a2_returns_socket__ok_t = { .undo_cwnd = (void *)a2_returns_socket__ok };
SEC("struct_ops/cong_avoid") __u64 a2_socket_left_in_r0__ok(__u64 *args) { return args[0]; }
SEC(".struct_ops") struct tcp_congestion_ops a2_socket_left_in_r0__ok_t = { .cong_avoid = (void *)a2_socket_left_in_r0__ok };
DUMMY(test_1, a2_state_after_check__ok, if (!S) return 0; return *(volatile int *)&S->val)
DUMMY(test_1, a2_state_beyond__EACCES, if (!S) return 0; return *((volatile int *)S + 1))
DUMMY(test_1, a2_state_by_offset_then_check__EACCES, int *p = (int *)(args[0] + 0); HIDE(p); p = (void *)p + 1; HIDE(p); if (p) return *(volatile char *)p; return 0)
DUMMY(test_2, a2_state_atomic__ok, return __sync_fetch_and_add(&S->val, 1))
DUMMY(test_2, a2_state_wider__EACCES, *(volatile __u64 *)S = 1; return 0)
DUMMY(test_2, a2_state_byte__ok, *(volatile char *)S = 1; return 0)
DUMMY(test_2, a2_state_before__EACCES, *((volatile char *)S - 1) = 1; return 0)
DUMMY(test_2, a2_char_argument_wide__ok, return ((volatile __u64 *)args)[3])

// ---- helpers
TCP(cong_avoid, a3_storage__ok, __u64 *v = bpf_sk_storage_get(&storage, tp, NULL, 1); if (v) *v = 1)
TCP(cong_avoid, a3_storage_of_sample__EACCES, bpf_sk_storage_get(&storage, (void *)args[1], NULL, 1))
TCP(pkts_acked, a3_storage_of_ack_sample__EACCES, bpf_sk_storage_get(&storage, (void *)args[1], NULL, 1))
TCP(cong_avoid, a3_storage_unchecked__EACCES, __u64 *v = bpf_sk_storage_get(&storage, tp, NULL, 1); *v = 1)
TCP(cong_avoid, a3_storage_value_is_socket__EACCES, bpf_sk_storage_get(&storage, tp, tp, 1))
TCP(cong_avoid, a3_tail_call__ok, long (*call)(void *, void *, __u32) = (void *)12; call(args, &progs, 0))
TCP(cong_avoid, a3_getsockopt__ok, int v; getsockopt(tp, 6, 13, &v, 4); sink = v)
TCP(release, a3_getsockopt_in_release__EINVAL, int v; getsockopt(tp, 6, 13, &v, 4); sink = v)
TCP(cong_avoid, a3_setsockopt_into_socket__ok, bpf_setsockopt(tp, 6, 13, tp, 4))
TCP(cong_avoid, a3_cookie_of_context__EINVAL, sink = bpf_get_socket_cookie(args))
TCP(cong_avoid, a3_probe_of_socket__ok, __u64 v; long (*probe)(void *, __u32, const void *) = (void *)113; probe(&v, 8, tp); sink = v)
TCP(cong_avoid, a3_output_of_socket__ok, long (*output)(void *, void *, __u64, __u64) = (void *)130; output(&rb, tp, 8, 0))
TCP(cong_avoid, a3_socket_as_tcp_sock__EINVAL, struct tcp_sock *t = bpf_skc_to_tcp_sock(tp); if (t) t->snd_cwnd = 1)
TCP(cong_avoid, a3_timer_of_day__ok, sink = bpf_ktime_get_ns())
TCP(cong_avoid, a3_cast_written__EACCES, struct tcp_sock *t = bpf_rdonly_cast(tp, __builtin_btf_type_id(*(struct tcp_sock *)0, 1)); t->snd_cwnd = 1)
DUMMY(test_sleepable, a3_sleeping_helper__EINVAL, char b[4]; long (*copy)(void *, __u32, const void *) = (void *)148; return copy(b, 4, NULL))
DUMMY(test_1, a3_dummy_calls_map__EINVAL, return bpf_map_delete_elem(&arr, &(__u32){0}))

// ---- functions and callbacks
static __noinline __u32 window_of(struct tcp_sock *t) { return t->snd_cwnd; }
GLOBAL int window_of_trusted(struct tcp_sock *t ARG("trusted")) { return t->snd_cwnd; }
GLOBAL int window_or_null(struct tcp_sock *t ARG("trusted") ARG("nullable")) { return t ? t->snd_cwnd : 0; }
GLOBAL int window_set(struct tcp_sock *t ARG("trusted")) { t->snd_cwnd = 1; return 0; }
GLOBAL int as_memory(struct ack_sample *s) { return s ? s->rtt_us : 0; }
GLOBAL int context_of(__u64 *args ARG("ctx")) { return args[1]; }
static __noinline void sets(struct tcp_sock *t) { t->snd_cwnd = 5; }
static long body(__u32 i, __u64 *args) { struct tcp_sock *t = (void *)args[0]; t->snd_cwnd = i; return 0; }
static long body_of_socket(__u32 i, struct tcp_sock *t) { t->snd_cwnd = i; return 0; }
struct held { struct tcp_sock *t; };
static long body_of_frame(__u32 i, struct held *h) { h->t->snd_cwnd = i; return 0; }
static long body_that_changes(__u32 i, struct held *h) { h->t = (void *)(__u64)i; return 0; }
TCP(cong_avoid, a4_read_in_static__ok, sink = window_of(tp))
TCP(cong_avoid, a4_written_in_static__ok, sets(tp))
TCP(cong_avoid, a4_read_in_global__ok, sink = window_of_trusted(tp))
TCP(cong_avoid, a4_number_given_to_global__EACCES, sink = window_of_trusted((void *)args[1]))
TCP(cong_avoid, a4_null_given_to_global__EACCES, sink = window_of_trusted(NULL))
TCP(cong_avoid, a4_null_given_to_nullable__ok, sink = window_or_null(NULL))
TCP(cong_avoid, a4_written_in_global__ok, window_set(tp))
TCP(pkts_acked, a4_sample_as_memory_of_global__EINVAL, sink = as_memory((void *)args[1]))
TCP(cong_avoid, a4_context_of_global__ok, sink = context_of(args))
TCP(cong_avoid, a4_context_in_loop__EACCES, bpf_loop(3, body, args, 0))
TCP(cong_avoid, a4_socket_as_context_of_loop__EACCES, bpf_loop(3, body_of_socket, tp, 0))
TCP(cong_avoid, a4_socket_in_frame_of_loop__ok, struct held h = { tp }; bpf_loop(3, body_of_frame, &h, 0))
TCP(cong_avoid, a4_socket_changed_in_loop__EACCES, struct held h = { tp }; bpf_loop(3, body_that_changes, &h, 0); h.t->snd_cwnd = 1)
TCP(cong_avoid, a4_either_of_two__EINVAL, void *p = (void *)args[0]; if (args[1] & 1) p = bpf_map_lookup_elem(&arr, &(__u32){0}); HIDE(p); if (p) sink = *(volatile __u64 *)p)
TCP(cong_avoid, a4_compared_with_number__ok, if (args[0] == args[1]) tp->snd_cwnd = 1)
TCP(cong_avoid, a4_negated_pointer__ok, __u64 p = -args[0]; sink = p)
TCP(cong_avoid, a4_spilled_in_halves__EACCES, volatile __u64 slot = args[0]; *(volatile __u32 *)&slot = 0; struct tcp_sock *t = (void *)slot; sink = *(volatile __u32 *)t)
