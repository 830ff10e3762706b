// SPDX-License-Identifier: Apache-2.0
// Stacks of the kernel and of the task that a program runs in. The depth of a kernel's own stack is its own matter: what is asked does
// not depend on it.
#include "task_answers.h"

static long (*const get_stackid)(void *ctx, void *map, __u64 flags) = (void *)27;
static long (*const get_stack)(void *ctx, void *to, __u32 size, __u64 flags) = (void *)67;
static long (*const get_task_stack)(void *task, void *to, __u32 size, __u64 flags) = (void *)141;
static void *(*const get_current_task_btf)(void) = (void *)158;

#define BPF_MAP_TYPE_STACK_TRACE 7
struct { __uint(type, BPF_MAP_TYPE_STACK_TRACE); __uint(max_entries, 64); __uint(key_size, 4); __uint(value_size, 127 * 8); } stacks SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_STACK_TRACE); __uint(max_entries, 1); __uint(key_size, 4); __uint(value_size, 8); } single SEC(".maps");

__s64 kernel_id, user_id;
TRACED(keeps, kernel_id = get_stackid(ctx, &stacks, 0); user_id = get_stackid(ctx, &stacks, 1 << 8))

// Numbers of stacks are not asked for: whether they are some, and the same.
TRACED(ids, __s64 once = get_stackid(ctx, &stacks, 0); A(once >= 0 || once == -EEXIST); A(get_stackid(ctx, &stacks, 255));
       A(get_stackid(ctx, &stacks, 1 << 11)); A(get_stackid(ctx, &stacks, 1ULL << 32)); A(get_stackid(ctx, &stacks, 1 << 8 | 255));
       A(get_stackid(ctx, &stacks, 1 << 9 | 1 << 10) >= 0))
TRACED(one_place, A(get_stackid(ctx, &single, 1 << 8)); A(get_stackid(ctx, &single, 1 << 8)); A(get_stackid(ctx, &single, 0));
       A(get_stackid(ctx, &single, 1 << 9)); A(get_stackid(ctx, &single, 1 << 10)); A(get_stackid(ctx, &single, 1 << 8)))

#define STACK(SIZE, FLAGS)                                                                                             \
	do {                                                                                                           \
		__u64 b[4] = {7, 7, 7, 7};                                                                             \
		A(get_stack(ctx, b, SIZE, FLAGS));                                                                     \
		A(b[0] == 7);                                                                                          \
		A(b[0] == 0);                                                                                          \
		A(b[3] == 7);                                                                                          \
	} while (0)
TRACED(copies, STACK(8, 0); STACK(16, 0); STACK(8, 1 << 8); STACK(4, 0); STACK(0, 0); STACK(8, 1 << 9); STACK(8, 255))
TRACED(copies_with_builds, STACK(32, 1 << 11); STACK(32, 1 << 8 | 1 << 11); STACK(16, 1 << 8 | 1 << 11); STACK(8, 1 << 8 | 255);
       STACK(32, 1ULL << 32))
#define TASK_STACK(SIZE, FLAGS)                                                                                        \
	do {                                                                                                           \
		__u64 b[4] = {7, 7, 7, 7};                                                                             \
		A(get_task_stack(get_current_task_btf(), b, SIZE, FLAGS));                                             \
		A(b[0] == 7);                                                                                          \
		A(b[0] == 0);                                                                                          \
		A(b[3] == 7);                                                                                          \
	} while (0)
TRACED(copies_of_task, TASK_STACK(8, 0); TASK_STACK(8, 1 << 8); TASK_STACK(4, 0); TASK_STACK(8, 1 << 9); TASK_STACK(32, 1 << 11);
       TASK_STACK(8, 255); TASK_STACK(0, 0))
