package io.github.bpf4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PacketsTest {
    /** The ones' complement sum of 16-bit words: 0xffff over data that holds its own checksum. */
    private static int sum(byte[] bytes, int from, int to, int start) {
        long sum = start;
        for (int i = from; i < to; i++) {
            sum += (bytes[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }

    @Test
    void ipv4AndTransportChecksumsAreRight() {
        for (int length : new int[] {0, 1, 30, 61}) {
            byte[] udp = PacketBuilder.payload(length)
                    .udp(1, 2)
                    .ipv4(0x0a000001, 0xc0a80001)
                    .ethernet(1, 2);
            int end = 14 + 20 + 8 + length;
            assertThat(sum(udp, 14, 34, 0)).isEqualTo(0xffff);
            assertThat(sum(udp, 34, end, sum(udp, 26, 34, 17 + 8 + length))).isEqualTo(0xffff);
            byte[] tcp = PacketBuilder.payload(length)
                    .tcp(1, 2, 3, PacketBuilder.TCP_SYN)
                    .ipv6(new byte[16], new byte[16])
                    .ethernet(1, 2);
            assertThat(sum(tcp, 54, 74 + length, sum(tcp, 22, 54, 6 + 20 + length)))
                    .isEqualTo(0xffff);
            byte[] echo =
                    PacketBuilder.payload(length).icmpEcho(1, 2).ipv4(1, 2).ethernet(1, 2);
            assertThat(sum(echo, 34, 42 + length, 0)).isEqualTo(0xffff);
        }
    }

    @Test
    void wrongChecksumIsWrong() {
        byte[] udp = PacketBuilder.payload(8).badChecksum().udp(1, 2).ipv4(1, 2).ethernet(1, 2);
        assertThat(sum(udp, 34, 50, sum(udp, 26, 34, 17 + 16))).isNotEqualTo(0xffff);
    }

    @Test
    void framesAreAtLeastSixtyBytesAndTagged() {
        byte[] arp = PacketBuilder.payload(0).arp(1, 2).vlan(100).ethernet(1, 2);
        assertThat(arp).hasSize(60);
        ByteBuffer fields = ByteBuffer.wrap(arp);
        assertThat(fields.getShort(12)).isEqualTo((short) 0x8100);
        assertThat(fields.getShort(14)).isEqualTo((short) 100);
        assertThat(fields.getShort(16)).isEqualTo((short) 0x0806);
    }

    @Test
    void otherLinkTypesBecomeEthernet() {
        byte[] four = {0x45, 1};
        byte[] six = {0x60, 1};
        assertThat(type(LinkType.RAW, four)).isEqualTo(0x0800);
        assertThat(type(LinkType.RAW, six)).isEqualTo(0x86dd);
        assertThat(type(LinkType.NULL, new byte[] {2, 0, 0, 0, 0x45})).isEqualTo(0x0800);
        assertThat(type(LinkType.NULL, new byte[] {0, 0, 0, 30, 0x60})).isEqualTo(0x86dd);
        assertThat(LinkType.toEthernet(LinkType.NULL, new byte[] {7, 0, 0, 0, 0x45}))
                .as("an address family that is neither IPv4 nor IPv6")
                .isEmpty();
        byte[] cooked = new byte[18];
        cooked[14] = 0x08;
        assertThat(type(LinkType.LINUX_SLL, cooked)).isEqualTo(0x0800);
        byte[] cooked2 = new byte[22];
        cooked2[0] = (byte) 0x86;
        cooked2[1] = (byte) 0xdd;
        assertThat(type(LinkType.LINUX_SLL2, cooked2)).isEqualTo(0x86dd);
        assertThat(LinkType.toEthernet(LinkType.LINUX_SLL, new byte[15])).isEmpty();
        byte[] sender = {2, 0, 0, 0, 0, 9};
        cooked[5] = 6;
        System.arraycopy(sender, 0, cooked, 6, 6);
        assertThat(LinkType.toEthernet(LinkType.LINUX_SLL, cooked).orElseThrow())
                .startsWith(0, 0, 0, 0, 0, 0)
                .containsSequence(sender);
        cooked2[11] = 6;
        System.arraycopy(sender, 0, cooked2, 12, 6);
        assertThat(LinkType.toEthernet(LinkType.LINUX_SLL2, cooked2).orElseThrow())
                .containsSequence(sender);
        assertThat(LinkType.toEthernet(147, four)).isEmpty();
        assertThat(LinkType.toEthernet(LinkType.ETHERNET, four)).contains(four);
    }

    private static int type(int linkType, byte[] data) {
        return ByteBuffer.wrap(LinkType.toEthernet(linkType, data).orElseThrow())
                        .getShort(12)
                & 0xffff;
    }

    private static String digest(Stream<CapturedPacket> packets) throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        packets.forEach(packet -> {
            sha.update(ByteBuffer.allocate(8).putLong(0, packet.timestampNs()));
            sha.update(packet.data());
        });
        return HexFormat.of().formatHex(sha.digest(), 0, 8);
    }

    @Test
    void trafficIsTheSameOnEveryMachine() throws NoSuchAlgorithmException {
        assertThat(List.of(
                        digest(Traffic.DEFAULT.flows()),
                        digest(Traffic.DEFAULT.probes()),
                        digest(Traffic.DEFAULT.bursts())))
                .containsExactly("6aa376a6d213362b", "13906f2a49eb57fe", "d7bd3ab95d3a1760");
        assertThat(digest(Traffic.DEFAULT.withSeed(2).flows())).isNotEqualTo("6aa376a6d213362b");
    }

    @Test
    void trafficIsMixedAndLargeEnough() {
        List<CapturedPacket> flows = Traffic.DEFAULT.flows().toList();
        assertThat(flows).hasSize(10_000);
        assertThat(Traffic.DEFAULT.probes()).hasSize(10_000);
        assertThat(Traffic.DEFAULT.bursts()).hasSize(10_000);
        long backwards = 0;
        for (int i = 1; i < flows.size(); i++) {
            backwards += flows.get(i).timestampNs() < flows.get(i - 1).timestampNs() ? 1 : 0;
        }
        assertThat(backwards).as("out of order").isBetween(20L, 300L);
        assertThat(flows)
                .as("truncated")
                .filteredOn(packet -> packet.data().length < 40)
                .hasSizeGreaterThan(50);
        assertThat(Arrays.asList(0x0800, 0x86dd, 0x8100, 0x0806))
                .allSatisfy(type -> assertThat(flows)
                        .filteredOn(packet -> (ByteBuffer.wrap(packet.data()).getShort(12) & 0xffff) == type)
                        .hasSizeGreaterThan(100));
    }
}
