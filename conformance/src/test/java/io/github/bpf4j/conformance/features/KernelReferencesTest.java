package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Confinement;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.ObjectStorage;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.KernelValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** References on objects of the world: who has them, and that none is left. Each engine. */
class KernelReferencesTest {
    private static final CollectionSpec OBJECTS = KernelAnswers.read("world_objects");
    private static final int ARRAY = 0;
    private static final int HASH = 1;
    private static final int PERCPU = 2;
    private static final int LRU = 3;
    private static final int STORAGE = 4;
    private static final long[] ADDRESSES = {
        0, 8, -1, Long.MIN_VALUE, 0x0bf4_0000_0001_0000L, 0x0bf4_0000_0000_0000L, 0x0bf6_0000_0000_0000L, 0x1000_0000L
    };

    /** The object, loaded; nothing of it is left when it is closed. */
    private static final class Rig implements AutoCloseable {
        final Runtime runtime;
        final Collection collection;

        Rig(EngineKind engine) {
            this(KernelAnswers.runtime(engine).build(), OBJECTS);
        }

        Rig(Runtime runtime, CollectionSpec spec) {
            this.runtime = runtime;
            collection = KernelAnswers.load(runtime, spec);
            for (String map : List.of("kept_hash", "kept_lru")) {
                store(map);
            }
        }

        void store(String map) {
            BpfMap stored = collection.map(map);
            stored.update(new byte[4], new byte[stored.valueSize()]);
        }

        Rig at(int where) {
            collection.variable("where").setLong(where);
            return this;
        }

        RunResult attempt(String program) {
            return KernelAnswers.call(collection.program(program));
        }

        int run(String program) {
            return run(program, 0);
        }

        int run(String program, int cpu) {
            RunResult result = KernelAnswers.call(collection.program(program), cpu);
            assertThat(result.fault()).isEmpty();
            return (int) result.returnValue();
        }

        int put(int pid) {
            collection.variable("which").setLong(pid);
            return run("put");
        }

        int references() {
            return runtime.objects().kernelReferences();
        }

