// SPDX-License-Identifier: Apache-2.0
// Budgets of traffic that user space controls by calls instead of by writing into maps.
//
// A slot of the array `slots` watches one IPv4 address: how many bytes it sends in each period. `control` takes requests, one at a
// time, in its context: arm a slot, change it, cancel it, ask about it. It checks what is asked for, says what is wrong with it by the
// errno that it returns, and is the only one that arms and cancels the slots' timers. Each period the timer of a slot accounts what
// came: more than the budget is an overrun, too many overruns in a row suspend the slot, and what changes is told through the ring
// buffer `reports`. `meter` sees the packets; it counts, and drops those of suspended slots.
//   bpf4j test corpus/src/main/scenarios/syscall_control.yaml
#include "../bpf.h"
#include "../net.h"

#define SLOTS 16
#define NS_PER_MS 1000000ULL
#define ENOSPC 28

enum operation { OP_ARM = 1, OP_UPDATE, OP_CANCEL, OP_QUERY };
enum state { IDLE, WITHIN, OVER, SUSPENDED };

// What user space asks for, and from `state` on what it gets.
struct request {
	__u32 operation;
	__u32 slot;
	__u64 period_ns;
	__u64 budget; // bytes in each period
	__be32 address;
	__u32 state;
	__u64 used; // in this period
	__u64 total;
	__u64 dropped;
	__u32 periods;
	__u32 overruns;
};

struct slot {
	struct bpf_timer timer;
	__u64 period_ns;
	__u64 budget;
	__u64 used;
	__u64 total; // of the periods before
	__u64 dropped; // packets
	__be32 address;
	__u32 state;
	__u32 periods;
	__u32 overruns;
	__u32 in_a_row; // overruns up to now
	__u32 updates;
};

struct report {
	__u32 slot;
	__u32 from;
	__u32 to;
	__u32 period;
	__u64 at_ns;
	__u64 used;
	__u64 over; // bytes beyond the budget
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, SLOTS);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, SLOTS);
	__type(key, __be32);
	__type(value, __u32);
} owners SEC(".maps"); // slot by address

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 14);
} reports SEC(".maps");

volatile const __u64 shortest_period_ns = NS_PER_MS;
volatile const __u64 longest_period_ns = 3600000 * NS_PER_MS;
volatile const __u32 overruns_to_suspend = 3;
volatile const __u32 most_armed = SLOTS;

__u32 armed;
__u64 requests_refused;
__u64 reports_lost;
__u64 packets_unowned;

const struct report *report_type; // keeps the type in the object's BTF, for those who read the ring buffer

#define COUNT(counter) __sync_fetch_and_add(&(counter), 1)

static __noinline void report(__u32 number, const struct slot *slot, __u32 from, __u32 to, __u64 used)
{
	struct report *report = bpf_ringbuf_reserve(&reports, sizeof(*report), 0);

	if (!report) {
		COUNT(reports_lost);
		return;
	}
	report->slot = number;
	report->from = from;
	report->to = to;
	report->period = slot->periods;
	report->at_ns = bpf_ktime_get_ns();
	report->used = used;
	report->over = used > slot->budget ? used - slot->budget : 0;
	bpf_ringbuf_submit(report, 0);
}

// Runs at the end of each period. A slot that was cancelled meanwhile is idle, and its timer stays off.
static int account(void *map, __u32 *key, struct slot *slot)
{
	__u32 from = slot->state, to = WITHIN;
	__u64 used;

	if (from != WITHIN && from != OVER)
		return 0;
	used = __atomic_exchange_n(&slot->used, 0, __ATOMIC_SEQ_CST);
	slot->total += used;
	slot->periods++;
	if (used > slot->budget) {
		slot->overruns++;
		slot->in_a_row++;
		to = slot->in_a_row >= overruns_to_suspend ? SUSPENDED : OVER;
	} else {
		slot->in_a_row = 0;
	}
	// The state changes only if nobody cancelled the slot since.
	if (__sync_val_compare_and_swap(&slot->state, from, to) != from)
		return 0;
	if (from != to || used > slot->budget)
		report(*key, slot, from, to, used);
	if (to != SUSPENDED)
		bpf_timer_start(&slot->timer, slot->period_ns, 0);
	return 0;
}

static __always_inline int check_limits(const struct request *request)
{
	if (!request->budget)
		return -EINVAL;
	if (request->period_ns < shortest_period_ns || request->period_ns > longest_period_ns)
		return -ERANGE;
	return 0;
}

