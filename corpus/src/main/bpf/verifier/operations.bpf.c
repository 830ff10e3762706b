// SPDX-License-Identifier: Apache-2.0
// Programs that are operations of the kernel: what they are given, what they may write, call and return.
#include "../features/congestion.h"

char LICENSE[] SEC("license") = "GPL";

static long (*const bpf_setsockopt)(void *ctx, int level, int name, void *value, int size) = (void *)49;
static long (*const bpf_tcp_send_ack)(void *tp, __u32 rcv_nxt) = (void *)116;
static long (*const bpf_get_current_comm)(void *buf, __u32 size) = (void *)16;
struct bpf_dummy_ops_state { int val; } CO_RE;
struct bpf_dummy_ops {
	int (*test_1)(struct bpf_dummy_ops_state *cb);
	int (*test_2)(struct bpf_dummy_ops_state *cb, int a1, unsigned short a2, char a3, unsigned long a4);
	int (*test_sleepable)(struct bpf_dummy_ops_state *cb);
};

// A program, and a table that has only it
#define OPERATION(STRUCT, MEMBER, NAME, TYPE, ...) \
	SEC("struct_ops/" #MEMBER) TYPE NAME(__u64 *args) { __VA_ARGS__ } \
	SEC(".struct_ops") struct STRUCT NAME##_t = { .MEMBER = (void *)NAME };
#define TCP(MEMBER, NAME, TYPE, ...) OPERATION(tcp_congestion_ops, MEMBER, NAME, TYPE, __VA_ARGS__)
#define DUMMY(MEMBER, NAME, TYPE, ...) OPERATION(bpf_dummy_ops, MEMBER, NAME, TYPE, __VA_ARGS__)
#define tp ((struct tcp_sock *)args[0])

TCP(ssthresh, s6_reads_its_socket__ok, __u32, return tp->snd_cwnd;)
TCP(ssthresh, s6_second_of_one_argument__EACCES, __u32, return args[1];)
TCP(ssthresh, s6_half_a_pointer__EACCES, __u32, return *(__u32 *)args;)
TCP(ssthresh, s6_stores_in_context__EACCES, __u32, args[0] = 0; return 2;)
TCP(cong_avoid, s6_writes_window__ok, void, tp->snd_cwnd = args[2];)
TCP(cong_avoid, s6_writes_half_of_window__ok, void, *(__u16 *)&tp->snd_cwnd = 5;)
TCP(cong_avoid, s6_writes_upper_half_of_window__EACCES, void, *((__u16 *)&tp->snd_cwnd + 1) = 5;)
TCP(cong_avoid, s6_writes_beyond_window__EACCES, void, *(__u64 *)&tp->snd_cwnd = 5;)
TCP(cong_avoid, s6_writes_own_memory__ok, void, tp->inet_conn.icsk_ca_priv[12] = 5;)
TCP(cong_avoid, s6_writes_within_own_memory__ok, void, *(__u64 *)((char *)tp->inet_conn.icsk_ca_priv + 3) = 5;)
TCP(cong_avoid, s6_writes_beyond_own_memory__EACCES, void, *(__u64 *)((char *)tp->inet_conn.icsk_ca_priv + 97) = 5;)
TCP(cong_avoid, s6_writes_pacing_rate__ok, void, tp->inet_conn.icsk_inet.sk.sk_pacing_rate = 5;)
TCP(cong_avoid, s6_writes_app_limited__ok, void, tp->app_limited = 5;)
TCP(cong_avoid, s6_writes_prior_window__EACCES, void, tp->prior_cwnd = 5;)
TCP(cong_avoid, s6_writes_first_bytes__EACCES, void, *(__u32 *)tp = 5;)
TCP(pkts_acked, s6_reads_sample__ok, void, struct ack_sample *s = (void *)args[1]; tp->snd_cwnd_cnt = s->pkts_acked;)
TCP(pkts_acked, s6_writes_sample__EACCES, void, struct ack_sample *s = (void *)args[1]; s->pkts_acked = 0;)
TCP(cong_control, s6_fourth_argument__ok, void, struct rate_sample *s = (void *)args[3]; tp->snd_cwnd = s->acked_sacked;)
TCP(init, s6_result_of_nothing_unset__ok, void, asm volatile("r6 = r1" ::: "r6");)
TCP(init, s6_setsockopt_in_init__ok, void, int v = 1; bpf_setsockopt(tp, 1, 12, &v, 4);)
TCP(release, s6_setsockopt_in_release__EINVAL, void, int v = 1; bpf_setsockopt(tp, 1, 12, &v, 4);)
TCP(cwnd_event, s6_sends_acknowledgement__ok, void, bpf_tcp_send_ack(tp, tp->rcv_nxt);)
TCP(cwnd_event, s6_name_of_task__EINVAL, void, char c[16]; bpf_get_current_comm(c, 16);)
TCP(cwnd_event, s6_releases_socket__EINVAL, void, bpf_sk_release(tp);)
TCP(undo_cwnd, s6_undoes_as_reno__ok, __u32, return tcp_reno_undo_cwnd((void *)tp);)
TCP(undo_cwnd, s6_reno_of_number__EINVAL, __u32, return tcp_reno_undo_cwnd((void *)5);)
TCP(cong_avoid, s6_slow_start_of_sample__ok, void, tp->snd_cwnd_cnt = tcp_slow_start(tp, args[2]);)
DUMMY(test_1, s6_state_unchecked__EACCES, int, struct bpf_dummy_ops_state *s = (void *)args[0]; return s->val;)
DUMMY(test_1, s6_state_checked__ok, int, struct bpf_dummy_ops_state *s = (void *)args[0]; return s ? s->val : 0;)
DUMMY(test_2, s6_state_written__ok, int, struct bpf_dummy_ops_state *s = (void *)args[0]; s->val = args[1]; return 0;)
DUMMY(test_2, s6_sixth_argument__EACCES, int, return args[5];)
DUMMY(test_2, s6_no_helpers__EINVAL, int, return bpf_ktime_get_ns();)
DUMMY(test_1, s6_kernel_function_of_others__EINVAL, int, return tcp_reno_ssthresh((void *)args);)
SEC("xdp") int s6_kernel_function_elsewhere__EACCES(struct xdp_md *ctx) { return tcp_reno_ssthresh((void *)ctx); }
SEC("struct_ops.s/test_1") int s6_test_1_sleeps__EINVAL(__u64 *args) { return 0; }
SEC(".struct_ops") struct bpf_dummy_ops sleeps_t = { .test_1 = (void *)s6_test_1_sleeps__EINVAL };
SEC("struct_ops.s/test_sleepable") int s6_sleeps__ok(__u64 *args) { return 0; }
SEC(".struct_ops") struct bpf_dummy_ops may_sleep_t = { .test_sleepable = (void *)s6_sleeps__ok };
