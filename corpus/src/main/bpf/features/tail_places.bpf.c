// SPDX-License-Identifier: Apache-2.0
// Programs that name one PROG_ARRAY run on each other's contexts: of another type of attachment or hook they cannot be loaded.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

#define KEEP(p) asm volatile("" :: "r"(p) : "memory")
#define TARGETS(NAME) struct { __uint(type, BPF_MAP_TYPE_PROG_ARRAY); __uint(max_entries, 4); __uint(key_size, 4); \
	__uint(value_size, 4); } NAME SEC(".maps")
TARGETS(of_functions);
TARGETS(of_one);
TARGETS(of_connects);

SEC("?fentry/bpf_fentry_test1") int one(__u64 *ctx) { bpf_tail_call(ctx, &of_functions, 0); return 0; }
SEC("?fentry/bpf_fentry_test1") int again(__u64 *ctx) { bpf_tail_call(ctx, &of_functions, 0); return 0; }
SEC("?fentry/bpf_fentry_test5") int five(__u64 *ctx) { bpf_tail_call(ctx, &of_functions, 0); KEEP(ctx[4]); return 0; }
SEC("?fentry/bpf_fentry_test1") int enters(__u64 *ctx) { bpf_tail_call(ctx, &of_one, 0); return 0; }
SEC("?fexit/bpf_fentry_test1") int leaves(__u64 *ctx) { bpf_tail_call(ctx, &of_one, 0); return 0; }
SEC("?cgroup/connect4") int connect4(void *ctx) { bpf_tail_call(ctx, &of_connects, 0); return 1; }
SEC("?cgroup/connect6") int connect6(void *ctx) { bpf_tail_call(ctx, &of_connects, 0); return 1; }
