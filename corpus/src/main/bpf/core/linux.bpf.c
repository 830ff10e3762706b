// SPDX-License-Identifier: Apache-2.0
// A field of Linux: its offset is that of the kernel's types.
#include "../bpf.h"

struct task_struct {
	int prio;
	int pid;
} __attribute__((preserve_access_index));

SEC("tp_btf/sched_switch")
int read_field(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[1];

	return task->pid & 1;
}

char _license[] SEC("license") = "Dual MIT/GPL";
