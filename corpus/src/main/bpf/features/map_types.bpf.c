// SPDX-License-Identifier: Apache-2.0
// Types of keys and values for maps that tests create.
#include "../bpf.h"

struct bpf_wq {
	__u64 opaque[2];
} __attribute__((aligned(8)));

struct bpf_refcount {
	__u32 opaque[1];
} __attribute__((aligned(4)));

struct bpf_list_head {
	__u64 opaque[2];
} __attribute__((aligned(8)));

struct bpf_list_node {
	__u64 opaque[3];
} __attribute__((aligned(8)));

struct bpf_rb_root {
	__u64 opaque[2];
} __attribute__((aligned(8)));

struct bpf_rb_node {
	__u64 opaque[4];
} __attribute__((aligned(8)));

#define __contains(name, node) __attribute__((btf_decl_tag("contains:" #name ":" #node)))
#define __kptr __attribute__((btf_type_tag("kptr")))

struct lpm_key {
	__u32 prefixlen;
	__u8 data[4];
};

struct plain {
	__u64 number;
};

struct timed {
	__u64 number;
	struct bpf_timer timer;
};

struct worked {
	__u64 number;
	struct bpf_wq work;
};

struct locked {
	struct bpf_spin_lock lock;
	__u32 number;
};

struct counted {
	struct bpf_refcount references;
	__u32 number;
};

struct listed_one {
	struct bpf_list_node node;
};

struct treed_one {
	struct bpf_rb_node node;
};

struct listed {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __contains(listed_one, node);
};

struct treed {
	struct bpf_spin_lock lock;
	struct bpf_rb_root root __contains(treed_one, node);
};

struct kptr {
	struct plain __kptr *number;
};

#define DECLARED(NAME)                                                                                                 \
	struct {                                                                                                       \
		__uint(type, BPF_MAP_TYPE_ARRAY);                                                                      \
		__uint(max_entries, 1);                                                                                \
		__type(key, __u32);                                                                                    \
		__type(value, struct NAME);                                                                            \
	} declared_##NAME SEC(".maps")

DECLARED(lpm_key);
DECLARED(plain);
DECLARED(timed);
DECLARED(worked);
DECLARED(locked);
DECLARED(counted);
DECLARED(listed_one);
DECLARED(treed_one);
DECLARED(listed);
DECLARED(treed);
DECLARED(kptr);

SEC("xdp")
int nothing(struct xdp_md *ctx)
{
	return 0;
}

char _license[] SEC("license") = "GPL";
