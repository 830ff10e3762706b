// SPDX-License-Identifier: Apache-2.0
// A network address translator between IPv4 networks (RFC 4787, 5382, 5508), on tc: `from_inside` at the ingress of the
// interface where the hosts are, `from_outside` at that of the other. User space writes who is translated to what.
//
// A binding gives an endpoint inside (address, protocol, port) an endpoint outside, the same whatever it talks to. It lives as
// long as one of its sessions does; a session is what one remote endpoint and it have with each other, and each has a timer of
// its own, which follows the state of the connection. Nothing else removes anything.
#include "../bpf.h"
#include "../net.h"

static long (*const bpf_skb_store_bytes)(struct __sk_buff *skb, __u32 offset, const void *from, __u32 len, __u64 flags) = (void *)9;
static long (*const bpf_l3_csum_replace)(struct __sk_buff *skb, __u32 offset, __u64 from, __u64 to, __u64 size) = (void *)10;
static long (*const bpf_l4_csum_replace)(struct __sk_buff *skb, __u32 offset, __u64 from, __u64 to, __u64 flags) = (void *)11;

// Flags of bpf_l4_csum_replace, beside the size: what changes is in the pseudo header; a checksum of zero means that there is none.
enum { BPF_F_PSEUDO_HDR = 16, BPF_F_MARK_MANGLED_0 = 32 };

#define MAX_BINDINGS 65536
#define MAX_SESSIONS 131072
#define MAX_DATAGRAMS 4096
#define MOST_PROBES 1024

#define SECOND 1000000000ULL

// Who may send to a binding: everybody, or only endpoints that it has a session with.
enum filtering { FILTER_NOTHING, FILTER_ENDPOINTS };

enum session_state {
	OPENING,	// one side has spoken; what is not TCP stays here
	ANSWERED,	// so has the other
	CLOSING_INSIDE,	// TCP: the inside has sent FIN
	CLOSING_OUTSIDE,
	CLOSED,	// TCP: both have, or one has sent RST
};

struct policy_key {
	__u32 prefix_length;
	__be32 address;
};

struct policy {
	__be32 external;
	__u16 first_port; // host order, as the other
	__u16 last_port;
	__u32 filtering;
	__u32 reserved;
};

struct endpoint {
	__be32 address;
	__be16 port; // of ICMP the identifier
	__u8 protocol;
	__u8 reserved;
};

struct binding {
	struct endpoint external;
	__s32 sessions; // with the last of them the binding goes: at 0 it cannot be had any more
	__u32 filtering;
};

struct session_key {
	__be32 inside;
	__be32 remote;
	__be16 inside_port;
	__be16 remote_port;
	__u8 protocol;
	__u8 reserved[3];
};

struct session {
	__u64 last_seen_ns;
	__u64 packets_out;
	__u64 packets_in;
	__u32 state;
	__u32 reserved;
	struct bpf_timer timer;
};

// A datagram in fragments: only the first has ports.
struct datagram_key {
	__be32 source;
	__be32 destination;
	__be16 id;
	__u8 protocol;
	__u8 reserved;
};

struct datagram {
	struct ports ports;
	struct bpf_timer timer;
};

enum { BINDING_MADE, BINDING_GONE, PORTS_EXHAUSTED };

struct entry {
	__u64 at_ns;
	__u32 what;
	__u32 reserved;
	struct endpoint inside;
	struct endpoint external;
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 4096);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct policy_key);
	__type(value, struct policy);
} policies SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_BINDINGS);
	__type(key, struct endpoint); // inside
	__type(value, struct binding);
} bindings SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_BINDINGS);
	__type(key, struct endpoint); // outside
	__type(value, struct endpoint); // inside
} externals SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_SESSIONS);
	__type(key, struct session_key);
	__type(value, struct session);
} sessions SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, MAX_DATAGRAMS);
	__type(key, struct datagram_key);
	__type(value, struct datagram);
} datagrams SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 18);
} journal SEC(".maps");
const struct entry *type_of_entries __attribute__((unused)); // so that user space finds the type in the object

