package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ContextFields.doubleWord;
import static io.github.bpf4j.abi.ContextFields.narrow;
import static io.github.bpf4j.abi.ContextFields.pointer32;
import static io.github.bpf4j.abi.ContextFields.pointer64;
import static io.github.bpf4j.abi.ContextFields.wordArray;
import static io.github.bpf4j.abi.ContextFields.writable;

import io.github.bpf4j.abi.ContextField.Kind;
import io.github.bpf4j.abi.ContextField.Width;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code struct __sk_buff} as each program type that runs on packets sees it: the same places, different rights. */
final class SkbContexts {
    private static final String STRUCT = "__sk_buff";
    private static final int SIZE = 192;

    private static final List<ContextField> FIELDS = List.of(
            narrow("len", 0),
            narrow("pkt_type", 4),
            narrow("mark", 8),
            narrow("queue_mapping", 12),
            narrow("protocol", 16),
            narrow("vlan_present", 20),
            narrow("vlan_tci", 24),
            narrow("vlan_proto", 28),
            narrow("priority", 32),
            narrow("ingress_ifindex", 36),
            narrow("ifindex", 40),
            narrow("tc_index", 44),
            new ContextField("cb", 48, 4, 5, Kind.SCALAR, Width.ANY, false),
            narrow("hash", 68),
            narrow("tc_classid", 72),
            pointer32("data", 76, Kind.PACKET),
            pointer32("data_end", 80, Kind.PACKET_END),
            narrow("napi_id", 84),
            narrow("family", 88),
            wordArray("remote_ip4", 92, 1),
            wordArray("local_ip4", 96, 1),
            wordArray("remote_ip6", 100, 4),
            wordArray("local_ip6", 116, 4),
            narrow("remote_port", 132),
            narrow("local_port", 136),
            pointer32("data_meta", 140, Kind.PACKET_META),
            pointer64("flow_keys", 144, Kind.FLOW_KEYS),
            doubleWord("tstamp", 152),
            narrow("wire_len", 160),
            narrow("gso_segs", 164),
            pointer64("sk", 168, Kind.SOCK_COMMON_OR_NULL),
            narrow("gso_size", 176),
            new ContextField("tstamp_type", 180, 1, 1, Kind.SCALAR, Width.FULL, false),
            doubleWord("hwtstamp", 184));

    private static final Set<String> ADDRESSES =
            Set.of("family", "remote_ip4", "local_ip4", "remote_ip6", "local_ip6", "remote_port", "local_port");

    static final ContextLayout.Struct TC = without(
            union(ADDRESSES, Set.of("flow_keys")),
            Set.of("mark", "queue_mapping", "priority", "tc_index", "cb", "tc_classid", "tstamp"));

    static final ContextLayout.Struct SOCKET_FILTER = without(
            union(
                    ADDRESSES,
                    Set.of(
                            "tc_classid",
                            "data",
                            "data_end",
                            "data_meta",
                            "flow_keys",
                            "tstamp",
                            "wire_len",
                            "tstamp_type",
                            "hwtstamp")),
            Set.of("cb"));

    static final ContextLayout.Struct CGROUP = without(
            Set.of("tc_classid", "data_meta", "flow_keys", "wire_len", "tstamp_type"),
            Set.of("mark", "priority", "cb", "tstamp"));

    static final ContextLayout.Struct LWT = without(
            union(
                    ADDRESSES,
                    Set.of("tc_classid", "data_meta", "flow_keys", "tstamp", "wire_len", "tstamp_type", "hwtstamp")),
            Set.of("mark", "priority", "cb"));

    static final ContextLayout.Struct SK_SKB = without(
            Set.of("mark", "tc_classid", "data_meta", "flow_keys", "tstamp", "wire_len", "tstamp_type", "hwtstamp"),
            Set.of("tc_index", "priority"));

    static final ContextLayout.Struct FLOW_DISSECTOR = new ContextLayout.Struct(
            STRUCT,
            SIZE,
            FIELDS.stream()
                    .filter(field -> Set.of("data", "data_end", "flow_keys").contains(field.name()))
                    .toList());

    private SkbContexts() {}

    private static Set<String> union(Set<String> first, Set<String> second) {
        return Stream.concat(first.stream(), second.stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static ContextLayout.Struct without(Set<String> hidden, Set<String> writable) {
        return new ContextLayout.Struct(
                STRUCT,
                SIZE,
                FIELDS.stream()
                        .filter(field -> !hidden.contains(field.name()))
                        .map(field -> writable.contains(field.name()) ? writable(field) : field)
                        .toList());
    }
}
