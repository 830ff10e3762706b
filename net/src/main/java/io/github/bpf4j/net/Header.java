package io.github.bpf4j.net;

import java.util.List;
import java.util.Optional;

/**
 * The headers that {@link Frames} reads and writes, each a row of fields in network byte order. Sources: IEEE 802.3 and 802.1Q,
 * RFC 826, 791, 8200, 9293, 768, 792, 4443.
 */
enum Header {
    ETHERNET("eth", mac("dst"), mac("src"), number("type", 16)),
    VLAN("vlan", number("priority", 3), number("dei", 1), number("id", 12), number("type", 16)),
    ARP(
            "arp",
            number("hardware", 16),
            number("protocol", 16),
            number("hardware_length", 8),
            number("protocol_length", 8),
            number("operation", 16),
            mac("sender_mac"),
            ip("sender_ip", 32),
            mac("target_mac"),
            ip("target_ip", 32)),
    IPV4(
            "ipv4",
            number("version", 4),
            number("ihl", 4),
            number("tos", 8),
            number("length", 16),
            number("id", 16),
            number("flags", 3),
            number("fragment", 13),
            number("ttl", 8),
            number("protocol", 8),
            number("checksum", 16),
            ip("src", 32),
            ip("dst", 32)),
    IPV6(
            "ipv6",
            number("version", 4),
            number("class", 8),
            number("flow", 20),
            number("length", 16),
            number("protocol", 8),
            number("hops", 8),
            ip("src", 128),
            ip("dst", 128)),
    TCP(
            "tcp",
            number("sport", 16),
            number("dport", 16),
            number("seq", 32),
            number("ack", 32),
            number("offset", 4),
            number("reserved", 4),
            number("flags", 8),
            number("window", 16),
            number("checksum", 16),
            number("urgent", 16)),
    UDP("udp", number("sport", 16), number("dport", 16), number("length", 16), number("checksum", 16)),
    ICMP("icmp", number("type", 8), number("code", 8), number("checksum", 16), number("id", 16), number("seq", 16)),
    ICMPV6("icmpv6", number("type", 8), number("code", 8), number("checksum", 16), number("id", 16), number("seq", 16));

    /** How a field is written. */
    enum Kind {
        NUMBER,
        MAC,
        IP
    }

    /** A field: its name and how many bits it has. */
    record Field(String name, int bits, Kind kind) {}

    private static final List<Header> ALL = List.of(values());

    private final String layer;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Field> fields;

    Header(String layer, Field... fields) {
        this.layer = layer;
        this.fields = List.of(fields);
    }

    private static Field number(String name, int bits) {
        return new Field(name, bits, Kind.NUMBER);
    }

    private static Field mac(String name) {
        return new Field(name, 48, Kind.MAC);
    }

    private static Field ip(String name, int bits) {
        return new Field(name, bits, Kind.IP);
    }

    /** The name under which it is written. */
    String layer() {
        return layer;
    }

    List<Field> fields() {
        return fields;
    }

    int bytes() {
        return fields.stream().mapToInt(Field::bits).sum() / 8;
    }

    /** Byte offset of a field that begins at a byte. */
    int offset(String name) {
        int bits = 0;
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return bits / 8;
            }
            bits += field.bits();
        }
        throw new IllegalArgumentException("header " + layer + " has no field " + name);
    }

    static Optional<Header> byLayer(String layer) {
        return ALL.stream().filter(header -> header.layer.equals(layer)).findFirst();
    }
}
