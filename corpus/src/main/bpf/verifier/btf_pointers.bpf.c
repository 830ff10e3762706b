// SPDX-License-Identifier: Apache-2.0
// Rules B1-B11: pointers to kernel objects.
#include "cases_b.h"

MAP(arr, ARRAY, 4, 0, __u32, __u64[8]);
RINGBUF(rb);
struct cred { unsigned securebits; } CO_RE;
struct css_set;
struct mm_struct { unsigned long flags; } CO_RE;
struct task_full { int x; };
struct sched_entity { __u64 vruntime; } CO_RE;
struct cpumask { unsigned long bits[128]; } CO_RE;
struct task_struct___more { struct sched_entity se; struct css_set *cgroups; struct mm_struct *mm; struct cred *cred; struct task_struct *parent; struct cpumask *cpus_ptr; struct cpumask cpus_mask; } CO_RE;
struct path { void *mnt; void *dentry; } CO_RE;
struct inode { unsigned long i_ino; } CO_RE;
struct file { struct inode *f_inode; struct path f_path; unsigned f_flags; } CO_RE;
struct sock_common { unsigned short skc_family; } CO_RE;
struct sock { struct sock_common __sk_common; void *sk_user_data; } CO_RE;
struct net_device { int ifindex; } CO_RE;
struct sk_buff { struct sock *sk; unsigned len; unsigned char *data; } CO_RE;
struct bpf_fentry_test_t { struct bpf_fentry_test_t *a; } CO_RE;
struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; __u64 session_id; __u64 seq_num; } CO_RE;
struct bpf_iter__task { struct bpf_iter_meta *meta; struct task_struct *task; } CO_RE;
struct bpf_map { unsigned id; unsigned max_entries; } CO_RE;
struct bpf_iter__bpf_map { struct bpf_iter_meta *meta; struct bpf_map *map; } CO_RE;

#define TP(NAME, ...) IN("tp_btf/task_newtask", __u64, NAME, struct task_struct *t = (void *)ctx[0]; (void)t; __VA_ARGS__)
#define FE7(NAME, ...) IN("fentry/bpf_fentry_test7", __u64, NAME, struct bpf_fentry_test_t *a = (void *)ctx[0]; __VA_ARGS__)
#define ACQ(T) ({ struct task_struct *q = bpf_task_acquire(T); if (q) bpf_task_release(q); })
#define AT(P, TYPE, OFF) (*(volatile TYPE *)((char *)(P) + OFF))

