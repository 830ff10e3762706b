// SPDX-License-Identifier: Apache-2.0
// Atomic operations on 64 and 32 bits. Those that give the old value back are instructions since v3.
#define SINCE 3
#include "isa.h"

static __u64 cell64;
static __u32 cell32;

// Folds what an operation on the cell gave back and what it left there, over all pairs: x stands in the cell before.
#define GIVES(name, type, cell, operation)                                                                             \
	BINARY(name, type, ({                                                                                          \
		       type old;                                                                                       \
		       *(volatile type *)&cell = x;                                                                    \
		       old = operation;                                                                                \
		       (__u64)old * 31 + *(volatile type *)&cell;                                                      \
	       }))
// Folds what an operation left in the cell, which gives nothing back.
#define LEAVES(name, type, cell, operation)                                                                            \
	BINARY(name, type, ({                                                                                          \
		       *(volatile type *)&cell = x;                                                                    \
		       (void)operation;                                                                                \
		       (__u64) * (volatile type *)&cell;                                                               \
	       }))

GIVES(fetch_add64, __u64, cell64, __sync_fetch_and_add(&cell64, y))
GIVES(fetch_sub64, __u64, cell64, __sync_fetch_and_sub(&cell64, y))
GIVES(fetch_or64, __u64, cell64, __sync_fetch_and_or(&cell64, y))
GIVES(fetch_and64, __u64, cell64, __sync_fetch_and_and(&cell64, y))
GIVES(fetch_xor64, __u64, cell64, __sync_fetch_and_xor(&cell64, y))
GIVES(add_fetch64, __u64, cell64, __sync_add_and_fetch(&cell64, y))
GIVES(exchange64, __u64, cell64, __sync_lock_test_and_set(&cell64, y))
GIVES(compare_exchange64, __u64, cell64, __sync_val_compare_and_swap(&cell64, y, x + y + 1))
GIVES(compare_exchange_did64, __u64, cell64, __sync_bool_compare_and_swap(&cell64, y, x + 1))
LEAVES(add64, __u64, cell64, __sync_fetch_and_add(&cell64, y))
LEAVES(or64, __u64, cell64, __sync_fetch_and_or(&cell64, y))
LEAVES(and64, __u64, cell64, __sync_fetch_and_and(&cell64, y))
LEAVES(xor64, __u64, cell64, __sync_fetch_and_xor(&cell64, y))

GIVES(fetch_add32, __u32, cell32, __sync_fetch_and_add(&cell32, y))
GIVES(fetch_sub32, __u32, cell32, __sync_fetch_and_sub(&cell32, y))
GIVES(fetch_or32, __u32, cell32, __sync_fetch_and_or(&cell32, y))
GIVES(fetch_and32, __u32, cell32, __sync_fetch_and_and(&cell32, y))
GIVES(fetch_xor32, __u32, cell32, __sync_fetch_and_xor(&cell32, y))
GIVES(add_fetch32, __u32, cell32, __sync_add_and_fetch(&cell32, y))
GIVES(exchange32, __u32, cell32, __sync_lock_test_and_set(&cell32, y))
GIVES(compare_exchange32, __u32, cell32, __sync_val_compare_and_swap(&cell32, y, x + y + 1))
GIVES(compare_exchange_did32, __u32, cell32, __sync_bool_compare_and_swap(&cell32, y, x + 1))
LEAVES(add32, __u32, cell32, __sync_fetch_and_add(&cell32, y))
LEAVES(or32, __u32, cell32, __sync_fetch_and_or(&cell32, y))
LEAVES(and32, __u32, cell32, __sync_fetch_and_and(&cell32, y))
LEAVES(xor32, __u32, cell32, __sync_fetch_and_xor(&cell32, y))