// The external addresses that bindings have had: what comes to others is not for here.
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, __be32);
	__type(value, __u32);
} addresses SEC(".maps");

volatile const __u64 tcp_established_ns = 7440 * SECOND;
volatile const __u64 tcp_transitory_ns = 240 * SECOND;
volatile const __u64 udp_ns = 300 * SECOND;
volatile const __u64 icmp_ns = 60 * SECOND;
volatile const __u64 datagram_ns = 30 * SECOND;

__u64 translated_out;
__u64 translated_in;
__u64 hairpinned;
__u64 untouched; // of no policy, to nobody's external endpoint, no protocol that has ports
__u64 dropped_filtered;
__u64 dropped_no_port;
__u64 dropped_no_room;
__u64 dropped_orphans; // fragments whose first one was not seen
__u64 dropped_malformed;
__u64 entries_lost;

#define COUNT(counter) __sync_fetch_and_add(&(counter), 1)

enum direction { OUT, IN };

enum verdict { TRANSLATE, LEAVE, MALFORMED, ORPHAN };

enum { ICMP_ECHO_REPLY = 0, ICMP_UNREACHABLE = 3, ICMP_ECHO = 8, ICMP_TIME_EXCEEDED = 11, ICMP_PARAMETER_PROBLEM = 12 };
enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_ACK = 16 };

#define TCP_CHECKSUM 16
#define TCP_FLAGS 13
#define UDP_CHECKSUM 6
#define ICMP_CHECKSUM 2
#define ICMP_ID 4
#define ICMP_HEADER 8
#define NO_CHECKSUM 0xffff

// What is known of a packet, or of the packet inside an ICMP error.
struct packet {
	__u32 ip; // offsets from the start of the frame
	__u32 transport;
	__u32 end;
	struct endpoint source;
	struct endpoint destination;
	__u32 source_port; // offsets; 0 in fragments that have none
	__u32 destination_port;
	__u32 checksum; // offset of the transport's; 0 if there is none
	__u8 flags; // TCP's
	__u8 error; // an ICMP error: what it is about begins at `transport` + ICMP_HEADER
};

static __noinline void tell(__u32 what, struct endpoint *inside, struct endpoint *external)
{
	struct entry *entry;

	if (!inside || !external)
		return;
	entry = bpf_ringbuf_reserve(&journal, sizeof(*entry), 0);
	if (!entry) {
		COUNT(entries_lost);
		return;
	}
	entry->at_ns = bpf_ktime_get_ns();
	entry->what = what;
	entry->reserved = 0;
	entry->inside = *inside;
	entry->external = *external;
	bpf_ringbuf_submit(entry, 0);
}

// Timers

static __always_inline __u64 patience_ns(__u8 protocol, __u32 state)
{
	if (protocol == IPPROTO_TCP)
		return state == ANSWERED ? tcp_established_ns : tcp_transitory_ns;
	return protocol == IPPROTO_UDP ? udp_ns : icmp_ns;
}

static __always_inline void drop_binding(struct endpoint *inside)
{
	struct binding *binding = bpf_map_lookup_elem(&bindings, inside);
	struct endpoint external;

	if (!binding)
		return;
	external = binding->external;
	if (__sync_fetch_and_sub(&binding->sessions, 1) == 1) {
		bpf_map_delete_elem(&externals, &external);
		bpf_map_delete_elem(&bindings, inside);
		tell(BINDING_GONE, inside, &external);
	}
}

static int session_idle(void *map, struct session_key *key, struct session *session)
{
	__u64 patience = patience_ns(key->protocol, session->state);
	__u64 silent = bpf_ktime_get_ns() - session->last_seen_ns;
	struct endpoint inside = { key->inside, key->inside_port, key->protocol, 0 };

	if (silent < patience) {
		bpf_timer_start(&session->timer, patience - silent, 0);
		return 0;
	}
	if (!bpf_map_delete_elem(map, key))
		drop_binding(&inside);
	return 0;
}

static int datagram_idle(void *map, struct datagram_key *key, struct datagram *datagram)
{
	bpf_map_delete_elem(map, key);
	return 0;
}

