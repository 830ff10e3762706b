// SPDX-License-Identifier: Apache-2.0
// A traffic control program: fields of __sk_buff, and the packet's own bytes.
#include "../bpf.h"
#include "../net.h"

__u32 length, protocol, ifindex, ingress_ifindex, mark_before, cb_before;
__u8 ip_protocol;
__u64 ipv4_packets;
__s64 load_outside;

// Returns 0 (TC_ACT_OK) for IPv4 packets and 2 (TC_ACT_SHOT) for all others. Leaves what it read in globals (protocol in
// network byte order, as in the field), sets mark to 0x1234, priority to 7 and cb[0] to 99.
SEC("tc")
int tc_classify(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data;
	void *end = (void *)(long)skb->data_end;
	struct ipv4_header *ip = data + sizeof(struct eth_header);

	length = skb->len;
	protocol = skb->protocol;
	ifindex = skb->ifindex;
	ingress_ifindex = skb->ingress_ifindex;
	mark_before = skb->mark;
	cb_before = skb->cb[0];
	skb->mark = 0x1234;
	skb->priority = 7;
	skb->cb[0] = 99;

	if (skb->protocol != bpf_htons(ETH_P_IP) || (void *)(ip + 1) > end)
		return TC_ACT_SHOT;
	ip_protocol = ip->protocol;
	ipv4_packets++;
	return TC_ACT_OK;
}

// Returns 1 if the EtherType is the same through the helper and through a pointer. load_outside is -14 (EFAULT).
SEC("tc")
int tc_two_ways(struct __sk_buff *skb)
{
	struct eth_header *eth = (void *)(long)skb->data;
	__be16 type = 0, beyond[8];

	load_outside = bpf_skb_load_bytes(skb, skb->len, beyond, sizeof(beyond));
	if ((void *)(eth + 1) > (void *)(long)skb->data_end || bpf_skb_load_bytes(skb, 12, &type, sizeof(type)))
		return 0;
	return eth->type == type;
}

// Returns 1339: the fields written in a run are read back in the same run, 1234 + 5 + 100.
SEC("tc")
int tc_write_fields(struct __sk_buff *skb)
{
	volatile struct __sk_buff *fields = (volatile struct __sk_buff *)skb;

	fields->mark = 1234;
	fields->priority = 5;
	fields->cb[4] = 100;
	return fields->mark + fields->priority + fields->cb[4];
}

char _license[] SEC("license") = "Dual MIT/GPL";
