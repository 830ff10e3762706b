// SPDX-License-Identifier: Apache-2.0
// Types of every BTF kind that C can give, laid out in all the ways that a printer and a reader must know.
#define SEC(name) __attribute__((section(name), used))

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int (*handler_t)(void *ctx, const char *name, ...);

enum state { DOWN = -1, IDLE, RUNNING };
enum big { SMALL = 1, HUGE = 0x1000000000ULL };
struct opaque;
union number { u32 word; u8 bytes[4]; float real; };

struct inner { u16 port; u64 at; };

struct everything {
	_Bool on;
	char name[16];
	enum state state;
	enum big big;
	struct { u32 lo : 3; int mid : 7; u32 hi : 22; };
	union { u64 all; struct { u32 first, second; }; } parts;
	const volatile u32 *const restrict pointer;
	struct opaque *opaque;
	handler_t handlers[2];
	int (*grid)[3][4];
	struct inner list[3];
	union number number;
	double real;
	__int128 wide;
	u8 tail[];
};

struct __attribute__((packed)) squeezed { u8 a; u32 b; };
struct gapped { u8 a; u32 b __attribute__((aligned(32))); };
struct node { struct node *next; long value; };

struct everything *keep_everything;
struct squeezed keep_squeezed;
struct gapped keep_gapped;
struct node keep_node;
const volatile u32 limit = 7;
static volatile int hidden = 3;
extern int outside __attribute__((section(".ksyms")));

#define TAGGED __attribute__((btf_decl_tag("counted")))
struct tagged { u32 n TAGGED; u32 __attribute__((btf_type_tag("user"))) *p; } keep_tagged TAGGED;

__attribute__((noinline)) static u32 helper(u32 x)
{
	return x * hidden;
}

SEC("socket") int entry(void *ctx)
{
	return helper(limit) + outside + keep_everything->list[1].port;
}
