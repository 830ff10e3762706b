// SPDX-License-Identifier: Apache-2.0
// Rules H20-H23 for LPM_TRIE, QUEUE, STACK and BLOOM_FILTER: memory that they read and write, access flags, kinds of program.
#include "cases_b.h"

SIZED(lpm, BPF_MAP_TYPE_LPM_TRIE, 4, BPF_F_NO_PREALLOC, 8, 8);
SIZED(queue, BPF_MAP_TYPE_QUEUE, 4, 0, 0, 8);
SIZED(stack, BPF_MAP_TYPE_STACK, 4, 0, 0, 8);
SIZED(bloom, BPF_MAP_TYPE_BLOOM_FILTER, 4, 0, 0, 8);
SIZED(lpm_ro, BPF_MAP_TYPE_LPM_TRIE, 4, BPF_F_NO_PREALLOC | 128, 8, 8);
SIZED(queue_ro, BPF_MAP_TYPE_QUEUE, 4, 128, 0, 8);
SIZED(bloom_ro, BPF_MAP_TYPE_BLOOM_FILTER, 4, 128, 0, 8);
SIZED(lpm_wo, BPF_MAP_TYPE_LPM_TRIE, 4, BPF_F_NO_PREALLOC | 256, 8, 8);
SIZED(queue_wo, BPF_MAP_TYPE_QUEUE, 4, 256, 0, 8);
SIZED(stack_wo, BPF_MAP_TYPE_STACK, 4, 256, 0, 8);
SIZED(bloom_wo, BPF_MAP_TYPE_BLOOM_FILTER, 4, 256, 0, 8);
MAP(array, ARRAY, 4, 0, __u32, __u64);

#define FILL(M) ({ __u64 _x; bpf_map_peek_elem(&M, &_x); sink = _x; })
#define UNSET(M, ID) asm volatile("r2 = r10; r2 += -8; r1 = %0 ll; call " #ID :: "i"(&M) : "r0", "r1", "r2", "r3", "r4", "r5")
#define UNSET_PUSH(M) asm volatile("r2 = r10; r2 += -8; r3 = 0; r1 = %0 ll; call 87" :: "i"(&M) : "r0", "r1", "r2", "r3", "r4", "r5")
#define BEYOND(M, ID) asm volatile("r2 = r10; r2 += -4; r3 = 0; r1 = %0 ll; call " #ID :: "i"(&M) : "r0", "r1", "r2", "r3", "r4", "r5")
#define NOTHING(M, ID) asm volatile("r2 = 0; r3 = 0; r1 = %0 ll; call " #ID :: "i"(&M) : "r0", "r1", "r2", "r3", "r4", "r5")
#define VALUE(BODY) __u64 *v = bpf_map_lookup_elem(&array, &(__u32){0}); if (v) { BODY; }
#define PACKET(BODY) void *p = (void *)(long)ctx->data; if (p + 8 <= (void *)(long)ctx->data_end) { BODY; }

XDP(h20_queue_peek_into_unset__ok, FILL(queue))
XDP(h20_queue_peek_unset__ok, UNSET(queue, 89))
XDP(h20_stack_peek_unset__ok, UNSET(stack, 89))
XDP(h20_queue_pop_unset__ok, UNSET(queue, 88))
XDP(h20_bloom_peek_unset__ok, UNSET(bloom, 89))
XDP(h20_queue_push_unset__ok, UNSET_PUSH(queue))
XDP(h20_bloom_push_unset__ok, UNSET_PUSH(bloom))
XDP(h20_queue_push_beyond__EINVAL, BEYOND(queue, 87))
XDP(h20_queue_peek_beyond__EINVAL, BEYOND(queue, 89))
XDP(h20_bloom_peek_beyond__EINVAL, BEYOND(bloom, 89))
XDP(h20_queue_push_null__EACCES, NOTHING(queue, 87))
XDP(h20_queue_pop_null__EACCES, NOTHING(queue, 88))
XDP(h20_bloom_peek_null__EACCES, NOTHING(bloom, 89))
XDP(h20_queue_push_value__ok, VALUE(bpf_map_push_elem(&queue, v, 0)))
XDP(h20_queue_pop_into_value__ok, VALUE(bpf_map_pop_elem(&queue, v)))
XDP(h20_queue_peek_into_value__ok, VALUE(bpf_map_peek_elem(&queue, v)))
XDP(h20_bloom_peek_value__ok, VALUE(bpf_map_peek_elem(&bloom, v)))
XDP(h20_queue_push_packet__ok, PACKET(bpf_map_push_elem(&queue, p, 0)))
XDP(h20_queue_pop_into_packet__EACCES, PACKET(bpf_map_pop_elem(&queue, p)))
XDP(h20_queue_peek_into_packet__EACCES, PACKET(bpf_map_peek_elem(&queue, p)))
XDP(h20_bloom_push_packet__ok, PACKET(bpf_map_push_elem(&bloom, p, 0)))
XDP(h20_bloom_peek_packet__EACCES, PACKET(bpf_map_peek_elem(&bloom, p)))
XDP(h20_lpm_lookup_packet__ok, PACKET(sink = bpf_map_lookup_elem(&lpm, p) != 0))
XDP(h20_lpm_update_packet__ok, PACKET(bpf_map_update_elem(&lpm, p, p, 0)))
XDP(h20_lpm_push__EINVAL, bpf_map_push_elem(&lpm, &(__u64){0}, 0))
XDP(h20_lpm_pop__EINVAL, bpf_map_pop_elem(&lpm, &(__u64){0}))
XDP(h20_stack_peek__ok, bpf_map_peek_elem(&stack, &(__u64){0}))
XDP(h20_lpm_percpu__EINVAL, sink = bpf_map_lookup_percpu_elem(&lpm, &(__u64){0}, 0) != 0)

