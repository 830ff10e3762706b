package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
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
import io.github.bpf4j.runtime.world.AddressSpace;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What programs are answered about their task is what Linux 6.12 answered to the same programs in such a task. */
class TaskAnswersTest {
    static final int PID = 100;
    private static final long USER = 0x1000_0000L;
    private static final int USER_BYTES = 0x2000;
    private static final long CONSTANT = 0x2000_0000L;

    private static final World WORLD = World.builder()
            .task(Task.of(1, "init"))
            .task(Task.of(PID, "asking task").childOf(1))
            .process(
                    PID,
                    AddressSpace.empty()
                            .with(USER, new byte[USER_BYTES])
                            .map(new AddressSpace.Area(CONSTANT, CONSTANT + 4096, true, false, false, "", 0))
                            .with(CONSTANT, "constant".getBytes(US_ASCII)))
            .build();

    private static final RunEnvironment ENVIRONMENT = RunEnvironment.ofTask(PID)
            .withKernelStack(List.of(0xffff_8000_0000_1000L, 0xffff_8000_0000_2000L, 0xffff_8000_0000_3000L))
            .withUserStack(List.of(0x40_1000L, 0x40_2000L, 0x40_3000L, 0x40_4000L));

    static List<String> objects() {
        return List.of("task_memory", "tasks", "task_storage", "stacks");
    }

    private static Map<String, String> answers(String object) {
        Map<String, String> answers = new TreeMap<>();
        new String(Corpus.bytes("features/" + object + "-6.12.tsv"), UTF_8)
                .lines()
                .map(line -> line.split("\t", -1))
                .forEach(cells -> answers.put(cells[0], cells[1]));
        return answers;
    }

    private static byte[] userMemory() {
        byte[] bytes = new byte[USER_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        System.arraycopy("hello\0".getBytes(US_ASCII), 0, bytes, 0, 6);
        System.arraycopy("ABCDEFGH".getBytes(US_ASCII), 0, bytes, USER_BYTES - 8, 8);
        return bytes;
    }

    private static CollectionSpec read(String object) {
        return CollectionSpec.read(Corpus.bytes("features/" + object + ".bpf.o"), object);
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        for (String object : objects()) {
            try (Runtime runtime = Runtime.builder().engine(engine).world(WORLD).build();
                    Collection collection = runtime.load(read(object))) {
                answers(object)
                        .forEach((name, expected) -> softly.assertThat(run(runtime, collection, name))
                                .as("%s of %s", name, object)
                                .isEqualTo(expected));
            }
        }
        softly.assertAll();
    }

    private static String run(Runtime runtime, Collection collection, String name) {
        runtime.writeUserMemory(PID, USER, userMemory());
        if (collection.spec().programs().stream().anyMatch(each -> each.name().equals("namespaces"))) {
            collection.variable("pid").setLong(PID);
            collection.variable("tgid").setLong(PID);
            collection.variable("namespace_dev").setLong(Task.PID_NAMESPACE_DEVICE);
            collection.variable("namespace_ino").setLong(Task.PID_NAMESPACE_INODE);
        }
        Program program = collection.program(name);
        byte[] context = new byte[program.type() == ProgramType.SYSCALL ? 0 : 96];
        return WrittenAnswers.of(
                collection,
                name,
                program.run(context, 0, ExecutionContext.PROCESS, ENVIRONMENT).run());
    }

    @ParameterizedTest
    @MethodSource("objects")
    void everyProgramHasItsAnswer(String object) {
        assertThat(answers(object).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        read(object).programs().stream().map(ProgramSpec::name).toList());
    }
}
