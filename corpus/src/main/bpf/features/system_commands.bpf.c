// SPDX-License-Identifier: Apache-2.0
// Commands on maps that programs of type SYSCALL give the kernel. The context holds a descriptor and the id of `given`, and a descriptor of
// the program itself.
#include "task_answers.h"

static long (*const sys_bpf)(__u32 command, void *attributes, __u32 size) = (void *)166;
static long (*const sys_close)(__u32 fd) = (void *)168;
static void *(*const map_lookup_elem)(void *map, const void *key) = (void *)1;

enum { MAP_CREATE, MAP_LOOKUP_ELEM, MAP_UPDATE_ELEM, MAP_DELETE_ELEM, MAP_GET_NEXT_KEY, PROG_LOAD, MAP_GET_FD_BY_ID = 14, MAP_FREEZE = 22 };
enum { HASH = 1, ARRAY, PROG_ARRAY, PERF_EVENT_ARRAY, PERCPU_HASH, PERCPU_ARRAY, STACK_TRACE, CGROUP_ARRAY, LRU_HASH, LRU_PERCPU_HASH, LPM_TRIE,
       ARRAY_OF_MAPS, HASH_OF_MAPS, DEVMAP, SOCKMAP, CPUMAP, XSKMAP, SOCKHASH, CGROUP_STORAGE, REUSEPORT_SOCKARRAY, QUEUE = 22, STACK, SK_STORAGE,
       DEVMAP_HASH, STRUCT_OPS, RINGBUF, BLOOM_FILTER = 30 };
struct create { __u32 type, key, value, entries, flags, inner, node; char name[16];
		__u32 ifindex, btf, key_type, value_type, kernel_type; __u64 extra; __s32 type_object, token; };
struct element { __u32 fd; __u32 hole; __u64 key, value, flags; __u64 rest; };
struct by_id { __u32 id, next, flags; __u32 rest; };
_Static_assert(sizeof(struct create) == 80, "as the kernel's");

struct { __uint(type, 1); __uint(max_entries, 2); __type(key, __u32); __type(value, __u64); } given SEC(".maps");
struct made { __u32 fd, id, program; };
#define GIVEN ((struct made *)ctx)

static __always_inline long create(__u32 type, __u32 key, __u32 value, __u32 entries, __u32 flags)
{
	struct create a = {.type = type, .key = key, .value = value, .entries = entries, .flags = flags, .name = "made"};
	return sys_bpf(MAP_CREATE, &a, sizeof(a));
}
static __always_inline long element(__u32 command, __u32 fd, __u32 key, __u64 value, __u64 flags)
{
	struct element a = {.fd = fd, .key = (__u64)&key, .value = command == MAP_UPDATE_ELEM ? (__u64)&value : 0,
			    .flags = command == MAP_UPDATE_ELEM ? flags : 0};
	asm volatile("" : "+r"(a.key) : : "memory");
	long result = sys_bpf(command, &a, sizeof(a));
	asm volatile("" : : "r"(&key), "r"(&value) : "memory");
	return result;
}
#define UPDATE(FD, KEY, VALUE, FLAGS) element(MAP_UPDATE_ELEM, FD, KEY, VALUE, FLAGS)
#define DELETE(FD, KEY) element(MAP_DELETE_ELEM, FD, KEY, 0, 0)
static __always_inline long freeze(__u32 fd)
{
	__u32 a[4] = {fd};
	return sys_bpf(MAP_FREEZE, a, sizeof(a));
}
static __always_inline long seen(__u32 key)
{
	__u64 *value = map_lookup_elem(&given, &key);
	return value ? (long)*value : -1;
}

// ---- which commands there are; those that load programs and types and attach are asked elsewhere
static __always_inline long bare(__u32 command)
{
	__u32 a[36] = {1000};
	return sys_bpf(command, a, sizeof(a));
}
SLEEPS(commands, A(bare(0)); A(bare(1)); A(bare(2)); A(bare(3)); A(bare(4)); A(bare(6)); A(bare(7)); A(bare(8)); A(bare(9)); A(bare(10));
       A(bare(11)); A(bare(12)); A(bare(13)); A(bare(14)); A(bare(15)); A(bare(16)); A(bare(19)); A(bare(20)); A(bare(21)); A(bare(22)))
