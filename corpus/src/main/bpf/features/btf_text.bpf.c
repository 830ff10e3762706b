// SPDX-License-Identifier: Apache-2.0
// Values of the kernel's types as text: bpf_snprintf_btf. What each call answered is in `out`, the last text in `text`. The types are
// declared as the kernel has them, so that this object's own types can stand for the kernel's.
#include "../bpf.h"

typedef _Bool bool;
typedef __s64 ktime_t;
typedef int pid_t;
typedef struct { int counter; } atomic_t;
typedef __u16 __sum16;
typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s64 s64;
typedef __s64 time64_t;

struct ethhdr { unsigned char h_dest[6], h_source[6]; __be16 h_proto; };
struct in6_addr { union { __u8 u6_addr8[16]; __be16 u6_addr16[8]; __be32 u6_addr32[4]; } in6_u; };
struct bpf_insn { __u8 code; __u8 dst_reg : 4; __u8 src_reg : 4; __s16 off; __s32 imm; };
struct list_head { struct list_head *next, *prev; };
struct callback_head { struct callback_head *next; void (*func)(struct callback_head *head); };
struct iphdr {
	__u8 ihl : 4, version : 4;
	__u8 tos;
	__be16 tot_len, id, frag_off;
	__u8 ttl, protocol;
	__sum16 check;
	union {
		struct { __be32 saddr, daddr; };
		struct { __be32 saddr, daddr; } addrs;
	};
};
struct new_utsname { char sysname[65], nodename[65], release[65], version[65], machine[65], domainname[65]; };
struct cgroup_freezer_state { bool freeze; int e_freeze, nr_frozen_descendants, nr_frozen_tasks; };
struct perf_branch_entry {
	__u64 from, to;
	__u64 mispred : 1, predicted : 1, in_tx : 1, abort : 1, cycles : 16, type : 4, spec : 2, new_type : 4, priv : 3, reserved : 31;
};
struct bpf_raw_tracepoint_args { __u64 args[0]; };
struct btf_ptr { void *ptr; __u32 type_id, flags; };
struct timespec64 { time64_t tv_sec; long tv_nsec; };
struct itimerspec64 { struct timespec64 it_interval, it_value; };
enum pid_type { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID, PIDTYPE_MAX };
enum bpf_attach_type { BPF_CGROUP_INET_INGRESS, BPF_CGROUP_INET_EGRESS, BPF_CGROUP_INET_SOCK_CREATE };
struct bpf_cgroup_storage_key { __u64 cgroup_inode_id; __u32 attach_type; };
struct bpf_flow_keys {
	__u16 nhoff, thoff, addr_proto;
	__u8 is_frag, is_first_frag, is_encap, ip_proto;
	__be16 n_proto, sport, dport;
	union {
		struct { __be32 ipv4_src, ipv4_dst; };
		struct { __u32 ipv6_src[4], ipv6_dst[4]; };
	};
	__u32 flags;
	__be32 flow_label;
};
struct sock_filter { __u16 code; __u8 jt, jf; __u32 k; };
struct sock_fprog { unsigned short len; struct sock_filter *filter; };

struct minmax_sample { u32 t, v; };
struct minmax { struct minmax_sample s[3]; };
struct bpf_prog { __u16 pages; };
struct bpf_cgroup_storage { void *buf; };
struct bpf_prog_array_item {
	struct bpf_prog *prog;
	union {
		struct bpf_cgroup_storage *cgroup_storage[2];
		u64 bpf_cookie;
	};
};
struct printf_spec { unsigned int type : 8; int field_width : 24; unsigned int flags : 8, base : 8; int precision : 16; };
struct hlist_node { struct hlist_node *next, **pprev; };
typedef unsigned short umode_t;
struct attribute { const char *name; umode_t mode; };
enum ctx_state { CT_STATE_DISABLED = -1, CT_STATE_KERNEL, CT_STATE_IDLE, CT_STATE_USER, CT_STATE_GUEST, CT_STATE_MAX };
typedef __s8 s8;
struct per_cpu_zonestat { s8 vm_stat_diff[12], stat_threshold; unsigned long vm_numa_event[6]; };
enum resctrl_event_id { QOS_L3_OCCUP_EVENT_ID = 1, QOS_L3_MBM_TOTAL_EVENT_ID, QOS_L3_MBM_LOCAL_EVENT_ID };
union mon_data_bits {
	void *priv;
	struct { unsigned int rid : 10; enum resctrl_event_id evtid : 7; unsigned int sum : 1, domid : 14; } u;
};
struct strset_info { bool per_dev, free_strings; unsigned int count; const char (*strings)[32]; };
typedef char acpi_bus_id[8];
typedef struct { int val[2]; } __kernel_fsid_t;
typedef void (*smp_call_func_t)(void *);

