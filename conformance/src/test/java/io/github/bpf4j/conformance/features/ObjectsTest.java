package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Confinement;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.PacketBatch;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects that programs allocate, and what owns them, in each engine. */
class ObjectsTest {
    private static final CollectionSpec OBJECTS =
            CollectionSpec.read(Corpus.bytes("features/objects.bpf.o"), "objects");
    private static final int NOTHING = -2;

    /** The object, loaded; nothing of it is left when it is closed. */
    private static final class Rig implements AutoCloseable {
        final Runtime runtime;
        final Collection collection;

        Rig(EngineKind engine) {
            runtime = Runtime.builder().engine(engine).cpus(2).build();
            collection = runtime.load(OBJECTS);
        }

        int run(String program, long in) {
            return run(program, in, 0);
        }

        int run(String program, long in, int cpu) {
            collection.variable("in").setLong(in);
            RunResult result = collection.program(program).run(new Packet(new byte[64]), cpu);
            assertThat(result.fault()).isEmpty();
            return (int) result.returnValue();
        }

        int objects() {
            return runtime.objects().programObjects();
        }

        @Override
        public void close() {
            collection.close();
            assertThat(objects()).as("objects that outlive their owners").isZero();
            runtime.close();
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void listKeepsItsOrderFromBothEnds(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            assertThat(rig.run("pop_front", 0)).isEqualTo(NOTHING);
            for (int key = 1; key <= 4; key++) {
                assertThat(rig.run(key % 2 == 0 ? "push_front" : "push_back", key))
                        .isZero();
            }
            assertThat(rig.objects()).isEqualTo(4); // 4 2 1 3
            assertThat(rig.run("pop_back", 0)).isEqualTo(3);
            assertThat(rig.run("pop_front", 0)).isEqualTo(4);
            assertThat(rig.run("pop_front", 0)).isEqualTo(2);
            assertThat(rig.run("pop_back", 0)).isEqualTo(1);
            assertThat(rig.run("pop_back", 0)).isEqualTo(NOTHING);
            assertThat(rig.objects()).isZero();
            rig.run("push_back", 5);
        }
    }

