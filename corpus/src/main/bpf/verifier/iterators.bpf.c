// SPDX-License-Identifier: Apache-2.0
// Rules I1-I8: open-coded iterators.
#include "cases_b.h"

MAP(arr, ARRAY, 4, 0, __u32, __u64[8]);
SIZED(progs, BPF_MAP_TYPE_PROG_ARRAY, 4, 0, 4, 4);
struct vm_area_struct { unsigned long vm_start; } CO_RE;
struct cgroup_subsys_state { struct cgroup *cgroup; } CO_RE;
struct cgroup { struct cgroup_subsys_state self; } CO_RE;
struct bpf_iter_task { __u64 opaque[3]; } __attribute__((aligned(8)));
struct bpf_iter_task_vma { __u64 opaque[1]; } __attribute__((aligned(8)));
struct bpf_iter_css { __u64 opaque[3]; } __attribute__((aligned(8)));
struct bpf_iter_css_task { __u64 opaque[1]; } __attribute__((aligned(8)));
KFUNC int bpf_iter_bits_new(struct bpf_iter_bits *it, const __u64 *p, __u32 words);
KFUNC int *bpf_iter_bits_next(struct bpf_iter_bits *it);
KFUNC void bpf_iter_bits_destroy(struct bpf_iter_bits *it);
KFUNC int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task, unsigned flags);
KFUNC struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it);
KFUNC void bpf_iter_task_destroy(struct bpf_iter_task *it);
KFUNC int bpf_iter_task_vma_new(struct bpf_iter_task_vma *it, struct task_struct *task, __u64 addr);
KFUNC struct vm_area_struct *bpf_iter_task_vma_next(struct bpf_iter_task_vma *it);
KFUNC void bpf_iter_task_vma_destroy(struct bpf_iter_task_vma *it);
KFUNC int bpf_iter_css_new(struct bpf_iter_css *it, struct cgroup_subsys_state *start, unsigned flags);
KFUNC struct cgroup_subsys_state *bpf_iter_css_next(struct bpf_iter_css *it);
KFUNC void bpf_iter_css_destroy(struct bpf_iter_css *it);
KFUNC int bpf_iter_css_task_new(struct bpf_iter_css_task *it, struct cgroup_subsys_state *css, unsigned flags);
KFUNC struct task_struct *bpf_iter_css_task_next(struct bpf_iter_css_task *it);
KFUNC void bpf_iter_css_task_destroy(struct bpf_iter_css_task *it);

#define E(NAME, ...) TC(NAME, struct bpf_iter_num i; __VA_ARGS__)
#define N(NAME, ...) E(NAME, bpf_iter_num_new(&i, 0, 10); __VA_ARGS__)
#define NEXT bpf_iter_num_next(&i)
#define END bpf_iter_num_destroy(&i)

// I1: the state
N(i1_new_and_destroy__ok, END)
N(i1_new_next_destroy__ok, int *p = NEXT; if (p) sink = *p; END)
E(i1_next_without_new__EINVAL, NEXT)
E(i1_destroy_without_new__EINVAL, END)
N(i1_next_after_destroy__EINVAL, END; NEXT)
N(i1_destroyed_twice__EINVAL, END; END)
N(i1_new_twice__EINVAL, bpf_iter_num_new(&i, 0, 1); END)
N(i1_new_after_destroy__ok, END; bpf_iter_num_new(&i, 0, 1); END)
TC(i1_in_map_value__EINVAL, void *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) bpf_iter_num_new(v, 0, 1))
TC(i1_null__EINVAL, bpf_iter_num_new(NULL, 0, 1))
TC(i1_misaligned__EINVAL, __u64 b[2]; bpf_iter_num_new((void *)b + 4, 0, 1))
ASM("tc", i1_variable_offset__EINVAL, "call 7; r0 &= 8; r1 = r10; r1 += -16; r1 += r0; r2 = 0; r3 = 1; call %[n]; r0 = 0; exit;", [n] "i"(bpf_iter_num_new))
ASM("tc", i1_above_the_frame__EACCES, "r1 = r10; r2 = 0; r3 = 1; call %[n]; r0 = 0; exit;", [n] "i"(bpf_iter_num_new))
ASM("tc", i1_at_frame_top__EINVAL, "r1 = r10; r1 += -4; r2 = 0; r3 = 1; call %[n]; r0 = 0; exit;", [n] "i"(bpf_iter_num_new))
N(i1_next_of_other_kind__EINVAL, bpf_iter_bits_next((void *)&i); END)
TC(i1_two_slots__ok, struct bpf_iter_bits b; __u64 w = 5; bpf_iter_bits_new(&b, &w, 1); int *p = bpf_iter_bits_next(&b); if (p) sink = *p; bpf_iter_bits_destroy(&b))
TC(i1_two_slots_second__EINVAL, struct bpf_iter_bits b; __u64 w = 5; bpf_iter_bits_new(&b, &w, 1); bpf_iter_bits_next((void *)&b + 8); bpf_iter_bits_destroy(&b))
TC(i1_two_slots_across_top__EINVAL, __u64 w = 5; asm volatile("r1 = r10; r1 += -8; r2 = %0; r3 = 1; call %1" :: "r"(&w), "i"(bpf_iter_bits_new) : "r0", "r1", "r2", "r3", "r4", "r5"))

