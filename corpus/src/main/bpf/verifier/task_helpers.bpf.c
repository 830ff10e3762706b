// SPDX-License-Identifier: Apache-2.0
// Rule H35: helpers on tasks, their memory and stacks, and on the call or event that is traced: who has them, what they take.
#include "cases_b.h"

static long (*prog_read_value)(void *ctx, void *to, __u32 size) = (void *)56;
static long (*stack_of)(void *ctx, void *to, __u32 size, __u64 flags) = (void *)67;
static long (*signal_thread)(__u32 number) = (void *)117;
static long (*branch_records)(void *ctx, void *to, __u32 size, __u64 flags) = (void *)119;
static long (*ns_pid_tgid)(__u64 dev, __u64 ino, void *to, __u32 size) = (void *)120;
static long (*ancestor_group)(int level) = (void *)123;
static long (*task_stack)(void *task, void *to, __u32 size, __u64 flags) = (void *)141;
static void *(*this_task)(void) = (void *)158;
static __u64 (*function_ip)(void *ctx) = (void *)173;
static long (*branch_snapshot)(void *to, __u32 size, __u64 flags) = (void *)176;
static int (*get_result)(void) = (void *)186;
static int (*set_result)(int value) = (void *)187;
static long (*copy_from_task)(void *to, __u32 size, const void *from, void *task, __u64 flags) = (void *)191;

#define GROUP(SECTION, NAME, ...) IN(SECTION, void, NAME, __VA_ARGS__; return 1)
GROUP("cgroup/dev", h35_result_of_device__ok, set_result(get_result()))
GROUP("cgroup/sysctl", h35_result_of_sysctl__ok, set_result(get_result()))
GROUP("cgroup/getsockopt", h35_result_of_getsockopt__ok, set_result(get_result()))
GROUP("cgroup/bind4", h35_result_of_bind__ok, set_result(get_result()))
GROUP("cgroup/sock_create", h35_result_of_sock_create__ok, set_result(get_result()))
GROUP("cgroup/recvmsg4", h35_result_of_recvmsg__EINVAL, get_result())
GROUP("cgroup/getpeername4", h35_result_of_getpeername__EINVAL, get_result())
GROUP("cgroup/getsockname6", h35_result_of_getsockname__EINVAL, set_result(0))
GROUP("cgroup_skb/ingress", h35_result_of_ingress__EINVAL, get_result())
GROUP("cgroup_skb/egress", h35_result_of_egress__EINVAL, get_result())
XDP(h35_result_of_xdp__EINVAL, get_result())

IN("perf_event", void, h35_counter__ok, __u64 v[3]; prog_read_value(ctx, v, 24))
IN("perf_event", void, h35_counter_of_null__EACCES, prog_read_value(ctx, (void *)0, 24))
IN("raw_tp/x", void, h35_counter_of_tracepoint__EINVAL, __u64 v[3]; prog_read_value(ctx, v, 24))
IN("perf_event", void, h35_branches_of_null__ok, branch_records(ctx, (void *)0, 0, 1))
IN("perf_event", void, h35_branches_unknown_size__EACCES, __u64 v[3]; branch_records(ctx, v, ANY, 0))
IN("kprobe/x", void, h35_branches_of_probe__EINVAL, branch_records(ctx, (void *)0, 0, 1))
IN("kprobe/x", void, h35_snapshot__ok, __u64 v[3]; branch_snapshot(v, 24, 0))
TC(h35_snapshot_of_tc__EINVAL, __u64 v[3]; branch_snapshot(v, 24, 0))
XDP(h35_signal_of_xdp__EINVAL, signal_thread(1))
SYS(h35_signal_of_syscall__ok, signal_thread(1))
XDP(h35_namespace_of_xdp__ok, __u64 v; ns_pid_tgid(1, 2, &v, 8))
XDP(h35_ancestor_of_xdp__ok, ancestor_group(1))
TRACE(h35_stack_of_task__ok, __u64 v; task_stack(this_task(), &v, 8, 0))
TRACE(h35_stack_of_number__EACCES, __u64 v; task_stack((void *)8, &v, 8, 0))
TRACE(h35_size_of_task_stack__ok, __u64 v[8] = {}; long n = task_stack(this_task(), v, 64, 0); if (n > 0) ((volatile char *)v)[n - 1] = 1)
TRACE(h35_size_of_task_stack_and_more__EINVAL, __u64 v[8] = {}; long n = task_stack(this_task(), v, 64, 0); if (n > 0) ((volatile char *)v)[n] = 1)
SYS(h35_stack_of_syscall__ok, __u64 v; stack_of(ctx, &v, 8, 0))
SYS(h35_ip_of_syscall__ENOTSUPP, function_ip(ctx))
SYS(h35_copy_from_task__ok, __u64 v; copy_from_task(&v, 8, (void *)8, this_task(), 0))
TRACE(h35_copy_from_task_awake__EINVAL, __u64 v; copy_from_task(&v, 8, (void *)8, this_task(), 0))
SYS(h35_copy_from_no_task__EACCES, __u64 v; copy_from_task(&v, 8, (void *)8, (void *)0, 0))