// B1: contexts
#define CTX(NAME, SECTION, CODE) ASM(SECTION, NAME, CODE " r0 = 0; exit;")
CTX(b1_first_argument__ok, "fentry/bpf_fentry_test1", "r2 = *(u64 *)(r1 + 0);")
CTX(b1_second_of_one__EACCES, "fentry/bpf_fentry_test1", "r2 = *(u64 *)(r1 + 8);")
CTX(b1_result_in_fexit__ok, "fexit/bpf_fentry_test1", "r2 = *(u64 *)(r1 + 8);")
CTX(b1_beyond_result_in_fexit__EACCES, "fexit/bpf_fentry_test1", "r2 = *(u64 *)(r1 + 16);")
CTX(b1_result_in_fmod_ret__ok, "fmod_ret/bpf_modify_return_test", "r2 = *(u64 *)(r1 + 16);")
CTX(b1_beyond_result_in_fmod_ret__EACCES, "fmod_ret/bpf_modify_return_test", "r2 = *(u64 *)(r1 + 24);")
CTX(b1_result_in_lsm__ok, "lsm/file_open", "r2 = *(u64 *)(r1 + 8);")
CTX(b1_beyond_result_in_lsm__EACCES, "lsm/file_open", "r2 = *(u64 *)(r1 + 16);")
CTX(b1_result_of_void_hook__EACCES, "lsm/task_free", "r2 = *(u64 *)(r1 + 8);")
CTX(b1_four_bytes_of_integer__ok, "fentry/bpf_fentry_test1", "r2 = *(u32 *)(r1 + 0);")
CTX(b1_upper_half_of_integer__EACCES, "fentry/bpf_fentry_test1", "r2 = *(u32 *)(r1 + 4);")
CTX(b1_four_bytes_of_pointer__EACCES, "tp_btf/task_newtask", "r2 = *(u32 *)(r1 + 0);")
CTX(b1_offset_four__EACCES, "tp_btf/task_newtask", "r2 = *(u64 *)(r1 + 4);")
CTX(b1_last_of_tracepoint__ok, "tp_btf/sched_switch", "r2 = *(u64 *)(r1 + 24);")
CTX(b1_beyond_tracepoint__EACCES, "tp_btf/sched_switch", "r2 = *(u64 *)(r1 + 32);")
CTX(b1_negative__EACCES, "tp_btf/sched_switch", "r2 = *(u64 *)(r1 - 8);")
CTX(b1_stored__EACCES, "tp_btf/sched_switch", "r2 = 0; *(u64 *)(r1 + 0) = r2;")
CTX(b1_stored_in_fexit__EACCES, "fexit/bpf_fentry_test1", "r2 = 0; *(u64 *)(r1 + 8) = r2;")
CTX(b1_void_pointer_is_number__EACCES, "fentry/bpf_fentry_test4", "r2 = *(u64 *)(r1 + 0); r2 = *(u64 *)(r2 + 0);")
CTX(b1_void_pointer_loaded__ok, "fentry/bpf_fentry_test4", "r2 = *(u64 *)(r1 + 0);")
CTX(b1_pointer_to_integer_is_number__EACCES, "fentry/bpf_fentry_test9", "r2 = *(u64 *)(r1 + 0); r2 = *(u32 *)(r2 + 0);")
CTX(b1_pointer_to_integer_loaded__ok, "fentry/bpf_fentry_test9", "r2 = *(u64 *)(r1 + 0);")
CTX(b1_six_arguments__ok, "fentry/bpf_fentry_test6", "r2 = *(u64 *)(r1 + 40);")
CTX(b1_seventh_of_six__EACCES, "fentry/bpf_fentry_test6", "r2 = *(u64 *)(r1 + 48);")
CTX(b1_raw_tp_twelfth__ok, "raw_tp", "r2 = *(u64 *)(r1 + 88);")
CTX(b1_raw_tp_thirteenth__EACCES, "raw_tp", "r2 = *(u64 *)(r1 + 96);")
CTX(b1_raw_tp_is_number__EACCES, "raw_tp/task_newtask", "r2 = *(u64 *)(r1 + 0); r2 = *(u64 *)(r2 + 0);")
CTX(b1_variable_offset__EACCES, "fentry/bpf_fentry_test6", "r6 = r1; call 7; r0 &= 8; r6 += r0; r2 = *(u64 *)(r6 + 0);")

// B2, B3: access
TP(b2_field__ok, sink = t->pid)
TP(b2_field_through_plus__ok, char *p = (char *)t; HIDE(p); p += 8; HIDE(p); sink = AT(p, __u64, -8))
TP(b2_negative_offset__EACCES, sink = AT(t, __u64, -8))
TP(b2_beyond_the_struct__EACCES, sink = AT(t, __u64, 30000))
TP(b2_variable_offset__EACCES, char *p = (char *)t; p += ANY & 8; sink = AT(p, __u64, 0))
TP(b2_known_variable_offset__ok, __u64 i = ANY; if (i != 8) return 0; char *p = (char *)t; p += i; sink = AT(p, __u64, -8))
TP(b3_part_of_pointer_member__EACCES, sink = *(volatile __u32 *)&t->real_parent)
TP(b3_middle_of_pointer_member__EACCES, sink = AT(&t->real_parent, __u64, 4))
TP(b3_byte_of_integer__ok, sink = *((volatile char *)&t->pid + 1))
TP(b3_across_two_members__EACCES, sink = *(volatile __u64 *)&t->pid)
TP(b3_across_in_middle__EACCES, sink = AT(&t->pid, __u32, 2))
TP(b3_eight_bytes_of_array__ok, sink = *(volatile __u64 *)&t->comm[0])
TP(b3_eight_bytes_within_array__ok, sink = *(volatile __u64 *)&t->comm[5])
TP(b3_over_the_arrays_end__EACCES, sink = *(volatile __u64 *)&t->comm[9])
TP(b3_last_of_array__ok, sink = *(volatile char *)&t->comm[15])
TP(b3_nested_struct__ok, sink = ((struct task_struct___more *)t)->se.vruntime)
TP(b2_written__EACCES, *(volatile int *)&t->pid = 1)
TP(b2_atomic__EACCES, __sync_fetch_and_add(&t->flags, 1))
TP(b2_compared__ok, if ((void *)t == (void *)ctx) sink = 1)
TP(b2_stored_in_map__ok, sink = (__u64)t)

