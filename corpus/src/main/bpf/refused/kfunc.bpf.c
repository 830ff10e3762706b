// SPDX-License-Identifier: Apache-2.0
// Calls of kernel functions, declared in section .ksyms.
#include "../bpf.h"

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

SEC("tc")
int locked(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return TC_ACT_OK;
}

char _license[] SEC("license") = "Dual MIT/GPL";
