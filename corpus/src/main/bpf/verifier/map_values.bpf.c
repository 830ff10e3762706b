// SPDX-License-Identifier: Apache-2.0
// Map values and keys: sizes, variable offsets, flags of maps, special fields, constants of read-only data.
#include "cases_a.h"

struct row { __u64 head; struct bpf_spin_lock lock; __u32 pad; struct bpf_timer timer; __u64 tail; };
struct odd { __u8 b[13]; };
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 4); __type(key, __u32); __type(value, struct odd); } odd SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 4); __type(key, __u32); __type(value, struct row); } rows SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, __u64);
	__uint(map_flags, BPF_F_RDONLY_PROG); } rdonly SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, __u64);
	__uint(map_flags, 256); } wronly SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, struct bytes64); }
	percpu SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 4); __type(key, struct odd); __type(value, struct bytes64); }
	odd_key SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_QUEUE); __uint(max_entries, 4); __uint(key_size, 0); __uint(value_size, 8); } queue SEC(".maps");

// Each width at the last place where it fits, and one further
VALUE(a40_load_1_last__ok, r0 = *(u8 *)(r9 + 63))
VALUE(a40_load_1_one_over__EACCES, r0 = *(u8 *)(r9 + 64))
VALUE(a40_load_2_last__ok, r0 = *(u16 *)(r9 + 62))
VALUE(a40_load_2_one_over__EACCES, r0 = *(u16 *)(r9 + 63))
VALUE(a40_load_4_last__ok, r0 = *(u32 *)(r9 + 60))
VALUE(a40_load_4_one_over__EACCES, r0 = *(u32 *)(r9 + 61))
VALUE(a40_load_8_last__ok, r0 = *(u64 *)(r9 + 56))
VALUE(a40_load_8_one_over__EACCES, r0 = *(u64 *)(r9 + 57))
VALUE(a40_store_1_last__ok, *(u8 *)(r9 + 63) = 0)
VALUE(a40_store_1_one_over__EACCES, *(u8 *)(r9 + 64) = 0)
VALUE(a40_store_8_last__ok, *(u64 *)(r9 + 56) = 0)
VALUE(a40_store_8_one_over__EACCES, *(u64 *)(r9 + 57) = 0)
VALUE(a40_store_register_8_last__ok, *(u64 *)(r9 + 56) = r9)
VALUE(a40_store_register_8_one_over__EACCES, *(u64 *)(r9 + 57) = r9)
VALUE(a40_load_below__EACCES, r0 = *(u8 *)(r9 - 1))
VALUE(a40_load_around_start__EACCES, r0 = *(u64 *)(r9 - 4))
VALUE(a38_load_8_misaligned__ok, r0 = *(u64 *)(r9 + 3))
VALUE(a38_store_4_misaligned__ok, *(u32 *)(r9 + 7) = 1)
// Variable offsets
INDEX(a40_index_63__ok, r7 &= 63)
INDEX(a40_index_127__EACCES, r7 &= 127)
INDEX(a40_index_unbounded__EINVAL, r7 = r7)
TC(a40_index_of_words__ok, UNKNOWN r7 &= 7; r7 <<= 3; r9 += r7; r0 = *(u64 *)(r9 + 0); END)
TC(a40_index_of_words_beside__EACCES, UNKNOWN r7 &= 7; r7 <<= 3; r9 += r7; r0 = *(u64 *)(r9 + 1); END)
TC(a40_index_of_bytes_for_a_word__EACCES, UNKNOWN r7 &= 63; r9 += r7; r0 = *(u64 *)(r9 + 0); END)
TC(a40_index_57_for_a_word__EACCES, UNKNOWN if r7 > 57 goto 9f; r9 += r7; r0 = *(u64 *)(r9 + 0); END)
TC(a40_index_56_for_a_word__ok, UNKNOWN if r7 > 56 goto 9f; r9 += r7; r0 = *(u64 *)(r9 + 0); END)
TC(a40_index_and_offset__ok, UNKNOWN r7 &= 31; r9 += r7; r0 = *(u8 *)(r9 + 32); END)
TC(a40_index_and_offset_one_over__EACCES, UNKNOWN r7 &= 31; r9 += r7; r0 = *(u8 *)(r9 + 33); END)
TC(a40_index_stored__ok, UNKNOWN r7 &= 31; r9 += r7; *(u32 *)(r9 + 29) = 1; END)
TC(a40_index_stored_one_over__EACCES, UNKNOWN r7 &= 31; r9 += r7; *(u32 *)(r9 + 30) = 1; END)
TC(a40_index_least_of_one__ok, UNKNOWN r7 &= 7; r7 += 1; r9 += r7; r0 = *(u8 *)(r9 - 1); END)
TC(a40_index_least_of_zero__EACCES, UNKNOWN r7 &= 7; r9 += r7; r0 = *(u8 *)(r9 - 1); END)
TC(a40_index_signed_negative__EACCES, UNKNOWN if r7 s> 3 goto 9f; if r7 s< -3 goto 9f; r9 += r7; r0 = *(u8 *)(r9 + 8); END)
TC(a40_index_made_positive__ok, UNKNOWN if r7 s> 3 goto 9f; if r7 s< -3 goto 9f; r7 += 3; r9 += r7; r0 = *(u8 *)(r9 + 57); END)
TC(a40_index_made_positive_one_over__EACCES,
	UNKNOWN if r7 s> 3 goto 9f; if r7 s< -3 goto 9f; r7 += 3; r9 += r7; r0 = *(u8 *)(r9 + 58); END)
