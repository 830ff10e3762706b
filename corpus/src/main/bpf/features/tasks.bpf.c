// SPDX-License-Identifier: Apache-2.0
// What programs ask of the task that they run in, and what they do to it.
#include "task_answers.h"

static __u64 (*const get_current_pid_tgid)(void) = (void *)14;
static __u64 (*const get_current_uid_gid)(void) = (void *)15;
static long (*const get_current_comm)(void *to, __u32 size) = (void *)16;
static __u64 (*const get_current_task)(void) = (void *)35;
static __u64 (*const get_current_cgroup_id)(void) = (void *)80;
static long (*const strtol_)(const char *from, unsigned long size, __u64 flags, __s64 *to) = (void *)105;
static long (*const strtoul_)(const char *from, unsigned long size, __u64 flags, __u64 *to) = (void *)106;
static long (*const send_signal)(__u32 number) = (void *)109;
static long (*const send_signal_thread)(__u32 number) = (void *)117;
struct pid_pair { __u32 pid, tgid; };
static long (*const get_ns_current_pid_tgid)(__u64 dev, __u64 ino, struct pid_pair *to, __u32 size) = (void *)120;
static __u64 (*const get_current_ancestor_cgroup_id)(int level) = (void *)123;
static void *(*const get_current_task_btf)(void) = (void *)158;
static __u64 (*const get_attach_cookie)(void *ctx) = (void *)174;

// Set before each program runs; the namespace is the task's.
__u32 pid, tgid;
__u64 namespace_dev, namespace_ino;
struct task_struct { int pid, tgid; char comm[16]; } __attribute__((preserve_access_index));

TRACED(numbers, __u64 both = get_current_pid_tgid(); A((__u32)both == pid); A(both >> 32 == tgid); A(get_current_uid_gid());
       struct task_struct *task = get_current_task_btf(); A(task->pid == pid); A(task->tgid == tgid);
       A((__u64)task == get_current_task()))

#define COMM(SIZE)                                                                                                     \
	do {                                                                                                           \
		__u8 b[32];                                                                                            \
		for (int i = 0; i < 32; i++)                                                                           \
			b[i] = 0xee;                                                                                   \
		A(get_current_comm(b, SIZE));                                                                          \
		A(*(__u64 *)b);                                                                                        \
		A(*(__u64 *)(b + 8));                                                                                  \
		A(*(__u64 *)(b + 16));                                                                                 \
	} while (0)
TRACED(names, COMM(16); COMM(4); COMM(1); COMM(32); COMM(7))
TRACED(groups, A(get_current_cgroup_id() != 0); A(get_current_ancestor_cgroup_id(0)); A(get_current_ancestor_cgroup_id(1));
       A(get_current_ancestor_cgroup_id(-1)); A(get_current_ancestor_cgroup_id(50)))

#define PAIR(DEV, INO, SIZE)                                                                                           \
	do {                                                                                                           \
		struct pid_pair p[2] = {{7, 8}, {9, 10}};                                                              \
		A(get_ns_current_pid_tgid(DEV, INO, p, SIZE));                                                         \
		A(p[0].pid == pid);                                                                                    \
		A(p[0].tgid == tgid);                                                                                  \
		A(p[0].pid == pid ? p[1].pid : p[0].pid + p[0].tgid + p[1].pid);                                                                  \
	} while (0)
TRACED(namespaces, PAIR(namespace_dev, namespace_ino, 8); A(0); PAIR(namespace_dev, namespace_ino + 1, 8);
       PAIR(namespace_dev + 1, namespace_ino, 8); PAIR(namespace_dev, namespace_ino, 4); PAIR(namespace_dev, namespace_ino, 16);
       PAIR(1ULL << 32 | namespace_dev, namespace_ino, 8))

TRACED(signals, A(send_signal(0)); A(send_signal_thread(0)); A(send_signal(65)); A(send_signal(64)); A(send_signal(10));
       A(send_signal_thread(12)); A(send_signal(-1)); A(send_signal(1000)))
TRACED(cookies, A(get_attach_cookie(ctx)))

#define LONG(TEXT, SIZE, FLAGS)                                                                                        \
	do {                                                                                                           \
		const char t[] = TEXT;                                                                                 \
		__s64 n = 77;                                                                                          \
		A(strtol_(t, (SIZE) ? (SIZE) : sizeof t, FLAGS, &n));                                                  \
		A(n);                                                                                                  \
	} while (0)
#define ULONG(TEXT, SIZE, FLAGS)                                                                                       \
	do {                                                                                                           \
		const char t[] = TEXT;                                                                                 \
		__u64 n = 77;                                                                                          \
		A(strtoul_(t, (SIZE) ? (SIZE) : sizeof t, FLAGS, &n));                                                 \
		A(n);                                                                                                  \
	} while (0)
TRACED(decimal, LONG("123", 0, 0); LONG("  -45x", 0, 0); LONG("+7", 0, 10); LONG("12345", 3, 10); LONG("", 0, 0); LONG("x", 0, 0);
       LONG("-", 0, 0); LONG(" ", 0, 0); LONG("- 5", 0, 0); LONG("0", 0, 0); LONG("\t\n 9", 0, 10); LONG("--5", 0, 0))
TRACED(bases, LONG("0x1fz", 0, 0); LONG("0x1f", 0, 16); LONG("1f", 0, 16); LONG("017", 0, 0); LONG("017", 0, 8); LONG("019", 0, 8);
       LONG("0x", 0, 0); LONG("0X2A", 0, 0); LONG("8", 0, 8); LONG("08", 0, 0); LONG("-0x10", 0, 0); LONG("0x10", 0, 10);
       LONG("0xg", 0, 16))
TRACED(bases_that_are_none, LONG("5", 0, 2); LONG("5", 0, 1); LONG("5", 0, 32); LONG("5", 0, 10 | 1 << 5); LONG("5", 0, 1ULL << 40);
       ULONG("5", 0, 2); ULONG("5", 0, 1ULL << 40))
TRACED(limits, LONG("9223372036854775807", 0, 0); LONG("9223372036854775808", 0, 0); LONG("-9223372036854775808", 0, 0);
       LONG("-9223372036854775809", 0, 0); LONG("18446744073709551615", 0, 0); LONG("18446744073709551616", 0, 0);
       LONG("99999999999999999999", 0, 0))
TRACED(unsigned_limits, ULONG("18446744073709551615", 0, 0); ULONG("18446744073709551616", 0, 0); ULONG("-1", 0, 0);
       ULONG("0xffffffffffffffff", 0, 0); ULONG("0x1ffffffffffffffff", 0, 0); ULONG("+3", 0, 0); ULONG("  3", 0, 0); ULONG("", 0, 0);
       ULONG("-0", 0, 0); ULONG("00000000000000000000000000000000000000012", 0, 0))
TRACED(long_texts, LONG("0000000000000000000000000000000000000000000000000000000000000000000000012", 0, 0);
       LONG("                                                                         12", 0, 0);
       LONG("000000000000000000000000000000000000000000000000000000000000012", 0, 0);
       LONG("00000000000000000000000000000000000000000000000000000000000000012", 0, 0);
       LONG("12\00034", 5, 0); LONG("-000000000000000000000000000000000000000000000000000000000000012", 0, 0))
