// SPDX-License-Identifier: Apache-2.0
// Rules H20-H23: which helper takes which map, and what comes out.
#include "cases_b.h"

MAP(hash, HASH, 4, 0, __u32, __u64);
MAP(array, ARRAY, 4, 0, __u32, __u64);
MAP(lru, LRU_HASH, 4, 0, __u32, __u64);
MAP(pcpu_array, PERCPU_ARRAY, 4, 0, __u32, __u64);
MAP(pcpu_hash, PERCPU_HASH, 4, 0, __u32, __u64);
MAP(lru_pcpu, LRU_PERCPU_HASH, 4, 0, __u32, __u64);
SIZED(lpm, BPF_MAP_TYPE_LPM_TRIE, 4, BPF_F_NO_PREALLOC, 8, 8);
SIZED(progs, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
SIZED(perf, BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 0, 4, 4);
SIZED(traces, BPF_MAP_TYPE_STACK_TRACE, 4, 0, 4, 80);
SIZED(cgroups, BPF_MAP_TYPE_CGROUP_ARRAY, 4, 0, 4, 4);
SIZED(devmap, BPF_MAP_TYPE_DEVMAP, 4, 0, 4, 4);
SIZED(devhash, BPF_MAP_TYPE_DEVMAP_HASH, 4, 0, 4, 4);
SIZED(cpumap, BPF_MAP_TYPE_CPUMAP, 4, 0, 4, 4);
SIZED(xsk, BPF_MAP_TYPE_XSKMAP, 4, 0, 4, 4);
SIZED(sockmap, BPF_MAP_TYPE_SOCKMAP, 4, 0, 4, 4);
SIZED(sockhash, BPF_MAP_TYPE_SOCKHASH, 4, 0, 4, 4);
SIZED(reuse, BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, 4, 0, 4, 8);
SIZED(queue, BPF_MAP_TYPE_QUEUE, 4, 0, 0, 8);
SIZED(stack, BPF_MAP_TYPE_STACK, 4, 0, 0, 8);
SIZED(bloom, BPF_MAP_TYPE_BLOOM_FILTER, 4, 0, 0, 8);
SIZED(ring, BPF_MAP_TYPE_RINGBUF, 4096, 0, 0, 0);
SIZED(uring, BPF_MAP_TYPE_USER_RINGBUF, 4096, 0, 0, 0);
MAP(sk_store, SK_STORAGE, 0, BPF_F_NO_PREALLOC, int, __u64);
MAP(task_store, TASK_STORAGE, 0, BPF_F_NO_PREALLOC, int, __u64);
struct { __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS); __uint(max_entries, 2); __type(key, __u32); __array(values, typeof(array)); } outer SEC(".maps") = { .values = { &array } };
struct { __uint(type, BPF_MAP_TYPE_HASH_OF_MAPS); __uint(max_entries, 2); __type(key, __u32); __array(values, typeof(array)); } outer_hash SEC(".maps") = { .values = { &array } };

#define LOOKUP(M) sink = bpf_map_lookup_elem(&M, &(__u64){0}) != 0
#define UPDATE(M) bpf_map_update_elem(&M, &(__u64){0}, &(__u64){0}, 0)
#define DELETE(M) bpf_map_delete_elem(&M, &(__u64){0})
#define PUSH(M) bpf_map_push_elem(&M, &(__u64){0}, 0)
#define POP(M) bpf_map_pop_elem(&M, &(__u64){0})
#define PEEK(M) bpf_map_peek_elem(&M, &(__u64){0})
static int each(void *map, void *key, void *v, void *c) { return 0; }
#define EACH(M) bpf_for_each_map_elem(&M, each, NULL, 0)
#define PCPU(M) sink = bpf_map_lookup_percpu_elem(&M, &(__u64){0}, 0) != 0

