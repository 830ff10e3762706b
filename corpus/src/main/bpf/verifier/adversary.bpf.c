// SPDX-License-Identifier: Apache-2.0
// Programs that misuse what was built last: iterators across functions and callbacks, objects of the kernel across RCU sections and
// functions, exchanged pointers, loads with sign extension, atomics on what is no memory of a program.
#include "cases_b.h"

#define GLOBAL __attribute__((noinline))
struct bpf_cpumask { int x; };
struct file { unsigned f_flags; } CO_RE;
struct vm_area_struct { unsigned long vm_start; struct file *vm_file; } CO_RE;
struct cgroup_subsys_state { struct cgroup *cgroup; struct cgroup_subsys_state *parent; } CO_RE;
struct cgroup { struct cgroup_subsys_state self; int level; } CO_RE;
struct bpf_iter_task { __u64 opaque[3]; } __attribute__((aligned(8)));
struct bpf_iter_css { __u64 opaque[3]; } __attribute__((aligned(8)));
struct bpf_iter_css_task { __u64 opaque[1]; } __attribute__((aligned(8)));
struct bpf_iter_task_vma { __u64 opaque[1]; } __attribute__((aligned(8)));
KFUNC int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task, unsigned flags);
KFUNC struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it);
KFUNC void bpf_iter_task_destroy(struct bpf_iter_task *it);
KFUNC int bpf_iter_css_new(struct bpf_iter_css *it, struct cgroup_subsys_state *start, unsigned flags);
KFUNC struct cgroup_subsys_state *bpf_iter_css_next(struct bpf_iter_css *it);
KFUNC void bpf_iter_css_destroy(struct bpf_iter_css *it);
KFUNC int bpf_iter_task_vma_new(struct bpf_iter_task_vma *it, struct task_struct *task, __u64 addr);
KFUNC struct vm_area_struct *bpf_iter_task_vma_next(struct bpf_iter_task_vma *it);
KFUNC void bpf_iter_task_vma_destroy(struct bpf_iter_task_vma *it);
KFUNC int bpf_iter_bits_new(struct bpf_iter_bits *it, const __u64 *words, __u32 count);
KFUNC int *bpf_iter_bits_next(struct bpf_iter_bits *it);
KFUNC void bpf_iter_bits_destroy(struct bpf_iter_bits *it);
KFUNC struct cgroup *bpf_cgroup_ancestor(struct cgroup *c, int level);
KFUNC long bpf_task_under_cgroup(struct task_struct *t, struct cgroup *c);
KFUNC struct file *bpf_get_task_exe_file(struct task_struct *t);
KFUNC void bpf_put_file(struct file *f);
KFUNC _Bool bpf_cpumask_test_cpu(__u32 cpu, const struct cpumask *m);
KFUNC void bpf_cpumask_copy(struct bpf_cpumask *to, const struct cpumask *from);

MAP(arr, ARRAY, 4, 0, __u32, __u64[8]);
MAP(readonly, ARRAY, 4, 1 << 7, __u32, __u64[8]);
RINGBUF(rb);
struct value { struct task_struct KPTR *task; __u64 n; };
MAP(kptrs, ARRAY, 1, 0, __u32, struct value);
MAP(hashed, HASH, 4, 0, __u32, struct value);



#define THIS ((struct task_struct *)bpf_get_current_task_btf())
#define V struct value *v = bpf_map_lookup_elem(&kptrs, &(__u32){0}); if (!v) return 0
#define SLEEPS(NAME, ...) IN("fentry.s/bpf_fentry_test1", __u64, NAME, __VA_ARGS__)