SLEEPS(more_commands, A(bare(23)); A(bare(24)); A(bare(25)); A(bare(26)); A(bare(27)); A(bare(29)); A(bare(30)); A(bare(31)); A(bare(32));
       A(bare(33)); A(bare(34)); A(bare(35)); A(bare(36)); A(bare(37)); A(bare(1000)); A(bare(-1)))
// What Linux answers depends on the attributes; not answered here.
SLEEPS(loads, A(bare(5)); A(bare(17)); A(bare(18)); A(bare(28)))

// ---- elements of a map whose descriptor is the host's
SLEEPS(elements, int fd = GIVEN->fd; A(UPDATE(fd, 1, 11, 0)); A(seen(1)); A(UPDATE(fd, 1, 12, 1)); A(seen(1)); A(UPDATE(fd, 2, 13, 2)); A(seen(2));
       A(UPDATE(fd, 1, 14, 2)); A(seen(1)); A(UPDATE(fd, 1, 15, 4)); A(UPDATE(fd, 1, 15, 8)); A(UPDATE(fd, 1, 15, -1)); A(UPDATE(fd, 2, 16, 0));
       A(UPDATE(fd, 3, 17, 0)); A(DELETE(fd, 3)); A(DELETE(fd, 2)); A(seen(2)); A(DELETE(fd, 1)); A(DELETE(fd, 1)); A(UPDATE(1000, 1, 1, 0));
       A(UPDATE(-1, 1, 1, 0)); A(DELETE(1000, 1)))
// ---- attributes: too few, too many, where nothing belongs, pointers to nowhere
SLEEPS(attributes, struct element a = {.fd = GIVEN->fd}; A(sys_bpf(MAP_DELETE_ELEM, &a, sizeof(a))); A(sys_bpf(MAP_DELETE_ELEM, &a, 4));
       A(sys_bpf(MAP_UPDATE_ELEM, &a, 8)); a.rest = 1; A(sys_bpf(MAP_UPDATE_ELEM, &a, sizeof(a))); A(sys_bpf(MAP_UPDATE_ELEM, &a, 32)); a.rest = 0;
       a.value = 1; A(sys_bpf(MAP_DELETE_ELEM, &a, sizeof(a))); a.value = 0; a.flags = 1; A(sys_bpf(MAP_DELETE_ELEM, &a, sizeof(a))); a.flags = 0;
       a.key = 0x1000; A(sys_bpf(MAP_DELETE_ELEM, &a, sizeof(a))); __u32 key = 5; a.key = (__u64)&key; a.value = 0x1000;
       A(sys_bpf(MAP_UPDATE_ELEM, &a, sizeof(a))); a.value = 0; A(sys_bpf(MAP_UPDATE_ELEM, &a, sizeof(a)));
       asm volatile("" : : "r"(&key) : "memory"))
char large[5000];
SLEEPS(large_attributes, __builtin_memset(large, 0, 8); *(__u32 *)large = GIVEN->fd; large[4999] = 0; large[4095] = 0;
       A(sys_bpf(MAP_FREEZE, large, 5000)); A(sys_bpf(MAP_FREEZE, large, 4097)); large[4095] = 1; A(sys_bpf(MAP_FREEZE, large, 4096));
       *(__u32 *)large = 1000; large[4095] = 0; A(sys_bpf(MAP_FREEZE, large, 4096)); large[100] = 1; A(sys_bpf(MAP_FREEZE, large, 4096));
       large[100] = 0)

// ---- maps that a program makes
SLEEPS(creates, int fd = create(HASH, 4, 8, 1, 0); A(fd > 2); A(UPDATE(fd, 7, 70, 0)); A(UPDATE(fd, 8, 80, 0)); A(DELETE(fd, 7)); A(UPDATE(fd, 8, 80, 0));
       A(freeze(fd)); A(UPDATE(fd, 8, 81, 0)); A(DELETE(fd, 8)); A(freeze(fd)); A(sys_close(fd)); A(sys_close(fd)); A(UPDATE(fd, 8, 80, 0)); A(freeze(fd));
       int again = create(ARRAY, 4, 8, 2, 0); A(again == fd); A(UPDATE(again, 1, 5, 0)); A(UPDATE(again, 2, 5, 0)); A(UPDATE(again, 1, 5, 1)); A(DELETE(again, 1));
       int next = create(ARRAY, 4, 8, 2, 0); A(next == again + 1); A(sys_close(again)); A(create(ARRAY, 4, 8, 2, 0) == again); A(sys_close(again));
       A(sys_close(next)))
