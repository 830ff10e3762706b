package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs are answered about tasks, control groups, masks of CPUs, contexts, maps and files is what Linux 6.12 answered. */
class KernelAnswersTest {
    private static final List<String> OBJECTS = List.of("world_objects", "cpumasks", "kernel_views");

    /** Programs for tests of what the host sees, which no kernel was asked for. */
    private static final Set<String> OF_TESTS = Set.of(
            "put", "look", "take", "race", "look_after_release", "many_cpus", "fill_memory", "read_forged", "sample");

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        compare(KernelAnswers.runtime(engine), Set.of());
    }

    /** Linux 7.0 answered the same, but that it has no functions of these names for statistics. */
    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux7(EngineKind engine) {
        compare(KernelAnswers.runtime(engine).profile(KernelProfile.V7_0), Set.of("statistics"));
    }

    private static void compare(RuntimeBuilder settings, Set<String> missing) {
        SoftAssertions softly = new SoftAssertions();
        for (String object : OBJECTS) {
            CollectionSpec spec = KernelAnswers.read(object);
            for (ProgramSpec program : spec.programs()) {
                spec = missing.contains(program.name()) ? spec.withAutoload(program.name(), false) : spec;
            }
            try (Runtime runtime = settings.build()) {
                try (Collection collection = KernelAnswers.load(runtime, spec)) {
                    KernelAnswers.of(object).forEach((name, expected) -> {
                        if (!missing.contains(name)) {
                            softly.assertThat(KernelAnswers.ask(collection, name))
                                    .as("%s of %s", name, object)
                                    .isEqualTo(expected);
                        }
                    });
                }
                softly.assertThat(runtime.objects()).as(object).isEqualTo(ObjectCounters.NONE);
            }
        }
        softly.assertAll();
    }

    @Test
    void everyProgramThatAsksHasItsAnswer() {
        for (String object : OBJECTS) {
            Map<String, String> answers = KernelAnswers.of(object);
            assertThat(KernelAnswers.read(object).programs().stream()
                            .filter(ProgramSpec::autoload)
                            .map(ProgramSpec::name)
                            .filter(name -> !OF_TESTS.contains(name)))
                    .as(object)
                    .containsExactlyInAnyOrderElementsOf(answers.keySet());
        }
    }
}
