// SPDX-License-Identifier: Apache-2.0
// Rules D6, D7, D9, C11 and A37: lengths beyond 32 bits, packets that move in callbacks, pointers that outlive their callback.
#include "cases_b.h"

MAP(arr, ARRAY, 4, 0, __u32, __u64[4]);
RINGBUF(rb);
struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} uring SEC(".maps");
static void *(*data64)(struct bpf_dynptr *d, __u64 offset, __u64 length) = (void *)203;
static void *(*reserve64)(void *ring, __u64 size, __u64 flags) = (void *)131;
// A slice of that many bytes of a dynamic pointer to a value, in R0 unless null.
#define SLICE64(NAME, F, LENGTH, USE) ASM("tc", NAME, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 1f; r1 = r0; r2 = 32; r3 = 0; r4 = r10; r4 += -24; call 197; r1 = r10; r1 += -24; r2 = 0; r3 = 0; r4 = " LENGTH " ll; call %[f]; if r0 == 0 goto 1f; " USE "; 1: r0 = 0; exit;", [m] "i"(&arr), [f] "i"(F))
#define L(NAME, ...) TC(NAME, struct bpf_dynptr d; __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; bpf_dynptr_from_mem(v, 32, 0, &d); __VA_ARGS__)
#define X(NAME, ...) XDP(NAME, char *data = (void *)(long)ctx->data; if (data + 56 > (char *)(long)ctx->data_end) return 0; __VA_ARGS__)

L(d6_length_of_33_bits_within__ok, volatile char *p = data64(&d, 0, 0x100000008ULL); if (p) sink = p[7])
L(d6_length_of_33_bits_beyond__EACCES, volatile char *p = data64(&d, 0, 0x100000008ULL); if (p) sink = p[8])
L(d6_length_of_33_bits_far_beyond__EACCES, volatile char *p = data64(&d, 0, 0x100000008ULL); if (p) p[1000] = 1)
L(d6_length_of_32_zero_bits__EACCES, volatile char *p = data64(&d, 0, 0x100000000ULL); if (p) sink = p[0])
SLICE64(d7_length_of_33_bits_within__ok, bpf_dynptr_slice, "0x100000008", "r1 = *(u8 *)(r0 + 7)")
SLICE64(d7_length_of_33_bits_beyond__EACCES, bpf_dynptr_slice, "0x100000008", "r1 = *(u8 *)(r0 + 8)")
SLICE64(d7_rdwr_length_of_33_bits_beyond__EACCES, bpf_dynptr_slice_rdwr, "0x100000008", "r1 = 1; *(u8 *)(r0 + 8) = r1")
TC(h24_record_of_33_bits_beyond__EACCES, volatile char *p = reserve64(&rb, 0x100000008ULL, 0); if (!p) return 0; p[8] = 1; bpf_ringbuf_discard((void *)p, 0))

L(d7_rdwr_length_of_8__ok, volatile char *p = bpf_dynptr_slice_rdwr(&d, 0, NULL, 8); if (p) p[7] = 1)

// A global function that moves the packet in a callback
static int shortens(__u32 i, struct xdp_md **c) { bpf_xdp_adjust_tail(*c, -40); return 0; }
__noinline int global_shortens(struct xdp_md *ctx) { struct xdp_md *c = ctx; bpf_loop(1, shortens, &c, 0); return 0; }
static __noinline int calls_shortens(struct xdp_md *ctx) { struct xdp_md *c = ctx; bpf_loop(1, shortens, &c, 0); return 0; }
__noinline int global_calls_it(struct xdp_md *ctx) { return calls_shortens(ctx); }
static int changes(void *map, __u32 *key, void *value, struct xdp_md **c) { bpf_xdp_adjust_tail(*c, -40); return 0; }
__noinline int global_for_each(struct xdp_md *ctx) { struct xdp_md *c = ctx; bpf_for_each_map_elem(&arr, changes, &c, 0); return 0; }
X(a37_global_moves_in_loop__EACCES, global_shortens(ctx); data[50] = 1)
X(a37_global_moves_in_loop_of_its_function__EACCES, global_calls_it(ctx); data[50] = 1)
X(a37_global_moves_in_for_each__EACCES, global_for_each(ctx); data[50] = 1)
X(a37_global_moves_in_loop_unused_after__ok, data[50] = 1; global_shortens(ctx))

