package io.github.bpf4j.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.net.CapturedPacket;
import io.github.bpf4j.net.Traffic;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.EngineKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rate limit against a model of it that was written from its description. */
class RateLimitTest {
    private static final long PERIOD_NS = 100_000_000;
    private static final int REFILL = 10;
    private static final int BURST = 20;
    private static final int IDLE_PERIODS = 10;

    private record Bucket(int tokens, long passed, long dropped, long nextNs, long idle) {}

    private static final class Model extends TimeModel {
        final Map<String, Bucket> buckets = new HashMap<>();
        long passed;
        long dropped;
        long created;
        long expired;

        @Override
        void packet(byte[] frame) {
            String source = HexFormat.of().formatHex(frame, 26, 30);
            Bucket bucket = buckets.get(source);
            if (bucket == null) {
                created++;
                bucket = new Bucket(BURST, 0, 0, nowNs + PERIOD_NS, 0);
                arm(source, bucket.nextNs());
            }
            if (bucket.tokens() > 0) {
                passed++;
                buckets.put(
                        source,
                        new Bucket(bucket.tokens() - 1, bucket.passed() + 1, bucket.dropped(), bucket.nextNs(), 0));
            } else {
                dropped++;
                buckets.put(source, new Bucket(0, bucket.passed(), bucket.dropped() + 1, bucket.nextNs(), 0));
            }
        }

        @Override
        void callback(String source) {
            Bucket bucket = buckets.get(source);
            if (bucket.idle() >= IDLE_PERIODS) {
                buckets.remove(source);
                expired++;
                return;
            }
            Bucket refilled = new Bucket(
                    Math.min(BURST, bucket.tokens() + REFILL),
                    bucket.passed(),
                    bucket.dropped(),
                    bucket.nextNs() + PERIOD_NS,
                    bucket.idle() + 1);
            buckets.put(source, refilled);
            arm(source, refilled.nextNs());
        }
    }

    private static Map<String, Bucket> table(BpfMap map) {
        Map<String, Bucket> buckets = new HashMap<>();
        map.forEach(entry -> {
            ByteBuffer value = ByteBuffer.wrap(entry.value()).order(ByteOrder.LITTLE_ENDIAN);
            buckets.put(
                    HexFormat.of().formatHex(entry.key()),
                    new Bucket(
                            value.getInt(4),
                            value.getLong(8),
                            value.getLong(16),
                            value.getLong(24),
                            value.getLong(32)));
        });
        return buckets;
    }

    @ParameterizedTest
    @EnumSource
    void verdictsBucketsAndRefillInstantsAreExactlyTheModels(EngineKind engine) {
        List<CapturedPacket> packets = Traffic.DEFAULT.bursts().toList();
        Model model = new Model();
        model.run(packets);
        try (ExampleRun run = new ExampleRun("rate_limit", engine, packets)) {
            assertThat(run.result.faultCount()).isZero();
            assertThat(run.result.verdicts()).isEqualTo(Map.of("PASS", model.passed, "DROP", model.dropped));
            assertThat(run.variable("sources_created")).isEqualTo(model.created);
            assertThat(run.variable("sources_expired")).isEqualTo(model.expired);
            assertThat(run.variable("refills")).isEqualTo(model.fired.size());
            assertThat(table(run.collection.map("buckets"))).isEqualTo(model.buckets);
            assertThat(run.fired).isEqualTo(model.fired);
            assertThat(model.dropped).as("the traffic goes over the limit").isGreaterThan(100);
            assertThat(model.expired).as("sources fall silent").isGreaterThan(5);

            run.runtime.runUntilIdle(Duration.ofMinutes(1));
            assertThat(run.collection.map("buckets").size()).isZero();
            assertThat(run.runtime.timers().live()).isZero();
        }
    }
}
