// SPDX-License-Identifier: Apache-2.0
// Packet headers as they stand on the wire. Every field of more than one byte is big-endian.
#pragma once
#include "bpf.h"

enum { ETH_P_IP = 0x0800, ETH_P_8021Q = 0x8100, ETH_P_IPV6 = 0x86dd, ETH_P_8021AD = 0x88a8 };
enum {
	IPPROTO_HOPOPTS = 0,
	IPPROTO_ICMP = 1,
	IPPROTO_TCP = 6,
	IPPROTO_UDP = 17,
	IPPROTO_ROUTING = 43,
	IPPROTO_FRAGMENT = 44,
	IPPROTO_DSTOPTS = 60,
	IPPROTO_SCTP = 132,
	IPPROTO_UDPLITE = 136,
};

struct eth_header {
	__u8 destination[6];
	__u8 source[6];
	__be16 type;
} __attribute__((packed));

struct vlan_tag {
	__be16 tci;
	__be16 type;
};
#define VLAN_ID_MASK 0x0fff

struct ipv4_header {
	__u8 version_ihl;
	__u8 tos;
	__be16 total_length;
	__be16 id;
	__be16 fragment;
	__u8 ttl;
	__u8 protocol;
	__be16 checksum;
	__be32 source;
	__be32 destination;
};
#define IPV4_FRAGMENT_OFFSET 0x1fff
#define IPV4_MORE_FRAGMENTS 0x2000

struct ipv6_header {
	__be32 version_class_flow;
	__be16 payload_length;
	__u8 next_header;
	__u8 hop_limit;
	__be32 source[4];
	__be32 destination[4];
};

// The hop-by-hop, routing and destination options headers begin alike; length counts 8-byte units after the first.
struct ipv6_extension {
	__u8 next_header;
	__u8 length;
	__u8 data[6];
};

struct ipv6_fragment {
	__u8 next_header;
	__u8 reserved;
	__be16 offset_flags;
	__be32 id;
};
#define IPV6_FRAGMENT_OFFSET 0xfff8

// TCP, UDP, UDP-Lite and SCTP begin with these.
struct ports {
	__be16 source;
	__be16 destination;
};

struct udp_header {
	__be16 source;
	__be16 destination;
	__be16 length;
	__be16 checksum;
};
