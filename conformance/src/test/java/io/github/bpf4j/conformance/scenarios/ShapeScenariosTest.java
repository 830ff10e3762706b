package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.conformance.scenarios.KernelAnswers.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.MapTypes;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Timers in nested structures, and timers that several programs work on (features/timer_shapes.bpf.c). */
class ShapeScenariosTest {
    private static Collection load(Runtime runtime) {
        return runtime.load(CollectionSpec.read(Corpus.bytes("features/timer_shapes.bpf.o"), "timer_shapes"));
    }

    private static long number(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
    }

    private static long run(Collection collection, String program) {
        var result = collection.program(program).run(new byte[8]).run();
        assertThat(result.fault()).isEmpty();
        return result.returnValue();
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(57)
    void timerInANestedStructureFiresWithTheOuterValue(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = load(runtime)) {
            assertThat(run(collection, "arm_nested")).isZero();
            runtime.advance(Duration.ofNanos(1000));
            byte[] value = collection.map("nested").lookup(TimerRig.key(1)).orElseThrow();
            assertThat(number(value, 0)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(19)
    void threeProgramsShareTheTimersOfAMap(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = load(runtime)) {
            for (int key = 0; key < 4; key++) {
                collection.map("shared").update(TimerRig.key(key), new byte[24]);
            }
            assertThat(run(collection, "init_some")).isEqualTo(2);
            run(collection, "set_all");
            run(collection, "start_all");
            for (String results : new String[] {"set_results", "start_results"}) {
                for (int key = 0; key < 4; key++) {
                    assertThat(number(collection.variable(results).bytes(), 8 * key))
                            .as("%s[%d]", results, key)
                            .isEqualTo(key % 2 == 0 ? 0 : EINVAL.result());
                }
            }
            runtime.advance(Duration.ofNanos(1000));
            for (int key = 0; key < 4; key++) {
                byte[] value =
                        collection.map("shared").lookup(TimerRig.key(key)).orElseThrow();
                assertThat(number(value, 0)).isEqualTo(key % 2 == 0 ? 1 : 0);
            }
        }
    }

    private static CollectionSpec shapes() {
        return CollectionSpec.read(Corpus.bytes("scenarios/05_shapes.bpf.o"), "05_shapes");
    }

    /** What creating a map with that BTF answers, with CAP_BPF and without. */
    private static long creation(MapType type, boolean hasKey, String value, int flags, boolean capable) {
        Btf btf = shapes().btf();
        int keyType = hasKey ? btf.find(BtfKind.INT, "unsigned int").orElseThrow() : 0;
        int valueType = btf.find(BtfKind.STRUCT, value).orElseThrow();
        return MapShape.of(type, hasKey ? 4 : 0, 32, 4, flags)
                .withFields(SpecialFields.parse(btf, valueType, KernelProfile.V6_12))
                .check(new MapTypes(btf, keyType, valueType), KernelProfile.V6_12, capable);
    }

    @Test
    @Scenario(54)
    void mapsOfTimersNeedACapability() {
        assertThat(creation(MapType.ARRAY, true, "plain_timer", 0, true)).isZero();
        answered(54, "without CAP_BPF: timer array", creation(MapType.ARRAY, true, "plain_timer", 0, false));
        answered(
                54,
                "without CAP_BPF: timer array, RDONLY_PROG",
                creation(MapType.ARRAY, true, "plain_timer", MapFlags.RDONLY_PROG, false));
        answered(
                54,
                "without CAP_BPF: array of plain bytes, same BTF",
                creation(MapType.ARRAY, true, "bytes32", 0, false));
    }

    /** A loader does not pass the BTF of a queue's values, so only the kernel's own check tells. */
    @Test
    @Scenario(54)
    void queuesTakeNoTypes() {
        answered(
                54,
                "QUEUE with value BTF (refused for the type)",
                creation(MapType.QUEUE, false, "plain_timer", 0, true));
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(53)
    void mapOfTimersCanNeitherBeMappedNorFrozen(EngineKind engine) {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/timer_shapes.bpf.o"), "timer_shapes")
                .withMap("nested", map -> map.withFlags(MapFlags.MMAPABLE));
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec)) {
            for (ThrowingCallable command :
                    List.<ThrowingCallable>of(collection.map("nested")::mmap, collection.map("nested")::freeze)) {
                assertThatThrownBy(command)
                        .isInstanceOfSatisfying(
                                BpfErrnoException.class,
                                e -> assertThat(e.errno()).isEqualTo(Errno.ENOTSUPP));
            }
            run(collection, "set_all");
            collection.map("shared").update(TimerRig.key(1), new byte[24]);
            run(collection, "set_all");
            var mapped = collection.map(".bss").mmap();
            int offset = collection.spec().variable("set_results").byteOffset();
            assertThat(mapped.get(ValueLayout.JAVA_BYTE, offset + 8)).isEqualTo((byte) EINVAL.result());
        }
    }
}
