// SPDX-License-Identifier: Apache-2.0
// bpf_perf_event_output: a record for user space, alone and with the first bytes of the packet behind it.
#include "../bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} events SEC(".maps");

struct event {
	__u64 number;
	__u32 cpu;
	__u32 length;
};

__s64 bad_flags;

// Returns 0 where somebody reads the current CPU's buffer, else -2 (-ENOENT). The record is {1, CPU, packet length}.
// bad_flags is -22.
SEC("xdp")
int event_alone(struct xdp_md *ctx)
{
	struct event event = { 1, bpf_get_smp_processor_id(), ctx->data_end - ctx->data };

	bad_flags = bpf_perf_event_output(ctx, &events, 1ULL << 60 | BPF_F_CURRENT_CPU, &event, sizeof(event));
	return bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &event, sizeof(event));
}

// Like event_alone with the number 2; the packet's first 14 bytes follow the record.
SEC("xdp")
int event_with_packet(struct xdp_md *ctx)
{
	struct event event = { 2, bpf_get_smp_processor_id(), ctx->data_end - ctx->data };

	return bpf_perf_event_output(ctx, &events, 14ULL << 32 | BPF_F_CURRENT_CPU, &event, sizeof(event));
}

char _license[] SEC("license") = "Dual MIT/GPL";