struct hlist_head { struct hlist_node *first; };
struct xfrm_pol_inexact_candidates { struct hlist_head *res[4]; };
union key_payload { void *rcu_data0, *data[4]; };
typedef __u32 __le32;
struct vfs_cap_data { __le32 magic_etc; struct { __le32 permitted, inheritable; } data[2]; };
struct cpumask { unsigned long bits[128]; };
struct __cmp_key { const struct cpumask *cpus; struct cpumask ***masks; int node, cpu, w; };
typedef __u32 uid_t;
typedef struct { uid_t val; } kuid_t;
struct path_cond { kuid_t uid; umode_t mode; };

struct landlock_object { int usage; };
typedef unsigned long uintptr_t;
enum landlock_key_type { LANDLOCK_KEY_INODE = 1, LANDLOCK_KEY_NET_PORT };
union landlock_key { struct landlock_object *object; uintptr_t data; };
struct landlock_id { union landlock_key key; const enum landlock_key_type type; };
enum perf_callchain_context {
	PERF_CONTEXT_HV = (__u64)-32,
	PERF_CONTEXT_KERNEL = (__u64)-128,
	PERF_CONTEXT_USER = (__u64)-512,
};
enum rw_hint { WRITE_LIFE_NOT_SET, WRITE_LIFE_NONE, WRITE_LIFE_SHORT } __attribute__((packed));

static long (*const snprintf_btf)(char *to, __u32 size, struct btf_ptr *ptr, __u32 ptr_size, __u64 flags) = (void *)149;

enum { COMPACT = 1, ZERO = 8 };

// What else there is only pointers to.
struct {
	struct sock_filter a;
	struct bpf_prog b;
	struct bpf_cgroup_storage c;
	struct hlist_head d;
	struct cpumask e;
	struct landlock_object f;
} declared;

#define ANSWERS 32
__s64 out[ANSWERS];
int answered;
char text[4096];

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)
#define SLEEPS(NAME, ...)                                                                                              \
	SEC("syscall") int NAME(void *ctx)                                                                             \
	{                                                                                                              \
		for (int i = 0; i < ANSWERS; i++)                                                                      \
			out[i] = 0;                                                                                    \
		text[0] = 0;                                                                                           \
		answered = 0;                                                                                          \
		__VA_ARGS__;                                                                                           \
		return 1;                                                                                              \
	}

// The number that the kernel gives a type.
#define ID(TYPE) __builtin_btf_type_id(*(TYPE *)0, 1)
#define TEXT(TYPE, VALUE, FLAGS)                                                                                       \
	do {                                                                                                           \
		struct btf_ptr p = {(void *)&(VALUE), ID(TYPE), 0};                                                            \
		A(snprintf_btf(text, sizeof text, &p, sizeof p, FLAGS));                                               \
	} while (0)

// How the value is shown.
__u64 flags;
#define ALL(NAME, TYPE, ...)                                                                                           \
	TYPE value_##NAME = __VA_ARGS__;                                                                               \
	ALL_OF(NAME, TYPE)
#define ALL_OF(NAME, TYPE) SLEEPS(NAME, TEXT(TYPE, value_##NAME, flags))

