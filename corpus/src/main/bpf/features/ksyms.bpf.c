// SPDX-License-Identifier: Apache-2.0
// Variables of the kernel that each CPU has, and bare addresses: what programs declare __ksym.
#include "../bpf.h"

struct rq {
	unsigned int nr_running;
	int cpu;
} __attribute__((preserve_access_index));

extern const int bpf_prog_active __ksym;
extern const struct rq runqueues __ksym;
extern const void init_task __ksym;
extern const void bpf4j_no_such_symbol __ksym __weak;

static const void *(*const per_cpu_ptr)(const void *address, __u32 cpu) = (void *)153;
static const void *(*const this_cpu_ptr)(const void *address) = (void *)154;

__s64 answers[6];
__u64 address;

SEC("tc") int reads_variables(struct __sk_buff *skb)
{
	const int *active = this_cpu_ptr(&bpf_prog_active);
	const struct rq *own = this_cpu_ptr(&runqueues), *other;

	answers[0] = *active;
	answers[1] = own->cpu;
	other = per_cpu_ptr(&runqueues, 0);
	answers[2] = other ? other->cpu : -1;
	other = per_cpu_ptr(&runqueues, 1);
	answers[3] = other ? other->cpu : -1;
	other = per_cpu_ptr(&runqueues, 100000);
	answers[4] = other ? other->cpu : -1;
	active = per_cpu_ptr(&bpf_prog_active, 1);
	answers[5] = active ? *active : -1;
	return 0;
}

SEC("tc") int takes_addresses(struct __sk_buff *skb)
{
	address = (__u64)&init_task;
	return &bpf4j_no_such_symbol != NULL;
}

char _license[] SEC("license") = "GPL";
