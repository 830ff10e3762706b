// SPDX-License-Identifier: Apache-2.0
// For programs that are only verified. A program's name says the rule it belongs to, its shape, and what a kernel
// answers: a<rule>_<shape>__<ok or errno>. Most are assembly, instruction by instruction: the preprocessor expands what
// stands after the name and makes text of it, so that a macro may stand for instructions.
#pragma once
#include "../bpf.h"

char _license[] SEC("license") = "Dual MIT/GPL";

#define CASE_(SECTION, NAME, ...) SEC(SECTION) __attribute__((naked)) int NAME(void) { asm volatile(#__VA_ARGS__); }
#define CASE(SECTION, NAME, ...) CASE_(SECTION, NAME, __VA_ARGS__)
#define TC(NAME, ...) CASE("tc", NAME, __VA_ARGS__)
#define XDP(NAME, ...) CASE("xdp", NAME, __VA_ARGS__)
#define SOCKET(NAME, ...) CASE("socket", NAME, __VA_ARGS__)
#define SYSCALL(NAME, ...) CASE("syscall", NAME, __VA_ARGS__)
// A static function, and a global one that has no parameters.
#define FUNCTION_(NAME, ...) static __attribute__((naked, noinline, used)) int NAME(void) { asm volatile(#__VA_ARGS__); }
#define FUNCTION(NAME, ...) FUNCTION_(NAME, __VA_ARGS__)

// Helpers by number, for `call`.
#define map_lookup_elem 1
#define map_update_elem 2
#define map_delete_elem 3
#define ktime_get_ns 5
#define trace_printk 6
#define get_prandom_u32 7
#define get_smp_processor_id 8
#define skb_store_bytes 9
#define tail_call 12
#define get_current_pid_tgid 14
#define get_current_comm 16
#define redirect 23
#define perf_event_output 25
#define skb_load_bytes 26
#define csum_diff 28
#define skb_pull_data 39
#define xdp_adjust_head 44
#define probe_read_str 45
#define xdp_adjust_meta 54
#define xdp_adjust_tail 65
#define get_stack 67
#define sk_lookup_tcp 84
#define map_push_elem 87
#define map_pop_elem 88
#define map_peek_elem 89
#define sk_release 86
#define strtol 105
#define probe_read_kernel 113
#define probe_read_kernel_str 115
#define jiffies64 118
#define ringbuf_output 130
#define ringbuf_reserve 131
#define ringbuf_submit 132
#define ringbuf_discard 133
#define for_each_map_elem 164
#define snprintf 165
#define loop 181
#define strncmp 182

struct bytes64 { __u8 b[64]; };
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, struct bytes64); }
	m64 SEC(".maps");

// r6 = context, r9 = pointer to the 64 bytes of m64's element: "V".
#define V \
	r6 = r1; *(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = m64 ll; call map_lookup_elem; \
	if r0 != 0 goto +2; r0 = 0; exit; r9 = r0;
// Besides, r7 and r8 = eight unknown bytes each.
#define UNKNOWN V r7 = *(u64 *)(r9 + 0); r8 = *(u64 *)(r9 + 8);
#define END 9: r0 = 0; exit;

// Accepted if and only if the verifier knows after these instructions that r7 is in 0 .. 63. Label 9 leaves.
#define INDEX(NAME, ...) TC(NAME, UNKNOWN __VA_ARGS__; r9 += r7; r0 = *(u8 *)(r9 + 0); END)
// Accepted if and only if the verifier knows after these instructions that COND never holds.
#define NEVER(NAME, COND, ...) TC(NAME, UNKNOWN __VA_ARGS__; if COND goto 8f; END 8: r0 = r5; exit;)
// A program that has V.
#define VALUE(NAME, ...) TC(NAME, V __VA_ARGS__; END)
