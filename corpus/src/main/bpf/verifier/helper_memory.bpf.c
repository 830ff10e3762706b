// SPDX-License-Identifier: Apache-2.0
// Memory that is handed to helpers: sizes, regions, what is read, what is written, and registers after a call.
#include "cases_a.h"

struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } rb SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PROG_ARRAY); __uint(max_entries, 4); __uint(key_size, 4); __uint(value_size, 4); }
	programs SEC(".maps");
const volatile char words[8] = "a word";
char text[8] = "a text";

// Input: ringbuf_output(map, data, size, flags). r7 is the size; size 0 is allowed by the prototype.
#define OUTPUT(NAME, BASE, ...) \
	TC(NAME, UNKNOWN __VA_ARGS__; r2 = BASE; r3 = r7; r1 = rb ll; r4 = 0; call ringbuf_output; END)
OUTPUT(a63_constant_size__ok, r9, r7 = 64)
OUTPUT(a63_constant_size_one_over__EACCES, r9, r7 = 65)
OUTPUT(a63_size_0__ok, r9, r7 = 0)
OUTPUT(a63_unknown_size__EACCES, r9, r7 = r7)
OUTPUT(a63_size_masked__ok, r9, r7 &= 63)
OUTPUT(a63_size_masked_127__EACCES, r9, r7 &= 127)
OUTPUT(a63_size_up_to_64__ok, r9, if r7 > 64 goto 9f)
OUTPUT(a63_size_up_to_65__EACCES, r9, if r7 > 65 goto 9f)
OUTPUT(a63_size_signed_bound_only__EACCES, r9, if r7 s> 64 goto 9f)
OUTPUT(a63_size_signed_bounds__ok, r9, if r7 s> 64 goto 9f; if r7 s< 0 goto 9f)
OUTPUT(a63_size_signed_from_1__ok, r9, if r7 s> 64 goto 9f; if r7 s< 1 goto 9f)
OUTPUT(a63_size_low_half_bound_only__EACCES, r9, if w7 > 64 goto 9f)
OUTPUT(a63_size_low_half_truncated__ok, r9, w7 = w7; if w7 > 64 goto 9f)
OUTPUT(a63_size_negative__EACCES, r9, r7 = -1)
OUTPUT(a63_size_2_pow_29__EACCES, r9, r7 = 0x20000000)
OUTPUT(a63_size_2_pow_29_less_1__EACCES, r9, r7 = 0x1fffffff)
OUTPUT(a63_size_not_set__EACCES, r9, r7 = r5)
OUTPUT(a63_size_is_pointer__EACCES, r9, r7 = r9)
OUTPUT(a63_base_moved__ok, r9, r7 = 32; r9 += 32)
OUTPUT(a63_base_moved_one_over__EACCES, r9, r7 = 32; r9 += 33)
OUTPUT(a63_base_below__EACCES, r9, r7 = 32; r9 += -1)
OUTPUT(a63_base_variable__ok, r9, r7 = 32; r8 &= 31; r9 += r8)
OUTPUT(a63_base_variable_one_over__EACCES, r9, r7 = 34; r8 &= 31; r9 += r8)
OUTPUT(a63_base_and_size_variable__ok, r9, r7 &= 31; r8 &= 31; r9 += r8)
OUTPUT(a63_base_and_size_correlated__EACCES, r9, r7 &= 63; r8 = 64; r8 -= r7; r9 += r7; r7 = r8)
OUTPUT(a64_base_is_number__EACCES, r7, r7 = 8)
OUTPUT(a64_base_is_zero__EACCES, 0, r7 = 8)
OUTPUT(a64_base_is_zero_with_size_0__EACCES, 0, r7 = 0)
OUTPUT(a64_base_is_map__EACCES, r8, r7 = 8; r8 = m64 ll)
OUTPUT(a64_base_is_context__EACCES, r6, r7 = 8)
OUTPUT(a64_base_is_read_only_data__ok, r8, r7 = 8; r8 = words ll)
OUTPUT(a64_base_is_read_only_data_one_over__EACCES, r8, r7 = 9; r8 = words ll)
OUTPUT(a64_base_is_packet_for_a_helper_without_packets__EACCES, r8,
	r7 = 8; r8 = *(u32 *)(r6 + 76); r1 = *(u32 *)(r6 + 80); r2 = r8; r2 += 8; if r2 > r1 goto 9f)
