// SPDX-License-Identifier: Apache-2.0
// Masks of CPUs from a program's own memory: Linux 7.0. There are two CPUs.
#include "task_answers.h"

struct cpumask { unsigned long bits[128]; } __attribute__((preserve_access_index));
struct bpf_cpumask { struct cpumask cpumask; } __attribute__((preserve_access_index));
extern struct bpf_cpumask *bpf_cpumask_create(void) __ksym;
extern void bpf_cpumask_release(struct bpf_cpumask *mask) __ksym;
extern void bpf_cpumask_setall(struct bpf_cpumask *mask) __ksym;
extern __u32 bpf_cpumask_weight(const struct cpumask *mask) __ksym;
extern int bpf_cpumask_populate(struct cpumask *mask, void *src, unsigned long src__sz) __ksym;

#define FROM(WORD, SIZE)                                                                                               \
	do {                                                                                                           \
		__u64 words[2] = {WORD, 5};                                                                            \
		A(bpf_cpumask_populate((struct cpumask *)m, words, SIZE));                                             \
		A(m->cpumask.bits[0]);                                                                                 \
		A(m->cpumask.bits[1]);                                                                                 \
		A(bpf_cpumask_weight((const struct cpumask *)m));                                                      \
	} while (0)
SLEEPS(populated, struct bpf_cpumask *m = bpf_cpumask_create(); if (!m) return 2; FROM(3, 8); FROM(2, 16); FROM(-1ULL, 8); FROM(1, 4);
       FROM(1, 7); FROM(1, 0); bpf_cpumask_release(m))
SLEEPS(from_any_place, struct bpf_cpumask *m = bpf_cpumask_create(); if (!m) return 2; __u64 words[2] = {0x0302, 1};
       A(bpf_cpumask_populate((struct cpumask *)m, (char *)words + 1, 8)); A(m->cpumask.bits[0]); bpf_cpumask_setall(m);
       A(bpf_cpumask_populate((struct cpumask *)m, (char *)words + 1, 8)); A(m->cpumask.bits[0]); bpf_cpumask_release(m))
