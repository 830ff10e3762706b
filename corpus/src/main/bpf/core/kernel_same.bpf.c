// SPDX-License-Identifier: Apache-2.0
// A kernel that lays struct thing out as reader.bpf.c does.
enum colour { RED = 1, GREEN = 2, BLUE = 3 };

struct inner {
	int first;
	int second;
};

struct thing {
	int number;
	unsigned short small;
	short sign;
	char name[8];
	long later;
	union {
		struct inner inner;
		long whole;
	};
	unsigned int low : 3;
	unsigned int high : 9;
	int negative : 5;
	struct inner *pointer;
	struct inner list[2];
};

enum colour colour;
struct thing thing;
