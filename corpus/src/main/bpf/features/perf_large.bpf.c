// SPDX-License-Identifier: Apache-2.0
// bpf_perf_event_output of many bytes; perf_large-6.12.tsv beside the object has what Linux answered and what its reader saw.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
} events SEC(".maps");

__u8 bytes[1 << 18];
__u64 size, flags;
__s64 result;

SEC("tc") int large_of_packet(struct __sk_buff *skb)
{
	__u64 length = size;

	result = 1;
	if (length <= sizeof(bytes))
		result = bpf_perf_event_output(skb, &events, flags, bytes, length);
	return 0;
}

SEC("raw_tp") int large_of_event(void *ctx)
{
	__u64 length = size;

	result = 1;
	if (length <= sizeof(bytes))
		result = bpf_perf_event_output(ctx, &events, flags, bytes, length);
	return 0;
}
