package io.github.bpf4j.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Ethernet frames as fields: written from layers of named fields, and read back into them. What is not given is filled in:
 * types and protocols from the next layer, lengths, header lengths, checksums.
 *
 * <p>Layers: eth, vlan, arp, ipv4, ipv6, tcp, udp, icmp, icmpv6, then the payload. Numbers are decimal or {@code 0x}, stations
 * {@code 02:00:00:00:00:01}, addresses as usual. Stateless and safe for use by any thread.
 */
public final class Frames {
    /** Name of a checksum field, whose value may also be {@code wrong}. */
    public static final String CHECKSUM = "checksum";

    private static final String WRONG = "wrong";
    private static final int WRONG_BITS = 0x5a5a;
    private static final int LEAST_FRAME = 60;
    private static final int LARGEST_FRAME = 1 << 16;
    private static final HexFormat MAC = HexFormat.ofDelimiter(":");

    /** A layer: a header's name and the fields that are not filled in. */
    public record Layer(String name, Map<String, String> fields) {
        public Layer {
            fields = Map.copyOf(fields);
        }
    }

    private Frames() {}

    /**
     * Builds a frame, padded to 60 bytes.
     *
     * @param layers from the outside in
     * @throws IllegalArgumentException if a layer or field is not known, a value is no such value, or the frame exceeds 65536 bytes
     */
    public static byte[] build(List<Layer> layers, byte[] payload) {
        byte[] inner = payload;
        List<Built> built = new ArrayList<>();
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            Header header = Header.byLayer(layer.name())
                    .orElseThrow(() -> new IllegalArgumentException("no layer is called \"" + layer.name() + "\""));
            Header next = built.isEmpty() ? null : built.getFirst().header();
            byte[] bytes = FrameWriter.write(header, layer.fields(), next, inner.length);
            byte[] joined = new byte[bytes.length + inner.length];
            System.arraycopy(bytes, 0, joined, 0, bytes.length);
            System.arraycopy(inner, 0, joined, bytes.length, inner.length);
            inner = joined;
            built.addFirst(new Built(header, layer.fields(), inner.length));
            if (inner.length > LARGEST_FRAME) {
                throw new IllegalArgumentException("a frame of more than " + LARGEST_FRAME + " bytes");
            }
        }
        fillChecksums(inner, built);
        return inner.length < LEAST_FRAME ? java.util.Arrays.copyOf(inner, LEAST_FRAME) : inner;
    }

    /** A header in the frame, with the bytes from its start to the end. */
    private record Built(Header header, Map<String, String> fields, int lengthToEnd) {}

    /* From the outside in would do as well: an IPv4 checksum covers its header only, and transports cover no checksum but their own. */
    private static void fillChecksums(byte[] frame, List<Built> layers) {
        int network = -1;
        for (Built layer : layers) {
            int at = frame.length - layer.lengthToEnd();
            if (layer.header() == Header.IPV4 || layer.header() == Header.IPV6) {
                network = at;
            }
            if (layer.header().fields().stream().noneMatch(field -> field.name().equals(CHECKSUM))) {
                continue;
            }
            String given = layer.fields().getOrDefault(CHECKSUM, "");
            if (given.isEmpty() || given.equals(WRONG)) {
                int check = Checksums.of(frame, layer.header(), at, frame.length, network);
                int field = at + layer.header().offset(CHECKSUM);
                int value = given.isEmpty() ? check : check ^ WRONG_BITS;
                frame[field] = (byte) (value >> 8);
                frame[field + 1] = (byte) value;
            }
        }
    }

    /**
     * The layers of a frame, as far as they are known and whole, with all their fields as text: numbers decimal, and a field
     * {@code checksum_valid} of {@code true} or {@code false} where there is a checksum; in the end {@code payload} with a field
     * {@code length} and, as far as 64 bytes, {@code bytes} in hexadecimal.
     */
    public static Map<String, Map<String, String>> read(byte[] frame) {
        return new FrameReader(frame).read();
    }

    static String text(Header.Field field, byte[] bytes) {
        return switch (field.kind()) {
            case NUMBER -> new BigInteger(1, bytes).toString();
            case MAC -> MAC.formatHex(bytes);
            case IP -> address(bytes);
        };
    }

    private static String address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value of a field as an unsigned number. */
    static BigInteger parse(Header header, Header.Field field, String text) {
        try {
            BigInteger value = BigInteger.valueOf(0);
            int bits = field.bits();
            switch (field.kind()) {
                case NUMBER -> value = BigInteger.valueOf(Long.decode(text));
                case MAC, IP -> {
                    byte[] bytes = field.kind() == Header.Kind.MAC
                            ? MAC.parseHex(text)
                            : InetAddress.ofLiteral(text).getAddress();
                    value = new BigInteger(1, bytes);
                    bits = bytes.length * 8;
                }
            }
            if (value.signum() >= 0 && value.bitLength() <= field.bits() && bits == field.bits()) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    header.layer() + "." + field.name() + ": \"" + text + "\" is no such value", e);
        }
        throw new IllegalArgumentException(
                header.layer() + "." + field.name() + ": " + text + " does not fit into " + field.bits() + " bits");
    }
}
