// SPDX-License-Identifier: Apache-2.0
// The loads of classic BPF, which read the packet in network byte order. Byte i of the packet is 7 * i + 3, cut to eight
// bits, for i from 0 to 63. A load past its end would end the program with the result 0.
#define SINCE 2
#include "isa.h"

#define PACKET_LENGTH 64

#ifdef NATIVE
static __u64 load_byte(void *skb, __u64 offset)
{
	return (__u8)(7 * offset + 3);
}

static __u64 load_half(void *skb, __u64 offset)
{
	return load_byte(skb, offset) << 8 | load_byte(skb, offset + 1);
}

static __u64 load_word(void *skb, __u64 offset)
{
	return load_half(skb, offset) << 16 | load_half(skb, offset + 2);
}
#define PAST_THE_END(skb) 0
#else
__u64 load_byte(void *skb, __u64 offset) asm("llvm.bpf.load.byte");
__u64 load_half(void *skb, __u64 offset) asm("llvm.bpf.load.half");
__u64 load_word(void *skb, __u64 offset) asm("llvm.bpf.load.word");
#define PAST_THE_END(skb) (load_byte(skb, PACKET_LENGTH) + 1)
#endif

PROGRAM(absolute)
{
	__u64 sum = 0;

	FOLD(sum, load_byte(ctx, 0));
	FOLD(sum, load_byte(ctx, PACKET_LENGTH - 1));
	FOLD(sum, load_half(ctx, 12));
	FOLD(sum, load_half(ctx, 31));
	FOLD(sum, load_word(ctx, 14));
	FOLD(sum, load_word(ctx, PACKET_LENGTH - 4));
	return sum;
}

PROGRAM(indirect)
{
	__u64 sum = 0;
	int i;

	ROLLED for (i = 0; i < PACKET_LENGTH - 8; i++)
	{
		FOLD(sum, load_byte(ctx, i + 3));
		FOLD(sum, load_half(ctx, i));
		FOLD(sum, load_word(ctx, i + 1));
	}
	return sum;
}

// The result is needed, or the compiler would leave the load out.
PROGRAM(past_the_end)
{
	return PAST_THE_END(ctx);
}
