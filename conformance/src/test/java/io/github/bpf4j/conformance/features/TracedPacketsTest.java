package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.PerfCounters;
import io.github.bpf4j.runtime.PerfReader;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.PerfCounter;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs give away of packets that others work on is what Linux 6.12 gave away (features/traced_packets-6.12.tsv). */
class TracedPacketsTest {
    private static final int LARGE_BYTES = 70_000;

    private static byte[] packet() {
        byte[] packet = new byte[64];
        for (int i = 0; i < packet.length; i++) {
            packet[i] = (byte) i;
        }
        return packet;
    }

    private static void run(Collection collection, KernelStruct skb) {
        assertThat(collection
                        .program("traces_skb")
                        .run(EventContext.arguments(KernelValue.of(skb)))
                        .run()
                        .fault())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void samplesAreThoseOfLinux(EngineKind engine) {
        String[] expected = new String(Corpus.bytes("features/traced_packets-6.12.tsv"), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .findFirst()
                .orElseThrow()
                .split("\t", -1);
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/traced_packets.bpf.o"), "traced_packets");
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec);
                PerfReader reader = collection.map("events").openPerfEvent(0, 1 << 17)) {
            PerfCounters.of(collection.map("events")).set(1, 0, PerfCounter.ZERO);
            run(collection, KernelStruct.of("sk_buff").with("len", 64).with("data", KernelValue.of(packet())));
            assertThat(WrittenAnswers.of(collection)).isEqualTo(expected[0]);
            assertThat(reader.poll().orElseThrow()).hasSize(LARGE_BYTES);
            for (String sample : expected[1].split(" ")) {
                assertThat(HexFormat.of().formatHex(reader.poll().orElseThrow()))
                        .isEqualTo(sample);
            }
            assertThat(reader.poll()).isEqualTo(Optional.empty());
        }
    }

    /** A packet whose bytes the host did not give. */
    @ParameterizedTest
    @EnumSource
    void bytesThatNobodyGaveAreAFault(EngineKind engine) {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/traced_packets.bpf.o"), "traced_packets");
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec)) {
            run(collection, KernelStruct.of("sk_buff").with("len", 64));
            assertThat(WrittenAnswers.of(collection)).isEqualTo("-22 -22 -14 -14 -14 -2 -2 -7 -14 -2 -2 -14 -14");
        }
    }
}
