package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Iterators over sockets ask for options and set them as on Linux 6.12 (features/socket_iterators-6.12.tsv): how often the program had run, the
 * program, a line of what it printed. In which order sockets come is a matter of hash tables there.
 */
class SocketIteratorsTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/socket_iterators.bpf.o"), "socket_iterators");
    private static final int STREAM = 1;
    private static final int DGRAM = 2;
    private static final World WORLD = World.builder()
            .socket(Socket.tcp(1, "127.0.0.1", 7001))
            .socket(Socket.tcp(2, "::", 7003).onlyV6())
            .socket(Socket.tcp(3, "127.0.0.1", 8000))
            .socket(Socket.tcp(4, "127.0.0.1", 7005).connected("127.0.0.1", 8000))
            .socket(Socket.tcp(5, "127.0.0.1", 7007)
                    .connected("127.0.0.1", 8000)
                    .in(Socket.State.TIME_WAIT))
            .socket(Socket.of(6, Socket.Family.UNIX, STREAM, 0))
            .socket(Socket.of(7, Socket.Family.UNIX, STREAM, 0))
            .socket(Socket.of(8, Socket.Family.UNIX, DGRAM, 0))
            .socket(Socket.tcp(9, "127.0.0.1", 8000).connected("127.0.0.1", 7009))
            .build();

    private static List<String> expected(String run, String program) {
        return RecordedQuestions.lines("socket_iterators").stream()
                .filter(cells -> cells[0].equals(run) && cells[1].equals(program))
                .map(cells -> cells[2])
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void optionsAreThoseOfTheSocketsThatIteratorsComeTo(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).world(WORLD).build();
                Collection collection = runtime.load(SPEC)) {
            for (String run : List.of("1", "2", "3")) {
                for (String program : run.equals("3") ? List.of("of_tcp") : List.of("of_tcp", "of_unix")) {
                    assertThat(new String(collection.program(program).iterate(), UTF_8).lines())
                            .as("%s %s", run, program)
                            .isNotEmpty()
                            .containsExactlyInAnyOrderElementsOf(expected(run, program));
                }
            }
            assertThat(runtime.socket(1).orElseThrow().mark())
                    .as("the host is told")
                    .isEqualTo(77);
        }
    }

    @ParameterizedTest
    @EnumSource
    void optionsAreThoseOfTheSocketThatAHookIsAbout(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).world(WORLD).build();
                Collection collection = runtime.load(SPEC)) {
            assertThat(collection
                            .program("of_clone")
                            .run(EventContext.arguments(KernelValue.socket(9), KernelValue.of(0)))
                            .run()
                            .verdict())
                    .isOne();
            String found = "%d %d %d"
                    .formatted(
                            collection.variable("priority_before").getLong(),
                            collection.variable("priority_set").getLong(),
                            collection.variable("priority_after").getLong());
            assertThat(List.of(found)).isEqualTo(expected("1", "of_clone"));
        }
    }
}
