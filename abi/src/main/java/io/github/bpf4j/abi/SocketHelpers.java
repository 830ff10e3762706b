package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ArgumentKind.ANYTHING;
import static io.github.bpf4j.abi.ArgumentKind.CONTEXT;
import static io.github.bpf4j.abi.ArgumentKind.CONTEXT_OR_NULL;
import static io.github.bpf4j.abi.ArgumentKind.MAP;
import static io.github.bpf4j.abi.ArgumentKind.MAP_KEY;
import static io.github.bpf4j.abi.ArgumentKind.MEM;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OUT;
import static io.github.bpf4j.abi.ArgumentKind.SIZE;
import static io.github.bpf4j.abi.ArgumentKind.SOCK_COMMON;
import static io.github.bpf4j.abi.ArgumentKind.SOCK_OBJECT;
import static io.github.bpf4j.abi.HelperArgument.released;
import static io.github.bpf4j.abi.HelperRow.helper;

import io.github.bpf4j.abi.HelperPrototype.Trait;
import java.util.List;

/** Helpers on sockets. */
final class SocketHelpers {
    private SocketHelpers() {}

    static List<HelperRow> rows() {
        return List.of(
                helper(46, CONTEXT)
                        .in(
                                HelperGroup.SOCKET_FILTER,
                                HelperGroup.TC,
                                HelperGroup.CGROUP_SKB,
                                HelperGroup.CGROUP_SOCK,
                                HelperGroup.CGROUP_SOCK_ADDR,
                                HelperGroup.SOCK_OPS,
                                HelperGroup.SK_SKB,
                                HelperGroup.SK_REUSEPORT,
                                HelperGroup.TRAMPOLINE,
                                HelperGroup.SYSCALL),
                helper(47, CONTEXT)
                        .in(HelperGroup.SOCKET_FILTER, HelperGroup.TC, HelperGroup.CGROUP_SKB, HelperGroup.SK_SKB),
                options(49, MEM),
                helper(52, CONTEXT, MAP, ANYTHING, ANYTHING).in(HelperGroup.SK_SKB),
                helper(53, CONTEXT, MAP, MAP_KEY, ANYTHING)
                        .in(HelperGroup.SOCK_OPS)
                        .with(Trait.PACKET_MEMORY),
                options(57, MEM_OUT),
                helper(60, CONTEXT, MAP, ANYTHING, ANYTHING).in(HelperGroup.SK_MSG),
                helper(61, CONTEXT, ANYTHING).in(HelperGroup.SK_MSG),
                helper(62, CONTEXT, ANYTHING).in(HelperGroup.SK_MSG),
                messageBytes(63),
                helper(64, CONTEXT, MEM, SIZE).in(HelperGroup.CGROUP_SOCK_ADDR),
                helper(70, CONTEXT, MAP, MAP_KEY, ANYTHING)
                        .in(HelperGroup.SOCK_OPS)
                        .with(Trait.PACKET_MEMORY),
                helper(71, CONTEXT, MAP, MAP_KEY, ANYTHING).in(HelperGroup.SK_MSG),
                helper(72, CONTEXT, MAP, MAP_KEY, ANYTHING).in(HelperGroup.SK_SKB),
                helper(82, CONTEXT, MAP, MAP_KEY, ANYTHING).in(HelperGroup.SK_REUSEPORT),
                lookup(84, ReturnKind.SOCKET_OR_NULL),
                lookup(85, ReturnKind.SOCKET_OR_NULL),
                helper(86, released(SOCK_OBJECT))
                        .in(
                                HelperGroup.TC,
                                HelperGroup.XDP,
                                HelperGroup.CGROUP_SKB,
                                HelperGroup.CGROUP_SOCK_ADDR,
                                HelperGroup.SK_SKB,
                                HelperGroup.SK_LOOKUP),
                messageBytes(90),
                messageBytes(91),
                of(95, ReturnKind.SOCKET_OR_NULL),
                of(96, ReturnKind.TCP_SOCK_OR_NULL)
                        .in(HelperGroup.TC, HelperGroup.CGROUP_SKB, HelperGroup.CGROUP_SOCKOPT, HelperGroup.SOCK_OPS),
                of(98, ReturnKind.SOCKET_OR_NULL),
                lookup(99, ReturnKind.SOCK_COMMON_OR_NULL),
                helper(122, CONTEXT_OR_NULL)
                        .in(
                                HelperGroup.CGROUP_SOCK,
                                HelperGroup.CGROUP_SOCK_ADDR,
                                HelperGroup.CGROUP_SOCKOPT,
                                HelperGroup.SOCK_OPS,
                                HelperGroup.SK_MSG));
    }

    private static HelperRow options(int id, ArgumentKind memory) {
        return helper(id, CONTEXT, ANYTHING, ANYTHING, memory, SIZE)
                .in(
                        HelperGroup.SOCK_OPS,
                        HelperGroup.CGROUP_SOCK_ADDR,
                        HelperGroup.CGROUP_SOCKOPT,
                        HelperGroup.TRAMPOLINE,
                        HelperGroup.STRUCT_OPS);
    }

    private static HelperRow messageBytes(int id) {
        return helper(id, CONTEXT, ANYTHING, ANYTHING, ANYTHING)
                .in(HelperGroup.SK_MSG)
                .with(Trait.INVALIDATES_PACKET_POINTERS);
    }

    private static HelperRow lookup(int id, ReturnKind result) {
        return helper(id, CONTEXT, MEM, SIZE, ANYTHING, ANYTHING)
                .returns(result)
                .in(
                        HelperGroup.TC,
                        HelperGroup.XDP,
                        HelperGroup.CGROUP_SKB,
                        HelperGroup.CGROUP_SOCK_ADDR,
                        HelperGroup.SK_SKB)
                .with(Trait.ACQUIRES_REFERENCE, Trait.PACKET_MEMORY);
    }

    private static HelperRow of(int id, ReturnKind result) {
        return helper(id, SOCK_COMMON).returns(result).in(HelperGroup.TC, HelperGroup.CGROUP_SKB);
    }
}
