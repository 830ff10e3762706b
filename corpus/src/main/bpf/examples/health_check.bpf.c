// SPDX-License-Identifier: Apache-2.0
// A health check that needs no user space: backends prove that they live by UDP probes to port 7007.
//
// A probe is answered at once, by sending the very packet back. The first probe of a backend also arms, in the same run,
// the backend's timer; from then on the timer runs every check_period_ns. When no probe came for probe_timeout_ns it takes
// the backend out, and the next probe brings it back. Each change of state is told through the ring buffer `changes`.
#include "../bpf.h"
#include "../net.h"

#define PROBE_PORT 7007
#define MAX_BACKENDS 1024

enum state { NEW, UP, DOWN };

struct backend {
	__u64 last_probe_ns;
	__u64 probes;
	__u32 state;
	__u32 times_down;
	struct bpf_timer check_timer;
};

struct change {
	__be32 address;
	__u32 from;
	__u32 to;
	__u32 reserved;
	__u64 at_ns;
	__u64 silent_ns; // how long the backend had been silent
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_BACKENDS);
	__type(key, __be32); // the address that the probes come from
	__type(value, struct backend);
} backends SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} changes SEC(".maps");

volatile const __u64 check_period_ns = 100000000ULL;
volatile const __u64 probe_timeout_ns = 350000000ULL;

__u64 probes_answered;
__u64 backends_added;
__u64 backends_refused;	// probes of backends that are not watched: the table was full or a timer failed
__u64 backends_went_down;
__u64 backends_came_back;
__u64 checks;
__u64 changes_lost;	// changes that did not fit into the ring buffer
__u64 packets_malformed;

#define COUNT(counter) __sync_fetch_and_add(&(counter), 1)

static __noinline void report_change(__be32 address, __u32 from, __u32 to, __u64 at_ns, __u64 silent_ns)
{
	struct change *change = bpf_ringbuf_reserve(&changes, sizeof(*change), 0);

	if (!change) {
		COUNT(changes_lost);
		return;
	}
	change->address = address;
	change->from = from;
	change->to = to;
	change->reserved = 0;
	change->at_ns = at_ns;
	change->silent_ns = silent_ns;
	bpf_ringbuf_submit(change, 0);
}

// Moves the backend on only if it still is in `from`: a probe and a check may run at once, and one of them reports.
static __always_inline int change_state(struct backend *backend, __u32 from, __u32 to)
{
	return __sync_val_compare_and_swap(&backend->state, from, to) == from;
}

static int check_backend(void *map, __be32 *address, struct backend *backend)
{
	__u64 last_probe_ns = backend->last_probe_ns;
	__u64 now = bpf_ktime_get_ns();

	COUNT(checks);
	if (last_probe_ns + probe_timeout_ns <= now && change_state(backend, UP, DOWN)) {
		__sync_fetch_and_add(&backend->times_down, 1);
		COUNT(backends_went_down);
		report_change(*address, UP, DOWN, now, now - last_probe_ns);
	}
	bpf_timer_start(&backend->check_timer, check_period_ns, 0);
	return 0;
}

static __always_inline int start_checks(struct backend *backend)
{
	long err = bpf_timer_init(&backend->check_timer, &backends, CLOCK_MONOTONIC);

	if (!err)
		err = bpf_timer_set_callback(&backend->check_timer, check_backend);
	if (!err)
		err = bpf_timer_start(&backend->check_timer, check_period_ns, 0);
	return err;
}

static __always_inline void add_backend(__be32 address, __u64 now)
{
	struct backend fresh = { .last_probe_ns = now, .probes = 1, .state = UP };
	struct backend *backend;
	long err = bpf_map_update_elem(&backends, &address, &fresh, BPF_NOEXIST);

	// -EEXIST: another CPU got a probe of the same backend a moment earlier, and does the rest.
	if (err == -EEXIST)
		return;
	backend = err ? NULL : bpf_map_lookup_elem(&backends, &address);
	if (!backend) {
		COUNT(backends_refused);
		return;
	}
	if (start_checks(backend)) {
		bpf_map_delete_elem(&backends, &address);
		COUNT(backends_refused);
		return;
	}
	COUNT(backends_added);
	report_change(address, NEW, UP, now, 0);
}

static __always_inline void note_probe(__be32 address)
{
	__u64 now = bpf_ktime_get_ns();
	struct backend *backend = bpf_map_lookup_elem(&backends, &address);
	__u64 silent_ns;

	if (!backend) {
		add_backend(address, now);
		return;
	}
	silent_ns = now - backend->last_probe_ns;
	backend->last_probe_ns = now;
	__sync_fetch_and_add(&backend->probes, 1);
	if (change_state(backend, DOWN, UP)) {
		COUNT(backends_came_back);
		report_change(address, DOWN, UP, now, silent_ns);
	}
}

// Sends the packet back where it came from. Both checksums are sums over the fields that are exchanged here, and a sum
// does not depend on the order: they stay right.
static __always_inline void turn_around(struct eth_header *eth, struct ipv4_header *ip, struct udp_header *udp)
{
	__u8 mac[6];
	__be32 address = ip->source;
	__be16 port = udp->source;

	__builtin_memcpy(mac, eth->source, sizeof(mac));
	__builtin_memcpy(eth->source, eth->destination, sizeof(mac));
	__builtin_memcpy(eth->destination, mac, sizeof(mac));
	ip->source = ip->destination;
	ip->destination = address;
	udp->source = udp->destination;
	udp->destination = port;
}

static __always_inline int malformed(void)
{
	COUNT(packets_malformed);
	return XDP_DROP;
}

SEC("xdp")
int health_check(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct eth_header *eth = data;
	struct ipv4_header *ip = (void *)(eth + 1);
	struct udp_header *udp;
	__u32 header_length, total_length, udp_length;

	if ((void *)ip > end)
		return malformed();
	// Whoever probes knows the address: group addresses are not answered, as the answer would come from one.
	if (eth->type != bpf_htons(ETH_P_IP) || eth->destination[0] & 1)
		return XDP_PASS;
	if ((void *)(ip + 1) > end)
		return malformed();
	header_length = (ip->version_ihl & 0x0f) * 4;
	total_length = bpf_ntohs(ip->total_length);
	if (ip->version_ihl >> 4 != 4 || header_length < sizeof(*ip) || total_length < header_length ||
	    total_length > end - (void *)ip)
		return malformed();
	if (ip->protocol != IPPROTO_UDP || ip->fragment & bpf_htons(IPV4_FRAGMENT_OFFSET | IPV4_MORE_FRAGMENTS))
		return XDP_PASS;
	udp = (void *)ip + header_length;
	if ((void *)(udp + 1) > end)
		return malformed();
	udp_length = bpf_ntohs(udp->length);
	if (udp_length < sizeof(*udp) || udp_length > total_length - header_length)
		return malformed();
	if (udp->destination != bpf_htons(PROBE_PORT))
		return XDP_PASS;

	note_probe(ip->source);
	turn_around(eth, ip, udp);
	COUNT(probes_answered);
	return XDP_TX;
}

char _license[] SEC("license") = "Dual MIT/GPL";
