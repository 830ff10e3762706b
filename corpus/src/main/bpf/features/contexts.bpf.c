// SPDX-License-Identifier: Apache-2.0
// What programs of each type see in their context.
#include "../bpf.h"

__u64 seen[8];

// The packet as a cgroup's programs and as packet sockets get it: length, first bytes, protocol.
static __always_inline void look(struct __sk_buff *skb)
{
	seen[0] = skb->len;
	seen[1] = skb->protocol;
}

SEC("cgroup_skb/ingress")
int from_cgroup(struct __sk_buff *skb)
{
	unsigned char *data = (void *)(long)skb->data;

	look(skb);
	seen[2] = data + 1 <= (unsigned char *)(long)skb->data_end ? data[0] : 0;
	return 1;
}

SEC("socket")
int from_socket(struct __sk_buff *skb)
{
	look(skb);
	bpf_skb_load_bytes(skb, 0, &seen[2], 1);
	return skb->len;
}

// The arguments of a traced function; an exit program finds the result behind them.
SEC("?fentry/some_function")
int entry(__u64 *arguments)
{
	seen[0] = arguments[0] + arguments[1];
	return 0;
}

SEC("?fexit/some_function")
int leave(__u64 *arguments)
{
	seen[0] = arguments[0] * 100 + arguments[2];
	return 0;
}

SEC("?tp_btf/some_event")
int typed(__u64 *arguments)
{
	return arguments[1];
}

SEC("raw_tp/some_event")
int raw(__u64 *arguments)
{
	return arguments[0] - arguments[1];
}

// x86-64's struct pt_regs: rdi, the first argument of a function, lies at byte 112.
SEC("kprobe/some_function")
int probe(__u64 *registers)
{
	return registers[112 / 8];
}

// A record behind the header of 8 bytes that all share.
SEC("tp/some/event")
int record(__u32 *fields)
{
	return fields[2] + fields[3];
}

// struct bpf_perf_event_data: x86-64's registers, then the sample's period.
SEC("perf_event")
int sample(__u64 *event)
{
	return event[168 / 8];
}

// Writes where only checked mode refuses.
SEC("?raw_tp/some_event")
int scribble(__u64 *arguments)
{
	arguments[0] = 1;
	return 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
