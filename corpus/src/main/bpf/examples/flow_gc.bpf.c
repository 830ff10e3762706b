// SPDX-License-Identifier: Apache-2.0
//
// A flow table that cleans itself up. Every packet creates or refreshes the entry of its flow; each entry owns a timer, and the
// entry's own timer removes it once the flow has been idle for long enough. No user space, no sweep over the whole table.
#include "net.h"

char _license[] SEC("license") = "Dual MIT/GPL";

// How long a flow may be silent. Set it before loading: it is a constant to the program.
volatile const __u64 idle_timeout_ns = 5000000000ULL;

// What happened, for whoever reads .bss.
__u64 created;   // entries made
__u64 expired;   // entries removed by their timers
__u64 refused;   // packets without an entry because the table was full
__u64 malformed; // packets whose headers did not fit into them
__u64 ignored;   // packets that are neither IPv4 nor IPv6

struct flow_key {
	__be32 saddr[4]; // an IPv4 address is in the first word
	__be32 daddr[4];
	__be16 sport; // ports are 0 where there are none, and in fragments
	__be16 dport;
	__u8 protocol;
	__u8 family; // 4 or 6
	__u16 zero;
};

struct flow {
	__u64 packets;
	__u64 bytes;
	__u64 first_seen_ns;
	__u64 last_seen_ns;
	struct bpf_timer timer;
};

// What the ring buffer tells about a flow that has gone.
struct expired_flow {
	struct flow_key key;
	__u64 packets;
	__u64 bytes;
	__u64 first_seen_ns;
	__u64 last_seen_ns;
	__u64 expired_ns;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, struct flow_key);
	__type(value, struct flow);
} flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} expired_flows SEC(".maps");

// Runs when a flow may have been idle for long enough. Packets do not touch the timer: if some came meanwhile, the timer is
// armed again for what is left.
static int flow_timer(void *map, struct flow_key *key, struct flow *flow)
{
	__u64 now = bpf_ktime_get_ns();
	__u64 deadline = flow->last_seen_ns + idle_timeout_ns;

	if (now < deadline) {
		bpf_timer_start(&flow->timer, deadline - now, 0);
		return 0;
	}

	struct expired_flow *record = bpf_ringbuf_reserve(&expired_flows, sizeof(*record), 0);
	if (record) {
		record->key = *key;
		record->packets = flow->packets;
		record->bytes = flow->bytes;
		record->first_seen_ns = flow->first_seen_ns;
		record->last_seen_ns = flow->last_seen_ns;
		record->expired_ns = now;
		bpf_ringbuf_submit(record, 0);
	}
	__sync_fetch_and_add(&expired, 1);
	bpf_map_delete_elem(map, key); // the timer goes with its entry
	return 0;
}

// Reads the ports if the packet has them; false if it ends within them.
static __always_inline int read_ports(void *header, void *end, struct flow_key *key)
{
	__be16 *ports = header;

	if (key->protocol != IPPROTO_TCP && key->protocol != IPPROTO_UDP)
		return 1;
	if ((void *)(ports + 2) > end)
		return 0;
	key->sport = ports[0];
	key->dport = ports[1];
	return 1;
}

static __always_inline int read_ipv4(void *header, void *end, struct flow_key *key)
{
	struct iphdr *ip = header;

	if ((void *)(ip + 1) > end || ip->ihl_version >> 4 != 4)
		return 0;
	__u32 header_bytes = (ip->ihl_version & 15) * 4;
	if (header_bytes < sizeof(*ip) || header + header_bytes > end)
		return 0;
	key->family = 4;
	key->protocol = ip->protocol;
	key->saddr[0] = ip->saddr;
	key->daddr[0] = ip->daddr;
	if (ip->frag_off & htons(IP_OFFSET)) // not the first fragment: no ports here
		return 1;
	return read_ports(header + header_bytes, end, key);
}

static __always_inline int read_ipv6(void *header, void *end, struct flow_key *key)
{
	struct ipv6hdr *ip = header;

	if ((void *)(ip + 1) > end || ip->version_class[0] >> 4 != 6)
		return 0;
	key->family = 6;
	key->protocol = ip->nexthdr;
	for (int i = 0; i < 4; i++) {
		key->saddr[i] = ip->saddr[i];
		key->daddr[i] = ip->daddr[i];
	}
	return read_ports(ip + 1, end, key);
}

SEC("xdp")
int flow_gc(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct flow_key key = {};

	if ((void *)(eth + 1) > end)
		goto malformed;
	__be16 proto = eth->proto;
	void *network = eth + 1;
	if (proto == htons(ETH_P_8021Q)) {
		struct vlanhdr *vlan = network;

		if ((void *)(vlan + 1) > end)
			goto malformed;
		proto = vlan->proto;
		network = vlan + 1;
	}

	if (proto == htons(ETH_P_IP)) {
		if (!read_ipv4(network, end, &key))
			goto malformed;
	} else if (proto == htons(ETH_P_IPV6)) {
		if (!read_ipv6(network, end, &key))
			goto malformed;
	} else {
		__sync_fetch_and_add(&ignored, 1);
		return XDP_PASS;
	}

	__u64 now = bpf_ktime_get_ns();
	struct flow *flow = bpf_map_lookup_elem(&flows, &key);
	if (!flow) {
		struct flow fresh = { .first_seen_ns = now };

		if (bpf_map_update_elem(&flows, &key, &fresh, BPF_NOEXIST)) {
			__sync_fetch_and_add(&refused, 1);
			return XDP_PASS;
		}
		flow = bpf_map_lookup_elem(&flows, &key);
		if (!flow)
			return XDP_PASS;
		__sync_fetch_and_add(&created, 1);
		bpf_timer_init(&flow->timer, &flows, CLOCK_MONOTONIC);
		bpf_timer_set_callback(&flow->timer, flow_timer);
		bpf_timer_start(&flow->timer, idle_timeout_ns, 0);
	}
	__sync_fetch_and_add(&flow->packets, 1);
	__sync_fetch_and_add(&flow->bytes, end - data);
	flow->last_seen_ns = now;
	return XDP_PASS;

malformed:
	__sync_fetch_and_add(&malformed, 1);
	return XDP_DROP;
}
