package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.Sampling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that the host runs at fixed instants. */
class SamplingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Collection load(Runtime runtime) {
        return runtime.load(CollectionSpec.read(Corpus.bytes("features/contexts.bpf.o"), "contexts"));
    }

    @ParameterizedTest
    @EnumSource
    void aPerfEventProgramGetsItsPeriod(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = load(runtime)) {
            byte[] context = ByteBuffer.allocate(184)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(168, 77)
                    .array();
            List<Long> results = new ArrayList<>();
            List<Long> instants = new ArrayList<>();
            long startNs = runtime.nowNs();
            Program program = collection.program("sample");
            try (Sampling sampling = runtime.sample(program, SECOND, 0, context, ExecutionContext.NMI, result -> {
                results.add(result.run().returnValue());
                instants.add(runtime.nowNs() - startNs);
            })) {
                assertThat(runtime.advance(Duration.ofMillis(3500))).isEqualTo(3);
                assertThat(sampling.runs()).isEqualTo(3);
            }
            assertThat(results).containsExactly(77L, 77L, 77L);
            assertThat(instants).containsExactly(SECOND.toNanos(), 2 * SECOND.toNanos(), 3 * SECOND.toNanos());
            assertThat(runtime.advance(Duration.ofMinutes(1))).as("closed").isZero();
        }
    }

    @Test
    void itKeepsItsProgramAlive() {
        try (Runtime runtime = Runtime.create()) {
            Sampling sampling;
            try (Collection collection = load(runtime)) {
                sampling = runtime.sample(collection.program("sample"), SECOND, 0);
            }
            assertThat(runtime.advance(Duration.ofSeconds(5))).isEqualTo(5);
            assertThat(runtime.objects().programs()).isEqualTo(1);
            assertThat(runtime.timers().pending()).as("it is no BPF timer").isZero();
            sampling.close();
            sampling.close();
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
            assertThat(sampling.runs()).isEqualTo(5);
        }
    }

    @Test
    void itMayBeClosedByItsOwnListener() {
        try (Runtime runtime = Runtime.create();
                Collection collection = load(runtime)) {
            List<Sampling> itself = new ArrayList<>();
            itself.add(runtime.sample(
                    collection.program("sample"), SECOND, 0, new byte[184], ExecutionContext.HARDIRQ, result -> {
                        itself.getFirst().close();
                    }));
            assertThat(runtime.advance(Duration.ofMinutes(1))).isEqualTo(1);
        }
    }

    @Test
    void theRuntimeClosesWhatIsOpen() {
        Runtime runtime = Runtime.create();
        Collection collection = load(runtime);
        Sampling sampling = runtime.sample(collection.program("sample"), SECOND, 0);
        runtime.advance(SECOND);
        runtime.close();
        assertThat(sampling.runs()).isEqualTo(1);
        sampling.close();
        assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
    }

    @Test
    void whatCannotBeIsRefused() {
        try (Runtime runtime = Runtime.create();
                Collection collection = load(runtime)) {
            Program program = collection.program("sample");
            assertThatThrownBy(() -> runtime.sample(program, Duration.ZERO, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("PT0S");
            assertThatThrownBy(() -> runtime.sample(program, SECOND, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CPU 1");
            assertThatThrownBy(() -> runtime.sample(
                            program, SECOND, 0, new byte[1 << 16], ExecutionContext.PROCESS, result -> {}))
                    .isInstanceOf(BpfErrnoException.class);
        }
    }
}
