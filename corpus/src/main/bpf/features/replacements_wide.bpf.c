// SPDX-License-Identifier: Apache-2.0
// A program of type EXT whose struct pair is larger than that of replaced.bpf.c.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct pair { int first, second, third, fourth; };

SEC("?freplace/with_pair") int pair_wide(struct pair *pair) { return pair ? pair->fourth : -4; }
