// SPDX-License-Identifier: Apache-2.0
// Atomic addition without a result, the one atomic operation that v2 has.
#define SINCE 2
#include "isa.h"

static __u64 cell64;
static __u32 cell32;

#define ADDS(name, type, cell)                                                                                         \
	BINARY(name, type, ({                                                                                          \
		       *(volatile type *)&cell = x;                                                                    \
		       (void)__sync_fetch_and_add(&cell, y);                                                           \
		       (__u64) * (volatile type *)&cell;                                                               \
	       }))
ADDS(xadd64, __u64, cell64)
ADDS(xadd32, __u32, cell32)
