// SPDX-License-Identifier: Apache-2.0
// Programs that end with a fault, in every place that code can be in: no verifier accepts them. Each engine has to name the same
// function and the same line.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

static long (*const own_look)(long number) = (void *)1000;

int fault_here(struct xdp_md *ctx);
int fault_in_callee(struct xdp_md *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, sizeof(__u32));
	__array(values, int(struct xdp_md *));
} targets SEC(".maps") = {
	.values = {
		[0] = &fault_here,
		[1] = &fault_in_callee,
	},
};

__u64 cells[4];
__u64 rounds;

static __always_inline void misalign(void)
{
	__sync_fetch_and_add((__u64 *)((char *)cells + 1), 1);
}

static __noinline int in_callee(int number)
{
	rounds += number;
	misalign();
	return rounds;
}

static __noinline int spin(__u64 step)
{
	__u64 i = 0;

	while (i != 1) {
		i += step;
		barrier_var(i);
	}
	return 0;
}

static int called_back(__u64 index, void *ctx)
{
	own_look(index);
	if (index == 3)
		return in_callee(index);
	return 0;
}

static int spins_at_last(__u64 index, void *ctx)
{
	if (index == 3)
		return spin(2);
	return 0;
}

static int goes_deeper(__u64 index, void *ctx)
{
	bpf_loop(2, goes_deeper, ctx, 0);
	return 0;
}

static int looks(__u64 index, void *ctx)
{
	own_look(index + 1);
	return 0;
}

static __noinline int tail_calls(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &targets, 0);
	return -1;
}

SEC("xdp")
int fault_here(struct xdp_md *ctx)
{
	misalign();
	return 0;
}

SEC("xdp")
int fault_in_callee(struct xdp_md *ctx)
{
	return in_callee(7) + 1;
}

SEC("xdp")
int fault_in_callback(struct xdp_md *ctx)
{
	return bpf_loop(5, called_back, 0, 0);
}

SEC("xdp")
int fault_after_callbacks(struct xdp_md *ctx)
{
	__u64 key = 1;

	bpf_loop(5, looks, 0, 0);
	return own_look(-1) + key;
}

SEC("xdp")
int fault_in_tail_called(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &targets, 0);
	return 0;
}

SEC("xdp")
int fault_in_callee_of_tail_called(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &targets, 1);
	return 0;
}

SEC("xdp")
int fault_in_what_a_callee_tail_called(struct xdp_md *ctx)
{
	return tail_calls(ctx) + 1;
}

SEC("xdp")
int host_throws(struct xdp_md *ctx)
{
	own_look(1);
	return own_look(-1);
}

SEC("xdp")
int no_map(struct xdp_md *ctx)
{
	__u32 key = 0;

	return (long)bpf_map_lookup_elem((void *)&key, &key);
}

SEC("xdp")
int endless_loop(struct xdp_md *ctx)
{
	return spin(2);
}

SEC("xdp")
int endless_callback(struct xdp_md *ctx)
{
	return bpf_loop(5, spins_at_last, 0, 0);
}

SEC("xdp")
int endless_rounds(struct xdp_md *ctx)
{
	return bpf_loop(1 << 23, looks, 0, 0);
}

SEC("xdp")
int too_deep(struct xdp_md *ctx)
{
	return bpf_loop(2, goes_deeper, 0, 0);
}

#define ROUND rounds = rounds * 3 + cells[rounds & 3];
#define ROUNDS8 ROUND ROUND ROUND ROUND ROUND ROUND ROUND ROUND
#define ROUNDS64 ROUNDS8 ROUNDS8 ROUNDS8 ROUNDS8 ROUNDS8 ROUNDS8 ROUNDS8 ROUNDS8

// So long that no engine keeps it in one piece.
SEC("xdp")
int far_down(struct xdp_md *ctx)
{
	ROUNDS64
	ROUNDS64
	own_look(rounds | 1);
	ROUNDS64
	misalign();
	return 0;
}

// Each caller in a chain notes something behind the call, so that no compiler leaves the call out.
static __noinline int third(int number)
{
	rounds += own_look(number);
	return rounds;
}

static __noinline int second(int number)
{
	rounds ^= third(number + 1);
	return rounds;
}

SEC("xdp")
int first(struct xdp_md *ctx)
{
	rounds ^= second(1);
	return 2;
}
