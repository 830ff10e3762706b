package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.RecordedQuestions.lines;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.AddressSpace;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What open-coded iterators over tasks, control groups, memory and bits come to, and what bpf_find_vma finds, is what Linux 6.12 answered
 * the same programs in such a process (features/open_coded-6.12.tsv).
 */
class OpenCodedIteratorsTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/open_coded.bpf.o"), "open_coded");
    private static final int ASKS = 101;
    private static final int THREAD = 102;
    private static final long USER = 0x1000_0000L;
    private static final long FILED = 0x1800_0000L;
    private static final long CONSTANT = 0x2000_0000L;

    private static final World WORLD = World.builder()
            .cgroup(10, "/one")
            .cgroup(11, "/one/a")
            .cgroup(12, "/one/a/b")
            .cgroup(13, "/one/c")
            .cgroup(14, "/two")
            .task(Task.of(1, "init"))
            .task(Task.of(2, "kthreadd"))
            .task(Task.of(ASKS, "it_a").in("/one"))
            .task(Task.of(THREAD, "it_b").inProcess(ASKS).in("/one"))
            .task(Task.of(103, "it_c").inProcess(ASKS).in("/one"))
            .task(Task.of(104, "it_d").in("/one/a"))
            .task(Task.of(106, "it_e").inProcess(104).in("/one/a"))
            .task(Task.of(105, "it_f").in("/one"))
            .process(
                    ASKS,
                    AddressSpace.empty()
                            .map(AddressSpace.Area.anonymous(USER, USER + 0x2000))
                            .map(new AddressSpace.Area(FILED, FILED + 0x1000, true, false, true, "/tmp/mapped", 0x1000))
                            .map(new AddressSpace.Area(CONSTANT, CONSTANT + 0x1000, true, false, false, "", 0)))
            .build();

    /** As the system call that asked: bpf, from a 64-bit program. */
    private static final KernelStruct REGISTERS =
            KernelStruct.of("pt_regs").with("orig_ax", 321).with("cs", 0x33).with("ip", 0x40_1000);

    private static final Set<String> GROUP_PROGRAMS = SPEC.programs().stream()
            .filter(program -> program.attachTarget().equals("cgroup"))
            .map(ProgramSpec::name)
            .collect(Collectors.toSet());

    private static Runtime runtime(EngineKind engine) {
        return Runtime.builder().engine(engine).world(WORLD).build();
    }

    private static String ask(Collection collection, String name) {
        Program program = collection.program(name);
        RunEnvironment environment = RunEnvironment.ofTask(name.endsWith("_in_thread") ? THREAD : ASKS)
                .withUserRegisters(REGISTERS);
        if (GROUP_PROGRAMS.contains(name)) {
            program.iterate(List.of(List.of(KernelValue.cgroup("/one"))), environment);
            return WrittenAnswers.of(collection);
        }
        return WrittenAnswers.of(
                collection,
                name,
                program.run(new byte[96], 0, ExecutionContext.PROCESS, environment)
                        .run());
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            for (String[] answer : lines("open_coded")) {
                String asked = answer[0].equals("shows_areas")
                        ? new String(collection.program(answer[0]).iterate(), US_ASCII).replace('\n', ';')
                        : ask(collection, answer[0]);
                softly.assertThat(asked).as(answer[0]).isEqualTo(answer[1]);
            }
        }
        softly.assertAll();
    }

    @Test
    void everyProgramHasItsAnswer() {
        assertThat(lines("open_coded").stream().map(cells -> cells[0]))
                .containsExactlyInAnyOrderElementsOf(
                        SPEC.programs().stream().map(ProgramSpec::name).toList());
    }

    /** Registers that nobody gave are not there: loads from them give 0. */
    @ParameterizedTest
    @EnumSource
    void registersThatNobodyGaveAreZero(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            Program program = collection.program("registers");
            assertThat(WrittenAnswers.of(
                            collection,
                            "registers",
                            program.run(new byte[96], 0, ExecutionContext.PROCESS, RunEnvironment.ofTask(ASKS))
                                    .run()))
                    .isEqualTo("0 0 0");
        }
    }
}
