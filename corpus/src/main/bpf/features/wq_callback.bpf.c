// SPDX-License-Identifier: Apache-2.0
// bpf_wq_set_callback as Linux 7.0 declares it: the verifier fills in the program that owns the work.
#include "../bpf.h"

struct bpf_wq {
	__u64 opaque[2];
} __attribute__((aligned(8)));

struct element {
	struct bpf_wq work;
	__u64 runs;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct element);
} elements SEC(".maps");

extern int bpf_wq_init(struct bpf_wq *wq, void *map, unsigned int flags) __ksym;
extern int bpf_wq_set_callback(struct bpf_wq *wq, int (*callback)(void *map, int *key, void *value), unsigned int flags) __ksym;
extern int bpf_wq_start(struct bpf_wq *wq, unsigned int flags) __ksym;

static int works(void *map, int *key, void *value)
{
	struct element *element = value;

	element->runs++;
	return 0;
}

SEC("tc") int starts_work(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct element *element = bpf_map_lookup_elem(&elements, &key);

	if (!element)
		return -1;
	return bpf_wq_init(&element->work, &elements, 0) ?: bpf_wq_set_callback(&element->work, works, 0)
							 ?: bpf_wq_start(&element->work, 0);
}

char _license[] SEC("license") = "GPL";
