// SPDX-License-Identifier: Apache-2.0
// Probes of many functions, sessions of them, probes of system calls and of a process's own functions, and the records of tracepoints with
// texts: each writes down who it is and what it was given. The functions of the kernel's that are called are those of a test run.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};

static __u64 (*const get_current_pid_tgid)(void) = (void *)14;
static __u64 (*const get_attach_cookie)(void *ctx) = (void *)174;
static long (*const probe_read_kernel_str)(void *to, __u32 size, const void *from) = (void *)115;
extern __u64 *bpf_session_cookie(void) __ksym;
extern _Bool bpf_session_is_return(void) __ksym;

#define ANSWERS 128
__s64 out[ANSWERS];
int answered;
__u32 only_tgid;

#define A(...) \
	do { \
		__s64 answer = (__s64)(__VA_ARGS__); \
		out[answered++ & (ANSWERS - 1)] = answer; \
	} while (0)
#define MEANT \
	if (only_tgid && get_current_pid_tgid() >> 32 != only_tgid) \
		return 0
#define PROBE(SECTION, NAME, ...) \
	SEC(SECTION) int NAME(struct pt_regs *ctx) \
	{ \
		MEANT; \
		__VA_ARGS__; \
		return 0; \
	}
// Pointers are other ones each time.
#define SMALL(VALUE) ((VALUE) < 1000 ? (__s64)(VALUE) : -1)

SEC("fentry/bpf_fentry_test1")
int calls(__u64 *ctx)
{
	return 0;
}

PROBE("kprobe.multi/bpf_fentry_test?", many, A(1); A(SMALL(ctx->di)); A(get_attach_cookie(ctx)))
PROBE("kretprobe.multi/bpf_fentry_test?", many_returned, A(2); A(ctx->ax); A(get_attach_cookie(ctx)))
PROBE("kprobe/bpf_fentry_test1", one, A(3); A(ctx->di); A(get_attach_cookie(ctx)))
PROBE("kretprobe/bpf_fentry_test1", one_returned, A(4); A(ctx->ax); A(get_attach_cookie(ctx)))
PROBE("kprobe.multi/bpf_fentry_test1", multi_one, A(5); A(ctx->di); A(get_attach_cookie(ctx)))
PROBE("kprobe.multi/bpf_fentry_test6", arguments, A(6); A(ctx->di); A(ctx->si); A(ctx->dx); A(ctx->cx); A(ctx->r8); A(ctx->r9))

// A session leaves for the return what it saw at the entry.
SEC("kprobe.session/bpf_fentry_test?")
int session(struct pt_regs *ctx)
{
	MEANT;
	__u64 *cookie = bpf_session_cookie();
	A(7);
	A(bpf_session_is_return());
	A(*cookie);
	A(get_attach_cookie(ctx));
	if (bpf_session_is_return()) {
		A(ctx->ax);
		return 0;
	}
	*cookie = 100 + SMALL(ctx->di);
	return 0;
}
// One that wants no return.
SEC("kprobe.session/bpf_fentry_test1")
int session_entry(struct pt_regs *ctx)
{
	MEANT;
	A(8);
	A(bpf_session_is_return());
	return 1;
}
SEC("kprobe.session/bpf_fentry_test1")
int session_plain(struct pt_regs *ctx)
{
	MEANT;
	A(9);
	A(bpf_session_is_return());
	A(*bpf_session_cookie());
	return 0;
}

SEC("ksyscall/getpgid")
int call(struct pt_regs *ctx)
{
	__u64 first = 0;

	MEANT;
	bpf_probe_read_kernel(&first, 8, &((struct pt_regs *)ctx->di)->di);
	A(10);
	A((int)first);
	A(get_attach_cookie(ctx));
	return 0;
}
PROBE("kretsyscall/getpgid", call_returned, A(11); A((int)ctx->ax); A(get_attach_cookie(ctx)))

PROBE("uprobe//proc/self/exe:asked", own, A(12); A((int)ctx->di); A((int)ctx->si); A(get_attach_cookie(ctx)))
PROBE("uretprobe//proc/self/exe:asked", own_returned, A(13); A((int)ctx->ax); A(get_attach_cookie(ctx)))
PROBE("uprobe.multi//proc/self/exe:asked", own_multi, A(14); A((int)ctx->di); A(get_attach_cookie(ctx)))
PROBE("uretprobe.multi//proc/self/exe:asked", own_multi_returned, A(15); A((int)ctx->ax); A(get_attach_cookie(ctx)))

// The text is behind the record: its place and its length.
struct exec_record {
	__u64 common;
	__u32 filename;
	int pid, old_pid;
};
SEC("tp/sched/sched_process_exec")
int executed(struct exec_record *ctx)
{
	char text[16] = {};

	if (only_tgid && ctx->pid != only_tgid)
		return 0;
	A(16);
	A(ctx->filename & 0xffff);
	A(ctx->filename >> 16);
	A(probe_read_kernel_str(text, sizeof(text), (void *)ctx + (ctx->filename & 0xffff)));
	A(*(__u64 *)text);
	A(*(__u64 *)(text + 8));
	A(get_attach_cookie(ctx));
	return 0;
}