// ---- iterators
TRACE(i7_element_after_next__ok, struct bpf_iter_num it; int *a; bpf_iter_num_new(&it, 0, 9); a = bpf_iter_num_next(&it); if (a) { bpf_iter_num_next(&it); sink = *(volatile int *)a; } bpf_iter_num_destroy(&it))
TRACE(i7_bit_after_destroy__EACCES, struct bpf_iter_bits it; __u64 w = 7; volatile int *a; bpf_iter_bits_new(&it, &w, 1); a = bpf_iter_bits_next(&it); bpf_iter_bits_destroy(&it); if (a) sink = *a)
TRACE(i7_task_after_destroy__ok, struct bpf_iter_task it; struct task_struct *t; bpf_iter_task_new(&it, NULL, 0); t = bpf_iter_task_next(&it); bpf_iter_task_destroy(&it); if (t) sink = t->pid)
TRACE(i7_task_kept_after_destroy__ok, struct bpf_iter_task it; struct task_struct *t; struct task_struct *k; bpf_iter_task_new(&it, NULL, 0); t = bpf_iter_task_next(&it); k = t ? bpf_task_acquire(t) : NULL; bpf_iter_task_destroy(&it); if (k) { sink = k->pid; bpf_task_release(k); })
TRACE(i7_task_acquired_after_destroy__ok, struct bpf_iter_task it; struct task_struct *t; bpf_iter_task_new(&it, NULL, 0); t = bpf_iter_task_next(&it); bpf_iter_task_destroy(&it); if (t) { t = bpf_task_acquire(t); if (t) bpf_task_release(t); })
SLEEPS(i7_task_acquired_after_rcu__EPROTO, struct bpf_iter_task it; struct task_struct *t; struct task_struct *k = NULL; bpf_rcu_read_lock(); bpf_iter_task_new(&it, NULL, 0); t = bpf_iter_task_next(&it); bpf_rcu_read_unlock(); if (t) k = bpf_task_acquire(t); if (k) bpf_task_release(k); bpf_iter_task_destroy(&it))
SLEEPS(i7_next_after_rcu__EPROTO, struct bpf_iter_task it; bpf_rcu_read_lock(); bpf_iter_task_new(&it, NULL, 0); bpf_rcu_read_unlock(); bpf_iter_task_next(&it); bpf_iter_task_destroy(&it))
static __noinline int next_of(struct bpf_iter_num *it) { int *v = bpf_iter_num_next(it); return v ? *v : -1; }
static __noinline void new_of(struct bpf_iter_num *it) { bpf_iter_num_new(it, 0, 3); }
static __noinline void destroy_of(struct bpf_iter_num *it) { bpf_iter_num_destroy(it); }
TRACE(i7_next_in_function__ok, struct bpf_iter_num it; bpf_iter_num_new(&it, 0, 3); sink = next_of(&it); bpf_iter_num_destroy(&it))
TRACE(i7_made_in_function__ok, struct bpf_iter_num it; new_of(&it); sink = next_of(&it); destroy_of(&it))
static __noinline int *give_next(struct bpf_iter_num *it) { return bpf_iter_num_next(it); }
TRACE(i7_element_of_function_after_destroy__EACCES, struct bpf_iter_num it; volatile int *v; new_of(&it); v = give_next(&it); destroy_of(&it); if (v) sink = *v)
TRACE(i7_element_of_function_after_next__ok, struct bpf_iter_num it; volatile int *v; new_of(&it); v = give_next(&it); give_next(&it); if (v) sink = *v; destroy_of(&it))
static long body_next(__u32 i, struct bpf_iter_num *it) { int *v = bpf_iter_num_next(it); if (v) sink = *v; return 0; }
static long body_destroy(__u32 i, struct bpf_iter_num *it) { bpf_iter_num_destroy(it); return 0; }
static long body_new(__u32 i, struct bpf_iter_num *it) { bpf_iter_num_new(it, 0, 3); return 0; }
static long body_again(__u32 i, struct bpf_iter_num *it) { bpf_iter_num_destroy(it); bpf_iter_num_new(it, 0, 3); return 0; }
TRACE(i7_next_in_loop_body__ok, struct bpf_iter_num it; bpf_iter_num_new(&it, 0, 3); bpf_loop(2, body_next, &it, 0); bpf_iter_num_destroy(&it))
TRACE(i7_destroyed_in_loop_body__EINVAL, struct bpf_iter_num it; bpf_iter_num_new(&it, 0, 3); bpf_loop(1, body_destroy, &it, 0))
TRACE(i7_made_in_loop_body__EINVAL, struct bpf_iter_num it; bpf_loop(1, body_new, &it, 0); bpf_iter_num_destroy(&it))
TRACE(i7_made_anew_in_loop_body__EINVAL, struct bpf_iter_num it; bpf_iter_num_new(&it, 0, 3); bpf_loop(2, body_again, &it, 0); bpf_iter_num_destroy(&it))
TRACE(i7_element_across_loop__ok, struct bpf_iter_num it; volatile int *v; bpf_iter_num_new(&it, 0, 3); v = bpf_iter_num_next(&it); bpf_loop(2, body_next, &it, 0); if (v) sink = *v; bpf_iter_num_destroy(&it))
struct both { struct bpf_iter_num *it; volatile int *v; };
static long body_keeps(__u32 i, struct both *b) { b->v = bpf_iter_num_next(b->it); return 0; }
TRACE(i7_element_kept_by_loop_body__ok, struct bpf_iter_num it; struct both b = { &it, NULL }; bpf_iter_num_new(&it, 0, 3); bpf_loop(2, body_keeps, &b, 0); if (b.v) sink = *b.v; bpf_iter_num_destroy(&it))
TRACE(i7_element_kept_and_destroyed__EACCES, struct bpf_iter_num it; struct both b = { &it, NULL }; bpf_iter_num_new(&it, 0, 3); bpf_loop(2, body_keeps, &b, 0); bpf_iter_num_destroy(&it); if (b.v) sink = *b.v)
GLOBAL int uses(int *p) { return p ? *p : 0; }
TRACE(i7_element_given_to_global__ok, struct bpf_iter_num it; int *v; bpf_iter_num_new(&it, 0, 3); v = bpf_iter_num_next(&it); if (v) uses(v); bpf_iter_num_destroy(&it))
TRACE(i7_written_by_atomic__EACCES, struct bpf_iter_num it; bpf_iter_num_new(&it, 0, 3); __sync_fetch_and_add((__u64 *)&it, 1); bpf_iter_num_destroy(&it))
TRACE(i7_other_kind_destroyed__EINVAL, struct bpf_iter_task it; bpf_iter_task_new(&it, NULL, 0); bpf_iter_num_destroy((void *)&it))
TRACE(i7_area_after_next__ok, struct bpf_iter_task_vma it; struct vm_area_struct *a; bpf_iter_task_vma_new(&it, THIS, 0); a = bpf_iter_task_vma_next(&it); bpf_iter_task_vma_next(&it); if (a) sink = a->vm_start; bpf_iter_task_vma_destroy(&it))
TRACE(i7_file_of_area_after_destroy__ok, struct bpf_iter_task_vma it; struct vm_area_struct *a; struct file *f = NULL; bpf_iter_task_vma_new(&it, THIS, 0); a = bpf_iter_task_vma_next(&it); if (a) f = a->vm_file; bpf_iter_task_vma_destroy(&it); if (f) sink = f->f_flags)
TRACE(i7_area_of_untrusted_task__ok, struct bpf_iter_task_vma it; bpf_iter_task_vma_new(&it, THIS->real_parent, 0); bpf_iter_task_vma_destroy(&it))
TRACE(i7_vma_in_vma__ok, struct bpf_iter_task_vma it; struct bpf_iter_task_vma o; bpf_iter_task_vma_new(&it, THIS, 0); bpf_iter_task_vma_new(&o, THIS, 0); bpf_iter_task_vma_destroy(&o); bpf_iter_task_vma_destroy(&it))
TRACE(i7_bits_of_unknown_size__ok, struct bpf_iter_bits it; __u64 *e = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!e) return 0; bpf_iter_bits_new(&it, e, ANY & 7); bpf_iter_bits_destroy(&it))
TRACE(i7_bits_of_large_size__ok, struct bpf_iter_bits it; __u64 *e = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!e) return 0; bpf_iter_bits_new(&it, e, ANY & 63); bpf_iter_bits_destroy(&it))
TRACE(i7_bits_where_size_is_bytes__ok, struct bpf_iter_bits it; __u64 *e = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!e) return 0; bpf_iter_bits_new(&it, e, 64); bpf_iter_bits_destroy(&it))
TRACE(i7_bits_by_wrap__ok, struct bpf_iter_bits it; __u64 *e = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!e) return 0; bpf_iter_bits_new(&it, e, 0x20000001); bpf_iter_bits_destroy(&it))

