// SPDX-License-Identifier: Apache-2.0
// Netfilter programs that read their packet through dynamic pointers: what they were answered is in `out`.
#include "../bpf.h"

struct bpf_dynptr { __u64 opaque[2]; } __attribute__((aligned(8)));
struct nf_hook_state;
struct sk_buff { unsigned int len; } __attribute__((preserve_access_index));
struct bpf_nf_ctx {
	const struct nf_hook_state *state;
	struct sk_buff *skb;
} __attribute__((preserve_access_index));

extern int bpf_dynptr_from_skb(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *d) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *d, __u64 offset, void *buffer, __u32 size) __ksym;
extern int bpf_dynptr_adjust(const struct bpf_dynptr *d, __u32 start, __u32 end) __ksym;
extern __u8 bpf_dynptr_is_null(const struct bpf_dynptr *d) __ksym;
extern __u8 bpf_dynptr_is_rdonly(const struct bpf_dynptr *d) __ksym;
extern __u32 bpf_dynptr_size(const struct bpf_dynptr *d) __ksym;
extern int bpf_dynptr_clone(const struct bpf_dynptr *d, struct bpf_dynptr *clone) __ksym;
static long (*const dynptr_read)(void *to, __u32 len, const struct bpf_dynptr *d, __u32 offset, __u64 flags) = (void *)201;
static long (*const dynptr_write)(const struct bpf_dynptr *d, __u32 offset, void *from, __u32 len, __u64 flags) = (void *)202;
static void *(*const dynptr_data)(const struct bpf_dynptr *d, __u32 offset, __u32 len) = (void *)203;

#define ANSWERS 64
__s64 out[ANSWERS];
int answered;
__u32 runs;
__u32 verdict;
__u64 flags;
__u32 offset;

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)

SEC("netfilter") int read_packet(struct bpf_nf_ctx *ctx)
{
	struct bpf_dynptr d;
	__u8 buffer[8] = { 9, 9, 9, 9, 9, 9, 9, 9 };

	answered = 0;
	runs++;
	A(bpf_dynptr_from_skb((struct __sk_buff *)ctx->skb, flags, &d));
	A(ctx->skb->len);
	A(bpf_dynptr_is_null(&d));
	A(bpf_dynptr_is_rdonly(&d));
	A(bpf_dynptr_size(&d));
	A(dynptr_read(buffer, sizeof(buffer), &d, offset, 0));
	A(*(__u64 *)buffer);
	A(dynptr_read(buffer, 1, &d, offset, 1));
	A(dynptr_write(&d, offset, buffer, 4, 0));
	A(dynptr_data(&d, 0, 4) != NULL);
	return verdict ? 1 : 0;
}

SEC("netfilter") int slice_packet(struct bpf_nf_ctx *ctx)
{
	struct bpf_dynptr d;
	__u8 buffer[8] = { 9, 9, 9, 9, 9, 9, 9, 9 };
	__u8 *bytes;

	answered = 0;
	runs++;
	A(bpf_dynptr_from_skb((struct __sk_buff *)ctx->skb, flags, &d));
	bytes = bpf_dynptr_slice(&d, offset, buffer, 4);
	A(bytes ? *(__u32 *)bytes : -1);
	bytes = bpf_dynptr_slice(&d, offset, NULL, 2);
	A(bytes ? *(__u16 *)bytes : -1);
	return verdict ? 1 : 0;
}

SEC("netfilter") int narrow_packet(struct bpf_nf_ctx *ctx)
{
	struct bpf_dynptr d, clone;
	__u8 buffer[8] = { 9, 9, 9, 9, 9, 9, 9, 9 };

	answered = 0;
	runs++;
	A(bpf_dynptr_from_skb((struct __sk_buff *)ctx->skb, flags, &d));
	A(bpf_dynptr_clone(&d, &clone));
	A(bpf_dynptr_adjust(&d, 4, 12));
	A(bpf_dynptr_size(&d));
	A(dynptr_read(buffer, 4, &d, 0, 0));
	A(*(__u32 *)buffer);
	A(dynptr_read(buffer, 8, &d, 4, 0));
	A(bpf_dynptr_size(&clone));
	return verdict ? 1 : 0;
}

char _license[] SEC("license") = "GPL";
