package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.RecordedQuestions.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Descriptors;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Commands that programs give the kernel are answered as by Linux 6.12 (features/system_commands-6.12.tsv): one program after the other, in
 * one process.
 */
class SystemCommandsTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/system_commands.bpf.o"), "system_commands");

    /** Commands that are refused here whatever their attributes say: see docs/parity.md. */
    private static final String LOADS = "loads";

    /** What the programs are given: descriptors of a map and of the program, the map's id. */
    private static byte[] context(Runtime runtime, Collection collection, int given, Program program) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(given)
                .putInt(collection.map("given").id())
                .putInt(runtime.descriptors().add(program))
                .array();
    }

    private static Program.ContextResult run(Runtime runtime, Collection collection, int given, String name) {
        Program program = collection.program(name);
        byte[] context = context(runtime, collection, given, program);
        Program.ContextResult result = program.run(context);
        runtime.descriptors().close(ByteBuffer.wrap(context).order(ByteOrder.LITTLE_ENDIAN).getInt(8));
        return result;
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(SPEC)) {
            int given = runtime.descriptors().add(collection.map("given"));
            for (String[] answer : lines("system_commands")) {
                Program.ContextResult result = run(runtime, collection, given, answer[0]);
                softly.assertThat(WrittenAnswers.of(collection, answer[0], result.run()))
                        .as(answer[0])
                        .isEqualTo(answer[0].equals(LOADS) ? "-95 -95 -95 -95" : answer[1]);
            }
        }
        softly.assertAll();
    }

    @Test
    void everyProgramHasItsAnswer() {
        assertThat(lines("system_commands").stream().map(cells -> cells[0]))
                .containsExactlyElementsOf(
                        SPEC.programs().stream().map(ProgramSpec::name).toList());
    }
}
