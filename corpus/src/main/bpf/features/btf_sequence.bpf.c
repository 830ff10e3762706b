// SPDX-License-Identifier: Apache-2.0
// Values of the kernel's types in the text of an iterator: bpf_seq_printf_btf. All is written at the end, when there is no map any more.
#include "../bpf.h"

char LICENSE[] SEC("license") = "GPL";

typedef __s64 time64_t;
struct timespec64 { time64_t tv_sec; long tv_nsec; };
struct ethhdr { unsigned char h_dest[6], h_source[6]; __be16 h_proto; };
struct btf_ptr { void *ptr; __u32 type_id, flags; };
struct seq_file { int nothing; };
struct bpf_iter_meta { struct seq_file *seq; __u64 session_id; __u64 seq_num; } __attribute__((preserve_access_index));
struct bpf_map { unsigned int id; };
struct maps { struct bpf_iter_meta *meta; struct bpf_map *map; };

static long (*const seq_write)(struct seq_file *, const void *, __u32) = (void *)127;
static long (*const seq_printf_btf)(struct seq_file *, struct btf_ptr *, __u32, __u64) = (void *)150;

#define ANSWERS 32
__s64 out[ANSWERS];
int answered;
char filler[32768];
struct ethhdr frame = {{1, 2, 3, 'x', 5, 6}, {0}, 8};
// Types that the kernel has with other members.
struct { struct seq_file a; struct bpf_map b; } declared;

#define A(...) out[answered++ & (ANSWERS - 1)] = (__s64)(__VA_ARGS__)
#define ID(TYPE) __builtin_btf_type_id(*(TYPE *)0, 1)
#define SHOW(POINTER, ID, SIZE, FLAGS)                                                                                 \
	do {                                                                                                           \
		struct btf_ptr p[2] = {{0, ID, 0}};                                                                    \
		void *at = POINTER;                                                                                    \
		barrier_var(at);                                                                                       \
		p[0].ptr = at;                                                                                         \
		A(seq_printf_btf(ctx->meta->seq, p, SIZE, FLAGS));                                                     \
	} while (0)

SEC("iter/bpf_map")
int shows(struct maps *ctx)
{
	if (ctx->map)
		return 0;
	answered = 0;
	SHOW(&frame, ID(struct ethhdr), 16, 0);
	SHOW(&frame, ID(struct ethhdr), 16, 1);
	SHOW(&frame, ID(struct ethhdr), 16, 11);
	SHOW(&frame, ID(struct ethhdr), 16, 16);
	SHOW(&frame, ID(struct ethhdr), 15, 0);
	SHOW(&frame, ID(struct ethhdr), 0, 0);
	SHOW(&frame, 0, 16, 0);
	SHOW(&frame, 10000000, 16, 0);
	SHOW(NULL, ID(struct ethhdr), 16, 0);
	return 0;
}

// Longer than what is left of a piece of text; what is in front of it is left.
SEC("iter/bpf_map")
int fills(struct maps *ctx)
{
	if (ctx->map)
		return 0;
	answered = 0;
	if (ctx->meta->seq_num > 100000)
		return 0;
	A(seq_write(ctx->meta->seq, filler, 32760));
	SHOW(&frame, ID(struct ethhdr), 16, 1);
	SHOW(&frame, ID(struct ethhdr), 16, 1);
	return 0;
}