// Bindings

struct search {
	struct endpoint external; // the port that is tried
	struct endpoint inside;
	__u32 first_port;
	__u32 ports;
	__u32 start;
	__u32 found;
};

// Ports of the same parity first: RTP wants it.
static int try_port(__u32 round, struct search *search)
{
	__u32 half = (search->ports + 1) / 2;
	__u32 step = round < half ? round * 2 : (round - half) * 2 + 1;

	if (search->ports == 0 || search->ports > 65536)
		return 1;
	search->external.port = bpf_htons((__u16)(search->first_port + (search->start + step) % search->ports));
	search->found = !bpf_map_update_elem(&externals, &search->external, &search->inside, BPF_NOEXIST);
	return search->found;
}

// A binding that its finder may use until it drops it, or NULL: the count never comes back from 0.
static __always_inline struct binding *hold_binding(struct endpoint *inside)
{
	struct binding *binding = bpf_map_lookup_elem(&bindings, inside);
	__s32 sessions;
	int tries;

	if (!binding)
		return NULL;
	for (tries = 0; tries < 8; tries++) {
		sessions = *(volatile __s32 *)&binding->sessions;
		if (sessions <= 0)
			return NULL;
		if (__sync_val_compare_and_swap(&binding->sessions, sessions, sessions + 1) == sessions)
			return binding;
	}
	return NULL;
}

static __always_inline struct binding *make_binding(struct endpoint *inside, struct policy *policy)
{
	__u16 wanted = bpf_ntohs(inside->port);
	struct search search = { .external = *inside, .inside = *inside };
	struct binding fresh = { .sessions = 1, .filtering = policy->filtering };

	search.external.address = policy->external;
	search.first_port = policy->first_port;
	search.ports = policy->last_port - policy->first_port + 1;
	if (policy->last_port < policy->first_port)
		return NULL;
	search.start = wanted >= policy->first_port && wanted <= policy->last_port ?
		wanted - policy->first_port : bpf_get_prandom_u32() % search.ports;
	bpf_loop(search.ports < MOST_PROBES ? search.ports : MOST_PROBES, try_port, &search, 0);
	if (!search.found) {
		COUNT(dropped_no_port);
		tell(PORTS_EXHAUSTED, inside, &search.external);
		return NULL;
	}
	fresh.external = search.external;
	if (bpf_map_update_elem(&bindings, inside, &fresh, BPF_NOEXIST)) {
		// No room, or another CPU has just made it: its sender will try again.
		bpf_map_delete_elem(&externals, &fresh.external);
		COUNT(dropped_no_room);
		return NULL;
	}
	bpf_map_update_elem(&addresses, &policy->external, &fresh.filtering, BPF_ANY);
	tell(BINDING_MADE, inside, &fresh.external);
	return bpf_map_lookup_elem(&bindings, inside);
}

// Sessions

static __always_inline int watch(struct session *session, __u64 patience)
{
	long err = bpf_timer_init(&session->timer, &sessions, CLOCK_MONOTONIC);

	if (!err)
		err = bpf_timer_set_callback(&session->timer, session_idle);
	return err ? err : bpf_timer_start(&session->timer, patience, 0);
}

