// SPDX-License-Identifier: Apache-2.0
// Maps of sockets, which user space and programs change while programs find sockets there.
#include "races.h"

#undef ROUNDS
#define ROUNDS 4

enum { TYPE_SOCKMAP = 15, TYPE_SOCKHASH = 18, SLOTS = 4, AF_INET = 2 };

struct bpf_sock {
	__u32 bound_dev_if, family, type, protocol;
};

#define SOCKETS(NAME, TYPE)                                                                                            \
	struct {                                                                                                       \
		__uint(type, TYPE);                                                                                    \
		__uint(max_entries, SLOTS);                                                                            \
		__uint(key_size, 4);                                                                                   \
		__uint(value_size, 8);                                                                                 \
	} NAME SEC(".maps");                                                                                           \
	static __always_inline int NAME##_use(void)                                                                    \
	{                                                                                                              \
		int wrong = 0;                                                                                         \
		__u32 random = bpf_get_prandom_u32();                                                                  \
		__u32 slot = random % SLOTS, other = random / SLOTS % SLOTS;                                           \
		struct bpf_sock *sk = bpf_map_lookup_elem(&NAME, &slot);                                               \
                                                                                                                       \
		if (!sk)                                                                                               \
			return 0;                                                                                      \
		__sync_fetch_and_add(&found, 1);                                                                       \
		if (sk->family != AF_INET)                                                                             \
			WRONG();                                                                                       \
		bpf_map_update_elem(&NAME, &other, sk, BPF_ANY);                                                       \
		bpf_sk_release(sk);                                                                                    \
		if (random % 64 == 0)                                                                                  \
			bpf_map_delete_elem(&NAME, &other);                                                            \
		return wrong;                                                                                          \
	}                                                                                                              \
	RACES(NAME##_uses, NAME##_use())

__u64 found;

SOCKETS(sockmap, TYPE_SOCKMAP)
SOCKETS(sockhash, TYPE_SOCKHASH)