// B4, B5: walking
TP(b5_real_parent_pid__ok, sink = t->real_parent->pid)
TP(b5_four_steps__ok, sink = t->real_parent->real_parent->real_parent->group_leader->pid)
TP(b5_cred_through_plain__ok, struct cred *c = ((struct task_struct___more *)t)->cred; sink = c->securebits)
TP(b5_trusted_acquired__ok, ACQ(t))
TP(b5_real_parent_acquired__ok, ACQ(t->real_parent))
TP(b5_group_leader_acquired__ok, ACQ(t->group_leader))
TP(b5_parent_acquired__EINVAL, ACQ(((struct task_struct___more *)t)->parent))
TP(b5_second_real_parent_acquired__ok, ACQ(t->real_parent->real_parent))
TP(b5_real_parent_of_parent_acquired__EINVAL, ACQ(((struct task_struct___more *)t)->parent->real_parent))
TP(b5_mask_first__ok, sink = bpf_cpumask_first(((struct task_struct___more *)t)->cpus_ptr))
TP(b5_embedded_mask_first__ok, sink = bpf_cpumask_first(&((struct task_struct___more *)t)->cpus_mask))
TP(b5_parents_mask_first__EINVAL, sink = bpf_cpumask_first(((struct task_struct___more *)((struct task_struct___more *)t)->parent)->cpus_ptr))
IN("fentry.s/bpf_fentry_test1", __u64, b5_sleepable_real_parent_acquired__EINVAL, struct task_struct *t = bpf_get_current_task_btf(); ACQ(t->real_parent))
IN("fentry.s/bpf_fentry_test1", __u64, b5_sleepable_in_rcu_real_parent_acquired__ok, struct task_struct *t = bpf_get_current_task_btf(); bpf_rcu_read_lock(); struct task_struct *q = bpf_task_acquire(t->real_parent); bpf_rcu_read_unlock(); if (q) bpf_task_release(q))
IN("fentry.s/bpf_fentry_test1", __u64, b5_sleepable_real_parent_read__ok, struct task_struct *t = bpf_get_current_task_btf(); sink = t->real_parent->pid)
IN("fentry.s/bpf_fentry_test1", __u64, r15_rcu_pointer_after_section_acquired__EINVAL, struct task_struct *t = bpf_get_current_task_btf(); bpf_rcu_read_lock(); struct task_struct *p = t->real_parent; bpf_rcu_read_unlock(); ACQ(p))
IN("fentry.s/bpf_fentry_test1", __u64, r15_rcu_pointer_after_section_read__ok, struct task_struct *t = bpf_get_current_task_btf(); bpf_rcu_read_lock(); struct task_struct *p = t->real_parent; bpf_rcu_read_unlock(); sink = p->pid)
IN("fentry.s/bpf_fentry_test1", __u64, r15_rcu_pointer_after_section_to_helper__EACCES, struct task_struct *t = bpf_get_current_task_btf(); bpf_rcu_read_lock(); struct task_struct *p = t->real_parent; bpf_rcu_read_unlock(); sink = (long)bpf_task_pt_regs(p))
TRACE(b5_current_acquired__ok, ACQ(bpf_get_current_task_btf()))

// fentry arguments are plain
IN("fentry/bpf_prog_put", __u64, b5_fentry_pointer_read__ok, sink = *(volatile unsigned char *)ctx[0])
FE7(b5_plain_read__ok, sink = (long)a->a)
FE7(b5_plain_walked__ok, sink = (long)a->a->a->a)
FE7(b2_plain_written__EACCES, *(void *volatile *)&a->a = 0)
FE7(b3_plain_beyond__EACCES, sink = AT(a, __u64, 8))
IN("fentry/wake_up_new_task", __u64, b5_plain_task_acquired__EINVAL, ACQ((struct task_struct *)ctx[0]))
IN("fentry/wake_up_new_task", __u64, b5_plain_task_to_helper__ok, sink = (long)bpf_task_pt_regs((void *)ctx[0]))
IN("fentry/wake_up_new_task", __u64, b5_plain_task_storage_key__ok, sink = ((struct task_struct *)ctx[0])->pid)

