/* SPDX-License-Identifier: Apache-2.0 - uBPF: its JIT or its interpreter, with the checks that it has by default. */
#include "../driver.h"
#include <stdlib.h>
#include <string.h>
#include <ubpf.h>

static struct ubpf_vm *vm;
static ubpf_jit_fn compiled;
static void *input;
static size_t input_bytes;

const char *peer_open(const char *how, const void *code, size_t code_bytes, void *memory, size_t memory_bytes)
{
	char *error = NULL;
	input = memory;
	input_bytes = memory_bytes;
	vm = ubpf_create();
	if (!vm) return "ubpf_create";
	if (ubpf_register(vm, 8, "bpf_get_smp_processor_id", peer_helper8)) return "ubpf_register";
	if (ubpf_load(vm, code, (uint32_t)code_bytes, &error)) return error ? error : "ubpf_load";
	if (strcmp(how, "jit") == 0) {
		compiled = ubpf_compile(vm, &error);
		if (!compiled) return error ? error : "ubpf_compile";
	}
	return NULL;
}

uint64_t peer_run(void)
{
	uint64_t result = 0;
	if (compiled) return compiled(input, input_bytes);
	if (ubpf_exec(vm, input, input_bytes, &result)) abort();
	return result;
}
