// SPDX-License-Identifier: Apache-2.0
// A token bucket per IPv4 source address, refilled by a timer.
//
// A packet takes a token; without one it is dropped. Every refill_period_ns the bucket's timer puts refill_tokens back, up
// to burst_tokens. The timer is started with absolute times, each one period after the one before and not after the
// moment the callback happened to run: however late a callback is, the refills do not drift, and missed ones follow at
// once. Packets and refills work on the same fields, so each value has a lock beside its timer.
#include "../bpf.h"
#include "../net.h"

#define MAX_SOURCES 16384
#define MAX_IDLE_PERIODS 10

struct bucket {
	struct bpf_spin_lock lock; // guards all fields but the timer
	__u32 tokens;
	__u64 passed;
	__u64 dropped;
	__u64 next_ns; // when the next refill is due
	__u64 idle_periods; // refills since the last packet
	struct bpf_timer refill_timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_SOURCES);
	__type(key, __be32);
	__type(value, struct bucket);
} buckets SEC(".maps");

volatile const __u64 refill_period_ns = 100000000ULL;
volatile const __u32 refill_tokens = 10;
volatile const __u32 burst_tokens = 20;

__u64 packets_passed;
__u64 packets_dropped;
__u64 packets_other;	// not IPv4, passed without a limit
__u64 packets_malformed;
__u64 sources_created;
__u64 sources_expired;
__u64 sources_refused;	// packets passed without a limit: the table was full or a timer failed
__u64 refills;

#define COUNT(counter) __sync_fetch_and_add(&(counter), 1)

static int refill(void *map, __be32 *source, struct bucket *bucket)
{
	__u32 add = refill_tokens, limit = burst_tokens;
	__u64 period = refill_period_ns;
	__u64 next, idle;

	// No helper may be called while the lock is held: take what the timer needs out of it.
	bpf_spin_lock(&bucket->lock);
	bucket->tokens = bucket->tokens + add < limit ? bucket->tokens + add : limit;
	bucket->next_ns += period;
	next = bucket->next_ns;
	// The first refill ends the period in which the packet came: only those after it were idle.
	idle = bucket->idle_periods++;
	bpf_spin_unlock(&bucket->lock);

	COUNT(refills);
	if (idle < MAX_IDLE_PERIODS) {
		bpf_timer_start(&bucket->refill_timer, next, BPF_F_TIMER_ABS);
		return 0;
	}
	if (bpf_map_delete_elem(map, source) == 0)
		COUNT(sources_expired);
	return 0;
}

static __always_inline int start_refills(struct bucket *bucket, __u64 first_ns)
{
	long err = bpf_timer_init(&bucket->refill_timer, &buckets, CLOCK_MONOTONIC);

	if (!err)
		err = bpf_timer_set_callback(&bucket->refill_timer, refill);
	if (!err)
		err = bpf_timer_start(&bucket->refill_timer, first_ns, BPF_F_TIMER_ABS);
	return err;
}

// The full bucket of a source that has none yet, or NULL.
static __always_inline struct bucket *create_bucket(__be32 *source)
{
	__u64 first_ns = bpf_ktime_get_ns() + refill_period_ns;
	struct bucket fresh = { .tokens = burst_tokens, .next_ns = first_ns };
	long err = bpf_map_update_elem(&buckets, source, &fresh, BPF_NOEXIST);
	struct bucket *bucket;

	if (err && err != -EEXIST)
		return NULL;
	bucket = bpf_map_lookup_elem(&buckets, source);
	// -EEXIST: another CPU created the bucket a moment earlier, and arms its timer.
	if (!bucket || err)
		return bucket;
	if (start_refills(bucket, first_ns)) {
		// A bucket that nobody refills would shut the source out for ever.
		bpf_map_delete_elem(&buckets, source);
		return NULL;
	}
	COUNT(sources_created);
	return bucket;
}

static __always_inline int take_token(struct bucket *bucket)
{
	int taken;

	bpf_spin_lock(&bucket->lock);
	taken = bucket->tokens > 0;
	if (taken) {
		bucket->tokens--;
		bucket->passed++;
	} else {
		bucket->dropped++;
	}
	bucket->idle_periods = 0;
	bpf_spin_unlock(&bucket->lock);
	return taken;
}

SEC("xdp")
int rate_limit(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct eth_header *eth = data;
	struct ipv4_header *ip = (void *)(eth + 1);
	struct bucket *bucket;
	__be32 source;

	if ((void *)ip > end)
		goto malformed;
	if (eth->type != bpf_htons(ETH_P_IP)) {
		COUNT(packets_other);
		return XDP_PASS;
	}
	if ((void *)(ip + 1) > end || ip->version_ihl >> 4 != 4 || (ip->version_ihl & 0x0f) * 4 < sizeof(*ip))
		goto malformed;

	source = ip->source;
	bucket = bpf_map_lookup_elem(&buckets, &source);
	if (!bucket)
		bucket = create_bucket(&source);
	if (!bucket) {
		COUNT(sources_refused);
		return XDP_PASS;
	}
	if (!take_token(bucket)) {
		COUNT(packets_dropped);
		return XDP_DROP;
	}
	COUNT(packets_passed);
	return XDP_PASS;

malformed:
	COUNT(packets_malformed);
	return XDP_DROP;
}

char _license[] SEC("license") = "Dual MIT/GPL";