ALL(ethernet, struct ethhdr, {{1, 2, 3, 4, 5, 6}, {0, 0, 0, 0, 0, 7}, 8})
ALL(ethernet_gap, struct ethhdr, {{0, 2, 0, 4, 0, 0}, {0}, 0})
ALL(ethernet_empty, struct ethhdr, {{0}, {0}, 0})
ALL(address, struct in6_addr, {{.u6_addr8 = {0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}}})
ALL(instruction, struct bpf_insn, {0xb7, 1, 15, -2, -100000})
ALL(instruction_few, struct bpf_insn, {0, 0, 5, 0, 0})
ALL(links, struct list_head, {(void *)0x1234, 0})
ALL(callback, struct callback_head, {0, (void *)0xffffffff81000000})
ALL(ip, struct iphdr, {.ihl = 5, .version = 4, .tot_len = 100, .ttl = 64, .protocol = 17, .saddr = 0x0100007f})
ALL(names, struct new_utsname, {"Linux", "a\"b\\c\nd", {'1', 0, '2'}, {1, 2, 0, 3}, {0}, {[0 ... 64] = 'z'}})
ALL(state, struct cgroup_freezer_state, {1, -1, 0, 2147483647})
ALL(branch, struct perf_branch_entry, {1, 2, 1, 0, 1, 0, 65535, 7, 3, 0, 5, 0x7fffffff})
ALL(pointer, struct btf_ptr, {(void *)-1, 7, 0})
ALL(times, struct itimerspec64, {{0, 0}, {-5, 1000000000}})
ALL(times_first, struct itimerspec64, {{3, 0}, {0, 0}})
ALL(kind, enum pid_type, PIDTYPE_PGID)
ALL(kind_first, enum pid_type, PIDTYPE_PID)
ALL(kind_unknown, enum pid_type, 77)
ALL(kind_negative, enum pid_type, -3)
ALL(number, int, -7)
ALL(number_zero, int, 0)
#define value_nothing value_number
ALL_OF(nothing, struct bpf_raw_tracepoint_args)
ALL(byte, unsigned char, 200)
ALL(letter, char, 'a')
ALL(truth, _Bool, 1)
ALL(alias, pid_t, 12)
ALL(alias_64, ktime_t, -1)
ALL(alias_atomic, atomic_t, {3})
ALL(alias_u64, u64, 0x123456789abcdefULL)
ALL(flow, struct bpf_flow_keys, {.nhoff = 14, .n_proto = 8, .ipv6_src = {1, 2}, .flags = 3})
ALL(filter, struct sock_fprog, {2, 0})

ALL(samples, struct minmax, {{{0, 0}, {1, 0}, {0, 2}}})
ALL(storages, struct bpf_prog_array_item, {.prog = 0, .cgroup_storage = {0, (void *)5}})
ALL(signed_bits, struct printf_spec, {1, -2, 3, 0, -1})
ALL(back_link, struct hlist_node, {0, (void *)8})
ALL(entry, struct attribute, {(void *)16, 0644})
ALL(context, enum ctx_state, CT_STATE_DISABLED)
ALL(context_unknown, enum ctx_state, -7)
ALL(zone, struct per_cpu_zonestat, {{-1, 'a', -100, 127, 0, 5}, -128, {0, 1}})
ALL(event, union mon_data_bits, {.u = {5, QOS_L3_MBM_LOCAL_EVENT_ID, 0, 16383}})
ALL(strings, struct strset_info, {0, 1, 2, (void *)32})
ALL(bus, acpi_bus_id, "PNP 0A")
ALL(bus_empty, acpi_bus_id, "")
ALL(bus_full, acpi_bus_id, {'1', '2', '3', '4', '5', '6', '7', '~'})
ALL(file_system, __kernel_fsid_t, {{0, -1}})
ALL(qualified, struct landlock_id, {{0}, 1})
ALL(large_kind, enum perf_callchain_context, PERF_CONTEXT_HV)
ALL(large_kind_unknown, enum perf_callchain_context, 1ULL << 40)
ALL(small_kind, enum rw_hint, WRITE_LIFE_SHORT)
ALL(small_kind_unknown, enum rw_hint, 200)
ALL(wide, __int128, ((__int128)3 << 64 | 5))
ALL(wide_short, __int128, -1ULL)
ALL(function, smp_call_func_t, (void *)64)
ALL(letters, struct ethhdr, {{'a', ' ', 127, 128, 159, 160}, {161, 255, 31, 32, 9, 0}, 'a'})

