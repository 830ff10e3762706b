package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.RecordedQuestions.lines;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ObjectStorage;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Iterators over the elements of maps do what a 6.12 kernel answered (features/map_iterators-6.12.tsv): the program and the map, then twice
 * the error of reading and the lines, sorted, then how often the program ran, the last number, and how often it ran for none; or the error of
 * attaching it.
 */
class MapIteratorsTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/map_iterators.bpf.o"), "map_iterators");
    private static final int CPUS = 2;
    private static final World WORLD = World.builder()
            .socket(Socket.tcp(1, "0.0.0.0", 0))
            .socket(Socket.udp(2, "::", 0))
            .socket(Socket.of(3, Socket.Family.UNIX, Socket.STREAM, 0))
            .build();

    private static Runtime runtime(EngineKind engine) {
        return Runtime.builder().engine(engine).cpus(CPUS).world(WORLD).build();
    }

    private static byte[] bytes(int size, long value) {
        byte[] bytes = new byte[size];
        System.arraycopy(
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array(),
                0,
                bytes,
                0,
                Math.min(size, Long.BYTES));
        return bytes;
    }

    private static byte[] ofCpus(long value) {
        ByteBuffer all = ByteBuffer.allocate(CPUS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int cpu = 0; cpu < CPUS; cpu++) {
            all.putLong(value + cpu);
        }
        return all.array();
    }

    private static void fill(Collection collection) {
        for (int i = 1; i <= 3; i++) {
            for (String hash : List.of("hash", "lru")) {
                collection.map(hash).update(bytes(4, i), bytes(8, 10 * i));
            }
            collection.map("array").update(bytes(4, i - 1), bytes(8, 10 * i));
            for (String hash : List.of("percpu_hash", "percpu_lru")) {
                collection.map(hash).update(bytes(4, i), ofCpus(10 * i));
            }
            collection.map("percpu_array").update(bytes(4, i - 1), ofCpus(10 * i));
            collection.map("small").update(bytes(2, i), bytes(2, 10 * i));
            ObjectStorage.of(collection.map("sockets")).set(KernelValue.socket(i), bytes(8, i));
        }
    }

    /** What is read, as the answers have it: the error, then the lines, or of a program that writes bytes how many. */
    private static String read(Program program, BpfMap map) {
        byte[] text = program.iterate(map);
        if (program.name().equals("copies")) {
            return "0\t" + text.length + " bytes";
        }
        return "0\t" + new String(text, UTF_8).lines().sorted().collect(Collectors.joining(", "));
    }

    private static String answer(Collection collection, String name, String of) {
        Program program = collection.program(name);
        try {
            if (of.equals("-")) {
                return "" + program.iterate().length;
            }
            BpfMap map = collection.map(of);
            List<String> all = new ArrayList<>(List.of(read(program, map), read(program, map)));
            all.add(collection.variable("calls").getLong() + " "
                    + collection.variable("last_number").getLong() + " "
                    + collection.variable("ends").getLong());
            return String.join("\t", all);
        } catch (BpfErrnoException e) {
            return "" + -e.errno().number();
        }
    }

    @ParameterizedTest
    @EnumSource
    void elementsAreShownAsOnLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        for (String[] line : lines("map_iterators")) {
            String[] asked = line[0].split(" ");
            try (Runtime runtime = runtime(engine);
                    Collection collection = runtime.load(SPEC)) {
                fill(collection);
                softly.assertThat(answer(collection, asked[0], asked[1]))
                        .as(line[0])
                        .isEqualTo(String.join("\t", List.of(line).subList(1, line.length)));
            }
        }
        softly.assertAll();
    }

    /** What the program wrote is in the map; what goes while it is walked over is not shown. */
    @ParameterizedTest
    @EnumSource
    void programsChangeValues(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            fill(collection);
            BpfMap hash = collection.map("hash");
            collection.program("shows").iterate(hash);
            assertThat(hash.lookup(bytes(4, 2))).hasValue(bytes(8, 120));
            collection.program("removes").iterate(hash);
            assertThat(hash.lookup(bytes(4, 2))).isEmpty();
            assertThat(collection.program("shows").iterate(hash)).isEmpty();
            assertThatThrownBy(() -> collection.program("shows").iterate(collection.map("trie")))
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
        }
    }

    /** How much of a key and a value the program needs was promised of maps: nothing else is handed to it as one. */
    @Test
    void onlyMapsHaveElements() {
        KernelValue map = KernelValue.of(KernelStruct.of("bpf_map"));
        List<KernelValue> element = List.of(map, KernelValue.of(new byte[4]), KernelValue.of(new byte[4]));
        List<KernelValue> all = new ArrayList<>(List.of(KernelValue.of(KernelStruct.of("bpf_iter_meta"))));
        all.addAll(element);
        try (Runtime runtime = runtime(EngineKind.INTERPRETER);
                Runtime other = runtime(EngineKind.INTERPRETER);
                Collection collection = runtime.load(SPEC);
                Collection others = other.load(SPEC)) {
            Program program = collection.program("copies");
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> program.iterate(List.of(element), RunEnvironment.NONE),
                    () -> program.run(EventContext.arguments(all.toArray(new KernelValue[0]))))) {
                assertThatThrownBy(call)
                        .isInstanceOfSatisfying(
                                BpfErrnoException.class,
                                e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
            }
            assertThatThrownBy(() -> program.iterate(others.map("hash")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("of another runtime");
        }
    }
}