        @Override
        public void close() {
            collection.close();
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
            runtime.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesOwnWhatIsPutIntoThem(EngineKind engine) {
        for (int where : new int[] {ARRAY, HASH, PERCPU, LRU, STORAGE}) {
            try (Rig rig = new Rig(engine).at(where)) {
                assertThat(rig.run("look")).isEqualTo(-1);
                assertThat(rig.put(1)).isEqualTo(1);
                assertThat(rig.references()).as("a task and a group").isEqualTo(2);
                assertThat(rig.run("look")).isEqualTo(1);
                assertThat(rig.put(KernelAnswers.PID)).isEqualTo(1);
                assertThat(rig.references()).as("what was there was given up").isEqualTo(2);
                assertThat(rig.run("look")).isEqualTo(KernelAnswers.PID);
                assertThat(rig.run("take")).isEqualTo(2);
                assertThat(rig.references()).isZero();
                assertThat(rig.run("take")).isZero();
                rig.put(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void referencesGoWithTheElement(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            rig.at(HASH).put(1);
            rig.at(LRU).put(1);
            rig.at(PERCPU).put(1);
            rig.at(ARRAY).put(1);
            rig.at(STORAGE).put(1);
            assertThat(rig.references()).isEqualTo(10);
            ObjectStorage.of(rig.collection.map("kept_for_task")).remove(KernelValue.task(KernelAnswers.PID));
            assertThat(rig.references()).isEqualTo(8);
            rig.collection.map("kept_hash").delete(new byte[4]);
            assertThat(rig.references()).isEqualTo(6);
            for (int key = 1; key <= 32; key++) {
                BpfMap lru = rig.collection.map("kept_lru");
                lru.update(new byte[] {(byte) key, 0, 0, 0}, new byte[lru.valueSize()]);
            }
            assertThat(rig.references()).as("the element was evicted").isEqualTo(4);
            rig.store("kept_percpu");
            assertThat(rig.references()).isEqualTo(2);
            rig.store("kept");
            assertThat(rig.references())
                    .as("an update empties an element of an array")
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachCpuHasItsOwnValues(EngineKind engine) {
        try (Rig rig = new Rig(engine).at(PERCPU)) {
            rig.collection.variable("which").setLong(1);
            assertThat(rig.run("put", 1)).isEqualTo(1);
            assertThat(rig.run("look", 0)).isEqualTo(-1);
            assertThat(rig.run("look", 1)).isEqualTo(1);
            assertThat(rig.run("put", 0)).isEqualTo(1);
            assertThat(rig.references()).isEqualTo(4);
            rig.store("kept_percpu");
            assertThat(rig.references()).as("the values of all CPUs").isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void hostSeesNoPointers(EngineKind engine) {
        try (Rig rig = new Rig(engine).at(ARRAY)) {
            rig.put(1);
            assertThat(rig.collection.map("kept").lookup(new byte[4]).orElseThrow())
                    .containsOnly(0);
        }
    }

    /** Each reference is given up once: by whoever got it out of the field, or with the map. */
    @ParameterizedTest
    @EnumSource
    void exchangedPointersAreNeitherLostNorReleasedTwice(EngineKind engine) throws InterruptedException {
        int rounds = 4_000;
        try (Rig rig = new Rig(engine)) {
            for (int where : new int[] {ARRAY, HASH}) {
                rig.at(where).collection.variable("which").setLong(1);
                AtomicReference<Throwable> failed = new AtomicReference<>();
                List<Thread> threads = new ArrayList<>();
                for (int cpu = 0; cpu < 2; cpu++) {
                    int own = cpu;
                    threads.add(Thread.ofPlatform()
                            .uncaughtExceptionHandler((_, e) -> failed.compareAndSet(null, e))
                            .start(() -> {
                                for (int i = 0; i < rounds; i++) {
                                    int result = rig.run("race", own);
                                    assertThat(result).isIn(1, 2);
                                    if (own == 1 && i % 16 == 0) {
                                        rig.store(where == ARRAY ? "kept" : "kept_hash");
                                    }
                                }
                            }));
                }
                for (Thread thread : threads) {
                    thread.join();
                }
                assertThat(failed.get()).isNull();
                assertThat(rig.collection.variable("seen_wrong").getLong()).isZero();
                rig.run("take");
            }
            assertThat(rig.references()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatARunLosesIsGivenBack(EngineKind engine) {
        CollectionSpec spec = OBJECTS.withAutoload("lose", true).withAutoload("release_twice", true);
        try (Rig rig = new Rig(Confinement.of(KernelAnswers.runtime(engine)).build(), spec)) {
            assertThat(rig.attempt("lose").fault()).isEmpty();
            assertThat(rig.references()).isZero();
            assertThat(rig.attempt("release_twice").fault())
                    .get()
                    .extracting(Fault::kind)
                    .isEqualTo(Fault.Kind.BAD_ARGUMENT);
            assertThat(rig.references()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgedPointersAreNoObjects(EngineKind engine) {
        List<String> bad = List.of(
                "release_anything", "release_group", "acquire_anything", "ancestor_of_anything", "put_anything");
        CollectionSpec spec = OBJECTS;
        for (String program : bad) {
            spec = spec.withAutoload(program, true);
        }
        try (Rig rig = new Rig(Confinement.of(KernelAnswers.runtime(engine)).build(), spec)) {
            rig.at(ARRAY).put(1);
            for (long address : ADDRESSES) {
                rig.collection.variable("forged").setLong(address);
                for (String program : List.of("release_anything", "release_group")) {
                    assertThat(rig.attempt(program).fault())
                            .as("%s of %x", program, address)
                            .isPresent();
                }
                for (String program : List.of("acquire_anything", "ancestor_of_anything")) {
                    assertThat(rig.run(program))
                            .as("%s of %x", program, address)
                            .isZero();
                }
                RunResult put = rig.attempt("put_anything");
                assertThat(put.fault().isPresent()).isEqualTo(address != 0);
                rig.put(1);
            }
            assertThat(rig.run("look")).isEqualTo(1);
            assertThat(rig.references()).isEqualTo(2);
        }
    }
}
