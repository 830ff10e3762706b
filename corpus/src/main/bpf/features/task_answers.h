// SPDX-License-Identifier: Apache-2.0
// Questions about the task that a program runs in: what each was answered is in `out`. The task has the memory, the name and the numbers
// that the test gives it: see *-6.12.tsv beside the objects for what a kernel answered in such a task.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

// The task's memory: two pages to be written, whose bytes are 0, 1, 2 .. 255, 0 .., but for a text at the beginning and eight letters at
// the very end; a page to be read with a text at its beginning. Nothing is behind any of them.
#define USER 0x10000000ULL
#define USER_END (USER + 0x2000)
#define CONSTANT 0x20000000ULL
#define NOTHING 0x30000000ULL

#define ANSWERS 32
__s64 out[ANSWERS];
int answered;

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)

#define CASE(SECTION, NAME, ...)                                                                                       \
	SEC(SECTION) int NAME(__u64 *ctx)                                                                              \
	{                                                                                                              \
		for (int i = 0; i < ANSWERS; i++)                                                                      \
			out[i] = 0;                                                                                    \
		answered = 0;                                                                                          \
		__VA_ARGS__;                                                                                           \
		return 1;                                                                                              \
	}
// In a tracing program, and in one that may sleep.
#define TRACED(NAME, ...) CASE("raw_tp/sys_enter", NAME, __VA_ARGS__)
#define SLEEPS(NAME, ...) CASE("syscall", NAME, __VA_ARGS__)
