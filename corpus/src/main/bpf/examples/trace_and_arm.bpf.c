// SPDX-License-Identifier: Apache-2.0
// Tells when an event is not followed by another.
//
// The program is attached to the entry of a function that handles requests: its first argument is the number of a
// connection, its second the size of the request. Every call is recorded in the ring buffer `records`, and in the same run
// the connection's timer is armed. A further call within followed_within_ns moves the timer on; without one it fires, and
// its callback records that nothing followed, how many calls there had been, and forgets the connection.
//
// A tracing program runs wherever the function is called, and a timer of this CPU may fire between any two of its
// instructions. So nothing here counts on the callback coming after the program.
#include "../bpf.h"

#define MAX_CONNECTIONS 1024

enum kind { CALLED, NOTHING_FOLLOWED };

struct record {
	__u32 kind;
	__u32 cpu;
	__u64 connection;
	__u64 at_ns;
	__u64 value; // the request's size; how many calls there were before the silence
};

struct connection {
	__u64 calls;
	struct bpf_timer silence_timer;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_CONNECTIONS);
	__type(key, __u64);
	__type(value, struct connection);
} connections SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} records SEC(".maps");

volatile const __u64 followed_within_ns = 10000000ULL;

__u64 calls;
__u64 silences;
__u64 calls_unwatched;	// calls whose connection has no timer: the table was full or the timer failed
__u64 records_lost;

#define COUNT(counter) __sync_fetch_and_add(&(counter), 1)

static void report(__u32 kind, __u64 connection, __u64 value)
{
	struct record *record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);

	if (!record) {
		COUNT(records_lost);
		return;
	}
	record->kind = kind;
	record->cpu = bpf_get_smp_processor_id();
	record->connection = connection;
	record->at_ns = bpf_ktime_get_ns();
	record->value = value;
	bpf_ringbuf_submit(record, 0);
}

static int nothing_followed(void *map, __u64 *number, struct connection *connection)
{
	COUNT(silences);
	report(NOTHING_FOLLOWED, *number, connection->calls);
	bpf_map_delete_elem(map, number);
	return 0;
}

// Arms the timer of a connection that may have one already; 0 or a negative errno.
static __always_inline long arm(struct connection *connection)
{
	long err = bpf_timer_init(&connection->silence_timer, &connections, CLOCK_MONOTONIC);

	if (err && err != -EBUSY)
		return err;
	err = bpf_timer_set_callback(&connection->silence_timer, nothing_followed);
	if (err)
		return err;
	return bpf_timer_start(&connection->silence_timer, followed_within_ns, 0);
}

SEC("fentry/handle_request")
int trace_and_arm(__u64 *arguments)
{
	struct connection fresh = {};
	struct connection *connection;
	__u64 number = arguments[0];

	COUNT(calls);
	report(CALLED, number, arguments[1]);
	// Adds the connection unless it is there; what went wrong shows in the lookup.
	bpf_map_update_elem(&connections, &number, &fresh, BPF_NOEXIST);
	connection = bpf_map_lookup_elem(&connections, &number);
	if (!connection) {
		COUNT(calls_unwatched);
		return 0;
	}
	__sync_fetch_and_add(&connection->calls, 1);
	if (arm(connection))
		COUNT(calls_unwatched);
	return 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
