// SPDX-License-Identifier: Apache-2.0
// Rule B1: what a program on a hook of security modules knows of the result so far, its last argument.
#include "cases_b.h"

// "if (ret) return ret", as such programs begin.
#define GOES_ON(SHAPE, SECTION, RESULT, E) \
	SEC(SECTION) int b1_##SHAPE##__##E(__u64 *ctx) { int ret = ctx[RESULT]; return ret ? ret : 0; }
GOES_ON(goes_on, "lsm/file_open", 1, ok)
GOES_ON(goes_on_asleep, "lsm.s/file_open", 1, ok)
GOES_ON(goes_on_with_five, "lsm/task_prctl", 5, ok)
GOES_ON(goes_on_bool, "lsm/inode_xattr_skipcap", 1, ok)
GOES_ON(goes_on_in_group, "lsm_cgroup/socket_bind", 3, EINVAL)

// Whether a condition of what was loaded can be true: then R9, which has no value, is returned.
#define CAN(SHAPE, SECTION, LOAD, CONDITION, E) \
	ASM(SECTION, b1_##SHAPE##__##E, "r2 = *(" LOAD "); if " CONDITION " goto 1f; r0 = 0; exit; 1: r0 = r9; exit;")
#define IS(SHAPE, LOAD, CONDITION, E) CAN(SHAPE, "lsm/file_open", LOAD, CONDITION, E)
IS(whole_positive, "u64 *)(r1 + 8", "r2 s> 0", ok)
IS(whole_below_errnos, "u64 *)(r1 + 8", "r2 s< -4095", ok)
IS(whole_last_errno, "u64 *)(r1 + 8", "r2 s< -4094", EACCES)
IS(whole_negative, "u64 *)(r1 + 8", "r2 s< 0", EACCES)
IS(whole_low_half_positive, "u64 *)(r1 + 8", "w2 s> 0", ok)
IS(half_positive, "u32 *)(r1 + 8", "w2 s> 0", ok)
IS(half_below_errnos, "u32 *)(r1 + 8", "w2 s< -4095", ok)
IS(half_negative, "u32 *)(r1 + 8", "w2 s< 0", EACCES)
IS(half_without_sign, "u32 *)(r1 + 8", "r2 s> 0", EACCES)
IS(half_whole_negative, "u32 *)(r1 + 8", "r2 s< 0", ok)
IS(two_bytes, "u16 *)(r1 + 8", "r2 > 1", EACCES)
IS(two_bytes_above, "u16 *)(r1 + 8", "r2 > 65535", ok)
IS(byte, "u8 *)(r1 + 8", "r2 > 1", EACCES)
IS(upper_half, "u32 *)(r1 + 12", "r2 > 1", EACCES)
CAN(asleep_positive, "lsm.s/file_open", "u64 *)(r1 + 8", "r2 s> 0", ok)
CAN(asleep_negative, "lsm.s/file_open", "u64 *)(r1 + 8", "r2 s< 0", EACCES)
CAN(bool_more_than_one, "lsm/inode_xattr_skipcap", "u64 *)(r1 + 8", "r2 > 1", ok)
CAN(bool_one, "lsm/inode_xattr_skipcap", "u64 *)(r1 + 8", "r2 != 0", EACCES)
CAN(bool_half_more_than_one, "lsm/inode_xattr_skipcap", "u32 *)(r1 + 8", "r2 > 1", ok)
CAN(bool_byte_more_than_one, "lsm/audit_rule_known", "u8 *)(r1 + 8", "r2 > 1", ok)
CAN(in_group_positive, "lsm_cgroup/socket_bind", "u64 *)(r1 + 24", "r2 s> 0", EACCES)
CAN(in_group_negative, "lsm_cgroup/socket_bind", "u64 *)(r1 + 24", "r2 s< 0", EACCES)
CAN(modified_positive, "fmod_ret/bpf_modify_return_test", "u64 *)(r1 + 16", "r2 s> 0", EACCES)
CAN(modified_below_errnos, "fmod_ret/bpf_modify_return_test", "u64 *)(r1 + 16", "r2 s< -4095", EACCES)
CAN(left_positive, "fexit/bpf_fentry_test1", "u64 *)(r1 + 8", "r2 s> 0", EACCES)
GOES_ON(killpriv_goes_on, "lsm/inode_need_killpriv", 1, EINVAL)
GOES_ON(void_goes_on, "lsm/task_free", 1, EACCES)