OUTPUT(a64_base_is_unchecked_packet__EACCES, r8, r7 = 8; r8 = *(u32 *)(r6 + 76))
// csum_diff may read packets
#define SUM(NAME, SIZE, ...) \
	TC(NAME, r8 = *(u32 *)(r1 + 76); r2 = *(u32 *)(r1 + 80); r3 = r8; r3 += 8; __VA_ARGS__; \
	r1 = r8; r2 = SIZE; r3 = 0; r4 = 0; r5 = 0; call csum_diff; END)
SUM(a64_packet__ok, 8, if r3 > r2 goto 9f)
SUM(a64_packet_one_over__EACCES, 12, if r3 > r2 goto 9f)
SUM(a64_packet_unchecked__EACCES, 8, r4 = 0)
SUM(a64_packet_size_0__ok, 0, r4 = 0)
SUM(a64_packet_moved__ok, 4, if r3 > r2 goto 9f; r8 += 4)
SUM(a64_packet_moved_one_over__EACCES, 8, if r3 > r2 goto 9f; r8 += 4)
TC(a64_packet_as_key__ok, r8 = *(u32 *)(r1 + 76); r2 = *(u32 *)(r1 + 80); r3 = r8; r3 += 4; if r3 > r2 goto 9f;
	r2 = r8; r1 = m64 ll; call map_lookup_elem; END)
TC(a64_packet_as_key_one_short__EACCES, r8 = *(u32 *)(r1 + 76); r2 = *(u32 *)(r1 + 80); r3 = r8; r3 += 3; if r3 > r2 goto 9f;
	r2 = r8; r1 = m64 ll; call map_lookup_elem; END)
CASE("cgroup_skb/egress", a64_packet_as_key_in_cgroup_skb__ok, r8 = *(u32 *)(r1 + 76); r2 = *(u32 *)(r1 + 80); r3 = r8;
	r3 += 4; if r3 > r2 goto 9f; r2 = r8; r1 = m64 ll; call map_lookup_elem; END)
OUTPUT(a64_base_is_packet_end__EACCES, r8, r7 = 0; r8 = *(u32 *)(r6 + 80))
// The stack as input
OUTPUT(a65_stack_written__ok, r8, r7 = 8; *(u64 *)(r10 - 16) = 0; r8 = r10; r8 += -16)
OUTPUT(a65_stack_unwritten__ok, r8, r7 = 8; r8 = r10; r8 += -16)
OUTPUT(a65_stack_pointer_slot__ok, r8, r7 = 8; *(u64 *)(r10 - 16) = r9; r8 = r10; r8 += -16)
OUTPUT(a65_stack_over_the_top__EINVAL, r8, r7 = 17; r8 = r10; r8 += -16)
OUTPUT(a65_stack_up_to_the_top__ok, r8, r7 = 16; r8 = r10; r8 += -16)
OUTPUT(a65_stack_whole__ok, r8, r7 = 512; r8 = r10; r8 += -512)
OUTPUT(a65_stack_below__EACCES, r8, r7 = 8; r8 = r10; r8 += -513)
OUTPUT(a65_stack_at_frame_pointer__EACCES, r10, r7 = 8)
OUTPUT(a65_stack_at_frame_pointer_size_0__EACCES, r10, r7 = 0)
OUTPUT(a65_stack_size_0__ok, r8, r7 = 0; r8 = r10; r8 += -8)
OUTPUT(a65_stack_misaligned__ok, r8, r7 = 5; r8 = r10; r8 += -13)
OUTPUT(a65_stack_variable_size__ok, r8, r7 &= 15; r8 = r10; r8 += -16)
OUTPUT(a65_stack_variable_size_over_the_top__EINVAL, r8, r7 &= 31; r8 = r10; r8 += -16)
OUTPUT(a65_stack_variable_base__ok, r8, r7 = 8; r8 &= 8; r8 += r10; r8 += -16)
OUTPUT(a65_stack_variable_base_over_the_top__EINVAL, r8, r7 = 9; r8 &= 8; r8 += r10; r8 += -16)
#define FROM(SIZE) r2 = r10; r2 += -16; r3 = SIZE; r1 = rb ll; r4 = 0; call ringbuf_output;
NEVER(a65_input_leaves_zero_bytes__EACCES, r7 != 0, *(u32 *)(r10 - 12) = 0; *(u32 *)(r10 - 16) = r8; FROM(8) r7 = *(u32 *)(r10 - 12))
NEVER(a65_input_leaves_neighbour__ok, r7 != 5, *(u64 *)(r10 - 24) = 5; FROM(8) r7 = *(u64 *)(r10 - 24))
NEVER(a65_input_of_size_0_leaves_spill__ok, r7 != 5, *(u64 *)(r10 - 16) = 5; FROM(0) r7 = *(u64 *)(r10 - 16))
VALUE(a65_input_leaves_pointer__EACCES, *(u64 *)(r10 - 16) = r9; FROM(8) r1 = *(u64 *)(r10 - 16); r0 = *(u8 *)(r1 + 0))
VALUE(a65_input_leaves_number_to_read__ok, *(u64 *)(r10 - 16) = r9; FROM(8) r1 = *(u64 *)(r10 - 16); r1 &= 1)
NEVER(a65_key_leaves_spill__EACCES, r7 != 0, *(u64 *)(r10 - 8) = 0; r2 = r10; r2 += -8; r1 = m64 ll; call map_lookup_elem; r7 = *(u64 *)(r10 - 8))
NEVER(a65_value_leaves_spill__EACCES, r7 != 5, *(u64 *)(r10 - 8) = 0; *(u64 *)(r10 - 72) = 5; r2 = r10; r2 += -8; r3 = r10; r3 += -72;
	r4 = 0; r1 = m64 ll; call map_update_elem; r7 = *(u64 *)(r10 - 72))
