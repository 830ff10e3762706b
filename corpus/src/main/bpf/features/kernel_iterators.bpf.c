// SPDX-License-Identifier: Apache-2.0
// Iterators over programs, links, symbols, sockets of the families UNIX and netlink, routes of IPv6, files of tasks, and the sockets of a map.
// Each writes a line about what is the test's own.
#include "../bpf.h"

char LICENSE[] SEC("license") = "GPL";

#define CO_RE __attribute__((preserve_access_index))
struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; __u64 session_id; __u64 seq_num; } CO_RE;
struct bpf_prog_aux { __u32 id; char name[16]; const char *attach_func_name; } CO_RE;
enum bpf_prog_type { SOME_PROGRAM };
enum bpf_attach_type { SOME_ATTACH };
enum bpf_link_type { SOME_LINK };
struct bpf_prog { enum bpf_prog_type type; enum bpf_attach_type expected_attach_type; struct bpf_prog_aux *aux; } CO_RE;
struct bpf_link { __u32 id; enum bpf_link_type type; struct bpf_prog *prog; } CO_RE;
struct kallsym_iter { unsigned long value; char type, name[512], module_name[56]; int exported, show_value; } CO_RE;
struct sock_common { unsigned short skc_family; unsigned char skc_state; } CO_RE;
struct sock { struct sock_common __sk_common; unsigned short sk_type, sk_protocol; } CO_RE;
struct sockaddr_un { unsigned short sun_family; char sun_path[108]; };
struct unix_address { int len; struct sockaddr_un name[0]; } CO_RE;
struct unix_sock { struct sock sk; struct unix_address *addr; struct sock *peer; } CO_RE;
struct netlink_sock { struct sock sk; __u32 portid, dst_portid; } CO_RE;
struct in6_addr { __u32 words[4]; };
struct rt6key { struct in6_addr addr; int plen; };
struct net_device { char name[16]; int ifindex; } CO_RE;
struct fib_nh_common { struct net_device *nhc_dev; int nhc_oif; unsigned char nhc_family, nhc_gw_family; struct in6_addr nhc_gw; } CO_RE;
struct fib6_nh { struct fib_nh_common nh_common; } CO_RE;
struct fib6_table { __u32 tb6_id; } CO_RE;
struct fib6_info {
	struct fib6_table *fib6_table; struct rt6key fib6_dst; __u32 fib6_flags; struct rt6key fib6_prefsrc; __u32 fib6_metric;
	unsigned char fib6_protocol, fib6_type; struct fib6_nh fib6_nh[0];
} CO_RE;
struct task_struct { int pid, tgid; } CO_RE;
struct path { void *mnt, *dentry; } CO_RE;
struct file { unsigned int f_flags; struct path f_path; } CO_RE;
struct bpf_map { __u32 max_entries; } CO_RE;

struct progs { struct bpf_iter_meta *meta; struct bpf_prog *prog; };
struct links { struct bpf_iter_meta *meta; struct bpf_link *link; };
struct symbols { struct bpf_iter_meta *meta; struct kallsym_iter *ksym; };
struct unix_socks { struct bpf_iter_meta *meta; struct unix_sock *sk; __u32 uid; };
struct netlink_socks { struct bpf_iter_meta *meta; struct netlink_sock *sk; };
struct routes { struct bpf_iter_meta *meta; struct fib6_info *rt; };
struct files { struct bpf_iter_meta *meta; struct task_struct *task; __u32 fd; __u32 : 32; struct file *file; };
struct slots { struct bpf_iter_meta *meta; struct bpf_map *map; void *key; struct sock *sk; };

static long (*const seq_printf)(struct seq_file *, const char *, __u32, const void *, __u32) = (void *)126;
static long (*const probe_read_kernel)(void *to, __u32 size, const void *from) = (void *)113;
static long (*const probe_read_kernel_str)(void *to, __u32 size, const void *from) = (void *)115;
static long (*const d_path)(void *path, char *to, __u32 size) = (void *)147;

// How often a program ran, how often for none; the number of the last element, that of the call for none; how often the session changed.
__u64 calls, ends, last_number, end_number, sessions, session;
// How often numbers were not those of the calls before, from 0 on.
__u64 jumps;
// What is the test's own: a process, a user, a port of netlink's.
__u32 own;

