package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ArgumentKind.ANYTHING;
import static io.github.bpf4j.abi.ArgumentKind.CONTEXT;
import static io.github.bpf4j.abi.ArgumentKind.MAP;
import static io.github.bpf4j.abi.ArgumentKind.MEM;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OR_NULL;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OUT;
import static io.github.bpf4j.abi.ArgumentKind.SIZE;
import static io.github.bpf4j.abi.ArgumentKind.SIZE_OR_ZERO;
import static io.github.bpf4j.abi.HelperArgument.fixedOut;
import static io.github.bpf4j.abi.HelperRow.helper;

import io.github.bpf4j.abi.HelperPrototype.Trait;
import java.util.List;

/** Helpers on packets. */
final class PacketHelpers {
    private PacketHelpers() {}

    static List<HelperRow> rows() {
        return List.of(
                helper(9, CONTEXT, ANYTHING, MEM, SIZE, ANYTHING)
                        .in(HelperGroup.TC, HelperGroup.LWT_XMIT, HelperGroup.SK_SKB)
                        .with(Trait.INVALIDATES_PACKET_POINTERS),
                helper(10, CONTEXT, ANYTHING, ANYTHING, ANYTHING, ANYTHING)
                        .in(HelperGroup.TC, HelperGroup.LWT_XMIT)
                        .with(Trait.INVALIDATES_PACKET_POINTERS),
                helper(11, CONTEXT, ANYTHING, ANYTHING, ANYTHING, ANYTHING)
                        .in(HelperGroup.TC, HelperGroup.LWT_XMIT)
                        .with(Trait.INVALIDATES_PACKET_POINTERS),
                helper(13, CONTEXT, ANYTHING, ANYTHING)
                        .in(HelperGroup.TC, HelperGroup.LWT_XMIT)
                        .with(Trait.INVALIDATES_PACKET_POINTERS),
                helper(17, CONTEXT).in(HelperGroup.TC, HelperGroup.LWT, HelperGroup.CGROUP_TASK, HelperGroup.SK_MSG),
                helper(18, CONTEXT, ANYTHING, ANYTHING).in(HelperGroup.TC).with(Trait.INVALIDATES_PACKET_POINTERS),
                helper(19, CONTEXT).in(HelperGroup.TC).with(Trait.INVALIDATES_PACKET_POINTERS),
                helper(23, ANYTHING, ANYTHING).in(HelperGroup.TC, HelperGroup.XDP, HelperGroup.LWT_XMIT),
                helper(24, CONTEXT).in(HelperGroup.TC, HelperGroup.LWT),
                helper(26, CONTEXT, ANYTHING, MEM_OUT, SIZE)
                        .in(
                                HelperGroup.SOCKET_FILTER,
                                HelperGroup.TC,
                                HelperGroup.LWT,
                                HelperGroup.CGROUP_SKB,
                                HelperGroup.SK_SKB,
                                HelperGroup.SK_REUSEPORT,
                                HelperGroup.FLOW_DISSECTOR),
                helper(28, MEM_OR_NULL, SIZE_OR_ZERO, MEM_OR_NULL, SIZE_OR_ZERO, ANYTHING)
                        .in(HelperGroup.TC, HelperGroup.XDP, HelperGroup.LWT)
                        .with(Trait.PACKET_MEMORY),
                helper(31, CONTEXT, ANYTHING, ANYTHING).in(HelperGroup.TC).with(Trait.INVALIDATES_PACKET_POINTERS),
                helper(32, CONTEXT, ANYTHING).in(HelperGroup.TC),
                helper(33, CONTEXT, MAP, ANYTHING).in(HelperGroup.TC, HelperGroup.LWT),
                helper(34, CONTEXT).in(HelperGroup.TC, HelperGroup.LWT),
                helper(38, CONTEXT, ANYTHING, ANYTHING)
                        .in(HelperGroup.TC, HelperGroup.LWT_XMIT, HelperGroup.SK_SKB)
                        .with(Trait.INVALIDATES_PACKET_POINTERS),
                helper(39, CONTEXT, ANYTHING)
                        .in(
                                HelperGroup.TC,
                                HelperGroup.LWT_IN,
                                HelperGroup.LWT_OUT,
                                HelperGroup.LWT_XMIT,
                                HelperGroup.SK_SKB)
                        .with(Trait.INVALIDATES_PACKET_POINTERS),
                helper(40, CONTEXT, ANYTHING).in(HelperGroup.TC, HelperGroup.LWT_XMIT),
                helper(41, CONTEXT).in(HelperGroup.TC, HelperGroup.LWT_XMIT),
                helper(43, CONTEXT, ANYTHING, ANYTHING)
                        .in(HelperGroup.TC, HelperGroup.LWT_XMIT, HelperGroup.SK_SKB)
                        .with(Trait.INVALIDATES_PACKET_POINTERS),
                adjust(44),
                helper(48, CONTEXT, ANYTHING).in(HelperGroup.TC),
                helper(50, CONTEXT, ANYTHING, ANYTHING, ANYTHING)
                        .in(HelperGroup.TC, HelperGroup.SK_SKB)
                        .with(Trait.INVALIDATES_PACKET_POINTERS),
                helper(51, MAP, ANYTHING, ANYTHING).in(HelperGroup.XDP),
                adjust(54),
                adjust(65),
                helper(66, CONTEXT, ANYTHING, MEM_OUT, SIZE, ANYTHING).in(HelperGroup.TC),
                helper(68, CONTEXT, ANYTHING, MEM_OUT, SIZE, ANYTHING)
                        .in(
                                HelperGroup.SOCKET_FILTER,
                                HelperGroup.TC,
                                HelperGroup.CGROUP_SKB,
                                HelperGroup.SK_REUSEPORT),
                helper(79, CONTEXT).in(HelperGroup.TC, HelperGroup.CGROUP_SKB),
                helper(83, CONTEXT, ANYTHING).in(HelperGroup.TC, HelperGroup.CGROUP_SKB),
                helper(97, CONTEXT).in(HelperGroup.TC, HelperGroup.CGROUP_SKB),
                helper(135, CONTEXT, ANYTHING).in(HelperGroup.TC, HelperGroup.LWT_XMIT),
                helper(151, CONTEXT).in(HelperGroup.TC),
                helper(163, CONTEXT, ANYTHING, fixedOut(Integer.BYTES), ANYTHING, ANYTHING)
                        .in(HelperGroup.TC, HelperGroup.XDP),
                helper(188, CONTEXT).in(HelperGroup.XDP),
                helper(189, CONTEXT, ANYTHING, MEM_OUT, SIZE).in(HelperGroup.XDP),
                helper(190, CONTEXT, ANYTHING, MEM, SIZE).in(HelperGroup.XDP),
                helper(192, CONTEXT, ANYTHING, ANYTHING).in(HelperGroup.TC));
    }

    private static HelperRow adjust(int id) {
        return helper(id, CONTEXT, ANYTHING).in(HelperGroup.XDP).with(Trait.INVALIDATES_PACKET_POINTERS);
    }
}