    /** What is gone keeps its memory until the runs have ended that may know it: not until the batch ends that they are of. */
    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void memoryOfObjectsIsUsedAgainWhileABatchGoesOn(EngineKind engine) {
        int most = 500_000;
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .memoryLimitBytes(4 << 20)
                        .build();
                Collection collection = runtime.load(OBJECTS)) {
            collection.variable("in").setLong(5);
            int[] runs = {0};
            Packet frame = new Packet(new byte[64]);
            assertThat((int) collection.program("put").run(frame).returnValue()).isEqualTo(NOTHING);
            collection.program("put").runBatch(new PacketBatch() {
                @Override
                public boolean next(Packet packet) {
                    packet.set(new byte[64], 64);
                    return runs[0] < most;
                }

                @Override
                public void done(Packet packet, RunResult result) {
                    assertThat((int) result.returnValue()).as("run %d", runs[0]).isEqualTo(5);
                    runs[0]++;
                }
            });
            assertThat(runs[0]).isEqualTo(most);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void treeIsInTheOrderOfItsComparison(EngineKind engine) {
        Random random = new Random(7);
        try (Rig rig = new Rig(engine)) {
            assertThat(rig.run("tree_first", 0)).isEqualTo(NOTHING);
            List<Integer> keys = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int key = random.nextInt(100);
                keys.add(key);
                assertThat(rig.run("tree_add", key)).isZero();
            }
            assertThat(rig.collection.variable("calls").getLong())
                    .as("the tree is not deep")
                    .isLessThan(500 * 25);
            keys.sort(null);
            int lastKey = -1;
            long lastOrder = 0;
            for (int key : keys) {
                assertThat(rig.run("tree_first", 0)).isEqualTo(key);
                assertThat(rig.run("tree_take_first", 0)).isEqualTo(key);
                long order = rig.collection.variable("out").getLong();
                assertThat(key > lastKey || order > lastOrder)
                        .as("equal ones in the order in which they came")
                        .isTrue();
                lastKey = key;
                lastOrder = order;
            }
            assertThat(rig.run("tree_take_first", 0)).isEqualTo(NOTHING);
            rig.run("tree_add", 1);
            rig.run("tree_add", 2);
            assertThat(rig.objects()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void countedObjectIsInAListAndATreeAtOnce(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            rig.run("share", 9);
            rig.run("share", 4);
            assertThat(rig.objects()).isEqualTo(2);
            assertThat(rig.run("unlist", 0)).isEqualTo(9);
            assertThat(rig.objects()).as("the tree has it still").isEqualTo(2);
            assertThat(rig.run("unplant", 0)).isEqualTo(4);
            assertThat(rig.run("unplant", 0)).isEqualTo(9);
            assertThat(rig.objects()).isEqualTo(1);
            assertThat(rig.run("unlist", 0)).isEqualTo(4);
            assertThat(rig.objects()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void nodeIsInOneListOnly(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            assertThat(rig.run("push_twice", 0)).isEqualTo(Errno.EINVAL.number());
            assertThat(rig.objects()).isEqualTo(1);
            assertThat(rig.run("unlist", 0)).isZero();
            assertThat(rig.objects()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void objectsGoWithTheElementThatOwnsThem(EngineKind engine) {
        byte[] key = {1, 0, 0, 0};
        try (Rig rig = new Rig(engine)) {
            BpfMap queues = rig.collection.map("queues");
            queues.update(key, new byte[queues.valueSize()]);
            rig.run("push_in_value", 0);
            rig.run("push_in_value", 0);
            assertThat(rig.objects()).isEqualTo(2);
            queues.delete(key);
            assertThat(rig.objects()).isZero();
            queues.update(key, new byte[queues.valueSize()]);
            rig.run("push_in_value", 0);
            queues.update(key, new byte[queues.valueSize()]);
            assertThat(rig.objects()).as("another element took its place").isZero();
            rig.run("push_in_value", 0);
            assertThat(rig.objects()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void fieldsOwnWhatIsPutIntoThem(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            assertThat(rig.run("look", 0)).isEqualTo(NOTHING);
            assertThat(rig.run("put", 11)).isEqualTo(NOTHING);
            assertThat(rig.run("look", 0)).isEqualTo(11);
            assertThat(rig.run("put", 12)).isEqualTo(11);
            assertThat(rig.objects()).isEqualTo(1);
            BpfMap slots = rig.collection.map("slots");
            assertThat(slots.lookup(new byte[4]).orElseThrow())
                    .as("the host sees no address")
                    .containsOnly(0);
            slots.update(new byte[4], new byte[slots.valueSize()]);
            assertThat(rig.run("look", 0))
                    .as("an update of an array empties the fields")
                    .isEqualTo(NOTHING);
            assertThat(rig.objects()).isZero();
            rig.run("put", 13);
            assertThat(rig.run("wrap", 0)).isZero();
            assertThat(rig.objects()).as("one in the other").isEqualTo(2);
            assertThat(rig.run("look", 0)).isEqualTo(NOTHING);
            assertThat(rig.run("wrap", 0)).isZero();
            assertThat(rig.objects()).as("the first went with what it owned").isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void droppedObjectIsThereUntilTheRunsThatKnowItHaveEnded(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            for (int i = 0; i < 10_000; i++) {
                rig.run("put", 21);
                assertThat(rig.run("look_after_drop", 0)).isEqualTo(21);
            }
            assertThat(rig.objects()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void eachCpuHasItsCopyOfAPerCpuObject(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            assertThat(rig.run("count_per_cpu", 0, 0)).isEqualTo(101);
            assertThat(rig.run("count_per_cpu", 0, 1)).isEqualTo(101);
            assertThat(rig.run("count_per_cpu", 0, 1)).isEqualTo(102);
            assertThat(rig.run("count_per_cpu", 0, 0)).isEqualTo(202);
            assertThat(rig.objects()).isEqualTo(1);
        }
    }

    /** In Linux it is lost for ever. */
    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void objectOfTheCallerOfAGlobalFunctionThatThrowsIsDropped(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            assertThat(rig.run("lose", 1)).isEqualTo(7);
            assertThat(rig.objects()).isZero();
            assertThat(rig.run("lose", 0)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void allocationFailsWhenThereIsNoMemoryLeft(EngineKind engine) {
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .memoryLimitBytes(1 << 20)
                        .build();
                Collection collection = runtime.load(OBJECTS)) {
            RunResult result = collection.program("fill").run(new Packet(new byte[64]));
            assertThat(result.fault()).isEmpty();
            assertThat((int) result.returnValue()).isBetween(1, 255);
            assertThat(runtime.objects().programObjects()).isEqualTo((int) result.returnValue());
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void whatUnverifiedProgramsCorruptHarmsNobody(EngineKind engine) {
        CollectionSpec spec = OBJECTS;
        List<String> bad = List.of(
                "corrupt_head",
                "corrupt_node",
                "forge_pointer",
                "drop_anything",
                "drop_twice",
                "push_anything",
                "push_anywhere",
                "keep");
        for (String program : bad) {
            spec = spec.withAutoload(program, true);
        }
        try (Runtime runtime = Confinement.of(Runtime.builder()).engine(engine).build()) {
            try (Collection collection = runtime.load(spec)) {
                collection.variable("in").setLong(5);
                for (String program : List.of("push_back", "put", "push_back", "tree_add")) {
                    assertThat(collection
                                    .program(program)
                                    .run(new Packet(new byte[64]))
                                    .fault())
                            .isEmpty();
                }
                for (long in : new long[] {0, 5, -1, Long.MIN_VALUE, 0x0bf4_0000_0001_0000L, 0x0bf4_0008_0000_0000L}) {
                    collection.variable("in").setLong(in);
                    for (String program : bad) {
                        collection.program(program).run(new Packet(new byte[64]));
                    }
                }
                List<Integer> popped = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    popped.add((int) collection
                            .program("pop_front")
                            .run(new Packet(new byte[64]))
                            .returnValue());
                }
                assertThat(popped).as("the list is whole").containsExactly(5, 5);
            }
            assertThat(runtime.objects().programObjects()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void listIsWholeWhenTwoCpusWorkOnIt(EngineKind engine) throws InterruptedException {
        int rounds = 5_000;
        try (Rig rig = new Rig(engine)) {
            AtomicInteger pushed = new AtomicInteger();
            AtomicInteger popped = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int cpu = 0; cpu < 2; cpu++) {
                int own = cpu;
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < rounds; i++) {
                        pushed.addAndGet(rig.run(i % 3 == 0 ? "push_front" : "push_back", 1, own) == 0 ? 1 : 0);
                        popped.addAndGet(rig.run(i % 2 == 0 ? "pop_front" : "pop_back", 1, own) == 1 ? 1 : 0);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(pushed.get()).isEqualTo(2 * rounds);
            assertThat(rig.objects()).isEqualTo(pushed.get() - popped.get());
        }
    }

    /** Their names say nothing of how they are laid out. */
    @Test
    void objectsOfAnotherFileAreNotShared() {
        CollectionSpec again = CollectionSpec.read(Corpus.bytes("features/objects.bpf.o"), "again");
        try (Runtime runtime = Runtime.builder().build();
                Collection first = runtime.load(OBJECTS)) {
            Map<String, BpfMap> shared = Map.of("slots", first.map("slots"));
            assertThatThrownBy(() -> runtime.load(again, shared))
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class,
                            refused -> assertThat(refused.errno()).isEqualTo(Errno.EINVAL));
            runtime.load(OBJECTS, shared).close();
        }
    }
}