#define PRINT(FORMAT, ...) \
	({ \
		static const char text[] = FORMAT; \
		__u64 data[] = {__VA_ARGS__}; \
		seq_printf(seq, text, sizeof(text), data, sizeof(data)); \
	})
#define WALK(ELEMENT) \
	struct seq_file *seq = ctx->meta->seq; \
	if (session != ctx->meta->session_id) { \
		session = ctx->meta->session_id; \
		sessions++; \
	} \
	if (!(ELEMENT)) { \
		ends++; \
		end_number = ctx->meta->seq_num; \
		return 0; \
	} \
	last_number = ctx->meta->seq_num; \
	if (last_number != calls++) \
		jumps++

struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, __u64); } one SEC(".maps");
struct { __uint(type, 15); __uint(max_entries, 4); __type(key, __u32); __type(value, __u64); } sockmap SEC(".maps");
struct { __uint(type, 18); __uint(max_entries, 4); __type(key, __u64); __type(value, __u64); } sockhash SEC(".maps");

// ---- what is walked over: programs of several kinds
SEC("xdp") int own_xdp(void *ctx)
{
	__u32 zero = 0;
	__u64 *value = bpf_map_lookup_elem(&one, &zero);
	return value ? XDP_PASS : XDP_DROP;
}
SEC("fentry/bpf_fentry_test1") int own_fentry_of_a_long_name(void *ctx) { return 0; }
SEC("raw_tp/sched_switch") int own_raw_tp(void *ctx) { return 0; }
SEC("kprobe/bpf_fentry_test1") int own_kprobe(void *ctx) { return 0; }
SEC("tp_btf/sched_switch") int own_tp_btf(void *ctx) { return 0; }
SEC("lsm/file_open") int own_lsm(void *ctx) { return 0; }
SEC("tp/syscalls/sys_enter_getpgid") int own_tracepoint(void *ctx) { return 0; }
SEC("kprobe.multi/bpf_fentry_test1") int own_multi(void *ctx) { return 0; }
SEC("cgroup_skb/egress") int own_group(void *ctx) { return 1; }
SEC("tcx/ingress") int own_tcx(void *ctx) { return 0; }
SEC("sk_lookup") int own_lookup(void *ctx) { return 1; }

static __always_inline int is_own(const char *name)
{
	return name[0] == 'o' && name[1] == 'w' && name[2] == 'n' && name[3] == '_';
}

SEC("iter/bpf_prog")
int walks_programs(struct progs *ctx)
{
	WALK(ctx->prog);
	struct bpf_prog *prog = ctx->prog;
	if (!prog)
		return 0;
	struct bpf_prog_aux *aux = prog->aux;
	char function[32] = "-";

	if (!is_own(aux->name))
		return 0;
	if (aux->attach_func_name)
		probe_read_kernel_str(function, sizeof(function), aux->attach_func_name);
	PRINT("%s type %u attach %u of %s id %d\n", (__u64)(long)aux->name, prog->type, prog->expected_attach_type,
	      (__u64)(long)function, aux->id != 0);
	return 0;
}

SEC("iter/bpf_link")
int walks_links(struct links *ctx)
{
	WALK(ctx->link);
	struct bpf_link *link = ctx->link;
	if (!link)
		return 0;
	PRINT("type %u of %s id %d\n", link->type, (__u64)(long)link->prog->aux->name, link->id != 0);
	return 0;
}

__u64 wanted, lowest, found, unordered;
SEC("iter/ksym")
int walks_symbols(struct symbols *ctx)
{
	WALK(ctx->ksym);
	struct kallsym_iter *ksym = ctx->ksym;
	char name[20] = {};
	if (!ksym)
		return 0;
	if (ksym->value < lowest)
		unordered++;
	lowest = ksym->value;
	probe_read_kernel_str(name, sizeof(name), ksym->name);
	// bpf_fentry_test1 and bpf_fentry_test2
	if (name[0] != 'b' || name[4] != 'f' || name[11] != 't' || name[15] > '2' || name[16])
		return 0;
	PRINT("%s at %d module %d exported %d", (__u64)(long)name, ksym->value == wanted, ksym->module_name[0] != 0, ksym->exported);
	PRINT(" shown %d\n", ksym->show_value);
	return 0;
}

