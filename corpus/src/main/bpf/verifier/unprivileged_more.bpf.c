// SPDX-License-Identifier: Apache-2.0
// More of rules S2, S9-S11 and H30: what a loader without capabilities may not do with pointers, what is walked though it
// cannot happen, and what is counted. As in unprivileged_b, names give the verdicts of a load without capabilities.
#include "cases_b.h"

MAP(arr, ARRAY, 4, 0, __u32, __u64[4]);
MAP(wide, ARRAY, 4, 0, __u32, __u64[8]);
MAP(hash, HASH, 4, 0, __u64, __u64);
MAP(readable, ARRAY, 4, 128, __u32, __u64);
RINGBUF(ring);
MAP(percpu, PERCPU_ARRAY, 4, 0, __u32, __u64);
MAP(percpu_hash, PERCPU_HASH, 4, 0, __u32, __u64);
SIZED(progs, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
SIZED(progs2, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
SIZED(events, BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 0, 4, 4);
SIZED(cgroups, BPF_MAP_TYPE_CGROUP_ARRAY, 4, 0, 4, 4);
SIZED(user_ring, BPF_MAP_TYPE_USER_RINGBUF, 4096, 0, 0, 0);
SIZED(no_prealloc, BPF_MAP_TYPE_HASH, 4, 1, 4, 4);
SIZED(mmapable, BPF_MAP_TYPE_ARRAY, 4, 1024, 4, 4);

#define U(SECTION, NAME, CODE, ...) \
	SEC(SECTION) UNPRIV_FAILS __attribute__((naked)) int NAME(void) { asm volatile(CODE :: __VA_ARGS__); }
#define S(NAME, CODE, ...) U("socket", NAME, CODE, __VA_ARGS__)
#define END " 9: r0 = 0; exit;"
// r0 = a value of a map, r9 = context; r8 and r7 = unknown numbers of 32 bits.
#define W(MAP, NAME, CODE) \
	S(NAME, "r9 = r1; r8 = *(u32 *)(r1 + 0); r7 = *(u32 *)(r1 + 4); *(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4;" \
		"r1 = %[m] ll; call 1; if r0 == 0 goto 9f; " CODE END, [m] "i"(&MAP))
#define V(NAME, CODE) W(arr, NAME, CODE)
#define BYTE "r1 = *(u8 *)(r0 + 0);"
#define NAMES(MAP, NAME) S(NAME, "r1 = %[m] ll; r0 = 0; exit;", [m] "i"(&MAP))

// S11: numbers in registers that are added to and subtracted from pointers
V(s11_constant_in_register__ok, "r1 = 8; r0 += r1;" BYTE)
V(s11_constant_in_register_to_the_end__ok, "r1 = 31; r0 += r1;" BYTE)
V(s11_constant_in_register_too_far__EACCES, "r1 = 32; r0 += r1;")
V(s11_negative_constant_in_register__EACCES, "r1 = -1; r0 += r1;")
V(s11_negative_constant_back__ok, "r0 += 8; r1 = -8; r0 += r1;" BYTE)
V(s11_subtracted_constant__ok, "r0 += 8; r0 -= 8;" BYTE)
V(s11_subtracted_from_start__EACCES, "r0 -= 1;")
V(s11_subtracted_register__ok, "r0 += 8; r1 = 8; r0 -= r1;" BYTE)
V(s11_subtracted_unknown__EACCES, "r8 &= 7; r0 += 8; r0 -= r8;" BYTE)
V(s11_subtracted_unknown_too_far__EACCES, "r8 &= 15; r0 += 8; r0 -= r8;")
V(s11_number_plus_pointer__ok, "r8 &= 7; r8 += r0; r1 = *(u8 *)(r8 + 0);")
V(s11_constant_plus_pointer__ok, "r1 = 4; r1 += r0; r1 = *(u8 *)(r1 + 0);")
V(s11_two_unknowns__ok, "r8 &= 7; r7 &= 7; r0 += r8; r0 += r7;" BYTE)
V(s11_two_unknowns_too_far__EACCES, "r8 &= 31; r7 &= 7; r0 += r8; r0 += r7;")
V(s11_unknown_then_constant__ok, "r8 &= 7; r0 += r8; r0 += 8;" BYTE)
V(s11_unknown_below_constant__ok, "r0 += 24; r8 &= 7; r0 += r8;" BYTE)
V(s11_mixed_signs__EACCES, "r8 &= 7; r8 -= 3; r0 += 16; r0 += r8;")
V(s11_never_positive__EACCES, "r8 &= 7; r8 -= 7; r0 += 16; r0 += r8;" BYTE)
V(s11_always_negative__EACCES, "r8 &= 7; r8 -= 8; r0 += 16; r0 += r8;" BYTE)
V(s11_bounded_by_compare__ok, "if r8 > 7 goto 9f; r0 += r8;" BYTE)
V(s11_bounded_by_signed_compare__EINVAL, "r8 = *(u64 *)(r0 + 0); if r8 s> 7 goto 9f; r0 += r8;")
V(s11_bounded_twice_signed__ok, "r8 = *(u64 *)(r0 + 0); if r8 s> 7 goto 9f; if r8 s< 0 goto 9f; r0 += r8;" BYTE)
V(s11_bounded_too_far_by_compare__EACCES, "if r8 > 32 goto 9f; r0 += r8;")
V(s11_last_byte_by_compare__ok, "if r8 > 31 goto 9f; r0 += r8;" BYTE)
V(s11_four_bytes_at_the_end__EACCES, "if r8 > 31 goto 9f; r0 += r8; r1 = *(u32 *)(r0 + 0);")
V(s11_size_of_value_is_not_needed_later__ok, "r8 &= 31; r0 += r8;")
V(s11_in_branch_that_is_dead__EACCES, "r1 = 0; if r1 == 0 goto 9f; r0 += 64;")
V(s11_read_in_branch_that_is_dead__ok, "r1 = 0; if r1 == 0 goto 9f; r1 = *(u8 *)(r0 + 0);")
V(s11_read_outside_in_dead_branch__EACCES, "r1 = 0; if r1 == 0 goto 9f; r1 = *(u8 *)(r0 + 64);")

// S10, S11: one instruction, different paths
V(s11_same_number_on_two_paths__ok, "r2 = 8; if r8 == 3 goto 1f; r2 = 8; 1: r0 += r2;" BYTE)
V(s11_unknown_and_constant__EACCES, "r7 &= 7; if r8 == 3 goto 1f; r7 = 5; 1: r0 += r7;" BYTE)
V(s11_same_range_on_two_paths__ok, "if r8 == 3 goto 1f; r7 &= 7; goto 2f; 1: r7 &= 7; 2: r0 += r7;" BYTE)
V(s11_different_ranges_on_two_paths__EACCES, "if r8 == 3 goto 1f; r7 &= 7; goto 2f; 1: r7 &= 3; 2: r0 += r7;" BYTE)
V(s11_different_starts_on_two_paths__ok, "r7 &= 7; if r8 == 3 goto 1f; r0 += 8; 1: r0 += r7;" BYTE)
V(s11_different_directions__EACCES, "r0 += 8; r7 &= 7; if r8 == 3 goto 1f; r7 -= 8; 1: r0 += r7;" BYTE)
V(s11_pointer_and_number__EACCES, "r7 &= 7; r2 = 0; if r8 == 3 goto 1f; r2 = r0; 1: r2 += r7;")
V(s11_number_and_pointer_by_constant__ok, "r2 = 0; if r8 == 3 goto 1f; r2 = r0; 1: r2 += 4;")
V(s11_numbers_on_two_paths__ok, "r2 = 0; if r8 == 3 goto 1f; r2 = 4; 1: r2 += r7;")
V(s11_stack_and_value__ok, "*(u64 *)(r10 - 16) = 0; r7 &= 7; r2 = r10; r2 += -16; r3 = 4; if r8 == 3 goto 1f; r2 = r0; 1: r2 += r3;")
V(s11_bitwise_on_pointer_and_number__EACCES, "r2 = 0; if r8 == 3 goto 1f; r2 = r0; 1: r2 &= r7;")
S(s11_maps_of_different_sizes__ok, "r8 = *(u32 *)(r1 + 0); r7 = *(u32 *)(r1 + 4); r7 &= 7; *(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[a] ll; if r8 == 3 goto 1f; r1 = %[b] ll; 1: call 1; if r0 == 0 goto 9f; r0 += r7;" BYTE END, [a] "i"(&arr), [b] "i"(&wide))

V(s11_pointer_is_number_in_dead_branch__EACCES, "r7 &= 7; if r0 == 0 goto 1f; r0 += 1; 1: r0 += r7;")
V(s11_number_first_in_dead_branch__ok, "r7 &= 7; r2 = 1; if r2 == 1 goto 1f; 2: r3 = r0; r3 += r7; goto 9f; 1: r3 = r0; r3 += r7; r0 = 0; goto 9f;")
V(s11_range_unknown_in_dead_branch__EINVAL, "r2 = 4; if r2 == 4 goto 1f; r3 = 1; 1: r0 += r2;")
V(s11_range_checked_against_constant__ok, "r7 &= 7; if r7 > 9 goto 1f; r0 += r7; goto 9f; 1: r3 = r7;")
V(s11_range_unknown_where_it_cannot_be__EINVAL, "r7 &= 7; if r7 > 9 goto 1f; goto 9f; 1: r0 += r7;")
V(s11_bits_kept_in_dead_branch__ok, "r7 &= 7; if r7 > 9 goto 1f; goto 9f; 1: r7 &= 3; r0 += r7;" BYTE)
V(s11_moved_there_and_not__ok, "r7 &= 7; r0 += r7; r1 = r0; r1 += 24; r1 = *(u8 *)(r1 + 0);")
V(s11_not_moved_then_back__EACCES, "r7 &= 7; r7 += 8; r0 += r7; r0 += -8;" BYTE)
V(s11_difference_of_numbers_on_two_paths__ok, "r2 = 9; if r8 == 3 goto 1f; r2 = 5; 1: r7 -= r2;")
V(s11_thrice__ok, "r7 &= 7; r0 += r7; r0 += r7; r0 += r7;" BYTE)
V(s11_value_address_in_loopless_branches__ok, "r7 &= 3; if r8 == 1 goto 1f; r0 += 4; 1: if r8 == 2 goto 2f; r0 += 8; 2: if r8 == 3 goto 3f; r0 += 12; 3: r0 += r7;" BYTE)

// S11: the stack
S(s11_stack_from_the_bottom__EACCES, "r1 = r10; r1 += -512; r2 = 8; r1 += r2; r0 = 0; exit;")
S(s11_stack_to_the_bottom__ok, "r1 = r10; r2 = -512; r1 += r2; r0 = 0; exit;")
S(s11_stack_two_constants__EACCES, "r8 = *(u32 *)(r1 + 0); r1 = r10; r2 = -8; if r8 == 1 goto 1f; r2 = -16; 1: r1 += r2; r0 = 0; exit;")
S(s11_stack_plus_zero__EACCES, "r1 = r10; r1 += 0; r0 = 0; exit;")
S(s11_stack_plus_one__EACCES, "r1 = r10; r1 += 1; r0 = 0; exit;")
S(s11_stack_minus_513__EACCES, "r1 = r10; r1 += -513; r0 = 0; exit;")
S(s11_stack_constant_in_register__ok, "r2 = -8; r1 = r10; r1 += r2; r0 = 0; *(u64 *)(r1 + 0) = r0; exit;")
S(s11_stack_back__ok, "r1 = r10; r1 += -16; r1 += 8; r0 = 0; *(u64 *)(r1 + 0) = r0; exit;")
S(s11_stack_variable_never_used__EACCES, "r2 = *(u32 *)(r1 + 0); r2 &= 7; r3 = r10; r3 += -16; r3 += r2; r0 = 0; exit;")
S(s11_stack_number_plus_pointer__ok, "r1 = -8; r1 += r10; r0 = 0; *(u64 *)(r1 + 0) = r0; exit;")

// S11: other pointers
S(s11_context_plus_constant__ok, "r1 += 4; r0 = 0; exit;")
S(s11_context_plus_register__EACCES, "r2 = 4; r1 += r2; r0 = 0; exit;")
S(s11_map_plus_zero__ok, "r1 = %[m] ll; r1 += 0; r0 = 0; exit;", [m] "i"(&arr))
S(s11_record_plus_constant__ok, "r1 = %[m] ll; r2 = 16; r3 = 0; call 131; if r0 == 0 goto 9f; r1 = r0; r1 += 8; r2 = 0; *(u64 *)(r1 + 0) = r2; r1 = r0; r2 = 0; call 132;" END, [m] "i"(&ring))
S(s11_record_plus_register__EACCES, "r6 = *(u32 *)(r1 + 0); r6 &= 7; r1 = %[m] ll; r2 = 16; r3 = 0; call 131; if r0 == 0 goto 9f; r1 = r0; r1 += r6; r1 = r0; r2 = 0; call 132;" END, [m] "i"(&ring))
S(s11_record_out_of_range__ok, "r1 = %[m] ll; r2 = 16; r3 = 0; call 131; if r0 == 0 goto 9f; r1 = r0; r1 += 64; r1 = r0; r2 = 0; call 132;" END, [m] "i"(&ring))
S(s10_pointer_into_record__EACCES, "r6 = r1; r1 = %[m] ll; r2 = 16; r3 = 0; call 131; if r0 == 0 goto 9f; *(u64 *)(r0 + 0) = r6; r1 = r0; r2 = 0; call 132;" END, [m] "i"(&ring))
S(s10_used_after_submit__EACCES, "r1 = %[m] ll; r2 = 16; r3 = 0; call 131; if r0 == 0 goto 9f; r6 = r0; r1 = r0; r2 = 0; call 132; r0 = r6; exit; 9: r0 = 0; exit;", [m] "i"(&ring))

// S10: comparisons
V(s10_value_compared_with_zero_twice__ok, "if r0 == 0 goto 9f;" BYTE)
V(s10_value_compared_with_one__EACCES, "if r0 == 1 goto 9f;")
V(s10_values_compared__EACCES, "r1 = r0; if r0 == r1 goto 9f;")
V(s10_number_compared_with_pointer__EACCES, "if r8 == r0 goto 9f;")
V(s10_half_compared_with_zero__EACCES, "if w0 == 0 goto 9f;")
V(s10_bit_of_pointer__EACCES, "if r0 & 1 goto 9f;")
S(s10_unchecked_compared_greater__EACCES, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 > 0 goto 9f;" END, [m] "i"(&arr))
S(s10_unchecked_compared_with_register__EACCES, "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; r1 = 0; if r0 == r1 goto 9f;" END, [m] "i"(&arr))
S(s10_map_compared_with_zero__ok, "r1 = %[m] ll; if r1 == 0 goto 9f;" END, [m] "i"(&arr))

// S10: other leaks
S(s10_byte_swapped__EACCES, "r1 = be64 r1; r0 = 0; exit;")
V(s10_value_swapped_into_map__EACCES, "r1 = r9; r1 = xchg_64(r0 + 0, r1);")
V(s10_compared_and_exchanged__EACCES, "r6 = r0; r1 = 1; r0 = r10; r0 = cmpxchg_64(r6 + 0, r0, r1);")
V(s10_number_exchanged__ok, "r1 = 1; r1 = xchg_64(r0 + 0, r1);")
V(s10_pointer_into_stack_and_counted__EACCES, "*(u64 *)(r10 - 16) = r9; r1 = 1; lock *(u64 *)(r10 - 16) += r1;")
V(s10_number_in_stack_counted__ok, "*(u64 *)(r10 - 16) = 0; r1 = 1; lock *(u64 *)(r10 - 16) += r1;")
V(s10_pointer_times__EACCES, "r0 *= 2;")
V(s10_32_bit_sum__EACCES, "w0 += 4;")
V(s10_32_bit_difference__EACCES, "w0 -= w0;")
V(s10_pointer_into_cb__EACCES, "*(u64 *)(r9 + 48) = r0;")
V(s10_number_into_cb__ok, "*(u32 *)(r9 + 48) = r8;")
S(s10_map_read__EPERM, "r1 = %[m] ll; r0 = *(u32 *)(r1 + 24); r0 = 0; exit;", [m] "i"(&arr))
S(s10_tail_call__ok, "r2 = %[m] ll; r3 = 1; call 12; r0 = 0; exit;", [m] "i"(&progs))
S(s10_tail_call_by_unknown__ok, "r3 = *(u32 *)(r1 + 0); r2 = %[m] ll; call 12; r0 = 0; exit;", [m] "i"(&progs))
S(s10_tail_call_by_pointer__EACCES, "r3 = r1; r2 = %[m] ll; call 12; r0 = 0; exit;", [m] "i"(&progs))
S(s10_tail_call_two_arrays__EINVAL, "r3 = *(u32 *)(r1 + 0); r2 = %[m] ll; if r3 == 1 goto 1f; r2 = %[n] ll; 1: r3 = 1; call 12; r0 = 0; exit;", [m] "i"(&progs), [n] "i"(&progs2))
S(s10_packet_load__ok, "r6 = r1; r0 = *(u8 *)skb[12]; exit;")

// S10: the stack
S(s10_number_spilled_and_filled_as_index__EINVAL, "r6 = *(u32 *)(r1 + 0); r6 &= 7; *(u64 *)(r10 - 16) = r6; *(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 9f; r6 = *(u64 *)(r10 - 16); r0 += r6;" END, [m] "i"(&arr))
S(s10_zero_spilled_and_filled__ok, "r6 = 0; *(u64 *)(r10 - 16) = r6; *(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 9f; r6 = *(u64 *)(r10 - 16); r0 += r6;" END, [m] "i"(&arr))
S(s10_constant_spilled_and_filled__EINVAL, "r6 = 4; *(u64 *)(r10 - 16) = r6; *(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 9f; r6 = *(u64 *)(r10 - 16); r0 += r6;" END, [m] "i"(&arr))
S(s10_constant_stored_and_filled__EINVAL, "*(u64 *)(r10 - 16) = 4; *(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 9f; r6 = *(u64 *)(r10 - 16); r0 += r6;" END, [m] "i"(&arr))
S(s10_byte_over_spilled_pointer__EACCES, "*(u64 *)(r10 - 8) = r1; *(u8 *)(r10 - 1) = 0; r0 = 0; exit;")
S(s10_byte_over_number__ok, "r2 = 77; *(u64 *)(r10 - 8) = r2; *(u8 *)(r10 - 1) = 0; r0 = *(u64 *)(r10 - 8); exit;")
S(s10_helper_over_spilled_pointer__EACCES, "*(u64 *)(r10 - 8) = r1; r2 = 0; r3 = r10; r3 += -8; r4 = 8; call 26; r0 = 0; exit;")
S(s10_helper_into_unset_stack__ok, "r2 = 0; r3 = r10; r3 += -8; r4 = 8; call 26; r0 = *(u64 *)(r10 - 8); exit;")
S(s10_helper_into_stack_of_unknown_size__EACCES, "r4 = *(u32 *)(r1 + 0); r4 &= 7; r4 += 1; r2 = 0; r3 = r10; r3 += -8; call 26; r0 = 0; exit;")
S(s10_helper_into_set_stack_of_unknown_size__ok, "*(u64 *)(r10 - 8) = 0; r4 = *(u32 *)(r1 + 0); r4 &= 7; r4 += 1; r2 = 0; r3 = r10; r3 += -8; call 26; r0 = 0; exit;")
S(s10_unset_on_one_path__EACCES, "r2 = *(u32 *)(r1 + 0); r0 = 0; if r2 == 3 goto 1f; *(u64 *)(r10 - 8) = r0; 1: r0 = *(u64 *)(r10 - 8); exit;")
S(s10_unset_in_dead_branch__EACCES, "r0 = 0; r2 = 1; if r2 == 1 goto 1f; r0 = *(u64 *)(r10 - 8); 1: r0 = 0; exit;")
S(s10_unset_register_in_dead_branch__EACCES, "r0 = 0; r2 = 1; if r2 == 1 goto 1f; r0 = r7; 1: r0 = 0; exit;")
S(s10_result_of_dead_branch__EACCES, "r0 = 0; r2 = 1; if r2 == 1 goto 1f; r0 = r1; 1: exit;")
S(s10_decided_the_other_way__EACCES, "r0 = 0; r2 = 1; if r2 != 1 goto 1f; exit; 1: r0 = r1; exit;")
S(s10_dead_branch_forgets_compared__EACCES, "r0 = 0; r2 = r1; r3 = 1; if r3 == 1 goto 1f; r0 = 1; 1: r1 = *(u32 *)(r3 + 0); exit;")
V(s10_value_is_unknown_in_dead_branch__EACCES, "if r0 == 0 goto 1f; r1 = *(u8 *)(r0 + 0); goto 9f; 1: r1 = *(u8 *)(r0 + 0);")
V(s10_decided_by_registers__ok, "r1 = 1; r2 = 2; if r1 == r2 goto 1f; r1 = *(u8 *)(r0 + 0); goto 9f; 1: r3 = r1; r3 += r2;")
V(s10_speculation_branches__ok, "r1 = 1; if r1 == 1 goto 9f; if r8 == 4 goto 1f; r2 = 2; 1: r3 = r8;")
V(s10_nested_speculation__ok, "r1 = 1; r2 = 2; if r1 == 1 goto 9f; if r2 == 2 goto 9f; r3 = 4;")
V(s10_call_in_dead_branch__EINVAL, "r1 = 1; if r1 == 1 goto 9f; call 118;")

V(s10_spilled_in_dead_branch__ok, "*(u64 *)(r10 - 16) = r0; r1 = 1; if r1 == 1 goto 1f; *(u64 *)(r10 - 16) = r9; 1: r1 = 0;")
V(s10_slot_is_number_in_dead_branch__EACCES, "*(u64 *)(r10 - 16) = r0; r1 = 1; if r1 == 1 goto 1f; *(u64 *)(r10 - 16) = r1; 1: r1 = *(u64 *)(r10 - 16); r1 = *(u8 *)(r1 + 0);")
V(s10_decided_by_half__ok, "r8 &= 7; if w8 > 9 goto 1f; r1 = 0; goto 9f; 1: r1 = r8;")
V(s10_decided_by_bits__ok, "r8 &= 6; if r8 & 1 goto 1f; r1 = 0; goto 9f; 1: r1 = r8;")
V(s10_null_check_by_register_twice__EACCES, "r1 = 0; if r1 == r0 goto 9f;")
V(s10_stored_pointer_read_as_number__EACCES, "*(u64 *)(r10 - 16) = r0; r1 = *(u64 *)(r10 - 16); *(u64 *)(r0 + 0) = r1;")
V(s10_key_is_pointer_to_value__ok, "r2 = r0; r1 = %[m] ll; call 1;")
V(s10_value_from_value__ok, "r2 = r10; r2 += -4; r3 = r0; r4 = 0; r1 = %[m] ll; call 2;")

// S9: cycles, and jumps back that close none
S(s9_jump_back_without_cycle__ok, "r0 = 0; goto 2f; 1: exit; 2: goto 1b;")
S(s9_cycle_of_jumps__EINVAL, "r0 = 0; 1: if r0 == 1 goto 2f; goto 1b; 2: exit;")
S(s9_cycle_in_dead_branch__EINVAL, "r0 = 0; if r0 == 0 goto 2f; 1: r0 += 1; goto 1b; 2: exit;")
S(s9_jump_to_itself__EINVAL, "r0 = 0; 1: if r0 == 5 goto 1b; exit;")
S(s9_diamonds__ok, "r0 = *(u32 *)(r1 + 0); if r0 == 1 goto 1f; r0 = 2; 1: if r0 == 2 goto 2f; r0 = 3; 2: if r0 == 3 goto 3f; r0 = 4; 3: r0 = 0; exit;")
#define STEP(K) "r6 = *(u32 *)(r1 + 0); if r6 == " #K " goto +1; r7 += 1;"
#define EIGHT(K) STEP(K) STEP(K) STEP(K) STEP(K) STEP(K) STEP(K) STEP(K) STEP(K)
S(p_eight_choices__ok, "r7 = 0;" EIGHT(3) "r0 = 0; exit;")
S(p_sixteen_choices__ok, "r7 = 0;" EIGHT(3) EIGHT(4) "r0 = 0; exit;")
S(p_sixteen_choices_counted_in_index__EACCES, "r7 = 0;" EIGHT(3) EIGHT(4) "*(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = %[m] ll; call 1; if r0 == 0 goto 9f; r7 &= 15; r0 += r7; r1 = *(u8 *)(r0 + 0);" END, [m] "i"(&arr))

// H30: helpers and contexts
S(h30_uid__EINVAL, "call 15; r0 = 0; exit;")
S(h30_cookie__ok, "call 46; r0 = 0; exit;")
S(h30_socket_uid__ok, "call 47; r0 = 0; exit;")
S(h30_cpu__ok, "call 8; r0 = 0; exit;")
S(h30_node__ok, "call 42; r0 = 0; exit;")
S(h30_boot_time__ok, "call 125; r0 = 0; exit;")
S(h30_coarse_time__ok, "call 160; r0 = 0; exit;")
S(h30_snprintf__EINVAL, "call 165; r0 = 0; exit;")
S(h30_for_each__EINVAL, "call 164; r0 = 0; exit;")
S(h30_kptr_xchg__EINVAL, "call 194; r0 = 0; exit;")
S(h30_dynptr__EINVAL, "call 197; r0 = 0; exit;")
S(h30_strncmp__EACCES, "call 182; r0 = 0; exit;")
S(h30_per_cpu_ptr__EINVAL, "call 153; r0 = 0; exit;")
S(h30_ringbuf_query__ok, "r1 = %[m] ll; r2 = 0; call 134; r0 = 0; exit;", [m] "i"(&ring))
S(h30_perf_output__ok, "r3 = 0; *(u64 *)(r10 - 8) = r3; r2 = %[m] ll; r4 = r10; r4 += -8; r5 = 8; call 25; r0 = 0; exit;", [m] "i"(&events))
U("cgroup_skb/ingress", a45_packet_of_cgroup__EACCES, "r2 = *(u32 *)(r1 + 76); r0 = 1; exit;")
U("cgroup_skb/ingress", a45_packet_end_of_cgroup__EACCES, "r2 = *(u32 *)(r1 + 80); r0 = 1; exit;")
U("cgroup_skb/ingress", a45_mark_of_cgroup__ok, "r2 = 1; *(u32 *)(r1 + 8) = r2; r0 = 1; exit;")
U("cgroup_skb/ingress", a45_priority_of_cgroup__ok, "r2 = 1; *(u32 *)(r1 + 32) = r2; r0 = 1; exit;")
U("cgroup_skb/ingress", a45_time_of_cgroup_read__ok, "r2 = *(u64 *)(r1 + 152); r0 = 1; exit;")
U("cgroup_skb/ingress", a45_time_of_cgroup_written__EACCES, "r2 = 1; *(u64 *)(r1 + 152) = r2; r0 = 1; exit;")
U("cgroup_skb/ingress", a45_socket_of_cgroup__ok, "r2 = *(u64 *)(r1 + 168); if r2 == 0 goto 1f; r3 = *(u32 *)(r2 + 0); 1: r0 = 1; exit;")
U("cgroup_skb/ingress", s1_result_of_cgroup__EINVAL, "r0 = 7; exit;")

// Maps without capabilities
NAMES(readable, map_read_only__ok)
NAMES(percpu, map_percpu_array__ok)
NAMES(percpu_hash, map_percpu_hash__ok)
NAMES(ring, map_ringbuf__ok)
NAMES(user_ring, map_user_ringbuf__ok)
NAMES(progs, map_prog_array__ok)
NAMES(events, map_perf_event_array__ok)
NAMES(cgroups, map_cgroup_array__ok)
NAMES(no_prealloc, map_hash_without_preallocation__ok)
NAMES(mmapable, map_mmapable__ok)
