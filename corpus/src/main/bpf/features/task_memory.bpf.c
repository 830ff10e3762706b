// SPDX-License-Identifier: Apache-2.0
// Memory of the kernel and of the task that a program runs in, read and written by address.
#include "task_answers.h"

static long (*const probe_read)(void *to, __u32 size, __u64 from) = (void *)4;
static long (*const probe_write_user)(__u64 to, const void *from, __u32 size) = (void *)36;
static long (*const probe_read_str)(void *to, __u32 size, __u64 from) = (void *)45;
static long (*const probe_read_user)(void *to, __u32 size, __u64 from) = (void *)112;
static long (*const probe_read_kernel)(void *to, __u32 size, __u64 from) = (void *)113;
static long (*const probe_read_user_str)(void *to, __u32 size, __u64 from) = (void *)114;
static long (*const probe_read_kernel_str)(void *to, __u32 size, __u64 from) = (void *)115;
static long (*const copy_from_user)(void *to, __u32 size, __u64 from) = (void *)148;
static long (*const copy_from_user_task)(void *to, __u32 size, __u64 from, void *task, __u64 flags) = (void *)191;
static void *(*const get_current_task_btf)(void) = (void *)158;
extern int bpf_copy_from_user_str(void *to, __u32 size, const void *from, __u64 flags) __ksym;

__u8 text[16] = "kernel text";

#define BUFFER                                                                                                         \
	__u8 b[16];                                                                                                    \
	for (int i = 0; i < 16; i++)                                                                                   \
		b[i] = 0xee
#define WORDS                                                                                                          \
	do {                                                                                                           \
		A(*(__u64 *)b);                                                                                        \
		A(*(__u64 *)(b + 8));                                                                                  \
	} while (0)
#define READ(HOW, SIZE, FROM)                                                                                          \
	do {                                                                                                           \
		BUFFER;                                                                                                \
		A(HOW(b, SIZE, FROM));                                                                                 \
		WORDS;                                                                                                 \
	} while (0)

TRACED(user_read, READ(probe_read_user, 6, USER + 32); READ(probe_read_user, 0, USER); READ(probe_read_user, 16, USER_END - 16);
       READ(probe_read_user, 8, CONSTANT); READ(probe_read_user, 16, USER + 0xffc))
TRACED(user_read_nothing, READ(probe_read_user, 6, 0); READ(probe_read_user, 16, USER_END - 8); READ(probe_read_user, 8, NOTHING);
       READ(probe_read_user, 0, NOTHING); READ(probe_read_user, 8, USER - 1))
TRACED(user_read_of_kernel, READ(probe_read_user, 8, (__u64)text); READ(probe_read_user, 8, ~0ULL);
       READ(probe_read_user, 8, 0x7fffffffffffULL); READ(probe_read_user, 0, (__u64)text); READ(probe_read_user, 0, 0))
TRACED(kernel_read, READ(probe_read_kernel, 6, (__u64)text); READ(probe_read_kernel, 0, (__u64)text);
       READ(probe_read_kernel, 16, (__u64)text))
TRACED(kernel_read_nothing, READ(probe_read_kernel, 8, 0); READ(probe_read_kernel, 8, 0xffff800000000000ULL);
       READ(probe_read_kernel, 8, ~0ULL); READ(probe_read_kernel, 0, 0); READ(probe_read_kernel, 8, 8))
TRACED(kernel_read_of_user, READ(probe_read_kernel, 8, USER); READ(probe_read_kernel, 0, USER); READ(probe_read_kernel, 8, NOTHING);
       READ(probe_read_kernel, 8, 0x7fffffffffffULL))
TRACED(any_read, READ(probe_read, 6, USER + 32); READ(probe_read, 6, (__u64)text); READ(probe_read, 6, NOTHING); READ(probe_read, 6, 0);
       READ(probe_read, 0, 0); READ(probe_read, 8, 0xffff800000000000ULL))
TRACED(user_text, READ(probe_read_user_str, 16, USER); READ(probe_read_user_str, 6, USER); READ(probe_read_user_str, 5, USER);
       READ(probe_read_user_str, 1, USER); READ(probe_read_user_str, 0, USER); READ(probe_read_user_str, 16, USER + 5))
TRACED(user_text_without_end, READ(probe_read_user_str, 16, USER_END - 8); READ(probe_read_user_str, 8, USER_END - 8);
       READ(probe_read_user_str, 4, USER_END - 8); READ(probe_read_user_str, 16, CONSTANT))
