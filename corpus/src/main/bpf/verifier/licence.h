// SPDX-License-Identifier: Apache-2.0
// Rule H31: what needs a licence that is compatible with the GPL; NO is the verdict of what needs it.
#include "cases_b.h"

MAP(arr, ARRAY, 4, 0, __u32, __u64);
RINGBUF(rb);
SIZED(traces, BPF_MAP_TYPE_STACK_TRACE, 4, 0, 4, 80);
SIZED(perf, BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 0, 4, 4);
MAP(tasks, TASK_STORAGE, 0, BPF_F_NO_PREALLOC, int, __u64);
static int body(__u32 i, void *c) { return 0; }
#define CAT(A, B) A##B
#define NAMED(A, B) CAT(A, B)
#define T_IN(SECTION, CTX, NAME, ...) IN(SECTION, CTX, NAME, __VA_ARGS__)
#define NEEDS(SECTION, NAME, ...) T_IN(SECTION, struct __sk_buff, NAMED(NAME##__, NO), __VA_ARGS__)
#define FREE(SECTION, NAME, ...) T_IN(SECTION, struct __sk_buff, NAME##__ok, __VA_ARGS__)
#define TR "fentry/bpf_fentry_test1"
#define KP "kprobe"
FREE("tc", h31_map_operations, bpf_map_lookup_elem(&arr, &(__u32){0}); bpf_map_update_elem(&arr, &(__u32){0}, &(__u64){0}, 0); bpf_map_delete_elem(&arr, &(__u32){0}))
FREE("tc", h31_ring_buffer, void *m = bpf_ringbuf_reserve(&rb, 8, 0); if (m) bpf_ringbuf_submit(m, 0))
FREE("tc", h31_loop, bpf_loop(3, body, NULL, 0))
FREE("tc", h31_for_each, bpf_for_each_map_elem(&arr, body, NULL, 0))
FREE("tc", h31_dynptr, __u64 *v = bpf_map_lookup_elem(&arr, &(__u32){0}); struct bpf_dynptr d; if (v) bpf_dynptr_from_mem(v, 8, 0, &d))
FREE("tc", h31_time, sink = bpf_ktime_get_boot_ns() + bpf_ktime_get_coarse_ns() + bpf_jiffies64())
FREE("tc", h31_ktime, sink = bpf_ktime_get_ns())
FREE("tc", h31_random_and_cpu, sink = bpf_get_prandom_u32() + bpf_get_smp_processor_id())
FREE("tc", h31_socket_lookup, __u32 w[3] = {}; void *s = bpf_sk_lookup_tcp(ctx, w, 12, -1, 0); if (s) bpf_sk_release(s))
FREE("tc", h31_skb_load_bytes, char b; bpf_skb_load_bytes(ctx, 0, &b, 1); KEEP(&b))
FREE("tc", h31_skb_store_bytes, char b = 0; bpf_skb_store_bytes(ctx, 0, &b, 1, 0))
FREE("tc", h31_strtol, char b[4] = "12"; long r; KEEP(b); bpf_strtol(b, 4, 0, &r))
FREE("tc", h31_csum_diff, sink = bpf_csum_diff(0, 0, 0, 0, 0))
NEEDS("tc", h31_perf_output, bpf_perf_event_output(ctx, &perf, 0, &(__u64){0}, 8))
NEEDS("tc", h31_printk, bpf_trace_printk("x", 2))
NEEDS("tc", h31_vprintk, bpf_trace_vprintk("x", 2, NULL, 0))
NEEDS("tc", h31_snprintf, static const char f[] = "x"; bpf_snprintf(0, 0, f, 0, 0))
NEEDS("tc", h31_probe_read_kernel, char b; bpf_probe_read_kernel(&b, 1, 0); KEEP(&b))
NEEDS("tc", h31_probe_read_user_string, char b; bpf_probe_read_user_str(&b, 1, 0); KEEP(&b))
NEEDS("tc", h31_current_task_btf, sink = (long)bpf_get_current_task_btf())
NEEDS("tc", h31_kernel_function, bpf_rcu_read_lock(); bpf_rcu_read_unlock())
NEEDS("tc", h31_iterator, struct bpf_iter_num i; bpf_iter_num_new(&i, 0, 1); bpf_iter_num_destroy(&i))
NEEDS(KP, h31_stack_id, bpf_get_stackid(ctx, &traces, 0))
NEEDS(KP, h31_stack, __u64 b[4]; bpf_get_stack(ctx, b, 32, 0); KEEP(b))
NEEDS(KP, h31_current_task, sink = (long)bpf_get_current_task())
FREE(KP, h31_current_comm, char b[16]; bpf_get_current_comm(b, 16); KEEP(b))
FREE(KP, h31_current_pid, sink = bpf_get_current_pid_tgid())
FREE(KP, h31_send_signal, bpf_send_signal(9))
NEEDS(KP, h31_func_ip, sink = bpf_get_func_ip(ctx))
FREE(KP, h31_attach_cookie, sink = bpf_get_attach_cookie(ctx))
NEEDS(KP, h31_write_user, char b = 0; bpf_probe_write_user(0, &b, 1))
FREE(TR, h31_fentry_argument, sink = *(__u64 *)ctx)
FREE(TR, h31_task_storage_delete, bpf_task_storage_delete(&tasks, NULL))
FREE("syscall", h31_copy_from_user, char b; bpf_copy_from_user(&b, 1, 0); KEEP(&b))
NEEDS("lsm/file_open", h31_lsm_program, )
NEEDS("tp_btf/task_newtask", h31_kernel_memory, sink = *(volatile __u64 *)*(__u64 *)ctx)
NEEDS("tc", h31_needed_in_dead_code, if (0) bpf_rcu_read_lock(); bpf_trace_printk("x", 2))
