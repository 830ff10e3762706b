// SPDX-License-Identifier: Apache-2.0
// A flow table that cleans up after itself.
//
// Every packet is accounted to its flow. Every flow carries a timer, and the timer removes the flow once no packet came
// for idle_timeout_ns: no user-space process has to walk the table.
//
// A packet does not touch the timer, it only notes its time. The timer looks at that time when it fires: either the flow
// has been idle long enough, or the timer is started again for what is left. So a busy flow costs one timer run per
// timeout and not one re-arm per packet.
//
// Dropped are malformed packets only: those that end before the headers they announce, or whose IP header has a version
// or a length that cannot be. Everything else passes, with or without a flow.
#include "../bpf.h"
#include "../net.h"

#define MAX_FLOWS 65536
#define MAX_IPV6_EXTENSIONS 6

struct flow_key {
	__be32 source[4]; // an IPv4 address stands in the first word, the others are zero
	__be32 destination[4];
	__be16 source_port; // zero where the protocol has no ports and in all but the first fragment
	__be16 destination_port;
	__u16 vlan_id;
	__u8 ip_version;
	__u8 protocol;
};

struct flow {
	__u64 packets;
	__u64 bytes;
	__u64 first_seen_ns;
	__u64 last_seen_ns;
	struct bpf_timer idle_timer;
};

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
	__uint(max_entries, MAX_FLOWS);
	__type(key, struct flow_key);
	__type(value, struct flow);
} flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} expired SEC(".maps");

volatile const __u64 idle_timeout_ns = 5000000000ULL;

__u64 flows_created;
__u64 flows_expired;
__u64 flows_refused;	// packets without an entry because the table was full
__u64 flows_failed;	// entries taken back because their timer could not be set up
__u64 packets_malformed;
__u64 packets_not_ip;
__u64 records_lost;	// flows that expired while the ring buffer was full

#define COUNT(counter) __sync_fetch_and_add(&(counter), 1)

enum verdict { TRACK, NOT_IP, MALFORMED };

static void report_expired(const struct flow_key *key, const struct flow *flow, __u64 now)
{
	struct expired_flow *record = bpf_ringbuf_reserve(&expired, sizeof(*record), 0);

	if (!record) {
		COUNT(records_lost);
		return;
	}
	record->key = *key;
	record->packets = flow->packets;
	record->bytes = flow->bytes;
	record->first_seen_ns = flow->first_seen_ns;
	record->last_seen_ns = flow->last_seen_ns;
	record->expired_ns = now;
	bpf_ringbuf_submit(record, 0);
}

// Runs when a flow's timer fires. A flow may delete itself here: the timer goes with the entry.
static int flow_idle(void *map, struct flow_key *key, struct flow *flow)
{
	__u64 now = bpf_ktime_get_ns();
	__u64 idle_until = flow->last_seen_ns + idle_timeout_ns;

	if (idle_until > now) {
		bpf_timer_start(&flow->idle_timer, idle_until - now, 0);
		return 0;
	}
	// The record comes first: once the entry is deleted, its memory may belong to another flow.
	report_expired(key, flow, now);
	if (bpf_map_delete_elem(map, key) == 0)
		COUNT(flows_expired);
	return 0;
}

static __always_inline int start_idle_timer(struct flow *flow)
{
	long err = bpf_timer_init(&flow->idle_timer, &flows, CLOCK_MONOTONIC);

	if (!err)
		err = bpf_timer_set_callback(&flow->idle_timer, flow_idle);
	if (!err)
		err = bpf_timer_start(&flow->idle_timer, idle_timeout_ns, 0);
	return err;
}

// The entry of a flow that has none yet, or NULL.
static __always_inline struct flow *create_flow(struct flow_key *key, __u64 now)
{
	struct flow fresh = { .first_seen_ns = now, .last_seen_ns = now };
	long err = bpf_map_update_elem(&flows, key, &fresh, BPF_NOEXIST);
	struct flow *flow;

	if (err && err != -EEXIST) {
		COUNT(flows_refused);
		return NULL;
	}
	flow = bpf_map_lookup_elem(&flows, key);
	// -EEXIST: another CPU saw a packet of this flow first, and arms the timer.
	if (!flow || err)
		return flow;
	if (start_idle_timer(flow)) {
		// Without a timer the entry would stay for ever.
		bpf_map_delete_elem(&flows, key);
		COUNT(flows_failed);
		return NULL;
	}
	COUNT(flows_created);
	return flow;
}

