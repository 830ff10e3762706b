// SPDX-License-Identifier: Apache-2.0
// Functions that the host adds to the kernel's: the verdict that each program must get is the end of its name. Linux has
// none of these functions, so it loads none of these programs.
#include "../bpf.h"

char _license[] SEC("license") = "GPL";

struct pair {
	__u64 first;
	__u32 second;
	__u32 third;
};

struct limits {
	__u32 packets;
	__u32 bytes;
};

struct session;
struct other;

extern int own_sum(int a, long b) __ksym;
extern long own_hash(const void *mem, __u32 size) __ksym;
extern long own_hash_or_null(const void *mem, __u32 size) __ksym;
extern int own_fill(void *mem, __u32 size) __ksym;
extern int own_swap(const struct pair *in, struct pair *out) __ksym;
extern int own_count(void *map, const void *key, const void *value) __ksym;
extern int own_context(void *ctx) __ksym;
extern int own_packet(struct xdp_md *ctx) __ksym;
extern const struct limits *own_limits(int tenant) __ksym;
extern struct limits *own_scratch(void) __ksym;
extern struct session *own_open(int id) __ksym;
extern long own_look(struct session *session) __ksym;
extern int own_close(struct session *session) __ksym;
extern struct other *own_open_other(void) __ksym;
extern int own_close_other(struct other *other) __ksym;
extern int own_nap(void) __ksym;
extern int own_text(const char *text) __ksym;
extern int own_constant(int number) __ksym;
extern void own_nothing(void) __ksym;
extern int own_fail(int how) __ksym;
extern int own_missing(int number) __ksym __weak;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

static long (*own_helper)(long number, const void *mem, __u32 size) = (void *)1000;
static long (*own_helper_nap)(void) = (void *)1001;
static void *(*own_helper_limits)(long tenant) = (void *)4095;

struct guarded {
	struct bpf_spin_lock lock;
	__u32 number;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct guarded);
} locks SEC(".maps");

__u64 in_number;
__u64 out_number;
__u64 out_first;
__u64 out_second;
const char name[8] = "gauge";

struct request {
	__u64 number;
	__u64 size;
};

// ---- numbers

SEC("?syscall") int sum__ok(struct request *r)
{
	out_number = own_sum(-7, r->number);
	return 0;
}

SEC("?syscall") int sum_of_a_pointer__EINVAL(struct request *r)
{
	return own_sum(1, (long)r);
}

SEC("?syscall") int constant__ok(struct request *r)
{
	return own_constant(42);
}

SEC("?syscall") int constant_that_varies__EINVAL(struct request *r)
{
	return own_constant(r->number);
}

SEC("?syscall") int nothing__ok(struct request *r)
{
	own_nothing();
	return 3;
}

// ---- memory

SEC("?syscall") int hash__ok(struct request *r)
{
	char mem[16] = "0123456789abcde";
	__u64 size = r->size;

	if (size > sizeof(mem))
		return 1;
	out_number = own_hash(mem, size);
	return 0;
}

SEC("?syscall") int hash_of_unbounded_size__EACCES(struct request *r)
{
	char mem[16] = "";

	return own_hash(mem, r->size);
}

SEC("?syscall") int hash_of_too_much__EACCES(struct request *r)
{
	__u32 key = 1;
	__u64 *value = bpf_map_lookup_elem(&counts, &key);
	__u64 size = r->size;

	if (!value || size > 9)
		return 1;
	return own_hash(value, size);
}

SEC("?syscall") int hash_of_a_number__EACCES(struct request *r)
{
	return own_hash((void *)r->number, 8);
}

SEC("?syscall") int hash_of_null__EACCES(struct request *r)
{
	return own_hash(NULL, 0);
}

SEC("?syscall") int hash_or_null__ok(struct request *r)
{
	__u64 number = r->number;

	out_number = own_hash_or_null(NULL, 0);
	out_first = own_hash_or_null(&number, 8);
	return 0;
}

SEC("?syscall") int hash_or_null_of_null_with_size__EACCES(struct request *r)
{
	return own_hash_or_null(NULL, 8);
}

SEC("?syscall") int hash_of_a_value__ok(struct request *r)
{
	__u32 key = 1;
	__u64 *value = bpf_map_lookup_elem(&counts, &key);

	if (!value)
		return 1;
	out_number = own_hash(value, 8);
	return 0;
}

