package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.ContextValue;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TestRun;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.World;
import io.github.bpf4j.time.VirtualClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small programs that use what few others use: their results are those that Linux recorded. */
class RecordedUsesTest {
    private static final String FRAME = "0200000000010200000000020800450000540000000040010000010203040506070800000000"
            + "00000000000000000000000000000000000000000000000000000000000000000000000000000000";

    private static CollectionSpec spec(String name) {
        return CollectionSpec.read(Corpus.bytes("features/" + name + ".bpf.o"), name);
    }

    private static String numbers(Collection collection, String variable) {
        ByteBuffer bytes =
                ByteBuffer.wrap(collection.variable(variable).bytes()).order(ByteOrder.LITTLE_ENDIAN);
        long[] values = new long[bytes.capacity() / Long.BYTES];
        bytes.asLongBuffer().get(values);
        return Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @EnumSource
    void socketsAreWhatLinuxSaysTheyAre(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .world(SocketWorld.world())
                        .build();
                Collection collection = runtime.load(spec("socket_casts"))) {
            for (String[] cells : RecordedQuestions.lines("socket_casts")) {
                String answer = RecordedQuestions.ask(
                        collection, cells[1], RecordedQuestions.packet(100), cells[2], new int[1]);
                softly.assertThat(answer).as("%s %s", cells[0], cells[1]).isEqualTo(cells[3]);
            }
            RecordedQuestions.assertNothingHeld(runtime);
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @EnumSource
    void packetsAreSeenFromWhereTheTypeSeesThem(EngineKind engine) {
        for (String[] cells : RecordedQuestions.lines("packet_types")) {
            try (Runtime runtime = Runtime.builder().engine(engine).build();
                    Collection collection = runtime.load(spec("packet_types"))) {
                Program program = collection.program(cells[0]);
                TestRun asked = new TestRun().data(HexFormat.of().parseHex(FRAME));
                if (cells[1].equals("524")) {
                    assertThatThrownBy(() -> program.testRun(asked))
                            .as(cells[0])
                            .isInstanceOfSatisfying(
                                    BpfErrnoException.class,
                                    e -> assertThat(e.errno()).isEqualTo(Errno.ENOTSUPP));
                    continue;
                }
                TestRun.Result result = program.testRun(asked);
                assertThat(result.run().verdict()).as(cells[0]).isEqualTo(Integer.parseInt(cells[2]));
                assertThat(HexFormat.of().formatHex(result.data())).as(cells[0]).isEqualTo(cells[3]);
                assertThat(numbers(collection, "seen")).as(cells[0]).isEqualTo(cells[4]);
            }
        }
    }

    /** Linux has no test runs of this type: from the network header on, as the others on their way through a tunnel. */
    @ParameterizedTest
    @EnumSource
    void segmentsAreSeenFromTheNetworkHeaderOn(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec("packet_types"))) {
            RunResult result = collection
                    .program("sees_seg6")
                    .run(new Packet(HexFormat.of().parseHex(FRAME)));
            assertThat(result.verdict()).isEqualTo(2);
            assertThat(numbers(collection, "seen")).isEqualTo("64 8 0 69");
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesOfOtherCpusAreThoseOfLinux(EngineKind engine) {
        for (String[] cells : RecordedQuestions.lines("percpu_lookups")) {
            try (Runtime runtime = Runtime.builder().engine(engine).cpus(2).build();
                    Collection collection = runtime.load(spec("percpu_lookups"))) {
                RunResult result =
                        collection.program(cells[0]).run(RecordedQuestions.packet(64), Integer.parseInt(cells[1]));
                assertThat(result.fault()).isEmpty();
                assertThat(numbers(collection, "answers")).as(cells[0]).isEqualTo(cells[2]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void workOfLaterKernelsTakesItsCallbackByThreeArguments(EngineKind engine) {
        VirtualClock clock = new VirtualClock();
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .profile(KernelProfile.V7_0)
                        .clock(clock)
                        .build();
                Collection collection = runtime.load(spec("wq_callback"))) {
            assertThat(collection
                            .program("starts_work")
                            .run(RecordedQuestions.packet(64))
                            .verdict())
                    .isZero();
            runtime.advance(Duration.ofNanos(1));
            ByteBuffer element = ByteBuffer.wrap(
                            collection.map("elements").lookup(new byte[4]).orElseThrow())
                    .order(ByteOrder.LITTLE_ENDIAN);
            assertThat(element.getLong(2 * Long.BYTES)).as("runs").isEqualTo(1);
        }
    }

    private static World withVariables() {
        return World.builder()
                .variable("bpf_prog_active", KernelValue.of(0))
                .variable(
                        "runqueues",
                        KernelValue.of(KernelStruct.of("rq").with("cpu", 0)),
                        KernelValue.of(KernelStruct.of("rq").with("cpu", 1)))
                .symbol("init_task", 0xffff_ffff_8ea1_0940L)
                .build();
    }

    /** On two CPUs, on the first, as Linux was asked. */
    @ParameterizedTest
    @EnumSource
    void variablesOfTheKernelHoldWhatTheWorldSays(EngineKind engine) {
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .cpus(2)
                        .world(withVariables())
                        .build();
                Collection collection = runtime.load(spec("ksyms"))) {
            RunResult result = collection.program("reads_variables").run(RecordedQuestions.packet(64), 0);
            assertThat(result.fault()).isEmpty();
            assertThat(numbers(collection, "answers")).isEqualTo("0 0 0 1 -1 0");
            assertThat(collection
                            .program("takes_addresses")
                            .run(RecordedQuestions.packet(64))
                            .verdict())
                    .as("a weak symbol that is not there")
                    .isZero();
            assertThat(collection.variable("address").getLong()).isEqualTo(0xffff_ffff_8ea1_0940L);
        }
    }

    @Test
    void variablesThatTheWorldSaysNothingOfAreNotMadeUp() {
        try (Runtime runtime = Runtime.builder()
                .world(World.builder().symbol("init_task", 1).build())
                .build()) {
            CollectionSpec spec = spec("ksyms");
            assertThatThrownBy(() -> runtime.load(spec))
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EOPNOTSUPP))
                    .hasMessageContaining("the world does not say what the kernel variable");
        }
        try (Runtime runtime = Runtime.create()) {
            CollectionSpec spec = spec("ksyms").withAutoload("reads_variables", false);
            assertThatThrownBy(() -> runtime.load(spec))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("extern init_task is an address without a type, and nobody says what it is");
        }
    }

    @Test
    void valuesOfVariablesThatDoNotFitAreRefused() {
        KernelValue other = KernelValue.of(KernelStruct.of("task_struct"));
        KernelValue rq = KernelValue.of(KernelStruct.of("rq"));
        for (KernelValue[] values : List.of(new KernelValue[] {other}, new KernelValue[] {rq, rq, rq})) {
            try (Runtime runtime = Runtime.builder()
                    .cpus(2)
                    .world(World.builder()
                            .variable("bpf_prog_active", KernelValue.of(0))
                            .variable("runqueues", values)
                            .symbol("init_task", 1)
                            .build())
                    .build()) {
                CollectionSpec spec = spec("ksyms");
                assertThatThrownBy(() -> runtime.load(spec)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    /** A load beyond the packet gives 0 to the caller of its function, as Linux 6.12 did; each adds one. */
    @ParameterizedTest
    @ValueSource(strings = {"a72_packet_load_in_function__ok", "a72_packet_load_in_global__ok"})
    void packetLoadsThatFindNothingEndTheirFunction(String program) {
        CollectionSpec all = CollectionSpec.read(Corpus.bytes("verifier/early_returns.bpf.o"), "early_returns");
        CollectionSpec one = all.programs().stream()
                .reduce(
                        all,
                        (spec, each) ->
                                spec.withAutoload(each.name(), each.name().equals(program)),
                        (first, _) -> first);
        for (EngineKind engine : EngineKind.values()) {
            try (Runtime runtime = Runtime.builder().engine(engine).build();
                    Collection collection = runtime.load(one)) {
                RunResult result = collection.program(program).run(RecordedQuestions.packet(64));
                assertThat(result.fault()).isEmpty();
                assertThat(result.verdict()).isEqualTo(1);
            }
        }
    }

    /** Linux 6.12 gave this to a program that saw a socket of TCP connect. */
    @ParameterizedTest
    @EnumSource
    void callbacksOfSocketsAreAskedForAsOfLinux(EngineKind engine) {
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .world(SocketWorld.world())
                        .build();
                Collection collection = runtime.load(spec("rare_types"))) {
            ContextValue connecting =
                    ContextValue.of(ProgramType.SOCK_OPS).socket(20).with("op", 3);
            RunResult result =
                    collection.program("asks_for_callbacks").run(connecting).run();
            assertThat(result.fault()).isEmpty();
            assertThat(numbers(collection, "answers")).isEqualTo("0 0 5 256");
        }
    }

    @ParameterizedTest
    @EnumSource
    void signalsAreMeasured(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec("rare_types"))) {
            Program program = collection.program("measures");
            assertThat(program.run(new byte[] {(byte) 0xf4, 1, 0, 1}).run().verdict())
                    .isZero();
            assertThat(collection.variable("sample").getLong()).isEqualTo(0x0100_01f4);
            assertThat(program.run(new byte[] {1, 0, 0, 3}).run().verdict()).isEqualTo(-22);
        }
    }
}
