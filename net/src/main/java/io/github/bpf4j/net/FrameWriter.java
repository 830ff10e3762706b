package io.github.bpf4j.net;

import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one header, filling in what is not given. */
final class FrameWriter {
    private static final int DEFAULT_TTL = 64;

    private FrameWriter() {}

    static byte[] write(Header header, Map<String, String> given, @Nullable Header next, int innerLength) {
        for (String name : given.keySet()) {
            if (header.fields().stream().noneMatch(field -> field.name().equals(name))) {
                throw new IllegalArgumentException("layer " + header.layer() + " has no field \"" + name
                        + "\"; there are "
                        + header.fields().stream().map(Header.Field::name).toList());
            }
        }
        BigInteger bits = BigInteger.ZERO;
        for (Header.Field field : header.fields()) {
            String text = given.getOrDefault(field.name(), "");
            boolean fill = text.isEmpty() || field.name().equals(Frames.CHECKSUM) && text.equals("wrong");
            BigInteger value = fill
                    ? BigInteger.valueOf(filled(header, field.name(), next, innerLength))
                    : Frames.parse(header, field, text);
            bits = bits.shiftLeft(field.bits()).or(value);
        }
        byte[] bytes = new byte[header.bytes()];
        for (int i = bytes.length - 1; i >= 0; i--) {
            bytes[i] = bits.byteValue();
            bits = bits.shiftRight(8);
        }
        return bytes;
    }

    private static long filled(Header header, String field, @Nullable Header next, int innerLength) {
        return switch (header) {
            case ETHERNET ->
                switch (field) {
                    case "dst" -> 0x0200_0000_0002L;
                    case "src" -> 0x0200_0000_0001L;
                    default -> etherType(next);
                };
            case VLAN -> field.equals("type") ? etherType(next) : 0;
            case ARP ->
                switch (field) {
                    case "hardware", "operation" -> 1;
                    case "protocol" -> FrameReader.ETHERTYPE_IPV4;
                    case "hardware_length" -> 6;
                    case "protocol_length" -> 4;
                    default -> 0;
                };
            case IPV4 ->
                switch (field) {
                    case "version" -> 4;
                    case "ihl" -> 5;
                    case "length" -> Header.IPV4.bytes() + innerLength & 0xffff;
                    case "ttl" -> DEFAULT_TTL;
                    case "protocol" -> protocol(next);
                    default -> 0;
                };
            case IPV6 ->
                switch (field) {
                    case "version" -> 6;
                    case "length" -> innerLength & 0xffff;
                    case "protocol" -> protocol(next);
                    case "hops" -> DEFAULT_TTL;
                    default -> 0;
                };
            case TCP ->
                switch (field) {
                    case "offset" -> 5;
                    case "window" -> 65535;
                    default -> 0;
                };
            case UDP -> field.equals("length") ? Header.UDP.bytes() + innerLength & 0xffff : 0;
            case ICMP -> field.equals("type") ? 8 : 0;
            case ICMPV6 -> field.equals("type") ? 128 : 0;
        };
    }

    private static int etherType(@Nullable Header next) {
        return switch (next) {
            case IPV4 -> FrameReader.ETHERTYPE_IPV4;
            case IPV6 -> FrameReader.ETHERTYPE_IPV6;
            case ARP -> FrameReader.ETHERTYPE_ARP;
            case VLAN -> FrameReader.ETHERTYPE_VLAN;
            case null, default -> 0;
        };
    }

    private static int protocol(@Nullable Header next) {
        return switch (next) {
            case TCP -> FrameReader.TCP;
            case UDP -> FrameReader.UDP;
            case ICMP -> FrameReader.ICMP;
            case ICMPV6 -> FrameReader.ICMPV6;
            case null, default -> 255;
        };
    }
}
