// SPDX-License-Identifier: Apache-2.0
// Rules of maps with programs (8.3), S7 and the contexts' and packets' basics per type.
#include "cases_b.h"

struct lockv { struct bpf_spin_lock l; __u32 n; };
struct timerv { struct bpf_timer t; };
struct wqv { struct bpf_wq w; };
struct item { __u64 k; struct bpf_list_node l; };
struct listv { struct bpf_spin_lock l; struct bpf_list_head h CONTAINS(item, l); };
MAP(locks, ARRAY, 4, 0, __u32, struct lockv);
MAP(timers, ARRAY, 4, 0, __u32, struct timerv);
MAP(wqs, ARRAY, 4, 0, __u32, struct wqv);
MAP(lists, ARRAY, 4, 0, __u32, struct listv);
MAP(arr, ARRAY, 4, 0, __u32, __u64);
MAP(hash, HASH, 4, 0, __u32, __u64);
MAP(hash_np, HASH, 4, BPF_F_NO_PREALLOC, __u32, __u64);
MAP(lru, LRU_HASH, 4, 0, __u32, __u64);
MAP(pcpu, PERCPU_ARRAY, 4, 0, __u32, __u64);
MAP(pcpu_hash, PERCPU_HASH, 4, 0, __u32, __u64);
SIZED(lpm, BPF_MAP_TYPE_LPM_TRIE, 4, BPF_F_NO_PREALLOC, 8, 8);
SIZED(progs, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
SIZED(perf, BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 0, 4, 4);
SIZED(traces, BPF_MAP_TYPE_STACK_TRACE, 4, 0, 4, 80);
SIZED(cgroups, BPF_MAP_TYPE_CGROUP_ARRAY, 4, 0, 4, 4);
SIZED(queue, BPF_MAP_TYPE_QUEUE, 4, 0, 0, 8);
SIZED(stack, BPF_MAP_TYPE_STACK, 4, 0, 0, 8);
SIZED(bloom, BPF_MAP_TYPE_BLOOM_FILTER, 4, 0, 0, 8);
SIZED(ring, BPF_MAP_TYPE_RINGBUF, 4096, 0, 0, 0);
SIZED(uring, BPF_MAP_TYPE_USER_RINGBUF, 4096, 0, 0, 0);
SIZED(devmap, BPF_MAP_TYPE_DEVMAP, 4, 0, 4, 4);
SIZED(sockmap, BPF_MAP_TYPE_SOCKMAP, 4, 0, 4, 4);
MAP(tasks, TASK_STORAGE, 0, BPF_F_NO_PREALLOC, int, __u64);
struct { __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS); __uint(max_entries, 2); __type(key, __u32); __array(values, typeof(arr)); } outer SEC(".maps") = { .values = { &arr } };

TC(o1_item__ok, struct item *o = NEW(struct item); if (o) DROP(o))

