package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.RunEnvironment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs look at as the kernel does, where no kernel was asked: what the world does not hold, and pointers that are none. */
class KernelViewsTest {
    private static final CollectionSpec VIEWS = KernelAnswers.read("kernel_views");
    private static final long SEED = 4711;

    private static long answer(Collection collection, int index) {
        return ByteBuffer.wrap(collection.variable("out").bytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(index * Long.BYTES);
    }

    /** As threads of the kernel's have none. */
    @ParameterizedTest
    @EnumSource
    void taskWithoutExecutableHasNoFile(EngineKind engine) {
        try (Runtime runtime = KernelAnswers.runtime(engine).build();
                Collection collection = KernelAnswers.load(runtime, VIEWS)) {
            collection.variable("pid").setLong(2);
            KernelAnswers.event(
                    collection.program("executable"), KernelStruct.file("/etc/file"), RunEnvironment.ofTask(2));
            assertThat(KernelAnswers.answers(collection)).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void fileOfWhichNothingIsSaidHasNoName(EngineKind engine) {
        try (Runtime runtime = KernelAnswers.runtime(engine).build();
                Collection collection = KernelAnswers.load(runtime, VIEWS)) {
            for (String program : new String[] {"opened", "opened_by_helper"}) {
                KernelAnswers.event(
                        collection.program(program), KernelStruct.of("file"), RunEnvironment.ofTask(KernelAnswers.PID));
                assertThat(answer(collection, 0)).as(program).isEqualTo(-14);
                assertThat(answer(collection, 1)).as("nothing is written").isEqualTo(0x2323_2323_2323_2323L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rootHasANameToo(EngineKind engine) {
        try (Runtime runtime = KernelAnswers.runtime(engine).build();
                Collection collection = KernelAnswers.load(runtime, VIEWS)) {
            KernelAnswers.event(
                    collection.program("opened"), KernelStruct.file("/"), RunEnvironment.ofTask(KernelAnswers.PID));
            assertThat(answer(collection, 0)).isEqualTo(2);
            assertThat(answer(collection, 1) & 0xffff).isEqualTo('/');
        }
    }

    @ParameterizedTest
    @EnumSource
    void contextOfWhichNothingIsKnownIsAFault(EngineKind engine) {
        try (Runtime runtime = KernelAnswers.runtime(engine).build();
                Collection collection = KernelAnswers.load(runtime, VIEWS)) {
            assertThat(collection.program("sample").run(new byte[184]).run().fault())
                    .get()
                    .extracting(Fault::message)
                    .asString()
                    .contains("nothing is known of the kernel's view");
        }
    }

    /** Whatever number is taken for a pointer, the run goes on and reads guest memory or zero. */
    @ParameterizedTest
    @EnumSource
    void forgedPointersAreReadWithoutHarm(EngineKind engine) {
        SplittableRandom random = new SplittableRandom(SEED);
        try (Runtime runtime = KernelAnswers.runtime(engine).build();
                Collection collection = KernelAnswers.load(runtime, VIEWS)) {
            for (int i = 0; i < 20_000; i++) {
                long address = switch (i % 4) {
                    case 0 -> random.nextLong();
                    case 1 -> random.nextLong(1L << 32);
                    case 2 -> 0x0bf4_0000_0000_0000L | random.nextLong(1L << 28);
                    default -> ~random.nextLong(1L << 20);
                };
                collection.variable("forged").setLong(address);
                assertThat(KernelAnswers.call(collection.program("read_forged")).fault())
                        .as("%x, seed %d", address, SEED)
                        .isEmpty();
            }
        }
    }
}
