// SPDX-License-Identifier: Apache-2.0
// Every kind of CO-RE relocation, asked of a struct that kernels lay out differently: see kernel_*.bpf.c beside this file. What the
// host wrote into image is such a struct.
#include "../bpf.h"

#define RELOCATED __attribute__((preserve_access_index))

enum { FIELD_OFFSET, FIELD_SIZE, FIELD_EXISTS, FIELD_SIGNED, FIELD_LSHIFT, FIELD_RSHIFT };
enum { TYPE_EXISTS, TYPE_SIZE, TYPE_MATCHES };
enum { ID_LOCAL, ID_TARGET };
enum { VALUE_EXISTS, VALUE };

enum colour { RED = 1, GREEN = 2, BLUE = 3 };

struct inner {
	int first;
	int second;
} RELOCATED;

struct thing {
	int number;
	unsigned short small;
	short sign;
	char name[8];
	long later;
	union {
		struct inner inner;
		long whole;
	};
	unsigned int low : 3;
	unsigned int high : 9;
	int negative : 5;
	struct inner *pointer;
	struct inner list[2];
} RELOCATED;

struct thing___before {
	long earlier;
} RELOCATED;

struct gone {
	int field;
} RELOCATED;

__u64 image[32];

struct {
	long number, small, element, inner, second, later, exists, high, negative;
	long offset, size, sign_of_number, sign_of_small, negative_is_signed;
	long type_exists, type_size, type_matches, gone_exists, gone_size, gone_matches;
	long id_local, id_target;
	long green, blue_exists, blue;
} result;

static struct thing *thing(void)
{
	struct thing *at = (void *)image;

	asm volatile("" : "+r"(at));
	return at;
}

#define FIELD(ACCESS, KIND) __builtin_preserve_field_info(ACCESS, KIND)

#define BITFIELD(FROM, MEMBER)                                                                    \
	({                                                                                         \
		void *from = (void *)(FROM) + FIELD((FROM)->MEMBER, FIELD_OFFSET);                  \
		unsigned long long bits;                                                            \
                                                                                                   \
		asm volatile("" : "+r"(from));                                                      \
		switch (FIELD((FROM)->MEMBER, FIELD_SIZE)) {                                        \
		case 1: bits = *(unsigned char *)from; break;                                       \
		case 2: bits = *(unsigned short *)from; break;                                      \
		case 4: bits = *(unsigned int *)from; break;                                        \
		default: bits = *(unsigned long long *)from; break;                                 \
		}                                                                                   \
		bits <<= FIELD((FROM)->MEMBER, FIELD_LSHIFT);                                       \
		FIELD((FROM)->MEMBER, FIELD_SIGNED) ? (long)bits >> FIELD((FROM)->MEMBER, FIELD_RSHIFT) \
						    : (long)(bits >> FIELD((FROM)->MEMBER, FIELD_RSHIFT));   \
	})

SEC("syscall")
int fields(void *ctx)
{
	struct thing *at = thing();

	result.number = at->number;
	result.small = at->small;
	result.element = at->name[3];
	result.inner = at->inner.first;
	result.second = at->list[1].second;
	result.exists = FIELD(at->later, FIELD_EXISTS);
	if (FIELD(at->later, FIELD_EXISTS))
		result.later = at->later;
	else
		result.later = ((struct thing___before *)at)->earlier;
	result.high = BITFIELD(at, high);
	result.negative = BITFIELD(at, negative);
	result.offset = FIELD(at->name, FIELD_OFFSET);
	result.size = FIELD(at->name, FIELD_SIZE);
	result.sign_of_number = FIELD(at->number, FIELD_SIGNED);
	result.sign_of_small = FIELD(at->small, FIELD_SIGNED);
	result.negative_is_signed = FIELD(at->negative, FIELD_SIGNED);
	return 0;
}

SEC("syscall")
int types(void *ctx)
{
	result.type_exists = __builtin_preserve_type_info(*(struct thing *)0, TYPE_EXISTS);
	result.type_size = __builtin_preserve_type_info(*(struct thing *)0, TYPE_SIZE);
	result.type_matches = __builtin_preserve_type_info(*(struct thing *)0, TYPE_MATCHES);
	result.gone_exists = __builtin_preserve_type_info(*(struct gone *)0, TYPE_EXISTS);
	result.gone_size = __builtin_preserve_type_info(*(struct gone *)0, TYPE_SIZE);
	result.gone_matches = __builtin_preserve_type_info(*(struct gone *)0, TYPE_MATCHES);
	result.id_local = __builtin_btf_type_id(*(struct thing *)0, ID_LOCAL);
	result.id_target = __builtin_btf_type_id(*(struct thing *)0, ID_TARGET);
	return 0;
}

#define ENUMERATOR(NAME, KIND) __builtin_preserve_enum_value(*(typeof(enum colour) *)NAME, KIND)

SEC("syscall")
int enumerators(void *ctx)
{
	result.green = ENUMERATOR(GREEN, VALUE);
	result.blue_exists = ENUMERATOR(BLUE, VALUE_EXISTS);
	if (ENUMERATOR(BLUE, VALUE_EXISTS))
		result.blue = ENUMERATOR(BLUE, VALUE);
	return 0;
}

// Not tested before: refused where there is no such member.
SEC("?syscall")
int unguarded(void *ctx)
{
	return thing()->later != 0;
}

SEC("?syscall")
int unguarded_enumerator(void *ctx)
{
	return ENUMERATOR(BLUE, VALUE) == 3;
}

// A load of a signed number does not get wider by itself.
SEC("?syscall")
int signed_number(void *ctx)
{
	return thing()->sign;
}

SEC("?syscall")
int of_no_kernel(void *ctx)
{
	struct gone *gone = (void *)thing();

	return gone->field;
}

char _license[] SEC("license") = "Dual MIT/GPL";
