// SPDX-License-Identifier: Apache-2.0
// Maps of what packets are redirected to and of control groups, and the programs of their entries. The host sets key,
// flags and others before a run; what programs saw is in the globals below.
#include "../bpf.h"

enum { TYPE_CGROUP_ARRAY = 8, TYPE_DEVMAP = 14, TYPE_CPUMAP = 16, TYPE_XSKMAP = 17, TYPE_DEVMAP_HASH = 25 };

static long (*redirect_map)(void *map, __u64 key, __u64 flags) = (void *)51;
static long (*skb_under_cgroup)(void *skb, void *map, __u32 index) = (void *)33;
static long (*current_task_under_cgroup)(void *map, __u32 index) = (void *)37;

// Same bytes as struct bpf_devmap_val and struct bpf_cpumap_val.
struct entry {
	__u32 to;
	__u32 prog;
};

struct {
	__uint(type, TYPE_DEVMAP);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} dev4 SEC(".maps");

struct {
	__uint(type, TYPE_DEVMAP);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct entry);
} dev8 SEC(".maps");

struct {
	__uint(type, TYPE_DEVMAP_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} hash4 SEC(".maps");

struct {
	__uint(type, TYPE_DEVMAP_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct entry);
} hash8 SEC(".maps");

struct {
	__uint(type, TYPE_DEVMAP_HASH);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct entry);
} small8 SEC(".maps");

// No program names it.
struct {
	__uint(type, TYPE_DEVMAP);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct entry);
} free8 SEC(".maps");

struct {
	__uint(type, TYPE_CPUMAP);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u32);
} cpu4 SEC(".maps");

struct {
	__uint(type, TYPE_CPUMAP);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, struct entry);
} cpu8 SEC(".maps");

struct {
	__uint(type, TYPE_XSKMAP);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} xsk SEC(".maps");