SEC("?syscall") int hash_beyond_a_value__EACCES(struct request *r)
{
	__u32 key = 1;
	__u64 *value = bpf_map_lookup_elem(&counts, &key);

	return value ? own_hash(value, 16) : 0;
}

SEC("?syscall") int fill__ok(struct request *r)
{
	__u64 mem[2];

	out_number = own_fill(mem, sizeof(mem));
	out_first = mem[0];
	out_second = mem[1];
	return 0;
}

SEC("?syscall") int fill_constants__EACCES(struct request *r)
{
	return own_fill((void *)name, sizeof(name));
}

SEC("?syscall") int swap__ok(struct request *r)
{
	struct pair in = { .first = r->number, .second = 5, .third = 6 };
	struct pair out;

	if (own_swap(&in, &out))
		return 1;
	out_first = out.first;
	out_number = out.third;
	return 0;
}

SEC("?syscall") int swap_of_too_little__EACCES(struct request *r)
{
	__u32 key = 1;
	__u64 *value = bpf_map_lookup_elem(&counts, &key);
	struct pair out;

	return value ? own_swap((void *)value, &out) : 0;
}

SEC("?syscall") int swap_into_too_little__EACCES(struct request *r)
{
	struct pair in = {};
	__u32 key = 1;
	__u64 *value = bpf_map_lookup_elem(&counts, &key);

	return value ? own_swap(&in, (void *)value) : 0;
}

SEC("?syscall") int swap_null__EACCES(struct request *r)
{
	struct pair out;

	return own_swap(NULL, &out);
}

// ---- maps, context, text

SEC("?syscall") int count__ok(struct request *r)
{
	__u32 key = 7;
	__u64 value = r->number;

	out_number = own_count(&counts, &key, &value);
	return 0;
}

SEC("?syscall") int count_in_a_value__EINVAL(struct request *r)
{
	__u32 key = 1;
	__u64 *value = bpf_map_lookup_elem(&counts, &key);

	return value ? own_count(value, &key, value) : 0;
}

SEC("?syscall") int context__ok(struct request *r)
{
	out_number = own_context(r);
	return 0;
}

SEC("?syscall") int context_of_the_stack__EINVAL(struct request *r)
{
	struct request mine = {};

	return own_context(&mine);
}

SEC("?syscall") int context_within__EACCES(struct request *r)
{
	return own_context(&r->size);
}

SEC("?xdp") int packet__ok(struct xdp_md *xdp)
{
	out_number = own_packet(xdp);
	return XDP_PASS;
}

SEC("?syscall") int packet_of_none__EACCES(struct request *r)
{
	return own_packet((void *)r);
}

SEC("?xdp") int hash_of_a_packet__ok(struct xdp_md *xdp)
{
	void *data = (void *)(long)xdp->data;

	if (data + 8 > (void *)(long)xdp->data_end)
		return XDP_DROP;
	out_number = own_hash(data, 8);
	return XDP_PASS;
}

SEC("?xdp") int hash_beyond_a_packet__EACCES(struct xdp_md *xdp)
{
	return own_hash((void *)(long)xdp->data, 8);
}

SEC("?syscall") int text__ok(struct request *r)
{
	out_number = own_text(name);
	return 0;
}

SEC("?syscall") int text_of_the_stack__EINVAL(struct request *r)
{
	char text[4] = "abc";

	barrier_var(r);
	return own_text(text);
}

// ---- memory that functions give

SEC("?syscall") int limits__ok(struct request *r)
{
	const struct limits *limits = own_limits(r->number);

	out_number = 0;
	if (!limits)
		return 1;
	out_number = limits->packets;
	out_first = limits->bytes;
	return 0;
}

SEC("?syscall") int limits_unchecked__EACCES(struct request *r)
{
	return own_limits(1)->packets;
}

SEC("?syscall") int limits_written__EACCES(struct request *r)
{
	struct limits *limits = (struct limits *)own_limits(1);

	if (limits)
		limits->packets = 1;
	return 0;
}

SEC("?syscall") int limits_beyond__EACCES(struct request *r)
{
	const struct limits *limits = own_limits(1);

	return limits ? limits[1].packets : 0;
}

SEC("?syscall") int scratch__ok(struct request *r)
{
	struct limits *limits = own_scratch();

	if (!limits)
		return 1;
	limits->packets += 5;
	out_number = limits->packets;
	return 0;
}

// ---- objects of the host's

