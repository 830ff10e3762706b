package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.PerfReader;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Samples of any length: programs are answered what Linux 6.12 answered, and a sample has as many bytes as the record had that Linux wrote
 * (features/perf_large-6.12.tsv). A record's header and the size of its sample take 12 bytes of it. Behind them lie the sample's first
 * bytes: a record of more than 65,535 bytes is as long as the lower 16 bits of its length say, whatever size of the sample it tells.
 */
class PerfLargeTest {
    private static final int HEADER_BYTES = 12;
    private static final long CURRENT_CPU = 0xffff_ffffL;

    private static byte[] pattern(int length, int modulus) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % modulus);
        }
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void answersAndSamplesAreThoseOfLinux(EngineKind engine) {
        List<String> lines = new String(Corpus.bytes("features/perf_large-6.12.tsv"), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(lines).hasSizeGreaterThan(45);
        SoftAssertions softly = new SoftAssertions();
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/perf_large.bpf.o"), "perf_large");
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec)) {
            collection.variable("bytes").set(pattern(1 << 18, 251));
            PerfReader reader = collection.map("events").openPerfEvent(0, 1 << 20);
            for (String line : lines) {
                String[] cells = line.split("[\t ]");
                int own = Integer.parseInt(cells[1]);
                int ofPacket = Integer.parseInt(cells[2]);
                byte[] packet = pattern(Integer.parseInt(cells[3]), 13);
                collection.variable("size").setLong(own);
                collection.variable("flags").setLong((long) ofPacket << 32 | CURRENT_CPU);
                RunResult run = cells[0].equals("large_of_packet")
                        ? collection.program(cells[0]).run(new Packet(packet))
                        : collection.program(cells[0]).run(new byte[0]).run();
                assertThat(run.fault()).as(line).isEmpty();
                softly.assertThat(collection.variable("result").getLong())
                        .as(line)
                        .isEqualTo(Long.parseLong(cells[4]));
                int record = Integer.parseInt(cells[5]);
                if (record == 0) {
                    softly.assertThat(reader.poll()).as(line).isEmpty();
                } else {
                    byte[] whole = pattern(own + ofPacket, 251);
                    System.arraycopy(packet, 0, whole, own, ofPacket);
                    byte[] kept =
                            java.util.Arrays.copyOf(whole, Math.min(whole.length, Math.max(0, record - HEADER_BYTES)));
                    softly.assertThat(reader.poll())
                            .as(line)
                            .hasValueSatisfying(sample -> assertThat(sample).isEqualTo(kept));
                    softly.assertThat(reader.poll()).as(line).isEmpty();
                }
            }
        }
        softly.assertAll();
    }
}
