// SPDX-License-Identifier: Apache-2.0
// Helpers of programs that are run as system calls and of security modules: which programs have them, what they take.
#include "cases_b.h"

static long (*const bprm_opts_set)(void *bprm, __u64 flags) = (void *)159;
static long (*const ima_inode_hash)(void *inode, void *to, __u32 size) = (void *)161;
static long (*const btf_find)(const void *name, int size, __u32 kind, int flags) = (void *)167;
static long (*const sys_close)(__u32 fd) = (void *)168;
static long (*const kallsyms)(const void *name, int size, int flags, __u64 *address) = (void *)179;
static long (*const ima_file_hash)(void *file, void *to, __u32 size) = (void *)193;
struct inode;
struct file { struct inode *f_inode; } CO_RE;

#define CALL(NAME, ...) IN("syscall", void, NAME, char n[8] = "int"; __u64 to = 0; (void)n; (void)to; __VA_ARGS__)
CALL(h41_types__ok, sink = btf_find(n, 4, 1, 0))
CALL(h41_types_nowhere__EACCES, sink = btf_find(NULL, 4, 1, 0))
CALL(h41_types_of_no_bytes__EACCES, sink = btf_find(n, 0, 1, 0))
CALL(h41_types_beyond__EINVAL, sink = btf_find(n, 600, 1, 0))
CALL(h41_close__ok, sink = sys_close(100))
CALL(h41_symbols__ok, sink = kallsyms(n, 4, 0, &to))
CALL(h41_symbols_of_no_bytes__ok, sink = kallsyms(n, 0, 0, &to))
CALL(h41_symbols_nowhere__EACCES, sink = kallsyms(n, 4, 0, NULL))
CALL(h41_symbols_misaligned__EACCES, __u64 two[2] = {}; sink = kallsyms(n, 4, 0, (void *)two + 4))
TC(h41_types_in_tc__EINVAL, sink = btf_find("int", 4, 1, 0))
TC(h41_close_in_tc__EINVAL, sink = sys_close(100))
TC(h41_symbols_in_tc__EINVAL, __u64 to; sink = kallsyms("int", 4, 0, &to))
TRACE(h41_close_in_fentry__EINVAL, sink = sys_close(100))
IN("lsm/bprm_creds_for_exec", __u64, h41_options__ok, sink = bprm_opts_set((void *)ctx[0], 1))
IN("lsm/bprm_check_security", __u64, h41_options_elsewhere__ok, sink = bprm_opts_set((void *)ctx[0], 1))
IN("lsm/file_open", __u64, h41_options_of_file__EACCES, sink = bprm_opts_set((void *)ctx[0], 1))
IN("fentry/bpf_fentry_test1", __u64, h41_options_in_fentry__EINVAL, sink = bprm_opts_set((void *)ctx[0], 1))
IN("lsm.s/file_open", __u64, h41_hash__ok, char b[32]; sink = ima_file_hash((void *)ctx[0], b, 32))
IN("lsm.s/file_open", __u64, h41_inode_hash__ok, char b[32]; struct file *f = (void *)ctx[0]; sink = ima_inode_hash(f->f_inode, b, 32))
IN("lsm.s/file_open", __u64, h41_hash_of_no_bytes__EACCES, char b[32]; sink = ima_file_hash((void *)ctx[0], b, 0))
IN("lsm.s/file_open", __u64, h41_inode_hash_of_file__EACCES, char b[32]; sink = ima_inode_hash((void *)ctx[0], b, 32))
IN("lsm/file_open", __u64, h41_hash_without_sleep__EINVAL, char b[32]; sink = ima_file_hash((void *)ctx[0], b, 32))
IN("lsm/file_open", __u64, h41_inode_hash_without_sleep__EINVAL, char b[32]; struct file *f = (void *)ctx[0]; sink = ima_inode_hash(f->f_inode, b, 32))
IN("fentry.s/bpf_fentry_test1", __u64, h41_hash_in_fentry__EINVAL, char b[32]; sink = ima_file_hash((void *)ctx[0], b, 32))
CALL(h41_command__ok, sink = bpf_sys_bpf(22, n, 8))
CALL(h41_command_nowhere__EACCES, sink = bpf_sys_bpf(22, NULL, 8))
CALL(h41_command_of_no_bytes__EACCES, sink = bpf_sys_bpf(22, n, 0))
CALL(h41_command_beyond__EINVAL, sink = bpf_sys_bpf(22, n, 600))
CALL(h41_command_of_any_size__EACCES, sink = bpf_sys_bpf(22, n, ANY))
CALL(h41_command_with_number__EACCES, sink = bpf_sys_bpf(22, (void *)ANY, 8))
TC(h41_command_in_tc__EINVAL, char n[8] = ""; sink = bpf_sys_bpf(22, n, 8))
IN("fentry.s/bpf_fentry_test1", __u64, h41_command_in_sleepable_fentry__EINVAL, char n[8] = ""; sink = bpf_sys_bpf(22, n, 8))
IN("syscall", void, h41_command_on_constants__ok, static const char c[8] = "abcdefg"; sink = bpf_sys_bpf(22, (void *)c, 8))
