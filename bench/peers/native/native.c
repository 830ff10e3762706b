/* SPDX-License-Identifier: Apache-2.0 - the same C compiled for this machine: the limit. Linked with driver.c and bpf/bench/raw.c. */
#include "../driver.h"

extern unsigned long long prog(void *memory, unsigned long long bytes);
unsigned long long (*volatile helper8_source)(unsigned long long, unsigned long long, unsigned long long, unsigned long long,
					      unsigned long long) = (void *)peer_helper8;
unsigned long long (*helper8)(unsigned long long, unsigned long long, unsigned long long, unsigned long long, unsigned long long);

static void *input;
static size_t input_bytes;

const char *peer_open(const char *how, const void *code, size_t code_bytes, void *memory, size_t memory_bytes)
{
	(void)how, (void)code, (void)code_bytes;
	helper8 = helper8_source;
	input = memory;
	input_bytes = memory_bytes;
	return NULL;
}

uint64_t peer_run(void)
{
	return prog(input, input_bytes);
}
