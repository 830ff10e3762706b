package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Iterators see the sockets of the world, and destroy them, as on Linux 6.12 (features/sock_destroy-6.12.tsv): the run, the program, a line of
 * what it printed. In which order sockets come is a matter of hash tables there.
 */
class SockDestroyTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/sock_destroy.bpf.o"), "sock_destroy");

    private static World world() {
        return World.builder()
                .socket(Socket.tcp(1, "127.0.0.1", 7001))
                .socket(Socket.tcp(2, "0.0.0.0", 7002))
                .socket(Socket.tcp(3, "::", 7003).onlyV6())
                .socket(Socket.tcp(4, "127.0.0.1", 8000))
                .socket(Socket.tcp(5, "127.0.0.1", 7005).connected("127.0.0.1", 8000))
                .socket(Socket.tcp(6, "127.0.0.1", 7006).connected("127.0.0.1", 8000))
                .socket(Socket.tcp(7, "127.0.0.1", 7007)
                        .connected("127.0.0.1", 8000)
                        .in(Socket.State.TIME_WAIT))
                .socket(Socket.tcp(9, "127.0.0.1", 7009).in(Socket.State.CLOSE))
                .socket(Socket.udp(11, "127.0.0.1", 7011))
                .socket(Socket.udp(12, "0.0.0.0", 7012))
                .socket(Socket.udp(13, "::1", 7013))
                .socket(Socket.udp(15, "127.0.0.1", 7015).connected("127.0.0.1", 7012))
                .build();
    }

    private static void assertPrints(Collection collection, String run) {
        for (String program : List.of("of_tcp", "of_udp")) {
            List<String> expected = RecordedQuestions.lines("sock_destroy").stream()
                    .filter(cells -> cells[0].equals(run) && cells[1].equals(program))
                    .map(cells -> cells[2])
                    .toList();
            assertThat(new String(collection.program(program).iterate(), UTF_8).lines())
                    .as("%s %s", run, program)
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void socketsGoAsOnLinux(EngineKind engine) {
        List<Effect> effects = new ArrayList<>();
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .world(world())
                        .onEffect(effects::add)
                        .build();
                Collection collection = runtime.load(SPEC)) {
            assertPrints(collection, "prints");
            assertThat(effects).isEmpty();
            collection.variable("destroys").setLong(1);
            assertPrints(collection, "destroys");
            assertThat(effects)
                    .containsExactlyInAnyOrder(
                            new Effect.SocketDestroyed(1),
                            new Effect.SocketDestroyed(3),
                            new Effect.SocketDestroyed(5),
                            new Effect.SocketDestroyed(7),
                            new Effect.SocketDestroyed(11),
                            new Effect.SocketDestroyed(13),
                            new Effect.SocketDestroyed(15));
            collection.variable("destroys").setLong(0);
            assertPrints(collection, "prints again");
        }
    }

    @ParameterizedTest
    @EnumSource
    void packetsFindNoSocketThatWasDestroyed(EngineKind engine) {
        CollectionSpec lookups = CollectionSpec.read(Corpus.bytes("features/sockets.bpf.o"), "sockets");
        World world = World.builder()
                .networkInterface(1, "lo")
                .socket(Socket.tcp(1, "127.0.0.1", 7001))
                .build();
        String question = "7f0000017f00000104d21b59" + "0".repeat(48) + "0c000000" + "f".repeat(16);
        try (Runtime runtime = Runtime.builder().engine(engine).world(world).build();
                Collection sockets = runtime.load(lookups);
                Collection collection = runtime.load(SPEC)) {
            assertThat(found(sockets, question)).isEqualTo(1);
            collection.variable("destroys").setLong(1);
            collection.program("of_tcp").iterate();
            assertThat(found(sockets, question)).isZero();
        }
    }

    private static int found(Collection sockets, String question) {
        int bytes = sockets.map("io").spec().valueSize();
        String whole = question + "0".repeat(2 * bytes - question.length());
        String answer = RecordedQuestions.ask(
                sockets, "xdp_tcp", RecordedQuestions.packet(100).ifindex(1), whole, new int[1]);
        return Integer.parseInt(answer.substring(112, 114), 16);
    }
}
