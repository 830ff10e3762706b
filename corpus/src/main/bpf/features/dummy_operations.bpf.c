// SPDX-License-Identifier: Apache-2.0
// Operations that the kernel has for tests of programs, and nothing but test runs calls.
#include "../bpf.h"

char LICENSE[] SEC("license") = "GPL";

struct bpf_dummy_ops_state { int val; } __attribute__((preserve_access_index));
struct bpf_dummy_ops {
	int (*test_1)(struct bpf_dummy_ops_state *cb);
	int (*test_2)(struct bpf_dummy_ops_state *cb, int a1, unsigned short a2, char a3, unsigned long a4);
	int (*test_sleepable)(struct bpf_dummy_ops_state *cb);
};

__u64 seen[5];

SEC("struct_ops/test_1")
int adds_one(__u64 *args)
{
	struct bpf_dummy_ops_state *state = (void *)args[0];

	if (!state)
		return 0xf2f3f4f5;
	state->val++;
	return state->val;
}

SEC("struct_ops/test_2")
int writes_down(__u64 *args)
{
	struct bpf_dummy_ops_state *state = (void *)args[0];

	seen[0] = state->val;
	seen[1] = args[1];
	seen[2] = args[2];
	seen[3] = args[3];
	seen[4] = args[4];
	state->val = 0x5a;
	return args[1] + args[2];
}

SEC("struct_ops.s/test_sleepable")
int may_sleep(__u64 *args)
{
	struct bpf_dummy_ops_state *state = (void *)args[0];

	state->val *= 3;
	return 7;
}

SEC(".struct_ops")
struct bpf_dummy_ops dummy = { .test_1 = (void *)adds_one, .test_2 = (void *)writes_down, .test_sleepable = (void *)may_sleep };