SEC("?syscall") int session__ok(struct request *r)
{
	struct session *session = own_open(r->number);

	out_first = 0;
	if (!session)
		return 1;
	out_number = own_look(session);
	out_first = own_close(session);
	return 0;
}

SEC("?syscall") int two_sessions__ok(struct request *r)
{
	struct session *one = own_open(1);
	struct session *two = own_open(2);

	if (one)
		out_first = own_look(one);
	if (two) {
		out_second = own_look(two);
		own_close(two);
	}
	if (one)
		own_close(one);
	return 0;
}

SEC("?syscall") int session_kept__EINVAL(struct request *r)
{
	struct session *session = own_open(1);

	if (session)
		own_look(session);
	return 0;
}

SEC("?syscall") int session_unchecked__EINVAL(struct request *r)
{
	own_close(own_open(1));
	return 0;
}

SEC("?syscall") int session_closed_twice__EINVAL(struct request *r)
{
	struct session *session = own_open(1);

	if (session) {
		own_close(session);
		own_close(session);
	}
	return 0;
}

SEC("?syscall") int session_after_close__EINVAL(struct request *r)
{
	struct session *session = own_open(1);

	if (!session)
		return 0;
	own_close(session);
	return own_look(session);
}

SEC("?syscall") int session_read__EACCES(struct request *r)
{
	struct session *session = own_open(1);
	int found = 0;

	if (session) {
		found = *(volatile int *)session;
		own_close(session);
	}
	return found;
}

SEC("?syscall") int session_within__EACCES(struct request *r)
{
	struct session *session = own_open(1);

	if (session)
		own_close((void *)session + 8);
	return 0;
}

SEC("?syscall") int session_as_other__EINVAL(struct request *r)
{
	struct session *session = own_open(1);

	if (session)
		own_close_other((struct other *)session);
	return 0;
}

SEC("?syscall") int session_of_a_number__EINVAL(struct request *r)
{
	return own_look((struct session *)r->number);
}

SEC("?syscall") int session_lost__ok(struct request *r)
{
	struct session *session = own_open(r->number);

	if (!session)
		return 1;
	own_fail(1);
	own_close(session);
	return 0;
}

// ---- who may call

SEC("?syscall") int nap__ok(struct request *r)
{
	return own_nap();
}

SEC("?xdp") int nap_in_a_program_that_may_not__EACCES(struct xdp_md *xdp)
{
	return own_nap();
}

SEC("?syscall") int nap_in_rcu__EACCES(struct request *r)
{
	int slept;

	bpf_rcu_read_lock();
	slept = own_nap();
	bpf_rcu_read_unlock();
	return slept;
}

SEC("?xdp") int under_a_lock__EINVAL(struct xdp_md *xdp)
{
	__u32 key = 0;
	struct guarded *guarded = bpf_map_lookup_elem(&locks, &key);

	if (!guarded)
		return 0;
	bpf_spin_lock(&guarded->lock);
	guarded->number = own_sum(1, 2);
	bpf_spin_unlock(&guarded->lock);
	return 0;
}

SEC("?syscall") int missing__ok(struct request *r)
{
	return own_missing ? own_missing(1) : 9;
}

SEC("?syscall") int missing_unguarded__EINVAL(struct request *r)
{
	return own_missing(1);
}

SEC("?syscall") int fail__ok(struct request *r)
{
	return own_fail(r->number);
}

// ---- helpers

SEC("?syscall") int helper__ok(struct request *r)
{
	__u64 number = r->size;

	out_number = own_helper(r->number, &number, 8);
	return 0;
}

SEC("?syscall") int helper_of_a_pointer__EACCES(struct request *r)
{
	__u64 mem = 0;

	return own_helper((long)r, &mem, 8);
}

SEC("?xdp") int helper_nap__EINVAL(struct xdp_md *xdp)
{
	return own_helper_nap();
}

SEC("?syscall") int helper_limits__ok(struct request *r)
{
	struct limits *limits = own_helper_limits(r->number);

	if (!limits)
		return 1;
	out_number = limits->bytes;
	return 0;
}

SEC("?syscall") int helper_without_function__EINVAL(struct request *r)
{
	long (*none)(void) = (void *)1002;

	return none();
}

// ---- where one CPU's calls must not be inside another's

SEC("?xdp") int counted__ok(struct xdp_md *xdp)
{
	own_nothing();
	return XDP_PASS;
}
