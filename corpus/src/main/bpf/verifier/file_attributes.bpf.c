// SPDX-License-Identifier: Apache-2.0
// Kernel functions that read attributes and digests of files: which programs have them, what they take.
#include "cases_b.h"

struct dentry { int any; };
struct file { int any; };
KFUNC int bpf_get_file_xattr(struct file *file, const char *name, struct bpf_dynptr *value);
KFUNC int bpf_get_dentry_xattr(struct dentry *dentry, const char *name, struct bpf_dynptr *value);
KFUNC int bpf_get_fsverity_digest(struct file *file, struct bpf_dynptr *digest);
static long (*const from_mem)(void *data, __u32 size, __u64 flags, struct bpf_dynptr *d) = (void *)197;
static const char name[] = "user.none";
char value[64], changing[16];
#define FILE(SECTION, NAME, ...) IN(SECTION, __u64, NAME, struct file *f = (void *)ctx[0]; struct bpf_dynptr d; from_mem(value, 64, 0, &d); (void)f; __VA_ARGS__)
FILE("lsm.s/file_open", f41_attribute__ok, sink = bpf_get_file_xattr(f, name, &d))
FILE("lsm/file_open", f41_attribute_without_sleep__EACCES, sink = bpf_get_file_xattr(f, name, &d))
FILE("lsm.s/file_open", f41_attribute_by_changing_name__EACCES, sink = bpf_get_file_xattr(f, changing, &d))
FILE("lsm.s/file_open", f41_attribute_by_no_name__EACCES, sink = bpf_get_file_xattr(f, NULL, &d))
FILE("lsm.s/file_open", f41_attribute_nowhere__EACCES, sink = bpf_get_file_xattr(f, name, NULL))
FILE("lsm.s/file_open", f41_attribute_of_nothing__EACCES, sink = bpf_get_file_xattr(NULL, name, &d))
FILE("lsm.s/inode_getxattr", f41_entry__ok, sink = bpf_get_dentry_xattr((void *)ctx[0], name, &d))
FILE("lsm.s/inode_getxattr", f41_entry_as_file__EINVAL, sink = bpf_get_file_xattr(f, name, &d))
FILE("lsm.s/file_open", f41_digest__ok, sink = bpf_get_fsverity_digest(f, &d))
FILE("lsm/file_open", f41_digest_without_sleep__ok, sink = bpf_get_fsverity_digest(f, &d))
FILE("fentry/filp_close", f41_digest_in_fentry__EACCES, sink = bpf_get_fsverity_digest(f, &d))
FILE("fentry/filp_close", f41_attribute_in_fentry__EACCES, sink = bpf_get_file_xattr(f, name, &d))
IN("tc", void, f41_digest_in_tc__EACCES, struct bpf_dynptr d; from_mem(value, 64, 0, &d); sink = bpf_get_fsverity_digest((void *)0, &d))