// ---- objects of the kernel
TRACE(k8_parent_acquired__ok, struct task_struct *p = bpf_task_acquire(THIS->real_parent); if (p) bpf_task_release(p))
SLEEPS(k8_parent_acquired_in_rcu__ok, bpf_rcu_read_lock(); struct task_struct *p = bpf_task_acquire(THIS->real_parent); bpf_rcu_read_unlock(); if (p) bpf_task_release(p))
SLEEPS(k8_parent_acquired_without_rcu__EINVAL, struct task_struct *p = bpf_task_acquire(THIS->real_parent); if (p) bpf_task_release(p))
SLEEPS(k8_parent_across_rcu__EINVAL, bpf_rcu_read_lock(); struct task_struct *p = THIS->real_parent; bpf_rcu_read_unlock(); p = bpf_task_acquire(p); if (p) bpf_task_release(p))
SLEEPS(k8_parent_across_two_rcu__EINVAL, bpf_rcu_read_lock(); struct task_struct *p = THIS->real_parent; bpf_rcu_read_unlock(); bpf_rcu_read_lock(); p = bpf_task_acquire(p); bpf_rcu_read_unlock(); if (p) bpf_task_release(p))
TRACE(k8_parent_of_acquired_after_release__ok, struct task_struct *p = bpf_task_from_pid(1); struct task_struct *q; if (!p) return 0; q = p->real_parent; bpf_task_release(p); sink = q->pid)
TRACE(k8_parent_of_acquired_acquired_after_release__ok, struct task_struct *p = bpf_task_from_pid(1); struct task_struct *q; if (!p) return 0; q = p->group_leader; bpf_task_release(p); q = bpf_task_acquire(q); if (q) bpf_task_release(q))
TRACE(k8_released_with_offset__EINVAL, struct task_struct *p = bpf_task_from_pid(1); if (!p) return 0; bpf_task_release((void *)p + 8))
TRACE(k8_mask_used_after_release__EACCES, struct bpf_cpumask *m = bpf_cpumask_create(); if (!m) return 0; bpf_cpumask_release(m); bpf_cpumask_set_cpu(1, m))
TRACE(k8_mask_acquired_kept__ok, struct bpf_cpumask *m = bpf_cpumask_create(); struct bpf_cpumask *n; if (!m) return 0; n = bpf_cpumask_acquire(m); bpf_cpumask_release(m); bpf_cpumask_set_cpu(1, n); bpf_cpumask_release(n))
TRACE(k8_mask_acquired_first_used__EACCES, struct bpf_cpumask *m = bpf_cpumask_create(); struct bpf_cpumask *n; if (!m) return 0; n = bpf_cpumask_acquire(m); bpf_cpumask_release(m); bpf_cpumask_set_cpu(1, m); bpf_cpumask_release(n))
TRACE(k8_mask_written_directly__EACCES, struct bpf_cpumask *m = bpf_cpumask_create(); if (!m) return 0; *(volatile __u32 *)m = 1; bpf_cpumask_release(m))
IN("lsm.s/file_open", __u64, k8_file_put_of_argument__EINVAL, bpf_put_file((struct file *)ctx[0]))
IN("lsm.s/file_open", __u64, k8_file_of_task_put__ok, struct file *f = bpf_get_task_exe_file(THIS); if (f) bpf_put_file(f))
IN("lsm.s/file_open", __u64, k8_file_of_task_read_after_put__EACCES, struct file *f = bpf_get_task_exe_file(THIS); if (!f) return 0; bpf_put_file(f); sink = f->f_flags)
IN("lsm.s/file_open", __u64, k8_file_of_task_leaked__EINVAL, struct file *f = bpf_get_task_exe_file(THIS); sink = !!f)

