// SPDX-License-Identifier: Apache-2.0
// A kernel in which a member of struct thing has another name, and an enumerator is not there yet.
enum colour { RED = 1, GREEN = 4 };

struct inner {
	short before;
	int first;
	int second;
};

struct thing {
	long earlier;
	unsigned char small;
	short sign;
	int number;
	char name[4];
	unsigned char high : 7;
	signed char negative : 4;
	union {
		struct inner inner;
		struct inner list[3];
	};
};

enum colour colour;
struct thing thing;