SEC("iter/unix")
int walks_unix(struct unix_socks *ctx)
{
	WALK(ctx->sk);
	struct unix_sock *sk = ctx->sk;
	char path[32] = {};
	__u32 length = 0;
	int peer = -1;
	if (!sk)
		return 0;
	if (ctx->uid != own)
		return 0;
	struct unix_address *address = sk->addr;
	if (address) {
		length = address->len;
		probe_read_kernel(path, sizeof(path) - 1, address->name[0].sun_path);
		__u32 end = length - 2;
		if (end < sizeof(path))
			path[end] = 0;
		if (!path[0])
			path[0] = '@';
	}
	if (sk->peer)
		peer = sk->peer->__sk_common.skc_state;
	PRINT("family %u type %u state %u", sk->sk.__sk_common.skc_family, sk->sk.sk_type, sk->sk.__sk_common.skc_state);
	PRINT(" peer's state %d length %d %s\n", peer, length, (__u64)(long)path);
	return 0;
}

SEC("iter/netlink")
int walks_netlink(struct netlink_socks *ctx)
{
	WALK(ctx->sk);
	struct netlink_sock *sk = ctx->sk;
	if (!sk)
		return 0;
	if (sk->portid < own || sk->portid > own + 9)
		return 0;
	PRINT("family %u type %u protocol %u", sk->sk.__sk_common.skc_family, sk->sk.sk_type, sk->sk.sk_protocol);
	PRINT(" port %u to %u state %u\n", sk->portid, sk->dst_portid, sk->sk.__sk_common.skc_state);
	return 0;
}

SEC("iter/ipv6_route")
int walks_routes(struct routes *ctx)
{
	WALK(ctx->rt);
	struct fib6_info *rt = ctx->rt;
	char device[16] = "-";
	if (!rt)
		return 0;
	struct fib6_nh *hop = &rt->fib6_nh[0];
	if (hop->nh_common.nhc_dev)
		probe_read_kernel_str(device, sizeof(device), hop->nh_common.nhc_dev->name);
	PRINT("%u: %pi6/%d type", rt->fib6_table->tb6_id, (__u64)(long)&rt->fib6_dst.addr, rt->fib6_dst.plen);
	PRINT(" %u metric %u flags %x", rt->fib6_type, rt->fib6_metric, rt->fib6_flags);
	PRINT(" from %pi6/%d", (__u64)(long)&rt->fib6_prefsrc.addr, rt->fib6_prefsrc.plen);
	PRINT(" by %u %pi6 on %s", hop->nh_common.nhc_gw_family, (__u64)(long)&hop->nh_common.nhc_gw, (__u64)(long)device);
	PRINT(" %d by the kernel %d\n", hop->nh_common.nhc_oif, rt->fib6_protocol == 2);
	return 0;
}

SEC("iter/task_file")
int walks_files(struct files *ctx)
{
	WALK(ctx->file);
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;
	char name[48] = "";
	if (!task || !file)
		return 0;
	if (task->tgid != own || ctx->fd < 100)
		return 0;
	long bytes = d_path(&file->f_path, name, sizeof(name));
	PRINT("first thread %d file %u %ld %s\n", task->pid == task->tgid, ctx->fd, bytes, (__u64)(long)name);
	return 0;
}

__u64 without, keyless;
SEC("iter/sockmap")
int walks_slots(struct slots *ctx)
{
	WALK(ctx->key || ctx->sk);
	struct sock *sk = ctx->sk;
	void *key = ctx->key;
	barrier_var(key);
	if (!key) {
		keyless++;
		return 0;
	}
	if (!sk) {
		without++;
		return 0;
	}
	PRINT("%u of %u: family %u", *(__u32 *)key, ctx->map->max_entries, sk->__sk_common.skc_family);
	PRINT(" type %u state %u\n", sk->sk_type, sk->__sk_common.skc_state);
	return 0;
}

// Needs keys of 8 bytes.
SEC("iter/sockmap")
int long_keys(struct slots *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	void *key = ctx->key;
	barrier_var(key);
	if (!key)
		return 0;
	PRINT("%llu\n", *(__u64 *)key);
	return 0;
}
