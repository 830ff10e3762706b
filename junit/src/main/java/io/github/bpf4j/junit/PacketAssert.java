package io.github.bpf4j.junit;

import io.github.bpf4j.net.Frames;
import io.github.bpf4j.runtime.Packet;
import java.util.Map;
import org.opentest4j.AssertionFailedError;

/** Assertions on a packet as a program left it. Immutable. */
public final class PacketAssert {
    private final Packet packet;

    PacketAssert(Packet packet) {
        this.packet = packet;
    }

    /** The packet has that many bytes. */
    public PacketAssert hasLength(int expected) {
        if (packet.length() != expected) {
            throw new AssertionFailedError("bytes of the packet", expected, packet.length());
        }
        return this;
    }

    /**
     * A field has this value.
     *
     * @param layer such as {@code ipv4}, see {@link Frames}
     * @param expected as {@link Frames#read} writes it: numbers decimal, addresses as usual
     */
    public PacketAssert hasField(String layer, String field, String expected) {
        Map<String, Map<String, String>> layers = Frames.read(packet.data());
        Map<String, String> fields = layers.get(layer);
        if (fields == null) {
            throw new AssertionFailedError("the packet has no layer " + layer + ", but " + layers.keySet());
        }
        if (!expected.equals(fields.get(field))) {
            throw new AssertionFailedError(layer + "." + field, expected, fields.get(field));
        }
        return this;
    }

    /** All checksums of the layers that are known are right. */
    public PacketAssert hasValidChecksums() {
        Frames.read(packet.data()).forEach((layer, fields) -> {
            if ("false".equals(fields.get("checksum_valid"))) {
                throw new AssertionFailedError("the checksum of layer " + layer + " is wrong: " + fields);
            }
        });
        return this;
    }
}
