// SPDX-License-Identifier: Apache-2.0
// Functions and variables of the kernel: ones that every kernel has, ones that only some have, ones that none has.
#include "bpf.h"

#define __ksym __attribute__((section(".ksyms")))
#define __weak __attribute__((weak))

char LICENSE[] SEC("license") = "GPL";

struct bpf_iter_num { u64 opaque; };

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym __weak;
extern int bpf_iter_num_new___flavoured(struct bpf_iter_num *it, int start, int end) __ksym;
extern void bpf_preempt_disable(int count) __ksym;
extern void bpf_preempt_enable___old(int count) __ksym __weak;
extern int bpf_timer_cancel_async(void *timer) __ksym;
extern int bpf_wq_set_callback_impl(void *wq, void *callback, u32 flags, void *aux) __ksym;
extern int bpf_wq_set_callback___new(void *wq, void *callback, u32 flags) __ksym __weak;
extern int bpf_made_up(int x) __ksym;
extern int bpf_made_up_too(int x) __ksym __weak;
extern const int __preempt_count __ksym __weak;
extern const int made_up_variable __ksym __weak;
extern const void made_up_address __ksym __weak;

SEC("tc") int calls(void *ctx)
{
	struct bpf_iter_num it;

	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	return bpf_iter_num_new___flavoured(&it, 1, 2);
}
SEC("xdp") int guarded(void *ctx)
{
	if (bpf_made_up_too)
		return bpf_made_up_too(7);
	if (bpf_rcu_read_unlock)
		return 1;
	return 2;
}
SEC("socket") int newer(void *ctx)
{
	return bpf_wq_set_callback___new ? bpf_wq_set_callback___new(ctx, ctx, 0) : 3;
}
SEC("action") long variables(void *ctx) { return (&made_up_variable ? 1 : 0) + (&__preempt_count ? 2 : 0); }
SEC("sockops") int strong(void *ctx) { return bpf_made_up(3); }
SEC("sk_msg") int later(void *ctx) { return bpf_timer_cancel_async(ctx); }
SEC("lwt_in") int earlier(void *ctx) { return bpf_wq_set_callback_impl(ctx, ctx, 0, 0); }
SEC("lwt_out") int misdeclared(void *ctx) { bpf_preempt_disable(1); return 0; }
SEC("lwt_xmit") int misdeclared_weak(void *ctx) { if (bpf_preempt_enable___old) bpf_preempt_enable___old(1); return 0; }
SEC("lwt_seg6local") long typeless(void *ctx) { return &made_up_address ? 1 : 0; }
