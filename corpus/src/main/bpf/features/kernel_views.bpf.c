// SPDX-License-Identifier: Apache-2.0
// What programs look at as the kernel does: contexts, numbers taken for pointers, maps that count their elements, names of files.
#include "task_answers.h"

static long (*const probe_read_kernel)(void *to, __u32 size, const void *from) = (void *)113;
static __u64 (*const get_current_pid_tgid)(void) = (void *)14;
static __u64 (*const get_current_task)(void) = (void *)35;
static void *(*const get_current_task_btf)(void) = (void *)158;
static long (*const d_path)(void *path, char *to, __u32 size) = (void *)147;

struct net_device { int ifindex; } __attribute__((preserve_access_index));
struct sock;
struct sk_buff {
	struct net_device *dev; struct sock *sk; unsigned char *head, *data; unsigned tail, end; unsigned len, data_len, mark, priority, hash;
	int skb_iif; unsigned short protocol, queue_mapping, tc_index, vlan_tci, mac_header, network_header, transport_header; long long tstamp;
} __attribute__((preserve_access_index));
struct xdp_rxq_info { struct net_device *dev; unsigned queue_index; } __attribute__((preserve_access_index));
struct xdp_buff { void *data, *data_end, *data_meta, *data_hard_start; struct xdp_rxq_info *rxq; unsigned frame_sz, flags; } __attribute__((preserve_access_index));
struct pt_regs { unsigned long di, si, ip; } __attribute__((preserve_access_index));
struct task_struct { int pid; struct task_struct *real_parent; } __attribute__((preserve_access_index));
struct bpf_map { __u32 id, max_entries; } __attribute__((preserve_access_index));
struct path { void *dentry; } __attribute__((preserve_access_index));
struct file { struct path f_path; } __attribute__((preserve_access_index));
struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; } __attribute__((preserve_access_index));
struct bpf_iter__bpf_map { struct bpf_iter_meta *meta; struct bpf_map *map; } __attribute__((preserve_access_index));

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern void *bpf_cast_to_kern_ctx(void *ctx) __ksym;
extern void *bpf_rdonly_cast(const void *object, __u32 type) __ksym;
extern __s64 bpf_map_sum_elem_count(const struct bpf_map *map) __ksym;
extern struct file *bpf_get_task_exe_file(struct task_struct *task) __ksym;
extern void bpf_put_file(struct file *file) __ksym;
extern int bpf_path_d_path(struct path *path, char *to, __u64 to__sz) __ksym;

// The type of the kernel's of this name, when the program is loaded.
#define KERNEL_TYPE(TYPE) __builtin_btf_type_id(*(TYPE *)0, 1)

// ---- packets: 64 bytes 0, 1, 2 .. but for an IPv4 Ethernet type and the first byte of an IPv4 header
CASE("tc", socket_buffer, struct sk_buff *skb = bpf_cast_to_kern_ctx(ctx); __u8 byte = 99; A(skb->len); A(skb->data_len); A(skb->mark);
     A(skb->priority); A(skb->protocol); A(skb->queue_mapping); A(skb->tc_index); A(skb->vlan_tci); A(skb->skb_iif); A(skb->dev->ifindex);
     A(skb->tail - (unsigned)(skb->data - skb->head)); A(skb->network_header - skb->mac_header); A(skb->mac_header == skb->data - skb->head);
     A(skb->transport_header == 0xffff); A(probe_read_kernel(&byte, 1, skb->data + 5)); A(byte);
     A(skb->end >= skb->tail); A(skb->sk != NULL); A(skb->tstamp))
CASE("tc", socket_buffer_again, struct __sk_buff *own = (void *)ctx; own->mark = 77; own->priority = 5; own->tc_index = 9;
     struct sk_buff *skb = bpf_cast_to_kern_ctx(ctx); A(skb->mark); A(skb->priority); A(skb->tc_index); own->mark = 78;
     skb = bpf_cast_to_kern_ctx(ctx); A(skb->mark))
