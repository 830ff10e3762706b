package io.github.bpf4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.net.Frames.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {
    private static Layer layer(String name, String... fields) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put(fields[i], fields[i + 1]);
        }
        return new Layer(name, map);
    }

    @Test
    void aFrameIsWhatThePacketBuilderMakes() {
        byte[] expected = PacketBuilder.payload(30)
                .udp(1000, 53)
                .ipv4(0x0a000001, 0x0a000002)
                .vlan(7)
                .ethernet(1, 2);
        byte[] payload = Arrays.copyOfRange(expected, expected.length - 30, expected.length);
        assertThat(Frames.build(
                        List.of(
                                layer("eth", "src", "02:00:00:00:00:01", "dst", "02:00:00:00:00:02"),
                                layer("vlan", "id", "7"),
                                layer("ipv4", "src", "10.0.0.1", "dst", "10.0.0.2"),
                                layer("udp", "sport", "1000", "dport", "53")),
                        payload))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "ipv4, tcp",
        "ipv4, udp",
        "ipv4, icmp",
        "ipv6, tcp",
        "ipv6, udp",
        "ipv6, icmpv6",
    })
    void checksumsAreRightUnlessAskedOtherwise(String network, String transport) {
        String from = network.equals("ipv4") ? "192.0.2.1" : "2001:db8:0:0:0:0:0:1";
        List<Layer> right = List.of(layer("eth"), layer(network, "src", from), layer(transport));
        List<Layer> wrong = List.of(layer("eth"), layer(network, "src", from), layer(transport, "checksum", "wrong"));
        for (int length : new int[] {0, 1, 60, 61}) {
            byte[] payload = new byte[length];
            Arrays.fill(payload, (byte) 0xa5);
            var read = Frames.read(Frames.build(right, payload));
            assertThat(read.keySet()).containsExactly("eth", network, transport, "payload");
            assertThat(read.get(network)).containsEntry("src", from);
            assertThat(read.get(transport)).containsEntry("checksum_valid", "true");
            assertThat(read.get("payload")).containsEntry("length", Integer.toString(length));
            if (network.equals("ipv4")) {
                assertThat(read.get("ipv4")).containsEntry("checksum_valid", "true");
            }
            assertThat(Frames.read(Frames.build(wrong, payload)).get(transport))
                    .containsEntry("checksum_valid", "false");
        }
        byte[] bad = Frames.build(
                List.of(layer("eth"), layer("ipv4", "checksum", "wrong"), layer("udp", "checksum", "0")), new byte[0]);
        assertThat(Frames.read(bad).get("ipv4")).containsEntry("checksum_valid", "false");
        assertThat(Frames.read(bad).get("udp")).as("omitted").containsEntry("checksum_valid", "true");
    }

    @Test
    void everyFieldThatIsGivenIsReadBack() {
        byte[] frame = Frames.build(
                List.of(
                        layer("eth", "type", "0x1234"),
                        layer("arp", "operation", "2", "sender_ip", "10.1.2.3", "target_mac", "02:00:00:00:00:09")),
                new byte[0]);
        assertThat(frame).hasSize(60);
        assertThat(Frames.read(frame).get("eth")).containsEntry("type", "4660");
        byte[] arp = Frames.build(
                List.of(layer("eth"), layer("arp", "operation", "2", "sender_ip", "10.1.2.3")), new byte[0]);
        assertThat(Frames.read(arp).get("arp"))
                .containsEntry("operation", "2")
                .containsEntry("sender_ip", "10.1.2.3")
                .containsEntry("protocol", "2048");
        byte[] ip = Frames.build(
                List.of(
                        layer("eth"),
                        layer("ipv4", "tos", "0x10", "ttl", "3", "flags", "2", "id", "77"),
                        layer("tcp", "flags", "0x12", "seq", "4294967295", "window", "1")),
                new byte[] {1, 2, 3});
        assertThat(Frames.read(ip).get("ipv4"))
                .containsEntry("tos", "16")
                .containsEntry("ttl", "3")
                .containsEntry("flags", "2")
                .containsEntry("length", "43");
        assertThat(Frames.read(ip).get("tcp")).containsEntry("flags", "18").containsEntry("seq", "4294967295");
        assertThat(Frames.read(ip).get("payload")).containsEntry("bytes", "010203");
    }

    @ParameterizedTest
    @CsvSource({
        "eth, src, 02:00, does not fit",
        "eth, src, 02-00, is no such value",
        "eth, type, 65536, does not fit",
        "ipv4, src, ::1, does not fit",
        "ipv4, src, example, is no such value",
        "ipv4, ttl, -1, does not fit",
        "ipv4, colour, 1, has no field",
        "ipx, a, 1, no layer is called",
    })
    void whatCannotBeWrittenIsRefused(String layer, String field, String value, String reason) {
        assertThatThrownBy(() -> Frames.build(List.of(layer(layer, field, value)), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anyBytesAreRead() {
        SplittableRandom random = new SplittableRandom(5);
        byte[] frame = Frames.build(List.of(layer("eth"), layer("vlan"), layer("ipv4"), layer("tcp")), new byte[40]);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutant = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            for (int j = 0; j < 4 && mutant.length > 0; j++) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            assertThat(Frames.read(mutant)).containsKey("payload");
        }
    }
}