struct {
	__uint(type, TYPE_CGROUP_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} groups SEC(".maps");

__u64 key;
__u64 flags;
__u64 key2;
__u64 flags2;
__u64 runs;
__u64 ingress;
__u64 egress;
__u64 queue;
__u64 bytes;
__u64 on_cpu;
__u64 found;
__u64 found_to;
__u64 found_prog;

static __always_inline void see(struct xdp_md *ctx)
{
	__u8 *data = (void *)(long)ctx->data;
	__u8 *end = (void *)(long)ctx->data_end;

	runs++;
	ingress = ctx->ingress_ifindex;
	queue = ctx->rx_queue_index;
	bytes = end - data;
	on_cpu = bpf_get_smp_processor_id();
	if (data + 14 <= end)
		data[5]++;
}

SEC("xdp")
int to_dev4(struct xdp_md *ctx)
{
	return redirect_map(&dev4, key, flags);
}

SEC("xdp")
int to_dev8(struct xdp_md *ctx)
{
	return redirect_map(&dev8, key, flags);
}

SEC("xdp")
int to_hash4(struct xdp_md *ctx)
{
	return redirect_map(&hash4, key, flags);
}

SEC("xdp")
int to_hash8(struct xdp_md *ctx)
{
	return redirect_map(&hash8, key, flags);
}

SEC("xdp")
int to_cpu4(struct xdp_md *ctx)
{
	return redirect_map(&cpu4, key, flags);
}

SEC("xdp")
int to_cpu8(struct xdp_md *ctx)
{
	return redirect_map(&cpu8, key, flags);
}

SEC("xdp")
int to_xsk(struct xdp_md *ctx)
{
	return redirect_map(&xsk, key, flags);
}

SEC("xdp")
int to_interface(struct xdp_md *ctx)
{
	return bpf_redirect(key, flags);
}

// The second call decides, unless it has flags that are refused.
SEC("xdp")
int to_dev4_twice(struct xdp_md *ctx)
{
	redirect_map(&dev4, key, flags);
	found = redirect_map(&dev4, key2, flags2);
	return XDP_REDIRECT;
}

SEC("xdp")
int to_hash4_twice(struct xdp_md *ctx)
{
	redirect_map(&hash4, key, flags);
	found = redirect_map(&hash4, key2, flags2);
	return XDP_REDIRECT;
}

SEC("xdp")
int to_dev4_then_interface(struct xdp_md *ctx)
{
	redirect_map(&dev4, key, flags);
	found = bpf_redirect(key2, flags2);
	return XDP_REDIRECT;
}

SEC("xdp")
int to_interface_then_dev4(struct xdp_md *ctx)
{
	bpf_redirect(key2, flags2);
	found = redirect_map(&dev4, key, flags);
	return XDP_REDIRECT;
}

// What was asked for is not done.
SEC("xdp")
int to_dev4_but_passed(struct xdp_md *ctx)
{
	redirect_map(&dev4, key, flags);
	return XDP_PASS;
}

SEC("xdp")
int to_nowhere(struct xdp_md *ctx)
{
	return XDP_REDIRECT;
}

SEC("xdp")
int look_dev4(struct xdp_md *ctx)
{
	__u32 at = key;
	__u32 *value = bpf_map_lookup_elem(&dev4, &at);

	found = value != NULL;
	found_to = value ? *value : 0;
	return XDP_PASS;
}

SEC("xdp")
int look_dev8(struct xdp_md *ctx)
{
	__u32 at = key;
	struct entry *value = bpf_map_lookup_elem(&dev8, &at);

	found = value != NULL;
	found_to = value ? value->to : 0;
	found_prog = value ? value->prog : 0;
	return XDP_PASS;
}

SEC("xdp")
int look_hash8(struct xdp_md *ctx)
{
	__u32 at = key;
	struct entry *value = bpf_map_lookup_elem(&hash8, &at);

	found = value != NULL;
	found_to = value ? value->to : 0;
	found_prog = value ? value->prog : 0;
	return XDP_PASS;
}

SEC("xdp")
int look_xsk(struct xdp_md *ctx)
{
	__u32 at = key;

	found = bpf_map_lookup_elem(&xsk, &at) != NULL;
	return XDP_PASS;
}

SEC("xdp/devmap")
int entry_pass(struct xdp_md *ctx)
{
	see(ctx);
	egress = ctx->egress_ifindex;
	return XDP_PASS;
}

SEC("xdp/devmap")
int entry_drop(struct xdp_md *ctx)
{
	see(ctx);
	egress = ctx->egress_ifindex;
	return XDP_DROP;
}

SEC("xdp/devmap")
int entry_aborted(struct xdp_md *ctx)
{
	see(ctx);
	return XDP_ABORTED;
}

SEC("xdp/devmap")
int entry_tx(struct xdp_md *ctx)
{
	see(ctx);
	return XDP_TX;
}

SEC("xdp/devmap")
int entry_redirect(struct xdp_md *ctx)
{
	see(ctx);
	return redirect_map(&dev4, key2, 0);
}

SEC("xdp/devmap")
int entry_cut(struct xdp_md *ctx)
{
	see(ctx);
	bpf_xdp_adjust_tail(ctx, -10);
	return XDP_PASS;
}

SEC("xdp.frags/devmap")
int entry_frags(struct xdp_md *ctx)
{
	return XDP_PASS;
}

SEC("xdp/cpumap")
int cpu_pass(struct xdp_md *ctx)
{
	see(ctx);
	return XDP_PASS;
}

SEC("xdp/cpumap")
int cpu_drop(struct xdp_md *ctx)
{
	see(ctx);
	return XDP_DROP;
}

SEC("xdp/cpumap")
int cpu_tx(struct xdp_md *ctx)
{
	see(ctx);
	return XDP_TX;
}

SEC("xdp/cpumap")
int cpu_redirect(struct xdp_md *ctx)
{
	see(ctx);
	return redirect_map(&dev4, key2, 0);
}

SEC("xdp/cpumap")
int cpu_to_entry(struct xdp_md *ctx)
{
	on_cpu = bpf_get_smp_processor_id();
	return redirect_map(&dev8, key2, 0);
}

SEC("xdp/cpumap")
int cpu_to_cpu(struct xdp_md *ctx)
{
	see(ctx);
	return redirect_map(&cpu4, key2, 0);
}

// Goes on to the next CPU until it ran flags2 times.
SEC("xdp/cpumap")
int cpu_again(struct xdp_md *ctx)
{
	see(ctx);
	return runs < flags2 ? redirect_map(&cpu8, key2, 0) : XDP_PASS;
}

SEC("tc")
int packet_under(struct __sk_buff *skb)
{
	return skb_under_cgroup(skb, &groups, key);
}

SEC("raw_tp/sys_enter")
int task_under(void *ctx)
{
	found = current_task_under_cgroup(&groups, key);
	return 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
