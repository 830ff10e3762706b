// SPDX-License-Identifier: Apache-2.0
// Programs of many kinds that name a map of programs, or lie in it: which kinds go together is what the kernel is asked. The map
// is shared with other objects.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

__u64 trail; // one decimal digit per program passed
__u64 calls;

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
} jumps SEC(".maps");

// One that names the map and one that does not.
#define KIND(NAME, SECTION, RESULT) \
	SEC("?" SECTION) int jump_##NAME(void *ctx) { bpf_tail_call(ctx, &jumps, 0); return RESULT; } \
	SEC("?" SECTION) int leaf_##NAME(void *ctx) { return RESULT; }

KIND(xdp, "xdp", 2)
KIND(xdp_devmap, "xdp/devmap", 2)
KIND(xdp_cpumap, "xdp/cpumap", 2)
KIND(xdp_frags, "xdp.frags", 2)
KIND(tc, "tc", 0)
KIND(tcx, "tcx/ingress", 0)
KIND(act, "action", 0)
KIND(filter, "socket", 0)
KIND(ingress, "cgroup_skb/ingress", 1)
KIND(egress, "cgroup_skb/egress", 1)
KIND(connect4, "cgroup/connect4", 1)
KIND(connect6, "cgroup/connect6", 1)
KIND(sock_create, "cgroup/sock_create", 1)
KIND(fentry1, "fentry/bpf_fentry_test1", 0)
KIND(fentry1_again, "fentry/bpf_fentry_test1", 0)
KIND(fentry2, "fentry/bpf_fentry_test2", 0)
KIND(fexit1, "fexit/bpf_fentry_test1", 0)
KIND(raw_tp, "raw_tp/sys_enter", 0)
KIND(raw_other, "raw_tp/sched_switch", 0)
KIND(tp, "tp/syscalls/sys_enter_getpid", 0)
KIND(kprobe, "kprobe/do_unlinkat", 0)
KIND(kprobe_multi, "kprobe.multi/do_unlinkat", 0)
KIND(perf, "perf_event", 0)
KIND(syscall, "syscall", 0)
KIND(lsm, "lsm/file_open", 0)
KIND(lsm_other, "lsm/socket_bind", 0)
KIND(lwt_in, "lwt_in", 0)
KIND(lwt_xmit, "lwt_xmit", 0)
KIND(parser, "sk_skb/stream_parser", 0)
KIND(verdict, "sk_skb/stream_verdict", 0)
KIND(msg, "sk_msg", 1)
KIND(lookup, "sk_lookup", 1)
KIND(netfilter, "netfilter", 1)
KIND(dissector, "flow_dissector", 0)
KIND(reuseport, "sk_reuseport", 1)
KIND(ops, "sockops", 1)
KIND(device, "cgroup/dev", 1)
KIND(sysctl, "cgroup/sysctl", 1)
KIND(getsockopt, "cgroup/getsockopt", 1)

// Results. Each program leaves its digit; slots are filled by the test.

// 400 bytes of stack are used, and kept from nobody: the next program has a stack of its own.
SEC("?xdp") int roomy(struct xdp_md *ctx)
{
	long room[50];

	for (int i = 0; i < 50; i++) { room[i] = i; barrier_var(room[i]); }
	trail = trail * 10 + 1;
	bpf_tail_call(ctx, &jumps, room[1]);
	return room[41];
}

SEC("?xdp") int roomier(struct xdp_md *ctx)
{
	long room[62];
	long sum = 0;

	for (int i = 0; i < 62; i++) { room[i] = i; barrier_var(room[i]); }
	for (int i = 0; i < 62; i++) sum += room[i];
	trail = trail * 10 + 2;
	bpf_tail_call(ctx, &jumps, room[2]);
	return sum;
}

static __noinline int jump_below(struct xdp_md *ctx, int slot)
{
	long kept[20];
	int failed = -1;

	for (int i = 0; i < 20; i++) { kept[i] = slot + i; barrier_var(kept[i]); }
	bpf_tail_call(ctx, &jumps, kept[0]);
	barrier_var(failed);
	return failed;
}

// A function of it jumps; what the other program returns is that function's result.
SEC("?xdp") int below(struct xdp_md *ctx)
{
	long kept = 5000;

	barrier_var(kept);
	trail = trail * 10 + 3;
	int result = jump_below(ctx, 1);
	return kept + result;
}

SEC("?xdp") int below_again(struct xdp_md *ctx)
{
	long kept = 70000;

	barrier_var(kept);
	trail = trail * 10 + 4;
	int result = jump_below(ctx, 2);
	return kept + result;
}

// How often one run may jump, from object to object.
SEC("?xdp") int ping(struct xdp_md *ctx)
{
	calls++;
	bpf_tail_call(ctx, &jumps, 1);
	return 3;
}

static __noinline int jump_on(struct xdp_md *ctx)
{
	int failed = 0;

	bpf_tail_call(ctx, &jumps, 3);
	barrier_var(failed);
	return failed;
}

// Two functions jump to this program again: their jumps are counted together.
SEC("?xdp") int forks(struct xdp_md *ctx)
{
	calls++;
	int left = jump_on(ctx);
	int right = jump_on(ctx);
	return left + right + 1;
}

// Frames that jumps leave open.
SEC("?xdp") int stacks(struct xdp_md *ctx)
{
	calls++;
	int result = jump_on(ctx);
	return result + 1;
}

// Of one CPU's packet: the other object goes on with what this one did to it.
SEC("?xdp") int shrinks(struct xdp_md *ctx)
{
	bpf_xdp_adjust_tail(ctx, -10);
	bpf_tail_call(ctx, &jumps, 1);
	return -1;
}

SEC("?xdp") int measures(struct xdp_md *ctx) { return ctx->data_end - ctx->data; }
