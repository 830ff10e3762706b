// SPDX-License-Identifier: Apache-2.0
// Programs of the types that see packets on their way: each leaves what it saw, and decides.
#include "../bpf.h"

__u64 seen[4];

static __always_inline void look(struct __sk_buff *skb)
{
	__u8 first = 0;

	seen[0] = skb->len;
	seen[1] = skb->protocol;
	seen[2] = bpf_skb_load_bytes(skb, 0, &first, 1);
	seen[3] = first;
}

#define TYPE(NAME, SECTION, RESULT)                                                                                    \
	SEC(SECTION) int NAME(struct __sk_buff *skb)                                                                   \
	{                                                                                                              \
		look(skb);                                                                                             \
		return RESULT;                                                                                         \
	}

TYPE(sees_socket, "socket", 20)
TYPE(sees_act, "action", TC_ACT_SHOT)
TYPE(sees_tc, "tc", TC_ACT_OK)
TYPE(sees_lwt_in, "lwt_in", 2)
TYPE(sees_lwt_out, "lwt_out", 0)
TYPE(sees_lwt_xmit, "lwt_xmit", 7)
TYPE(sees_seg6, "lwt_seg6local", 2)
TYPE(sees_ingress, "cgroup_skb/ingress", 1)
TYPE(sees_egress, "cgroup_skb/egress", 3)

char _license[] SEC("license") = "GPL";