// I2: owned; bytes
N(i2_not_destroyed__EINVAL, NEXT)
E(i2_result_checked_first__EINVAL, if (bpf_iter_num_new(&i, 0, 10)) return 0; END)
E(i2_destroyed_also_on_error__ok, if (bpf_iter_num_new(&i, 0, 10)) { END; return 0; } END)
N(i2_destroyed_on_one_branch__EINVAL, if (ctx->len > 5) END)
N(i2_returns_from_loop__EINVAL, while (NEXT) { if (ctx->len > 5) return 0; } END)
N(i2_breaks_from_loop__ok, while (NEXT) { if (ctx->len > 5) break; } END)
N(i2_loaded__EACCES, sink = *(volatile __u64 *)&i; END)
N(i2_loaded_one_byte__EACCES, sink = *((volatile char *)&i + 5); END)
N(i2_stored__EINVAL, *(volatile __u64 *)&i = 0; END)
N(i2_stored_then_new__EINVAL, *(volatile __u64 *)&i = 0; bpf_iter_num_new(&i, 0, 1); END)
N(i2_loaded_after_destroy__ok, END; sink = *(volatile __u64 *)&i)
N(i2_as_helper_memory__EACCES, bpf_map_lookup_elem(&arr, &i); END)
N(i2_as_written_memory__EINVAL, bpf_skb_load_bytes(ctx, 0, &i, 8); END)
N(i2_tail_call_meanwhile__EINVAL, bpf_tail_call(ctx, &progs, 0); END)
N(i2_throw_meanwhile__EINVAL, bpf_throw(0))
E(i2_bounds_unknown__ok, bpf_iter_num_new(&i, ctx->len, ctx->mark); END)

// I3: next
N(i3_result_unchecked__EACCES, int *p = NEXT; sink = *p; END)
N(i3_loop__ok, int *p; while ((p = NEXT)) sink += *p; END)
N(i3_result_ignored_in_endless_loop__E2BIG, for (;;) NEXT)
N(i3_next_after_end__ok, while (NEXT) ; NEXT; END)
N(i3_called_thrice__ok, NEXT; NEXT; NEXT; END)
N(i3_only_checked_second__ok, int *p = NEXT; int *q = NEXT; if (q) sink = *p; END)
N(i3_result_after_destroy__EACCES, volatile int *p = NEXT; END; if (p) sink = *p)
N(i3_result_after_next__ok, volatile int *p = NEXT; if (p) { NEXT; sink = *p; } END)
N(i3_do_while__ok, int *p = NEXT; if (p) do { sink += *p; } while ((p = NEXT)); END)