SLEEPS(no_maps, A(create(0, 4, 8, 1, 0)); A(create(1000, 4, 8, 1, 0)); A(create(-1, 4, 8, 1, 0)); A(create(HASH, 0, 8, 1, 0)); A(create(HASH, 4, 0, 1, 0));
       A(create(HASH, 4, 8, 0, 0)); A(create(ARRAY, 8, 8, 1, 0)); A(create(ARRAY, 4, 8, 0, 0)); A(create(ARRAY, 4, 8, 1, 1)); A(create(HASH, 4, 8, 1, 1U << 31));
       A(create(ARRAY_OF_MAPS, 4, 4, 1, 0)); A(create(HASH, 4, 8, 1, 1 << 3 | 1 << 4));
       struct create a = {.type = HASH, .key = 4, .value = 8, .entries = 1, .name = "a b"}; A(sys_bpf(MAP_CREATE, &a, sizeof(a)));
       __builtin_memset(a.name, 'a', 16); A(sys_bpf(MAP_CREATE, &a, sizeof(a))); A(sys_bpf(MAP_CREATE, &a, 4)); __builtin_memset(a.name, 0, 16);
       a.inner = 1000; int fd = sys_bpf(MAP_CREATE, &a, sizeof(a)); A(fd > 2); A(sys_close(fd)); a.type = ARRAY_OF_MAPS; a.value = 4; A(sys_bpf(MAP_CREATE, &a, sizeof(a))))
SLEEPS(access, int fd = create(HASH, 4, 8, 2, 1 << 3); A(fd > 2); A(UPDATE(fd, 1, 1, 0)); A(DELETE(fd, 1)); A(freeze(fd)); A(sys_close(fd));
       fd = create(HASH, 4, 8, 2, 1 << 4); A(fd > 2); A(UPDATE(fd, 1, 1, 0)); A(DELETE(fd, 1)); A(sys_close(fd)))
SLEEPS(inner_maps, int inner = create(HASH, 4, 8, 2, 0); struct create a = {.type = ARRAY_OF_MAPS, .key = 4, .value = 4, .entries = 2, .inner = inner, .name = "outer"};
       int outer = sys_bpf(MAP_CREATE, &a, sizeof(a)); A(outer > inner); A(UPDATE(outer, 0, inner, 0)); A(UPDATE(outer, 2, inner, 0)); A(UPDATE(outer, 1, 1000, 0));
       A(UPDATE(outer, 1, outer, 0)); A(DELETE(outer, 1)); A(DELETE(outer, 0)); A(sys_close(inner)); A(sys_close(outer)))
SLEEPS(by_ids, struct by_id a = {.id = GIVEN->id}; int fd = sys_bpf(MAP_GET_FD_BY_ID, &a, sizeof(a)); A(fd > 2); A(UPDATE(fd, 9, 90, 0)); A(seen(9)); A(DELETE(fd, 9));
       A(sys_close(fd)); a.id = 0x7fffffff; A(sys_bpf(MAP_GET_FD_BY_ID, &a, sizeof(a))); a.id = 0; A(sys_bpf(MAP_GET_FD_BY_ID, &a, sizeof(a))); a.id = GIVEN->id; a.flags = 1 << 3;
       fd = sys_bpf(MAP_GET_FD_BY_ID, &a, sizeof(a)); A(fd > 2); A(DELETE(fd, 9)); A(sys_close(fd)); a.flags = 1 << 4; fd = sys_bpf(MAP_GET_FD_BY_ID, &a, sizeof(a)); A(fd > 2);
       A(DELETE(fd, 9)); A(sys_close(fd)); a.flags = 1; A(sys_bpf(MAP_GET_FD_BY_ID, &a, sizeof(a))); a.flags = 1 << 3 | 1 << 4; A(sys_bpf(MAP_GET_FD_BY_ID, &a, sizeof(a)));
       a.flags = 0; a.rest = 1; A(sys_bpf(MAP_GET_FD_BY_ID, &a, sizeof(a))); a.rest = 0; a.next = 1; fd = sys_bpf(MAP_GET_FD_BY_ID, &a, sizeof(a)); A(fd > 2 || fd); A(fd > 0 ? sys_close(fd) : 1))