// A dynamic pointer that was handed over is good there only
static int spill(struct bpf_dynptr *d, void **to) { *to = d; return 0; }
TC(c11_kept_for_later__EACCES, void *p = 0; __u64 x; bpf_user_ringbuf_drain(&uring, spill, &p, 0); if (p) bpf_dynptr_read(&x, 8, p, 0, 0))
TC(c11_kept_and_unused__ok, void *p = 0; bpf_user_ringbuf_drain(&uring, spill, &p, 0))
__noinline int global_spills(const struct bpf_dynptr *d) { const struct bpf_dynptr *volatile s = d; __u64 x; return bpf_dynptr_read(&x, 8, s, 0, 0); }
__noinline int global_spills_unused(const struct bpf_dynptr *d) { const struct bpf_dynptr *volatile s = d; KEEP(&s); return bpf_dynptr_size(d); }
L(d9_global_function_spills__EACCES, global_spills(&d))
L(d9_global_function_spills_unused__ok, global_spills_unused(&d))

// Packets as buffers, and where the packet may move meanwhile
TC(d7_buffer_is_packet__ok, struct bpf_dynptr d; char *data = (void *)(long)ctx->data; if (data + 8 > (char *)(long)ctx->data_end) return 0; bpf_dynptr_from_skb(ctx, 0, &d); volatile char *p = bpf_dynptr_slice(&d, 0, data, 8); if (p) sink = p[7])
TC(d7_buffer_is_packet_beyond__EACCES, struct bpf_dynptr d; char *data = (void *)(long)ctx->data; if (data + 8 > (char *)(long)ctx->data_end) return 0; bpf_dynptr_from_skb(ctx, 0, &d); volatile char *p = bpf_dynptr_slice(&d, 0, data, 9); if (p) sink = p[7])
__noinline int global_reads_and_moves(struct xdp_md *ctx, __u64 *m) { if (!m) return 0; bpf_xdp_adjust_tail(ctx, -40); return *m; }
__noinline int global_reads_only(struct xdp_md *ctx, __u64 *m) { return m ? *m + ctx->rx_queue_index : 0; }
X(g4_packet_to_function_that_moves_it__ok, global_reads_and_moves(ctx, (__u64 *)(data + 48)))
X(g4_packet_to_function_that_does_not__ok, global_reads_only(ctx, (__u64 *)(data + 48)))
X(g4_stack_to_function_that_moves__ok, __u64 x = 1; global_reads_and_moves(ctx, &x))
__noinline int global_slices_and_moves(struct xdp_md *ctx, struct bpf_dynptr *d) { volatile char *p = bpf_dynptr_slice(d, 50, NULL, 6); if (!p) return 0; bpf_xdp_adjust_tail(ctx, -20); return p[5]; }
XDP(d9_packet_to_function_that_moves_it__ok, struct bpf_dynptr d; bpf_dynptr_from_xdp(ctx, 0, &d); global_slices_and_moves(ctx, &d))
XDP(d9_value_to_function_that_moves__ok, struct bpf_dynptr d; __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; bpf_dynptr_from_mem(v, 32, 0, &d); global_slices_and_moves(ctx, &d))
KFUNC void *bpf_cast_to_kern_ctx(void *ctx);
TC(d7_skb_of_kernel_context__EINVAL, struct bpf_dynptr d; bpf_dynptr_from_skb(bpf_cast_to_kern_ctx(ctx), 0, &d))