XDP(h23_lpm_ro_lookup__ok, __u64 *v = bpf_map_lookup_elem(&lpm_ro, &(__u64){0}); if (v) sink = *v)
XDP(h23_lpm_ro_store__EACCES, __u64 *v = bpf_map_lookup_elem(&lpm_ro, &(__u64){0}); if (v) *v = 1)
XDP(h23_lpm_ro_update__EACCES, bpf_map_update_elem(&lpm_ro, &(__u64){0}, &(__u64){0}, 0))
XDP(h23_lpm_ro_delete__EACCES, bpf_map_delete_elem(&lpm_ro, &(__u64){0}))
XDP(h23_queue_ro_push__EACCES, bpf_map_push_elem(&queue_ro, &(__u64){0}, 0))
XDP(h23_queue_ro_pop__EACCES, bpf_map_pop_elem(&queue_ro, &(__u64){0}))
XDP(h23_queue_ro_peek__ok, FILL(queue_ro))
XDP(h23_bloom_ro_push__EACCES, bpf_map_push_elem(&bloom_ro, &(__u64){0}, 0))
XDP(h23_bloom_ro_peek__ok, bpf_map_peek_elem(&bloom_ro, &(__u64){0}))
XDP(h23_lpm_wo_lookup__ok, sink = bpf_map_lookup_elem(&lpm_wo, &(__u64){0}) != 0)
XDP(h23_lpm_wo_load__EACCES, __u64 *v = bpf_map_lookup_elem(&lpm_wo, &(__u64){0}); if (v) sink = *v)
XDP(h23_lpm_wo_store__ok, __u64 *v = bpf_map_lookup_elem(&lpm_wo, &(__u64){0}); if (v) *v = 1)
XDP(h23_lpm_wo_update__ok, bpf_map_update_elem(&lpm_wo, &(__u64){0}, &(__u64){0}, 0))
XDP(h23_queue_wo_push__ok, bpf_map_push_elem(&queue_wo, &(__u64){0}, 0))
XDP(h23_queue_wo_pop__ok, bpf_map_pop_elem(&queue_wo, &(__u64){0}))
XDP(h23_queue_wo_peek__ok, FILL(queue_wo))
XDP(h23_stack_wo_peek__ok, FILL(stack_wo))
XDP(h23_bloom_wo_peek__ok, bpf_map_peek_elem(&bloom_wo, &(__u64){0}))

TRACE(h23_lpm_traced__ok, sink = bpf_map_lookup_elem(&lpm, &(__u64){0}) != 0)
TRACE(h23_queue_traced__ok, bpf_map_push_elem(&queue, &(__u64){0}, 0))
SYS(h23_lpm_sleepable__EINVAL, sink = bpf_map_lookup_elem(&lpm, &(__u64){0}) != 0)
SYS(h23_queue_sleepable__ok, bpf_map_push_elem(&queue, &(__u64){0}, 0))
SYS(h23_stack_sleepable__ok, bpf_map_push_elem(&stack, &(__u64){0}, 0))
SYS(h23_bloom_sleepable__EINVAL, bpf_map_push_elem(&bloom, &(__u64){0}, 0))
