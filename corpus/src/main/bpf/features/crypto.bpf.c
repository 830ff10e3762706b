// SPDX-License-Identifier: Apache-2.0
// Ciphers: a system call's program makes one as `made` says and keeps it in a map, programs on packets work with it as `io` says.
#include "../bpf.h"

struct bpf_crypto_params {
	char type[14];
	__u8 reserved[2];
	char algo[128];
	__u8 key[256];
	__u32 key_len, authsize;
};

struct bpf_crypto_ctx {
	int siv_len;
} __attribute__((preserve_access_index));

struct bpf_dynptr {
	__u64 opaque[2];
} __attribute__((aligned(8)));

#define __kptr __attribute__((btf_type_tag("kptr")))

extern struct bpf_crypto_ctx *bpf_crypto_ctx_create(const struct bpf_crypto_params *params, __u32 size,
						    int *err) __ksym;
extern struct bpf_crypto_ctx *bpf_crypto_ctx_acquire(struct bpf_crypto_ctx *ctx) __ksym;
extern void bpf_crypto_ctx_release(struct bpf_crypto_ctx *ctx) __ksym;
extern int bpf_crypto_encrypt(struct bpf_crypto_ctx *ctx, const struct bpf_dynptr *from, const struct bpf_dynptr *to,
			      const struct bpf_dynptr *siv) __ksym;
extern int bpf_crypto_decrypt(struct bpf_crypto_ctx *ctx, const struct bpf_dynptr *from, const struct bpf_dynptr *to,
			      const struct bpf_dynptr *siv) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern int bpf_dynptr_from_skb(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *to) __ksym;

static void *(*const kptr_xchg)(void *field, void *object) = (void *)194;
static long (*const dynptr_from_mem)(void *data, __u32 size, __u64 flags, struct bpf_dynptr *to) = (void *)197;

struct kept {
	struct bpf_crypto_ctx __kptr *ctx;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct kept);
} contexts SEC(".maps");

struct question {
	__u8 decrypt, in_place, of_packet, with_siv;
	__u32 from_size, to_size, siv_size;
	__u8 siv[32], from[64], to[64];
	__s32 result, siv_len;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct question);
} io SEC(".maps");

struct bpf_crypto_params params;
__u32 params_size;
int made, err;

SEC("syscall") int creates(void *ctx)
{
	struct kept *kept = bpf_map_lookup_elem(&contexts, &(__u32){0});
	if (!kept)
		return 1;
	err = 77;
	struct bpf_crypto_ctx *made_now = params_size == 1 ? bpf_crypto_ctx_create(&params, sizeof(params) - 1, &err)
							   : bpf_crypto_ctx_create(&params, sizeof(params), &err);
	made = made_now != NULL;
	made_now = kptr_xchg(&kept->ctx, made_now);
	if (made_now)
		bpf_crypto_ctx_release(made_now);
	return 0;
}

// One more reference on what is kept, which then is all that is left of it.
SEC("syscall") int takes_and_drops(void *ctx)
{
	struct kept *kept = bpf_map_lookup_elem(&contexts, &(__u32){0});
	if (!kept)
		return 1;
	bpf_rcu_read_lock();
	struct bpf_crypto_ctx *seen = kept->ctx;
	struct bpf_crypto_ctx *taken = seen ? bpf_crypto_ctx_acquire(seen) : NULL;
	bpf_rcu_read_unlock();
	made = taken != NULL;
	if (!taken)
		return 0;
	struct bpf_crypto_ctx *old = kptr_xchg(&kept->ctx, NULL);
	if (old)
		bpf_crypto_ctx_release(old);
	taken = kptr_xchg(&kept->ctx, taken);
	if (taken)
		bpf_crypto_ctx_release(taken);
	return 0;
}

static __always_inline __u32 within(__u32 size, __u32 most)
{
	return size > most ? most : size;
}

static __always_inline long works(struct question *q, struct bpf_crypto_ctx *ctx, struct bpf_dynptr *from)
{
	struct bpf_dynptr to, siv;
	dynptr_from_mem(q->in_place ? q->from : q->to, within(q->to_size, sizeof(q->to)), 0, &to);
	dynptr_from_mem(q->siv, within(q->siv_size, sizeof(q->siv)), 0, &siv);
	if (!q->with_siv)
		return q->decrypt ? bpf_crypto_decrypt(ctx, from, &to, NULL) : bpf_crypto_encrypt(ctx, from, &to, NULL);
	return q->decrypt ? bpf_crypto_decrypt(ctx, from, &to, &siv) : bpf_crypto_encrypt(ctx, from, &to, &siv);
}

SEC("tc") int on_packets(struct __sk_buff *skb)
{
	struct question *q = bpf_map_lookup_elem(&io, &(__u32){0});
	struct kept *kept = bpf_map_lookup_elem(&contexts, &(__u32){0});
	if (!q || !kept)
		return 1;
	struct bpf_crypto_ctx *ctx = kept->ctx;
	if (!ctx) {
		q->result = 1;
		return 0;
	}
	q->siv_len = ctx->siv_len;
	struct bpf_dynptr from;
	if (q->of_packet)
		bpf_dynptr_from_skb(skb, 0, &from);
	else
		dynptr_from_mem(q->from, within(q->from_size, sizeof(q->from)), 0, &from);
	q->result = works(q, ctx, &from);
	return 0;
}

SEC("xdp") int on_frames(struct xdp_md *xdp)
{
	struct question *q = bpf_map_lookup_elem(&io, &(__u32){0});
	struct kept *kept = bpf_map_lookup_elem(&contexts, &(__u32){0});
	if (!q || !kept)
		return 1;
	struct bpf_crypto_ctx *ctx = kept->ctx;
	if (!ctx) {
		q->result = 1;
		return 0;
	}
	q->siv_len = ctx->siv_len;
	struct bpf_dynptr from;
	dynptr_from_mem(q->from, within(q->from_size, sizeof(q->from)), 0, &from);
	q->result = works(q, ctx, &from);
	return 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
