package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.net.CaptureFormatException;
import io.github.bpf4j.net.CaptureReader;
import io.github.bpf4j.net.CapturedPacket;
import io.github.bpf4j.net.Frames;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.runtime.Packet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Packets of scenario files: made from bytes, records of captures or fields, and held against fields. */
final class Packets {
    private static final Set<String> OTHERS = Set.of(
            "hex", "pcap", "record", "payload", "interface", "queue", "mark", "priority", "route_realm", "length");
    private static final Set<String> LAYERS =
            Set.of("eth", "vlan", "arp", "ipv4", "ipv6", "tcp", "udp", "icmp", "icmpv6");
    private static final int LARGEST_PAYLOAD = 65_535;

    private Packets() {}

    /** Makes a packet: hexadecimal text, or a mapping. */
    static Packet make(Node node, Path folder) {
        if (!node.isMapping()) {
            return new Packet(TypedBytes.hex(node));
        }
        Set<String> known = new java.util.HashSet<>(OTHERS);
        known.addAll(LAYERS);
        node.only(known);
        byte[] frame = node.has("hex")
                ? TypedBytes.hex(node.get("hex"))
                : node.has("pcap") ? captured(node, folder) : built(node);
        return new Packet(frame)
                .ifindex((int) node.number("interface", 1))
                .rxQueue((int) node.number("queue", 0))
                .mark((int) node.number("mark", 0))
                .priority((int) node.number("priority", 0))
                .routeRealm((int) node.number("route_realm", 0));
    }

    private static byte[] captured(Node node, Path folder) {
        Node file = node.get("pcap");
        long record = node.number("record", 1);
        Path path = folder.resolve(file.text());
        try (CaptureReader reader = CaptureReader.open(path)) {
            Optional<CapturedPacket> packet = reader.next();
            for (long i = 1; i < record && packet.isPresent(); i++) {
                packet = reader.next();
            }
            return packet.flatMap(found -> LinkType.toEthernet(found.linkType(), found.data()))
                    .orElseThrow(() -> file.error("record " + record + " is not there or no Ethernet frame"));
        } catch (IOException | UncheckedIOException | CaptureFormatException e) {
            throw file.error("cannot read " + path + ": " + e.getMessage());
        }
    }

    private static byte[] built(Node node) {
        List<Frames.Layer> layers = new ArrayList<>();
        if (!node.has("eth")) {
            layers.add(new Frames.Layer("eth", Map.of()));
        }
        for (Map.Entry<String, Node> entry : node.entries().entrySet()) {
            if (LAYERS.contains(entry.getKey())) {
                Map<String, String> fields = new LinkedHashMap<>();
                if (!entry.getValue().json().isNull()) {
                    entry.getValue().entries().forEach((name, value) -> fields.put(name, value.text()));
                }
                layers.add(new Frames.Layer(entry.getKey(), fields));
            }
        }
        try {
            return Frames.build(layers, payload(node));
        } catch (IllegalArgumentException e) {
            throw node.error(String.valueOf(e.getMessage()));
        }
    }

    /** Text, or {@code {hex: ...}}, or {@code {length: ...}} for that many bytes. */
    private static byte[] payload(Node node) {
        Optional<Node> payload = node.find("payload");
        if (payload.isEmpty()) {
            return new byte[0];
        }
        if (payload.get().has("length")) {
            byte[] bytes = new byte[payload.get().only(Set.of("length")).small("length", 0, 0, LARGEST_PAYLOAD)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) i;
            }
            return bytes;
        }
        return payload.get().isMapping()
                ? TypedBytes.hex(payload.get())
                : payload.get().text().getBytes(StandardCharsets.UTF_8);
    }

    /** Holds a packet against what is expected of it. */
    static void compare(Comparison comparison, Node expected, Packet actual) {
        byte[] frame = actual.data();
        if (!expected.isMapping()) {
            comparison.bytes("packet", TypedBytes.hex(expected), frame);
            return;
        }
        Map<String, Map<String, String>> layers = Frames.read(frame);
        for (Map.Entry<String, Node> entry : expected.entries().entrySet()) {
            Node value = entry.getValue();
            switch (entry.getKey()) {
                case "hex" -> comparison.bytes("packet", TypedBytes.hex(value), frame);
                case "length" -> comparison.number("packet.length", value, frame.length);
                case "mark" -> comparison.number("packet.mark", value, actual.mark());
                case "priority" -> comparison.number("packet.priority", value, actual.priority());
                case "checksums" -> checksums(comparison, value, layers);
                case "absent" -> absent(comparison, value, layers);
                default -> fields(comparison, entry.getKey(), value, layers);
            }
        }
    }

    private static void checksums(Comparison comparison, Node expected, Map<String, Map<String, String>> layers) {
        boolean valid = layers.values().stream().noneMatch(fields -> "false".equals(fields.get("checksum_valid")));
        comparison.text("packet.checksums", expected, valid ? "valid" : "wrong");
    }

    private static void absent(Comparison comparison, Node expected, Map<String, Map<String, String>> layers) {
        for (Node layer : expected.elements()) {
            if (layers.containsKey(layer.text())) {
                comparison.differ(
                        "packet." + layer.text(),
                        "absent",
                        layers.get(layer.text()).toString());
            }
        }
    }

    private static void fields(
            Comparison comparison, String layer, Node expected, Map<String, Map<String, String>> layers) {
        if (!LAYERS.contains(layer) && !layer.equals("payload")) {
            throw expected.error("no layer is called \"" + layer + "\"");
        }
        Map<String, String> fields = layers.get(layer);
        if (fields == null) {
            comparison.differ("packet." + layer, "present", "absent; there are " + layers.keySet());
            return;
        }
        for (Map.Entry<String, Node> field : expected.entries().entrySet()) {
            String actual = fields.get(field.getKey());
            if (actual == null) {
                throw field.getValue().error("layer " + layer + " has no field \"" + field.getKey() + "\"");
            }
            String wanted = field.getValue().text();
            if (!wanted.equals(actual) && !sameNumber(wanted, actual)) {
                comparison.differ("packet." + layer + "." + field.getKey(), wanted, actual);
            }
        }
    }

    private static boolean sameNumber(String a, String b) {
        try {
            return Numbers.parse(a) == Numbers.parse(b);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
