package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that look into kernel objects: the host may hand over memory, an address of no memory, or nothing. */
class KernelObjectsTest {
    private static final CollectionSpec OBJECTS =
            CollectionSpec.read(Corpus.bytes("features/kernel_objects.bpf.o"), "kernel_objects");

    private static final int PID = 2432;
    private static final int REAL_PARENT = 2448;

    private static void run(Collection collection, String name, long task) {
        Program program = collection.program(name);
        int size = program.type().context().map(ContextLayout::size).orElseThrow();
        ByteBuffer context = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        context.putLong(0, task);
        RunResult result = program.run(context.array()).run();
        assertThat(result.fault()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void whatIsThereIsRead(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(OBJECTS)) {
            run(collection, "tells_address", 0);
            long task = collection.variable("address").getLong();
            byte[] memory = new byte[8192];
            ByteBuffer tasks = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN);
            tasks.putInt(PID, 7);
            tasks.putLong(REAL_PARENT, task + 4096);
            tasks.putInt(4096 + PID, 1);
            collection.variable("memory").set(memory);
            run(collection, "looks", task);
            assertThat(collection.variable("pid").getLong()).isEqualTo(7);
            assertThat(collection.variable("parent_pid").getLong()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void whatIsNotThereReadsZero(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(OBJECTS)) {
            run(collection, "tells_address", 0);
            long address = collection.variable("address").getLong();
            byte[] memory = new byte[8192];
            Arrays.fill(memory, (byte) 0x5a);
            collection.variable("memory").set(memory);
            long[] noTasks = {0, -1, 1, Long.MIN_VALUE, 0xffff_8880_0000_0000L, address | Long.MIN_VALUE, address << 16
            };
            for (long task : noTasks) {
                collection.variable("pid").setLong(-1);
                run(collection, "looks", task);
                assertThat(collection.variable("pid").getLong())
                        .as("0x%x", task)
                        .isZero();
                assertThat(collection.variable("parent_pid").getLong()).isZero();
            }
            assertThat(collection.variable("runs").getLong()).isEqualTo(noTasks.length);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void objectThatLinuxAlwaysHandsOverMayBeAbsentHere(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(OBJECTS)) {
            run(collection, "compares", 0);
            assertThat(collection.variable("absent").getLong()).isEqualTo(1);
            run(collection, "compares", 0xffff_8880_0000_0000L);
            assertThat(collection.variable("absent").getLong()).isEqualTo(1);
        }
    }
}
