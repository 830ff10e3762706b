// SPDX-License-Identifier: Apache-2.0
// Rule H37: helpers on objects of the kernel in programs that user space calls, which find them through the task that calls.
#include "cases_b.h"

struct sock { int nothing; } CO_RE;
struct socket { struct sock *sk; struct file *file; } CO_RE;
struct mm_struct { struct file *exe_file; } CO_RE;
struct task_struct___mm { struct mm_struct *mm; } CO_RE;
static struct task_struct___mm *(*this_task)(void) = (void *)158;
static void *(*socket_of_file)(struct file *file) = (void *)162;
static void *(*to_tcp6)(void *sk) = (void *)136;
static void *(*to_timewait)(void *sk) = (void *)138;
static void *(*to_request)(void *sk) = (void *)139;
static void *(*to_udp6)(void *sk) = (void *)140;
static void *(*to_unix)(void *sk) = (void *)178;
static void *(*to_mptcp)(void *sk) = (void *)196;

SYS(h37_socket_of_task__EACCES, sink = (long)socket_of_file((void *)this_task()))
SYS(h37_socket_of_number__EACCES, sink = (long)socket_of_file((void *)8))
SYS(h37_socket_of_file__ok, bpf_rcu_read_lock(); struct mm_struct *mm = this_task()->mm; struct file *f = mm ? mm->exe_file : 0; if (f) sink = (long)socket_of_file(f); bpf_rcu_read_unlock())
SYS(h37_cookie_of_socket__ok, bpf_rcu_read_lock(); struct mm_struct *mm = this_task()->mm; struct file *f = mm ? mm->exe_file : 0; struct socket *s = f ? socket_of_file(f) : 0; if (s) sink = bpf_get_socket_cookie(s->sk); bpf_rcu_read_unlock())
SYS(h37_cookie_of_null__ok, sink = bpf_get_socket_cookie((void *)0))
SYS(h37_cookie_of_task__EACCES, sink = bpf_get_socket_cookie(this_task()))
SYS(h37_cookie_of_context__EACCES, sink = bpf_get_socket_cookie(ctx))
#define CAST(NAME, FUNCTION) SYS(h37_##NAME##__ok, bpf_rcu_read_lock(); struct mm_struct *mm = this_task()->mm; struct file *f = mm ? mm->exe_file : 0; struct socket *s = f ? socket_of_file(f) : 0; if (s) sink = (long)FUNCTION(s->sk); bpf_rcu_read_unlock())
CAST(tcp, bpf_skc_to_tcp_sock)
CAST(tcp6, to_tcp6)
CAST(timewait, to_timewait)
CAST(request, to_request)
CAST(udp6, to_udp6)
CAST(unix, to_unix)
SYS(h37_mptcp__EACCES, bpf_rcu_read_lock(); struct mm_struct *mm = this_task()->mm; struct file *f = mm ? mm->exe_file : 0; struct socket *s = f ? socket_of_file(f) : 0; if (s) sink = (long)to_mptcp(s->sk); bpf_rcu_read_unlock())
SYS(h37_tcp_of_context__EACCES, sink = (long)bpf_skc_to_tcp_sock(ctx))
SYS(h37_tcp_of_null__EACCES, sink = (long)bpf_skc_to_tcp_sock((void *)0))
SYS(h37_tcp_of_task__EACCES, sink = (long)bpf_skc_to_tcp_sock(this_task()))
