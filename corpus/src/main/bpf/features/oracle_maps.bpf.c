// SPDX-License-Identifier: Apache-2.0
// Maps for programs that tests make up: one of each kind whose values programs read and write.
#include "../bpf.h"

struct bytes64 {
	__u8 b[64];
};

struct odd {
	__u8 b[13];
};

struct timed {
	__u64 count;
	struct bpf_timer timer;
	__u8 b[16];
};

struct locked {
	struct bpf_spin_lock lock;
	__u32 a;
	__u64 b[3];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct bytes64);
} single SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct odd);
} odd SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u64);
	__type(value, struct bytes64);
} table SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct bytes64);
} percpu SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct timed);
} timed SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct locked);
} locked SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 3);
	__type(key, __u32);
	__type(value, __u64);
};

struct inner first SEC(".maps");
struct inner second SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 3);
	__type(key, __u32);
	__array(values, struct inner);
} outer SEC(".maps") = {
	.values = {
		[0] = &first,
		[1] = &second,
	},
};

struct bpf_dynptr { __u64 opaque[2]; } __attribute__((aligned(8)));
struct bpf_iter_num { __u64 opaque[1]; } __attribute__((aligned(8)));
struct bpf_iter_bits { __u64 opaque[2]; } __attribute__((aligned(8)));

extern __attribute__((weak)) int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __ksym;
extern __attribute__((weak)) int *bpf_iter_num_next(struct bpf_iter_num *it) __ksym;
extern __attribute__((weak)) void bpf_iter_num_destroy(struct bpf_iter_num *it) __ksym;
extern __attribute__((weak)) int bpf_iter_bits_new(struct bpf_iter_bits *it, const __u64 *words, __u32 count) __ksym;
extern __attribute__((weak)) int *bpf_iter_bits_next(struct bpf_iter_bits *it) __ksym;
extern __attribute__((weak)) void bpf_iter_bits_destroy(struct bpf_iter_bits *it) __ksym;
extern __attribute__((weak)) int bpf_dynptr_from_xdp(struct xdp_md *x, __u64 flags, struct bpf_dynptr *d) __ksym;
extern __attribute__((weak)) int bpf_dynptr_clone(const struct bpf_dynptr *d, struct bpf_dynptr *to) __ksym;
extern __attribute__((weak)) int bpf_dynptr_adjust(const struct bpf_dynptr *d, __u32 start, __u32 end) __ksym;
extern __attribute__((weak)) __u32 bpf_dynptr_size(const struct bpf_dynptr *d) __ksym;
extern __attribute__((weak)) void *bpf_dynptr_slice(const struct bpf_dynptr *d, __u32 off, void *buf, __u32 len) __ksym;
extern __attribute__((weak)) void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *d, __u32 off, void *buf, __u32 len) __ksym;

// The kernel functions that made-up programs call, declared by a use of each.
SEC("xdp.frags")
int kernel_functions(struct xdp_md *ctx)
{
	struct bpf_dynptr packet, copy;
	struct bpf_iter_bits bits;
	struct bpf_iter_num num;
	__u64 buffer, word = 5;
	__u8 *slice;
	int *each;
	int sum = 0;

	bpf_iter_num_new(&num, 0, 3);
	while ((each = bpf_iter_num_next(&num)))
		sum++;
	bpf_iter_num_destroy(&num);
	bpf_iter_bits_new(&bits, &word, 1);
	while ((each = bpf_iter_bits_next(&bits)))
		sum++;
	bpf_iter_bits_destroy(&bits);
	bpf_dynptr_from_xdp(ctx, 0, &packet);
	bpf_dynptr_clone(&packet, &copy);
	bpf_dynptr_adjust(&copy, 1, 9);
	slice = bpf_dynptr_slice(&copy, 0, &buffer, 8);
	if (slice)
		sum += slice[7];
	slice = bpf_dynptr_slice_rdwr(&copy, 0, &buffer, 8);
	if (slice)
		slice[0] = sum;
	return bpf_dynptr_size(&copy) == 8 ? sum & 1 : 2;
}

SEC("xdp")
int nothing(struct xdp_md *ctx)
{
	return 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
