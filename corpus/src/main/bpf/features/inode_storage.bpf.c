// SPDX-License-Identifier: Apache-2.0
// Values that belong to inodes.
#include "stores.h"

static void *(*const inode_storage_get)(void *map, void *inode, void *value, __u64 flags) = (void *)145;
static long (*const inode_storage_delete)(void *map, void *inode) = (void *)146;

#define BPF_MAP_TYPE_INODE_STORAGE 28
struct { __uint(type, BPF_MAP_TYPE_INODE_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, int); __type(value, struct pair); } pairs SEC(".maps");

struct inode { unsigned long i_ino; } __attribute__((preserve_access_index));
struct file { struct inode *f_inode; } __attribute__((preserve_access_index));

__u64 wanted;

#define GET(INODE, VALUE, FLAGS)                                                                                       \
	do {                                                                                                           \
		struct pair *p = inode_storage_get(&pairs, INODE, VALUE, FLAGS);                                       \
		A(p ? p->a : -1);                                                                                      \
		A(p ? p->b : -1);                                                                                      \
	} while (0)
#define OPENED(NAME, ...)                                                                                              \
	SEC("lsm/file_open") int NAME(__u64 *args)                                                                     \
	{                                                                                                              \
		struct inode *inode = ((struct file *)args[0])->f_inode;                                               \
		struct pair given = { 11, 12 };                                                                        \
		if (inode->i_ino != wanted)                                                                            \
			return 0;                                                                                      \
		answered = 0;                                                                                          \
		__VA_ARGS__;                                                                                           \
		return 0;                                                                                              \
	}

OPENED(created, A(inode_storage_delete(&pairs, inode)); GET(inode, NULL, 0); GET(inode, NULL, 1); GET(inode, &given, 1);
       A(inode_storage_delete(&pairs, inode)); A(inode_storage_delete(&pairs, inode)); GET(inode, &given, 1); GET(inode, NULL, 0))
OPENED(odd_flags, inode_storage_delete(&pairs, inode); GET(inode, &given, 2); GET(inode, &given, 3); GET(inode, &given, 1ULL << 32);
       GET(inode, &given, 1ULL << 32 | 1); GET(inode, NULL, 0))
OPENED(of_none, GET(NULL, &given, 1); A(inode_storage_delete(&pairs, NULL)))
OPENED(counts, given.a = 0; struct pair *p = inode_storage_get(&pairs, inode, &given, 1); if (p) { p->a++; p->b = inode->i_ino == wanted; A(p->a); A(p->b); })
