// SPDX-License-Identifier: Apache-2.0
// Where paths meet: the second may only be dropped if what the first showed holds for it as well.
#include "cases_a.h"

struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } rb SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, __u64); } m8 SEC(".maps");
#define RETURN r0 = 0; exit

// One side, the other side, what follows: SPLIT jumps on an unknown byte to label 1; the first side walked is the one behind it
#define SPLIT(FIRST, SECOND) r8 &= 1; if r8 != 0 goto 1f; FIRST; goto 2f; 1: SECOND; 2:
// Enough instructions and branches that the join is a place where states are kept.
#define FILL r1 = 1; r2 = 2; r3 = 3; r4 = 4; if r1 == 2 goto +0; if r2 == 3 goto +0; r1 += r2; r3 += r4; if r1 == 9 goto +0; r1 = 0;
#define JOIN(NAME, FIRST, SECOND, ...) TC(NAME, UNKNOWN FILL SPLIT(FIRST, SECOND) FILL __VA_ARGS__; END)

// The index
JOIN(a87_good_then_bad__EACCES, r7 = 0, r7 = 64, r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_bad_then_good__EACCES, r7 = 64, r7 = 0, r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_good_then_good__ok, r7 = 0, r7 = 63, r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_range_then_constant_within__ok, r7 &= 63, r7 = 5, r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_constant_then_range__EACCES, r7 = 5, r7 &= 127, r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_range_then_wider_range__EACCES, r7 &= 63, r7 &= 127, r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_range_then_unknown__EINVAL, r7 &= 63, r7 = *(u64 *)(r9 + 8), r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_used_after_mask__ok, r7 = 0, r7 = 64, r7 &= 63; r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_not_used__ok, r7 = 0, r7 = 64, r7 = 1; r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_compared_then_used__ok, r7 = 0, r7 = 64, if r7 > 63 goto 9f; r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_compared_wrongly_then_used__EACCES, r7 = 0, r7 = 64, if r7 > 64 goto 9f; r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_stored_in_map_only__ok, r7 = 0, r7 = 64, *(u64 *)(r9 + 0) = r7)
JOIN(a87_as_size__EACCES, r7 = 8, r7 = 65, r1 = rb ll; r2 = r9; r3 = r7; r4 = 0; call ringbuf_output)
JOIN(a87_as_size_good__ok, r7 = 8, r7 = 64, r1 = rb ll; r2 = r9; r3 = r7; r4 = 0; call ringbuf_output)
JOIN(a87_as_shift__EINVAL, r7 = 1, r7 = 64, r2 = 1; r2 <<= r7; r9 += r2; r0 = *(u8 *)(r9 + 0))
JOIN(a87_bits_matter__EACCES, r7 = 8, r7 = 4, r7 += 3; r7 &= 4; r7 <<= 5; r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_sign_matters__EACCES, r7 = 1, r7 = -1, r9 += r7; r0 = *(u8 *)(r9 + 0))
// Decided branches
JOIN(a87_decides_bad_code__EACCES, r7 = 0, r7 = 1, if r7 == 0 goto +1; r0 = r5)
JOIN(a87_decides_bad_code_first__EACCES, r7 = 1, r7 = 0, if r7 == 0 goto +1; r0 = r5)
JOIN(a87_decides_neither__ok, r7 = 0, r7 = 1, if r7 != 2 goto +1; r0 = r5)
JOIN(a87_decided_by_range__EACCES, r7 &= 7, r7 = 8, if r7 < 8 goto +1; r0 = r5)
JOIN(a87_decided_by_range_good__ok, r7 &= 7, r7 = 7, if r7 < 8 goto +1; r0 = r5)
// Registers that hold nothing
JOIN(a87_unset_on_second__EACCES, r5 = 0, r4 = 0, r0 = r5)
JOIN(a87_unset_on_first__EACCES, r4 = 0, r5 = 0, r0 = r5)
TC(a87_unset_on_second_and_not_used__ok, UNKNOWN SPLIT(r5 = 0, r4 = 0) r5 = 1; r0 = r5; END)
TC(a87_unset_on_one_used__EACCES, UNKNOWN SPLIT(r5 = 0, r4 = 0) r0 = r5; END)
// Kinds
JOIN(a87_pointer_then_number__EACCES, r7 = r9, r7 = 0, r0 = *(u8 *)(r7 + 0))
JOIN(a87_number_then_pointer__EACCES, r7 = 0, r7 = r9, r0 = *(u8 *)(r7 + 0))
JOIN(a87_value_then_stack__ok, r7 = r9, r7 = r10; r7 += -64, r0 = *(u8 *)(r7 + 0))
JOIN(a87_value_then_stack_too_far__EACCES, r7 = r9, r7 = r10; r7 += -8, r0 = *(u8 *)(r7 + 8))
JOIN(a46_context_then_stack__EINVAL, r7 = r6, r7 = r10; r7 += -64, r0 = *(u32 *)(r7 + 8))
JOIN(a46_stack_then_context__EINVAL, r7 = r10; r7 += -64, r7 = r6, r0 = *(u32 *)(r7 + 8))
JOIN(a46_value_then_context__EINVAL, r7 = r9, r7 = r6, r0 = *(u32 *)(r7 + 8))
JOIN(a46_context_on_both_paths__ok, r7 = r6, r7 = r6, r0 = *(u32 *)(r7 + 8))
JOIN(a46_context_then_stack_stored__EINVAL, r7 = r6, r7 = r10; r7 += -64, *(u32 *)(r7 + 8) = 0)
JOIN(a87_value_moved_differently__EACCES, r7 = r9, r7 = r9; r7 += 57, r0 = *(u64 *)(r7 + 0))
JOIN(a87_value_moved_differently_good__ok, r7 = r9, r7 = r9; r7 += 56, r0 = *(u64 *)(r7 + 0))
JOIN(a87_value_of_another_map__EACCES, r7 = r9, *(u32 *)(r10 - 8) = 0; r2 = r10; r2 += -8; r1 = m8 ll; call map_lookup_elem; if r0 == 0 goto 9f; r7 = r0,
	r0 = *(u64 *)(r7 + 8))
