package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ContextFields.pointer32;
import static io.github.bpf4j.abi.ContextFields.word;

import io.github.bpf4j.abi.ContextField.Kind;
import java.util.List;

/** {@code struct xdp_md}: every load has four bytes, nothing is written. */
final class XdpContext {
    static final ContextLayout.Struct XDP_MD = new ContextLayout.Struct(
            "xdp_md",
            24,
            List.of(
                    pointer32("data", 0, Kind.PACKET),
                    pointer32("data_end", 4, Kind.PACKET_END),
                    pointer32("data_meta", 8, Kind.PACKET_META),
                    word("ingress_ifindex", 12),
                    word("rx_queue_index", 16),
                    word("egress_ifindex", 20)));

    private XdpContext() {}
}
