// SPDX-License-Identifier: Apache-2.0
// What programs ask of the call or the event that they trace.
#include "task_answers.h"

static long (*const perf_prog_read_value)(void *ctx, void *to, __u32 size) = (void *)56;
static long (*const read_branch_records)(void *ctx, void *to, __u32 size, __u64 flags) = (void *)119;
static __u64 (*const get_func_ip)(void *ctx) = (void *)173;
static __u64 (*const get_attach_cookie)(void *ctx) = (void *)174;
static long (*const get_branch_snapshot)(void *to, __u32 size, __u64 flags) = (void *)176;
static long (*const get_func_arg)(void *ctx, __u32 n, __u64 *to) = (void *)183;
static long (*const get_func_ret)(void *ctx, __u64 *to) = (void *)184;
static long (*const get_func_arg_cnt)(void *ctx) = (void *)185;

struct counter { __u64 value, enabled, running; };
#define READ_COUNTER(SIZE)                                                                                             \
	do {                                                                                                           \
		struct counter c[2] = {{7, 7, 7}, {7, 7, 7}};                                                          \
		A(perf_prog_read_value(ctx, c, SIZE));                                                                 \
		A(c[0].value);                                                                                         \
		A(c[0].enabled);                                                                                       \
		A(c[0].running);                                                                                       \
		A(c[1].value);                                                                                         \
	} while (0)
CASE("perf_event", counters, READ_COUNTER(24); READ_COUNTER(16); READ_COUNTER(32))

struct branch { __u64 from, to, flags; };
#define READ_BRANCHES(SIZE, FLAGS)                                                                                     \
	do {                                                                                                           \
		struct branch b[2] = {{7, 7, 7}, {7, 7, 7}};                                                           \
		A(read_branch_records(ctx, b, SIZE, FLAGS));                                                           \
		A(b[0].from);                                                                                          \
		A(b[1].to);                                                                                            \
	} while (0)
CASE("perf_event", branches, READ_BRANCHES(48, 0); READ_BRANCHES(24, 0); READ_BRANCHES(20, 0); READ_BRANCHES(24, 2);
     A(read_branch_records(ctx, NULL, 0, 1)); A(read_branch_records(ctx, NULL, 0, 0)))
#define SNAPSHOT(SIZE, FLAGS)                                                                                          \
	do {                                                                                                           \
		struct branch b[2] = {{7, 7, 7}, {7, 7, 7}};                                                           \
		A(get_branch_snapshot(b, SIZE, FLAGS));                                                                \
		A(b[0].from);                                                                                          \
		A(b[1].to);                                                                                            \
	} while (0)
CASE("raw_tp/sys_enter", snapshots, SNAPSHOT(48, 0); SNAPSHOT(24, 0); SNAPSHOT(20, 0); SNAPSHOT(24, 1))

#define ARGUMENT(N)                                                                                                    \
	do {                                                                                                           \
		__u64 v = 7;                                                                                           \
		A(get_func_arg(ctx, N, &v));                                                                           \
		A(v);                                                                                                  \
	} while (0)
#define RESULT                                                                                                         \
	do {                                                                                                           \
		__u64 v = 7;                                                                                           \
		A(get_func_ret(ctx, &v));                                                                              \
		A(v);                                                                                                  \
	} while (0)
#define CALL_CASE(SECTION, NAME, LAST)                                                                                 \
	SEC(SECTION) int NAME(__u64 *ctx)                                                                              \
	{                                                                                                              \
		answered = 0;                                                                                          \
		A(get_func_arg_cnt(ctx));                                                                              \
		ARGUMENT(0);                                                                                           \
		ARGUMENT(LAST);                                                                                        \
		ARGUMENT(-1);                                                                                          \
		RESULT;                                                                                                \
		A(get_attach_cookie(ctx));                                                                             \
		return 0;                                                                                              \
	}
CALL_CASE("fentry/bpf_fentry_test2", at_entry, 1)
CALL_CASE("fexit/bpf_fentry_test2", at_exit, 1)
CALL_CASE("fmod_ret/bpf_modify_return_test", at_change, 2)

static long (*const override_return)(void *ctx, __u64 value) = (void *)58;
static int (*const get_retval)(void) = (void *)186;
static int (*const set_retval)(int value) = (void *)187;
CASE("kprobe/do_nanosleep", overrides, A(override_return(ctx, -12)))
CASE("cgroup/dev", sets_result, A(get_retval()); A(set_retval(-5)); A(get_retval()))
CASE("kprobe/do_nanosleep", in_probe, A(get_func_ip(ctx)); A(get_attach_cookie(ctx)))
