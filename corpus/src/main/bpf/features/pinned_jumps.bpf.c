// SPDX-License-Identifier: Apache-2.0
// A map of programs that is shared under its name by all who load this object; pinned_jumps-6.12.tsv beside the object has what Linux
// answered.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(pinning, 1);
	__uint(key_size, 4);
	__uint(value_size, 4);
} jumps SEC(".maps");

int answer;

// What lies in the first slot answers, else 1.
SEC("tc") int jump_pinned(struct __sk_buff *skb)
{
	bpf_tail_call(skb, &jumps, 0);
	return 1;
}

// Whoever loaded it says what it answers.
SEC("tc") int leaf_pinned(struct __sk_buff *skb)
{
	return answer;
}

// Of another type: it may not lie there.
SEC("?xdp") int leaf_other(struct xdp_md *ctx)
{
	return answer;
}

// Nor may it name the map.
SEC("?xdp") int jump_other(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &jumps, 0);
	return 1;
}
