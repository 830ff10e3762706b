// SPDX-License-Identifier: Apache-2.0
// Programs on functions, tracepoints, hooks and control groups that write down in which order they ran and what they were given.
#include "../bpf.h"

static __u64 (*const bpf_get_current_pid_tgid)(void) = (void *)14;

#define MOST_RUNS 32

// Who ran, one number each, and what each was given that ran last.
__u64 runs;
__u64 order[MOST_RUNS];
__u64 given[64];
// Only this process's events count, if it is not 0; what fmod_ret, lsm and cgroup programs return.
__u32 only_tgid;
__s32 verdicts[8] = {0, 0, 0, 0, 1, 1, 1, 1};

static __always_inline void ran(__u64 who)
{
	__u64 at = runs;

	if (at < MOST_RUNS)
		order[at] = who;
	runs = at + 1;
}

static __always_inline int is_meant(void)
{
	return !only_tgid || bpf_get_current_pid_tgid() >> 32 == only_tgid;
}

SEC("fentry/bpf_fentry_test1")
int enter_first(__u64 *args)
{
	ran(10);
	given[0] = args[0];
	return 0;
}

SEC("fentry/bpf_fentry_test1")
int enter_second(__u64 *args)
{
	ran(11);
	return 0;
}

SEC("fentry/bpf_fentry_test1")
int enter_third(__u64 *args)
{
	ran(12);
	return 0;
}

SEC("fexit/bpf_fentry_test1")
int exit_first(__u64 *args)
{
	ran(20);
	given[1] = args[0];
	given[2] = args[1];
	return 0;
}

SEC("fexit/bpf_fentry_test1")
int exit_second(__u64 *args)
{
	ran(21);
	return 0;
}

SEC("fexit/bpf_fentry_test2")
int exit_2(__u64 *args)
{
	ran(22);
	given[3] = args[0];
	given[4] = args[1];
	given[5] = args[2];
	return 0;
}

SEC("fexit/bpf_fentry_test3")
int exit_3(__u64 *args)
{
	ran(23);
	given[6] = args[0];
	given[7] = args[1];
	given[8] = args[2];
	given[9] = args[3];
	return 0;
}

SEC("fexit/bpf_fentry_test4")
int exit_4(__u64 *args)
{
	ran(24);
	given[10] = args[0];
	given[11] = args[1];
	given[12] = args[2];
	given[13] = args[3];
	given[14] = args[4];
	return 0;
}

SEC("fexit/bpf_fentry_test5")
int exit_5(__u64 *args)
{
	ran(25);
	given[15] = args[0];
	given[16] = args[1];
	given[17] = args[2];
	given[18] = args[3];
	given[19] = args[4];
	given[20] = args[5];
	return 0;
}

SEC("fexit/bpf_fentry_test6")
int exit_6(__u64 *args)
{
	ran(26);
	given[21] = args[0];
	given[22] = args[1];
	given[23] = args[2];
	given[24] = args[3];
	given[25] = args[4];
	given[26] = args[5];
	given[27] = args[6];
	return 0;
}

// A null pointer, a struct that leads to another, a number behind a pointer.
SEC("fexit/bpf_fentry_test7")
int exit_7(__u64 *args)
{
	ran(27);
	given[28] = args[0] != 0;
	given[29] = args[1] != 0;
	return 0;
}

SEC("fexit/bpf_fentry_test8")
int exit_8(__u64 *args)
{
	__u64 *object = (__u64 *)args[0];

	ran(28);
	given[30] = object != 0;
	given[31] = object ? *object : -1;
	return 0;
}

SEC("fexit/bpf_fentry_test9")
int exit_9(__u64 *args)
{
	ran(29);
	given[32] = args[0] != 0;
	given[33] = args[1];
	return 0;
}

SEC("fentry/bpf_modify_return_test")
int enter_modify(__u64 *args)
{
	ran(30);
	given[34] = args[0];
	return 0;
}

SEC("fmod_ret/bpf_modify_return_test")
int modify_first(__u64 *args)
{
	ran(31);
	given[35] = args[2];
	return verdicts[0];
}

SEC("fmod_ret/bpf_modify_return_test")
int modify_second(__u64 *args)
{
	ran(32);
	given[36] = args[2];
	return verdicts[1];
}

SEC("fexit/bpf_modify_return_test")
int exit_modify(__u64 *args)
{
	ran(33);
	given[37] = args[2];
	return 0;
}

SEC("fmod_ret/bpf_modify_return_test2")
int modify_seven(__u64 *args)
{
	ran(34);
	given[38] = args[6];
	return verdicts[0];
}

SEC("kprobe/bpf_fentry_test1")
int probe_first(void *regs)
{
	ran(40);
	return 0;
}

SEC("kprobe/bpf_fentry_test1")
int probe_second(void *regs)
{
	ran(41);
	return 0;
}

SEC("kretprobe/bpf_fentry_test1")
int return_first(void *regs)
{
	ran(42);
	return 0;
}

SEC("kretprobe/bpf_fentry_test1")
int return_second(void *regs)
{
	ran(43);
	return 0;
}

SEC("raw_tp/task_rename")
int raw_first(__u64 *args)
{
	if (is_meant())
		ran(50);
	return args[0] + args[1];
}

SEC("raw_tp/task_rename")
int raw_second(__u64 *args)
{
	if (is_meant())
		ran(51);
	return bpf_get_smp_processor_id() + 100;
}

SEC("tp_btf/task_rename")
int typed_third(__u64 *args)
{
	if (is_meant())
		ran(52);
	return 0;
}

SEC("tp/task/task_rename")
int record_first(void *record)
{
	if (is_meant())
		ran(53);
	return verdicts[3];
}

SEC("tp/task/task_rename")
int record_second(void *record)
{
	if (is_meant())
		ran(54);
	return 0;
}

SEC("lsm/task_setnice")
int hook_first(__u64 *args)
{
	if (!is_meant())
		return 0;
	ran(60);
	given[40] = args[1];
	return verdicts[0] < 0 && verdicts[0] > -4096 ? verdicts[0] : 0;
}

SEC("lsm/task_setnice")
int hook_second(__u64 *args)
{
	if (!is_meant())
		return 0;
	ran(61);
	given[41] = args[2];
	return verdicts[1] < 0 && verdicts[1] > -4096 ? verdicts[1] : 0;
}

SEC("cgroup/sock_create")
int group_first(void *sock)
{
	ran(70);
	return verdicts[4] & 1;
}

SEC("cgroup/sock_create")
int group_second(void *sock)
{
	ran(71);
	return verdicts[5] & 1;
}

SEC("cgroup/sock_create")
int group_third(void *sock)
{
	ran(72);
	return verdicts[6] & 1;
}

// What probes of the function see whose result another program gives.
SEC("kprobe/bpf_modify_return_test")
int probe_modify(void *regs)
{
	ran(45);
	return 0;
}

SEC("kretprobe/bpf_modify_return_test")
int return_modify(__u64 *regs)
{
	ran(46);
	given[42] = regs[10];
	return 0;
}

SEC("raw_tp.w/bpf_test_finish")
int raw_writes(__u64 *args)
{
	ran(55);
	return 0;
}

SEC("iter/bpf_map")
int walk(void *context)
{
	ran(90);
	return 0;
}

SEC("syscall")
int call(__u64 *request)
{
	ran(91);
	request[1] = request[0] + 10;
	return request[0] + 5;
}

SEC("syscall")
int call_blind(void *request)
{
	ran(92);
	return -2;
}

SEC("perf_event")
int sample(void *context)
{
	ran(80);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
