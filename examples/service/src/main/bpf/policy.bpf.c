// SPDX-License-Identifier: Apache-2.0
// Two versions of a policy on packets: each counts what a tenant sends, the second drops what is over the tenant's limit.
// The limits are the service's: it gives them through a function of its own.
#include "bpf.h"

char _license[] SEC("license") = "Apache-2.0";

enum { SOURCE_ADDRESS = 14 + 12, TENANTS = 1024 };

struct usage {
	__u64 packets;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, TENANTS);
	__type(key, __u32);
	__type(value, struct usage);
} usage SEC(".maps");

// Packets that each version has seen.
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 3);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

// What the service knows of a tenant; NULL if nothing.
struct limit {
	__u64 packets;
};
extern const struct limit *service_limit(__u32 tenant) __ksym;

// The tenant that a packet is from, 0 if it has none.
static __always_inline __u32 tenant_of(struct xdp_md *xdp)
{
	void *address = (void *)(long)xdp->data + SOURCE_ADDRESS;

	if (address + sizeof(__u32) > (void *)(long)xdp->data_end)
		return 0;
	return __builtin_bswap32(*(__u32 *)address);
}

// Counts a packet and returns what its tenant has sent on this CPU; NULL if there are too many tenants.
static __always_inline struct usage *count(struct xdp_md *xdp, __u32 tenant, __u32 version)
{
	__u64 *packets = bpf_map_lookup_elem(&seen, &version);
	struct usage *found = bpf_map_lookup_elem(&usage, &tenant);

	if (packets)
		++*packets;
	if (!found) {
		struct usage zero = {};

		bpf_map_update_elem(&usage, &tenant, &zero, BPF_NOEXIST);
		found = bpf_map_lookup_elem(&usage, &tenant);
	}
	if (found) {
		found->packets++;
		found->bytes += xdp->data_end - xdp->data;
	}
	return found;
}

SEC("xdp")
int policy_v1(struct xdp_md *xdp)
{
	count(xdp, tenant_of(xdp), 1);
	return XDP_PASS;
}

SEC("xdp")
int policy_v2(struct xdp_md *xdp)
{
	__u32 tenant = tenant_of(xdp);
	struct usage *used = count(xdp, tenant, 2);
	const struct limit *limit = service_limit(tenant);

	if (!limit)
		return XDP_DROP;
	return used && used->packets > limit->packets ? XDP_DROP : XDP_PASS;
}