static __always_inline int has_ports(__u8 protocol)
{
	return protocol == IPPROTO_TCP || protocol == IPPROTO_UDP || protocol == IPPROTO_SCTP ||
	       protocol == IPPROTO_UDPLITE;
}

static __always_inline enum verdict parse_ports(void *header, void *end, struct flow_key *key)
{
	struct ports *ports = header;

	if (!has_ports(key->protocol))
		return TRACK;
	if ((void *)(ports + 1) > end)
		return MALFORMED;
	key->source_port = ports->source;
	key->destination_port = ports->destination;
	return TRACK;
}

static __always_inline enum verdict parse_ipv4(void *header, void *end, struct flow_key *key)
{
	struct ipv4_header *ip = header;
	__u32 header_length, total_length;

	if ((void *)(ip + 1) > end)
		return MALFORMED;
	header_length = (ip->version_ihl & 0x0f) * 4;
	total_length = bpf_ntohs(ip->total_length);
	if (ip->version_ihl >> 4 != 4 || header_length < sizeof(*ip) || total_length < header_length ||
	    total_length > end - header)
		return MALFORMED;
	key->ip_version = 4;
	key->protocol = ip->protocol;
	key->source[0] = ip->source;
	key->destination[0] = ip->destination;
	if (ip->fragment & bpf_htons(IPV4_FRAGMENT_OFFSET))
		return TRACK;
	return parse_ports(header + header_length, end, key);
}

static __always_inline enum verdict parse_ipv6(void *header, void *end, struct flow_key *key)
{
	struct ipv6_header *ip = header;
	void *next = ip + 1;
	int i;

	if (next > end || (bpf_ntohl(ip->version_class_flow) >> 28) != 6 ||
	    bpf_ntohs(ip->payload_length) > end - next)
		return MALFORMED;
	key->ip_version = 6;
	key->protocol = ip->next_header;
	__builtin_memcpy(key->source, ip->source, sizeof(key->source));
	__builtin_memcpy(key->destination, ip->destination, sizeof(key->destination));

	for (i = 0; i < MAX_IPV6_EXTENSIONS; i++) {
		struct ipv6_extension *extension = next;
		struct ipv6_fragment *fragment = next;

		switch (key->protocol) {
		case IPPROTO_HOPOPTS:
		case IPPROTO_ROUTING:
		case IPPROTO_DSTOPTS:
			if ((void *)(extension + 1) > end)
				return MALFORMED;
			key->protocol = extension->next_header;
			next += (extension->length + 1) * 8;
			break;
		case IPPROTO_FRAGMENT:
			if ((void *)(fragment + 1) > end)
				return MALFORMED;
			key->protocol = fragment->next_header;
			if (fragment->offset_flags & bpf_htons(IPV6_FRAGMENT_OFFSET))
				return TRACK;
			next = fragment + 1;
			break;
		default:
			return parse_ports(next, end, key);
		}
	}
	// More extension headers than anybody sends in earnest: accounted by the addresses alone.
	return TRACK;
}

static __always_inline enum verdict parse_packet(void *data, void *end, struct flow_key *key)
{
	struct eth_header *eth = data;
	void *next = eth + 1;
	__be16 type;

	if (next > end)
		return MALFORMED;
	type = eth->type;
	if (type == bpf_htons(ETH_P_8021Q) || type == bpf_htons(ETH_P_8021AD)) {
		struct vlan_tag *tag = next;

		next = tag + 1;
		if (next > end)
			return MALFORMED;
		key->vlan_id = bpf_ntohs(tag->tci) & VLAN_ID_MASK;
		type = tag->type;
	}
	if (type == bpf_htons(ETH_P_IP))
		return parse_ipv4(next, end, key);
	if (type == bpf_htons(ETH_P_IPV6))
		return parse_ipv6(next, end, key);
	return NOT_IP;
}

SEC("xdp")
int flow_gc(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct flow_key key = {};
	struct flow *flow;
	__u64 now;

	switch (parse_packet(data, end, &key)) {
	case MALFORMED:
		COUNT(packets_malformed);
		return XDP_DROP;
	case NOT_IP:
		COUNT(packets_not_ip);
		return XDP_PASS;
	case TRACK:
		break;
	}

	now = bpf_ktime_get_ns();
	flow = bpf_map_lookup_elem(&flows, &key);
	if (!flow)
		flow = create_flow(&key, now);
	if (!flow)
		return XDP_PASS;
	flow->last_seen_ns = now;
	__sync_fetch_and_add(&flow->packets, 1);
	__sync_fetch_and_add(&flow->bytes, end - data);
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual MIT/GPL";
