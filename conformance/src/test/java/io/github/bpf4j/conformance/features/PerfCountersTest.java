package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.PerfCounters;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.PerfCounter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs read of perf events is what Linux 6.12 answered with the same events in the map (features/perf_counters-6.12.tsv). */
class PerfCountersTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/perf_counters.bpf.o"), "perf_counters");

    private static Runtime runtime(EngineKind engine) {
        return Runtime.builder().engine(engine).cpus(2).build();
    }

    /** The events that the kernel was asked with: time on CPU 0, samples, something on CPU 1, nothing yet of the task, nothing at all. */
    private static PerfCounters counters(Collection collection) {
        PerfCounters counters = PerfCounters.of(collection.map("counters"));
        counters.set(0, 0, new PerfCounter(1_000, 50, 50));
        collection.map("counters").openPerfEvent(1, 0);
        counters.set(2, 1, new PerfCounter(7, 50, 50));
        counters.setOfTask(3, new PerfCounter(0, 50, 50));
        counters.set(5, 0, new PerfCounter(0, 50, 50));
        return counters;
    }

    private static String run(Collection collection, String program) {
        return WrittenAnswers.of(
                collection,
                program,
                collection.program(program).run(new byte[96]).run());
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        Map<String, String> answers = new TreeMap<>();
        new String(Corpus.bytes("features/perf_counters-6.12.tsv"), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .forEach(cells -> answers.put(cells[0], cells[1]));
        assertThat(answers.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        SPEC.programs().stream().map(ProgramSpec::name).toList());
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            counters(collection);
            runtime.advance(Duration.ofMillis(3));
            answers.forEach((program, expected) ->
                    softly.assertThat(run(collection, program)).as(program).isEqualTo(expected));
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @EnumSource
    void countsAreThoseOfTheHost(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            PerfCounters counters = counters(collection);
            counters.setOfTask(0, new PerfCounter(-9, 50, 25));
            run(collection, "read_values");
            ByteBuffer out = ByteBuffer.wrap(collection.variable("out").bytes()).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(out.getLong(8))
                    .as("the count, as it is if it is no more than zero")
                    .isEqualTo(-9);
            assertThat(out.getLong(16)).as("enabled and running differ").isEqualTo(-1);
            counters.clear(0);
            assertThat(run(collection, "read")).startsWith("-2 -2 ");
            refused(Errno.ENOENT, () -> counters.clear(0));
            refused(Errno.E2BIG, () -> counters.setOfTask(6, PerfCounter.ZERO));
            refused(Errno.E2BIG, () -> counters.setOfTask(-1, PerfCounter.ZERO));
            refused(Errno.EINVAL, () -> PerfCounters.of(collection.map(".bss")));
        }
    }

    private static void refused(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        BpfErrnoException.class,
                        refused -> assertThat(refused.errno()).isEqualTo(errno));
    }
}
