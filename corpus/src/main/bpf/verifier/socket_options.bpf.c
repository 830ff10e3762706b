// SPDX-License-Identifier: Apache-2.0
// Rule H34: which hooks on socket options may ask for options themselves.
#include "cases_b.h"

struct bpf_sockopt {
	void *sk;
	void *optval;
	void *optval_end;
	int level, optname, optlen, retval;
};
static long (*setsockopt)(void *ctx, int level, int name, void *value, int size) = (void *)49;
static long (*getsockopt)(void *ctx, int level, int name, void *value, int size) = (void *)57;
#define O(SECTION, NAME, ...) IN(SECTION, struct bpf_sockopt, NAME, int v = 1; (void)v; __VA_ARGS__; return 1)

O("cgroup/setsockopt", h34_set_on_set__ok, void *sk = ((volatile struct bpf_sockopt *)ctx)->sk; if (sk) setsockopt(sk, 1, 8, &v, 4))
O("cgroup/setsockopt", h34_get_on_set__ok, void *sk = ((volatile struct bpf_sockopt *)ctx)->sk; if (sk) getsockopt(sk, 1, 8, &v, 4))
O("cgroup/getsockopt", h34_set_on_get__EINVAL, void *sk = ((volatile struct bpf_sockopt *)ctx)->sk; if (sk) setsockopt(sk, 1, 8, &v, 4))
O("cgroup/getsockopt", h34_get_on_get__EINVAL, void *sk = ((volatile struct bpf_sockopt *)ctx)->sk; if (sk) getsockopt(sk, 1, 8, &v, 4))
O("cgroup/setsockopt", h34_set_by_context__EACCES, setsockopt(ctx, 1, 8, &v, 4))
