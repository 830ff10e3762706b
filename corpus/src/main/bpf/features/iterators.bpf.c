// SPDX-License-Identifier: Apache-2.0
// Iterators over maps, tasks and control groups, which write text about each.
#include "../bpf.h"

char LICENSE[] SEC("license") = "GPL";

#define CO_RE __attribute__((preserve_access_index))
struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; __u64 session_id; __u64 seq_num; } CO_RE;
struct bpf_map { unsigned int key_size, value_size, max_entries, id; char name[16]; } CO_RE;
struct task_struct { int pid; int tgid; char comm[16]; } CO_RE;
struct kernfs_node { __u64 id; } CO_RE;
struct cgroup { int level; struct kernfs_node *kn; } CO_RE;
struct maps { struct bpf_iter_meta *meta; struct bpf_map *map; };
struct tasks { struct bpf_iter_meta *meta; struct task_struct *task; };
struct groups { struct bpf_iter_meta *meta; struct cgroup *cgroup; };

static long (*const seq_printf)(struct seq_file *, const char *, __u32, const void *, __u32) = (void *)126;
static long (*const seq_write)(struct seq_file *, const void *, __u32) = (void *)127;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 11);
	__type(key, __u32);
	__type(value, __u64);
} shown_first SEC(".maps");
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 3);
	__type(key, __u32);
	__type(value, __u64[2]);
} shown_second SEC(".maps");

__s64 results[8];
__u64 calls, ends, last_number, session;
// How much is written of each, and of which one something else is said than 0.
__u32 large;
__u64 again_at = -1;
char filler[32768];

#define PRINT(SEQ, FORMAT, ...) \
	({ \
		static const char text[] = FORMAT; \
		__u64 data[] = {__VA_ARGS__}; \
		seq_printf(SEQ, text, sizeof(text), data, sizeof(data)); \
	})

static __always_inline int is_shown(struct bpf_map *map)
{
	return map->name[0] == 's' && map->name[5] == '_';
}

SEC("iter/bpf_map")
int shows_maps(struct maps *context)
{
	struct seq_file *seq = context->meta->seq;
	struct bpf_map *map = context->map;

	calls++;
	last_number = context->meta->seq_num;
	if (!map) {
		ends++;
		results[0] = PRINT(seq, "end %d\n", 5);
		return 0;
	}
	if (!is_shown(map))
		return 0;
	results[1] = PRINT(seq, "%s key %u", (__u64)(long)map->name, map->key_size);
	PRINT(seq, " value %u entries %u\n", map->value_size, map->max_entries);
	return 0;
}

// Too much at once: what the kernel gives away in one piece is limited.
SEC("iter/bpf_map")
int fills(struct maps *context)
{
	struct seq_file *seq = context->meta->seq;
	struct bpf_map *map = context->map;
	__u32 size = large;

	calls++;
	if (!map) {
		ends++;
		return 0;
	}
	if (!is_shown(map))
		return 0;
	if (size > sizeof(filler))
		size = sizeof(filler);
	results[2] = seq_write(seq, filler, size);
	results[3] = seq_write(seq, "x", 1);
	return 0;
}

SEC("iter/bpf_map")
int refuses(struct maps *context)
{
	struct seq_file *seq = context->meta->seq;
	static const char plain[] = "plain\n", bad[] = "%k\n", many[] = "%d %d\n";
	__u64 data[2] = {1, 2};

	if (!context->map)
		return 0;
	if (!is_shown(context->map))
		return 0;
	results[0] = seq_printf(seq, plain, sizeof(plain), 0, 0);
	results[1] = seq_printf(seq, bad, sizeof(bad), data, 8);
	results[2] = seq_printf(seq, many, sizeof(many), data, 8);
	results[3] = seq_printf(seq, plain, sizeof(plain), data, 16);
	results[4] = seq_printf(seq, plain, sizeof(plain), data, 4);
	results[5] = seq_printf(seq, plain, 3, data, 8);
	results[6] = seq_write(seq, data, 0);
	results[7] = seq_printf(seq, many, sizeof(many), data, 16);
	return 0;
}

SEC("iter/task")
int shows_tasks(struct tasks *context)
{
	struct seq_file *seq = context->meta->seq;
	struct task_struct *task = context->task;

	calls++;
	last_number = context->meta->seq_num;
	if (!task) {
		ends++;
		return 0;
	}
	if (task->pid != 1)
		return 0;
	PRINT(seq, "%d %d %llu\n", task->pid, task->tgid, context->meta->seq_num);
	return 0;
}

SEC("iter/cgroup")
int shows_groups(struct groups *context)
{
	struct seq_file *seq = context->meta->seq;
	struct cgroup *cgroup = context->cgroup;

	calls++;
	last_number = context->meta->seq_num;
	if (!cgroup) {
		ends++;
		PRINT(seq, "end\n", 0);
		return 0;
	}
	PRINT(seq, "level %d number %llu\n", cgroup->level, context->meta->seq_num);
	return 0;
}