// ---- exchanged pointers
TRACE(k9_exchanged_and_used__EACCES, V; struct task_struct *t = bpf_task_from_pid(1); struct task_struct *o; if (!t) return 0; o = bpf_kptr_xchg(&v->task, t); sink = t->pid; if (o) bpf_task_release(o))
SLEEPS(k9_exchanged_and_acquired_in_rcu__EINVAL, V; struct task_struct *t = bpf_task_from_pid(1); struct task_struct *o; if (!t) return 0; bpf_rcu_read_lock(); o = bpf_kptr_xchg(&v->task, t); t = bpf_task_acquire(t); bpf_rcu_read_unlock(); if (t) bpf_task_release(t); if (o) bpf_task_release(o))
SLEEPS(k9_exchanged_and_acquired_after_rcu__EINVAL, V; struct task_struct *t = bpf_task_from_pid(1); struct task_struct *o; if (!t) return 0; bpf_rcu_read_lock(); o = bpf_kptr_xchg(&v->task, t); bpf_rcu_read_unlock(); t = bpf_task_acquire(t); if (t) bpf_task_release(t); if (o) bpf_task_release(o))
TRACE(k9_field_loaded_and_acquired__ok, V; struct task_struct *t = v->task; if (!t) return 0; t = bpf_task_acquire(t); if (t) bpf_task_release(t))
SLEEPS(k9_field_loaded_without_rcu__EINVAL, V; struct task_struct *t = v->task; if (!t) return 0; t = bpf_task_acquire(t); if (t) bpf_task_release(t))
SLEEPS(k9_field_loaded_and_used_after_rcu__ok, V; struct task_struct *t; bpf_rcu_read_lock(); t = v->task; bpf_rcu_read_unlock(); if (t) sink = t->pid)
TRACE(k9_field_zeroed__EACCES, V; *(volatile __u64 *)&v->task = 0)
TRACE(k9_field_half_loaded__EACCES, V; sink = *(volatile __u32 *)&v->task)
TRACE(k9_field_added_to__EACCES, V; __sync_fetch_and_add((__u64 *)&v->task, 8))
TRACE(k9_field_by_helper_buffer__EACCES, V; bpf_probe_read_kernel(v, sizeof(*v), NULL))
TRACE(k9_value_updated_from_stack__ok, struct value x = {}; bpf_map_update_elem(&kptrs, &(__u32){0}, &x, 0))
TRACE(k9_value_updated_from_value__EACCES, V; bpf_map_update_elem(&hashed, &(__u32){0}, v, 0))
TRACE(k9_exchanged_at_variable_offset__EINVAL, V; void *o = bpf_kptr_xchg((void *)v + (ANY & 8), NULL); if (o) bpf_task_release(o))