CASE("cgroup_skb/egress", socket_buffer_of_a_group, struct sk_buff *skb = bpf_cast_to_kern_ctx(ctx); A(skb->len);
     A(skb->network_header == skb->data - skb->head); A(skb->protocol); A(skb->dev->ifindex))
CASE("tc", plainly_cast_context, struct sk_buff *skb = bpf_rdonly_cast(ctx, KERNEL_TYPE(struct sk_buff)); A(skb->len); A(skb->dev->ifindex))
CASE("xdp", xdp_buffer, struct xdp_buff *xdp = bpf_cast_to_kern_ctx(ctx); __u8 byte = 99; A(xdp->data_end - xdp->data);
     A(xdp->data_meta == xdp->data); A(xdp->data - xdp->data_hard_start); A(xdp->frame_sz); A(xdp->flags); A(xdp->rxq->queue_index);
     A(xdp->rxq->dev->ifindex); A(probe_read_kernel(&byte, 1, xdp->data + 7)); A(byte))

// ---- registers
CASE("kprobe/__x64_sys_getpgid", registers, struct pt_regs *regs = bpf_cast_to_kern_ctx(ctx);
     A(regs->di == *(volatile __u64 *)((char *)ctx + 112)); A(regs->ip == *(volatile __u64 *)((char *)ctx + 128)); A(regs->ip != 0))
// Nothing is known here of what the kernel has for these: a fault.
SEC("perf_event") int sample(void *ctx)
{
	return bpf_cast_to_kern_ctx(ctx) != NULL;
}

// ---- numbers taken for pointers
#define AS_TASK(NUMBER) A(((struct task_struct *)bpf_rdonly_cast((void *)(NUMBER), KERNEL_TYPE(struct task_struct)))->pid)
__u32 pid;
SLEEPS(current_task, struct task_struct *task = bpf_rdonly_cast((void *)get_current_task(), KERNEL_TYPE(struct task_struct)); A(task->pid == pid);
       A(task->real_parent != NULL); A((__u64)task == get_current_task()))
SLEEPS(no_pointers, AS_TASK(0ULL); AS_TASK(8ULL); AS_TASK(4096ULL); AS_TASK(-1ULL); AS_TASK(-4096ULL); AS_TASK(0xdead000000000000ULL);
       AS_TASK(0x8000000000000000ULL); AS_TASK(0x7fffffffffffULL); AS_TASK(0x800000000000ULL);
       struct task_struct *task = bpf_rdonly_cast(NULL, KERNEL_TYPE(struct task_struct)); A(task->real_parent->real_parent == NULL))
__u64 forged;
SEC("syscall") int read_forged(void *ctx)
{
	struct task_struct *task = bpf_rdonly_cast((void *)forged, KERNEL_TYPE(struct task_struct));
	return task->pid;
}

// ---- maps that count their elements
#define COUNTED(NAME, TYPE, KEY, FLAGS, ENTRIES)                                                                       \
	struct { __uint(type, BPF_MAP_TYPE_##TYPE); __uint(max_entries, ENTRIES); __uint(map_flags, FLAGS); __type(key, KEY);  \
		 __type(value, __u64); } NAME SEC(".maps")
struct prefix { __u32 bits, address; };
COUNTED(hash, HASH, __u32, 0, 1000);
COUNTED(hash_later, HASH, __u32, BPF_F_NO_PREALLOC, 1001);
COUNTED(percpu_hash, PERCPU_HASH, __u32, 0, 1002);
COUNTED(lru, LRU_HASH, __u32, 0, 1003);
COUNTED(lru_percpu, LRU_PERCPU_HASH, __u32, 0, 1004);
COUNTED(array, ARRAY, __u32, 0, 1005);
COUNTED(percpu_array, PERCPU_ARRAY, __u32, 0, 1006);
COUNTED(prefixes, LPM_TRIE, struct prefix, BPF_F_NO_PREALLOC, 1007);

struct inner { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, __u64); } inner SEC(".maps");
struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 1008);
	__type(key, __u32);
	__array(values, struct inner);
} outer SEC(".maps") = {.values = {[1] = &inner, [5] = &inner, [9] = &inner}};

