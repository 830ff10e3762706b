// SPDX-License-Identifier: Apache-2.0
// Loads and stores of all widths: in global variables, on the stack, at odd addresses, of registers and of numbers.
#define SINCE 2
#include "isa.h"

static volatile struct {
	__u8 byte;
	__u16 half;
	__u32 word;
	__u64 wide;
} cells;

PROGRAM(store_registers)
{
	__u64 sum = 0;
	int i;

	ROLLED for (i = 0; i < OPERANDS; i++)
	{
		__u64 x = operands[i];

		cells.byte = x;
		cells.half = x;
		cells.word = x;
		cells.wide = x;
		FOLD(sum, cells.byte);
		FOLD(sum, cells.half);
		FOLD(sum, cells.word);
		FOLD(sum, cells.wide);
	}
	return sum;
}

// Numbers are stored by one instruction since v4. A wide store extends the sign of its 32 bits.
PROGRAM(store_numbers)
{
	__u64 sum = 0;

	cells.byte = 0xa5;
	cells.half = 0x8001;
	cells.word = 0x80000001;
	cells.wide = -0x7fffffffLL;
	FOLD(sum, cells.byte);
	FOLD(sum, cells.half);
	FOLD(sum, cells.word);
	FOLD(sum, cells.wide);
	return sum;
}

// A narrow store leaves the bytes beside it alone, whichever end of the number they are.
PROGRAM(bytes_of_a_word)
{
	volatile union {
		__u64 wide;
		__u32 word[2];
		__u16 half[4];
		__u8 byte[8];
	} cell;
	__u64 sum = 0;

	cell.wide = operands[11];
	cell.byte[3] = 0xee;
	cell.half[2] = 0xdddd;
	FOLD(sum, cell.wide);
	FOLD(sum, cell.byte[0]);
	FOLD(sum, cell.byte[7]);
	FOLD(sum, cell.half[1]);
	FOLD(sum, cell.word[1]);
	cell.word[0] = 0;
	FOLD(sum, cell.wide);
	return sum;
}

// The fields of a packed structure may lie anywhere: they are read and written byte by byte.
PROGRAM(odd_addresses)
{
	struct {
		__u8 byte;
		__u64 wide;
		__u32 word;
		__u16 half;
	} __attribute__((packed)) cell;
	__u64 sum = 0;
	int i;

	ROLLED for (i = 0; i < OPERANDS; i++)
	{
		cell.byte = i;
		cell.wide = operands[i];
		cell.word = operands[i] >> 8;
		cell.half = operands[i] >> 16;
		asm volatile("" ::"r"(&cell) : "memory");
		FOLD(sum, cell.wide + cell.word + cell.half + cell.byte);
	}
	return sum;
}

// A walk over the stack with an offset that is not known before.
PROGRAM(array_on_stack)
{
	__u64 cell[OPERANDS];
	__u64 sum = 0;
	int i;

	ROLLED for (i = 0; i < OPERANDS; i++) cell[i] = operands[i] + i;
	asm volatile("" ::"r"(cell) : "memory");
	ROLLED for (i = OPERANDS - 1; i >= 0; i--) FOLD(sum, cell[i]);
	return sum;
}

struct block {
	__u64 wide[3];
	__u32 word;
	__u8 byte[5];
};

static volatile struct block source = { { 1, 0x8000000000000000, 0x1122334455667788 }, 0xdeadbeef, { 5, 4, 3, 2, 1 } };

PROGRAM(copy_structure)
{
	struct block copy;
	__u64 sum = 0;
	int i;

	__builtin_memcpy(&copy, (const void *)&source, sizeof(copy));
	asm volatile("" ::"r"(&copy) : "memory");
	FOLD(sum, copy.wide[0]);
	FOLD(sum, copy.wide[1]);
	FOLD(sum, copy.wide[2]);
	FOLD(sum, copy.word);
	ROLLED for (i = 0; i < 5; i++) FOLD(sum, copy.byte[i]);
	return sum;
}

// Constants in .rodata, at an index.
static const __u32 table[16] = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 0xffffffff };

UNARY(constant_table, __u64, table[x & 15])
