// SPDX-License-Identifier: Apache-2.0
// A congestion control that uses what helpers it has on its socket: options, storage, an acknowledgement.
#include "congestion.h"

char LICENSE[] SEC("license") = "GPL";

static long (*const bpf_setsockopt)(void *ctx, int level, int name, void *value, int size) = (void *)49;
static long (*const bpf_getsockopt)(void *ctx, int level, int name, void *value, int size) = (void *)57;
static void *(*const bpf_sk_storage_get)(void *map, void *sk, void *value, __u64 flags) = (void *)107;
static long (*const bpf_sk_storage_delete)(void *map, void *sk) = (void *)108;
static long (*const bpf_tcp_send_ack)(void *tp, __u32 rcv_nxt) = (void *)116;
enum { SOL_SOCKET = 1, SO_PRIORITY = 12, SO_MARK = 36, SOL_TCP = 6, TCP_WINDOW_CLAMP = 10 };

struct {
	__uint(type, 24);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} stored SEC(".maps");

__u64 begun[8], grew[8], ended[8];

SEC("struct_ops/h_init")
void h_init(__u64 *args)
{
	struct tcp_sock *tp = (void *)args[0];
	int value = 3;
	__u64 *own;

	begun[0] = bpf_setsockopt(tp, SOL_SOCKET, SO_PRIORITY, &value, sizeof(value));
	value = 0;
	begun[1] = bpf_getsockopt(tp, SOL_SOCKET, SO_PRIORITY, &value, sizeof(value));
	begun[2] = value;
	begun[3] = bpf_setsockopt(tp, SOL_SOCKET, 9999, &value, sizeof(value));
	own = bpf_sk_storage_get(&stored, tp, 0, 0);
	begun[4] = own != 0;
	own = bpf_sk_storage_get(&stored, tp, 0, 1);
	begun[5] = own != 0;
	if (own)
		*own = 77;
}

SEC("struct_ops/h_grows")
void h_grows(__u64 *args)
{
	struct tcp_sock *tp = (void *)args[0];
	__u64 *own = bpf_sk_storage_get(&stored, tp, 0, 0);
	int value = 0;

	if (grew[0])
		return;
	grew[0] = 1;
	grew[1] = own ? *own : 0;
	grew[2] = bpf_getsockopt(tp, SOL_SOCKET, SO_PRIORITY, &value, sizeof(value));
	grew[3] = value;
	grew[4] = bpf_tcp_send_ack(tp, tp->rcv_nxt);
}

SEC("struct_ops/h_ends")
void h_ends(__u64 *args)
{
	struct tcp_sock *tp = (void *)args[0];
	__u64 *own = bpf_sk_storage_get(&stored, tp, 0, 0);

	ended[0] = 1;
	ended[1] = own ? *own : 0;
	ended[2] = bpf_sk_storage_delete(&stored, tp);
	ended[3] = bpf_sk_storage_delete(&stored, tp);
}

SEC("struct_ops/h_falls")
__u32 h_falls(__u64 *args)
{
	return 2;
}

SEC("struct_ops/h_undoes")
__u32 h_undoes(__u64 *args)
{
	return 2;
}

SEC(".struct_ops")
struct tcp_congestion_ops helped = {
	.init = (void *)h_init, .release = (void *)h_ends, .ssthresh = (void *)h_falls, .cong_avoid = (void *)h_grows,
	.undo_cwnd = (void *)h_undoes, .name = "helped",
};