// I4: convergence
N(i4_counts__ok, __u64 n = 0; while (NEXT) { n++; HIDE(n); } sink = n; END)
E(i4_million_values__ok, __u64 n = 0; int *p; bpf_iter_num_new(&i, 0, 1000000); while ((p = NEXT)) n += *p; sink = n; END)
#define V(NAME, ...) TC(NAME, struct bpf_iter_num i; int *p; (void)p; char *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; bpf_iter_num_new(&i, 0, 10); __VA_ARGS__; END)
V(i4_value_as_index_unchecked__EINVAL, while ((p = NEXT)) sink = ((volatile char *)v)[*p])
V(i4_value_as_index_checked__ok, while ((p = NEXT)) { __u32 k = *p; if (k < 64) sink = ((volatile char *)v)[k]; })
V(i4_value_as_index_checked_too_high__EACCES, while ((p = NEXT)) { __u32 k = *p; if (k <= 64) sink = ((volatile char *)v)[k]; })
V(i4_counter_as_index__EACCES, __u64 k = 0; while (NEXT) { sink = ((volatile char *)v)[k]; k++; HIDE(k); })
V(i4_counter_checked__ok, __u64 k = 0; while (NEXT) { if (k >= 64) break; sink = ((volatile char *)v)[k]; k++; HIDE(k); })
V(i4_counter_masked__E2BIG, __u64 k = 0; while (NEXT) { __u64 o = k & 63; HIDE(o); sink = ((volatile char *)v)[o]; k++; HIDE(k); })
V(i4_pointer_advances__EACCES, while (NEXT) { sink = *(volatile char *)v; v++; HIDE(v); })
N(i4_limited_by_exact_counter__ok, int n = 0; while (NEXT) { if (n == 3) break; n++; HIDE(n); } END)
N(i4_pointer_lost_in_loop__EACCES, char b[8] = {}; volatile char *q = b; HIDE(q); while (NEXT) { sink = *q; q = (void *)1; HIDE(q); } END)
N(i4_state_changes_once__ok, int seen = 0; while (NEXT) { if (seen) sink++; seen = 1; HIDE(seen); } END)

// I5: the result
N(i5_written__EACCES, volatile int *p = NEXT; if (p) *p = 1; END)
N(i5_past_the_end__EACCES, volatile int *p = NEXT; if (p) sink = p[1]; END)
N(i5_eight_bytes__EACCES, volatile int *p = NEXT; if (p) sink = *(volatile __u64 *)p; END)
N(i5_one_byte__ok, volatile int *p = NEXT; if (p) sink = *((volatile char *)p + 3); END)
N(i5_as_read_memory__EACCES, int *p = NEXT; if (p) sink = bpf_map_lookup_elem(&arr, p) != 0; END)
N(i5_as_written_memory__EACCES, int *p = NEXT; if (p) bpf_skb_load_bytes(ctx, 0, p, 4); END)

// I6: protected ones
#define T(NAME, SECTION, ...) IN(SECTION, void, NAME, struct bpf_iter_task i; __VA_ARGS__)
T(i6_task_in_rcu__ok, "syscall", bpf_rcu_read_lock(); bpf_iter_task_new(&i, NULL, 0); struct task_struct *t = bpf_iter_task_next(&i); if (t) sink = t->pid; bpf_iter_task_destroy(&i); bpf_rcu_read_unlock())
T(i6_task_outside_rcu__EPROTO, "syscall", bpf_iter_task_new(&i, NULL, 0); bpf_iter_task_next(&i); bpf_iter_task_destroy(&i))
T(i6_task_new_outside_next_inside__EPROTO, "syscall", bpf_iter_task_new(&i, NULL, 0); bpf_rcu_read_lock(); bpf_iter_task_next(&i); bpf_iter_task_destroy(&i); bpf_rcu_read_unlock())
T(i6_task_next_after_section__EPROTO, "syscall", bpf_rcu_read_lock(); bpf_iter_task_new(&i, NULL, 0); bpf_rcu_read_unlock(); bpf_iter_task_next(&i); bpf_iter_task_destroy(&i))
T(i6_task_in_not_sleepable__ok, "fentry/bpf_fentry_test1", bpf_iter_task_new(&i, NULL, 0); struct task_struct *t; while ((t = bpf_iter_task_next(&i))) sink = t->pid; bpf_iter_task_destroy(&i))
T(i6_task_unchecked__EACCES, "fentry/bpf_fentry_test1", bpf_iter_task_new(&i, NULL, 0); struct task_struct *t = bpf_iter_task_next(&i); sink = t->pid; bpf_iter_task_destroy(&i))
T(i6_threads_of_current__ok, "fentry/bpf_fentry_test1", bpf_iter_task_new(&i, bpf_get_current_task_btf(), 1); bpf_iter_task_next(&i); bpf_iter_task_destroy(&i))
T(i6_task_in_kprobe__ok, "kprobe", bpf_iter_task_new(&i, NULL, 0); bpf_iter_task_next(&i); bpf_iter_task_destroy(&i))
T(i6_threads_of_number__EINVAL, "fentry/bpf_fentry_test1", bpf_iter_task_new(&i, bpf_get_current_task(), 1); bpf_iter_task_destroy(&i))
TRACE(i5_vma__ok, struct bpf_iter_task_vma i; struct vm_area_struct *m; bpf_iter_task_vma_new(&i, bpf_get_current_task_btf(), 0); while ((m = bpf_iter_task_vma_next(&i))) sink = m->vm_start; bpf_iter_task_vma_destroy(&i))
TRACE(i5_vma_written__EACCES, struct bpf_iter_task_vma i; volatile struct vm_area_struct *m; bpf_iter_task_vma_new(&i, bpf_get_current_task_btf(), 0); while ((m = bpf_iter_task_vma_next(&i))) m->vm_start = 0; bpf_iter_task_vma_destroy(&i))
TRACE(i6_vma_of_null__EACCES, struct bpf_iter_task_vma i; bpf_iter_task_vma_new(&i, NULL, 0); bpf_iter_task_vma_destroy(&i))
#define CG(NAME, SECTION, ...) IN(SECTION, void, NAME, struct cgroup *g = bpf_cgroup_from_id(1); if (!g) return 0; struct cgroup_subsys_state *s = &g->self; __VA_ARGS__; bpf_cgroup_release(g))
CG(i6_css_in_rcu__ok, "syscall", struct bpf_iter_css i; bpf_rcu_read_lock(); bpf_iter_css_new(&i, s, 1); bpf_iter_css_next(&i); bpf_iter_css_destroy(&i); bpf_rcu_read_unlock())
CG(i6_css_outside_rcu__EPROTO, "syscall", struct bpf_iter_css i; bpf_iter_css_new(&i, s, 1); bpf_iter_css_next(&i); bpf_iter_css_destroy(&i))
CG(i6_css_task_in_sleepable_fentry__ok, "fentry.s/bpf_fentry_test1", struct bpf_iter_css_task i; bpf_iter_css_task_new(&i, s, 1); bpf_iter_css_task_next(&i); bpf_iter_css_task_destroy(&i))
CG(i6_css_task_in_fentry__EINVAL, "fentry/bpf_fentry_test1", struct bpf_iter_css_task i; bpf_iter_css_task_new(&i, s, 1); bpf_iter_css_task_next(&i); bpf_iter_css_task_destroy(&i))
CG(i6_css_task_in_lsm__ok, "lsm/file_open", struct bpf_iter_css_task i; bpf_iter_css_task_new(&i, s, 1); bpf_iter_css_task_next(&i); bpf_iter_css_task_destroy(&i))

