// SPDX-License-Identifier: Apache-2.0
// RINGBUF and PERF_EVENT_ARRAY written by several CPUs while user space reads: the records of a CPU that can be read are numbered
// without a gap. USER_RINGBUF drained by several CPUs while user space writes: so are its samples.
#include "races.h"

enum { CPUS = 4, EAGAIN = 11, ENOSPC = 28 };

struct record {
	__u32 cpu;
	__u32 length;
	__u64 number;
	struct whole whole;
	__u64 rest[8];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} records SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(max_entries, CPUS);
	__uint(key_size, 4);
	__uint(value_size, 4);
} samples SEC(".maps");

enum { BPF_MAP_TYPE_USER_RINGBUF = 31 };

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} commands SEC(".maps");

// By CPU: what can be read, what found no room, what found no reader, what was given up.
__u64 written[CPUS], lost[CPUS], missed[CPUS], discarded[CPUS];

static __always_inline void make(struct record *record, __u32 cpu, __u32 length)
{
	record->cpu = cpu;
	record->length = length;
	record->number = written[cpu];
	fill(&record->whole, (__u64)cpu << 32 | written[cpu]);
}

static __always_inline int write_record(void)
{
	int wrong = 0;
	__u32 random = bpf_get_prandom_u32();
	__u32 cpu = bpf_get_smp_processor_id();
	struct record *record, copied = {};
	long err;

	if (cpu >= CPUS) {
		WRONG();
		return wrong;
	}
	if (random >> 30 == 0) {
		__u32 length = sizeof(copied) - random % 64;

		make(&copied, cpu, length);
		err = bpf_ringbuf_output(&records, &copied, length, random & 64 ? BPF_RB_NO_WAKEUP : 0);
		if (!err)
			written[cpu]++;
		else if (err == -EAGAIN)
			lost[cpu]++;
		else
			WRONG();
		return wrong;
	}
	record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);
	if (!record) {
		lost[cpu]++;
		return wrong;
	}
	make(record, cpu, sizeof(*record));
	for (int i = 0; i < 8; i++)
		record->rest[i] = written[cpu];
	if (random >> 30 == 1) {
		discarded[cpu]++;
		record->number = ~0ULL;
		bpf_ringbuf_discard(record, 0);
	} else {
		written[cpu]++;
		bpf_ringbuf_submit(record, 0);
	}
	if (bpf_ringbuf_query(&records, BPF_RB_AVAIL_DATA) > bpf_ringbuf_query(&records, BPF_RB_RING_SIZE))
		WRONG();
	return wrong;
}

RACES(records_written, write_record())

static __always_inline int write_sample(struct xdp_md *ctx)
{
	int wrong = 0;
	__u32 cpu = bpf_get_smp_processor_id();
	struct record record = {};
	long err;

	if (cpu >= CPUS) {
		WRONG();
		return wrong;
	}
	make(&record, cpu, sizeof(record));
	err = bpf_perf_event_output(ctx, &samples, BPF_F_CURRENT_CPU, &record, sizeof(record));
	if (!err)
		written[cpu]++;
	else if (err == -ENOSPC)
		lost[cpu]++;
	else if (err == -ENOENT)
		missed[cpu]++;
	else
		WRONG();
	return wrong;
}

RACES(samples_written, write_sample(ctx))

struct bpf_dynptr { __u64 opaque[2]; } __attribute__((aligned(8)));

static long (*const bpf_dynptr_read)(void *to, __u32 size, const struct bpf_dynptr *d, __u32 offset, __u64 flags) = (void *)201;
static long (*const bpf_user_ringbuf_drain)(void *map, void *callback, void *ctx, __u64 flags) = (void *)209;

// Samples that were drained; while one CPU drains, no other does. By CPU, how often another one did.
__u64 drained, busy[CPUS];

static long take_sample(struct bpf_dynptr *sample, int *wrong)
{
	struct whole whole = {};

	if (bpf_dynptr_read(&whole, sizeof(whole), sample, 0, 0) || is_torn(&whole) || whole.number != drained) {
		++*wrong;
		why = __LINE__;
	}
	drained++;
	return whole.number % 7 == 0;
}

static __always_inline int drain_samples(void)
{
	int wrong = 0;
	__u32 cpu = bpf_get_smp_processor_id();
	long err = bpf_user_ringbuf_drain(&commands, take_sample, &wrong, 0);

	if (cpu >= CPUS)
		return 1;
	if (err == -EBUSY)
		busy[cpu]++;
	else if (err < 0)
		WRONG();
	return wrong;
}

RACES(samples_drained, drain_samples())
