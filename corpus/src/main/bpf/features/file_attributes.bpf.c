// SPDX-License-Identifier: Apache-2.0
// What programs of security modules ask of files: extended attributes that nobody set, the digest of a file without fs-verity.
#include "task_answers.h"

struct bpf_dynptr { __u64 opaque[2]; } __attribute__((aligned(8)));
struct dentry { int any; };
struct file { int any; };
static __u64 (*const get_current_pid_tgid)(void) = (void *)14;
static long (*const dynptr_from_mem)(void *data, __u32 size, __u64 flags, struct bpf_dynptr *d) = (void *)197;
extern int bpf_get_file_xattr(struct file *file, const char *name, struct bpf_dynptr *value) __ksym;
extern int bpf_get_dentry_xattr(struct dentry *dentry, const char *name, struct bpf_dynptr *value) __ksym;
extern int bpf_get_fsverity_digest(struct file *file, struct bpf_dynptr *digest) __ksym;

__u32 only_tgid;
char value[64];
static const char user_none[] = "user.none", security_none[] = "security.none", trusted_none[] = "trusted.none", user[] = "user.", empty[] = "";

#define HOOK(SECTION, NAME, ...) \
	SEC(SECTION) int NAME(__u64 *ctx) \
	{ \
		struct bpf_dynptr d, none, one; \
		if (only_tgid && get_current_pid_tgid() >> 32 != only_tgid) \
			return 0; \
		for (int i = 0; i < ANSWERS; i++) \
			out[i] = 0; \
		answered = 0; \
		dynptr_from_mem(value, sizeof(value), 0, &d); \
		dynptr_from_mem(value, sizeof(value), 8, &none); \
		dynptr_from_mem(value, 1, 0, &one); \
		__VA_ARGS__; \
		return 0; \
	}
HOOK("lsm.s/file_open", attributes, struct file *file = (void *)ctx[0]; A(bpf_get_file_xattr(file, user_none, &d)); A(bpf_get_file_xattr(file, security_none, &d));
     A(bpf_get_file_xattr(file, trusted_none, &d)); A(bpf_get_file_xattr(file, user, &d)); A(bpf_get_file_xattr(file, empty, &d));
     A(bpf_get_file_xattr(file, user_none, &none)); A(bpf_get_file_xattr(file, security_none, &none)); A(bpf_get_file_xattr(file, user_none, &one)))
HOOK("lsm.s/inode_getxattr", entry_attributes, struct dentry *entry = (void *)ctx[0]; A(bpf_get_dentry_xattr(entry, user_none, &d));
     A(bpf_get_dentry_xattr(entry, security_none, &d)); A(bpf_get_dentry_xattr(entry, user, &d)); A(bpf_get_dentry_xattr(entry, user_none, &none)))
HOOK("lsm.s/file_open", digests, struct file *file = (void *)ctx[0]; A(bpf_get_fsverity_digest(file, &d)); A(bpf_get_fsverity_digest(file, &none));
     A(bpf_get_fsverity_digest(file, &one)))
