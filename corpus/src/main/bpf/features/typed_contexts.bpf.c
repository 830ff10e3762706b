// SPDX-License-Identifier: Apache-2.0
// Programs that write down what they find in their contexts, whatever these are of.
#include "../bpf.h"

char LICENSE[] SEC("license") = "GPL";

#define CO_RE __attribute__((preserve_access_index))
struct task_struct { int pid; int tgid; char comm[16]; struct task_struct *real_parent; } CO_RE;
struct inode { unsigned long i_ino; } CO_RE;
struct file { unsigned int f_flags; struct inode *f_inode; } CO_RE;
struct bpf_nf_ctx { void *state, *skb; };
struct trace_entry { unsigned short type; unsigned char flags, preempt_count; int pid; };

__u64 seen[16];

SEC("lsm/file_open")
int opens(__u64 *args)
{
	struct file *file = (void *)args[0];

	seen[0] = file->f_flags;
	seen[1] = file->f_inode->i_ino;
	seen[2] = args[1];
	return file->f_flags == 2 ? -13 : 0;
}

SEC("tp_btf/sched_switch")
int switches(__u64 *args)
{
	struct task_struct *from = (void *)args[1], *to = (void *)args[2];

	seen[0] = args[0];
	seen[1] = from->pid;
	seen[2] = to->pid;
	seen[3] = to->real_parent->tgid;
	seen[4] = args[3];
	return 0;
}

SEC("fentry/vfs_fsync_range")
int enters(__u64 *args)
{
	struct file *file = (void *)args[0];

	seen[0] = args[3];
	seen[1] = file->f_flags;
	return 0;
}

SEC("fexit/vfs_fsync_range")
int leaves(__u64 *args)
{
	seen[2] = args[3];
	seen[3] = args[4];
	return 0;
}

SEC("kprobe/vfs_fsync_range")
int probes(__u64 *regs)
{
	seen[4] = regs[11];
	seen[5] = regs[14] != 0;
	return 0;
}

SEC("kretprobe/vfs_fsync_range")
int returns(__u64 *regs)
{
	seen[6] = regs[10];
	return 0;
}

SEC("tp/sched/sched_switch")
int records(void *record)
{
	struct {
		struct trace_entry head;
		char prev_comm[16];
		int prev_pid, prev_prio;
		long prev_state;
		char next_comm[16];
		int next_pid, next_prio;
	} *at = record;

	seen[0] = at->prev_comm[0];
	seen[1] = at->prev_pid;
	seen[2] = at->prev_state;
	seen[3] = at->next_comm[15];
	seen[4] = at->next_pid;
	return 0;
}

SEC("tp/syscalls/sys_enter_openat")
int calls(__u64 *record)
{
	seen[0] = record[1];
	seen[1] = record[2];
	seen[2] = record[5];
	return 0;
}

SEC("tp/syscalls/sys_exit_openat")
int came_back(__u64 *record)
{
	seen[3] = record[2];
	return 0;
}

SEC("perf_event")
int samples(__u64 *data)
{
	seen[0] = data[21];
	seen[1] = data[22];
	seen[2] = data[16];
	return 0;
}

SEC("cgroup/connect4")
int connects(__u32 *address)
{
	seen[0] = address[1];
	seen[1] = address[6];
	address[6] = 0x5000;
	return 1;
}

SEC("cgroup/dev")
int devices(__u32 *device)
{
	seen[0] = device[1];
	seen[1] = device[2];
	return device[1] == 1;
}

SEC("netfilter")
int filters(struct bpf_nf_ctx *context)
{
	seen[0] = context->state != 0;
	seen[1] = context->skb != 0;
	return 1;
}

struct request { __u32 number; char name[12]; __u64 answer; };

SEC("syscall")
int serves(struct request *request)
{
	request->answer = request->number + 1;
	return request->name[0];
}
