// SPDX-License-Identifier: Apache-2.0
// What bpf_seq_printf takes, and from whom.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

#define CO_RE __attribute__((preserve_access_index))
struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; __u64 session_id; __u64 seq_num; } CO_RE;
struct tasks { struct bpf_iter_meta *meta; void *task; };
static long (*const seq_printf)(void *, const char *, __u32, const void *, __u32) = (void *)126;
static const char format[] = "%d\n";
__u32 length;

#define IN(NAME, BODY) \
	SEC("iter/task") int NAME(struct tasks *context) \
	{ \
		void *seq = context->meta->seq; \
		__u64 data[2] = {1, 2}; \
		(void)seq, (void)data; \
		BODY; \
		return 0; \
	}

IN(h126_numbers__ok, seq_printf(seq, format, sizeof(format), data, 8))
IN(h126_no_numbers__ok, seq_printf(seq, format, sizeof(format), NULL, 0))
IN(h126_null_with_a_size__EACCES, seq_printf(seq, format, sizeof(format), NULL, 8))
IN(h126_length_of_bounds__ok, __u32 n = length; if (n <= 16) seq_printf(seq, format, sizeof(format), data, n))
IN(h126_length_without_bounds__EACCES, seq_printf(seq, format, sizeof(format), data, length))
IN(h126_past_the_numbers__EINVAL, seq_printf(seq, format, sizeof(format), data, 24))
IN(h126_format_of_no_bytes__EACCES, seq_printf(seq, format, 0, data, 8))
IN(h126_format_past_its_end__EACCES, seq_printf(seq, format, 4096, data, 8))
IN(h126_no_format__EACCES, seq_printf(seq, NULL, 4, data, 8))
IN(h126_task_for_a_sequence__EACCES, if (context->task) seq_printf(context->task, format, sizeof(format), data, 8))
IN(h126_context_for_a_sequence__EACCES, seq_printf(context, format, sizeof(format), data, 8))

SEC("tp_btf/task_newtask") int h126_tracepoint__EINVAL(__u64 *context)
{
	seq_printf((void *)context[0], format, sizeof(format), NULL, 0);
	return 0;
}

SEC("fentry/bpf_fentry_test1") int h126_function__EINVAL(__u64 *context)
{
	seq_printf(context, format, sizeof(format), NULL, 0);
	return 0;
}
