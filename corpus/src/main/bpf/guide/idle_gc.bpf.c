// SPDX-License-Identifier: Apache-2.0
// Guide to timers, pattern 1: an entry that removes itself once nobody has used it for a while.
#include "../bpf.h"

struct session {
	__u64 uses;
	__u64 last_used_ns;
	struct bpf_timer idle;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, struct session);
} sessions SEC(".maps");

volatile const __u64 idle_timeout_ns = 30000000000ULL;

static int session_idle(void *map, __u32 *id, struct session *session)
{
	__u64 now = bpf_ktime_get_ns();
	__u64 idle_until = session->last_used_ns + idle_timeout_ns;

	if (idle_until > now)
		bpf_timer_start(&session->idle, idle_until - now, 0);
	else
		bpf_map_delete_elem(map, id);
	return 0;
}

static __always_inline int watch_session(struct session *session)
{
	long err = bpf_timer_init(&session->idle, &sessions, CLOCK_MONOTONIC);

	if (!err)
		err = bpf_timer_set_callback(&session->idle, session_idle);
	if (!err)
		err = bpf_timer_start(&session->idle, idle_timeout_ns, 0);
	return err;
}

SEC("syscall")
int use_session(__u32 *id)
{
	struct session fresh = {};
	__u32 key = *id;
	long err = bpf_map_update_elem(&sessions, &key, &fresh, BPF_NOEXIST);
	struct session *session = bpf_map_lookup_elem(&sessions, &key);

	if (!session)
		return err;
	session->uses++;
	session->last_used_ns = bpf_ktime_get_ns();
	if (err) // -EEXIST: its timer is running
		return 0;
	err = watch_session(session);
	if (err) // without a timer it would stay for ever
		bpf_map_delete_elem(&sessions, &key);
	return err;
}

char _license[] SEC("license") = "Dual MIT/GPL";
