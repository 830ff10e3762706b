package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Confinement;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Masks of CPUs as the host sees them: as many bits as there are logical CPUs, memory that is given back, none that is forged. */
class CpumasksTest {
    private static final CollectionSpec MASKS = KernelAnswers.read("cpumasks");

    private static int run(Collection collection, String program) {
        RunResult result = KernelAnswers.call(collection.program(program));
        assertThat(result.fault()).as(program).isEmpty();
        return (int) result.returnValue();
    }

    @ParameterizedTest
    @EnumSource
    void thereAreAsManyBitsAsCpus(EngineKind engine) {
        for (int cpus : new int[] {1, 3, 63, 64, 65, 130}) {
            try (Runtime runtime = KernelAnswers.runtime(engine).cpus(cpus).build();
                    Collection collection = runtime.load(MASKS)) {
                collection.variable("number").setLong(cpus - 1);
                assertThat(KernelAnswers.ask(collection, "many_cpus"))
                        .as("%d CPUs", cpus)
                        .isEqualTo("%d %d 1 1 %d 1 %d %d", cpus - 1, cpus == 1 ? 1 : 0, cpus, cpus - 1, cpus);
            }
        }
    }

    /** From Linux 7.0 on, which was asked. */
    @ParameterizedTest
    @EnumSource
    void maskIsMadeOfAProgramsMemory(EngineKind engine) {
        CollectionSpec spec = KernelAnswers.read("cpumask_populate");
        try (Runtime runtime = KernelAnswers.runtime(engine)
                        .profile(KernelProfile.V7_0)
                        .build();
                Collection collection = runtime.load(spec)) {
            Map<String, String> answers = KernelAnswers.of("cpumask_populate", "7.0");
            assertThat(answers.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            spec.programs().stream().map(ProgramSpec::name).toList());
            answers.forEach((name, expected) ->
                    assertThat(KernelAnswers.ask(collection, name)).as(name).isEqualTo(expected));
        }
        try (Runtime runtime = KernelAnswers.runtime(engine).build()) {
            assertThatThrownBy(() -> runtime.load(spec)).hasMessageContaining("bpf_cpumask_populate");
        }
    }

    @ParameterizedTest
    @EnumSource
    void maskIsThereAsLongAsAMapOrARunKnowsIt(EngineKind engine) {
        try (Runtime runtime = KernelAnswers.runtime(engine).build()) {
            try (Collection collection = runtime.load(MASKS)) {
                for (int i = 0; i < 5_000; i++) {
                    collection.variable("cpu").setLong(i % 2);
                    assertThat(run(collection, "put")).isEqualTo(1);
                    assertThat(runtime.objects().programObjects()).isEqualTo(1);
                    assertThat(run(collection, "look")).isEqualTo(i % 2);
                    assertThat(run(collection, "look_after_release")).isEqualTo(i % 2);
                    assertThat(runtime.objects().programObjects()).isZero();
                    assertThat(run(collection, "look")).isEqualTo(-1);
                }
                run(collection, "put");
            }
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noMaskIsMadeWhereThereIsNoMemory(EngineKind engine) {
        try (Runtime runtime =
                        KernelAnswers.runtime(engine).memoryLimitBytes(1 << 20).build();
                Collection collection = runtime.load(MASKS)) {
            int made = run(collection, "fill_memory");
            assertThat(made).isBetween(1, 1023);
            assertThat(runtime.objects().programObjects()).isEqualTo(made);
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgedMasksAreNotWritten(EngineKind engine) {
        List<String> bad = List.of("any_mask", "release_any_mask");
        CollectionSpec spec = MASKS.withAutoload("lose_mask", true).withAutoload("read_any_mask", true);
        for (String program : bad) {
            spec = spec.withAutoload(program, true);
        }
        try (Runtime runtime = Confinement.of(KernelAnswers.runtime(engine)).build()) {
            try (Collection collection = runtime.load(spec)) {
                for (long address : new long[] {
                    0, 8, -1, Long.MIN_VALUE, 0x0bf4_0000_0000_0000L, 0x0bf6_0000_0000_0000L, Long.MAX_VALUE
                }) {
                    collection.variable("forged").setLong(address);
                    for (String program : bad) {
                        assertThat(KernelAnswers.call(collection.program(program))
                                        .fault())
                                .as("%s at %x", program, address)
                                .isPresent();
                    }
                    assertThat(run(collection, "read_any_mask"))
                            .as("no mask is at %x, so no CPU is in it", address)
                            .isZero();
                }
                run(collection, "lose_mask");
                assertThat(runtime.objects().programObjects())
                        .as("what the run lost")
                        .isZero();
            }
        }
    }
}
