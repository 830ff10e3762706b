package io.github.bpf4j.verifier.kernel;

import java.util.Map;
import java.util.Set;

/**
 * Which pointers found in trusted objects can be relied on (verifier spec B5). The lists are what Linux 6.12 answers; its BTF does
 * not say.
 */
public enum Trust {
    /** There as long as the object that it was found in. */
    TRUSTED,
    /** As TRUSTED, or null. */
    TRUSTED_OR_NULL,
    /** There as long as the RCU section. */
    RCU,
    /** As RCU, or null. */
    RCU_OR_NULL,
    /** Nothing is known of it. */
    NONE;

    private static final Map<String, Set<String>> TRUSTED_MEMBERS = Map.of(
            "bpf_iter_meta", Set.of("seq"),
            "linux_binprm", Set.of("file"),
            "file", Set.of("f_inode"),
            "dentry", Set.of("d_inode"));

    private static final Map<String, Set<String>> TRUSTED_OR_NULL_MEMBERS = Map.of("socket", Set.of("sk"));

    private static final Map<String, Set<String>> RCU_MEMBERS = Map.of(
            "task_struct", Set.of("cpus_ptr", "cgroups", "real_parent", "group_leader"),
            "cgroup", Set.of("kn"),
            "css_set", Set.of("dfl_cgrp"));

    private static final Map<String, Set<String>> RCU_OR_NULL_MEMBERS =
            Map.of("mm_struct", Set.of("exe_file"), "sk_buff", Set.of("sk"), "request_sock", Set.of("sk"));

    /** What is known of a pointer in a trusted object. */
    public static Trust of(String struct, String member) {
        if (has(TRUSTED_MEMBERS, struct, member)) {
            return TRUSTED;
        }
        if (has(TRUSTED_OR_NULL_MEMBERS, struct, member)) {
            return TRUSTED_OR_NULL;
        }
        if (has(RCU_MEMBERS, struct, member)) {
            return RCU;
        }
        return has(RCU_OR_NULL_MEMBERS, struct, member) ? RCU_OR_NULL : NONE;
    }

    private static boolean has(Map<String, Set<String>> members, String struct, String member) {
        return members.getOrDefault(struct, Set.of()).contains(member);
    }
}