ALL(candidates, struct xfrm_pol_inexact_candidates, {{(void *)1, (void *)2, 0, (void *)4}})
ALL(key, union key_payload, {.data = {0, (void *)2, (void *)3, 0}})
ALL(capabilities, struct vfs_cap_data, {1, {{0, 2}, {0, 0}}})
ALL(masks, struct __cmp_key, {(void *)1, (void *)2, 0, 1, 2})
ALL(condition, struct path_cond, {{7}, 0})
ALL(condition_empty, struct path_cond, {{0}, 8})

// Texts that are longer than there is room, and the calls that are none.
#define CUT(SIZE, FLAGS)                                                                                               \
	do {                                                                                                           \
		struct btf_ptr p = {&value_ethernet, ID(struct ethhdr), 0};                                            \
		for (int i = 0; i < 32; i++)                                                                           \
			text[i] = '#';                                                                                 \
		A(snprintf_btf(text, SIZE, &p, sizeof p, FLAGS));                                                      \
		A(text[0]);                                                                                            \
		A(text[SIZE > 0 ? SIZE - 1 : 0]);                                                                      \
		A(text[SIZE]);                                                                                         \
	} while (0)
SLEEPS(cut_to_10, CUT(10, 0))
SLEEPS(cut_to_30_compact, CUT(30, COMPACT))
SLEEPS(cut_to_1, CUT(1, 0))
SLEEPS(cut_at_name, CUT(17, 0))
SLEEPS(cut_by_one, CUT(88, COMPACT))
#define WITH(POINTER, TYPE_ID, TYPE_FLAGS, SIZE, FLAGS)                                                                \
	do {                                                                                                           \
		struct { struct btf_ptr p; __u64 more; } of = {{0, TYPE_ID, TYPE_FLAGS}, 0};                           \
		void *at = POINTER;                                                                                    \
		barrier_var(at);                                                                                       \
		of.p.ptr = at;                                                                                         \
		A(snprintf_btf(text, sizeof text, &of.p, SIZE, FLAGS));                                                \
	} while (0)
SLEEPS(bad_flags, WITH(&value_number, ID(int), 0, 16, 16); WITH(&value_number, ID(int), 0, 16, 1ULL << 63);
       WITH(&value_number, ID(int), 0, 16, 1ULL << 32))
SLEEPS(bad_sizes, WITH(&value_number, ID(int), 0, 15, 0); WITH(&value_number, ID(int), 0, 24, 0); WITH(&value_number, ID(int), 0, 1, 0))
SLEEPS(bad_types, WITH(&value_number, 0, 0, 16, 0); WITH(&value_number, 10000000, 0, 16, 0); WITH(&value_number, 0x80000000, 0, 16, 0);
       WITH(&value_number, -1, 0, 16, 0); WITH(&value_number, 0, 0, 16, 16); WITH(&value_number, 0, 0, 15, 0))
SLEEPS(flags_of_type, WITH(&value_number, ID(int), 1, 16, 0))
SLEEPS(truth_of_two, value_byte = 2; TEXT(_Bool, value_byte, 0))
SLEEPS(no_value, WITH(NULL, ID(int), 0, 16, 0))
SLEEPS(no_struct, WITH(NULL, ID(struct ethhdr), 0, 16, 0))
SLEEPS(no_value_compact_zero, WITH(NULL, ID(struct ethhdr), 0, 16, COMPACT | ZERO))
SLEEPS(nowhere, WITH((void *)0x7fff00000000, ID(struct ethhdr), 0, 16, 0))
SLEEPS(nowhere_number, WITH((void *)0x7fff00000000, ID(int), 0, 16, 0))
SLEEPS(nowhere_compact, WITH((void *)0xdead000000000000, ID(struct ethhdr), 0, 16, COMPACT))

char _license[] SEC("license") = "GPL";