// I7: several
N(i7_nested__ok, struct bpf_iter_num j; while (NEXT) { bpf_iter_num_new(&j, 0, 5); while (bpf_iter_num_next(&j)) sink++; bpf_iter_num_destroy(&j); } END)
N(i7_inner_not_destroyed__EINVAL, struct bpf_iter_num j; while (NEXT) { bpf_iter_num_new(&j, 0, 5); while (bpf_iter_num_next(&j)) sink++; } END)
N(i7_side_by_side__ok, struct bpf_iter_num j; bpf_iter_num_new(&j, 0, 5); while (NEXT && bpf_iter_num_next(&j)) sink++; bpf_iter_num_destroy(&j); END)
static __noinline int *next_of(struct bpf_iter_num *i) { sink++; return bpf_iter_num_next(i); }
static __noinline void end_of(struct bpf_iter_num *i) { sink++; bpf_iter_num_destroy(i); }
static __noinline void new_of(struct bpf_iter_num *i) { sink++; bpf_iter_num_new(i, 0, 3); }
N(i7_next_in_function__ok, int *p; while ((p = next_of(&i))) sink = *p; END)
N(i7_destroyed_in_function__ok, end_of(&i))
E(i7_made_in_function__ok, new_of(&i); END)
E(i7_made_in_function_not_destroyed__EINVAL, new_of(&i))
__noinline int global_next(struct bpf_iter_num *i) { bpf_iter_num_next(i); return 0; }
N(i7_global_function__EINVAL, global_next(&i); END)
N(i7_helpers_and_calls_in_loop__ok, int *p; while ((p = NEXT)) { __u32 k = *p; sink = bpf_map_lookup_elem(&arr, &k) != 0; } END)
XDP(i8_num_in_xdp__ok, struct bpf_iter_num i; bpf_iter_num_new(&i, 0, 1); END)
IN("kprobe", void, i8_num_in_kprobe__ok, struct bpf_iter_num i; bpf_iter_num_new(&i, 0, 1); END)
IN("socket", void, i8_num_in_socket_filter__ok, struct bpf_iter_num i; bpf_iter_num_new(&i, 0, 1); END)
TC(i8_task_in_tc__ok, struct bpf_iter_task i; bpf_iter_task_new(&i, NULL, 0); bpf_iter_task_destroy(&i))
