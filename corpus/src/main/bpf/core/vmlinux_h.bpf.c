// SPDX-License-Identifier: Apache-2.0
// Programs as they are with a header that was generated from all of a kernel's types: contexts, packet headers, timers and records of
// trace events are the kernel's, and every access is relocated.
typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct xdp_md {
	__u32 data;
	__u32 data_end;
	__u32 data_meta;
	__u32 ingress_ifindex;
	__u32 rx_queue_index;
	__u32 egress_ifindex;
};
struct __sk_buff {
	__u32 len;
	__u32 mark;
	__u32 protocol;
	__u32 data;
	__u32 data_end;
};
struct ethhdr {
	unsigned char h_dest[6];
	unsigned char h_source[6];
	__u16 h_proto;
} __attribute__((packed));
struct iphdr {
	__u8 ihl : 4;
	__u8 version : 4;
	__u8 tos;
	__u16 tot_len;
	__u16 id;
	__u16 frag_off;
	__u8 ttl;
	__u8 protocol;
	__u16 check;
	__u32 saddr;
	__u32 daddr;
};
struct udphdr {
	__u16 source;
	__u16 dest;
	__u16 len;
	__u16 check;
};
struct bpf_timer {
	__u64 __opaque[2];
};
struct trace_entry {
	unsigned short type;
};
struct trace_event_raw_sys_enter {
	struct trace_entry ent;
	long id;
	unsigned long args[6];
};
struct of_no_kernel {
	int field;
};
#pragma clang attribute pop

// Of the kernel's helpers the program knows one by its number and one that no kernel has.
enum bpf_func_id {
	BPF_FUNC_timer_init = 1,
	BPF_FUNC_of_no_kernel = 2,
};

#define SEC(NAME) __attribute__((section(NAME), used))
#define __uint(NAME, VALUE) int (*NAME)[VALUE]
#define __type(NAME, TYPE) typeof(TYPE) *NAME
static void *(*bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*bpf_timer_init)(void *timer, void *map, __u64 flags) = (void *)169;
static long (*bpf_timer_set_callback)(void *timer, void *function) = (void *)170;
static long (*bpf_timer_start)(void *timer, __u64 ns, __u64 flags) = (void *)171;

struct flow {
	__u64 packets;
	struct bpf_timer idle;
};
struct {
	__uint(type, 2);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct flow);
} flows SEC(".maps");

__u32 port, from, idle, protocol, syscall_id;
__u64 second_argument;
__u32 init_number, has_unknown_helper, has_unknown_type, timer_bytes;

static int expired(void *map, __u32 *key, struct flow *flow)
{
	idle++;
	flow->packets = 0;
	return 0;
}

SEC("xdp")
int count_flow(struct xdp_md *ctx)
{
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = (void *)(long)ctx->data;
	struct iphdr *ip = (void *)(eth + 1);
	struct udphdr *udp = (void *)(ip + 1);
	struct flow *flow;

	if ((void *)(udp + 1) > end || eth->h_proto != 0x0008 || ip->ihl != 5 || ip->protocol != 17)
		return 1;
	port = udp->dest;
	from = ip->saddr;
	flow = bpf_map_lookup_elem(&flows, &(__u32){0});
	if (!flow)
		return 0;
	flow->packets++;
	bpf_timer_init(&flow->idle, &flows, 1);
	bpf_timer_set_callback(&flow->idle, expired);
	bpf_timer_start(&flow->idle, 1000000000, 0);
	return 2;
}

SEC("tc")
int note_protocol(struct __sk_buff *ctx)
{
	protocol = ctx->protocol;
	return ctx->len > 20 ? 2 : 0;
}

SEC("tracepoint/raw_syscalls/sys_enter")
int note_syscall(struct trace_event_raw_sys_enter *ctx)
{
	syscall_id = ctx->id;
	second_argument = ctx->args[1];
	return 0;
}

SEC("xdp")
int ask(struct xdp_md *ctx)
{
	init_number = __builtin_preserve_enum_value(*(typeof(enum bpf_func_id) *)BPF_FUNC_timer_init, 1);
	has_unknown_helper = __builtin_preserve_enum_value(*(typeof(enum bpf_func_id) *)BPF_FUNC_of_no_kernel, 0);
	has_unknown_type = __builtin_preserve_type_info(*(struct of_no_kernel *)0, 0);
	timer_bytes = __builtin_preserve_type_info(*(struct bpf_timer *)0, 1);
	return 2;
}

char _license[] SEC("license") = "Dual MIT/GPL";
