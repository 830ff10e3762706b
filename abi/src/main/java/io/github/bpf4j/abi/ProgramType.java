package io.github.bpf4j.abi;

import java.util.List;
import java.util.Optional;

/**
 * The kinds of program ({@code enum bpf_prog_type}, without its {@code BPF_PROG_TYPE_} prefix), each with the family that
 * decides which helpers it may call.
 *
 * <p>Immutable and safe for use by any thread. Source: UAPI {@code linux/bpf.h}; runtime spec 2.2, 3; verifier spec 1.7.
 */
public enum ProgramType {
    SOCKET_FILTER(1, Family.SOCKET_FILTER),
    KPROBE(2, Family.TRACING),
    SCHED_CLS(3, Family.TC),
    SCHED_ACT(4, Family.TC),
    TRACEPOINT(5, Family.TRACING),
    XDP(6, Family.XDP),
    PERF_EVENT(7, Family.TRACING),
    CGROUP_SKB(8, Family.CGROUP_SKB),
    CGROUP_SOCK(9, Family.CGROUP),
    LWT_IN(10, Family.LWT),
    LWT_OUT(11, Family.LWT),
    LWT_XMIT(12, Family.LWT),
    SOCK_OPS(13, Family.SOCK_OPS),
    SK_SKB(14, Family.SK_SKB),
    CGROUP_DEVICE(15, Family.CGROUP),
    SK_MSG(16, Family.SK_MSG),
    RAW_TRACEPOINT(17, Family.TRACING),
    CGROUP_SOCK_ADDR(18, Family.CGROUP),
    LWT_SEG6LOCAL(19, Family.LWT),
    LIRC_MODE2(20, Family.LIRC),
    SK_REUSEPORT(21, Family.SK_REUSEPORT),
    FLOW_DISSECTOR(22, Family.FLOW_DISSECTOR),
    CGROUP_SYSCTL(23, Family.CGROUP),
    RAW_TRACEPOINT_WRITABLE(24, Family.TRACING),
    CGROUP_SOCKOPT(25, Family.CGROUP),
    TRACING(26, Family.TRACING),
    STRUCT_OPS(27, Family.STRUCT_OPS),
    EXT(28, Family.EXT),
    LSM(29, Family.TRACING),
    SK_LOOKUP(30, Family.SK_LOOKUP),
    SYSCALL(31, Family.SYSCALL),
    NETFILTER(32, Family.NETFILTER);

    /** Program types that share their helpers apart from single exceptions. */
    public enum Family {
        SOCKET_FILTER,
        TC,
        XDP,
        CGROUP_SKB,
        CGROUP,
        LWT,
        SOCK_OPS,
        SK_SKB,
        SK_MSG,
        SK_REUSEPORT,
        SK_LOOKUP,
        FLOW_DISSECTOR,
        NETFILTER,
        LIRC,
        TRACING,
        STRUCT_OPS,
        /** Replaces a function of another program and takes over that program's type. */
        EXT,
        SYSCALL
    }

    private static final List<ProgramType> ALL = List.of(values());

    private final int number;
    private final Family family;

    ProgramType(int number, Family family) {
        this.number = number;
        this.family = family;
    }

    /** The number in {@code enum bpf_prog_type}. */
    public int number() {
        return number;
    }

    /** The family that decides which helpers are available. */
    public Family family() {
        return family;
    }

    /**
     * Whether the type belongs to those that may not name a map with a timer, work queue or spin lock while the profile
     * restricts them (timers spec VR3).
     */
    public boolean isRestrictedTracing() {
        return switch (this) {
            case KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> true;
            default -> false;
        };
    }

    /** The program type with this kernel number. */
    public static Optional<ProgramType> byNumber(int number) {
        return ALL.stream().filter(type -> type.number == number).findFirst();
    }
}