// A program that only names a map.
#define NAMES(NAME, SECTION, M) ASM(SECTION, NAME, "r1 = %[m] ll; r0 = 0; exit;", [m] "i"(&M))
#define TRACERS(RULE, M, E) NAMES(RULE##_kprobe__##E, "kprobe", M) NAMES(RULE##_tracepoint__##E, "tracepoint/syscalls/sys_enter_nanosleep", M) \
	NAMES(RULE##_raw_tp__##E, "raw_tp", M) NAMES(RULE##_perf_event__##E, "perf_event", M) NAMES(RULE##_fentry__ok, "fentry/bpf_fentry_test1", M) \
	NAMES(RULE##_tp_btf__ok, "tp_btf/sched_switch", M) NAMES(RULE##_tc__ok, "tc", M) NAMES(RULE##_lsm__ok, "lsm/file_open", M)
TRACERS(s8_lock, locks, EINVAL)
TRACERS(s8_timer, timers, EINVAL)
TRACERS(s8_wq, wqs, EINVAL)
TRACERS(s8_list, lists, EINVAL)
NAMES(s8_lock_socket_filter__EINVAL, "socket", locks)
NAMES(s8_timer_socket_filter__ok, "socket", timers)
NAMES(s8_wq_socket_filter__ok, "socket", wqs)
NAMES(s8_list_socket_filter__EINVAL, "socket", lists)
#define SLEEPER(M, E) NAMES(s8_sleepable_##M##__##E, "fentry.s/bpf_fentry_test1", M)
SLEEPER(arr, ok)
SLEEPER(hash, ok)
SLEEPER(hash_np, ok)
SLEEPER(lru, ok)
SLEEPER(pcpu, ok)
SLEEPER(pcpu_hash, ok)
SLEEPER(outer, ok)
SLEEPER(ring, ok)
SLEEPER(uring, ok)
SLEEPER(queue, ok)
SLEEPER(stack, ok)
SLEEPER(tasks, ok)
SLEEPER(locks, ok)
SLEEPER(timers, ok)
SLEEPER(lpm, EINVAL)
SLEEPER(progs, EINVAL)
SLEEPER(perf, EINVAL)
SLEEPER(traces, EINVAL)
SLEEPER(cgroups, EINVAL)
SLEEPER(bloom, EINVAL)
SLEEPER(devmap, EINVAL)
SLEEPER(sockmap, EINVAL)
NAMES(s8_syscall_lpm__EINVAL, "syscall", lpm)
NAMES(s8_syscall_prog_array__EINVAL, "syscall", progs)
NAMES(s8_kprobe_prog_array__ok, "kprobe", progs)
NAMES(s8_kprobe_no_prealloc__ok, "kprobe", hash_np)
NAMES(s8_perf_event_no_prealloc__ok, "perf_event", hash_np)
NAMES(s8_perf_event_lpm__ok, "perf_event", lpm)
NAMES(s8_perf_event_prealloc__ok, "perf_event", hash)

// p1: structure of programs
ASM("tc", p1_only_exit__EACCES, "exit;")
ASM("tc", p1_least__ok, "r0 = 0; exit;")
ASM("tc", p1_unreachable__EINVAL, "r0 = 0; exit; r0 = 1; exit;")
ASM("tc", p1_falls_off_the_end__EINVAL, "r0 = 0;")
ASM("tc", p1_jump_to_next__ok, "r0 = 0; goto +0; exit;")
ASM("tc", p1_jump_to_itself__EINVAL, "r0 = 0; 1: goto 1b; exit;")
ASM("tc", p1_jump_out__EINVAL, "r0 = 0; goto +5; exit;")
ASM("tc", p1_jump_before_start__EINVAL, "r0 = 0; goto -5; exit;")
ASM("tc", p1_jump_into_wide_constant__EINVAL, "r0 = 0; goto +1; r1 = 0x123456789 ll; exit;")
ASM("tc", p1_write_to_r10__EACCES, "r10 = 0; r0 = 0; exit;")
ASM("tc", p1_division_by_zero_constant__EINVAL, "r0 = 5; .8byte 0x0000000000000037; exit;")
ASM("tc", p1_shift_by_64__EINVAL, "r0 = 5; .8byte 0x0000004000000067; exit;")
ASM("tc", p1_shift_by_63__ok, "r0 = 5; .8byte 0x0000003f00000067; exit;")
ASM("tc", p1_unknown_opcode__EINVAL, "r0 = 0; .8byte 0x00000000000000ff; exit;")
ASM("tc", p1_reserved_field_of_exit__EINVAL, "r0 = 0; .8byte 0x0000000100000095;")
ASM("tc", p1_reserved_offset_of_move__EINVAL, ".8byte 0x00000000000400b7; exit;")
ASM("tc", p1_register_eleven__EINVAL, ".8byte 0x00000000000000bb7; exit;")
ASM("tc", p1_half_of_wide_constant__EINVAL, ".8byte 0x0000000000000018; r0 = 0; exit;")

// p2: basic access
ASM("tc", p4_pointer_plus_pointer__EACCES, "r2 = r10; r2 += r1; r0 = 0; exit;")
ASM("tc", p4_pointer_times_two__EACCES, "r2 = r10; r2 *= 2; r0 = 0; exit;")
ASM("tc", p4_low_half_of_pointer__ok, "w2 = w10; r0 = 0; exit;")
ASM("tc", p4_32_bit_add_to_pointer__EACCES, "r2 = r10; w2 += 1; r0 = 0; exit;")
ASM("tc", p4_pointer_minus_pointer__ok, "r2 = r10; r2 -= r10; r0 = r2; exit;")
ASM("tc", p4_number_minus_pointer__EACCES, "r2 = 5; r2 -= r10; r0 = 0; exit;")
ASM("tc", p4_context_plus_variable__EACCES, "r6 = r1; call 7; r0 &= 4; r6 += r0; r0 = *(u32 *)(r6 + 0); exit;")
ASM("tc", p4_stack_unset__ok, "r0 = *(u64 *)(r10 - 8); exit;")
ASM("tc", p4_stack_above__EACCES, "r0 = *(u64 *)(r10 + 0); exit;")
ASM("tc", p4_stack_at_512__ok, "r0 = 0; *(u64 *)(r10 - 512) = r0; exit;")
ASM("tc", p4_stack_at_513__EACCES, "r0 = 0; *(u8 *)(r10 - 513) = r0; exit;")
ASM("tc", p4_stack_misaligned__EACCES, "r0 = *(u64 *)(r10 - 12); exit;")
ASM("tc", p4_half_of_spilled_pointer__EACCES, "*(u64 *)(r10 - 8) = r1; r0 = *(u32 *)(r10 - 8); exit;")
ASM("tc", p4_pointer_stored_in_context__ok, "*(u64 *)(r1 + 48) = r10; r0 = 0; exit;")
ASM("tc", p4_atomic_on_context__EACCES, "r2 = 1; lock *(u32 *)(r1 + 8) += r2; r0 = 0; exit;")
ASM("tc", p4_immediate_into_context__ok, "r2 = 1; *(u32 *)(r1 + 8) = r2; r0 = 0; exit;")
ASM("tc", p4_context_length_written__EACCES, "r2 = 1; *(u32 *)(r1 + 0) = r2; r0 = 0; exit;")
ASM("tc", p6_packet_unchecked__EACCES, "r2 = *(u32 *)(r1 + 76); r0 = *(u8 *)(r2 + 0); exit;")
ASM("tc", p6_packet_checked__ok, "r2 = *(u32 *)(r1 + 76); r3 = *(u32 *)(r1 + 80); r4 = r2; r4 += 4; r0 = 0; if r4 > r3 goto 1f; r0 = *(u32 *)(r2 + 0); 1: exit;")
ASM("tc", p6_packet_checked_too_little__EACCES, "r2 = *(u32 *)(r1 + 76); r3 = *(u32 *)(r1 + 80); r4 = r2; r4 += 3; r0 = 0; if r4 > r3 goto 1f; r0 = *(u32 *)(r2 + 0); 1: exit;")
ASM("tc", p6_packet_written__ok, "r2 = *(u32 *)(r1 + 76); r3 = *(u32 *)(r1 + 80); r4 = r2; r4 += 4; r0 = 0; if r4 > r3 goto 1f; *(u32 *)(r2 + 0) = r0; 1: exit;")
ASM("cgroup_skb/ingress", p6_packet_written_in_cgroup__EACCES, "r2 = *(u32 *)(r1 + 76); r3 = *(u32 *)(r1 + 80); r4 = r2; r4 += 4; r0 = 0; if r4 > r3 goto 1f; *(u32 *)(r2 + 0) = r0; 1: exit;")
ASM("socket", p6_packet_in_socket_filter__EACCES, "r2 = *(u32 *)(r1 + 76); r0 = 0; exit;")
ASM("lwt_in", p6_packet_written_in_lwt_in__EACCES, "r2 = *(u32 *)(r1 + 76); r3 = *(u32 *)(r1 + 80); r4 = r2; r4 += 4; r0 = 0; if r4 > r3 goto 1f; *(u32 *)(r2 + 0) = r0; 1: exit;")
ASM("lwt_xmit", p6_packet_written_in_lwt_xmit__ok, "r2 = *(u32 *)(r1 + 76); r3 = *(u32 *)(r1 + 80); r4 = r2; r4 += 4; r0 = 0; if r4 > r3 goto 1f; *(u32 *)(r2 + 0) = r0; 1: exit;")
ASM("tc", p8_endless_loop__EINVAL, "r1 = 0; 1: r0 = 0; if r1 == 0 goto 1b; exit;")
ASM("tc", p8_bounded_loop__ok, "r1 = 0; 1: r1 += 1; if r1 < 100 goto 1b; r0 = 0; exit;")
ASM("tc", p8_loop_over_the_budget__E2BIG, "r1 = 0; 1: r1 += 1; if r1 < 600000 goto 1b; r0 = 0; exit;")
ASM("tc", p8_loop_within_the_budget__ok, "r1 = 0; 1: r1 += 1; if r1 < 400000 goto 1b; r0 = 0; exit;")
