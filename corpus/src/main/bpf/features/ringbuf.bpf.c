// SPDX-License-Identifier: Apache-2.0
// The ring buffer: records submitted, discarded and copied in, what a query tells, and a full buffer.
#include "../bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} records SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} small SEC(".maps");

struct record {
	__u64 number;
	char text[16];
};

__u64 available, ring_size, consumer, producer, unknown_query;
__u64 reserve_bad_flags;	// 1: refused
__s64 output_result, output_too_large;

// The first run, with nothing consumed before, returns 72: a record takes 8 bytes of header and is rounded up to 8, so
// 24, 10 (discarded) and 5 bytes take 32 + 24 + 16. It leaves available 72, ring_size 4096, consumer 0, producer 72,
// unknown_query 0, reserve_bad_flags 1, output_result 0. The consumer gets {1, "submitted"} and the five bytes "hello".
SEC("xdp")
int ringbuf_all(struct xdp_md *ctx)
{
	struct record *record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);
	char hello[5] = { 'h', 'e', 'l', 'l', 'o' };
	void *rejected;

	if (!record)
		return -1;
	*record = (struct record){ .number = 1, .text = "submitted" };
	bpf_ringbuf_submit(record, 0);

	record = bpf_ringbuf_reserve(&records, 10, 0);
	if (!record)
		return -2;
	bpf_ringbuf_discard(record, BPF_RB_NO_WAKEUP);

	rejected = bpf_ringbuf_reserve(&records, 8, 4);
	reserve_bad_flags = !rejected;
	if (rejected)
		bpf_ringbuf_discard(rejected, 0);

	output_result = bpf_ringbuf_output(&records, hello, sizeof(hello), BPF_RB_FORCE_WAKEUP);
	available = bpf_ringbuf_query(&records, BPF_RB_AVAIL_DATA);
	ring_size = bpf_ringbuf_query(&records, BPF_RB_RING_SIZE);
	consumer = bpf_ringbuf_query(&records, BPF_RB_CONS_POS);
	producer = bpf_ringbuf_query(&records, BPF_RB_PROD_POS);
	unknown_query = bpf_ringbuf_query(&records, 9);
	return producer;
}

// Returns 3 when the buffer is empty before: a fourth record of 1016 + 8 bytes would fill it to the last byte, which is
// not allowed. output_too_large is -11, as there is no room for 1016 bytes more.
SEC("xdp")
int ringbuf_full(struct xdp_md *ctx)
{
	static char block[1016];
	int i, filled = 0;

	for (i = 0; i < 5; i++) {
		void *record = bpf_ringbuf_reserve(&small, sizeof(block), 0);

		if (!record)
			break;
		filled++;
		*(__u64 *)record = i;
		bpf_ringbuf_submit(record, 0);
	}
	output_too_large = bpf_ringbuf_output(&small, block, sizeof(block), 0);
	return filled;
}

char _license[] SEC("license") = "Dual MIT/GPL";
