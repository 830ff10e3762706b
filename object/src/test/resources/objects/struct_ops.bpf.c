// SPDX-License-Identifier: Apache-2.0
// Tables of kernel operations: one that is registered by itself, one with a link, one that may be left out.
#include "bpf.h"

struct operations {
	char name[8];
	int (*init)(void *task);
	int flags;
	void (*release)(void *task);
	long (*missing)(void);
};

SEC("struct_ops/init") int start(void *ctx) { return 0; }
SEC("struct_ops.s/release") void stop(void *ctx) { }

struct operations plain SEC(".struct_ops") = { .name = "plain", .init = start, .flags = 3 };
struct operations linked SEC(".struct_ops.link") = { .release = stop, .init = start };
struct operations other SEC(".struct_ops.link") = { .release = stop };
struct operations optional SEC("?.struct_ops") = { .flags = 1 };