JOIN(a87_checked_then_unchecked__EACCES, r7 = r9, *(u32 *)(r10 - 8) = 0; r2 = r10; r2 += -8; r1 = m64 ll; call map_lookup_elem; r7 = r0,
	r0 = *(u64 *)(r7 + 8))
JOIN(a87_unchecked_then_checked__EACCES, *(u32 *)(r10 - 8) = 0; r2 = r10; r2 += -8; r1 = m64 ll; call map_lookup_elem; r7 = r0, r7 = r9,
	r0 = *(u64 *)(r7 + 8))
JOIN(a87_checked_behind_the_join__ok, *(u32 *)(r10 - 8) = 0; r2 = r10; r2 += -8; r1 = m64 ll; call map_lookup_elem; r7 = r0, r7 = r9,
	if r7 == 0 goto 9f; r0 = *(u64 *)(r7 + 8))
// Slots
#define SLOT(VALUE) r1 = VALUE; *(u64 *)(r10 - 16) = r1
#define FILLED r1 = *(u64 *)(r10 - 16)
JOIN(a89_slot_good_then_bad__EACCES, SLOT(0), SLOT(64), FILLED; r9 += r1; r0 = *(u8 *)(r9 + 0))
JOIN(a89_slot_good_then_good__ok, SLOT(0), SLOT(63), FILLED; r9 += r1; r0 = *(u8 *)(r9 + 0))
JOIN(a89_slot_not_used__ok, SLOT(0), SLOT(64), *(u64 *)(r10 - 16) = 0; FILLED; r9 += r1; r0 = *(u8 *)(r9 + 0))
JOIN(a89_slot_zero_then_unwritten__EINVAL, SLOT(0), r1 = 0, FILLED; r9 += r1; r0 = *(u8 *)(r9 + 0))
JOIN(a89_slot_unwritten_then_zero__EINVAL, r1 = 0, SLOT(0), FILLED; r9 += r1; r0 = *(u8 *)(r9 + 0))
JOIN(a89_slot_pointer_then_number__EACCES, SLOT(r9), SLOT(0), FILLED; r0 = *(u8 *)(r1 + 0))
JOIN(a89_slot_pointer_then_pointer__ok, SLOT(r9), SLOT(r9), FILLED; r0 = *(u8 *)(r1 + 0))
JOIN(a89_slot_partly_overwritten_on_second__EACCES, SLOT(r9), SLOT(r9); *(u8 *)(r10 - 9) = 0, FILLED; r0 = *(u8 *)(r1 + 0))
JOIN(a89_zero_bytes_then_others__EACCES, *(u32 *)(r10 - 12) = 0, *(u32 *)(r10 - 12) = r8, r1 = *(u32 *)(r10 - 12); r1 <<= 6; r9 += r1; r0 = *(u8 *)(r9 + 0))
JOIN(a89_zero_bytes_then_zero_bytes__ok, *(u32 *)(r10 - 12) = 0, *(u32 *)(r10 - 12) = 0, r1 = *(u32 *)(r10 - 12); r1 <<= 6; r9 += r1; r0 = *(u8 *)(r9 + 0))
JOIN(a89_range_in_slot_then_wider__EACCES, r7 &= 63; SLOT(r7), r7 &= 127; SLOT(r7), FILLED; r9 += r1; r0 = *(u8 *)(r9 + 0))
// Links
JOIN(a88_linked_then_not__EINVAL, r7 = r8; r8 = *(u64 *)(r9 + 16); r7 = r8, r7 = *(u64 *)(r9 + 16), if r8 > 63 goto 9f; r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a88_not_linked_then_linked__EINVAL, r7 = *(u64 *)(r9 + 16), r8 = *(u64 *)(r9 + 16); r7 = r8, if r8 > 63 goto 9f; r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a88_linked_on_both__ok, r8 = *(u64 *)(r9 + 16); r7 = r8, r8 = *(u64 *)(r9 + 24); r7 = r8, if r8 > 63 goto 9f; r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a88_linked_with_another__EINVAL, r8 = *(u64 *)(r9 + 16); r7 = r8, r8 = *(u64 *)(r9 + 24); r7 = *(u64 *)(r9 + 24); r3 = r7,
	if r8 > 63 goto 9f; r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a88_distance_differs__EACCES, r8 = *(u64 *)(r9 + 16); r7 = r8; r7 += 1, r8 = *(u64 *)(r9 + 16); r7 = r8; r7 += 2,
	if r8 > 62 goto 9f; r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a88_distance_is_the_same__ok, r8 = *(u64 *)(r9 + 16); r7 = r8; r7 += 1, r8 = *(u64 *)(r9 + 24); r7 = r8; r7 += 1,
	if r8 > 62 goto 9f; r9 += r7; r0 = *(u8 *)(r9 + 0))
