// SPDX-License-Identifier: Apache-2.0
// Rules F1-F5 and the arguments of kernel functions.
#include "cases_b.h"

MAP(arr, ARRAY, 4, 0, __u32, __u64[4]);
MAP(ro, ARRAY, 4, BPF_F_RDONLY_PROG, __u32, __u64[4]);
RINGBUF(rb);
struct cgroup { int level; } CO_RE;
struct cpumask { unsigned long bits[1]; } CO_RE;
struct bpf_cpumask { struct cpumask cpumask; } CO_RE;
struct bpf_key { int x; };
struct file { unsigned f_flags; } CO_RE;
struct bpf_map { unsigned id; };
struct sock_common { int x; };
struct bpf_crypto_params { char type[14]; __u8 reserved[2]; char algo[128]; __u8 key[256]; __u32 key_len, authsize; };
struct bpf_crypto_ctx { int x; };
KFUNC struct bpf_key *bpf_lookup_user_key(__u32 serial, __u64 flags);
KFUNC struct bpf_key *bpf_lookup_system_key(__u64 id);
KFUNC void bpf_key_put(struct bpf_key *k);
KFUNC struct file *bpf_get_task_exe_file(struct task_struct *t);
KFUNC void bpf_put_file(struct file *f);
KFUNC struct bpf_crypto_ctx *bpf_crypto_ctx_create(const struct bpf_crypto_params *p, __u32 size, int *err);
KFUNC void bpf_crypto_ctx_release(struct bpf_crypto_ctx *c);
KFUNC __u64 *bpf_session_cookie(void);
KFUNC _Bool bpf_session_is_return(void);
KFUNC long bpf_task_under_cgroup(struct task_struct *t, struct cgroup *c);
KFUNC struct cgroup *bpf_cgroup_ancestor(struct cgroup *c, int level);
KFUNC __s64 bpf_map_sum_elem_count(const struct bpf_map *map);
KFUNC int bpf_no_such_kernel_function(int x);
KFUNC _Bool bpf_cpumask_test_cpu(__u32 cpu, const struct cpumask *m);
KFUNC int bpf_sock_destroy(struct sock_common *s);

#define TP(NAME, ...) IN("tp_btf/task_newtask", __u64, NAME, struct task_struct *t = (void *)ctx[0]; (void)t; __VA_ARGS__)
#define PUT(T) bpf_task_release(T)

