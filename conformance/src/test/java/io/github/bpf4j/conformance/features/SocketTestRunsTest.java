package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.ContextValue;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.SocketSlots;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Test runs of programs that look sockets up and of flow dissectors, and of netfilter programs with dynamic pointers, answer as Linux 6.12 did. */
class SocketTestRunsTest {
    private static final CollectionSpec LOOKUPS =
            CollectionSpec.read(Corpus.bytes("features/lookup_runs.bpf.o"), "lookup_runs");
    private static final CollectionSpec DISSECTORS =
            CollectionSpec.read(Corpus.bytes("features/flow_dissector.bpf.o"), "flow_dissector");

    private static CollectionSpec only(String... programs) {
        CollectionSpec some = LOOKUPS.withAutocreate("sockets", false);
        for (ProgramSpec each : LOOKUPS.programs()) {
            some = some.withAutoload(each.name(), List.of(programs).contains(each.name()));
        }
        return some;
    }

    private static final int SOCKETS = 10;

    /** The sockets that were there when Linux was asked, by their ports. */
    private static World world() {
        return World.builder()
                .socket(Socket.tcp(1, "127.0.0.1", 7100))
                .socket(Socket.tcp(2, "::", 7101))
                .socket(Socket.tcp(3, "::", 7102).onlyV6())
                .socket(Socket.udp(4, "127.0.0.1", 7103))
                .socket(Socket.udp(5, "::", 7104))
                .socket(Socket.udp(6, "127.0.0.1", 7105).connected("127.0.0.1", 1000))
                .socket(Socket.tcp(7, "127.0.0.1", 7106).connected("127.0.0.1", 1000))
                .socket(Socket.udp(8, "127.0.0.1", 7107).reuseport())
                .socket(Socket.tcp(9, "127.0.0.1", 7108).reuseport())
                .socket(Socket.udp(10, "::1", 7109).onlyV6())
                .build();
    }

    private static void ask(Collection collection, List<String[]> lines, String program) {
        SoftAssertions softly = new SoftAssertions();
        lines.forEach(cells -> RecordedTestRuns.ask(softly, collection, cells, program.isEmpty() ? cells[1] : program));
        softly.assertAll();
    }

    @ParameterizedTest
    @EnumSource
    void lookupsSeeWhatTheyAreGiven(EngineKind engine) {
        List<String[]> lines = RecordedQuestions.lines("lookup_runs").stream()
                .filter(cells -> cells[1].equals("lookup_fields"))
                .toList();
        assertThat(lines).hasSizeGreaterThan(40);
        try (Runtime runtime = Runtime.builder().engine(engine).world(world()).build();
                Collection collection = runtime.load(only("lookup_fields"))) {
            ask(collection, lines, "");
        }
    }

    @ParameterizedTest
    @EnumSource
    void lookupsChooseWhatLinuxLetsThemChoose(EngineKind engine) {
        List<String[]> lines = RecordedQuestions.lines("lookup_runs").stream()
                .filter(cells -> cells[1].equals("assign_of_map"))
                .toList();
        assertThat(lines).hasSizeGreaterThan(80);
        try (Runtime runtime = Runtime.builder().engine(engine).world(world()).build()) {
            try (Collection collection = runtime.load(only("assign_of_map").withAutocreate("sockets", true))) {
                SocketSlots slots = SocketSlots.of(collection.map("sockets"));
                for (int i = 0; i < SOCKETS; i++) {
                    slots.set(i, i + 1);
                }
                ask(collection, lines, "");
            }
            RecordedQuestions.assertNothingHeld(runtime);
        }
    }

    @ParameterizedTest
    @EnumSource
    void netfilterProgramsReadThroughDynamicPointers(EngineKind engine) {
        List<String[]> lines = RecordedQuestions.lines("netfilter_dynptrs");
        assertThat(lines).hasSizeGreaterThan(35);
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(
                        CollectionSpec.read(Corpus.bytes("features/netfilter_dynptrs.bpf.o"), "netfilter_dynptrs"))) {
            ask(collection, lines, "");
        }
    }

    /** A dissector in its place: it is told where the network header is, and the packet is there for helpers, too. */
    @ParameterizedTest
    @EnumSource
    void dissectorsBeginWithTheKeysThatTheHostGives(EngineKind engine) {
        byte[] frame =
                RecordedTestRuns.bytes(RecordedQuestions.lines("flow_dissector").getFirst()[3]);
        ByteBuffer keys = ByteBuffer.allocate(56).order(ByteOrder.LITTLE_ENDIAN);
        keys.putShort(0, (short) 14).putShort(2, (short) 14).putShort(10, (short) 0x0008);
        ContextValue flow =
                ContextValue.of(ProgramType.FLOW_DISSECTOR).data(frame).flowKeys(keys.array());
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(DISSECTORS)) {
            byte[] found = collection.program("dissect").run(flow).context().flowKeys();
            assertThat(HexFormat.of().formatHex(found))
                    .isEqualTo(RecordedQuestions.lines("flow_dissector").getFirst()[14]);
            collection.variable("offset").setLong(frame.length - 4);
            collection.program("dissect_load").run(flow);
            assertThat(WrittenAnswers.of(collection)).isEqualTo("0 " + 0x64636261 + " -14 0 0");
        }
    }

    @Test
    void aNamespaceHasOneDissectorAndSomeLookups() {
        try (Runtime runtime = Runtime.builder().build();
                Collection dissectors = runtime.load(DISSECTORS);
                Collection lookups = runtime.load(only("lookup_fields"))) {
            Link first = dissectors.program("dissect").attach("netns");
            assertThat(errno(dissectors.program("dissect_given"))).isEqualTo(Errno.E2BIG);
            for (int i = 0; i < 64; i++) {
                lookups.program("lookup_fields").attach("netns");
            }
            assertThat(errno(lookups.program("lookup_fields"))).isEqualTo(Errno.E2BIG);
            first.close();
            dissectors.program("dissect_given").attach("netns").close();
        }
    }

    private static Errno errno(Program program) {
        return catchThrowableOfType(BpfErrnoException.class, () -> program.attach("netns"))
                .errno();
    }

    @ParameterizedTest
    @EnumSource
    void flowsAreDissectedAsOnLinux(EngineKind engine) {
        List<String[]> lines = RecordedQuestions.lines("flow_dissector");
        assertThat(lines).hasSizeGreaterThan(180);
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(DISSECTORS)) {
            ask(collection, lines, "");
        }
    }
}
