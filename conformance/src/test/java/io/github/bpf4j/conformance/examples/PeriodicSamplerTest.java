package io.github.bpf4j.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.Sampling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program that a perf event runs every so often, beside one that sees packets. */
class PeriodicSamplerTest {
    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final long MS = 1_000_000;

    private record Peak(long atMs, long bytes, int cpu) {}

    private static CollectionSpec spec() {
        return CollectionSpec.read(Corpus.bytes("examples/periodic_sampler.bpf.o"), "periodic_sampler");
    }

    private static Map<Integer, Long> rates(Collection collection) {
        Map<Integer, Long> rates = new TreeMap<>();
        BpfMap map = collection.map("rates");
        map.forEach(entry -> {
            long count = little(entry.value()).getLong();
            if (count > 0) {
                rates.put(little(entry.key()).getInt(), count);
            }
        });
        return rates;
    }

    private static List<Peak> peaks(Collection collection, long startNs) {
        List<Peak> peaks = new ArrayList<>();
        collection.map("peaks").consume(bytes -> {
            ByteBuffer peak = little(bytes);
            peaks.add(new Peak((peak.getLong(0) - startNs) / MS, peak.getLong(8), peak.getInt(16)));
        });
        return peaks;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void send(Collection collection, int cpu, int bytes) {
        collection.program("count_bytes").run(new Packet(new byte[bytes]), cpu);
    }

    @ParameterizedTest
    @EnumSource
    void eachSampleCountsWhatCameSinceTheOneBefore(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).cpus(2).build();
                Collection collection = runtime.load(spec());
                Sampling first = runtime.sample(collection.program("sample"), PERIOD, 0);
                Sampling second = runtime.sample(collection.program("sample"), PERIOD, 1)) {
            long startNs = runtime.nowNs();
            send(collection, 0, 1000); // 1000 bytes in 10 ms: 100 per ms, which has 7 bits
            send(collection, 1, 60); // 6 per ms: 3 bits
            runtime.advance(Duration.ofMillis(10));
            send(collection, 0, 1000);
            send(collection, 0, 1000); // 200 per ms: 8 bits
            runtime.advance(Duration.ofMillis(10));
            send(collection, 0, 600); // no peak
            runtime.advance(Duration.ofMillis(80));

            assertThat(rates(collection)).isEqualTo(Map.of(0, 16L, 3, 1L, 6, 1L, 7, 1L, 8, 1L));
            assertThat(peaks(collection, startNs))
                    .extracting(Peak::atMs, Peak::bytes, Peak::cpu)
                    .containsExactly(tuple(10L, 1000L, 0), tuple(10L, 60L, 1), tuple(20L, 2000L, 0));
            assertThat(collection.variable("samples").getLong()).isEqualTo(20);
            assertThat(collection.variable("idle_samples").getLong()).isEqualTo(16);
            assertThat(List.of(first.runs(), second.runs(), first.missed())).containsExactly(10L, 10L, 0L);
        }
    }
}
