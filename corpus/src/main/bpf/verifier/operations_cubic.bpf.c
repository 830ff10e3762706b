// SPDX-License-Identifier: Apache-2.0
// Operations that leave their work to the kernel's own congestion control, cubic.
#include "../features/congestion.h"

char LICENSE[] SEC("license") = "GPL";

extern void cubictcp_init(struct sock *sk) __ksym;
extern __u32 cubictcp_recalc_ssthresh(struct sock *sk) __ksym;
extern void cubictcp_cong_avoid(struct sock *sk, __u32 ack, __u32 acked) __ksym;
extern void cubictcp_state(struct sock *sk, __u8 new_state) __ksym;
extern void cubictcp_cwnd_event(struct sock *sk, enum tcp_ca_event event) __ksym;
extern void cubictcp_acked(struct sock *sk, const struct ack_sample *sample) __ksym;

// A program, and a table that has only it
#define TCP(MEMBER, NAME, TYPE, ...) \
	SEC("struct_ops/" #MEMBER) TYPE NAME(__u64 *args) { __VA_ARGS__ } \
	SEC(".struct_ops") struct tcp_congestion_ops NAME##_t = { .MEMBER = (void *)NAME };
#define sk ((struct sock *)args[0])

TCP(init, o1_begins_as_cubic__ok, void, cubictcp_init(sk);)
TCP(ssthresh, o1_threshold_of_cubic__ok, __u32, return cubictcp_recalc_ssthresh(sk);)
TCP(cong_avoid, o1_grows_as_cubic__ok, void, cubictcp_cong_avoid(sk, args[1], args[2]);)
TCP(set_state, o1_state_of_cubic__ok, void, cubictcp_state(sk, args[1]);)
TCP(cwnd_event, o1_event_of_cubic__ok, void, cubictcp_cwnd_event(sk, args[1]);)
TCP(pkts_acked, o1_acked_as_cubic__ok, void, cubictcp_acked(sk, (void *)args[1]);)
TCP(pkts_acked, o1_acked_socket_for_sample__EINVAL, void, cubictcp_acked(sk, (void *)args[0]);)
TCP(pkts_acked, o1_acked_sample_for_socket__EINVAL, void, cubictcp_acked((void *)args[1], (void *)args[1]);)
TCP(init, o1_acked_own_sample__ok, void, struct ack_sample s = {}; cubictcp_acked(sk, &s);)
TCP(init, o1_acked_number__EACCES, void, cubictcp_acked(sk, (void *)5);)
TCP(init, o1_acked_no_sample__ok, void, cubictcp_acked(sk, 0);)
TCP(init, o1_begins_with_number__EINVAL, void, cubictcp_init((void *)7);)
TCP(init, o1_begins_with_nothing__EINVAL, void, cubictcp_init(0);)
TCP(init, o1_begins_with_frame__EINVAL, void, __u64 x = 0; cubictcp_init((void *)&x);)
TCP(init, o1_state_unset__EINVAL, void, asm volatile("r1 = %0; call %1" : : "r"(sk), "i"(cubictcp_state) : "r0", "r1", "r3", "r4", "r5");)
TCP(cong_avoid, o1_socket_as_number__EINVAL, void, cubictcp_cong_avoid(sk, args[0], args[2]);)
SEC("xdp") int o1_cubic_elsewhere__EACCES(struct xdp_md *ctx) { cubictcp_init((void *)ctx); return 0; }
