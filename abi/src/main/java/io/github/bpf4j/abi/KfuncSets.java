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

    /** Those that every type has. */
    static final Set<ProgramType> COMMON = Collections.unmodifiableSet(EnumSet.allOf(ProgramType.class));

    /** Those for tracing programs and their like. */
    static final Set<ProgramType> TRACING = Collections.unmodifiableSet(
            EnumSet.of(ProgramType.TRACING, ProgramType.LSM, ProgramType.TRACEPOINT, ProgramType.PERF_EVENT));

    /** Those of sets of CPUs. */
    static final Set<ProgramType> CPUMASK = Collections.unmodifiableSet(EnumSet.of(
            ProgramType.TRACING,
            ProgramType.LSM,
            ProgramType.TRACEPOINT,
            ProgramType.PERF_EVENT,
            ProgramType.STRUCT_OPS,
            ProgramType.SYSCALL));

    /** Those of socket buffers, though not all of these types have one. */
    static final Set<ProgramType> SKB = Collections.unmodifiableSet(EnumSet.of(
            ProgramType.SCHED_CLS,
            ProgramType.SCHED_ACT,
            ProgramType.SK_SKB,
            ProgramType.SOCKET_FILTER,
            ProgramType.CGROUP_SKB,
            ProgramType.CGROUP_SOCK,
            ProgramType.CGROUP_SOCK_ADDR,
            ProgramType.CGROUP_SOCKOPT,
            ProgramType.CGROUP_DEVICE,
            ProgramType.CGROUP_SYSCTL,
            ProgramType.TRACING,
            ProgramType.LWT_IN,
            ProgramType.LWT_OUT,
            ProgramType.LWT_XMIT,
            ProgramType.LWT_SEG6LOCAL,
            ProgramType.NETFILTER));

    /** Those of files. */
    static final Set<ProgramType> LSM = Set.of(ProgramType.LSM);

    /** Those of sessions. */
    static final Set<ProgramType> KPROBE = Set.of(ProgramType.KPROBE);

    /** Those that make ciphers. */
    static final Set<ProgramType> SYSCALL = Set.of(ProgramType.SYSCALL);

    /** Those that work with ciphers. */
    static final Set<ProgramType> CRYPTO = Set.of(ProgramType.SCHED_CLS, ProgramType.SCHED_ACT, ProgramType.XDP);

    /** Those of congestion control. */
    static final Set<ProgramType> OPERATIONS = Set.of(ProgramType.STRUCT_OPS);

    private KfuncSets() {}
}