static __always_inline __u32 next_state(__u32 state, __u8 protocol, __u8 flags, enum direction direction)
{
	if (protocol != IPPROTO_TCP)
		return state;
	if (flags & TCP_RST)
		return CLOSED;
	if (flags & TCP_FIN) {
		if (direction == OUT)
			return state == CLOSING_OUTSIDE || state == CLOSED ? CLOSED : CLOSING_INSIDE;
		return state == CLOSING_INSIDE || state == CLOSED ? CLOSED : CLOSING_OUTSIDE;
	}
	if (state == CLOSED && direction == OUT && (flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
		return OPENING; // the same ports once more
	return state == OPENING && direction == IN && flags & TCP_ACK ? ANSWERED : state;
}

// Takes note of a packet. A session that ends sooner now has its timer set anew; one that lasts longer is seen to by its timer.
static __always_inline void pass_session(struct session *session, __u8 protocol, __u8 flags, enum direction direction)
{
	__u32 before = session->state;
	__u32 state = next_state(before, protocol, flags, direction);

	if (direction == OUT || protocol == IPPROTO_TCP)
		session->last_seen_ns = bpf_ktime_get_ns();
	__sync_fetch_and_add(direction == OUT ? &session->packets_out : &session->packets_in, 1);
	if (state != before) {
		session->state = state;
		if (patience_ns(protocol, state) < patience_ns(protocol, before))
			bpf_timer_start(&session->timer, patience_ns(protocol, state), 0);
	}
}

static __always_inline void key_of(struct session_key *key, struct endpoint *inside, struct endpoint *remote)
{
	key->inside = inside->address;
	key->remote = remote->address;
	key->inside_port = inside->port;
	key->remote_port = remote->port;
	key->protocol = inside->protocol;
	__builtin_memset(key->reserved, 0, sizeof(key->reserved));
}

// The session belongs to whoever makes it, and with it one use of the binding: 0, or the packet goes nowhere.
static __always_inline int open_session(struct session_key *key, __u8 flags, enum direction direction)
{
	struct session fresh = { .last_seen_ns = bpf_ktime_get_ns() };
	struct session *session;

	if (bpf_map_update_elem(&sessions, key, &fresh, BPF_NOEXIST))
		return -1;
	session = bpf_map_lookup_elem(&sessions, key);
	if (!session)
		return -1;
	if (watch(session, patience_ns(key->protocol, OPENING))) {
		bpf_map_delete_elem(&sessions, key);
		return -1;
	}
	pass_session(session, key->protocol, flags, direction);
	return 0;
}

static __noinline int find_session(struct endpoint *inside, struct endpoint *remote, __u8 flags, __u32 direction)
{
	struct session_key key;
	struct session *session;

	if (!inside || !remote)
		return 0;
	key_of(&key, inside, remote);
	session = bpf_map_lookup_elem(&sessions, &key);
	if (!session)
		return 0;
	pass_session(session, key.protocol, flags, direction);
	return 1;
}

// Packets

static __always_inline int parse_ports(struct __sk_buff *skb, struct packet *packet, __u8 protocol)
{
	__u32 port = packet->transport;
	__u8 icmp_type;
	__be16 id;

	switch (protocol) {
	case IPPROTO_TCP:
		packet->checksum = packet->transport + TCP_CHECKSUM;
		if (bpf_skb_load_bytes(skb, packet->transport + TCP_FLAGS, &packet->flags, 1))
			return MALFORMED;
		break;
	case IPPROTO_UDP:
		packet->checksum = packet->transport + UDP_CHECKSUM;
		break;
	case IPPROTO_ICMP:
		packet->checksum = packet->transport + ICMP_CHECKSUM;
		if (bpf_skb_load_bytes(skb, packet->transport, &icmp_type, 1))
			return MALFORMED;
		if (icmp_type == ICMP_UNREACHABLE || icmp_type == ICMP_TIME_EXCEEDED ||
		    icmp_type == ICMP_PARAMETER_PROBLEM) {
			packet->error = 1;
			return TRANSLATE;
		}
		if (icmp_type != ICMP_ECHO && icmp_type != ICMP_ECHO_REPLY)
			return LEAVE;
		port = packet->transport + ICMP_ID;
		if (bpf_skb_load_bytes(skb, port, &id, sizeof(id)))
			return MALFORMED;
		packet->source.port = packet->destination.port = id;
		packet->source_port = packet->destination_port = port;
		return TRANSLATE;
	default:
		return LEAVE;
	}
	packet->source_port = port;
	packet->destination_port = port + sizeof(__be16);
	if (bpf_skb_load_bytes(skb, packet->source_port, &packet->source.port, sizeof(__be16)) ||
	    bpf_skb_load_bytes(skb, packet->destination_port, &packet->destination.port, sizeof(__be16)))
		return MALFORMED;
	return TRANSLATE;
}

static __always_inline int remember_datagram(struct datagram_key *key, struct packet *packet)
{
	struct datagram fresh = { .ports = { packet->source.port, packet->destination.port } };
	struct datagram *datagram;

	if (bpf_map_update_elem(&datagrams, key, &fresh, BPF_ANY))
		return -1;
	datagram = bpf_map_lookup_elem(&datagrams, key);
	if (!datagram)
		return -1;
	bpf_timer_init(&datagram->timer, &datagrams, CLOCK_MONOTONIC);
	bpf_timer_set_callback(&datagram->timer, datagram_idle);
	return bpf_timer_start(&datagram->timer, datagram_ns, 0);
}

// Reads the headers that begin at `ip`. `inner` is what an ICMP error is about: it may be cut off behind its ports.
static __always_inline int parse(struct __sk_buff *skb, struct packet *packet, __u32 at, int inner)
{
	struct ipv4_header ip;
	struct datagram_key key = {};
	struct datagram *datagram;
	__u32 header_length, total_length;
	int verdict;

	__builtin_memset(packet, 0, sizeof(*packet));
	if (bpf_skb_load_bytes(skb, at, &ip, sizeof(ip)))
		return MALFORMED;
	header_length = (ip.version_ihl & 0x0f) * 4;
	total_length = bpf_ntohs(ip.total_length);
	if (ip.version_ihl >> 4 != 4 || header_length < sizeof(ip) || total_length < header_length ||
	    (!inner && at + total_length > skb->len))
		return MALFORMED;
	packet->ip = at;
	packet->transport = at + header_length;
	packet->end = at + total_length;
	packet->source.address = ip.source;
	packet->destination.address = ip.destination;
	packet->source.protocol = packet->destination.protocol = ip.protocol;

	if (inner) {
		// Of TCP there may be eight bytes: no flags, no checksum.
		if (ip.fragment & bpf_htons(IPV4_FRAGMENT_OFFSET))
			return LEAVE;
		if (ip.protocol == IPPROTO_TCP) {
			packet->source_port = packet->transport;
			packet->destination_port = packet->transport + sizeof(__be16);
			return bpf_skb_load_bytes(skb, packet->source_port, &packet->source.port, sizeof(__be16)) ||
				bpf_skb_load_bytes(skb, packet->destination_port, &packet->destination.port,
						   sizeof(__be16)) ? MALFORMED : TRANSLATE;
		}
		verdict = parse_ports(skb, packet, ip.protocol);
		return packet->error ? LEAVE : verdict;
	}
	if (!(ip.fragment & bpf_htons(IPV4_FRAGMENT_OFFSET | IPV4_MORE_FRAGMENTS)))
		return parse_ports(skb, packet, ip.protocol);

	key.source = ip.source;
	key.destination = ip.destination;
	key.id = ip.id;
	key.protocol = ip.protocol;
	if (!(ip.fragment & bpf_htons(IPV4_FRAGMENT_OFFSET))) {
		verdict = parse_ports(skb, packet, ip.protocol);
		if (verdict == TRANSLATE && !packet->error && remember_datagram(&key, packet))
			return ORPHAN;
		return verdict;
	}
	datagram = bpf_map_lookup_elem(&datagrams, &key);
	if (!datagram)
		return ORPHAN;
	packet->source.port = datagram->ports.source;
	packet->destination.port = datagram->ports.destination;
	return TRANSLATE;
}

// Writes an address and a port over those that are there, and mends the checksums. In what an ICMP error is about, the checksum of
// the ICMP message covers all of it too: `outer` is where that is.
static __always_inline int rewrite(struct __sk_buff *skb, struct packet *packet, int source, struct endpoint *to, __u32 outer)
{
	struct endpoint *from = source ? &packet->source : &packet->destination;
	__u32 address = packet->ip + (source ? __builtin_offsetof(struct ipv4_header, source)
					     : __builtin_offsetof(struct ipv4_header, destination));
	__u32 port = source ? packet->source_port : packet->destination_port;
	__u64 mangled = from->protocol == IPPROTO_UDP ? BPF_F_MARK_MANGLED_0 : 0;
	__be16 before = 0, after = 0;

	// The address: the header's own checksum balances it, so that an outer one stays right.
	if (bpf_l3_csum_replace(skb, packet->ip + __builtin_offsetof(struct ipv4_header, checksum), from->address,
				to->address, 4) ||
	    bpf_skb_store_bytes(skb, address, &to->address, sizeof(to->address), 0))
		return -1;
	if (!port)
		return 0;
	if (packet->checksum && outer)
		bpf_skb_load_bytes(skb, packet->checksum, &before, sizeof(before));
	if (packet->checksum && from->protocol != IPPROTO_ICMP &&
	    bpf_l4_csum_replace(skb, packet->checksum, from->address, to->address, BPF_F_PSEUDO_HDR | mangled | 4))
		return -1;
	if (packet->checksum && bpf_l4_csum_replace(skb, packet->checksum, from->port, to->port, mangled | 2))
		return -1;
	if (bpf_skb_store_bytes(skb, port, &to->port, sizeof(to->port), 0))
		return -1;
	if (!outer)
		return 0;
	if (bpf_l4_csum_replace(skb, outer, from->port, to->port, 2))
		return -1;
	if (packet->checksum) {
		bpf_skb_load_bytes(skb, packet->checksum, &after, sizeof(after));
		if (bpf_l4_csum_replace(skb, outer, before, after, 2))
			return -1;
	}
	return 0;
}

static __always_inline int drop_malformed(void)
{
	COUNT(dropped_malformed);
	return TC_ACT_SHOT;
}

static __always_inline int leave(void)
{
	COUNT(untouched);
	return TC_ACT_OK;
}

// Whoever an external endpoint stands for.
static __always_inline struct endpoint *inside_of(struct endpoint *external)
{
	return bpf_map_lookup_elem(&externals, external);
}

// An error of a host's about a packet that came to it: `inner` is as that host saw it.
static __always_inline int error_from_inside(struct __sk_buff *skb, struct packet *packet, struct packet *inner)
{
	struct binding *binding = bpf_map_lookup_elem(&bindings, &inner->destination);
	struct endpoint external;

	if (!binding)
		return leave();
	external = binding->external;
	if (rewrite(skb, inner, 0, &external, packet->checksum) || rewrite(skb, packet, 1, &external, 0))
		return drop_malformed();
	COUNT(translated_out);
	return TC_ACT_OK;
}

// An error about a packet that was sent from here: `inner` is as the outside saw it.
static __always_inline int error_from_outside(struct __sk_buff *skb, struct packet *packet, struct packet *inner)
{
	struct endpoint *found = inside_of(&inner->source);
	struct endpoint inside;

	if (!found)
		return leave();
	inside = *found;
	if (rewrite(skb, inner, 1, &inside, packet->checksum) || rewrite(skb, packet, 0, &inside, 0))
		return drop_malformed();
	COUNT(translated_in);
	return TC_ACT_OK;
}

static __always_inline int translate_error(struct __sk_buff *skb, struct packet *packet, enum direction direction)
{
	struct packet inner;
	int verdict = parse(skb, &inner, packet->transport + ICMP_HEADER, 1);

	if (verdict != TRANSLATE)
		return verdict == MALFORMED ? drop_malformed() : leave();
	return direction == OUT ? error_from_inside(skb, packet, &inner) : error_from_outside(skb, packet, &inner);
}

// What comes to an external endpoint, from outside or from the inside itself: who may send there is its binding's matter.
static __always_inline int deliver(struct __sk_buff *skb, struct packet *packet, struct endpoint *inside)
{
	struct endpoint remote = packet->source;
	struct binding *binding;
	struct session_key key;

	if (packet->source.protocol == IPPROTO_ICMP)
		remote.port = 0; // one identifier stands for both ends
	if (!find_session(inside, &remote, packet->flags, IN)) {
		binding = hold_binding(inside);
		if (!binding || binding->filtering == FILTER_ENDPOINTS) {
			if (binding)
				drop_binding(inside);
			COUNT(dropped_filtered);
			return -1;
		}
		key_of(&key, inside, &remote);
		if (open_session(&key, packet->flags, IN)) {
			drop_binding(inside);
			COUNT(dropped_no_room);
			return -1;
		}
	}
	if (rewrite(skb, packet, 0, inside, 0)) {
		COUNT(dropped_malformed);
		return -1;
	}
	return 0;
}

// The external endpoint that a packet's sender has, a new one if need be; 0 or -1.
static __always_inline int external_of(struct packet *packet, struct policy *policy, struct endpoint *external)
{
	struct endpoint remote = packet->destination;
	struct binding *binding;
	struct session_key key;

	if (packet->source.protocol == IPPROTO_ICMP)
		remote.port = 0;
	if (find_session(&packet->source, &remote, packet->flags, OUT)) {
		binding = bpf_map_lookup_elem(&bindings, &packet->source);
		if (!binding)
			return -1;
		*external = binding->external;
		return 0;
	}
	binding = hold_binding(&packet->source);
	if (!binding)
		binding = make_binding(&packet->source, policy);
	if (!binding)
		return -1;
	*external = binding->external;
	key_of(&key, &packet->source, &remote);
	if (open_session(&key, packet->flags, OUT)) {
		drop_binding(&packet->source);
		COUNT(dropped_no_room);
		return -1;
	}
	return 0;
}

static __always_inline int refuse(int verdict)
{
	if (verdict == LEAVE)
		return leave();
	if (verdict == MALFORMED)
		return drop_malformed();
	COUNT(dropped_orphans);
	return TC_ACT_SHOT;
}

SEC("tc")
int from_inside(struct __sk_buff *skb)
{
	struct policy_key who = { .prefix_length = 32 };
	struct packet packet;
	struct policy *policy;
	struct endpoint external, inside, *found;
	int verdict;

	if (skb->protocol != bpf_htons(ETH_P_IP))
		return leave();
	verdict = parse(skb, &packet, sizeof(struct eth_header), 0);
	if (verdict == MALFORMED)
		return drop_malformed();
	who.address = packet.source.address;
	policy = bpf_map_lookup_elem(&policies, &who);
	if (!policy)
		return leave();
	if (verdict != TRANSLATE)
		return refuse(verdict);
	if (packet.error)
		return translate_error(skb, &packet, OUT);
	if (external_of(&packet, policy, &external))
		return TC_ACT_SHOT;
	if (rewrite(skb, &packet, 1, &external, 0))
		return drop_malformed();
	COUNT(translated_out);

	// An identifier of ICMP is the sender's alone: it names nobody inside.
	found = packet.source.protocol == IPPROTO_ICMP ? NULL : inside_of(&packet.destination);
	if (!found)
		return TC_ACT_OK;
	// To a host inside, by its external endpoint: it sees the external endpoint of the sender (RFC 4787, 6).
	inside = *found;
	packet.source = external;
	if (deliver(skb, &packet, &inside))
		return TC_ACT_SHOT;
	COUNT(hairpinned);
	return bpf_redirect(skb->ifindex, 0);
}

SEC("tc")
int from_outside(struct __sk_buff *skb)
{
	struct packet packet;
	struct endpoint inside, *found;
	int verdict;

	if (skb->protocol != bpf_htons(ETH_P_IP))
		return leave();
	verdict = parse(skb, &packet, sizeof(struct eth_header), 0);
	if (verdict == MALFORMED)
		return drop_malformed();
	if (!bpf_map_lookup_elem(&addresses, &packet.destination.address))
		return leave();
	if (verdict != TRANSLATE)
		return refuse(verdict);
	if (packet.error)
		return translate_error(skb, &packet, IN);
	found = inside_of(&packet.destination);
	if (!found)
		return leave();
	inside = *found;
	if (deliver(skb, &packet, &inside))
		return TC_ACT_SHOT;
	COUNT(translated_in);
	return TC_ACT_OK;
}

char _license[] SEC("license") = "Dual MIT/GPL";
