// SPDX-License-Identifier: Apache-2.0
// Programs that ask about what belongs to an object of the kernel's: what each was answered is in `out`.
#pragma once
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

#define ANSWERS 64
__s64 out[ANSWERS];
int answered;

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)

struct pair {
	__u64 a, b;
};

struct bpf_sock {
	__u32 bound_dev_if, family, type, protocol, mark, priority, src_ip4, src_ip6[4], src_port;
	__u32 dst_port, dst_ip4, dst_ip6[4], state, rx_queue_mapping;
};

struct bpf_sock_addr {
	__u32 user_family, user_ip4, user_ip6[4], user_port, family, type, protocol, msg_src_ip4, msg_src_ip6[4];
	struct bpf_sock *sk;
};

struct sk_buff_with_socket {
	__u32 head[22];
	__u32 family, remote_ip4, local_ip4, remote_ip6[4], local_ip6[4], remote_port, local_port, data_meta;
	__u64 flow_keys, tstamp;
	__u32 wire_len, gso_segs;
	struct bpf_sock *sk;
};

struct bpf_sockopt {
	struct bpf_sock *sk;
	void *optval, *optval_end;
	__s32 level, optname, optlen, retval;
};

struct bpf_sock_ops {
	__u32 op, reply, args[3], family, remote_ip4, local_ip4, remote_ip6[4], local_ip6[4], remote_port, local_port;
	__u32 is_fullsock, snd_cwnd, srtt_us, bpf_sock_ops_cb_flags, state, rest[23];
	struct bpf_sock *sk;
};
