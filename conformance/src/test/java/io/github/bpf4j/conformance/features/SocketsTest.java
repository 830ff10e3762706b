package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.ContextValue;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.SocketState;
import io.github.bpf4j.runtime.TestRun;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs find and do with sockets is what Linux 6.12 let them (features/sockets-6.12.tsv and its neighbours). */
class SocketsTest {
    private static final CollectionSpec LOOKUPS =
            CollectionSpec.read(Corpus.bytes("features/sockets.bpf.o"), "sockets");
    private static final CollectionSpec CONTEXTS =
            CollectionSpec.read(Corpus.bytes("features/socket_contexts.bpf.o"), "socket_contexts");
    private static final int QUESTION_BYTES = 40;

    private static Runtime runtime(EngineKind engine) {
        return Runtime.builder().engine(engine).world(SocketWorld.world()).build();
    }

    private static Map<String, String> answers() {
        return RecordedQuestions.lines("socket_contexts").stream()
                .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
    }

    private static String written(Collection collection, Program.TypedResult result) {
        return WrittenAnswers.of(collection, "", result.run());
    }

    @ParameterizedTest
    @EnumSource
    void lookupsAnswerAsLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(LOOKUPS)) {
            for (String[] cells : RecordedQuestions.lines("sockets")) {
                int ifindex = Integer.parseInt(cells[2]);
                Packet packet = RecordedQuestions.packet(100).ifindex(ifindex == 0 ? 1 : ifindex);
                String answer = RecordedQuestions.ask(collection, cells[1], packet, cells[3], new int[1]);
                softly.assertThat(answer)
                        .as("%s %s %s", cells[0], cells[1], cells[3])
                        .isEqualTo(cells[4]);
            }
            RecordedQuestions.assertNothingHeld(runtime);
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @EnumSource
    void packetsThatComeInAreGivenToSockets(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(LOOKUPS)) {
            String question = RecordedQuestions.lines("sockets").stream()
                    .filter(cells -> cells[0].equals("assign"))
                    .map(cells -> cells[3])
                    .findFirst()
                    .orElseThrow();
            Packet packet = RecordedQuestions.packet(100).atIngress(true);
            RecordedQuestions.ask(collection, "tc_assign", packet, question, new int[1]);
            assertThat(packet.assignedSocket()).isEqualTo(1);
            RecordedQuestions.ask(collection, "tc_assign", packet.atIngress(false), question, new int[1]);
            assertThat(packet.assignedSocket()).isZero();
            RecordedQuestions.assertNothingHeld(runtime);
        }
    }

    @ParameterizedTest
    @EnumSource
    void packetsOfTestRunsBelongToSomeSocket(EngineKind engine) {
        Map<String, String> answers = answers();
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(CONTEXTS)) {
            for (String program : List.of("of_group", "of_tc")) {
                Packet packet = RecordedQuestions.packet(64);
                TestRun asked = new TestRun().data(packet.data());
                RunResult asTest = collection.program(program).testRun(asked).run();
                assertThat(WrittenAnswers.of(collection, program, asTest))
                        .as("test run of " + program)
                        .isEqualTo(answers.get(program));
                RunResult result = collection.program(program).run(packet);
                assertThat(WrittenAnswers.of(collection, program, result))
                        .as(program)
                        .isEqualTo(answers.get(program));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void packetsBelongToTheSocketThatTheHostNames(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(CONTEXTS)) {
            Packet packet = RecordedQuestions.packet(64).socket(4);
            assertThat(WrittenAnswers.of(
                            collection,
                            "of_group",
                            collection.program("of_group").run(packet)))
                    .isEqualTo("2 16777343 16777343 " + Integer.reverseBytes(9001)
                            + " 8001 0 1 1 2 1 8001 0 1 1 6 0 0 1 1 0");
            assertThat(WrittenAnswers.of(
                            collection, "of_tc", collection.program("of_tc").run(packet.hasSocket(false))))
                    .isEqualTo("65534 0 0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void programsOnConnectRewriteAndBind(EngineKind engine) {
        Map<String, String> answers = answers();
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(CONTEXTS)) {
            for (int socket : new int[] {20, 21}) {
                ContextValue context = ContextValue.of(ProgramType.CGROUP_SOCK_ADDR)
                        .socket(socket)
                        .with("user_family", 2)
                        .with("user_ip4", 0x0900000a)
                        .with("user_port", Short.reverseBytes((short) 4343) & 0xffff);
                Program.TypedResult result = collection.program("rewrite").run(context);
                assertThat(written(collection, result))
                        .isEqualTo(answers.get(socket == 20 ? "rewrite_tcp" : "rewrite_udp"));
                assertThat(result.context().get("user_ip4")).isEqualTo(0x0100007f);
                assertThat(result.context().get("user_port")).isEqualTo(Short.reverseBytes((short) 8001) & 0xffff);
                SocketState state = runtime.socket(socket).orElseThrow();
                assertThat(state.localPort()).isEqualTo(4545);
                assertThat(state.localAddress()).hasValue(IpAddress.parse("127.0.0.3"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void settingsAnswerAsLinux(EngineKind engine) {
        Map<String, String> answers = answers();
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(CONTEXTS)) {
            Program program = collection.program("sysctl");
            ContextValue read = ContextValue.of(ProgramType.CGROUP_SYSCTL).sysctl("net/ipv4/ip_default_ttl", "64\n");
            assertThat(written(collection, program.run(read))).isEqualTo(answers.get("sysctl_read"));
            Program.TypedResult write = program.run(read.sysctl("net/ipv4/ip_default_ttl", "64\n", "123\n"));
            assertThat(written(collection, write)).isEqualTo(answers.get("sysctl_write"));
            assertThat(write.context().written()).hasValue("79");
            Program.TypedResult nothing = program.run(read.sysctl("net/ipv4/ip_default_ttl", "79\n", ""));
            assertThat(written(collection, nothing)).isEqualTo(answers.get("sysctl_write_nothing"));
            // as for net/ipv4/route/flush, which cannot be read: -EINVAL, and zeros
            Program.TypedResult unreadable = program.run(read.sysctl("net/ipv4/ip_default_ttl", ""));
            assertThat(written(collection, unreadable))
                    .isEqualTo(answers.get("sysctl_read").replace("3 668726 0 -7 54", "-22 0 0 -22 0"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void lookupsOfTheHostsAnswerAsLinux(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(CONTEXTS)) {
            ContextValue lookup = ContextValue.of(ProgramType.SK_LOOKUP)
                    .with("family", 2)
                    .with("protocol", 17)
                    .with("remote_ip4", 0x01020304)
                    .with("remote_port", Short.reverseBytes((short) 1111) & 0xffff)
                    .with("local_ip4", 0x0100007f)
                    .with("local_port", 53);
            Program.TypedResult result = collection.program("choose").run(lookup);
            assertThat(written(collection, result)).isEqualTo(answers().get("choose"));
            assertThat(result.context().socket()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void optionsAnswerAsLinux(EngineKind engine) {
        List<String[]> lines = RecordedQuestions.lines("socket_options");
        assertThat(lines).hasSizeGreaterThan(500);
        SoftAssertions softly = new SoftAssertions();
        for (String run : List.of("1", "2")) {
            for (String protocol : List.of("tcp", "udp")) {
                options(
                        engine,
                        softly,
                        protocol.equals("tcp") ? 20 : 21,
                        lines.stream()
                                .filter(cells -> cells[0].equals(run) && cells[1].equals(protocol))
                                .toList());
            }
        }
        softly.assertAll();
    }

    private static void options(EngineKind engine, SoftAssertions softly, int socket, List<String[]> lines) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(CONTEXTS)) {
            BpfMap questions = collection.map("questions");
            for (int i = 0; i < lines.size(); i++) {
                ByteBuffer question = ByteBuffer.allocate(QUESTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                String[] cells = lines.get(i);
                for (int word = 2; word < 6; word++) {
                    question.putInt(Integer.parseInt(cells[word]));
                }
                question.put(HexFormat.of().parseHex(cells[6])).putLong(-999);
                questions.update(key(i), question.array());
            }
            ContextValue context = ContextValue.of(ProgramType.CGROUP_SOCK_ADDR)
                    .socket(socket)
                    .with("user_port", Short.reverseBytes((short) 4242) & 0xffff);
            RunResult result = collection.program("ask_options").run(context).run();
            softly.assertThat(result.fault()).isEmpty();
            for (int i = 0; i < lines.size(); i++) {
                byte[] answer = questions.lookup(key(i)).orElseThrow();
                String[] cells = lines.get(i);
                String seen =
                        ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN).getLong(32) + " "
                                + HexFormat.of().formatHex(answer, 16, 32);
                softly.assertThat(seen).as("%d: %s", i, String.join(" ", cells)).isEqualTo(cells[7] + " " + cells[8]);
            }
        }
    }

    @Test
    void referencesThatRunsLoseAreGivenBack() {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("verifier/sockets_more.bpf.o"), "sockets_more");
        String loses = "s4_cast_lost__EINVAL";
        for (String program : spec.programs().stream().map(each -> each.name()).toList()) {
            spec = spec.withAutoload(program, program.equals(loses));
        }
        World world = World.builder().socket(Socket.tcp(1, "0.0.0.0", 0)).build();
        try (Runtime runtime = Runtime.builder()
                        .engine(EngineKind.CHECKED)
                        .world(world)
                        .unverified()
                        .build();
                Collection collection = runtime.load(spec)) {
            RunResult result = collection.program(loses).run(RecordedQuestions.packet(64));
            assertThat(result.fault()).isEmpty();
            assertThat(collection.variable("sink").getLong()).as("it was found").isEqualTo(1);
            assertThat(runtime.socket(1).orElseThrow().references()).isZero();
            RecordedQuestions.assertNothingHeld(runtime);
        }
    }

    private static byte[] key(int index) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(index)
                .array();
    }

    @Test
    void runsForWhoseDataThereIsNoRoomLeaveNothing() {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("verifier/contexts.bpf.o"), "contexts");
        for (var program : spec.programs()) {
            spec = spec.withAutoload(program.name(), program.name().equals("a45_getsockopt_read_level__ok"));
        }
        try (Runtime runtime = Runtime.builder().memoryLimitBytes(8 << 20).build();
                Collection collection = runtime.load(spec)) {
            ContextValue value = ContextValue.of(ProgramType.CGROUP_SOCKOPT).data(new byte[16 << 20]);
            long before = runtime.committedBytes();
            for (int i = 0; i < 256; i++) {
                assertThatThrownBy(() -> collection
                                .program("a45_getsockopt_read_level__ok")
                                .run(value))
                        .isInstanceOf(BpfErrnoException.class);
            }
            assertThat(runtime.committedBytes() - before).isLessThanOrEqualTo(1 << 16);
        }
    }
}
