// SPDX-License-Identifier: Apache-2.0
// A probe on arm64: its struct pt_regs, whose first member holds all general registers, tells that the kernel is of that machine.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct pt_regs {
	__u64 regs[31];
	__u64 sp, pc, pstate;
};

__s64 out[8];
int answered;

#define A(VALUE) out[answered++ & 7] = (VALUE)

SEC("kprobe/some_function")
int registers(struct pt_regs *ctx)
{
	A(ctx->regs[0]);
	A(ctx->regs[1]);
	A(ctx->regs[2]);
	A(ctx->regs[7]);
	A(ctx->regs[19]);
	return 0;
}

// Registers that lie behind those of x86-64.
SEC("kprobe/some_function")
int last_registers(struct pt_regs *ctx)
{
	A(ctx->regs[21]);
	A(ctx->regs[30]);
	A(ctx->sp);
	A(ctx->pc);
	A(ctx->pstate);
	return 0;
}

static long (*const probe_read_kernel)(void *to, __u32 size, const void *from) = (void *)113;

// The registers that a system call began with. Behind those that programs see lies the first argument once more, as orig_x0.
SEC("ksyscall/openat")
int called(struct pt_regs *ctx)
{
	struct pt_regs *inner = (void *)ctx->regs[0];
	__u64 value = 0;

	A(probe_read_kernel(&value, sizeof(value), inner + 1));
	A(value);
	A(probe_read_kernel(&value, sizeof(value), &inner->regs[0]));
	A(value);
	A(probe_read_kernel(&value, sizeof(value), &inner->regs[1]));
	A(value);
	return 0;
}

SEC("perf_event")
int sampled(struct { struct pt_regs regs; __u64 sample_period, addr; } *ctx)
{
	A(ctx->regs.regs[29]);
	A(ctx->regs.pc);
	A(ctx->sample_period);
	A(ctx->addr);
	return 0;
}
