// SPDX-License-Identifier: Apache-2.0
// What programs on several CPUs do to the same memory.
#include "../bpf.h"

#define SAY(text) ({ static const char line[] = text; bpf_trace_printk(line, sizeof(line)); })

struct counter {
	struct bpf_spin_lock lock;
	__u32 unused;
	__u64 first, second; // always alike to whoever has the lock
	__u64 torn; // how often they were not
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct counter);
} counters SEC(".maps");

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
};

struct inner first_inner SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct inner);
} outer SEC(".maps") = { .values = { [0] = &first_inner } };

__u64 added;

static struct counter *counter(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&counters, &zero);
}

static int add_once(__u32 i, struct counter **where)
{
	struct counter *c = *where;

	bpf_spin_lock(&c->lock);
	if (c->first != c->second)
		c->torn++;
	c->first++;
	c->second++;
	bpf_spin_unlock(&c->lock);
	__sync_fetch_and_add(&added, 1);
	return 0;
}

// Adds 1 under the lock, and 1 atomically, so many times.
SEC("syscall")
int add(__u64 *times)
{
	struct counter *c = counter();

	if (!c)
		return -1;
	return bpf_loop(*times, add_once, &c, 0);
}

// Replaces the value as user space does with BPF_F_LOCK: both numbers at once.
SEC("syscall")
int replace(__u64 *number)
{
	struct counter fresh = { .first = *number, .second = *number };
	__u32 zero = 0;

	return bpf_map_update_elem(&counters, &zero, &fresh, BPF_F_LOCK);
}

SEC("syscall")
int which_cpu(void *ctx)
{
	return bpf_get_smp_processor_id();
}

SEC("syscall")
int say(void *ctx)
{
	return SAY("here") < 0;
}

// Looks an inner map up, says so, and only then looks into it: the host may take it away meanwhile.
SEC("syscall")
int hold_inner(void *ctx)
{
	__u32 zero = 0;
	void *inner = bpf_map_lookup_elem(&outer, &zero);
	__u64 *value;

	if (!inner)
		return -1;
	SAY("inner map found");
	value = bpf_map_lookup_elem(inner, &zero);
	return value ? *value : -2;
}

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

// Reads its packet before and after it says something, with a record reserved: the host may run another program inside.
SEC("xdp")
int packet_around_a_line(struct xdp_md *ctx)
{
	unsigned char *data = (void *)(long)ctx->data;
	__u32 *record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);
	__u32 before;

	if (!record)
		return XDP_ABORTED;
	if (data + 14 > (unsigned char *)(long)ctx->data_end) {
		bpf_ringbuf_discard(record, 0);
		return XDP_ABORTED;
	}
	before = data[0];
	SAY("packet");
	*record = before << 8 | data[0];
	bpf_ringbuf_submit(record, 0);
	return XDP_PASS;
}

// Fails with a record reserved, which Linux refuses to load.
SEC("?xdp")
int fails_with_a_record(struct xdp_md *ctx)
{
	__u32 *record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);
	struct counter *c = counter();

	if (!record || !c)
		return XDP_ABORTED;
	*record = 1;
	bpf_spin_lock(&c->lock);
	bpf_ringbuf_submit(record, 0);
	return XDP_PASS;
}

// Does what Linux refuses to load: another helper under the lock.
SEC("?syscall")
int update_under_the_lock(void *ctx)
{
	struct counter *c = counter(), fresh = {};
	__u32 zero = 0;

	if (!c)
		return -1;
	bpf_spin_lock(&c->lock);
	bpf_map_update_elem(&counters, &zero, &fresh, 0);
	bpf_spin_unlock(&c->lock);
	return 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
