package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.net.CaptureFormatException;
import io.github.bpf4j.net.CaptureReader;
import io.github.bpf4j.net.CaptureWriter;
import io.github.bpf4j.net.CaptureWriter.Format;
import io.github.bpf4j.net.CapturedPacket;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.net.Traffic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Damaged captures are read to their end: they give packets and then, if at all, a CaptureFormatException. */
class CaptureFuzzTest {
    private static List<byte[]> captures() throws IOException {
        List<byte[]> captures = new ArrayList<>();
        for (Format format : Format.values()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (CaptureWriter writer = CaptureWriter.of(bytes, format, LinkType.ETHERNET)) {
                Traffic.DEFAULT.withPackets(6).flows().forEach(writer::write);
            }
            captures.add(bytes.toByteArray());
        }
        byte[] pcapng = captures.getLast();
        captures.add(zip(captures.getFirst()));
        captures.add(zip(pcapng, skippedBlock()));
        return captures;
    }

    private static byte[] zip(byte[]... parts) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            for (byte[] part : parts) {
                gzip.write(part);
            }
        }
        return zipped.toByteArray();
    }

    /** A pcapng block of a type that readers skip. */
    private static byte[] skippedBlock() {
        byte[] block = new byte[2000];
        ByteBuffer.wrap(block)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x0b0b)
                .putInt(block.length)
                .putInt(block.length - 4, block.length);
        for (int i = 8; i < block.length - 4; i++) {
            block[i] = (byte) (i * 31 ^ i >> 3);
        }
        return block;
    }

    @Test
    void damagedCapturesEndInATypedErrorOrAtTheirEnd() throws IOException {
        long seed = Mutations.seed();
        int mutants = Mutations.count(5_000);
        System.out.println("CaptureFuzzTest seed " + seed + ", " + mutants + " mutants");
        List<byte[]> captures = captures();
        int whole = 0;
        long bytes = 0;
        for (int i = 0; i < mutants; i++) {
            try (CaptureReader reader = CaptureReader.of(
                    new ByteArrayInputStream(Mutations.mutate(captures.get(i % captures.size()), seed + i)),
                    "mutant")) {
                for (Optional<CapturedPacket> next = reader.next(); next.isPresent(); next = reader.next()) {
                    bytes += next.get().data().length;
                    LinkType.toEthernet(next.get().linkType(), next.get().data());
                }
                whole++;
            } catch (CaptureFormatException e) {
                assertThat(e.reason()).isNotEmpty();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("mutant " + (seed + i), e);
            }
        }
        System.out.println("CaptureFuzzTest " + whole + " read to the end, " + bytes + " bytes of packets");
        assertThat(whole).isBetween(1, mutants - 1);
    }
}
