// SPDX-License-Identifier: Apache-2.0
// Programs that end with bpf_throw.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

extern void bpf_throw(__u64 cookie) __ksym;

__u64 in;
__u64 seen;
__u64 records;
struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } rb SEC(".maps");

static __noinline int deepest(__u64 x) { if (x) bpf_throw(x); return 1; }
static __noinline int deep(__u64 x) { return deepest(x) + 1; }
__attribute__((noinline)) int global(int x) { if (x) bpf_throw(70); return 1; }
__attribute__((noinline)) int on_throw(__u64 cookie) { seen = cookie; return cookie + 1000; }
#define CATCH(F) __attribute__((btf_decl_tag("exception_callback:" #F)))

// The cookie is the result.
SEC("tc") int throws(struct __sk_buff *ctx) { seen = 1; bpf_throw(in); seen = 2; return 5; }

// Out of two functions; not if in is 0.
SEC("tc") int throws_below(struct __sk_buff *ctx) { int n = deep(in); seen = n; return n; }

// The callback makes the result.
SEC("tc") CATCH(on_throw) int caught(struct __sk_buff *ctx) { int n = deep(in); seen = n; return n; }

// Linux lets a global function throw while its caller holds a record.
SEC("tc") int leaves_record(struct __sk_buff *ctx)
{
	__u64 *record = bpf_ringbuf_reserve(&rb, 8, 0);
	if (!record) return -1;
	records++;
	int n = global(in != 0);
	bpf_ringbuf_discard(record, 0);
	return n;
}

SEC("tc") int submits(struct __sk_buff *ctx)
{
	__u64 *record = bpf_ringbuf_reserve(&rb, 8, 0);
	if (!record) return -1;
	*record = 42;
	bpf_ringbuf_submit(record, 0);
	return 0;
}
