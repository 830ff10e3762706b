// SPDX-License-Identifier: Apache-2.0
// A call of a kernel function that no kernel has and that the program cannot do without.
#include "../bpf.h"

extern int bpf_no_such_function(int x) __ksym;

SEC("tc")
int calls(struct __sk_buff *skb)
{
	return bpf_no_such_function(skb->len);
}

char _license[] SEC("license") = "Dual MIT/GPL";
