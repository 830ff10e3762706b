package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.ContextValue;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.Cgroup;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs are told of where a packet comes from is what Linux 6.12 answered (features/packet_origin-6.12.tsv). */
class PacketOriginTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/packet_origin.bpf.o"), "packet_origin");
    private static final World WORLD = World.builder()
            .cgroup(new Cgroup(7, "/web").withClassid(0x10_0001))
            .cgroup(8, "/plain")
            .task(Task.of(1, "init").in("/web"))
            .currentTask(1)
            .build();

    private static void with(EngineKind engine, BiConsumer<Runtime, Collection> check) {
        try (Runtime runtime = Runtime.builder().engine(engine).world(WORLD).build();
                Collection collection = runtime.load(SPEC)) {
            check.accept(runtime, collection);
        }
    }

    private static String run(Collection collection, String program, Packet packet) {
        packet.set(new byte[64], 64);
        return WrittenAnswers.of(
                collection, program, collection.program(program).run(packet));
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        Map<String, String> answers = new TreeMap<>();
        new String(Corpus.bytes("features/packet_origin-6.12.tsv"), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .forEach(cells -> answers.put(cells[0], cells[1]));
        assertThat(answers.keySet())
                .containsExactlyInAnyOrderElementsOf(SPEC.programs().stream()
                        .filter(program -> program.type() == ProgramType.SCHED_CLS)
                        .map(ProgramSpec::name)
                        .toList());
        with(
                engine,
                (runtime, collection) ->
                        answers.forEach((program, expected) -> assertThat(run(collection, program, new Packet()))
                                .as(program)
                                .isEqualTo(expected)));
    }

    @ParameterizedTest
    @EnumSource
    void classesAndRealmsAreThoseOfTheWorld(EngineKind engine) {
        with(engine, (runtime, collection) -> {
            assertThat(run(collection, "classes", new Packet().hasSocket(false).routeRealm(-2)))
                    .as("the class of the task, none of a socket that is not there, the realm")
                    .isEqualTo("1048577 0 4294967294");
            assertThat(collection
                            .program("class_of_task")
                            .run(ContextValue.of(ProgramType.CGROUP_SOCK))
                            .run()
                            .fault())
                    .isEmpty();
            assertThat(WrittenAnswers.of(collection)).isEqualTo("1048577");
        });
        World plain = World.builder()
                .cgroup(8, "/plain")
                .task(Task.of(1, "init").in("/plain"))
                .currentTask(1)
                .build();
        try (Runtime runtime = Runtime.builder().engine(engine).world(plain).build();
                Collection collection = runtime.load(SPEC)) {
            assertThat(run(collection, "classes", new Packet())).isEqualTo("0 0 0");
        }
    }
}
