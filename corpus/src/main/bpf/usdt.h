// SPDX-License-Identifier: Apache-2.0
// What programs of user-space statically defined tracing find at a probe, by the names that libbpf publishes: the loader writes a record
// for each way in which arguments lie, and the attach cookie is the record's number. Kernels of before the cookie are not served.
#pragma once
#include "bpf.h"

#define BPF_USDT_MAX_ARG_CNT 12
#define BPF_USDT_MAX_SPEC_CNT 256
#define BPF_USDT_MAX_IP_CNT 1024

enum __bpf_usdt_arg_type {
	BPF_USDT_ARG_CONST,
	BPF_USDT_ARG_REG,
	BPF_USDT_ARG_REG_DEREF,
};

struct __bpf_usdt_arg_spec {
	// The number itself, or what is added to the register's value to get an address.
	__u64 val_off;
	enum __bpf_usdt_arg_type arg_type;
	// Where the register lies in what probes are given.
	short reg_off;
	_Bool arg_signed;
	// Bits of a word that the argument does not have.
	char arg_bitshift;
};

struct __bpf_usdt_spec {
	struct __bpf_usdt_arg_spec args[BPF_USDT_MAX_ARG_CNT];
	__u64 usdt_cookie;
	short arg_cnt;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, BPF_USDT_MAX_SPEC_CNT);
	__type(key, int);
	__type(value, struct __bpf_usdt_spec);
} __bpf_usdt_specs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, BPF_USDT_MAX_IP_CNT);
	__type(key, long);
	__type(value, __u32);
} __bpf_usdt_ip_to_spec_id SEC(".maps");

static void *(*const usdt_lookup)(void *map, const void *key) = (void *)1;
static long (*const usdt_read_user)(void *to, __u32 size, const void *from) = (void *)112;
static long (*const usdt_read_kernel)(void *to, __u32 size, const void *from) = (void *)113;
static __u64 (*const usdt_attach_cookie)(void *ctx) = (void *)174;

static __always_inline struct __bpf_usdt_spec *usdt_record(void *ctx)
{
	int number = (int)usdt_attach_cookie(ctx);

	return usdt_lookup(&__bpf_usdt_specs, &number);
}

// How many arguments the probe has.
static __noinline int bpf_usdt_arg_cnt(void *ctx)
{
	struct __bpf_usdt_spec *spec = usdt_record(ctx);

	return spec ? spec->arg_cnt : -3;
}

// An argument by its number from 0 on, widened to a word as its type says.
static __noinline int bpf_usdt_arg(void *ctx, __u64 number, long *answer)
{
	struct __bpf_usdt_spec *spec = usdt_record(ctx);
	unsigned long word;
	int error;

	*answer = 0;
	if (!spec)
		return -3;
	if (number >= BPF_USDT_MAX_ARG_CNT)
		return -ENOENT;
	barrier_var(number);
	if (number >= BPF_USDT_MAX_ARG_CNT || (short)number >= spec->arg_cnt)
		return -ENOENT;
	struct __bpf_usdt_arg_spec *arg = &spec->args[number];
	switch (arg->arg_type) {
	case BPF_USDT_ARG_CONST:
		word = arg->val_off;
		break;
	case BPF_USDT_ARG_REG:
		error = usdt_read_kernel(&word, sizeof(word), (char *)ctx + arg->reg_off);
		if (error)
			return error;
		break;
	case BPF_USDT_ARG_REG_DEREF:
		error = usdt_read_kernel(&word, sizeof(word), (char *)ctx + arg->reg_off);
		if (error)
			return error;
		error = usdt_read_user(&word, sizeof(word), (char *)word + arg->val_off);
		if (error)
			return error;
		break;
	default:
		return -EINVAL;
	}
	word <<= arg->arg_bitshift;
	*answer = arg->arg_signed ? (long)word >> arg->arg_bitshift : (long)(word >> arg->arg_bitshift);
	return 0;
}

// What whoever attached the program gave it.
static __noinline long bpf_usdt_cookie(void *ctx)
{
	struct __bpf_usdt_spec *spec = usdt_record(ctx);

	return spec ? (long)spec->usdt_cookie : 0;
}
