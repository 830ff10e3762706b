package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ArgumentKind.ANYTHING;
import static io.github.bpf4j.abi.ArgumentKind.CONTEXT;
import static io.github.bpf4j.abi.ArgumentKind.MEM;
import static io.github.bpf4j.abi.ArgumentKind.MEM_INOUT;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OR_NULL;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OUT;
import static io.github.bpf4j.abi.ArgumentKind.SIZE;
import static io.github.bpf4j.abi.ArgumentKind.SIZE_OR_ZERO;
import static io.github.bpf4j.abi.HelperRow.helper;

import io.github.bpf4j.abi.HelperPrototype.Trait;
import java.util.List;

/** Helpers on where packets go: routes, neighbours, tunnels. */
final class RoutingHelpers {
    private RoutingHelpers() {}

    static List<HelperRow> rows() {
        return List.of(
                tunnel(20, CONTEXT, MEM_OUT, SIZE, ANYTHING),
                tunnel(21, CONTEXT, MEM, SIZE, ANYTHING),
                tunnel(29, CONTEXT, MEM_OUT, SIZE),
                tunnel(30, CONTEXT, MEM, SIZE),
                encapsulation(73, CONTEXT, ANYTHING, MEM, SIZE).in(HelperGroup.LWT_IN, HelperGroup.LWT_XMIT),
                encapsulation(74, CONTEXT, ANYTHING, MEM, SIZE).in(HelperGroup.LWT_SEG6LOCAL),
                encapsulation(75, CONTEXT, ANYTHING, ANYTHING).in(HelperGroup.LWT_SEG6LOCAL),
                encapsulation(76, CONTEXT, ANYTHING, MEM, SIZE).in(HelperGroup.LWT_SEG6LOCAL),
                helper(69, CONTEXT, MEM_INOUT, SIZE, ANYTHING).in(HelperGroup.TC, HelperGroup.XDP),
                helper(152, ANYTHING, MEM_OR_NULL, SIZE_OR_ZERO, ANYTHING).in(HelperGroup.TC),
                helper(155, ANYTHING, ANYTHING).in(HelperGroup.TC));
    }

    private static HelperRow encapsulation(int id, Object... arguments) {
        return helper(id, arguments).with(Trait.INVALIDATES_PACKET_POINTERS);
    }

    private static HelperRow tunnel(int id, Object... arguments) {
        return helper(id, arguments).in(HelperGroup.TC, HelperGroup.LWT_XMIT);
    }
}
