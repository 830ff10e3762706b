// SPDX-License-Identifier: Apache-2.0
// Programs of which the verifier finds out what their instructions access.
#include "bpf.h"

#define PROGRAM(NAME, CODE) SEC("tc") __attribute__((naked)) int NAME(void *ctx) { asm volatile(CODE ::: "memory"); }
#define LOOKUP \
	"*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = timers ll; call 1; if r0 != 0 goto +2; r0 = 0; exit;"

// 0: store, 1: load, 2: exit
PROGRAM(keeps_to_itself, "*(u64 *)(r10 - 8) = 1; r0 = *(u64 *)(r10 - 8); exit")

// 0: store of the key, 1-2: its address, 3: map, 5: call, 6: jump, 9: load
PROGRAM(looks_up, LOOKUP "r0 = *(u64 *)(r0 + 0); exit")

static __attribute__((naked, used)) NOINLINE u64 fill(u64 *word)
{
	asm volatile("*(u64 *)(r1 + 0) = 7; r0 = 0; exit");
}

// 0: store, 1-2: address, 3: call, 4: load
PROGRAM(lends_its_stack, "*(u64 *)(r10 - 8) = 1; r1 = r10; r1 += -16; call fill; r0 = *(u64 *)(r10 - 8); exit")

// 5: store at one of two words
PROGRAM(writes_at_an_index,
	"*(u64 *)(r10 - 8) = 1; *(u64 *)(r10 - 16) = 2; *(u64 *)(r10 - 24) = 3; call 7; r0 &= 8;"
	"r1 = r10; r1 += r0; *(u64 *)(r1 - 16) = 4; r0 = 0; exit")

// 6: store, here or there
PROGRAM(writes_here_or_there,
	"call 7; r1 = r10; r1 += -8; if r0 != 0 goto +2; r1 = r10; r1 += -16; *(u64 *)(r1 + 0) = 4; r0 = 0; exit")

// 14: store to the stack or to a value
PROGRAM(writes_to_one_or_other,
	LOOKUP "r6 = r0; call 7; if r0 != 0 goto +2; r6 = r10; r6 += -16; *(u64 *)(r6 + 0) = 4; r0 = 0; exit")

// 1: always, 2: never reached, 3: never, 5: either
PROGRAM(jumps, "r1 = 3; if r1 > 2 goto +1; r1 = 9; if r1 == 9 goto +3; call 7; if r0 == 4 goto +0; r0 = 0; exit")

// 1: context
PROGRAM(reads_its_context, "r6 = r1; r0 = *(u32 *)(r6 + 0); exit")

char _license[] SEC("license") = "Dual MIT/GPL";