#define COUNT(MAP) A(bpf_map_sum_elem_count((struct bpf_map *)&MAP))
#define PUT(MAP, KEY) bpf_map_update_elem(&MAP, &(__u32){KEY}, &(__u64){1}, 0)
#define SUM(MAP)                                                                                                       \
	SLEEPS(sum_of_##MAP, COUNT(MAP); PUT(MAP, 1); COUNT(MAP); PUT(MAP, 2); PUT(MAP, 1); COUNT(MAP);                            \
	       bpf_map_delete_elem(&MAP, &(__u32){3}); COUNT(MAP); bpf_map_delete_elem(&MAP, &(__u32){1}); COUNT(MAP);         \
	       bpf_map_update_elem(&MAP, &(__u32){1}, &(__u64){1}, 2); COUNT(MAP); bpf_map_update_elem(&MAP, &(__u32){2}, &(__u64){1}, 1); COUNT(MAP);       \
	       PUT(MAP, 7); COUNT(MAP))
SUM(hash)
SUM(hash_later)
SUM(percpu_hash)
SUM(lru)
SUM(lru_percpu)
SUM(array)
SUM(percpu_array)
CASE("tc", sum_of_prefixes, struct prefix p = {32, 5}; bpf_map_update_elem(&prefixes, &p, &(__u64){1}, 0); COUNT(prefixes))
// Whatever came before: these are the maps above, by their sizes.
SEC("iter/bpf_map") int sums_of_all(struct bpf_iter__bpf_map *ctx)
{
	struct bpf_map *map = ctx->map;
	if (!map) {
		answered = 9;
		return 0;
	}
	__u32 at = map->max_entries - 1000;
	if (at < 9)
		out[at & 15] = bpf_map_sum_elem_count(map);
	return 0;
}

// ---- names of files
char name[64];
#define CLEAR for (int i = 0; i < 64; i++) name[i] = '#'
#define OWN if (get_current_pid_tgid() >> 32 != pid) return 0
#define WORD(AT) A(*(__u64 *)(name + AT))
SEC("lsm.s/file_open") int executable(__u64 *ctx)
{
	OWN;
	answered = 0;
	CLEAR;
	struct file *file = bpf_get_task_exe_file(get_current_task_btf());
	A(file != NULL);
	if (!file)
		return 0;
	A(bpf_path_d_path(&file->f_path, name, sizeof name));
	WORD(0); WORD(8);
	A(bpf_path_d_path(&file->f_path, name, 9));
	CLEAR;
	A(bpf_path_d_path(&file->f_path, name, 8));
	WORD(0); WORD(8);
	CLEAR;
	A(bpf_path_d_path(&file->f_path, name, 4));
	WORD(0);
	A(bpf_path_d_path(&file->f_path, name, 3));
	WORD(0);
	A(bpf_path_d_path(&file->f_path, name, 1));
	WORD(0);
	A(bpf_path_d_path(&file->f_path, name, 0));
	struct file *again = bpf_get_task_exe_file(get_current_task_btf());
	A(again == file);
	if (again)
		bpf_put_file(again);
	bpf_put_file(file);
	return 0;
}
SEC("lsm.s/file_open") int opened(__u64 *ctx)
{
	OWN;
	answered = 0;
	CLEAR;
	struct file *file = (void *)ctx[0];
	A(bpf_path_d_path(&file->f_path, name, sizeof name));
	WORD(0); WORD(8); WORD(16); WORD(48); WORD(56);
	return 0;
}
SEC("lsm/file_open") int opened_by_helper(__u64 *ctx)
{
	OWN;
	answered = 0;
	CLEAR;
	struct file *file = (void *)ctx[0];
	A(d_path(&file->f_path, name, sizeof name));
	WORD(0); WORD(8); WORD(16); WORD(48); WORD(56);
	CLEAR;
	A(d_path(&file->f_path, name, 16));
	WORD(0); WORD(8); WORD(16);
	CLEAR;
	A(d_path(&file->f_path, name, 15));
	WORD(0); WORD(8); WORD(16);
	A(d_path(&file->f_path, name, 1));
	CLEAR;
	A(d_path(&file->f_path, name, 0));
	WORD(0);
	return 0;
}
