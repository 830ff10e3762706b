package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What dynamic pointers answer is what a 6.12 kernel answered to the same programs (features/dynptrs-6.12.tsv). */
class DynptrsTest {
    private static final CollectionSpec DYNPTRS =
            CollectionSpec.read(Corpus.bytes("features/dynptrs.bpf.o"), "dynptrs");

    /** Bytes in front of what socket filters see in a kernel's test runs; here they see the Ethernet header. */
    private static final int ETHERNET_HEADER = 14;

    /** What is answered here where a kernel's packet has several parts: here it has one. */
    private static final Map<String, String> OF_ONE_PART = Map.of(
            "frags_slice", "0 0 7 20 33 8992 39 -1 -1 -1 4 11",
            "frags_slice_rdwr", "0 0 7 20 33 8992 39 -1 -1 -1 4 11",
            "frags_slice_without_buffer", "0 0 4 8992 -1 4 0 -1",
            "frags_slice_rdwr_without_buffer", "0 0 4 8992 -1 4 0 -1",
            "frags_around_the_first_edge", "0 0 8992 39 -1 -1 -1 8992 -1",
            "frags_around_the_first_edge_rdwr", "0 0 8992 39 -1 -1 -1 8992 -1",
            "frags_read_over_the_edge", "0 -7 238 238 -7 35 -7");

    private record Answer(String program, int packetBytes, String values) {
        boolean hasParts() {
            return packetBytes > 4096 && OF_ONE_PART.containsKey(program);
        }
    }

    private static List<Answer> answers() {
        return new String(Corpus.bytes("features/dynptrs-6.12.tsv"), UTF_8)
                .lines()
                .map(line -> line.split("\t"))
                .map(cells -> new Answer(cells[0], Integer.parseInt(cells[1]), cells[2]))
                .toList();
    }

    private static Runtime runtime(EngineKind engine) {
        return Runtime.builder().engine(engine).build();
    }

    private static String run(Collection collection, String name, int packetBytes) {
        Program program = collection.program(name);
        return WrittenAnswers.of(collection, name, program.run(new Packet(packet(program, packetBytes))));
    }

    private static byte[] packet(Program program, int packetBytes) {
        byte[] packet = new byte[packetBytes];
        for (int i = 0; i < packetBytes; i++) {
            packet[i] = (byte) i;
        }
        return program.type() == ProgramType.SOCKET_FILTER
                ? Arrays.copyOfRange(packet, ETHERNET_HEADER, packetBytes)
                : packet;
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(DYNPTRS)) {
            for (Answer answer : answers()) {
                softly.assertThat(run(collection, answer.program(), answer.packetBytes()))
                        .as("%s, packet of %d bytes", answer.program(), answer.packetBytes())
                        .isEqualTo(answer.hasParts() ? OF_ONE_PART.get(answer.program()) : answer.values());
            }
        }
        softly.assertAll();
    }

    @Test
    void everyProgramHasItsAnswer() {
        TreeSet<String> programs = new TreeSet<>();
        DYNPTRS.programs().forEach(program -> programs.add(program.name()));
        TreeSet<String> answered = new TreeSet<>();
        answers().forEach(answer -> answered.add(answer.program()));
        assertThat(answered).isEqualTo(programs).hasSizeGreaterThan(120);
        assertThat(answers().stream().filter(Answer::hasParts).map(Answer::program))
                .containsExactlyInAnyOrderElementsOf(OF_ONE_PART.keySet());
    }

    private static byte[] numbers(int from, int to) {
        byte[] bytes = new byte[to - from + 1];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    /** The host gets the whole record, also through a pointer that has only a part of it left. */
    @ParameterizedTest
    @EnumSource
    void recordsReachTheHost(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(DYNPTRS)) {
            BpfMap ring = collection.map("ring");
            run(collection, "ring_adjusted", 64);
            assertThat(ring.poll()).hasValue(numbers(1, 32));
            run(collection, "ring_adjusted_to_nothing", 64);
            assertThat(ring.poll()).hasValue(numbers(1, 24));
            run(collection, "ring_submitted_through_clone", 64);
            assertThat(ring.poll()).hasValue(new byte[] {1, 2, 3, 4, -18, -18, -18, -18, 1, 2, 3, 4, 5, 6, 7, 8});
            run(collection, "ring_submitted_with_flags", 64);
            assertThat(ring.poll()).hasValue(numbers(1, 8));
            for (String none : List.of("ring_discarded", "ring_null", "ring_full", "ring_too_large")) {
                run(collection, none, 64);
                assertThat(ring.poll()).as(none).isEqualTo(Optional.empty());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesReachThePacket(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(DYNPTRS)) {
            for (String name : List.of("tc_written_is_seen", "xdp_written_is_seen")) {
                Packet packet = new Packet(new byte[64]);
                collection.program(name).run(packet);
                assertThat(packet.data()).as(name).startsWith(new byte[14]);
                assertThat(Arrays.copyOfRange(packet.data(), 14, 22)).as(name).containsOnly(0xee);
                assertThat(packet.data()).as(name).endsWith(new byte[42]);
            }
            Packet readOnly = new Packet(new byte[64]);
            collection.program("cgroup_write").run(readOnly);
            assertThat(readOnly.data()).containsOnly(0);
        }
    }

    /** No packet of Linux is that long. */
    @ParameterizedTest
    @EnumSource
    void packetsThatAreLongerThanAnyPointerHaveNone(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(DYNPTRS)) {
            assertThat(run(collection, "tc_made", 0xff_ffff)).isEqualTo("0 0 0 16777215");
            assertThat(run(collection, "tc_made", 0x100_0000)).isEqualTo("-7 1 0 4294967274");
            assertThat(run(collection, "xdp_made", 0x100_0000)).isEqualTo("-7 1 0 4294967274");
            assertThat(run(collection, "tc_read", 100_000)).isEqualTo("0 0 7 238 0 159 -7 152 -7");
            assertThat(run(collection, "xdp_read", 100_000))
                    .as("XDP packets end for helpers at 64 KiB")
                    .isEqualTo("0 0 7 238 -14 7 -7 0 -7");
        }
    }

    /** A context that the host gives as bytes comes without one, as those of tracing programs do. */
    @ParameterizedTest
    @EnumSource
    void runWithoutAPacketHasNoPointer(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(DYNPTRS)) {
            for (String name : List.of("tc_made", "cgroup_made", "xdp_made")) {
                RunResult result = collection.program(name).run(new byte[192]).run();
                assertThat(WrittenAnswers.of(collection, name, result)).isEqualTo("-95 1 0 4294967274");
            }
            RunResult result =
                    collection.program("xdp_adjusted").run(new byte[24]).run();
            assertThat(WrittenAnswers.of(collection, "xdp_adjusted", result)).startsWith("-95 -22 4294967274 -22");
        }
    }
}