// What else there is to say of a map.
#define WITH(MEMBER, VALUE) ({ struct create a = {.type = HASH, .key = 4, .value = 8, .entries = 1, .MEMBER = VALUE}; int fd = sys_bpf(MAP_CREATE, &a, sizeof(a)); \
		if (fd > 2) sys_close(fd); fd > 2 ? 1 : fd; })
#define FLAG(BIT, MEMBER, VALUE) ({ struct create a = {.type = HASH, .key = 4, .value = 8, .entries = 1, .flags = 1U << BIT, .MEMBER = VALUE}; \
		int fd = sys_bpf(MAP_CREATE, &a, sizeof(a)); if (fd > 2) sys_close(fd); fd > 2 ? 1 : fd; })
SLEEPS(of_maps, A(WITH(inner, 1000)); A(WITH(node, 1)); A(WITH(ifindex, 1)); A(WITH(btf, 1000)); A(WITH(key_type, 1)); A(WITH(value_type, 1)); A(WITH(kernel_type, 1));
       A(WITH(extra, 1)); A(WITH(type_object, 1000)); A(WITH(token, 1000)); A(FLAG(0, node, 0)); A(FLAG(1, node, 0)); A(FLAG(2, node, 0)); A(FLAG(2, node, 1));
       A(FLAG(2, node, -1)); A(FLAG(6, node, 0)); A(FLAG(7, node, 0)); A(FLAG(10, node, 0)); A(FLAG(12, node, 0)); A(FLAG(13, node, 0)); A(FLAG(14, node, 0));
       A(FLAG(15, type_object, 1000)); A(FLAG(16, token, 1000)); A(FLAG(17, node, 0));
       struct create a = {.type = HASH, .key = 4, .value = 8, .entries = 1, .btf = 1000, .key_type = 1, .value_type = 1}; A(sys_bpf(MAP_CREATE, &a, sizeof(a)));
       a.btf = GIVEN->fd; A(sys_bpf(MAP_CREATE, &a, sizeof(a))); a.type = 1000; A(sys_bpf(MAP_CREATE, &a, sizeof(a))); a.type = HASH; a.entries = 0;
       A(sys_bpf(MAP_CREATE, &a, sizeof(a))))
// Commands that there are not are refused before anything is looked at; then sizes, then what is behind the attributes that there are.
SLEEPS(orders, A(sys_bpf(1, large, 5000)); A(sys_bpf(1000, large, 5000)); A(sys_bpf(MAP_CREATE, large, 5000)); A(sys_bpf(PROG_LOAD, large, 5000)); large[151] = 1;
       A(sys_bpf(MAP_FREEZE, large, 152)); A(sys_bpf(MAP_FREEZE, large, 200)); A(sys_bpf(MAP_FREEZE, large, 151)); large[151] = 0; large[152] = 1; A(sys_bpf(MAP_FREEZE, large, 152));
       A(sys_bpf(MAP_FREEZE, large, 153)); A(sys_bpf(PROG_LOAD, large, 153)); large[152] = 0; A(sys_bpf(MAP_FREEZE, large, 1)))
// ---- maps of each type: made, updated with a number that is no descriptor, an element removed
#define OF(TYPE, KEY, VALUE, ENTRIES, FLAGS) \
	do { \
		struct create a = {.type = TYPE, .key = KEY, .value = VALUE, .entries = ENTRIES, .flags = FLAGS}; \
		int fd = sys_bpf(MAP_CREATE, &a, sizeof(a)); \
		A(fd > 2 ? 1 : fd); \
		A(UPDATE(fd, 0, 1000, 0)); \
		A(DELETE(fd, 0)); \
		if (fd > 2) \
			sys_close(fd); \
	} while (0)