TRACED(user_text_of_nothing, READ(probe_read_user_str, 16, NOTHING); READ(probe_read_user_str, 16, 0);
       READ(probe_read_user_str, 0, NOTHING); READ(probe_read_user_str, 16, (__u64)text); READ(probe_read_user_str, 8, ~0ULL))
TRACED(kernel_text, READ(probe_read_kernel_str, 16, (__u64)text); READ(probe_read_kernel_str, 12, (__u64)text);
       READ(probe_read_kernel_str, 11, (__u64)text); READ(probe_read_kernel_str, 1, (__u64)text);
       READ(probe_read_kernel_str, 0, (__u64)text))
TRACED(kernel_text_of_nothing, READ(probe_read_kernel_str, 16, USER); READ(probe_read_kernel_str, 8, 0);
       READ(probe_read_kernel_str, 8, 0xffff800000000000ULL); READ(probe_read_kernel_str, 0, 0))
TRACED(any_text, READ(probe_read_str, 16, USER); READ(probe_read_str, 16, (__u64)text); READ(probe_read_str, 8, NOTHING);
       READ(probe_read_str, 8, 0); READ(probe_read_str, 3, CONSTANT))

#define WRITE(TO, SIZE)                                                                                                \
	do {                                                                                                           \
		__u8 w[16] = "0123456789abcde";                                                                        \
		A(probe_write_user(TO, w, SIZE));                                                                      \
	} while (0)
TRACED(user_write, WRITE(USER + 64, 8); READ(probe_read_user, 16, USER + 60); WRITE(USER + 0xffe, 4);
       READ(probe_read_user, 8, USER + 0xffc))
TRACED(user_write_nothing, WRITE(CONSTANT, 8); READ(probe_read_user, 8, CONSTANT); WRITE(NOTHING, 8); WRITE(0, 8);
       WRITE((__u64)text, 8); WRITE(~0ULL, 8); WRITE(USER_END - 4, 8); READ(probe_read_user, 8, USER_END - 8))

SLEEPS(copied, READ(copy_from_user, 6, USER + 32); READ(copy_from_user, 0, USER); READ(copy_from_user, 16, USER_END - 16);
       READ(copy_from_user, 8, CONSTANT))
SLEEPS(copied_nothing, READ(copy_from_user, 6, 0); READ(copy_from_user, 16, USER_END - 8); READ(copy_from_user, 8, NOTHING);
       READ(copy_from_user, 8, (__u64)text); READ(copy_from_user, 0, NOTHING))

#define TASK_READ(SIZE, FROM, FLAGS)                                                                                   \
	do {                                                                                                           \
		BUFFER;                                                                                                \
		A(copy_from_user_task(b, SIZE, FROM, get_current_task_btf(), FLAGS));                                  \
		WORDS;                                                                                                 \
	} while (0)
SLEEPS(copied_from_task, TASK_READ(6, USER + 32, 0); TASK_READ(0, USER, 0); TASK_READ(16, USER_END - 8, 0); TASK_READ(8, NOTHING, 0);
       TASK_READ(8, CONSTANT, 0); TASK_READ(8, USER, 1); TASK_READ(0, NOTHING, 1); TASK_READ(8, (__u64)text, 0))

#define TEXT(SIZE, FROM, FLAGS)                                                                                        \
	do {                                                                                                           \
		BUFFER;                                                                                                \
		A(bpf_copy_from_user_str(b, SIZE, (void *)(FROM), FLAGS));                                             \
		WORDS;                                                                                                 \
	} while (0)
SLEEPS(text_copied, TEXT(16, USER, 0); TEXT(6, USER, 0); TEXT(5, USER, 0); TEXT(1, USER, 0); TEXT(0, USER, 0); TEXT(16, USER, 1);
       TEXT(4, USER, 1))
SLEEPS(text_copied_of_nothing, TEXT(16, NOTHING, 0); TEXT(16, NOTHING, 1); TEXT(8, USER_END - 4, 0); TEXT(4, USER_END - 4, 0);
       TEXT(8, USER, 2); TEXT(8, 0, 0); TEXT(8, (__u64)text, 0); TEXT(0, USER, 2); TEXT(0, USER, 1))

__u8 empty[8] = {0, 1};
TRACED(empty_texts, READ(probe_read_user_str, 8, USER + 5); READ(probe_read_user_str, 4, USER + 5);
       READ(probe_read_kernel_str, 8, (__u64)empty); READ(probe_read_str, 8, USER + 5); READ(probe_read_str, 8, (__u64)empty))
SLEEPS(empty_texts_copied, TEXT(8, USER + 5, 0); TEXT(4, USER + 5, 0); TEXT(1, USER + 5, 0); TEXT(16, USER + 5, 1))
