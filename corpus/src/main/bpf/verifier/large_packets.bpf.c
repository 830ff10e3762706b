// SPDX-License-Identifier: Apache-2.0
// Parsers of packets: chains of headers, options, names, sums.
#include "cases_large.h"

#define PACKET(X) __u8 *at = (void *)(long)(X)->data, *end = (void *)(long)(X)->data_end
#define NEED(N) if (at + (N) > end) return XDP_DROP

// Options of a TCP header: kind, length, data
SEC("xdp") int a36_tcp_options_40__E2BIG(struct xdp_md *ctx)
{
	PACKET(ctx);
	__u32 found = 0;

	LOOP(i, 40) {
		__u32 length;

		NEED(1);
		if (at[0] == 0)
			break;
		if (at[0] == 1) {
			at++;
			continue;
		}
		NEED(2);
		length = at[1];
		if (length < 2)
			return XDP_DROP;
		if (at[0] == 2)
			found++;
		at += length;
	}
	return found ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int a36_tcp_options_10__ok(struct xdp_md *ctx)
{
	PACKET(ctx);
	__u32 found = 0;

	LOOP(i, 10) {
		__u32 length;

		NEED(1);
		if (at[0] == 0)
			break;
		if (at[0] == 1) {
			at++;
			continue;
		}
		NEED(2);
		length = at[1];
		if (length < 2)
			return XDP_DROP;
		if (at[0] == 2)
			found++;
		at += length;
	}
	return found ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int a36_extension_headers__ok(struct xdp_md *ctx)
{
	PACKET(ctx);
	__u8 next;

	NEED(54);
	if (at[12] != 0x86 || at[13] != 0xdd)
		return XDP_PASS;
	next = at[20];
	at += 54;
	LOOP(i, 8) {
		NEED(8);
		switch (next) {
		case 0: case 43: case 60:
			next = at[0];
			at += (at[1] + 1) * 8;
			break;
		case 44:
			next = at[0];
			at += 8;
			break;
		case 51:
			next = at[0];
			at += (at[1] + 2) * 4;
			break;
		default:
			return next == 6 ? XDP_PASS : XDP_DROP;
		}
	}
	return XDP_DROP;
}

SEC("xdp") int a36_vlan_stack__ok(struct xdp_md *ctx)
{
	PACKET(ctx);
	__u32 depth = 0;

	NEED(14);
	at += 12;
	LOOP(i, 100) {
		NEED(4);
		if (at[0] != 0x81 || at[1] != 0)
			break;
		at += 4;
		depth++;
	}
	return depth > 2 ? XDP_DROP : XDP_PASS;
}

SEC("xdp") int a36_name_labels__ok(struct xdp_md *ctx)
{
	PACKET(ctx);
	__u32 hash = 0;

	NEED(12);
	at += 12;
	LOOP(label, 4) {
		__u32 length;

		NEED(1);
		length = *at++;
		HIDE(at);
		if (!length)
			break;
		if (length > 15)
			return XDP_DROP;
		LOOP(i, length) {
			NEED(1);
			hash = hash * 31 + *at++;
			HIDE(at);
		}
	}
	return hash & 1 ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int a36_checksum__ok(struct xdp_md *ctx)
{
	PACKET(ctx);
	__u64 sum = 0;

	LOOP(i, 700) {
		if (at + 2 > end)
			break;
		sum += *(__u16 *)at;
		at += 2;
	}
	return sum & 1;
}

SEC("xdp") int a36_copy_out__ok(struct xdp_md *ctx)
{
	PACKET(ctx);
	struct table *t = get_table();

	if (!t)
		return XDP_PASS;
	LOOP(i, 64) {
		NEED(8);
		if (at[7] == 1)
			t->v[i] = *at;
		at += 8;
		HIDE(at);
	}
	return XDP_PASS;
}

SEC("xdp") int a36_find_byte__ok(struct xdp_md *ctx)
{
	PACKET(ctx);
	__u32 i;

	for (i = 0; i < 500; i++) {
		if (at + i + 1 > end)
			break;
		if (at[i] == 0x7f)
			return XDP_DROP;
	}
	return XDP_PASS;
}

SEC("xdp") int a36_type_length_value_nested__ok(struct xdp_md *ctx)
{
	PACKET(ctx);
	__u32 n = 0;

	LOOP(i, 10) {
		__u8 *inner;
		__u32 length;

		NEED(2);
		length = at[1];
		inner = at + 2;
		LOOP(j, 4) {
			if (inner + 2 > end)
				break;
			if (inner[0] == 9)
				n++;
			inner += 2;
		}
		at += 2 + length;
	}
	return n;
}

SEC("xdp") int a36_many_ports__ok(struct xdp_md *ctx)
{
	PACKET(ctx);
	__u16 port;

	NEED(38);
	port = bpf_ntohs(*(__u16 *)(at + 36));
#define ONE(P) if (port == (P)) { __u32 k = (P); __u64 *c = bpf_map_lookup_elem(&counts, &k); if (c) (*c)++; }
#define TEN(P) ONE(P) ONE(P + 1) ONE(P + 2) ONE(P + 3) ONE(P + 4) ONE(P + 5) ONE(P + 6) ONE(P + 7) ONE(P + 8) ONE(P + 9)
	TEN(1000) TEN(2000) TEN(3000) TEN(4000) TEN(5000)
	return XDP_PASS;
}

SEC("xdp") int a36_swap_addresses__ok(struct xdp_md *ctx)
{
	PACKET(ctx);

	NEED(12);
	LOOP(i, 6) {
		__u8 b = at[i];

		at[i] = at[i + 6];
		at[i + 6] = b;
	}
	return XDP_TX;
}

SEC("xdp") int a36_options_one_byte_short__EACCES(struct xdp_md *ctx)
{
	PACKET(ctx);

	LOOP(i, 40) {
		NEED(1);
		if (at[0] == 0)
			break;
		at += at[1];
	}
	return XDP_PASS;
}
