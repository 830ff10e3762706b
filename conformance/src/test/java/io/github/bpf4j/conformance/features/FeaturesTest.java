package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.PacketBuilder;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.PerfReader;
import io.github.bpf4j.runtime.PrintkLine;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus's features objects: each program's result, globals and printed lines (results.csv), in each engine. */
class FeaturesTest {
    private static final byte[] FRAME = PacketBuilder.payload(72)
            .udp(1000, 2000)
            .ipv4(0x0a000001, 0x0a000002)
            .ethernet(1, 2);

    record Case(EngineKind engine, String object, String program, long result, String variables, String printed) {}

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (InputStream in = FeaturesTest.class.getResourceAsStream("results.csv")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] cells = line.split(",", 5);
                if (!cells[0].equals("object")) {
                    for (EngineKind engine : EngineKind.values()) {
                        cases.add(new Case(engine, cells[0], cells[1], Long.parseLong(cells[2]), cells[3], cells[4]));
                    }
                }
            }
        }
        return cases.stream();
    }

    private static Collection load(Runtime runtime, String object) {
        return runtime.load(CollectionSpec.read(Corpus.bytes("features/" + object + ".bpf.o"), object + ".bpf.o"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void programGivesTheResultItsCommentPromises(Case expected) {
        List<PrintkLine> printed = new ArrayList<>();
        try (Runtime runtime = Runtime.builder()
                        .engine(expected.engine())
                        .onPrintk(printed::add)
                        .build();
                Collection collection = load(runtime, expected.object())) {
            RunResult result = collection.program(expected.program()).run(new Packet(FRAME));
            assertThat(result.fault()).isEmpty();
            assertThat(result.verdict()).isEqualTo((int) expected.result());
            checkVariables(collection, expected.variables());
            assertThat(printed.stream().map(PrintkLine::text))
                    .isEqualTo(expected.printed().isEmpty() ? List.of() : List.of(expected.printed()));
        }
    }

    private static void checkVariables(Collection collection, String variables) {
        if (variables.contains("buffer=") || variables.contains("small=")) {
            String[] parts = variables.split("=", 2);
            byte[] text = (parts[1] + "\0").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(collection.variable(parts[0]).bytes()).startsWith(text);
            return;
        }
        for (String variable : variables.isEmpty() ? new String[0] : variables.split(" ")) {
            String[] parts = variable.split("=");
            int bracket = parts[0].indexOf('[');
            String name = bracket < 0 ? parts[0] : parts[0].substring(0, bracket);
            ByteBuffer bytes =
                    ByteBuffer.wrap(collection.variable(name).bytes()).order(ByteOrder.LITTLE_ENDIAN);
            int at = bracket < 0 ? 0 : 8 * Integer.parseInt(parts[0].substring(bracket + 1, parts[0].length() - 1));
            long value = bytes.capacity() == 4 ? bytes.getInt(at) : bytes.getLong(at);
            assertThat(value).as(variable).isEqualTo(Long.parseLong(parts[1]));
        }
    }

    @Test
    void everyProgramOfTheFeaturesIsRun() throws IOException {
        List<String> run = cases().map(each -> each.object() + "/" + each.program())
                .distinct()
                .toList();
        TreeSet<String> missing = new TreeSet<>();
        for (String object : cases().map(Case::object).distinct().toList()) {
            CollectionSpec.read(Corpus.bytes("features/" + object + ".bpf.o"), object)
                    .programs()
                    .forEach(program -> missing.add(object + "/" + program.name()));
        }
        run.forEach(missing::remove);
        assertThat(missing)
                .containsExactly("programs/syscall_double", "tail_calls/hop", "tail_calls/last", "tail_calls/loop");
    }

    @ParameterizedTest
    @EnumSource
    void syscallProgramSeesAndChangesItsContext(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = load(runtime, "programs")) {
            assertThat(collection.program("syscall_double").type()).isEqualTo(ProgramType.SYSCALL);
            var result = collection.program("syscall_double").run(new byte[] {21, 0, 0, 0});
            assertThat(result.run().fault()).isEmpty();
            assertThat(result.run().returnValue()).isEqualTo(42);
        }
    }

    @ParameterizedTest
    @EnumSource
    void redirectedPacketSaysWhereItGoes(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = load(runtime, "redirect")) {
            Packet packet = new Packet(FRAME);
            collection.program("xdp_redirect").run(packet);
            assertThat(packet.redirectIfindex()).isEqualTo(7);
            collection.program("xdp_redirect_refused").run(packet);
            assertThat(packet.redirectIfindex()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void packetIsWhatTheProgramMadeOfIt(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = load(runtime, "xdp_adjust")) {
            Packet packet = new Packet(FRAME);
            collection.program("head_grow").run(packet);
            byte[] grown = packet.data();
            assertThat(grown).hasSize(FRAME.length + 14);
            assertThat(grown[0]).isEqualTo((byte) 0xee);
            assertThat(java.util.Arrays.copyOfRange(grown, 14, grown.length)).isEqualTo(FRAME);
            packet.set(FRAME, FRAME.length);
            collection.program("tail_both_ways").run(packet);
            assertThat(packet.length()).isEqualTo(FRAME.length - 10);
            assertThat(packet.data()).endsWith(new byte[8]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tcProgramReadsAndLeavesFieldsOfThePacket(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = load(runtime, "tc")) {
            Packet packet = new Packet(FRAME);
            assertThat(collection.program("tc_classify").run(packet).verdict()).isZero();
            assertThat(packet.mark()).isEqualTo(0x1234);
            assertThat(packet.priority()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @EnumSource
    void perfEventsReachTheReaderOfTheirCpu(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).cpus(2).build();
                Collection collection = load(runtime, "perf_event")) {
            String map = collection.maps().keySet().stream()
                    .filter(name -> collection.map(name).type().name().equals("PERF_EVENT_ARRAY"))
                    .findFirst()
                    .orElseThrow();
            try (PerfReader reader = collection.map(map).openPerfEvent(1, 4096)) {
                assertThat(collection
                                .program("event_with_packet")
                                .run(new Packet(FRAME), 1)
                                .verdict())
                        .isZero();
                byte[] sample = reader.poll().orElseThrow();
                assertThat(sample).startsWith(2, 0, 0, 0, 0, 0, 0, 0, 1);
                assertThat(java.util.Arrays.copyOfRange(sample, sample.length - 14, sample.length))
                        .isEqualTo(java.util.Arrays.copyOf(FRAME, 14));
                assertThat(collection
                                .program("event_alone")
                                .run(new Packet(FRAME), 0)
                                .verdict())
                        .isEqualTo(-2);
                assertThat(reader.poll()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void globalsKeepTheirValuesBetweenRunsAndCanBeSet(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = load(runtime, "globals")) {
            for (int run = 1; run <= 3; run++) {
                assertThat(collection
                                .program("globals_sum")
                                .run(new Packet(FRAME))
                                .verdict())
                        .isEqualTo(1234 + run);
            }
            assertThat(collection.variable("in_bss").getLong()).isEqualTo(3);
            assertThat(collection.variable("in_data").getLong()).isEqualTo(10);
            collection.variable("in_data").setLong(100);
            assertThat(collection.program("globals_sum").run(new Packet(FRAME)).verdict())
                    .isEqualTo(1234 + 4 + 90);
        }
    }
}
