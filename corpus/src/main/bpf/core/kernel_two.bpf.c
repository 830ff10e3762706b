// SPDX-License-Identifier: Apache-2.0
// A kernel that has several types of one name, as names are compared without their flavours.
struct asked {
	long a;
};

struct asked___other {
	long before;
	long a;
};

struct alike {
	long a;
};

struct alike___longer {
	long a;
	long b;
};

struct asked asked;
struct asked___other asked_other;
struct alike alike;
struct alike___longer alike_longer;