// ---- atomics, stores and loads of what is no memory of programs
#define X(NAME, SECTION, CODE, ...) ASM(SECTION, NAME, CODE " r0 = 0; exit;", ##__VA_ARGS__)
X(a65_atomic_on_context__EACCES, "tc", "r2 = 1; lock *(u32 *)(r1 + 8) += w2;")
X(a65_atomic_on_spilled_pointer__EACCES, "tc", "*(u64 *)(r10 - 8) = r1; r2 = 1; lock *(u64 *)(r10 - 8) += r2; r1 = *(u64 *)(r10 - 8); r1 = *(u32 *)(r1 + 0);")
X(a65_atomic_of_pointer_on_stack__ok, "tc", "r2 = 0; *(u64 *)(r10 - 8) = r2; lock *(u64 *)(r10 - 8) += r1;")
X(a65_exchange_of_pointer__EACCES, "tc", "r2 = 0; *(u64 *)(r10 - 8) = r2; r3 = r1; .byte 0xdb, 0x3a, 0xf8, 0xff, 0xe1, 0, 0, 0; r3 = *(u64 *)(r10 - 8); r1 = *(u32 *)(r3 + 0);")
X(a65_compare_exchange_with_pointer__ok, "tc", "r0 = r1; *(u64 *)(r10 - 8) = r1; r2 = 5; .byte 0xdb, 0x2a, 0xf8, 0xff, 0xf1, 0, 0, 0; r0 = *(u32 *)(r0 + 0);")
X(a65_atomic_on_read_only_value__EACCES, "tc", "r2 = r10; r2 += -4; r3 = 0; *(u32 *)(r10 - 4) = r3; r1 = %[readonly] ll; call 1; if r0 == 0 goto +2; r2 = 1; lock *(u64 *)(r0 + 0) += r2;", A(readonly))
X(a65_fetch_from_partly_unset__ok, "tc", "r2 = 0; *(u32 *)(r10 - 8) = r2; r2 = 1; .byte 0xdb, 0x2a, 0xf8, 0xff, 0x01, 0, 0, 0;")