TC(a40_two_indexes__ok, UNKNOWN r7 &= 31; r8 &= 31; r9 += r7; r9 += r8; r0 = *(u8 *)(r9 + 1); END)
TC(a40_two_indexes_one_over__EACCES, UNKNOWN r7 &= 31; r8 &= 31; r9 += r7; r9 += r8; r0 = *(u8 *)(r9 + 2); END)
TC(a40_pointer_not_refined_by_index_later__EACCES, UNKNOWN r7 &= 127; r9 += r7; if r7 > 63 goto 9f; r0 = *(u8 *)(r9 + 0); END)
TC(a40_index_2_pow_29__EACCES, UNKNOWN r7 &= 0x3fffffff; r9 += r7; r0 = *(u8 *)(r9 + 0); END)
// The size is the value's, not the distance of elements
#define AT(MAP, NAME, ...) TC(NAME, *(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = MAP ll; call map_lookup_elem; \
	if r0 == 0 goto 9f; r9 = r0; __VA_ARGS__; END)
AT(odd, a40_odd_size_last__ok, r0 = *(u8 *)(r9 + 12))
AT(odd, a40_odd_size_beyond__EACCES, r0 = *(u8 *)(r9 + 13))
AT(odd, a40_odd_size_word__ok, r0 = *(u64 *)(r9 + 5))
AT(odd, a40_odd_size_word_beyond__EACCES, r0 = *(u64 *)(r9 + 8))
AT(percpu, a40_per_cpu_last__ok, r0 = *(u64 *)(r9 + 56))
AT(percpu, a40_per_cpu_beyond__EACCES, r0 = *(u64 *)(r9 + 64))
AT(percpu, a40_per_cpu_atomic__ok, r1 = 1; lock *(u64 *)(r9 + 0) += r1)
// Flags of maps
AT(rdonly, a40_read_only_read__ok, r0 = *(u64 *)(r9 + 0))
AT(rdonly, a40_read_only_written__EACCES, *(u64 *)(r9 + 0) = 0)
AT(rdonly, a40_read_only_atomic__EACCES, r1 = 1; lock *(u64 *)(r9 + 0) += r1)
AT(rdonly, a66_read_only_as_output__EACCES, r1 = r9; r2 = 8; r3 = 0; call probe_read_kernel)
AT(rdonly, a66_read_only_as_input__ok, r1 = m64 ll; r2 = r9; call map_lookup_elem)
TC(a66_read_only_updated__EACCES, *(u64 *)(r10 - 8) = 0; r2 = r10; r2 += -8; r3 = r2; r4 = 0; r1 = rdonly ll;
	call map_update_elem; r0 = 0; exit)
AT(wronly, a40_write_only_written__ok, *(u64 *)(r9 + 0) = 0)
TC(a40_write_only_looked_up__ok, *(u64 *)(r10 - 8) = 0; r2 = r10; r2 += -8; r1 = wronly ll; call map_lookup_elem; r0 = 0; exit)
AT(wronly, a40_write_only_read__EACCES, r0 = *(u64 *)(r9 + 0))
AT(wronly, a40_write_only_atomic__EACCES, r1 = 1; lock *(u64 *)(r9 + 0) += r1)
AT(wronly, a66_write_only_as_output__ok, r1 = r9; r2 = 8; r3 = 0; call probe_read_kernel)
AT(wronly, a66_write_only_as_key__EACCES, r1 = m64 ll; r2 = r9; call map_lookup_elem)
TC(a40_write_only_updated__ok, *(u64 *)(r10 - 8) = 0; r2 = r10; r2 += -8; r3 = r2; r4 = 0; r1 = wronly ll;
	call map_update_elem; r0 = 0; exit)
