package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ProgramType.CGROUP_DEVICE;
import static io.github.bpf4j.abi.ProgramType.CGROUP_SKB;
import static io.github.bpf4j.abi.ProgramType.CGROUP_SOCK;
import static io.github.bpf4j.abi.ProgramType.CGROUP_SOCKOPT;
import static io.github.bpf4j.abi.ProgramType.CGROUP_SOCK_ADDR;
import static io.github.bpf4j.abi.ProgramType.CGROUP_SYSCTL;
import static io.github.bpf4j.abi.ProgramType.FLOW_DISSECTOR;
import static io.github.bpf4j.abi.ProgramType.KPROBE;
import static io.github.bpf4j.abi.ProgramType.LWT_IN;
import static io.github.bpf4j.abi.ProgramType.LWT_OUT;
import static io.github.bpf4j.abi.ProgramType.LWT_SEG6LOCAL;
import static io.github.bpf4j.abi.ProgramType.LWT_XMIT;
import static io.github.bpf4j.abi.ProgramType.NETFILTER;
import static io.github.bpf4j.abi.ProgramType.PERF_EVENT;
import static io.github.bpf4j.abi.ProgramType.RAW_TRACEPOINT;
import static io.github.bpf4j.abi.ProgramType.RAW_TRACEPOINT_WRITABLE;
import static io.github.bpf4j.abi.ProgramType.SCHED_ACT;
import static io.github.bpf4j.abi.ProgramType.SCHED_CLS;
import static io.github.bpf4j.abi.ProgramType.SK_LOOKUP;
import static io.github.bpf4j.abi.ProgramType.SK_MSG;
import static io.github.bpf4j.abi.ProgramType.SK_REUSEPORT;
import static io.github.bpf4j.abi.ProgramType.SK_SKB;
import static io.github.bpf4j.abi.ProgramType.SOCKET_FILTER;
import static io.github.bpf4j.abi.ProgramType.SOCK_OPS;
import static io.github.bpf4j.abi.ProgramType.STRUCT_OPS;
import static io.github.bpf4j.abi.ProgramType.SYSCALL;
import static io.github.bpf4j.abi.ProgramType.TRACEPOINT;
import static io.github.bpf4j.abi.ProgramType.XDP;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Types of program that were given a helper later than others. The helper tables say what Linux 6.12 has; here is what came
 * between 5.15 and 6.12, and what came since. Source: Linux 6.1, 6.12 and 7.0 were asked for each helper and type; the release of a
 * row is the first one after the last that was seen without.
 */
final class HelperReleases {
    private static final int REFERENCE = KernelProfile.release(6, 12);

    /** Types whose programs see packets or sockets and do not run in the context of a task. */
    private static final EnumSet<ProgramType> PACKETS = EnumSet.of(
            SOCKET_FILTER,
            SCHED_CLS,
            SCHED_ACT,
            XDP,
            CGROUP_SKB,
            LWT_IN,
            LWT_OUT,
            LWT_XMIT,
            SOCK_OPS,
            SK_SKB,
            LWT_SEG6LOCAL,
            SK_REUSEPORT,
            FLOW_DISSECTOR,
            SK_LOOKUP);

    private static final EnumSet<ProgramType> CGROUP_TASKS =
            EnumSet.of(CGROUP_SOCK, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT);

    private static final EnumSet<ProgramType> RAW = EnumSet.of(RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE);

    /** All but those of tracing and SYSCALL, which had them all along. */
    private static final EnumSet<ProgramType> OTHERS =
            union(PACKETS, CGROUP_TASKS, EnumSet.of(SK_MSG, NETFILTER, STRUCT_OPS));

    /** These types have these helpers from a release on. */
    private record Row(int release, Set<ProgramType> types, Set<Integer> helpers) {}

    private static final List<Row> ROWS = List.of(
            row(6, 2, PACKETS, 14, 80, 120, 123),
            row(6, 2, EnumSet.of(STRUCT_OPS), 14, 80, 120, 123),
            row(6, 2, CGROUP_TASKS, 37, 120),
            row(6, 2, EnumSet.of(SK_MSG), 120),
            row(6, 2, RAW, 174),
            row(6, 13, PACKETS, 15, 16, 37),
            row(6, 13, EnumSet.of(NETFILTER), 15, 16, 17, 37),
            row(6, 13, EnumSet.of(SK_MSG), 16, 37),
            row(6, 13, EnumSet.of(STRUCT_OPS), 15, 16, 17, 37),
            row(
                    6,
                    13,
                    union(
                            EnumSet.of(
                                    SOCKET_FILTER, KPROBE, TRACEPOINT, XDP, PERF_EVENT, CGROUP_SKB, SOCK_OPS, SK_SKB),
                            EnumSet.of(SK_REUSEPORT, FLOW_DISSECTOR, SK_LOOKUP, SYSCALL),
                            RAW),
                    17),
            row(6, 13, OTHERS, 22, 55, 109, 117, 141, 148, 156, 157, 176, 180, 191),
            row(6, 13, EnumSet.of(LWT_SEG6LOCAL), 39),
            row(6, 13, EnumSet.of(CGROUP_SOCK), 49, 57),
            row(6, 13, EnumSet.of(SOCKET_FILTER, SCHED_CLS, SCHED_ACT, CGROUP_SKB), 122));

    private HelperReleases() {}

    static boolean offers(HelperPrototype helper, ProgramType type, int release) {
        boolean offered = helper.availableTo(type);
        for (Row row : ROWS) {
            if (row.types().contains(type) && row.helpers().contains(helper.id())) {
                offered = row.release() > REFERENCE ? offered || row.release() <= release : row.release() <= release;
            }
        }
        return offered;
    }

    private static Row row(int major, int minor, EnumSet<ProgramType> types, Integer... helpers) {
        return new Row(KernelProfile.release(major, minor), types, Set.of(helpers));
    }

    private static EnumSet<ProgramType> union(
            EnumSet<ProgramType> first, EnumSet<ProgramType> second, EnumSet<ProgramType> third) {
        EnumSet<ProgramType> all = EnumSet.copyOf(first);
        all.addAll(second);
        all.addAll(third);
        return all;
    }
}
