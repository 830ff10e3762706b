/* SPDX-License-Identifier: Apache-2.0 - llvmbpf, the compiler of bpftime: BPF to LLVM to machine code. */
#include "../driver.h"
#include <cstring>
#include <llvmbpf.hpp>

static bpftime::llvmbpf_vm vm;
static bpftime::precompiled_ebpf_function compiled;
static std::string error;
static void *input;
static size_t input_bytes;

const char *peer_open(const char *how, const void *code, size_t code_bytes, void *memory, size_t memory_bytes)
{
	input = memory;
	input_bytes = memory_bytes;
	if (std::strcmp(how, "jit") != 0) return "llvmbpf has no interpreter";
	if (vm.register_external_function(8, "bpf_get_smp_processor_id", (void *)peer_helper8)) return "register_external_function";
	if (vm.load_code(code, code_bytes)) {
		error = vm.get_error_message();
		return error.c_str();
	}
	auto function = vm.compile();
	if (!function) {
		error = vm.get_error_message();
		return error.c_str();
	}
	compiled = *function;
	return nullptr;
}

uint64_t peer_run(void)
{
	return compiled(input, input_bytes);
}