// Special fields
AT(rows, a41_before_lock__ok, r0 = *(u64 *)(r9 + 0))
AT(rows, a41_lock_read__EACCES, r0 = *(u32 *)(r9 + 8))
AT(rows, a41_lock_last_byte__EACCES, r0 = *(u8 *)(r9 + 11))
AT(rows, a41_after_lock__ok, r0 = *(u32 *)(r9 + 12))
AT(rows, a41_lock_written__EACCES, *(u32 *)(r9 + 8) = 0)
AT(rows, a41_into_lock__EACCES, r0 = *(u64 *)(r9 + 4))
AT(rows, a41_lock_and_padding__EACCES, r0 = *(u64 *)(r9 + 8))
AT(rows, a41_timer_read__EACCES, r0 = *(u64 *)(r9 + 16))
AT(rows, a41_timer_last_byte__EACCES, r0 = *(u8 *)(r9 + 31))
AT(rows, a41_after_timer__ok, r0 = *(u64 *)(r9 + 32))
AT(rows, a41_lock_atomic__EACCES, r1 = 1; lock *(u32 *)(r9 + 8) += w1)
AT(rows, a41_variable_before_lock__ok, r1 = *(u64 *)(r9 + 0); r1 &= 7; r9 += r1; r0 = *(u8 *)(r9 + 0))
AT(rows, a41_variable_into_lock__EACCES, r1 = *(u64 *)(r9 + 0); r1 &= 7; r9 += r1; r0 = *(u8 *)(r9 + 1))
AT(rows, a41_variable_around_lock__EACCES, r1 = *(u64 *)(r9 + 0); r1 &= 32; r9 += r1; r0 = *(u64 *)(r9 + 0))
AT(rows, a66_helper_writes_before_lock__ok, r1 = r9; r2 = 8; r3 = 0; call probe_read_kernel)
AT(rows, a66_helper_writes_lock__EACCES, r1 = r9; r2 = 12; r3 = 0; call probe_read_kernel)
AT(rows, a66_helper_writes_tail__ok, r1 = r9; r1 += 32; r2 = 8; r3 = 0; call probe_read_kernel)
AT(rows, a66_whole_value_as_key__EACCES, r1 = rows ll; r2 = r9; r2 += 8; call map_lookup_elem)
AT(rows, a66_head_as_key__ok, r1 = rows ll; r2 = r9; call map_lookup_elem)
// Keys
TC(a65_key_on_the_stack__ok, *(u64 *)(r10 - 8) = 0; *(u64 *)(r10 - 16) = 0; r2 = r10; r2 += -13; r1 = odd_key ll;
	call map_lookup_elem; r0 = 0; exit)
TC(a65_key_on_the_stack_too_short__EINVAL, *(u64 *)(r10 - 8) = 0; *(u64 *)(r10 - 16) = 0; r2 = r10; r2 += -12; r1 = odd_key ll;
	call map_lookup_elem; r0 = 0; exit)