#define SIX(M, L, U, D, PU, PE, E) \
	XDP(h20_##M##_lookup__##L, LOOKUP(M)) XDP(h20_##M##_update__##U, UPDATE(M)) XDP(h20_##M##_delete__##D, DELETE(M)) \
	XDP(h20_##M##_push__##PU, PUSH(M)) XDP(h20_##M##_peek__##PE, PEEK(M)) XDP(h22_##M##_for_each__##E, EACH(M))
SIX(hash, ok, ok, ok, EINVAL, EINVAL, ok)
SIX(array, ok, ok, ok, EINVAL, EINVAL, ok)
SIX(lru, ok, ok, ok, EINVAL, EINVAL, ok)
SIX(pcpu_array, ok, ok, ok, EINVAL, EINVAL, ok)
SIX(lpm, ok, ok, ok, EINVAL, EINVAL, ENOTSUPP)
SIX(progs, EINVAL, EINVAL, EINVAL, EINVAL, EINVAL, ENOTSUPP)
SIX(queue, EACCES, EACCES, EACCES, ok, ok, ENOTSUPP)
SIX(bloom, EACCES, EACCES, EACCES, ok, ok, ENOTSUPP)
SIX(devmap, ok, EACCES, EACCES, EACCES, EINVAL, ENOTSUPP)
SIX(outer, ok, EINVAL, EINVAL, EINVAL, EINVAL, ENOTSUPP)
SIX(sockmap, EINVAL, EACCES, ok, EACCES, EINVAL, ENOTSUPP)
XDP(h22_pcpu_hash_for_each__ok, EACH(pcpu_hash))
XDP(h22_lru_pcpu_for_each__ok, EACH(lru_pcpu))
XDP(h22_stack_for_each__ENOTSUPP, EACH(stack))
XDP(h22_ring_for_each__ENOTSUPP, EACH(ring))
TC(h22_sk_storage_for_each__ENOTSUPP, EACH(sk_store))
XDP(h20_stack_push__ok, PUSH(stack))
XDP(h20_stack_pop__ok, POP(stack))
XDP(h20_queue_pop__ok, POP(queue))
XDP(h20_bloom_pop__EINVAL, POP(bloom))
XDP(h20_hash_pop__EINVAL, POP(hash))
XDP(h20_pop_into_unset_stack__ok, __u64 x; bpf_map_pop_elem(&queue, &x); sink = x)
XDP(h20_pop_into_four_bytes__EINVAL, asm volatile("r2 = r10; r2 += -4; r1 = %0 ll; call 88" :: "i"(&queue) : "r0", "r1", "r2", "r3", "r4", "r5"))
XDP(h20_pcpu_hash_by_cpu__ok, PCPU(pcpu_hash))
XDP(h20_pcpu_array_by_cpu__ok, PCPU(pcpu_array))
XDP(h20_lru_pcpu_by_cpu__ok, PCPU(lru_pcpu))
XDP(h20_array_by_cpu__EINVAL, PCPU(array))
XDP(h20_hash_by_cpu__EINVAL, PCPU(hash))
XDP(h20_outer_hash_lookup__ok, LOOKUP(outer_hash))
XDP(h20_outer_hash_delete__EINVAL, DELETE(outer_hash))
XDP(h20_ring_lookup__EACCES, LOOKUP(ring))
XDP(h20_user_ring_output__EINVAL, bpf_ringbuf_output(&uring, &(__u64){0}, 8, 0))
XDP(h20_ring_query__ok, sink = bpf_ringbuf_query(&ring, 0))
XDP(h20_user_ring_query__EINVAL, sink = bpf_ringbuf_query(&uring, 0))
XDP(h20_hash_output__EINVAL, bpf_ringbuf_output(&hash, &(__u64){0}, 8, 0))
static int drained(void *d, void *c) { return 0; }
XDP(h20_user_ring_drain__ok, bpf_user_ringbuf_drain(&uring, drained, NULL, 0))
XDP(h20_ring_drain__EINVAL, bpf_user_ringbuf_drain(&ring, drained, NULL, 0))
XDP(h20_perf_output__ok, bpf_perf_event_output(ctx, &perf, 0, &(__u64){0}, 8))
XDP(h20_perf_output_to_ring__EINVAL, bpf_perf_event_output(ctx, &ring, 0, &(__u64){0}, 8))
XDP(h20_perf_lookup__EINVAL, LOOKUP(perf))
TRACE(h20_perf_read__ok, sink = bpf_perf_event_read(&perf, 0))
TRACE(h20_array_perf_read__EINVAL, sink = bpf_perf_event_read(&array, 0))
TRACE(h20_traces_get__ok, bpf_get_stackid(ctx, &traces, 0))
TRACE(h20_hash_get_traces__EINVAL, bpf_get_stackid(ctx, &hash, 0))
TRACE(h20_traces_lookup__EINVAL, LOOKUP(traces))
TRACE(h20_cgroups_current__ok, bpf_current_task_under_cgroup(&cgroups, 0))
TRACE(h20_array_current__EINVAL, bpf_current_task_under_cgroup(&array, 0))
TC(h20_cgroups_skb__ok, bpf_skb_under_cgroup(ctx, &cgroups, 0))
TC(h20_array_skb__EINVAL, bpf_skb_under_cgroup(ctx, &array, 0))
TC(h20_cgroups_lookup__EINVAL, LOOKUP(cgroups))
XDP(h20_redirect_devmap__ok, return bpf_redirect_map(&devmap, 0, 0))
XDP(h20_redirect_devhash__ok, return bpf_redirect_map(&devhash, 0, 0))
XDP(h20_redirect_cpumap__ok, return bpf_redirect_map(&cpumap, 0, 0))
XDP(h20_redirect_xsk__ok, return bpf_redirect_map(&xsk, 0, 0))
XDP(h20_redirect_array__EINVAL, return bpf_redirect_map(&array, 0, 0))
XDP(h20_redirect_sockmap__EINVAL, return bpf_redirect_map(&sockmap, 0, 0))
XDP(h20_cpumap_lookup__EINVAL, LOOKUP(cpumap))
XDP(h20_devhash_lookup__ok, LOOKUP(devhash))
XDP(h20_xsk_lookup__ok, LOOKUP(xsk))
XDP(h20_xsk_update__EINVAL, UPDATE(xsk))
TC(h20_tail_call_through_array__EINVAL, bpf_tail_call(ctx, &array, 0))
TC(h20_tail_call_through_prog_array__ok, bpf_tail_call(ctx, &progs, 0))
IN("sk_reuseport", void, h20_reuseport_select__ok, bpf_sk_select_reuseport(ctx, &reuse, &(__u32){0}, 0))
IN("sk_reuseport", void, h20_reuseport_select_sockmap__ok, bpf_sk_select_reuseport(ctx, &sockmap, &(__u32){0}, 0))
IN("sk_reuseport", void, h20_reuseport_select_sockhash__ok, bpf_sk_select_reuseport(ctx, &sockhash, &(__u32){0}, 0))
IN("sk_reuseport", void, h20_reuseport_select_array__EINVAL, bpf_sk_select_reuseport(ctx, &array, &(__u32){0}, 0))
IN("sk_reuseport", void, h20_reuseport_lookup__EINVAL, LOOKUP(reuse))
IN("sk_skb/stream_verdict", struct __sk_buff, h20_skb_redirect_sockmap__ok, return bpf_sk_redirect_map(ctx, &sockmap, 0, 0))
IN("sk_skb/stream_verdict", struct __sk_buff, h20_skb_redirect_sockhash_by_map__EINVAL, return bpf_sk_redirect_map(ctx, &sockhash, 0, 0))
IN("sk_msg", void, h20_msg_redirect_sockmap__ok, return bpf_msg_redirect_map(ctx, &sockmap, 0, 0))
IN("sk_msg", void, h20_msg_redirect_array__EINVAL, return bpf_msg_redirect_map(ctx, &array, 0, 0))
IN("sockops", void, h20_sockops_update_sockmap__ok, bpf_sock_map_update(ctx, &sockmap, &(__u32){0}, 0); return 1)
IN("sockops", void, h20_sockops_update_array__EINVAL, bpf_sock_map_update(ctx, &array, &(__u32){0}, 0); return 1)
TRACE(h20_task_storage_lookup__EINVAL, LOOKUP(task_store))
TRACE(h20_task_storage_get__ok, sink = bpf_task_storage_get(&task_store, bpf_get_current_task_btf(), 0, 1) != 0)
TRACE(h20_task_storage_get_from_hash__EINVAL, sink = bpf_task_storage_get(&hash, bpf_get_current_task_btf(), 0, 1) != 0)
TRACE(h20_task_storage_get_from_sk_storage__EINVAL, sink = bpf_task_storage_get(&sk_store, bpf_get_current_task_btf(), 0, 1) != 0)

// H21: who may change socket maps; lookups there are owned
#define WITH_SK(NAME, SECTION, ...) IN(SECTION, struct __sk_buff, NAME, struct bpf_sock *s = bpf_map_lookup_elem(&sockmap, &(__u32){0}); if (s) { __VA_ARGS__; bpf_sk_release(s); })
WITH_SK(h21_tc_updates__ok, "tc", bpf_map_update_elem(&sockmap, &(__u32){0}, s, 0))
WITH_SK(h21_tc_updates_hash__ok, "tc", bpf_map_update_elem(&sockhash, &(__u32){0}, s, 0))
WITH_SK(h21_reads_socket__ok, "tc", sink = s->family)
WITH_SK(h21_cgroup_skb_updates__EINVAL, "cgroup_skb/ingress", bpf_map_update_elem(&sockmap, &(__u32){0}, s, 0))
WITH_SK(h21_update_with_number__EACCES, "tc", bpf_map_update_elem(&sockmap, &(__u32){0}, &(__u64){0}, 0))
TC(h21_tc_deletes__ok, DELETE(sockmap))
XDP(h21_xdp_deletes__ok, DELETE(sockhash))
IN("sk_skb/stream_verdict", struct __sk_buff, h21_sk_skb_deletes__EINVAL, DELETE(sockmap))
IN("sk_msg", void, h21_sk_msg_deletes__EINVAL, DELETE(sockmap))
IN("sockops", void, h21_sockops_deletes__ok, DELETE(sockmap); return 1)
IN("socket", void, h21_socket_filter_deletes__ok, DELETE(sockmap))
IN("sk_lookup", void, h21_sk_lookup_deletes__ok, DELETE(sockmap); return 1)
IN("flow_dissector", void, h21_flow_dissector_deletes__ok, DELETE(sockmap))
IN("cgroup/dev", void, h21_cgroup_device_deletes__EINVAL, DELETE(sockmap))
IN("lwt_in", void, h21_lwt_deletes__EINVAL, DELETE(sockmap))
TRACE(h21_fentry_deletes__EINVAL, DELETE(sockmap))
TC(h23_socket_not_released__EINVAL, LOOKUP(sockmap))
TC(h23_socket_of_hash_not_released__EINVAL, LOOKUP(sockhash))
TC(h23_released_unchecked__EACCES, bpf_sk_release(bpf_map_lookup_elem(&sockmap, &(__u32){0})))
XDP(h23_xsk_socket_fields__ok, __u32 *x = bpf_map_lookup_elem(&xsk, &(__u32){0}); if (x) sink = x[0])
XDP(h23_xsk_socket_past_the_end__EACCES, volatile __u32 *x = bpf_map_lookup_elem(&xsk, &(__u32){0}); if (x) sink = x[1])
XDP(h23_xsk_socket_written__EACCES, volatile __u32 *x = bpf_map_lookup_elem(&xsk, &(__u32){0}); if (x) x[0] = 1)
XDP(h23_devmap_value__ok, __u32 *x = bpf_map_lookup_elem(&devmap, &(__u32){0}); if (x) sink = *x)
XDP(h23_devmap_value_written__EACCES, volatile __u32 *x = bpf_map_lookup_elem(&devmap, &(__u32){0}); if (x) *x = 1)
XDP(h23_inner_value__ok, void *m = bpf_map_lookup_elem(&outer_hash, &(__u32){0}); if (m) { __u64 *v = bpf_map_lookup_elem(m, &(__u32){0}); if (v) sink = *v; })
XDP(h23_inner_value_past_the_end__EACCES, void *m = bpf_map_lookup_elem(&outer_hash, &(__u32){0}); if (m) { volatile __u64 *v = bpf_map_lookup_elem(m, &(__u32){0}); if (v) sink = v[1]; })
XDP(h23_inner_value_unchecked__EACCES, void *m = bpf_map_lookup_elem(&outer, &(__u32){0}); if (m) { volatile __u64 *v = bpf_map_lookup_elem(m, &(__u32){0}); sink = v[0]; })
