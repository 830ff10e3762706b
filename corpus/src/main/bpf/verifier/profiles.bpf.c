// SPDX-License-Identifier: Apache-2.0
// Loads that acquire and stores that release, which 6.12 does not know: `changes-7.0.jsonl` has what 7.0 answers.
#include "cases_a.h"

#define RAW(CODE, REGISTERS, OFFSET, IMMEDIATE) .byte CODE; .byte REGISTERS; .short OFFSET; .long IMMEDIATE;
// Registers: the destination in the low four bits, the source above.
#define ACQUIRE_8(REGISTERS, OFFSET) RAW(0xd3, REGISTERS, OFFSET, 0x100)
#define ACQUIRE_16(REGISTERS, OFFSET) RAW(0xcb, REGISTERS, OFFSET, 0x100)
#define ACQUIRE_32(REGISTERS, OFFSET) RAW(0xc3, REGISTERS, OFFSET, 0x100)
#define ACQUIRE_64(REGISTERS, OFFSET) RAW(0xdb, REGISTERS, OFFSET, 0x100)
#define RELEASE_8(REGISTERS, OFFSET) RAW(0xd3, REGISTERS, OFFSET, 0x110)
#define RELEASE_32(REGISTERS, OFFSET) RAW(0xc3, REGISTERS, OFFSET, 0x110)
#define RELEASE_64(REGISTERS, OFFSET) RAW(0xdb, REGISTERS, OFFSET, 0x110)

VALUE(a50_acquire_64__EINVAL, ACQUIRE_64(0x91, 56))
VALUE(a50_acquire_64_one_over__EINVAL, ACQUIRE_64(0x91, 64))
VALUE(a50_acquire_64_misaligned__EINVAL, ACQUIRE_64(0x91, 4))
VALUE(a50_acquire_32__EINVAL, ACQUIRE_32(0x91, 60))
VALUE(a50_acquire_16__EINVAL, ACQUIRE_16(0x91, 62))
VALUE(a50_acquire_8__EINVAL, ACQUIRE_8(0x91, 63))
VALUE(a50_acquire_8_one_over__EINVAL, ACQUIRE_8(0x91, 64))
VALUE(a50_acquire_of_context__EINVAL, ACQUIRE_32(0x61, 0))
VALUE(a50_acquire_of_number__EINVAL, r2 = 1; ACQUIRE_64(0x21, 0))
VALUE(a50_acquire_of_unset_register__EINVAL, ACQUIRE_64(0x51, 0))
VALUE(a50_acquire_into_frame_pointer__EINVAL, ACQUIRE_64(0x9a, 0))
VALUE(a50_acquire_of_stack__EINVAL, *(u64 *)(r10 - 16) = 5; ACQUIRE_64(0xa1, -16))
VALUE(a50_acquire_of_stack_misaligned__EINVAL, *(u64 *)(r10 - 16) = 5; *(u64 *)(r10 - 24) = 5; ACQUIRE_64(0xa1, -20))
VALUE(a50_acquire_of_pointer_on_stack__EINVAL, *(u64 *)(r10 - 16) = r9; ACQUIRE_64(0xa1, -16) r0 = *(u8 *)(r1 + 0))
VALUE(a50_acquire_of_number_on_stack__EINVAL, *(u64 *)(r10 - 16) = 63; ACQUIRE_64(0xa7, -16) r9 += r7; r0 = *(u8 *)(r9 + 0))
VALUE(a50_acquire_of_number_on_stack_one_over__EINVAL, *(u64 *)(r10 - 16) = 64; ACQUIRE_64(0xa7, -16) r9 += r7; r0 = *(u8 *)(r9 + 0))
VALUE(a50_acquire_of_byte_is_bounded__EINVAL, ACQUIRE_8(0x97, 0) r7 >>= 2; r9 += r7; r0 = *(u8 *)(r9 + 0))
VALUE(a50_acquire_of_byte_one_over__EINVAL, ACQUIRE_8(0x97, 0) r7 >>= 2; r9 += r7; r0 = *(u8 *)(r9 + 1))
VALUE(a50_release_64__EINVAL, r1 = 1; RELEASE_64(0x19, 56))
VALUE(a50_release_64_one_over__EINVAL, r1 = 1; RELEASE_64(0x19, 64))
VALUE(a50_release_64_misaligned__EINVAL, r1 = 1; RELEASE_64(0x19, 4))
VALUE(a50_release_32__EINVAL, r1 = 1; RELEASE_32(0x19, 60))
VALUE(a50_release_8__EINVAL, r1 = 1; RELEASE_8(0x19, 63))
VALUE(a50_release_into_context__EINVAL, r1 = 1; RELEASE_32(0x16, 8))
VALUE(a50_release_of_unset_register__EINVAL, RELEASE_64(0x59, 0))
VALUE(a50_release_of_pointer__EINVAL, RELEASE_64(0x99, 0))
VALUE(a50_release_of_pointer_to_stack__EINVAL, RELEASE_64(0x9a, -16) r1 = *(u64 *)(r10 - 16); r0 = *(u8 *)(r1 + 0))
VALUE(a50_release_to_stack__EINVAL, r7 = 63; RELEASE_64(0x7a, -16) r1 = *(u64 *)(r10 - 16); r9 += r1; r0 = *(u8 *)(r9 + 0))
VALUE(a50_release_to_stack_one_over__EINVAL, r7 = 64; RELEASE_64(0x7a, -16) r1 = *(u64 *)(r10 - 16); r9 += r1; r0 = *(u8 *)(r9 + 0))
VALUE(a50_release_to_stack_outside__EINVAL, r7 = 64; RELEASE_64(0x7a, 0))
// The path with 64 comes to the load second.
VALUE(a50_acquire_of_number_set_on_two_paths__EINVAL, r8 = *(u64 *)(r9 + 0); *(u64 *)(r10 - 16) = 64; if r8 > 7 goto 7f;
	*(u64 *)(r10 - 16) = 0; 7: ACQUIRE_64(0xa7, -16) r9 += r7; r0 = *(u8 *)(r9 + 0))
VALUE(a50_release_of_number_set_on_two_paths__EINVAL, r8 = *(u64 *)(r9 + 0); r7 = 64; if r8 > 7 goto 7f; r7 = 0;
	7: RELEASE_64(0x7a, -16) r1 = *(u64 *)(r10 - 16); r9 += r1; r0 = *(u8 *)(r9 + 0))