// References
#define RESERVE r1 = rb ll; r2 = 8; r3 = 0; call ringbuf_reserve
#define DISCARD r1 = r0; r2 = 0; call ringbuf_discard
TC(a86_reference_on_one_path__EINVAL, UNKNOWN r8 &= 1; r7 = 0; if r8 != 0 goto 1f; RESERVE; r7 = r0; 1: FILL RETURN)
TC(a86_reference_released_on_each_path__ok, UNKNOWN r8 &= 1; RESERVE; if r0 == 0 goto 9f; if r8 != 0 goto 1f; DISCARD; goto 2f; 1: DISCARD; 2: FILL END)
TC(a86_reference_released_on_one_path__EINVAL, UNKNOWN r8 &= 1; RESERVE; if r0 == 0 goto 9f; if r8 != 0 goto 1f; DISCARD; 1: FILL END)
TC(a86_reference_kept_by_flag__ok, UNKNOWN r8 &= 1; RESERVE; r7 = r0; if r7 == 0 goto 9f; if r8 != 0 goto 1f; r1 = r7; r2 = 0;
	call ringbuf_discard; 1: FILL if r8 == 0 goto 9f; r1 = r7; r2 = 0; call ringbuf_discard; END)
// Packet ranges
#define PACKET UNKNOWN r1 = *(u32 *)(r6 + 80); r7 = *(u32 *)(r6 + 76); r2 = r7; r8 &= 1;
TC(a87_packet_checked_on_one_path__EACCES, PACKET if r8 != 0 goto 1f; r2 += 8; if r2 > r1 goto 9f; 1: FILL r0 = *(u64 *)(r7 + 0); END)
TC(a87_packet_checked_on_both_paths__ok, PACKET if r8 != 0 goto 1f; r2 += 8; if r2 > r1 goto 9f; goto 2f; 1: r2 += 8; if r2 > r1 goto 9f; 2: FILL
	r0 = *(u64 *)(r7 + 0); END)
