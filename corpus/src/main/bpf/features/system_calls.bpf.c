// SPDX-License-Identifier: Apache-2.0
// What programs that are run as system calls ask of the kernel's types, its symbols and descriptors, what programs of security modules ask of
// files and say of programs to be executed, and keys.
#include "task_answers.h"

struct linux_binprm;
struct inode;
struct file;

static long (*const bprm_opts_set)(struct linux_binprm *bprm, __u64 flags) = (void *)159;
static long (*const ima_inode_hash)(struct inode *inode, void *to, __u32 size) = (void *)161;
static long (*const btf_find_by_name_kind)(const char *name, int size, __u32 kind, int flags) = (void *)167;
static long (*const sys_close)(__u32 fd) = (void *)168;
static long (*const kallsyms_lookup_name)(const char *name, int size, int flags, __u64 *address) = (void *)179;
static long (*const ima_file_hash)(struct file *file, void *to, __u32 size) = (void *)193;
static __u64 (*const get_current_pid_tgid)(void) = (void *)14;

#define CO_RE __attribute__((preserve_access_index))
struct bpf_key { int any; };
struct file { struct inode *f_inode; } CO_RE;
struct linux_binprm { unsigned int have_execfd : 1, execfd_creds : 1, secureexec : 1; } CO_RE;
extern struct bpf_key *bpf_lookup_user_key(__u32 serial, __u64 flags) __ksym;
extern struct bpf_key *bpf_lookup_system_key(__u64 id) __ksym;
extern void bpf_key_put(struct bpf_key *key) __ksym;

// ---- types
enum { KIND_INT = 1, KIND_STRUCT = 4, KIND_UNION = 5, KIND_ENUM = 6, KIND_TYPEDEF = 8, KIND_FUNC = 12, KIND_VAR = 14, KIND_DATASEC = 15 };
#define TYPE(NAME, KIND) \
	do { \
		const char name[] = NAME; \
		A(btf_find_by_name_kind(name, sizeof(name), KIND, 0) > 0); \
	} while (0)
#define NO_TYPE(NAME, SIZE, KIND, FLAGS) \
	do { \
		const char name[] = NAME; \
		A(btf_find_by_name_kind(name, SIZE, KIND, FLAGS)); \
	} while (0)
SLEEPS(types, TYPE("task_struct", KIND_STRUCT); TYPE("pt_regs", KIND_STRUCT); TYPE("bpf_fentry_test1", KIND_FUNC); TYPE("int", KIND_INT);
       const char name[] = "cgroup"; __s64 id = btf_find_by_name_kind(name, sizeof(name), KIND_STRUCT, 0); A(id > 0); A(id >> 32);
       A(id == btf_find_by_name_kind(name, sizeof(name), KIND_STRUCT, 0)))
SLEEPS(no_types, NO_TYPE("no_such_struct", sizeof(name), KIND_STRUCT, 0); NO_TYPE("task_struct", sizeof(name), KIND_UNION, 0);
       NO_TYPE("task_struct", sizeof(name), KIND_FUNC, 0); NO_TYPE("task_struct", sizeof(name), KIND_STRUCT, 1);
       NO_TYPE("task_struct", 4, KIND_STRUCT, 0); NO_TYPE("", 1, KIND_STRUCT, 0); NO_TYPE("task_struct", sizeof(name), 0, 0);
       NO_TYPE("task_struct", sizeof(name), 1000, 0); NO_TYPE("task_struct", sizeof(name), -1, 0); NO_TYPE("task_struct", sizeof(name) - 1, KIND_STRUCT, 0))

// ---- symbols
#define SYMBOL(NAME, SIZE, FLAGS) \
	do { \
		const char name[] = NAME; \
		__u64 address = 77; \
		A(kallsyms_lookup_name(name, SIZE, FLAGS, &address)); \
		A(address); \
	} while (0)
SLEEPS(symbols, SYMBOL("no_such_symbol", sizeof(name), 0); SYMBOL("bpf_fentry_test1", sizeof(name), 1); SYMBOL("bpf_fentry_test1", 0, 0);
       SYMBOL("bpf_fentry_test1", 4, 0); SYMBOL("", 1, 0); SYMBOL("no_such_symbol", 0, 3); SYMBOL("no_such_symbol", sizeof(name) - 1, 0))

// ---- descriptors
SLEEPS(descriptors, A(sys_close(1000)); A(sys_close(-1)); A(sys_close(1 << 30)))

// ---- keys: see the end
#define KEY(ID) \
	do { \
		struct bpf_key *key = bpf_lookup_system_key(ID); \
		A(key != NULL); \
		if (key) \
			bpf_key_put(key); \
	} while (0)
#define USER_KEY(SERIAL, FLAGS) \
	do { \
		struct bpf_key *key = bpf_lookup_user_key(SERIAL, FLAGS); \
		A(key != NULL); \
		if (key) \
			bpf_key_put(key); \
	} while (0)
#define MEANT \
	if (only_tgid && get_current_pid_tgid() >> 32 != only_tgid) \
		return 0
__u32 only_tgid;
// ---- security modules
#define HOOK(SECTION, NAME, ...) \
	SEC(SECTION) int NAME(__u64 *ctx) \
	{ \
		MEANT; \
		for (int i = 0; i < ANSWERS; i++) \
			out[i] = 0; \
		answered = 0; \
		__VA_ARGS__; \
		return 0; \
	}
HOOK("lsm/bprm_creds_for_exec", options, struct linux_binprm *bprm = (void *)ctx[0]; A(bprm->secureexec); A(bprm_opts_set(bprm, 1)); A(bprm->secureexec);
     A(bprm_opts_set(bprm, 2)); A(bprm_opts_set(bprm, 3)); A(bprm->secureexec); A(bprm_opts_set(bprm, -1ULL)); A(bprm_opts_set(bprm, 0)); A(bprm->secureexec))
HOOK("lsm.s/file_open", hashes, struct file *file = (void *)ctx[0]; __u8 hash[64] = {}; A(ima_inode_hash(file->f_inode, hash, 64)); A(ima_file_hash(file, hash, 64)))
HOOK("fentry.s/bpf_fentry_test1", keys, KEY(0); KEY(1); KEY(2); KEY(3); KEY(-1); KEY(1ULL << 32))
HOOK("fentry.s/bpf_fentry_test1", user_keys, USER_KEY(0, 0); USER_KEY(12345678, 0); USER_KEY(12345678, 1); USER_KEY(12345678, 4); USER_KEY(12345678, -1))
