package io.github.bpf4j.abi;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Which program types have a set of kernel functions (verifier spec B 6.3). */
final class KfuncSets {
    /** Those of objects, lists, trees and exceptions. */
    static final Set<ProgramType> GENERIC = Collections.unmodifiableSet(EnumSet.of(
            ProgramType.TRACING,
            ProgramType.LSM,
            ProgramType.TRACEPOINT,
            ProgramType.PERF_EVENT,
            ProgramType.CGROUP_SKB,
            ProgramType.CGROUP_SOCK,
            ProgramType.CGROUP_SOCK_ADDR,
            ProgramType.CGROUP_SOCKOPT,
            ProgramType.CGROUP_DEVICE,
            ProgramType.CGROUP_SYSCTL,
            ProgramType.SCHED_CLS,
            ProgramType.XDP,
            ProgramType.STRUCT_OPS,
            ProgramType.SYSCALL));

    private KfuncSets() {}
}
