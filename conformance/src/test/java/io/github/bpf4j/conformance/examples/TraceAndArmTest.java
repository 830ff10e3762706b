package io.github.bpf4j.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tracing program that arms timers in the run that records the event. */
class TraceAndArmTest {
    private static final long MS = 1_000_000;
    private static final long START_NS = 1000_000 * MS;
    private static final String FUNCTION = "handle_request";

    private enum Kind {
        CALLED,
        NOTHING_FOLLOWED
    }

    private record Record(Kind kind, int cpu, long connection, long atMs, long value) {}

    private static CollectionSpec spec() {
        return CollectionSpec.read(Corpus.bytes("examples/trace_and_arm.bpf.o"), "trace_and_arm");
    }

    private static List<Record> records(Collection collection) {
        List<Record> records = new ArrayList<>();
        collection.map("records").consume(bytes -> {
            ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            long afterStartNs = record.getLong(16) - START_NS;
            assertThat(afterStartNs % MS).isZero();
            records.add(new Record(
                    Kind.values()[record.getInt(0)],
                    record.getInt(4),
                    record.getLong(8),
                    afterStartNs / MS,
                    record.getLong(24)));
        });
        return records;
    }

    private static void call(Runtime runtime, int cpu, long connection, long bytes) {
        assertThat(runtime.triggerWithArguments(FUNCTION, cpu, connection, bytes))
                .containsExactly(new RunResult(0, Optional.empty()));
    }

    private static long variable(Collection collection, String name) {
        return collection.variable(name).getLong();
    }

    @ParameterizedTest
    @EnumSource
    void silenceIsReportedTenMillisecondsAfterTheLastCall(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).cpus(2).build()) {
            try (Collection collection = runtime.load(spec());
                    Link _ = collection.program("trace_and_arm").attach(FUNCTION)) {
                call(runtime, 0, 7, 100);
                runtime.advance(Duration.ofMillis(4));
                call(runtime, 1, 8, 200);
                runtime.advance(Duration.ofMillis(5));
                call(runtime, 1, 7, 300);
                assertThat(collection.map("connections").timers())
                        .extracting(timer -> (timer.expiresNs() - START_NS) / MS + " " + timer.callback())
                        .containsExactlyInAnyOrder("19 nothing_followed", "14 nothing_followed");
                assertThat(runtime.advance(Duration.ofMillis(10))).isEqualTo(2);
                assertThat(records(collection))
                        .containsExactly(
                                new Record(Kind.CALLED, 0, 7, 0, 100),
                                new Record(Kind.CALLED, 1, 8, 4, 200),
                                new Record(Kind.CALLED, 1, 7, 9, 300),
                                new Record(Kind.NOTHING_FOLLOWED, 1, 8, 14, 1),
                                new Record(Kind.NOTHING_FOLLOWED, 1, 7, 19, 2));
                assertThat(collection.map("connections").size()).isZero();

                call(runtime, 0, 7, 1);
                assertThat(runtime.runUntilIdle(Duration.ofSeconds(1))).isEqualTo(1);
                assertThat(records(collection))
                        .as("a forgotten connection begins anew")
                        .containsExactly(
                                new Record(Kind.CALLED, 0, 7, 19, 1), new Record(Kind.NOTHING_FOLLOWED, 0, 7, 29, 1));
                assertThat(variable(collection, "calls")).isEqualTo(4);
                assertThat(variable(collection, "silences")).isEqualTo(3);
                assertThat(variable(collection, "calls_unwatched")).isZero();
                assertThat(variable(collection, "records_lost")).isZero();
                assertThat(runtime.timers().armed()).isEqualTo(4);
                assertThat(runtime.timers().live()).isZero();
            }
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
    }

    /** Each call within the time moves the only timer on. */
    @ParameterizedTest
    @EnumSource
    void steadyCallsKeepTheTimerFromFiring(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec());
                Link _ = collection.program("trace_and_arm").attach(FUNCTION)) {
            for (int i = 0; i < 100; i++) {
                call(runtime, 0, 1, i);
                assertThat(runtime.advance(Duration.ofNanos(10 * MS - 1))).isZero();
            }
            assertThat(runtime.timers().live()).isEqualTo(1);
            assertThat(runtime.advance(Duration.ofNanos(1))).isEqualTo(1);
            assertThat(variable(collection, "silences")).isEqualTo(1);
            assertThat(variable(collection, "calls")).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void callsOfConnectionsThatDoNotFitAreRecordedAndCounted(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec().withMaxEntries("connections", 2));
                Link link = collection.program("trace_and_arm").attach(FUNCTION)) {
            for (int connection = 1; connection <= 3; connection++) {
                call(runtime, 0, connection, 0);
            }
            assertThat(variable(collection, "calls_unwatched")).isEqualTo(1);
            link.detach();
            assertThat(runtime.triggerWithArguments(FUNCTION, 0, 1, 0)).isEmpty();
            runtime.advance(Duration.ofMillis(10));
            assertThat(records(collection))
                    .extracting(Record::kind, Record::connection)
                    .containsExactly(
                            tuple(Kind.CALLED, 1L),
                            tuple(Kind.CALLED, 2L),
                            tuple(Kind.CALLED, 3L),
                            tuple(Kind.NOTHING_FOLLOWED, 1L),
                            tuple(Kind.NOTHING_FOLLOWED, 2L));
        }
    }
}