VALUE(a66_key_in_value__ok, r2 = r9; r2 += 51; r1 = odd_key ll; call map_lookup_elem)
VALUE(a66_key_in_value_one_over__EACCES, r2 = r9; r2 += 52; r1 = odd_key ll; call map_lookup_elem)
VALUE(a66_value_in_value__ok, r3 = r9; r2 = r9; r1 = m64 ll; r4 = 0; call map_update_elem)
VALUE(a66_value_in_value_one_over__EACCES, r3 = r9; r3 += 1; r2 = r9; r1 = m64 ll; r4 = 0; call map_update_elem)
TC(a66_number_as_key__EACCES, r2 = 0; r1 = m64 ll; call map_lookup_elem; r0 = 0; exit)
TC(a66_map_as_key__EACCES, r1 = m64 ll; r2 = r1; call map_lookup_elem; r0 = 0; exit)
TC(a66_number_as_map__EACCES, r1 = 0; r2 = r10; r2 += -4; call map_lookup_elem; r0 = 0; exit)
VALUE(a66_value_as_map__EACCES, r1 = r9; r2 = r10; r2 += -4; call map_lookup_elem)
TC(a66_lookup_in_queue__EACCES, *(u32 *)(r10 - 4) = 0; r2 = r10; r2 += -4; r1 = queue ll; call map_lookup_elem; r0 = 0; exit)
TC(a66_pop_from_queue__ok, r2 = r10; r2 += -8; r1 = queue ll; call map_pop_elem; r0 = 0; exit)
TC(a66_pop_from_array__EINVAL, r2 = r10; r2 += -8; r1 = m64 ll; call map_pop_elem; r0 = 0; exit)
// Keys that a callback is given
#define EACH(NAME, ...) \
	FUNCTION(cb_##NAME, __VA_ARGS__; r0 = 0; exit) \
	TC(NAME, r1 = odd_key ll; r2 = cb_##NAME ll; r3 = 0; r4 = 0; call for_each_map_elem; r0 = 0; exit)
EACH(a40_key_last__ok, r0 = *(u8 *)(r2 + 12))
EACH(a40_key_beyond__EACCES, r0 = *(u8 *)(r2 + 13))
EACH(a40_key_written__EACCES, *(u8 *)(r2 + 0) = 0)
EACH(a40_key_variable__ok, r4 = *(u64 *)(r3 + 0); r4 &= 7; r2 += r4; r0 = *(u8 *)(r2 + 5))
EACH(a40_key_variable_one_over__EACCES, r4 = *(u64 *)(r3 + 0); r4 &= 7; r2 += r4; r0 = *(u8 *)(r2 + 6))
EACH(a40_value_in_callback__ok, *(u64 *)(r3 + 56) = 0)
EACH(a40_value_in_callback_beyond__EACCES, *(u64 *)(r3 + 57) = 0)
EACH(a40_key_below__EACCES, r0 = *(u8 *)(r2 - 1))
EACH(a40_key_atomic__EACCES, r4 = 1; lock *(u64 *)(r2 + 0) += r4)

// Constants of read-only data are known
const volatile __u64 forty = 40;
const volatile __u32 minus_two = -2;
const volatile __u8 table[64] = { 3, 200 };
__u64 counter;
INDEX(a42_constant_as_index__ok, r1 = forty ll; r7 = *(u64 *)(r1 + 0))
INDEX(a42_constant_as_index_24_more__EACCES, r1 = forty ll; r7 = *(u64 *)(r1 + 0); r7 += 24)
NEVER(a42_constant_is_exact__ok, r7 != 40, r1 = forty ll; r7 = *(u64 *)(r1 + 0))
NEVER(a42_constant_byte__ok, r7 != 40, r1 = forty ll; r7 = *(u8 *)(r1 + 0))
NEVER(a42_constant_upper_byte__ok, r7 != 0, r1 = forty ll; r7 = *(u8 *)(r1 + 7))
NEVER(a42_constant_is_zero_extended__ok, r7 s< 0, r1 = minus_two ll; r7 = *(u32 *)(r1 + 0))
NEVER(a42_constant_of_table__ok, r7 != 200, r1 = table ll; r7 = *(u8 *)(r1 + 1))
NEVER(a42_variable_place_in_table__EACCES, r7 > 200, r1 = table ll; r8 &= 1; r1 += r8; r7 = *(u8 *)(r1 + 0))
NEVER(a42_decides_a_branch__ok, r7 != 1, r7 = 1; r1 = forty ll; r2 = *(u64 *)(r1 + 0); if r2 == 40 goto +1; r7 = 2)
NEVER(a42_writable_data_is_unknown__EACCES, r7 != 0, r1 = counter ll; r7 = *(u64 *)(r1 + 0))
TC(a42_read_only_data_written__EACCES, r1 = forty ll; *(u64 *)(r1 + 0) = 1; r0 = 0; exit)
TC(a40_data_written__ok, r1 = counter ll; *(u64 *)(r1 + 0) = 1; r0 = 0; exit)
TC(a40_data_beyond_section__EACCES, r1 = counter ll; r0 = *(u64 *)(r1 + 8); r0 = 0; exit)
TC(a40_data_beyond_variable__ok, r1 = forty ll; r0 = *(u64 *)(r1 + 8); r0 = 0; exit)
TC(a21_data_is_not_null__ok, r1 = counter ll; if r1 == 0 goto 8f; END 8: r0 = r5; exit;)
