package io.github.bpf4j.abi;

import io.github.bpf4j.abi.ProgramType.Family;

/**
 * A set of program types to which a helper is available.
 *
 * <p>Immutable and safe for use by any thread. Source: verifier spec 1.7. EXT programs have the helpers of the program that
 * they extend and are therefore in no group.
 */
public enum HelperGroup {
    /** Every type. */
    BASE,
    /** Types that see a packet or a socket. */
    NETWORK,
    /** kprobe, tracepoint, perf event, raw tracepoint, fentry and its kin, LSM. */
    TRACING,
    /** Those that are attached through a trampoline: fentry, fexit, fmod_ret, LSM. */
    TRAMPOLINE,
    /** Types that can be loaded as sleepable. */
    SLEEPABLE,
    /** Control group types other than CGROUP_SKB: they run in the context of the task concerned. */
    CGROUP_TASK,
    /** Traffic control. */
    TC,
    XDP,
    /** Light-weight tunnels, any direction. */
    LWT,
    LWT_IN,
    LWT_OUT,
    LWT_XMIT,
    LWT_SEG6LOCAL,
    SOCKET_FILTER,
    CGROUP_SKB,
    CGROUP_SOCK,
    CGROUP_SOCK_ADDR,
    CGROUP_SOCKOPT,
    SOCK_OPS,
    SK_SKB,
    SK_MSG,
    SK_REUSEPORT,
    FLOW_DISSECTOR,
    SK_LOOKUP,
    STRUCT_OPS,
    CGROUP_SYSCTL,
    LSM,
    PERF_EVENT,
    KPROBE,
    /** Receivers of infrared signals. */
    LIRC_MODE2,
    SYSCALL;

    /** Whether programs of this type are in the group. */
    public boolean contains(ProgramType type) {
        return type != ProgramType.EXT && holds(type);
    }

    private boolean holds(ProgramType type) {
        return switch (this) {
            case BASE -> true;
            case NETWORK -> isNetwork(type);
            case TRACING -> type.family() == Family.TRACING;
            case TRAMPOLINE -> type == ProgramType.TRACING || type == ProgramType.LSM;
            case SLEEPABLE ->
                type == ProgramType.SYSCALL
                        || type == ProgramType.KPROBE
                        || type == ProgramType.STRUCT_OPS
                        || TRAMPOLINE.holds(type);
            case CGROUP_TASK -> type.family() == Family.CGROUP;
            case TC -> type.family() == Family.TC;
            case LWT -> type.family() == Family.LWT;
            case XDP,
                    LWT_IN,
                    LWT_OUT,
                    LWT_XMIT,
                    LWT_SEG6LOCAL,
                    SOCKET_FILTER,
                    CGROUP_SKB,
                    CGROUP_SOCK,
                    CGROUP_SOCK_ADDR,
                    CGROUP_SOCKOPT,
                    SOCK_OPS,
                    SK_SKB,
                    SK_MSG,
                    SK_REUSEPORT,
                    FLOW_DISSECTOR,
                    SK_LOOKUP,
                    STRUCT_OPS,
                    CGROUP_SYSCTL,
                    LSM,
                    PERF_EVENT,
                    KPROBE,
                    LIRC_MODE2,
                    SYSCALL -> name().equals(type.name());
        };
    }

    private static boolean isNetwork(ProgramType type) {
        return switch (type.family()) {
            case SOCKET_FILTER,
                    TC,
                    XDP,
                    CGROUP_SKB,
                    LWT,
                    SOCK_OPS,
                    SK_SKB,
                    SK_MSG,
                    SK_REUSEPORT,
                    SK_LOOKUP,
                    FLOW_DISSECTOR -> true;
            case CGROUP -> type == ProgramType.CGROUP_SOCK || type == ProgramType.CGROUP_SOCK_ADDR;
            case NETFILTER, LIRC, TRACING, STRUCT_OPS, EXT, SYSCALL -> false;
        };
    }
}
