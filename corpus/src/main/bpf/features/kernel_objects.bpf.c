// SPDX-License-Identifier: Apache-2.0
// Looks into objects of the kernel that a hook hands over.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

#define CO_RE __attribute__((preserve_access_index))
struct task_struct { int pid; struct task_struct *real_parent; } CO_RE;

char memory[8192];
__u64 address;
__u64 pid, parent_pid, runs, absent;

SEC("tp_btf/task_newtask") int tells_address(__u64 *ctx)
{
	address = (__u64)memory;
	return 0;
}

SEC("tp_btf/task_newtask") int looks(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0];

	runs++;
	pid = task->pid;
	parent_pid = task->real_parent->pid;
	return 0;
}

// Linux always hands over a task, a host may not.
SEC("tp_btf/task_newtask") int compares(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0];

	if (!task) {
		absent++;
		return 0;
	}
	pid = task->pid;
	return 0;
}
