// SPDX-License-Identifier: Apache-2.0
// CO-RE relocations: the offset and size of a field, and whether a type is there, are those of a target's types.
#include "../bpf.h"

struct task_struct {
	int pid;
	int prio;
} __attribute__((preserve_access_index));

__u32 offset, size, exists;

SEC("tp_btf/sched_switch")
int read_field(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[1];

	return task->prio & 1;
}

SEC("xdp")
int ask_about_types(struct xdp_md *ctx)
{
	struct task_struct *task = NULL;

	offset = __builtin_preserve_field_info(task->prio, 0);
	size = __builtin_preserve_field_info(task->prio, 1);
	exists = __builtin_preserve_type_info(*task, 0);
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual MIT/GPL";
