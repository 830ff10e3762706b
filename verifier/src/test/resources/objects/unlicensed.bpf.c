// SPDX-License-Identifier: Apache-2.0
// A program whose licence does not allow timers.
#include "bpf.h"

SEC("xdp")
int starts_timer(void *ctx)
{
	u32 key = 0;
	struct element *element = map_lookup(&timers, &key);

	if (element)
		timer_start(&element->timer, 1000, 0);
	return 2;
}

char _license[] SEC("license") = "Proprietary";
