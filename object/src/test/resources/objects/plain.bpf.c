// SPDX-License-Identifier: Apache-2.0
// Compiled without -g: no types, no lines.
#include "bpf.h"

int counter = 5;
static NOINLINE int sub(int x) { return x + counter; }
SEC("socket") int plain(void *ctx) { return sub(1); }
