package io.github.bpf4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CaptureTest {
    private static final String LITTLE = "d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000";
    private static final String BIG_NANOS = "a1b23c4d 0002 0004 00000000 00000000 00040000 00000065";
    private static final String SECTION = "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000";
    private static final String BIG_SECTION = "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c";
    private static final String INTERFACE = "01000000 14000000 0100 0000 00000000 14000000";
    private static final String PACKET =
            "06000000 24000000 00000000 00000000 40420f00 03000000 05000000 aabbcc00 24000000";

    private static List<CapturedPacket> read(byte[] bytes) {
        List<CapturedPacket> packets = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(bytes), "test")) {
            for (Optional<CapturedPacket> next = reader.next(); next.isPresent(); next = reader.next()) {
                packets.add(next.get());
            }
        }
        return packets;
    }

    private static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
    }

    @Test
    void littleEndianPcapWithMicroseconds() {
        CapturedPacket packet =
                read(hex(LITTLE, "01000000 02000000 03000000 09000000 aabbcc")).getFirst();
        assertThat(packet.timestampNs()).isEqualTo(1_000_002_000L);
        assertThat(packet.data()).containsExactly(0xaa, 0xbb, 0xcc);
        assertThat(packet.originalLength()).isEqualTo(9);
        assertThat(packet.linkType()).isEqualTo(LinkType.ETHERNET);
    }

    @Test
    void bigEndianPcapWithNanoseconds() {
        CapturedPacket packet =
                read(hex(BIG_NANOS, "00000001 00000002 00000001 00000001 45")).getFirst();
        assertThat(packet.timestampNs()).isEqualTo(1_000_000_002L);
        assertThat(packet.linkType()).isEqualTo(LinkType.RAW);
    }

    @Test
    void microsecondsBeyondASecondCarryOver() {
        assertThat(read(hex(LITTLE, "01000000 80841e00 00000000 00000000"))
                        .getFirst()
                        .timestampNs())
                .isEqualTo(3_000_000_000L);
    }

    @Test
    void pcapngInEitherByteOrderAndSeveralSections() {
        String bigInterface = "00000001 00000014 0065 0000 00000000 00000014";
        String bigPacket = "00000006 00000024 00000000 00000000 00000001 00000001 00000001 45000000 00000024";
        List<CapturedPacket> packets = read(hex(SECTION, INTERFACE, PACKET, BIG_SECTION, bigInterface, bigPacket));
        assertThat(packets).hasSize(2);
        assertThat(packets.getFirst().timestampNs()).isEqualTo(1_000_000_000L);
        assertThat(packets.getFirst().data()).containsExactly(0xaa, 0xbb, 0xcc);
        assertThat(packets.getFirst().originalLength()).isEqualTo(5);
        assertThat(packets.getLast().linkType()).isEqualTo(LinkType.RAW);
        assertThat(packets.getLast().timestampNs()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "0900 0100 09000000, 1000000", // 10^-9
        "0900 0100 03000000, 1000000000000", // 10^-3
        "0900 0100 8a000000, 976562500000", // 2^-10
        "0900 0100 0c000000, 1000", // 10^-12
        "0900 0100 a8000000, 909", // 2^-40
        "0900 0100 00000000, 1000000000000000", // 1
        "0e00 0800 0200000000000000, 3000000000", // two seconds later
    })
    void timeStampsFollowTheInterfacesOptions(String option, long timestampNs) {
        String options = option + " 00000000";
        int length = 20 + HexFormat.of().parseHex(options.replace(" ", "")).length;
        String described = "01000000 %02x000000 0100 0000 00000000 %s %02x000000".formatted(length, options, length);
        assertThat(read(hex(SECTION, described, PACKET)).getFirst().timestampNs())
                .isEqualTo(timestampNs);
    }

    @Test
    void simpleAndObsoletePacketsAreReadAndOtherBlocksSkipped() {
        String other = "0b0b0000 10000000 01020304 10000000";
        String simple = "03000000 14000000 02000000 aabb0000 14000000";
        String obsolete = "02000000 24000000 0000 0000 00000000 40420f00 02000000 02000000 ccdd0000 24000000";
        List<CapturedPacket> packets = read(hex(SECTION, other, INTERFACE, simple, other, obsolete));
        assertThat(packets).extracting(CapturedPacket::data).containsExactly(hex("aabb"), hex("ccdd"));
        assertThat(packets.getLast().timestampNs()).isEqualTo(1_000_000_000L);
    }

    @Test
    void simplePacketsHaveTheTimeOfThePacketBefore() {
        String simple = "03000000 14000000 02000000 aabb0000 14000000";
        assertThat(read(hex(SECTION, INTERFACE, simple, PACKET, simple)))
                .extracting(CapturedPacket::timestampNs)
                .containsExactly(0L, 1_000_000_000L, 1_000_000_000L);
    }

    @Test
    void gzipIsReadAsIfItWereNotThere() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(hex(SECTION, INTERFACE, PACKET));
        }
        assertThat(read(zipped.toByteArray())).hasSize(1);
        byte[] cut = Arrays.copyOf(zipped.toByteArray(), zipped.size() - 12);
        assertThatThrownBy(() -> read(cut)).isInstanceOf(CaptureFormatException.class);
    }

    @Test
    void gzipDamagedInsideASkippedBlockIsRefusedAsAnywhereElse() throws IOException {
        byte[] block = new byte[1 << 20];
        new SplittableRandom(11).nextBytes(block);
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putInt(0x0b0b).putInt(block.length);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(hex(SECTION));
            gzip.write(block);
        }
        int refused = 0;
        for (int at = 300_000; at < 700_000; at += 10_007) {
            byte[] damaged = zipped.toByteArray();
            Arrays.fill(damaged, at, at + 40_000, (byte) 0xff);
            assertThatThrownBy(() -> read(damaged)).isInstanceOf(CaptureFormatException.class);
            refused++;
        }
        assertThat(refused).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | within the file's magic number",
                "01020304 | is neither pcap's nor pcapng's",
                "d4c3b2a1 0200 | file header",
                "d4c3b2a1 0300 0400 00000000 00000000 00000400 01000000 | version 3",
                LITTLE + "01000000 02000000 03000000 | within a record header",
                LITTLE + "01000000 02000000 03000000 03000000 aabb | within a packet",
                LITTLE + "01000000 02000000 ffffff7f ffffff7f | more than the limit",
                LITTLE + "01000000 02000000 00000000 00000000 01 | (after 1 good packets)",
                "0a0d0d0a 1c000000 01020304 | byte order magic",
                SECTION + "06000000 24000000 | ends before a block",
                SECTION + PACKET + " | is not described",
                "0a0d0d0a 1c000000 4d3c2b1a 0200 0000 ffffffffffffffff 1c000000 | pcapng version 2",
                SECTION + "05000000 0d000000 | a block of 13 bytes",
                SECTION + "05000000 08000000 | a block of 8 bytes",
                SECTION + "05000000 0c000000 10000000 | lengths differ",
                SECTION + INTERFACE + "06000000 0c000000 0c000000 | too short for its fields",
                SECTION + INTERFACE + "06000000 20000000 00000000 00000000 00000000 ffffff00 00000000 20000000 |"
                        + " more than the limit",
                SECTION + INTERFACE + "06000000 20000000 00000000 ffffffff 00000000 00000000 00000000 20000000 |"
                        + " out of range",
                SECTION + "01000000 1c000000 0100 0000 00000000 0900 0100 7f000000 1c000000 | 10^-127",
            })
    void damageIsRefusedWithItsReason(String bytes, String reason) {
        assertThatThrownBy(() -> read(hex(bytes)))
                .isInstanceOf(CaptureFormatException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAgain(CaptureWriter.Format format) {
        long seed = 7;
        System.out.println("CaptureTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<CapturedPacket> written = new ArrayList<>();
        try (CaptureWriter writer = CaptureWriter.of(bytes, format, LinkType.RAW)) {
            for (int i = 0; i < 500; i++) {
                byte[] data = new byte[random.nextInt(300)];
                random.nextBytes(data);
                long unit = format == CaptureWriter.Format.PCAP_MICROS ? 1000 : 1;
                long timestampNs = random.nextLong(4_000_000_000L * 1_000_000) / unit * unit;
                written.add(
                        new CapturedPacket(timestampNs, LinkType.RAW, 0, data, data.length + random.nextInt(2) * 1000));
                writer.write(written.getLast());
            }
        }
        List<CapturedPacket> read = read(bytes.toByteArray());
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
    }

    @Test
    void packetsOfAnotherLinkTypeAreNotWritten() {
        try (CaptureWriter writer =
                CaptureWriter.of(new ByteArrayOutputStream(), CaptureWriter.Format.PCAP_NANOS, LinkType.ETHERNET)) {
            assertThatThrownBy(() -> writer.write(new CapturedPacket(0, LinkType.RAW, 0, new byte[1], 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("RAW")
                    .hasMessageContaining("ETHERNET");
        }
    }

    @ParameterizedTest
    @EnumSource
    void timesThatTheFormatCannotHoldAreRefused(CaptureWriter.Format format) {
        long last = 0xffff_ffffL * 1_000_000_000L + 999_999_000L;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.of(bytes, format, LinkType.ETHERNET)) {
            writer.write(last, new byte[14], 14);
            if (format == CaptureWriter.Format.PCAPNG) {
                writer.write(Long.MAX_VALUE - 1_999_999_999L, new byte[14], 14);
            } else {
                assertThatThrownBy(() -> writer.write(last + 1000, new byte[14], 14))
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessageContaining("pcapng");
            }
            assertThatThrownBy(() -> writer.write(-1, new byte[14], 14)).isInstanceOf(UncheckedIOException.class);
        }
        assertThat(read(bytes.toByteArray()).getFirst().timestampNs()).isEqualTo(last);
    }

    @Test
    void streamsWithoutHoldingTheFile() {
        try (CaptureReader reader = CaptureReader.of(new Endless(), "endless")) {
            for (int i = 0; i < 300_000; i++) {
                assertThat(reader.next()).isPresent();
            }
            assertThat(reader.packets()).isEqualTo(300_000);
        }
    }

    /** A capture without end: the same packet of a kilobyte for ever. */
    private static final class Endless extends java.io.InputStream {
        private final byte[] header = hex(LITTLE);
        private final byte[] packet = Arrays.copyOf(hex("01000000 02000000 00040000 00040000"), 16 + 1024);
        private long position;

        @Override
        public int read() {
            long at = position++;
            return at < header.length
                    ? header[(int) at] & 0xff
                    : packet[(int) ((at - header.length) % packet.length)] & 0xff;
        }
    }
}
