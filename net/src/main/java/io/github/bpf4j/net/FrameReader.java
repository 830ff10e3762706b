package io.github.bpf4j.net;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a frame layer by layer, stopping at the first that is cut short or not known. */
final class FrameReader {
    static final int ETHERTYPE_IPV4 = 0x0800;
    static final int ETHERTYPE_ARP = 0x0806;
    static final int ETHERTYPE_VLAN = 0x8100;
    static final int ETHERTYPE_IPV6 = 0x86dd;
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMPV6 = 58;
    private static final int MOST_PAYLOAD = 64;

    private final byte[] frame;
    private final Map<String, Map<String, String>> layers = new LinkedHashMap<>();
    private int at;
    private int end;
    private int network = -1;

    FrameReader(byte[] frame) {
        this.frame = frame;
        end = frame.length;
    }

    Map<String, Map<String, String>> read() {
        Header header = Header.ETHERNET;
        while (header != null && at + header.bytes() <= end && !layers.containsKey(header.layer())) {
            header = read(header);
        }
        byte[] payload = Arrays.copyOfRange(frame, Math.min(at, end), end);
        Map<String, String> rest = new LinkedHashMap<>();
        rest.put("length", Integer.toString(payload.length));
        rest.put("bytes", HexFormat.of().formatHex(Arrays.copyOf(payload, Math.min(MOST_PAYLOAD, payload.length))));
        layers.put("payload", rest);
        return layers;
    }

    private @Nullable Header read(Header header) {
        Map<String, String> fields = new LinkedHashMap<>();
        BigInteger bits = new BigInteger(1, Arrays.copyOfRange(frame, at, at + header.bytes()));
        int left = header.bytes() * 8;
        for (Header.Field field : header.fields()) {
            left -= field.bits();
            fields.put(field.name(), Frames.text(field, bytes(bits.shiftRight(left), field.bits())));
        }
        layers.put(header.layer(), fields);
        int start = at;
        Header next = next(header, fields);
        if (fields.containsKey(Frames.CHECKSUM)) {
            boolean valid = Checksums.isValid(frame, header, start, end, network);
            fields.put("checksum_valid", Boolean.toString(valid));
        }
        return next;
    }

    private static byte[] bytes(BigInteger value, int bits) {
        byte[] bytes = new byte[(bits + 7) / 8];
        BigInteger masked = value.mod(BigInteger.ONE.shiftLeft(bits));
        for (int i = bytes.length - 1; i >= 0; i--) {
            bytes[i] = masked.byteValue();
            masked = masked.shiftRight(8);
        }
        return bytes;
    }

    /** Goes behind the header, and to where the layer that it announces ends. */
    private @Nullable Header next(Header header, Map<String, String> fields) {
        switch (header) {
            case ETHERNET, VLAN -> {
                at += header.bytes();
                return byEtherType(number(fields, "type"));
            }
            case IPV4 -> {
                network = at;
                end = Math.min(end, Math.max(at + header.bytes(), at + number(fields, "length")));
                at += Math.max(header.bytes(), number(fields, "ihl") * 4);
                return number(fields, "fragment") == 0 ? byProtocol(number(fields, "protocol")) : null;
            }
            case IPV6 -> {
                network = at;
                at += header.bytes();
                end = Math.min(end, at + number(fields, "length"));
                return byProtocol(number(fields, "protocol"));
            }
            case TCP -> at += Math.max(header.bytes(), number(fields, "offset") * 4);
            case ARP, UDP, ICMP, ICMPV6 -> at += header.bytes();
        }
        return null;
    }

    private static int number(Map<String, String> fields, String name) {
        return Integer.parseInt(fields.getOrDefault(name, "0"));
    }

    private static @Nullable Header byEtherType(int type) {
        return switch (type) {
            case ETHERTYPE_IPV4 -> Header.IPV4;
            case ETHERTYPE_IPV6 -> Header.IPV6;
            case ETHERTYPE_ARP -> Header.ARP;
            case ETHERTYPE_VLAN -> Header.VLAN;
            default -> null;
        };
    }

    private static @Nullable Header byProtocol(int protocol) {
        return switch (protocol) {
            case TCP -> Header.TCP;
            case UDP -> Header.UDP;
            case ICMP -> Header.ICMP;
            case ICMPV6 -> Header.ICMPV6;
            default -> null;
        };
    }
}
