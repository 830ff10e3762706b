package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.RecordedQuestions.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Descriptors;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.MapTarget;
import io.github.bpf4j.runtime.MapTargets;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RawProgram;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Commands that programs give the kernel are answered as by Linux 6.12 (features/system_commands-6.12.tsv): one program after the other, in
 * one process.
 */
class SystemCommandsTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/system_commands.bpf.o"), "system_commands");

    /**
     * Where this differs from Linux, see docs/parity.md: commands that are refused whatever their attributes say, bounds of what programs
     * make.
     */
    private static final Map<String, String> OTHER_ANSWERS =
            Map.of("loads", "-95 -95 -95 -95", "many", "4097 -12 0", "large_maps", "1 -12 0 0");

    private static final World WORLD = World.builder().networkInterface(1, "lo").build();

    /** What the programs are given: descriptors of a map and of the program, the map's id. */
    private static byte[] context(Runtime runtime, Collection collection, int given, Program program) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(given)
                .putInt(collection.map("given").id())
                .putInt(runtime.descriptors().add(program))
                .array();
    }

    private static Program.ContextResult run(Runtime runtime, Collection collection, int given, String name) {
        Program program = collection.program(name);
        byte[] context = context(runtime, collection, given, program);
        Program.ContextResult result = program.run(context);
        runtime.descriptors()
                .close(ByteBuffer.wrap(context).order(ByteOrder.LITTLE_ENDIAN).getInt(8));
        return result;
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = Runtime.builder().engine(engine).world(WORLD).build();
                Collection collection = runtime.load(SPEC)) {
            int given = runtime.descriptors().add(collection.map("given"));
            for (String[] answer : lines("system_commands")) {
                Program.ContextResult result = run(runtime, collection, given, answer[0]);
                softly.assertThat(WrittenAnswers.of(collection, answer[0], result.run()))
                        .as(answer[0])
                        .isEqualTo(OTHER_ANSWERS.getOrDefault(answer[0], answer[1]));
            }
        }
        softly.assertAll();
    }

    @Test
    void everyProgramHasItsAnswer() {
        assertThat(lines("system_commands").stream().map(cells -> cells[0]))
                .containsExactlyElementsOf(
                        SPEC.programs().stream().map(ProgramSpec::name).toList());
    }

    @ParameterizedTest
    @EnumSource
    void theHostFindsTheMapThatAProgramMade(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(SPEC)) {
            int mapsBefore = runtime.objects().maps();
            Program.ContextResult result = run(runtime, collection, 0, "hands_out");
            int number = ByteBuffer.wrap(result.context())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getInt();
            try (BpfMap made = runtime.descriptors().map(number)) {
                assertThat(made.name()).isEqualTo("made");
                assertThat(made.spec().maxEntries()).isEqualTo(3);
                assertThat(made.lookup(new byte[] {1, 0, 0, 0})).hasValue(new byte[] {0x34, 0x12, 0, 0, 0, 0, 0, 0});
                runtime.descriptors().close(number);
                made.update(new byte[4], new byte[8]);
                assertThat(runtime.objects().maps()).isEqualTo(mapsBefore + 1);
            }
            assertThat(runtime.objects().maps()).isEqualTo(mapsBefore);
            assertRefused(Errno.EBADF, () -> runtime.descriptors().map(number));
            assertRefused(Errno.EBADF, () -> runtime.descriptors().close(number));
        }
    }

    /** What a program made and closed counts until its run has ended, not longer. */
    @ParameterizedTest
    @EnumSource
    void boundsAreOfWhatIsThereAtATime(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(SPEC)) {
            int given = runtime.descriptors().add(collection.map("given"));
            for (int i = 0; i < 2; i++) {
                for (String program : List.of("many", "large_maps")) {
                    Program.ContextResult result = run(runtime, collection, given, program);
                    assertThat(WrittenAnswers.of(collection, program, result.run()))
                            .isEqualTo(OTHER_ANSWERS.get(program));
                    assertThat(runtime.objects().maps())
                            .isEqualTo(collection.maps().size());
                }
            }
        }
    }

    /** Making maps costs more than the instruction that asks for it. */
    @ParameterizedTest
    @EnumSource
    void makingMapsSpendsTheBudgetOfTheRun(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).fuel(1_000_000).build();
                Collection collection = runtime.load(SPEC)) {
            int given = runtime.descriptors().add(collection.map("given"));
            Program.ContextResult result = run(runtime, collection, given, "many");
            assertThat(result.run().fault())
                    .hasValueSatisfying(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_FUEL));
            assertThat(runtime.objects().maps()).isEqualTo(collection.maps().size());
        }
    }

    /** Makes a map of the attributes in its memory. */
    private static final String MAKES_A_MAP = """
            r2 = r1
            r1 = 0
            r3 = 80
            call 166
            exit
            """;

    /** What a program makes of a map's type, sizes of key and value and number of elements. */
    private static long made(Runtime runtime, MapType type, int key, int value, int entries) {
        byte[] attributes = ByteBuffer.allocate(80)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type.number())
                .putInt(key)
                .putInt(value)
                .putInt(entries)
                .array();
        try (RawProgram.Loaded program =
                runtime.raw(Assembler.assemble(MAKES_A_MAP)).withMemory(attributes)) {
            RunResult result = program.run();
            assertThat(result.fault()).isEmpty();
            return result.returnValue();
        }
    }

    /** Guest memory that a program's maps took is used again: whatever it makes and closes, others find room. */
    @ParameterizedTest
    @EnumSource
    void mapsThatAreGoneLeaveTheirMemory(EngineKind engine) {
        try (Runtime runtime =
                Runtime.builder().engine(engine).memoryLimitBytes(200 << 20).build()) {
            for (int i = 0; i < 10; i++) {
                assertThat(made(runtime, MapType.ARRAY, 4, 65 << 20, 1)).isEqualTo(Errno.ENOMEM.result());
                assertThat(made(runtime, MapType.USER_RINGBUF, 0, 0, 64 << 20)).isEqualTo(Errno.ENOMEM.result());
                for (MapType type : List.of(MapType.ARRAY, MapType.PERCPU_HASH)) {
                    long number = made(runtime, type, 4, 30_000, 2000);
                    assertThat(number).isEqualTo(3);
                    runtime.descriptors().close((int) number);
                }
            }
            MapSpec spec = MapSpec.of("own", MapType.ARRAY, 4, 100 << 20, 1);
            runtime.createMap(spec, Btf.empty(ByteOrder.LITTLE_ENDIAN)).close();
        }
    }

    /** What lies between the values of CPUs counts: 67,110,400 bytes are too many to be used again. */
    @Test
    void valuesOfManyCpusThatAreGoneLeaveTheirMemory() {
        try (Runtime runtime =
                Runtime.builder().cpus(25).memoryLimitBytes(200 << 20).build()) {
            for (int i = 0; i < 10; i++) {
                assertThat(made(runtime, MapType.PERCPU_ARRAY, 4, 28_256, 95)).isEqualTo(Errno.ENOMEM.result());
                long number = made(runtime, MapType.PERCPU_ARRAY, 4, 28_256, 94);
                assertThat(number).isEqualTo(3);
                runtime.descriptors().close((int) number);
            }
            MapSpec spec = MapSpec.of("own", MapType.ARRAY, 4, 100 << 20, 1);
            runtime.createMap(spec, Btf.empty(ByteOrder.LITTLE_ENDIAN)).close();
        }
    }

    @Test
    void mapsOfProgramsTakeNotMoreMemoryThanThereIsForThem() {
        try (Runtime runtime = Runtime.create()) {
            for (int i = 0; i < 4; i++) {
                assertThat(made(runtime, MapType.HASH, 4, 60_000, 1100)).isEqualTo(3 + i);
            }
            assertThat(made(runtime, MapType.HASH, 4, 60_000, 1100)).isEqualTo(Errno.ENOMEM.result());
            runtime.descriptors().close(4);
            assertThat(made(runtime, MapType.HASH, 4, 60_000, 1100)).isEqualTo(4);
        }
    }

    /** Stores the value at 48 under the key at 40 of its memory, which begins with the attributes. */
    private static final String UPDATES = """
            r2 = r1
            r3 = r1
            r3 += 40
            *(u64 *)(r1 + 8) = r3
            r3 += 8
            *(u64 *)(r1 + 16) = r3
            r1 = 2
            r3 = 32
            call 166
            exit
            """;

    private static long updated(Runtime runtime, int number, int key, int first, int second) {
        byte[] memory = ByteBuffer.allocate(56)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, number)
                .putInt(40, key)
                .putInt(48, first)
                .putInt(52, second)
                .array();
        try (RawProgram.Loaded program =
                runtime.raw(Assembler.assemble(UPDATES)).withMemory(memory)) {
            RunResult result = program.run();
            assertThat(result.fault()).isEmpty();
            return result.returnValue();
        }
    }

    /** Devices have the programs that descriptors are of, as when the host stores them (redirect_maps-6.12.tsv). */
    @ParameterizedTest
    @EnumSource
    void entriesOfDevicesHaveProgramsByTheirDescriptors(EngineKind engine) {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/redirect_maps.bpf.o"), "redirect_maps");
        try (Runtime runtime = Runtime.builder().engine(engine).world(WORLD).build();
                Collection collection = runtime.load(spec)) {
            BpfMap map = collection.map("dev8");
            int number = runtime.descriptors().add(map);
            int program = runtime.descriptors().add(collection.program("entry_pass"));
            int other = runtime.descriptors().add(collection.program("look_dev8"));
            assertThat(updated(runtime, number, 1, 1, program)).isZero();
            MapTarget target = MapTargets.of(map).get(1).orElseThrow();
            assertThat(target).isInstanceOfSatisfying(MapTarget.Device.class, device -> {
                assertThat(device.ifindex()).isEqualTo(1);
                device.program().orElseThrow().close();
            });
            assertThat(updated(runtime, number, 2, 1, 0)).isZero();
            for (int bad : new int[] {other, number, 1000, 2}) {
                assertThat(updated(runtime, number, 3, 1, bad)).as("%d", bad).isEqualTo(Errno.EINVAL.result());
            }
            assertThat(updated(runtime, number, 4, 1, program)).isEqualTo(Errno.E2BIG.result());
            int cpus = runtime.descriptors().add(collection.map("cpu8"));
            assertThat(updated(runtime, cpus, 0, 8, program)).isEqualTo(Errno.ENOMEM.result());
        }
    }

    @Test
    void descriptorsAreOpenFiles() {
        try (Runtime runtime = Runtime.create();
                Runtime other = Runtime.create()) {
            MapSpec spec = MapSpec.of("one", MapType.HASH, 4, 8, 1);
            BpfMap map = runtime.createMap(spec, Btf.empty(ByteOrder.LITTLE_ENDIAN));
            Descriptors descriptors = runtime.descriptors();
            assertThat(descriptors.add(map)).isEqualTo(3);
            assertThat(descriptors.add(map)).isEqualTo(4);
            descriptors.close(3);
            assertThat(descriptors.add(map)).isEqualTo(3);
            map.close();
            try (BpfMap again = descriptors.map(4)) {
                assertThat(again.id()).isEqualTo(map.id());
                assertThatThrownBy(() -> other.descriptors().add(again)).isInstanceOf(IllegalArgumentException.class);
                for (int number = 5; number < Descriptors.MOST; number++) {
                    assertThat(descriptors.add(again)).isEqualTo(number);
                }
                assertRefused(Errno.EMFILE, () -> descriptors.add(again));
            }
            assertThat(runtime.objects().maps()).isEqualTo(1);
            for (int number = 3; number < Descriptors.MOST; number++) {
                descriptors.close(number);
            }
            assertThat(runtime.objects().maps()).isZero();
            assertRefused(Errno.EINVAL, () -> descriptors.map(0));
            assertRefused(Errno.EBADF, () -> descriptors.map(-1));
            assertRefused(Errno.EBADF, () -> descriptors.close(3));
        }
    }

    private static void assertRefused(Errno errno, ThrowingCallable command) {
        assertThatThrownBy(command)
                .isInstanceOfSatisfying(
                        BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }
}