// F1: which
TC(f1_missing_function_called__EINVAL, bpf_no_such_kernel_function(1))
ASM("tc", f1_missing_function_in_dead_code__ok, "r0 = 0; if r0 == 0 goto 1f; r1 = 0; call %[f]; 1: r0 = 0; exit;", [f] "i"(bpf_no_such_kernel_function))
TC(f1_missing_function_guarded__ok, if (bpf_no_such_kernel_function) bpf_no_such_kernel_function(1))
ASM("tc", f1_not_allowed_in_dead_code__ok, "r0 = 0; if r0 == 0 goto 1f; call %[f]; 1: r0 = 0; exit;", [f] "i"(bpf_cpumask_create))
TC(f1_cpumask_in_tc__EACCES, struct bpf_cpumask *m = bpf_cpumask_create(); if (m) bpf_cpumask_release(m))
XDP(f1_skb_dynptr_in_xdp__EACCES, struct bpf_dynptr d; bpf_dynptr_from_skb((void *)ctx, 0, &d))
TC(f1_task_from_pid_in_tc__ok, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
IN("kprobe", void, f1_task_from_pid_in_kprobe__EACCES, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
IN("socket", void, f1_task_from_pid_in_socket_filter__EACCES, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
IN("raw_tp", void, f1_task_from_pid_in_raw_tp__EACCES, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
IN("tracepoint/syscalls/sys_enter_nanosleep", void, f1_task_from_pid_in_tracepoint__ok, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
IN("perf_event", void, f1_task_from_pid_in_perf_event__ok, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
IN("cgroup_skb/egress", void, f1_task_from_pid_in_cgroup_skb__ok, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t); return 1)
IN("sk_lookup", void, f1_task_from_pid_in_sk_lookup__EACCES, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t); return 1)
IN("flow_dissector", void, f1_task_from_pid_in_flow_dissector__EACCES, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
IN("sockops", void, f1_task_from_pid_in_sock_ops__EACCES, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t); return 1)
IN("sk_msg", void, f1_task_from_pid_in_sk_msg__EACCES, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
IN("sk_skb/stream_parser", void, f1_task_from_pid_in_sk_skb__EACCES, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
IN("lwt_in", void, f1_task_from_pid_in_lwt__EACCES, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
IN("netfilter", void, f1_task_from_pid_in_netfilter__EACCES, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
IN("sk_reuseport", void, f1_task_from_pid_in_sk_reuseport__EACCES, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
IN("action", void, f1_task_from_pid_in_action__EACCES, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
SYS(f1_task_from_pid_in_syscall__ok, struct task_struct *t = bpf_task_from_pid(1); if (t) PUT(t))
#define SKB(NAME, SECTION, ...) IN(SECTION, struct __sk_buff, NAME, struct bpf_dynptr d; bpf_dynptr_from_skb(ctx, 0, &d); __VA_ARGS__)
SKB(f1_skb_dynptr_in_action__ok, "action", )
SKB(f1_skb_dynptr_in_sk_skb__ok, "sk_skb/stream_parser", )
SKB(f1_skb_dynptr_in_lwt__ok, "lwt_xmit", )
SKB(f1_skb_dynptr_in_netfilter__EINVAL, "netfilter", )
SKB(f1_skb_dynptr_in_flow_dissector__EACCES, "flow_dissector", )
SKB(f1_skb_dynptr_in_cgroup_sock__EINVAL, "cgroup/sock_create", return 1)
IN("kprobe", void, f1_session_cookie_in_kprobe__EACCES, __u64 *c = bpf_session_cookie(); *c = 1)
TRACE(f1_sock_destroy_outside_iterator__EACCES, bpf_sock_destroy(NULL))
TRACE(f1_exe_file_in_fentry__EACCES, struct file *f = bpf_get_task_exe_file(bpf_get_current_task_btf()); if (f) bpf_put_file(f))
IN("lsm/file_open", __u64, f1_exe_file_in_lsm__ok, struct file *f = bpf_get_task_exe_file(bpf_get_current_task_btf()); if (f) bpf_put_file(f))
IN("lsm/file_open", __u64, f2_exe_file_kept__EINVAL, struct file *f = bpf_get_task_exe_file(bpf_get_current_task_btf()); sink = f != 0)
IN("lsm/file_open", __u64, f2_hooks_file_put__EINVAL, bpf_put_file((struct file *)ctx[0]))

// F2: flags
TP(f2_acquired_and_released__ok, t = bpf_task_acquire(t); if (t) PUT(t))
TP(f2_acquired_and_kept__EINVAL, bpf_task_acquire(t))
TP(f2_acquired_result_unchecked__EACCES, t = bpf_task_acquire(t); PUT(t))
TP(f2_released_unowned__EINVAL, PUT(t))
TP(f2_released_twice__EINVAL, t = bpf_task_acquire(t); if (!t) return 0; PUT(t); PUT(t))
TP(f2_read_after_release__EACCES, t = bpf_task_acquire(t); if (!t) return 0; PUT(t); sink = t->pid)
TP(f2_released_with_offset__EINVAL, t = bpf_task_acquire(t); if (!t) return 0; PUT((void *)t + 8))
TP(f2_null_acquired__EACCES, bpf_task_acquire(NULL))
TP(f2_null_released__EACCES, PUT(NULL))
TP(f2_number_acquired__EINVAL, t = bpf_task_acquire((void *)ANY); if (t) PUT(t))
TP(f2_stack_acquired__EINVAL, __u64 x = 0; t = bpf_task_acquire((void *)&x); if (t) PUT(t))
TP(f2_value_acquired__EINVAL, void *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; t = bpf_task_acquire(v); if (t) PUT(t))
TP(f2_context_acquired__EINVAL, t = bpf_task_acquire((void *)ctx); if (t) PUT(t))
TP(f2_owned_acquired_again__ok, struct task_struct *a = bpf_task_acquire(t); if (!a) return 0; struct task_struct *b = bpf_task_acquire(a); if (b) PUT(b); PUT(a))
TP(f2_owned_acquired_after_release__EINVAL, struct task_struct *a = bpf_task_acquire(t); if (!a) return 0; PUT(a); struct task_struct *b = bpf_task_acquire(a); if (b) PUT(b))
TP(f2_from_pid_kept__EINVAL, sink = bpf_task_from_pid(1) != 0)
TP(f2_cgroup_released__ok, struct cgroup *c = bpf_cgroup_from_id(1); if (c) bpf_cgroup_release(c))
TP(f2_cgroup_released_as_task__EINVAL, struct cgroup *c = bpf_cgroup_from_id(1); if (c) PUT((void *)c))
TP(f2_cgroup_ancestor__ok, struct cgroup *c = bpf_cgroup_from_id(1); if (!c) return 0; struct cgroup *a = bpf_cgroup_ancestor(c, 0); if (a) bpf_cgroup_release(a); bpf_cgroup_release(c))
TP(f2_cgroup_ancestor_kept__EINVAL, struct cgroup *c = bpf_cgroup_from_id(1); if (!c) return 0; bpf_cgroup_ancestor(c, 0); bpf_cgroup_release(c))
TP(f2_under_cgroup__ok, struct cgroup *c = bpf_cgroup_from_id(1); if (!c) return 0; sink = bpf_task_under_cgroup(t, c); bpf_cgroup_release(c))
TP(f2_under_cgroup_maybe_null__EACCES, struct cgroup *c = bpf_cgroup_from_id(1); sink = bpf_task_under_cgroup(t, c); if (c) bpf_cgroup_release(c))
TP(f2_cpumask__ok, struct bpf_cpumask *m = bpf_cpumask_create(); if (!m) return 0; bpf_cpumask_set_cpu(0, m); bpf_cpumask_release(m))
TP(f2_cpumask_as_plain_mask__ok, struct bpf_cpumask *m = bpf_cpumask_create(); if (!m) return 0; sink = bpf_cpumask_first((void *)m); bpf_cpumask_release(m))
TP(f2_cpumask_unchecked__EACCES, struct bpf_cpumask *m = bpf_cpumask_create(); bpf_cpumask_set_cpu(0, m); bpf_cpumask_release(m))
TP(f2_cpumask_kept__EINVAL, sink = bpf_cpumask_create() != 0)
TP(f2_cpumask_written__EACCES, struct bpf_cpumask *m = bpf_cpumask_create(); if (!m) return 0; *(volatile __u64 *)m = 1; bpf_cpumask_release(m))
TP(f2_cpumask_acquired_needs_no_check__ok, struct bpf_cpumask *m = bpf_cpumask_create(); if (!m) return 0; struct bpf_cpumask *n = bpf_cpumask_acquire(m); bpf_cpumask_release(n); bpf_cpumask_release(m))
TP(f2_task_as_cpumask__EINVAL, sink = bpf_cpumask_first((void *)t))
IN("lsm.s/bpf", void, f2_key_in_sleepable_lsm__ok, struct bpf_key *k = bpf_lookup_user_key(1, 0); if (k) bpf_key_put(k))
IN("lsm/bpf", void, f2_key_in_lsm__EACCES, struct bpf_key *k = bpf_lookup_user_key(1, 0); if (k) bpf_key_put(k))
IN("lsm.s/bpf", void, f2_key_kept__EINVAL, sink = bpf_lookup_user_key(1, 0) != 0)
IN("lsm.s/bpf", void, f2_key_put_twice__EINVAL, struct bpf_key *k = bpf_lookup_user_key(1, 0); if (!k) return 0; bpf_key_put(k); bpf_key_put(k))
TRACE(f2_key_in_fentry__EACCES, struct bpf_key *k = bpf_lookup_user_key(1, 0); if (k) bpf_key_put(k))
SYS(f2_crypto_in_syscall__ok, struct bpf_crypto_params p = {}; int e; struct bpf_crypto_ctx *c = bpf_crypto_ctx_create(&p, sizeof(p), &e); if (c) bpf_crypto_ctx_release(c))
TC(f2_crypto_create_in_tc__EACCES, struct bpf_crypto_params p = {}; int e; struct bpf_crypto_ctx *c = bpf_crypto_ctx_create(&p, sizeof(p), &e); if (c) bpf_crypto_ctx_release(c))
TRACE(f2_copies_user_string_in_fentry__EACCES, char b[8]; bpf_copy_from_user_str(b, 8, NULL, 0); KEEP(b))
SYS(f2_copies_user_string_in_syscall__ok, char b[8]; bpf_copy_from_user_str(b, 8, NULL, 0); KEEP(b))

// F3: scalars, registers
TC(f3_void_functions__ok, bpf_rcu_read_lock(); bpf_rcu_read_unlock())
ASM("tc", f3_unset_argument__EINVAL, "call 7; call %[f]; r0 = 0; exit;", [f] "i"(bpf_task_from_pid))
ASM("tp_btf/task_newtask", f3_pointer_where_number_is_wanted__EINVAL, "r1 = r10; call %[f]; r0 = 0; exit;", [f] "i"(bpf_task_from_pid))
ASM("tp_btf/task_newtask", f3_registers_after_call__EACCES, "call %[f]; call %[g]; r0 = r1; r0 = 0; exit;", [f] "i"(bpf_rcu_read_lock), [g] "i"(bpf_rcu_read_unlock))
ASM("tp_btf/task_newtask", f3_r0_after_void__EACCES, "call %[f]; r6 = r0; call %[g]; r0 = 0; exit;", [f] "i"(bpf_rcu_read_lock), [g] "i"(bpf_rcu_read_unlock))
ASM("tp_btf/task_newtask", f3_r6_kept__ok, "r6 = 1; call %[f]; call %[g]; r0 = r6; r0 = 0; exit;", [f] "i"(bpf_rcu_read_lock), [g] "i"(bpf_rcu_read_unlock))
TP(f3_result_is_number__EACCES, struct bpf_dynptr d; void *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; bpf_dynptr_from_mem(v, 8, 0, &d); sink = *(volatile int *)(long)bpf_dynptr_size(&d))

// Memory with a size
SYS(f4_buffer_on_stack__ok, char b[8]; bpf_copy_from_user_str(b, 8, NULL, 0); KEEP(b))
SYS(f4_buffer_too_short__EACCES, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) bpf_copy_from_user_str(v, 33, NULL, 0))
SYS(f4_buffer_in_value__ok, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) bpf_copy_from_user_str(v, 32, NULL, 0))
SYS(f4_buffer_read_only__EACCES, __u64 *v = bpf_map_lookup_elem(&ro, &(__u32){0}); if (v) bpf_copy_from_user_str(v, 32, NULL, 0))
SYS(f4_size_masked__ok, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) bpf_copy_from_user_str(v, ANY & 31, NULL, 0))
SYS(f4_size_masked_too_large__EACCES, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) bpf_copy_from_user_str(v, ANY & 63, NULL, 0))
SYS(f4_size_unknown__EACCES, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) bpf_copy_from_user_str(v, ANY, NULL, 0))
SYS(f4_size_zero__ok, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) bpf_copy_from_user_str(v, 0, NULL, 0))
SYS(f4_null_and_size__EACCES, bpf_copy_from_user_str(NULL, 8, NULL, 0))
SYS(f4_null_and_zero__ok, bpf_copy_from_user_str(NULL, 0, NULL, 0))
SYS(f4_number_and_size__EACCES, bpf_copy_from_user_str((void *)ANY, 8, NULL, 0))
SYS(f4_maybe_null_and_size__ok, bpf_copy_from_user_str(bpf_map_lookup_elem(&arr, &(__u32){0}), 8, NULL, 0))
SYS(f4_ignored_argument_is_stack__ok, char b[8]; bpf_copy_from_user_str(b, 8, b, 0); KEEP(b))
SYS(f4_record__ok, void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (m) { bpf_copy_from_user_str(m, 8, NULL, 0); bpf_ringbuf_discard(m, 0); })
SYS(f4_record_too_short__EACCES, void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (m) { bpf_copy_from_user_str(m, 9, NULL, 0); bpf_ringbuf_discard(m, 0); })
SYS(f4_fixed_memory_on_stack__ok, struct bpf_crypto_params p = {}; int e; struct bpf_crypto_ctx *c = bpf_crypto_ctx_create(&p, sizeof(p), &e); if (c) bpf_crypto_ctx_release(c); KEEP(&e))
SYS(f4_fixed_memory_too_short__EACCES, struct bpf_crypto_params p = {}; char *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (!v) return 0; struct bpf_crypto_ctx *c = bpf_crypto_ctx_create(&p, sizeof(p), (int *)(v + 30)); if (c) bpf_crypto_ctx_release(c))
SYS(f4_fixed_memory_is_number__EACCES, struct bpf_crypto_params p = {}; struct bpf_crypto_ctx *c = bpf_crypto_ctx_create(&p, sizeof(p), (int *)ANY); if (c) bpf_crypto_ctx_release(c))

// Maps
TC(f2_sum_of_map__ok, sink = bpf_map_sum_elem_count((void *)&arr))
TC(f2_sum_of_value__EINVAL, void *v = bpf_map_lookup_elem(&arr, &(__u32){0}); if (v) sink = bpf_map_sum_elem_count((void *)v))
TC(f2_sum_of_null__EACCES, sink = bpf_map_sum_elem_count((void *)NULL))
TC(f2_sum_of_number__EINVAL, sink = bpf_map_sum_elem_count((void *)(void *)ANY))