NEVER(a65_input_leaves_spill__EACCES, r7 != 5, *(u64 *)(r10 - 16) = 5; r2 = r10; r2 += -16; r3 = 8; r1 = rb ll; r4 = 0;
	call ringbuf_output; r7 = *(u64 *)(r10 - 16))

// Output: probe_read_kernel(destination, size, source)
#define READ(NAME, BASE, ...) TC(NAME, UNKNOWN __VA_ARGS__; r1 = BASE; r2 = r7; r3 = 0; call probe_read_kernel; END)
READ(a65_output_value__ok, r9, r7 = 64)
READ(a65_output_value_one_over__EACCES, r9, r7 = 65)
READ(a65_output_value_variable_size__ok, r9, r7 &= 63)
READ(a65_output_stack__ok, r8, r7 = 16; r8 = r10; r8 += -16)
READ(a65_output_stack_over_the_top__EINVAL, r8, r7 = 17; r8 = r10; r8 += -16)
READ(a65_output_stack_below__EACCES, r8, r7 = 8; r8 = r10; r8 += -520)
READ(a65_output_stack_size_0__ok, r8, r7 = 0; r8 = r10; r8 += -16)
READ(a64_output_null_size_0__EACCES, 0, r7 = 0)
READ(a64_output_null__EACCES, 0, r7 = 8)
READ(a64_output_read_only_data__EACCES, r8, r7 = 8; r8 = words ll)
READ(a64_output_data__ok, r8, r7 = 8; r8 = text ll)
READ(a64_output_context__EACCES, r6, r7 = 8)
READ(a64_output_packet__EACCES, r8,
	r7 = 8; r8 = *(u32 *)(r6 + 76); r1 = *(u32 *)(r6 + 80); r2 = r8; r2 += 8; if r2 > r1 goto 9f)
#define INTO(SIZE, ...) r1 = r10; r1 += -32; r2 = SIZE; r3 = 0; __VA_ARGS__ call probe_read_kernel;
NEVER(a65_output_constant_is_forgotten__EACCES, r7 != 5, *(u64 *)(r10 - 32) = 5; INTO(8) r7 = *(u64 *)(r10 - 32))
NEVER(a65_output_part_of_constant_is_forgotten__EACCES, r7 != 5, *(u64 *)(r10 - 32) = 5; INTO(1) r7 = *(u64 *)(r10 - 32))
NEVER(a65_output_neighbour_stays__ok, r7 != 5, *(u64 *)(r10 - 24) = 5; INTO(8) r7 = *(u64 *)(r10 - 24))
NEVER(a65_output_neighbour_touched_by_one_byte__EACCES, r7 != 5, *(u64 *)(r10 - 24) = 5; INTO(9) r7 = *(u64 *)(r10 - 24))
NEVER(a65_output_zero_is_forgotten__EACCES, r7 != 0, *(u64 *)(r10 - 32) = 0; INTO(8) r7 = *(u64 *)(r10 - 32))
NEVER(a65_output_of_variable_size__EACCES, r7 != 5, r8 &= 15; *(u64 *)(r10 - 24) = 5; INTO(r8) r7 = *(u64 *)(r10 - 24))
NEVER(a65_output_of_variable_size_short__ok, r7 != 5, r8 &= 7; *(u64 *)(r10 - 24) = 5; INTO(r8) r7 = *(u64 *)(r10 - 24))
NEVER(a65_output_of_size_0__ok, r7 != 5, *(u64 *)(r10 - 32) = 5; INTO(0) r7 = *(u64 *)(r10 - 32))
VALUE(a65_output_pointer_is_lost__EACCES, *(u64 *)(r10 - 32) = r9; INTO(8) r1 = *(u64 *)(r10 - 32); r0 = *(u8 *)(r1 + 0))
VALUE(a65_output_pointer_beside_stays__ok, *(u64 *)(r10 - 24) = r9; INTO(8) r1 = *(u64 *)(r10 - 24); r0 = *(u8 *)(r1 + 0))
VALUE(a65_output_pointer_of_variable_size_is_lost__EACCES,
	r8 = *(u64 *)(r9 + 0); r8 &= 15; *(u64 *)(r10 - 24) = r9; INTO(r8) r1 = *(u64 *)(r10 - 24); r0 = *(u8 *)(r1 + 0))

