// SPDX-License-Identifier: Apache-2.0
// What programs are told of where a packet comes from: the class of its group, the realm of its route, the IPsec state it came through.
#include "../bpf.h"

static __u32 (*const get_cgroup_classid)(struct __sk_buff *skb) = (void *)17;
static __u32 (*const get_route_realm)(struct __sk_buff *skb) = (void *)24;
static long (*const get_xfrm_state)(struct __sk_buff *skb, __u32 index, void *to, __u32 size, __u64 flags) = (void *)66;
static __u64 (*const skb_cgroup_classid)(struct __sk_buff *skb) = (void *)151;

#define ANSWERS 32
__s64 out[ANSWERS];
int answered;
#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)
#define STATE(INDEX, SIZE, FLAGS)                                                                                      \
	do {                                                                                                           \
		__u64 to[6] = {-1, -1, -1, -1, -1, -1};                                                                \
		A(get_xfrm_state(skb, INDEX, to, SIZE, FLAGS));                                                        \
		A(to[0]);                                                                                              \
		A((SIZE) < 8 ? to[0] : to[(SIZE) / 8 - 1]);                                                            \
		A(to[(SIZE) / 8]);                                                                                     \
	} while (0)

SEC("tc")
int ipsec(struct __sk_buff *skb)
{
	answered = 0;
	STATE(0, 28, 0);
	STATE(0, 32, 0);
	STATE(1, 28, 0);
	STATE(-1, 28, 0);
	STATE(0, 28, 1);
	STATE(0, 4, 0);
	return 1;
}

SEC("tc")
int classes(struct __sk_buff *skb)
{
	answered = 0;
	A(get_cgroup_classid(skb));
	A(skb_cgroup_classid(skb));
	A(get_route_realm(skb));
	return 1;
}

SEC("cgroup/sock_create")
int class_of_task(void *ctx)
{
	answered = 0;
	A(get_cgroup_classid(ctx));
	return 1;
}

char _license[] SEC("license") = "GPL";
