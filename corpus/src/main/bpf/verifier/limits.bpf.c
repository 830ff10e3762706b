// SPDX-License-Identifier: Apache-2.0
// Limits of a program: pending branches, functions, maps.
#include "cases_a.h"

#define RETURN r0 = 0; exit

// Each undecided branch leaves one side for later
#define PENDING(NAME, COUNT) \
	TC(NAME, call get_prandom_u32; r6 = r0; call get_prandom_u32; .rept COUNT; if r6 & r0 goto +0; .endr; RETURN)
PENDING(a78_pending_1000__ok, 1000)
PENDING(a78_pending_8192__ok, 8192)
PENDING(a78_pending_8193__E2BIG, 8193)
// Decided ones leave nothing
TC(a78_decided_branches__ok, r0 = 0; .rept 10000; if r0 != 0 goto +0; .endr; exit)
// Straight code
TC(a78_straight_20000__ok, .rept 20000; r0 = 0; .endr; exit)
TC(a78_straight_in_a_loop__ok, r6 = 0; 1: .rept 1000; r0 = 0; .endr; r6 += 1; if r6 < 100 goto 1b; exit)
TC(a78_straight_in_a_loop_too_often__E2BIG, r6 = 0; 1: .rept 1000; r0 = 0; .endr; r6 += 1; if r6 < 1000 goto 1b; exit)
// A jump of 16 bits at its ends
TC(a69_longest_jump__ok, r0 = 0; if r1 == 0 goto +32767; .rept 32767; r0 = 1; .endr; exit)

// Functions: 256 with the program itself
#define EIGHT(X) FUNCTION(n##X##0, RETURN) FUNCTION(n##X##1, RETURN) FUNCTION(n##X##2, RETURN) FUNCTION(n##X##3, RETURN) \
	FUNCTION(n##X##4, RETURN) FUNCTION(n##X##5, RETURN) FUNCTION(n##X##6, RETURN) FUNCTION(n##X##7, RETURN)
#define CALL8(X) call n##X##0; call n##X##1; call n##X##2; call n##X##3; call n##X##4; call n##X##5; call n##X##6; call n##X##7;
#define SIXTY(DO, X) DO(X##0) DO(X##1) DO(X##2) DO(X##3) DO(X##4) DO(X##5) DO(X##6) DO(X##7)
SIXTY(EIGHT, 0) SIXTY(EIGHT, 1) SIXTY(EIGHT, 2) SIXTY(EIGHT, 3)
#define MOST SIXTY(CALL8, 0) SIXTY(CALL8, 1) SIXTY(CALL8, 2) CALL8(30) CALL8(31) CALL8(32) CALL8(33) CALL8(34) CALL8(35) CALL8(36)
TC(a69_functions_256__ok, MOST call n370; call n371; call n372; call n373; call n374; call n375; call n376; RETURN)
TC(a69_functions_257__E2BIG, MOST CALL8(37) RETURN)

// Maps: 64
#define MAP(X) struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, __u64); } k##X SEC(".maps");
#define LOAD(X) r1 = k##X ll;
SIXTY(MAP, 0) SIXTY(MAP, 1) SIXTY(MAP, 2) SIXTY(MAP, 3) SIXTY(MAP, 4) SIXTY(MAP, 5) SIXTY(MAP, 6) SIXTY(MAP, 7)
#define SIXTY_FOUR SIXTY(LOAD, 0) SIXTY(LOAD, 1) SIXTY(LOAD, 2) SIXTY(LOAD, 3) SIXTY(LOAD, 4) SIXTY(LOAD, 5) SIXTY(LOAD, 6) SIXTY(LOAD, 7)
TC(a69_maps_64__ok, SIXTY_FOUR RETURN)
TC(a69_maps_65__E2BIG, SIXTY_FOUR r1 = m64 ll; RETURN)
TC(a69_maps_64_and_one_twice__ok, SIXTY_FOUR r1 = k00 ll; RETURN)
