package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.RecordedQuestions.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What programs are answered that ask for types, symbols, descriptors, keys, hashes of files, and what they say of programs to be executed,
 * is what Linux 6.12 answered (features/system_calls-6.12.tsv), which has hashed no file.
 */
class SystemCallsTest {
    private static final CollectionSpec SPEC = read("system_calls");

    private static CollectionSpec read(String object) {
        return CollectionSpec.read(Corpus.bytes("features/" + object + ".bpf.o"), object);
    }

    private static Program.ContextResult run(Program program) {
        EventContext context = switch (program.name()) {
            case "options" -> EventContext.arguments(KernelValue.of(KernelStruct.of("linux_binprm")));
            case "entry_attributes" -> EventContext.arguments(KernelValue.of(KernelStruct.of("dentry")));
            case "hashes", "attributes", "digests" ->
                EventContext.arguments(
                        KernelValue.of(KernelStruct.of("file").with("f_inode", KernelStruct.of("inode"))));
            default -> program.type() == ProgramType.SYSCALL ? EventContext.none() : EventContext.arguments(1);
        };
        return program.run(context, 0, ExecutionContext.PROCESS, RunEnvironment.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        answersAre(engine, "system_calls");
    }

    /** Of files without attributes and digests, too: features/file_attributes-6.12.tsv. */
    @ParameterizedTest
    @EnumSource
    void attributesOfFilesAreThoseOfLinux(EngineKind engine) {
        answersAre(engine, "file_attributes");
    }

    private static void answersAre(EngineKind engine, String object) {
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(read(object))) {
            for (String[] answer : lines(object)) {
                Program.ContextResult result = run(collection.program(answer[0]));
                softly.assertThat(result.run().fault()).as(answer[0]).isEmpty();
                softly.assertThat(WrittenAnswers.of(collection)).as(answer[0]).isEqualTo(answer[1]);
            }
        }
        softly.assertAll();
    }

    @Test
    void everyProgramHasItsAnswer() {
        for (String object : List.of("system_calls", "file_attributes")) {
            assertThat(lines(object).stream().map(cells -> cells[0]))
                    .containsExactlyInAnyOrderElementsOf(read(object).programs().stream()
                            .map(ProgramSpec::name)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theHostIsToldHowAProgramIsExecuted(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(SPEC)) {
            assertThat(run(collection.program("options")).effects())
                    .containsExactly(new Effect.SecureExecution(true), new Effect.SecureExecution(false));
        }
    }
}