SLEEPS(kinds, OF(PROG_ARRAY, 4, 4, 1, 0); OF(PERF_EVENT_ARRAY, 4, 4, 1, 0); OF(PERCPU_HASH, 4, 8, 1, 0); OF(PERCPU_ARRAY, 4, 8, 1, 0); OF(STACK_TRACE, 4, 8, 1, 0);
       OF(CGROUP_ARRAY, 4, 4, 1, 0); OF(LRU_HASH, 4, 8, 1, 0); OF(LPM_TRIE, 8, 8, 1, 1); OF(DEVMAP, 4, 8, 1, 0); OF(SOCKMAP, 4, 4, 1, 0))
SLEEPS(more_kinds, OF(CPUMAP, 4, 4, 1, 0); OF(XSKMAP, 4, 4, 1, 0); OF(SOCKHASH, 4, 4, 1, 0); OF(CGROUP_STORAGE, 16, 8, 0, 0); OF(REUSEPORT_SOCKARRAY, 4, 8, 1, 0); OF(SK_STORAGE, 4, 8, 0, 1);
       OF(DEVMAP_HASH, 4, 4, 1, 0); OF(STRUCT_OPS, 4, 8, 1, 0); OF(RINGBUF, 0, 0, 4096, 0); OF(RINGBUF, 0, 0, 100, 0))
SLEEPS(last_kinds, OF(PERF_EVENT_ARRAY, 4, 4, 0, 0); OF(CPUMAP, 4, 4, 5000, 0); OF(HASH, 4, 8, 0xffffffff, 0); OF(ARRAY, 4, 0x7fffffff, 1000, 0))
// Without keys, a pointer to one is refused.
SLEEPS(keyless, struct create c = {.type = QUEUE, .value = 8, .entries = 2}; __u64 value = 5; int fd = sys_bpf(MAP_CREATE, &c, sizeof(c)); A(fd > 2);
       struct element a = {.fd = fd, .value = (__u64)&value}; A(sys_bpf(MAP_UPDATE_ELEM, &a, sizeof(a))); a.key = (__u64)&value; A(sys_bpf(MAP_UPDATE_ELEM, &a, sizeof(a))); a.key = 0;
       A(sys_bpf(MAP_UPDATE_ELEM, &a, sizeof(a))); A(sys_bpf(MAP_UPDATE_ELEM, &a, sizeof(a))); a.flags = 2; A(sys_bpf(MAP_UPDATE_ELEM, &a, sizeof(a))); a.flags = 0; a.value = 0;
       A(sys_bpf(MAP_UPDATE_ELEM, &a, sizeof(a))); A(sys_bpf(MAP_DELETE_ELEM, &a, sizeof(a))); A(sys_close(fd)); c.type = BLOOM_FILTER; fd = sys_bpf(MAP_CREATE, &c, sizeof(c)); A(fd > 2);
       a.fd = fd; a.value = (__u64)&value; A(sys_bpf(MAP_UPDATE_ELEM, &a, sizeof(a))); A(sys_bpf(MAP_DELETE_ELEM, &a, sizeof(a))); A(sys_close(fd)); asm volatile("" : : "r"(&value) : "memory"))
// Values of all CPUs, of which the test's kernel has one.
SLEEPS(per_cpu, int fd = create(PERCPU_ARRAY, 4, 4, 2, 0); A(UPDATE(fd, 1, 7, 0)); A(UPDATE(fd, 2, 7, 0)); A(UPDATE(fd, 1, 7, 1)); A(sys_close(fd)))
// ---- descriptors of programs
SLEEPS(tail_calls, int fd = create(PROG_ARRAY, 4, 4, 2, 0); __u32 own = GIVEN->program; A(UPDATE(fd, 0, own, 0)); A(UPDATE(fd, 2, own, 0)); A(UPDATE(fd, 1, fd, 0)); A(UPDATE(fd, 1, own, 1));
       A(UPDATE(fd, 1, own, 2)); A(DELETE(fd, 0)); A(DELETE(fd, 0)); A(DELETE(fd, 2)); A(UPDATE(fd, 2, 1000, 0)); A(UPDATE(own, 0, 0, 0)); A(DELETE(own, 0)); A(freeze(own)); A(sys_close(fd)))
