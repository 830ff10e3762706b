// SPDX-License-Identifier: Apache-2.0
// Open-coded iterators whose words a program wrote itself, which no verifier lets through: the host must not mind.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

extern int bpf_iter_task_new(void *it, void *task, unsigned flags) __ksym;
extern void *bpf_iter_task_next(void *it) __ksym;
extern void bpf_iter_task_destroy(void *it) __ksym;
extern int bpf_iter_css_new(void *it, void *start, unsigned flags) __ksym;
extern void *bpf_iter_css_next(void *it) __ksym;
extern void bpf_iter_css_destroy(void *it) __ksym;
extern int bpf_iter_css_task_new(void *it, void *css, unsigned flags) __ksym;
extern void *bpf_iter_css_task_next(void *it) __ksym;
extern void bpf_iter_css_task_destroy(void *it) __ksym;
extern int bpf_iter_task_vma_new(void *it, void *task, __u64 addr) __ksym;
extern void *bpf_iter_task_vma_next(void *it) __ksym;
extern void bpf_iter_task_vma_destroy(void *it) __ksym;
extern int bpf_iter_bits_new(void *it, void *words, __u32 count) __ksym;
extern void *bpf_iter_bits_next(void *it) __ksym;
extern void bpf_iter_bits_destroy(void *it) __ksym;
static long (*const find_vma)(void *task, __u64 address, void *callback, void *data, __u64 flags) = (void *)180;
static void *(*const task_pt_regs)(void *task) = (void *)175;

__u64 state[3];			// what the iterator is forged from
__u64 kind, begins, address, argument;	// which one, whether it is made first, and from what
__u64 answer, elements;

#define WORK(NAME) \
	do { \
		if (begins) \
			answer = bpf_iter_##NAME##_new(it, (void *)address, argument); \
		for (int i = 0; i < 64; i++) { \
			if (!bpf_iter_##NAME##_next(it)) \
				break; \
			elements++; \
		} \
		if (begins) \
			bpf_iter_##NAME##_destroy(it); \
		else \
			for (int i = 0; i < 3; i++) \
				state[i] = it[i]; \
	} while (0)

static long seen(void *task, void *vma, void *data)
{
	elements++;
	return 0;
}

SEC("syscall")
int forge(void *ctx)
{
	volatile __u64 words[3] = {state[0], state[1], state[2]};
	__u64 *it = (__u64 *)words;

	elements = 0;
	switch (kind) {
	case 0: WORK(task); break;
	case 1: WORK(css); break;
	case 2: WORK(css_task); break;
	case 3: WORK(task_vma); break;
	case 4: WORK(bits); break;
	case 5: answer = find_vma((void *)address, argument, seen, it, 0); break;
	default: answer = (__u64)task_pt_regs((void *)address);
	}
	return 1;
}

// As many iterators at once as a program likes, in memory of its own.
__u64 room[1024 * 2];
SEC("syscall")
int many(void *ctx)
{
	elements = 0;
	for (int i = 0; i < 1024; i++) {
		if (bpf_iter_bits_new(&room[i * 2], &state, 2) == 0)
			elements++;
	}
	return 1;
}