static __always_inline int start(struct slot *slot)
{
	long err = bpf_timer_init(&slot->timer, &slots, CLOCK_MONOTONIC);

	// -EBUSY: the slot was armed before, and its timer is still there.
	if (err && err != -EBUSY)
		return err;
	err = bpf_timer_set_callback(&slot->timer, account);
	return err ?: bpf_timer_start(&slot->timer, slot->period_ns, 0);
}

static __noinline int arm(struct request *request, struct slot *slot)
{
	__u32 number;
	__be32 address;
	int err;

	err = check_limits(request);
	if (err)
		return err;
	if (!request->address)
		return -EINVAL;
	if (slot->state != IDLE)
		return -EBUSY;
	if (armed >= most_armed)
		return -ENOSPC;
	number = request->slot;
	address = request->address;
	err = bpf_map_update_elem(&owners, &address, &number, BPF_NOEXIST);
	if (err)
		return err;
	slot->period_ns = request->period_ns;
	slot->budget = request->budget;
	slot->address = address;
	slot->used = slot->total = slot->dropped = 0;
	slot->periods = slot->overruns = slot->in_a_row = slot->updates = 0;
	slot->state = WITHIN;
	err = start(slot);
	if (err) {
		slot->state = IDLE;
		bpf_map_delete_elem(&owners, &address);
		return err;
	}
	COUNT(armed);
	report(number, slot, IDLE, WITHIN, 0);
	return 0;
}

// The new period begins now; what was used in the old one counts in it. A suspended slot works again.
static __always_inline int update(struct request *request, struct slot *slot)
{
	__u32 from = slot->state;
	int err = check_limits(request);

	if (err)
		return err;
	if (from == IDLE)
		return -ENOENT;
	slot->period_ns = request->period_ns;
	slot->budget = request->budget;
	slot->updates++;
	if (from == SUSPENDED) {
		slot->in_a_row = 0;
		slot->state = WITHIN;
		report(request->slot, slot, from, WITHIN, slot->used);
	}
	return bpf_timer_start(&slot->timer, slot->period_ns, 0);
}

static __always_inline int cancel(struct request *request, struct slot *slot)
{
	__u32 from = slot->state;
	__be32 address = slot->address;

	if (from == IDLE)
		return -ENOENT;
	slot->state = IDLE;
	// Waits for a callback that runs on another CPU; that one finds the slot idle.
	bpf_timer_cancel(&slot->timer);
	bpf_map_delete_elem(&owners, &address);
	__sync_fetch_and_add(&armed, -1);
	report(request->slot, slot, from, IDLE, slot->used);
	return 0;
}

static __always_inline void answer(struct request *request, const struct slot *slot)
{
	request->period_ns = slot->period_ns;
	request->budget = slot->budget;
	request->address = slot->address;
	request->state = slot->state;
	request->used = slot->used;
	request->total = slot->total;
	request->dropped = slot->dropped;
	request->periods = slot->periods;
	request->overruns = slot->overruns;
}

static __always_inline int serve(struct request *request, struct slot *slot)
{
	switch (request->operation) {
	case OP_ARM: return arm(request, slot);
	case OP_UPDATE: return update(request, slot);
	case OP_CANCEL: return cancel(request, slot);
	case OP_QUERY: return 0;
	default: return -EINVAL;
	}
}

SEC("syscall")
int control(struct request *request)
{
	__u32 number = request->slot;
	struct slot *slot = bpf_map_lookup_elem(&slots, &number);
	int err = slot ? serve(request, slot) : -E2BIG;

	if (err)
		COUNT(requests_refused);
	else
		answer(request, slot);
	return err;
}

SEC("xdp")
int meter(struct xdp_md *ctx)
{
	void *end = (void *)(long)ctx->data_end;
	struct eth_header *eth = (void *)(long)ctx->data;
	struct ipv4_header *ip = (void *)(eth + 1);
	struct slot *slot;
	__u32 *number;
	__be32 address;

	if ((void *)(ip + 1) > end || eth->type != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	address = ip->source;
	number = bpf_map_lookup_elem(&owners, &address);
	slot = number ? bpf_map_lookup_elem(&slots, number) : NULL;
	if (!slot) {
		COUNT(packets_unowned);
		return XDP_PASS;
	}
	if (slot->state == SUSPENDED) {
		COUNT(slot->dropped);
		return XDP_DROP;
	}
	__sync_fetch_and_add(&slot->used, bpf_ntohs(ip->total_length));
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual MIT/GPL";