SLEEPS(outer_hashes, struct create a = {.type = HASH_OF_MAPS, .key = 4, .value = 4, .entries = 1, .inner = GIVEN->fd}; int fd = sys_bpf(MAP_CREATE, &a, sizeof(a)); A(fd > 2);
       A(UPDATE(fd, 5, GIVEN->fd, 2)); A(UPDATE(fd, 5, GIVEN->fd, 0)); A(UPDATE(fd, 5, GIVEN->fd, 1)); A(UPDATE(fd, 6, GIVEN->fd, 0)); A(UPDATE(fd, 5, 1000, 0)); A(UPDATE(fd, 5, 1000, 1));
       A(UPDATE(fd, 5, GIVEN->program, 0)); int other = create(HASH, 4, 4, 2, 0); A(UPDATE(fd, 5, other, 0)); A(sys_close(other)); A(UPDATE(fd, 5, GIVEN->fd, 2)); A(DELETE(fd, 5));
       A(DELETE(fd, 5)); A(UPDATE(fd, 5, GIVEN->fd, 4)); A(UPDATE(fd, 5, GIVEN->fd, 8)); A(sys_close(fd)); a.inner = GIVEN->program; A(sys_bpf(MAP_CREATE, &a, sizeof(a))))
// As many as there can be, then one is closed.
static long one_more(__u32 index, void *last)
{
	struct create a = {.type = ARRAY, .key = 4, .value = 8, .entries = 1};
	int fd = sys_bpf(MAP_CREATE, &a, sizeof(a));
	if (fd < 0)
		return 1;
	*(int *)last = fd;
	return 0;
}
static long one_less(__u32 index, void *last) { return sys_close((*(int *)last)--) != 0; }
static long (*const loop)(__u32 count, void *function, void *context, __u64 flags) = (void *)181;
SLEEPS(all, int last = 0; long made = loop(2000, one_more, &last, 0); A(made > 900); A(last); A(create(ARRAY, 4, 8, 1, 0)); A(create(0, 4, 8, 1, 0)); A(sys_close(last)); A(create(ARRAY, 4, 8, 1, 0) == last);
       A(loop(made - 1, one_less, &last, 0) == made - 1); A(create(ARRAY, 4, 8, 1, 0) == last + 1); A(sys_close(last + 1)))
// Pointers among the attributes that lead nowhere.
SLEEPS(nowhere, struct element a = {.fd = GIVEN->fd, .key = -8}; A(sys_bpf(MAP_DELETE_ELEM, &a, sizeof(a))); a.key = -1; A(sys_bpf(MAP_DELETE_ELEM, &a, sizeof(a))); a.key = 1ULL << 63;
       A(sys_bpf(MAP_DELETE_ELEM, &a, sizeof(a))); a.key = 0x7fffffffffff; A(sys_bpf(MAP_DELETE_ELEM, &a, sizeof(a))); __u32 key = 1; a.key = (__u64)&key; a.value = -4;
       A(sys_bpf(MAP_UPDATE_ELEM, &a, sizeof(a))); A(seen(1)); asm volatile("" : : "r"(&key) : "memory"))
// As many maps as a program likes, one after the other or at once: here there are bounds.
static long make_and_close(__u32 index, void *none)
{
	struct create a = {.type = ARRAY, .key = 4, .value = 8, .entries = 1};
	int fd = sys_bpf(MAP_CREATE, &a, sizeof(a));
	return fd < 0 || sys_close(fd);
}
SLEEPS(many, A(loop(6000, make_and_close, NULL, 0)); int fd = create(ARRAY, 4, 8, 1, 0); A(fd > 2 ? 1 : fd); A(fd > 2 ? sys_close(fd) : 0))
SLEEPS(large_maps, int fd = create(HASH, 4, 8, 1 << 20, 1); A(fd > 2); int more = create(HASH, 4, 8, 1 << 20, 1); A(more > 2 ? 1 : more); A(sys_close(fd)); A(more > 2 ? sys_close(more) : 0))
// A descriptor that the host finds in the context.
SLEEPS(hands_out, int fd = create(HASH, 4, 8, 3, 0); A(UPDATE(fd, 1, 0x1234, 0)); GIVEN->fd = fd)
// A process begins with three descriptors, which are of no maps.
SLEEPS(standard, A(UPDATE(0, 1, 1, 0)); A(DELETE(1, 1)); A(freeze(2)); A(sys_close(0)); A(UPDATE(0, 1, 1, 0)); A(create(ARRAY, 4, 8, 1, 0)); A(UPDATE(0, 0, 5, 0)); A(sys_close(0)))
