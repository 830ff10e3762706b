// SPDX-License-Identifier: Apache-2.0
// A flow table per tenant: each can be dropped as a whole, timers and all.
//
// Tenants are told apart by the VLAN id of their packets, those without a tag by the /24 network that they go to. Every
// tenant has a hash of flows of its own, which user space creates and stores in the outer map `tenants`; packets of nobody
// pass and leave no trace. Every flow carries a timer that removes it when no packet came for idle_timeout_ns: the callback
// gets the inner map that the flow is in, so one function serves all tenants.
//
// A tenant is dropped by taking its map out of `tenants` and closing it. The outer map is no user of the inner ones: with
// the last descriptor all timers of the tenant stop, without any walk over its flows.
#include "../bpf.h"
#include "../net.h"

#define MAX_TENANTS 256
#define MAX_FLOWS_PER_TENANT 1024
#define NETWORK_MASK 0xffffff00

enum tenant_kind { VLAN = 1, NETWORK = 2 };

struct tenant {
	__u32 kind;
	__u32 number; // the VLAN id; the network's first address
};

struct flow_key {
	__be32 source;
	__be32 destination;
	__be16 source_port; // zero where the protocol has no ports and in fragments
	__be16 destination_port;
	__u32 protocol;
};

struct flow {
	__u64 packets;
	__u64 last_seen_ns;
	struct bpf_timer idle_timer;
};

struct flow_table {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_FLOWS_PER_TENANT);
	__type(key, struct flow_key);
	__type(value, struct flow);
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, MAX_TENANTS);
	__type(key, struct tenant);
	__array(values, struct flow_table);
} tenants SEC(".maps");

volatile const __u64 idle_timeout_ns = 5000000000ULL;

__u64 flows_created;
__u64 flows_expired;
__u64 flows_refused;	// packets without an entry: the tenant's table was full or its timers have stopped
__u64 packets_of_nobody;
__u64 packets_other;	// not IPv4, or cut short

#define COUNT(counter) __sync_fetch_and_add(&(counter), 1)

static int flow_idle(void *flows, struct flow_key *key, struct flow *flow)
{
	__u64 now = bpf_ktime_get_ns();
	__u64 idle_until = flow->last_seen_ns + idle_timeout_ns;

	if (idle_until > now)
		bpf_timer_start(&flow->idle_timer, idle_until - now, 0);
	else if (bpf_map_delete_elem(flows, key) == 0)
		COUNT(flows_expired);
	return 0;
}

// init takes the map that the flow was found in: for a verifier as well, each look-up in `tenants` gives another map.
static __always_inline long start_idle_timer(void *flows, struct flow *flow)
{
	long err = bpf_timer_init(&flow->idle_timer, flows, CLOCK_MONOTONIC);

	if (!err)
		err = bpf_timer_set_callback(&flow->idle_timer, flow_idle);
	if (!err)
		err = bpf_timer_start(&flow->idle_timer, idle_timeout_ns, 0);
	return err;
}

static __always_inline struct flow *create_flow(void *flows, struct flow_key *key, __u64 now)
{
	struct flow fresh = { .last_seen_ns = now };
	long err = bpf_map_update_elem(flows, key, &fresh, BPF_NOEXIST);
	struct flow *flow;

	if (err && err != -EEXIST)
		return NULL;
	flow = bpf_map_lookup_elem(flows, key);
	// -EEXIST: another CPU saw a packet of this flow first, and arms the timer.
	if (!flow || err)
		return flow;
	if (start_idle_timer(flows, flow)) {
		bpf_map_delete_elem(flows, key);
		return NULL;
	}
	COUNT(flows_created);
	return flow;
}

static __always_inline int parse(void *data, void *end, struct tenant *tenant, struct flow_key *key)
{
	struct eth_header *eth = data;
	struct ipv4_header *ip = (void *)(eth + 1);
	struct ports *ports;
	__be16 type;

	if ((void *)(eth + 1) > end)
		return 0;
	type = eth->type;
	if (type == bpf_htons(ETH_P_8021Q)) {
		struct vlan_tag *tag = (void *)(eth + 1);

		if ((void *)(tag + 1) > end)
			return 0;
		tenant->kind = VLAN;
		tenant->number = bpf_ntohs(tag->tci) & VLAN_ID_MASK;
		type = tag->type;
		ip = (void *)(tag + 1);
	}
	if (type != bpf_htons(ETH_P_IP) || (void *)(ip + 1) > end || ip->version_ihl >> 4 != 4)
		return 0;
	if (!tenant->kind) {
		tenant->kind = NETWORK;
		tenant->number = bpf_ntohl(ip->destination) & NETWORK_MASK;
	}
	key->source = ip->source;
	key->destination = ip->destination;
	key->protocol = ip->protocol;
	if ((ip->protocol != IPPROTO_TCP && ip->protocol != IPPROTO_UDP) ||
	    (ip->fragment & bpf_htons(IPV4_FRAGMENT_OFFSET | IPV4_MORE_FRAGMENTS)))
		return 1;
	ports = (void *)ip + (ip->version_ihl & 0x0f) * 4;
	if ((void *)(ports + 1) > end)
		return 0;
	key->source_port = ports->source;
	key->destination_port = ports->destination;
	return 1;
}

SEC("xdp")
int nested_gc(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct tenant tenant = {};
	struct flow_key key = {};
	struct flow *flow;
	void *flows;
	__u64 now;

	if (!parse(data, end, &tenant, &key)) {
		COUNT(packets_other);
		return XDP_PASS;
	}
	flows = bpf_map_lookup_elem(&tenants, &tenant);
	if (!flows) {
		COUNT(packets_of_nobody);
		return XDP_PASS;
	}
	now = bpf_ktime_get_ns();
	flow = bpf_map_lookup_elem(flows, &key);
	if (!flow)
		flow = create_flow(flows, &key, now);
	if (!flow) {
		COUNT(flows_refused);
		return XDP_PASS;
	}
	flow->last_seen_ns = now;
	__sync_fetch_and_add(&flow->packets, 1);
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual MIT/GPL";
