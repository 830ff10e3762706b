// SPDX-License-Identifier: Apache-2.0
// A kernel with the members of struct thing elsewhere, some of them of other sizes, and other numbers for enumerators.
enum colour { RED = 10, GREEN = 20, BLUE = 0x7fffffff };

struct inner {
	long before;
	int second;
	int first;
};

struct thing {
	struct inner list[4];
	struct {
		struct {
			long later;
			char name[16];
		};
	};
	unsigned long flags : 30;
	unsigned long high : 9;
	long negative : 5;
	int sign;
	unsigned int small;
	struct inner inner;
	int number;
	struct inner *pointer;
};

enum colour colour;
struct thing thing;