// Sizes that must be constants, and other arguments
TC(a63_reserve_constant__ok, r1 = rb ll; r2 = 8; r3 = 0; call ringbuf_reserve; if r0 == 0 goto 9f; r1 = r0; r2 = 0;
	call ringbuf_discard; END)
TC(a63_reserve_unknown__EACCES, UNKNOWN r1 = rb ll; r2 = r7; r3 = 0; call ringbuf_reserve; END)
TC(a63_reserve_range__EACCES, UNKNOWN r7 &= 1; r7 += 8; r1 = rb ll; r2 = r7; r3 = 0; call ringbuf_reserve; END)
TC(a63_reserve_learnt_by_comparison__ok, UNKNOWN if r7 != 8 goto 9f; r1 = rb ll; r2 = r7; r3 = 0; call ringbuf_reserve;
	if r0 == 0 goto 9f; r1 = r0; r2 = 0; call ringbuf_discard; END)
TC(a63_current_pid_in_tc__ok, call get_current_pid_tgid; r0 = 0; exit)
CASE("kprobe/do_nothing", a63_current_comm_size_16__ok, r1 = r10; r1 += -16; r2 = 16; call get_current_comm; r0 = 0; exit)
CASE("kprobe/do_nothing", a63_current_comm_size_0__EACCES, r1 = r10; r1 += -16; r2 = 0; call get_current_comm; r0 = 0; exit)
CASE("kprobe/do_nothing", a63_current_comm_size_may_be_0__EACCES,
	call get_prandom_u32; r2 = r0; r2 &= 15; r1 = r10; r1 += -16; call get_current_comm; r0 = 0; exit)
CASE("kprobe/do_nothing", a63_current_comm_size_from_1__ok,
	call get_prandom_u32; r2 = r0; r2 &= 15; r2 += 1; r1 = r10; r1 += -16; call get_current_comm; r0 = 0; exit)
CASE("kprobe/do_nothing", a63_current_comm_size_from_1_over_the_top__EINVAL,
	call get_prandom_u32; r2 = r0; r2 &= 15; r2 += 2; r1 = r10; r1 += -16; call get_current_comm; r0 = 0; exit)
