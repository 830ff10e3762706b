// SPDX-License-Identifier: Apache-2.0
// A load of packet bytes whose size no verifier lets through: the host must not clear memory that is not the program's.
#include "../bpf.h"

static long (*skb_load_bytes_relative)(void *, __u32, void *, __u32, __u32) = (void *)68;

struct element {
	__u8 place[64];
	__u64 canary;
};
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct element);
} elements SEC(".maps");

__u64 canary = 0x1234567;
__u32 size, relative;

// The packet has no such bytes, so all that is loaded is zeros.
SEC("tc") int load_everything(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct element *element = bpf_map_lookup_elem(&elements, &key);

	if (!element)
		return 0;
	return relative ? skb_load_bytes_relative(skb, 0xffff, element->place, size, 0) :
			  bpf_skb_load_bytes(skb, 0xffffff, element->place, size);
}

char _license[] SEC("license") = "Dual MIT/GPL";