// Maybe-null arguments
IN("iter/task", struct bpf_iter__task, b2_iterator_task_unchecked__EACCES, sink = ctx->task->pid)
IN("iter/task", struct bpf_iter__task, b2_iterator_task_checked__ok, struct task_struct *t = ctx->task; if (t) sink = t->pid)
IN("iter/task", struct bpf_iter__task, b5_iterator_task_acquired__ok, struct task_struct *t = ctx->task; if (t) ACQ(t))
IN("iter/task", struct bpf_iter__task, b5_iterator_task_acquired_unchecked__EACCES, ACQ(ctx->task))
IN("iter/task", struct bpf_iter__task, b2_iterator_meta__ok, sink = ctx->meta->seq_num)
IN("iter/task", struct bpf_iter__task, b5_iterator_seq_write__ok, __u64 x = 0; bpf_seq_write(ctx->meta->seq, &x, 8))
IN("iter/task", struct bpf_iter__task, b9_iterator_seq_is_task__EACCES, struct task_struct *t = ctx->task; __u64 x = 0; if (t) bpf_seq_write(t, &x, 8))
IN("iter/bpf_map", struct bpf_iter__bpf_map, b2_iterator_map_checked__ok, struct bpf_map *m = ctx->map; if (m) sink = m->id)
IN("iter/bpf_map", struct bpf_iter__bpf_map, b2_iterator_map_unchecked__EACCES, sink = ctx->map->id)
IN("tp_btf/sched_pi_setprio", __u64, b2_listed_tracepoint_unchecked__EACCES, struct task_struct *t = (void *)ctx[1]; sink = t->pid)
IN("tp_btf/sched_pi_setprio", __u64, b2_listed_tracepoint_checked__ok, struct task_struct *t = (void *)ctx[1]; if (t) sink = t->pid)

// LSM
#define LSM(NAME, ...) IN("lsm/file_open", __u64, NAME, struct file *f = (void *)ctx[0]; __VA_ARGS__)
LSM(b5_lsm_field__ok, sink = f->f_flags)
LSM(b5_lsm_inode_number__ok, sink = f->f_inode->i_ino)
LSM(b5_d_path_of_embedded__ok, char b[16]; bpf_d_path(&f->f_path, b, 16); KEEP(b))
LSM(b9_d_path_of_file__EACCES, char b[16]; bpf_d_path(f, b, 16); KEEP(b))
IN("lsm/task_free", __u64, b5_free_hook_acquired__EINVAL, ACQ((struct task_struct *)ctx[0]))
IN("lsm/task_alloc", __u64, b5_alloc_hook_acquired__ok, ACQ((struct task_struct *)ctx[0]))
TRACE(b5_d_path_not_listed__EINVAL, char b[16]; bpf_d_path(ctx, b, 16); KEEP(b))

// Helper arguments: type match
TP(b9_task_as_task__ok, sink = (long)bpf_task_pt_regs(t))
TP(b9_cred_as_task__EACCES, sink = (long)bpf_task_pt_regs(((struct task_struct___more *)t)->cred))
TP(b9_number_as_task__EACCES, sink = (long)bpf_task_pt_regs((void *)ANY))
TP(b9_null_as_task__EACCES, sink = (long)bpf_task_pt_regs(NULL))
TP(b9_shifted_task__EACCES, sink = (long)bpf_task_pt_regs((char *)t + 8))
TP(b9_stack_as_task__EACCES, __u64 x = 0; sink = (long)bpf_task_pt_regs(&x))
TP(b9_kfunc_wants_task_gets_cred__EINVAL, ACQ((void *)((struct task_struct___more *)t)->cred))
TP(b9_kfunc_gets_shifted_task__EINVAL, ACQ((void *)t + 8))
TP(b9_trusted_as_read_memory__ok, bpf_ringbuf_output(&rb, t, 8, 0))
TP(b9_trusted_as_read_memory_over_pointer__EACCES, bpf_ringbuf_output(&rb, &t->real_parent, 4, 0))
TP(b9_as_written_memory__EACCES, bpf_probe_read_kernel(t, 8, 0))
TP(b9_as_key__EACCES, sink = bpf_map_lookup_elem(&arr, t) != 0)
FE7(b9_plain_as_read_memory__EACCES, bpf_ringbuf_output(&rb, a, 8, 0))

// B11, casts
TP(b11_probe_read_is_number__EACCES, struct task_struct *q; bpf_probe_read_kernel(&q, 8, &t->real_parent); sink = *(volatile int *)q)
TP(b11_probe_read_chain__ok, struct task_struct *q; int n = 0; bpf_probe_read_kernel(&q, 8, &t->real_parent); bpf_probe_read_kernel(&n, 4, q); sink = n)