NEVER(a47_string_length_upper_bound__ok, r7 s> 16, r1 = r10; r1 += -24; r2 = 16; r3 = 0; call probe_read_kernel_str; r7 = r0)
NEVER(a47_string_length_upper_bound_one_less__EACCES, r7 s> 15, r1 = r10; r1 += -24; r2 = 16; r3 = 0; call probe_read_kernel_str; r7 = r0)
NEVER(a47_string_length_lower_bound__ok, r7 s< -4095, r1 = r10; r1 += -24; r2 = 16; r3 = 0; call probe_read_kernel_str; r7 = r0)
NEVER(a47_string_length_lower_bound_one_more__EACCES, r7 s< -4094, r1 = r10; r1 += -24; r2 = 16; r3 = 0; call probe_read_kernel_str; r7 = r0)
NEVER(a47_string_length_of_variable_size__ok, r7 s> 15, r1 = r10; r1 += -24; r2 = r8; r2 &= 15; r3 = 0; call probe_read_kernel_str; r7 = r0)
INDEX(a47_string_length_as_index__ok, r1 = r10; r1 += -24; r2 = 16; r3 = 0; call probe_read_kernel_str; r7 = r0; if r7 s< 0 goto 9f)
INDEX(a47_read_result_is_unknown__EINVAL, r1 = r10; r1 += -24; r2 = 16; r3 = 0; call probe_read_kernel; r7 = r0; if r7 s> 0 goto 9f)
TC(a64_string_constant__ok, V r1 = r9; r2 = 8; r3 = words ll; call strncmp; r0 = 0; END)
TC(a64_string_in_writable_data__EACCES, V r1 = r9; r2 = 8; r3 = text ll; call strncmp; r0 = 0; END)
TC(a64_string_on_the_stack__EACCES, V r1 = r9; r2 = 8; r3 = r10; r3 += -8; *(u64 *)(r10 - 8) = 0; call strncmp; r0 = 0; END)
TC(a64_string_variable_place__EACCES, UNKNOWN r7 &= 1; r1 = r9; r2 = 8; r3 = words ll; r3 += r7; call strncmp; r0 = 0; END)
TC(a64_nullable_null_size_0__ok, r1 = 0; r2 = 0; r3 = 0; r4 = 0; r5 = 0; call csum_diff; r0 = 0; exit)
TC(a64_nullable_null_size_4__EACCES, r1 = 0; r2 = 4; r3 = 0; r4 = 0; r5 = 0; call csum_diff; r0 = 0; exit)
TC(a64_nullable_one__EACCES, r1 = 1; r2 = 0; r3 = 0; r4 = 0; r5 = 0; call csum_diff; r0 = 0; exit)
TC(a64_nullable_unknown__EACCES, UNKNOWN r1 = r7; r2 = 0; r3 = 0; r4 = 0; r5 = 0; call csum_diff; r0 = 0; END)
VALUE(a64_nullable_value__ok, r1 = r9; r2 = 64; r3 = 0; r4 = 0; r5 = 0; call csum_diff)
VALUE(a64_nullable_null_unknown_size__EACCES, r2 = *(u8 *)(r9 + 0); r1 = 0; r3 = 0; r4 = 0; r5 = 0; call csum_diff)
TC(a64_maybe_null_as_memory__EACCES, *(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = m64 ll; call map_lookup_elem;
	r2 = r0; r3 = 8; r1 = rb ll; r4 = 0; call ringbuf_output; r0 = 0; exit)
TC(a64_context_argument_is_number__EACCES, r1 = 0; r2 = 0; call skb_pull_data; r0 = 0; exit)
TC(a64_context_argument_is_stack__EACCES, r1 = r10; r2 = 0; call skb_pull_data; r0 = 0; exit)
TC(a64_any_argument_not_set__EACCES, r2 = r5; call skb_pull_data; r0 = 0; exit)
TC(a64_any_argument_pointer__ok, r2 = r10; call skb_pull_data; r0 = 0; exit)
TC(a68_argument_never_set__EACCES, call skb_pull_data; r0 = 0; exit)
SYSCALL(a66_syscall_context_as_input__EACCES, r2 = r1; r3 = 8; r1 = rb ll; r4 = 0; call ringbuf_output; r0 = 0; exit)
SYSCALL(a66_syscall_context_as_output__EACCES, r2 = 8; r3 = 0; call probe_read_kernel; r0 = 0; exit)
SYSCALL(a66_syscall_context_as_key__EACCES, r2 = r1; r1 = m64 ll; call map_lookup_elem; r0 = 0; exit)

// Registers after a call
#define AFTER(NAME, ...) TC(NAME, r6 = r1; r1 = 1; r2 = 1; r3 = 1; r4 = 1; r5 = 1; r7 = 7; call get_prandom_u32; __VA_ARGS__; r0 = 0; exit)
AFTER(a68_r1_is_dead__EACCES, r0 = r1)
AFTER(a68_r2_is_dead__EACCES, r0 = r2)
AFTER(a68_r3_is_dead__EACCES, r0 = r3)
AFTER(a68_r4_is_dead__EACCES, r0 = r4)
AFTER(a68_r5_is_dead__EACCES, r0 = r5)
AFTER(a68_r6_is_kept__ok, r1 = *(u32 *)(r6 + 8))
AFTER(a68_r7_is_kept__ok, if r7 == 7 goto +1; r0 = r5)
AFTER(a68_r0_is_set__ok, r1 = r0)
AFTER(a68_dead_register_stored__EACCES, *(u64 *)(r10 - 8) = r1)
AFTER(a68_dead_register_compared__EACCES, if r1 == 0 goto +0)
AFTER(a68_dead_register_overwritten__ok, r1 = 0; r2 = r1)
TC(a68_discard_gives_no_result__EACCES, r1 = rb ll; r2 = 8; r3 = 0; call ringbuf_reserve; if r0 == 0 goto 9f; r1 = r0; r2 = 0;
	call ringbuf_discard; exit; END)
TC(a68_failed_tail_call_gives_no_result__EACCES, r2 = programs ll; r3 = 0; call tail_call; exit)
TC(a68_failed_tail_call_goes_on__ok, r2 = programs ll; r3 = 0; call tail_call; r0 = 0; exit)
TC(a68_tail_call_into_array__EINVAL, r2 = m64 ll; r3 = 0; call tail_call; r0 = 0; exit)
