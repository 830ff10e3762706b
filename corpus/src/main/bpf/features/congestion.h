// SPDX-License-Identifier: Apache-2.0
// What programs that are congestion controls see of the kernel.
#pragma once
#include "../bpf.h"

#define CO_RE __attribute__((preserve_access_index))
struct sock_common { unsigned short skc_num; } CO_RE;
struct sock { struct sock_common __sk_common; unsigned long sk_pacing_rate; __u32 sk_pacing_status; } CO_RE;
struct inet_sock { struct sock sk; } CO_RE;
struct inet_connection_sock { struct inet_sock icsk_inet; __u8 icsk_ca_state : 5; __u64 icsk_ca_priv[13]; } CO_RE;
struct tcp_sock {
	struct inet_connection_sock inet_conn;
	__u32 snd_cwnd, snd_cwnd_cnt, snd_cwnd_clamp, snd_cwnd_stamp, snd_ssthresh, prior_cwnd, max_packets_out, mss_cache, srtt_us;
	__u32 app_limited, packets_out, snd_una, rcv_nxt;
	__u8 is_cwnd_limited : 1;
	__u8 ecn_flags;
} CO_RE;
struct ack_sample { __u32 pkts_acked; __s32 rtt_us; __u32 in_flight; } CO_RE;
struct rate_sample { __s32 delivered; long interval_us, rtt_us; __u32 acked_sacked, prior_in_flight; } CO_RE;
enum tcp_ca_event { CA_EVENT_TX_START, CA_EVENT_CWND_RESTART, CA_EVENT_COMPLETE_CWR, CA_EVENT_LOSS };
enum { TCP_CA_Open, TCP_CA_Disorder, TCP_CA_CWR, TCP_CA_Recovery, TCP_CA_Loss };
enum { TCP_CONG_NEEDS_ECN = 2 };

struct tcp_congestion_ops {
	__u32 (*ssthresh)(struct sock *sk);
	void (*cong_avoid)(struct sock *sk, __u32 ack, __u32 acked);
	void (*set_state)(struct sock *sk, __u8 new_state);
	void (*cwnd_event)(struct sock *sk, enum tcp_ca_event ev);
	void (*in_ack_event)(struct sock *sk, __u32 flags);
	void (*pkts_acked)(struct sock *sk, const struct ack_sample *sample);
	__u32 (*min_tso_segs)(struct sock *sk);
	void (*cong_control)(struct sock *sk, __u32 ack, int flag, const struct rate_sample *rs);
	__u32 (*undo_cwnd)(struct sock *sk);
	__u32 (*sndbuf_expand)(struct sock *sk);
	char name[16];
	__u32 key, flags;
	void (*init)(struct sock *sk);
	void (*release)(struct sock *sk);
};

__u32 tcp_reno_ssthresh(struct sock *sk) __ksym;
void tcp_reno_cong_avoid(struct sock *sk, __u32 ack, __u32 acked) __ksym;
__u32 tcp_reno_undo_cwnd(struct sock *sk) __ksym;
__u32 tcp_slow_start(struct tcp_sock *tp, __u32 acked) __ksym;
void tcp_cong_avoid_ai(struct tcp_sock *tp, __u32 w, __u32 acked) __ksym;