// Kernel variables
extern const int bpf_prog_active __ksym __weak;
extern const int runqueues __ksym __weak;
struct pcpu_hot { struct task_struct *current_task; int preempt_count; } CO_RE;
extern const struct pcpu_hot pcpu_hot __ksym __weak;
extern const void init_task __ksym __weak;
TRACE(b5_percpu_int_this_cpu__ok, int *p = bpf_this_cpu_ptr(&bpf_prog_active); sink = *p)
TRACE(b5_percpu_int_this_cpu_written__EACCES, volatile int *p = bpf_this_cpu_ptr(&bpf_prog_active); *p = 1)
TRACE(b5_percpu_int_this_cpu_past_the_end__EACCES, volatile int *p = bpf_this_cpu_ptr(&bpf_prog_active); sink = p[1])
TRACE(b5_percpu_int_other_cpu__ok, int *p = bpf_per_cpu_ptr(&bpf_prog_active, 0); if (p) sink = *p)
TRACE(b5_percpu_int_other_cpu_unchecked__EACCES, int *p = bpf_per_cpu_ptr(&bpf_prog_active, 0); sink = *p)
TRACE(b5_percpu_int_directly__EACCES, sink = *(volatile const int *)&bpf_prog_active)
TRACE(b5_percpu_struct__ok, const struct pcpu_hot *p = bpf_this_cpu_ptr(&pcpu_hot); sink = p->preempt_count)
TRACE(b5_percpu_struct_written__EACCES, struct pcpu_hot *p = bpf_this_cpu_ptr(&pcpu_hot); *(volatile int *)&p->preempt_count = 0)
TRACE(b5_percpu_of_value__EACCES, void *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) sink = (long)bpf_this_cpu_ptr(v))
XDP(b5_percpu_in_xdp__ok, int *p = bpf_per_cpu_ptr(&bpf_prog_active, ANY); if (p) sink = *p)

// B8: maps as kernel objects
struct bpf_array { struct bpf_map map; unsigned elem_size; } CO_RE;
TC(b8_map_field__ok, struct bpf_map *m = (void *)&arr; sink = m->max_entries)
TC(b8_map_field_of_array__ok, struct bpf_array *m = (void *)&arr; sink = m->elem_size)
TC(b8_map_field_written__EACCES, struct bpf_map *m = (void *)&arr; *(volatile unsigned *)&m->max_entries = 1)
TC(b8_map_beyond__EACCES, sink = AT(&arr, __u64, 4096))
TC(b8_map_negative__EACCES, sink = AT(&arr, __u64, -8))
TC(b8_map_arithmetic__EACCES, char *p = (char *)&arr; HIDE(p); p += 8; HIDE(p); sink = AT(p, __u32, 0))

// Casts by kernel function
struct bpf_sk_ctx { __u32 len; };
TC(b5_kernel_context__ok, struct sk_buff *s = bpf_cast_to_kern_ctx(ctx); sink = s->len)
TC(b5_kernel_context_written__EACCES, struct sk_buff *s = bpf_cast_to_kern_ctx(ctx); *(volatile unsigned *)&s->len = 1)
TC(b5_kernel_context_of_number__EINVAL, struct sk_buff *s = bpf_cast_to_kern_ctx((void *)ANY); sink = s->len)
TC(b5_kernel_context_pointer_walk__ok, struct sk_buff *s = bpf_cast_to_kern_ctx(ctx); struct sock *k = s->sk; if (k) sink = k->__sk_common.skc_family)
TC(b5_kernel_context_sk_unchecked__EACCES, struct sk_buff *s = bpf_cast_to_kern_ctx(ctx); struct sock *k = s->sk; sink = k->__sk_common.skc_family)
#define KERNEL_ID(T) __builtin_btf_type_id(*(struct T *)0, 1)
TC(b5_read_only_cast__ok, struct sk_buff *s = bpf_rdonly_cast((void *)ANY, KERNEL_ID(sk_buff)); sink = s->len)
TC(b5_read_only_cast_written__EACCES, struct sk_buff *s = bpf_rdonly_cast((void *)ANY, KERNEL_ID(sk_buff)); *(volatile unsigned *)&s->len = 1)
TRACE(b5_read_only_cast_acquired__EINVAL, ACQ((struct task_struct *)bpf_rdonly_cast(bpf_get_current_task_btf(), KERNEL_ID(task_struct))))
TC(b5_read_only_cast_unknown_type__EINVAL, struct sk_buff *s = bpf_rdonly_cast(ctx, ANY); sink = s->len)
TC(b5_read_only_cast_zero__EINVAL, volatile int *s = bpf_rdonly_cast(ctx, 0); sink = *s)
