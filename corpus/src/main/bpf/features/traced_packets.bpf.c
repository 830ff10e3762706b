// SPDX-License-Identifier: Apache-2.0
// What programs give away of packets that others work on: bpf_skb_output, bpf_xdp_output. The packet has 64 bytes, 0, 1, 2 and so on; of the
// map, index 0 takes samples on CPU 0, 1 counts there, 2 is empty.
#include "../bpf.h"

#define CO_RE __attribute__((preserve_access_index))
struct sk_buff { unsigned int len; } CO_RE;
struct of_skb { struct sk_buff *skb; };
struct xdp_buff { void *data, *data_end; } CO_RE;
struct of_xdp { struct sk_buff *skb; struct xdp_buff *xdp; };

static long (*const skb_output)(void *skb, void *map, __u64 flags, void *data, __u64 size) = (void *)111;
static long (*const xdp_output)(void *xdp, void *map, __u64 flags, void *data, __u64 size) = (void *)121;

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
	__uint(max_entries, 3);
} events SEC(".maps");

#define ANSWERS 32
__s64 out[ANSWERS];
int answered;
char large[70000];

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)
#define BYTES(N) ((__u64)(N) << 32 | BPF_F_CURRENT_CPU)

// The last three put out samples.
#define ASK(OUTPUT, PACKET)                                                                                            \
	__u64 data = 0x1122334455667788ULL;                                                                            \
	A(OUTPUT(PACKET, &events, 1ULL << 52 | BPF_F_CURRENT_CPU, &data, 8));                                          \
	A(OUTPUT(PACKET, &events, 1ULL << 63 | BPF_F_CURRENT_CPU, &data, 8));                                          \
	A(OUTPUT(PACKET, &events, BYTES(65), &data, 8));                                                               \
	A(OUTPUT(PACKET, &events, BYTES(1000), &data, 8));                                                             \
	A(OUTPUT(PACKET, &events, BYTES(0xfffff), &data, 8));                                                          \
	A(OUTPUT(PACKET, &events, 1, &data, 8));                                                                       \
	A(OUTPUT(PACKET, &events, 2, &data, 8));                                                                       \
	A(OUTPUT(PACKET, &events, 3, &data, 8));                                                                       \
	A(OUTPUT(PACKET, &events, BYTES(65) & ~BPF_F_CURRENT_CPU | 3, &data, 8));                                      \
	A(OUTPUT(PACKET, &events, 0, large, sizeof(large)));                                                           \
	A(OUTPUT(PACKET, &events, BPF_F_CURRENT_CPU, &data, 8));                                                       \
	A(OUTPUT(PACKET, &events, BYTES(5), &data, 8));                                                                \
	A(OUTPUT(PACKET, &events, BYTES(64), &data, 0));                                                               \
	return 0

SEC("tp_btf/kfree_skb")
int traces_skb(struct of_skb *ctx)
{
	if (ctx->skb->len != 64 || answered)
		return 0;
	ASK(skb_output, ctx->skb);
}

// Behind the XDP program of an interface whose packets are socket buffers: before it there is no xdp_buff yet.
SEC("fexit/bpf_prog_run_generic_xdp")
int traces_xdp(struct of_xdp *ctx)
{
	if (ctx->xdp->data_end - ctx->xdp->data != 64 || answered)
		return 0;
	ASK(xdp_output, ctx->xdp);
}

char _license[] SEC("license") = "GPL";
