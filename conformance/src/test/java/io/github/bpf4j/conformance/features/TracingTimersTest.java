package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.verifier.VerifierException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which kernels let tracing programs use timers, and the extension that lets them anyhow (timers spec VR3). */
class TracingTimersTest {
    private static CollectionSpec only(String program) {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/tracing_timers.bpf.o"), "tracing_timers");
        for (ProgramSpec other : spec.programs()) {
            spec = spec.withAutoload(other.name(), other.name().equals(program));
        }
        return spec;
    }

    /** Runs the program, and its timer; how often the callback ran. */
    private static long run(RuntimeBuilder settings, String program) {
        try (Runtime runtime = settings.build();
                Collection collection = runtime.load(only(program))) {
            assertThat(collection.program(program).run(new byte[184]).run().returnValue())
                    .isZero();
            return runtime.runUntilIdle(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"in_kprobe", "in_tracepoint", "in_raw_tracepoint", "in_perf_event"})
    void tracingProgramsNeedALaterKernelOrTheExtension(String program) {
        assertThatThrownBy(() -> run(Runtime.builder(), program))
                .isInstanceOf(VerifierException.class)
                .extracting(refusal -> ((VerifierException) refusal).errno())
                .isEqualTo(Errno.EINVAL);
        assertThat(run(Runtime.builder().profile(KernelProfile.V7_0), program)).isEqualTo(1);
        assertThat(run(Runtime.builder().timersInTracingPrograms(true), program))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"in_fentry", "in_typed_tracepoint"})
    void fentryAndTypedTracepointsNeedNothing(String program) {
        assertThat(run(Runtime.builder(), program)).isEqualTo(1);
    }
}
