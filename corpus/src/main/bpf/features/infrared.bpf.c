// SPDX-License-Identifier: Apache-2.0
// A receiver of infrared signals that decodes a little code: a long pulse begins a key, whose eight bits are spaces, short for 0 and long for
// 1; a very long pulse says that the key is held down; two bits behind a middling pulse are how a pointer moves.
#include "../bpf.h"

enum { SPACE, PULSE };
enum { KEY = 4000, POINTER = 2500, HELD = 9000, ONE = 1200 };
enum { IDLE, OF_KEY, OF_POINTER };

static long (*const rc_repeat)(void *ctx) = (void *)77;
static long (*const rc_keydown)(void *ctx, __u32 protocol, __u64 scancode, __u32 toggle) = (void *)78;
static long (*const rc_pointer_rel)(void *ctx, __s32 x, __s32 y) = (void *)92;

__u32 decoding, bits, code, toggle;
__s64 answered;

SEC("lirc_mode2") int decodes(unsigned int *sample)
{
	__u32 us = *sample & 0xffffff, kind = *sample >> 24;
	if (kind == PULSE) {
		if (us >= HELD) {
			answered = rc_repeat(sample);
		} else if (us >= POINTER) {
			decoding = us >= KEY ? OF_KEY : OF_POINTER;
			bits = code = 0;
		}
		return 0;
	}
	if (kind != SPACE || decoding == IDLE)
		return 0;
	code = code << 1 | (us >= ONE);
	bits++;
	if (decoding == OF_KEY && bits == 8) {
		toggle ^= 1;
		answered = rc_keydown(sample, 64, 0x123400000000ULL | code, toggle);
		decoding = IDLE;
	} else if (decoding == OF_POINTER && bits == 2) {
		answered = rc_pointer_rel(sample, code & 2 ? 1 : -1, code & 1 ? 1 : -1);
		decoding = IDLE;
	}
	return 0;
}

char _license[] SEC("license") = "GPL";