TC(a87_packet_checked_less_on_the_second_path__EACCES, PACKET if r8 != 0 goto 1f; r2 += 8; if r2 > r1 goto 9f; goto 2f; 1: r2 += 7; if r2 > r1 goto 9f; 2: FILL
	r0 = *(u64 *)(r7 + 0); END)
TC(a87_packet_checked_more_on_the_second_path__ok, PACKET if r8 != 0 goto 1f; r2 += 8; if r2 > r1 goto 9f; goto 2f; 1: r2 += 9; if r2 > r1 goto 9f; 2: FILL
	r0 = *(u64 *)(r7 + 0); END)
// What the caller does later with what a function left
FUNCTION(f_zero_or_64, r0 = 0; if r1 == 0 goto +1; r0 = 64; exit)
FUNCTION(f_zero_or_63, r0 = 0; if r1 == 0 goto +1; r0 = 63; exit)
TC(a87_result_of_function__EACCES, UNKNOWN r1 = r7; call f_zero_or_64; FILL r9 += r0; r0 = *(u8 *)(r9 + 0); END)
TC(a87_result_of_function_good__ok, UNKNOWN r1 = r7; call f_zero_or_63; FILL r9 += r0; r0 = *(u8 *)(r9 + 0); END)
FUNCTION(f_keeps, r2 = 1; r3 = 2; if r2 == 2 goto +0; if r3 == 3 goto +0; r0 = 0; exit)
JOIN(a87_through_a_call__EACCES, r7 = 0, r7 = 64, call f_keeps; r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_through_two_calls__EACCES, r7 = 0, r7 = 64, call f_keeps; call f_keeps; r9 += r7; r0 = *(u8 *)(r9 + 0))
JOIN(a87_through_a_call_good__ok, r7 = 0, r7 = 63, call f_keeps; r9 += r7; r0 = *(u8 *)(r9 + 0))
FUNCTION(f_index, r3 = 1; if r3 == 2 goto +0; r1 += r2; r0 = *(u8 *)(r1 + 0); r0 = 0; exit)
JOIN(a87_used_in_a_function__EACCES, r7 = 0, r7 = 64, r1 = r9; r2 = r7; call f_index)
JOIN(a87_used_in_a_function_good__ok, r7 = 0, r7 = 63, r1 = r9; r2 = r7; call f_index)
FUNCTION(f_index_of_slot, r3 = 1; if r3 == 2 goto +0; r2 = *(u64 *)(r2 + 0); r1 += r2; r0 = *(u8 *)(r1 + 0); r0 = 0; exit)
JOIN(a89_slot_used_in_a_function__EACCES, SLOT(0), SLOT(64), r1 = r9; r2 = r10; r2 += -16; call f_index_of_slot)
JOIN(a89_slot_used_in_a_function_good__ok, SLOT(0), SLOT(63), r1 = r9; r2 = r10; r2 += -16; call f_index_of_slot)
// The result of the program
CASE("cgroup_skb/ingress", a76_result_good_then_bad__EINVAL, call get_prandom_u32; r1 = r0; r0 = 0; if r1 == 0 goto +1; r0 = 2; r2 = 0; exit)
CASE("cgroup_skb/ingress", a76_result_good_then_good__ok, call get_prandom_u32; r1 = r0; r0 = 0; if r1 == 0 goto +1; r0 = 1; r2 = 0; exit)
