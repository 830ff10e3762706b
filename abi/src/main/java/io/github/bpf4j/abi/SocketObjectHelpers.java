package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ArgumentKind.ANYTHING;
import static io.github.bpf4j.abi.ArgumentKind.BTF_OBJECT;
import static io.github.bpf4j.abi.ArgumentKind.CONTEXT;
import static io.github.bpf4j.abi.ArgumentKind.MEM;
import static io.github.bpf4j.abi.ArgumentKind.MEM_INOUT;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OUT;
import static io.github.bpf4j.abi.ArgumentKind.SIZE;
import static io.github.bpf4j.abi.ArgumentKind.SIZE_OR_ZERO;
import static io.github.bpf4j.abi.ArgumentKind.SOCK_COMMON;
import static io.github.bpf4j.abi.ArgumentKind.SOCK_OBJECT;
import static io.github.bpf4j.abi.HelperArgument.fixed;
import static io.github.bpf4j.abi.HelperArgument.object;
import static io.github.bpf4j.abi.HelperRow.helper;

import io.github.bpf4j.abi.HelperPrototype.Trait;
import java.util.List;

/** Helpers from sockets to the kernel's objects, and those of single hooks on sockets and settings. */
final class SocketObjectHelpers {
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int TCP_HEADER = 20;

    private SocketObjectHelpers() {}

    static List<HelperRow> rows() {
        return List.of(
                helper(59, CONTEXT, ANYTHING).in(HelperGroup.SOCK_OPS),
                helper(142, CONTEXT, MEM_INOUT, SIZE, ANYTHING).in(HelperGroup.SOCK_OPS),
                helper(143, CONTEXT, MEM, SIZE, ANYTHING).in(HelperGroup.SOCK_OPS),
                helper(144, CONTEXT, ANYTHING, ANYTHING).in(HelperGroup.SOCK_OPS),
                cookie(100, SOCK_OBJECT, MEM, SIZE, MEM, SIZE),
                cookie(110, SOCK_OBJECT, MEM, SIZE, MEM, SIZE),
                cookie(204, fixed(IPV4_HEADER), MEM, SIZE_OR_ZERO),
                cookie(205, fixed(IPV6_HEADER), MEM, SIZE_OR_ZERO),
                cookie(206, fixed(IPV4_HEADER), fixed(TCP_HEADER)),
                cookie(207, fixed(IPV6_HEADER), fixed(TCP_HEADER)),
                helper(101, CONTEXT, MEM_OUT, SIZE, ANYTHING).in(HelperGroup.CGROUP_SYSCTL),
                helper(102, CONTEXT, MEM_OUT, SIZE).in(HelperGroup.CGROUP_SYSCTL),
                helper(103, CONTEXT, MEM_OUT, SIZE).in(HelperGroup.CGROUP_SYSCTL),
                helper(104, CONTEXT, MEM, SIZE).in(HelperGroup.CGROUP_SYSCTL),
                helper(116, object(BTF_OBJECT, "tcp_sock"), ANYTHING).in(HelperGroup.STRUCT_OPS),
                helper(124, CONTEXT, SOCK_OBJECT, ANYTHING).in(HelperGroup.TC, HelperGroup.SK_LOOKUP),
                helper(128, SOCK_OBJECT).in(HelperGroup.CGROUP_SKB),
                helper(129, SOCK_OBJECT, ANYTHING).in(HelperGroup.CGROUP_SKB),
                cast(136),
                cast(137),
                cast(138),
                cast(139),
                cast(140),
                cast(178),
                cast(196, SOCK_COMMON),
                helper(162, object(BTF_OBJECT, "file"))
                        .returns(ReturnKind.SOCK_OBJECT_OR_NULL)
                        .in(HelperGroup.TRAMPOLINE, HelperGroup.SYSCALL));
    }

    private static HelperRow cookie(int id, Object... arguments) {
        return helper(id, arguments).in(HelperGroup.TC, HelperGroup.XDP).with(Trait.GPL_ONLY, Trait.PACKET_MEMORY);
    }

    private static HelperRow cast(int id) {
        return cast(id, SOCK_OBJECT);
    }

    private static HelperRow cast(int id, ArgumentKind socket) {
        return helper(id, socket)
                .returns(ReturnKind.SOCK_OBJECT_OR_NULL)
                .in(
                        HelperGroup.SOCKET_FILTER,
                        HelperGroup.TC,
                        HelperGroup.XDP,
                        HelperGroup.CGROUP_SKB,
                        HelperGroup.LWT,
                        HelperGroup.SOCK_OPS,
                        HelperGroup.SK_SKB,
                        HelperGroup.SK_MSG,
                        HelperGroup.CGROUP_SOCK_ADDR,
                        HelperGroup.FLOW_DISSECTOR,
                        HelperGroup.TRAMPOLINE,
                        HelperGroup.SK_LOOKUP,
                        HelperGroup.SYSCALL)
                .needs(Capability.PERFMON);
    }
}
