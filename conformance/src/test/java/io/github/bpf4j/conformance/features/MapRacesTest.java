package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs on several CPUs and user space, all at once on one map, for as long as {@code bpf4j.races.ms} says. */
class MapRacesTest {
    private static final long RACE_NS = TimeUnit.MILLISECONDS.toNanos(Long.getLong("bpf4j.races.ms", 500));
    private static final int CPUS = 4;

    /** What one thread does again and again; how often something was wrong. */
    @FunctionalInterface
    private interface Work {
        long once(int thread);
    }

    private static Runtime runtime(EngineKind engine) {
        return Runtime.builder().engine(engine).cpus(CPUS).build();
    }

    private static Collection load(Runtime runtime) {
        return runtime.load(CollectionSpec.read(Corpus.bytes("features/map_races.bpf.o"), "map_races"));
    }

    private static Work program(Collection collection, String name) {
        ThreadLocal<Packet> packet = ThreadLocal.withInitial(() -> new Packet(new byte[64]));
        return thread -> {
            RunResult result = collection.program(name).run(packet.get(), thread);
            return result.fault().isPresent() ? 1 : (int) result.returnValue();
        };
    }

    private static void race(Work... works) throws Exception {
        long end = System.nanoTime() + RACE_NS;
        try (ExecutorService threads = Executors.newFixedThreadPool(works.length)) {
            List<Callable<Long>> tasks = new ArrayList<>();
            for (int i = 0; i < works.length; i++) {
                int thread = i;
                tasks.add(() -> {
                    long wrong = 0;
                    while (wrong == 0 && System.nanoTime() - end < 0) {
                        wrong = works[thread].once(thread);
                    }
                    return wrong;
                });
            }
            for (Future<Long> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isZero();
            }
        }
    }

    private static byte[] whole(long number) {
        return ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .putLong(~number)
                .putLong(number * 3)
                .putLong(number)
                .array();
    }

    private static long number(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static boolean isTorn(byte[] value) {
        return !java.util.Arrays.equals(value, whole(number(value)));
    }

    private static byte[] key(int bits, int... address) {
        ByteBuffer key = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(bits);
        for (int part : address) {
            key.put((byte) part);
        }
        return key.array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue", "stack"})
    void everyValueComesOutOnceAndWhole(String name) throws Exception {
        try (Runtime runtime = runtime(EngineKind.INTERPRETER);
                Collection collection = load(runtime)) {
            BpfMap map = collection.map(name);
            long[] taken = new long[2];
            race(
                    program(collection, name + "_produces"),
                    program(collection, name + "_consumes"),
                    program(collection, name + "_produces"),
                    thread -> {
                        Optional<byte[]> value = map.pop();
                        if (value.isEmpty()) {
                            return 0;
                        }
                        taken[0]++;
                        taken[1] += number(value.get());
                        return isTorn(value.get()) || map.waiting().stream().anyMatch(MapRacesTest::isTorn) ? 1 : 0;
                    });
            for (byte[] left : map.waiting()) {
                taken[0]++;
                taken[1] += number(left);
            }
            assertThat(collection.variable("popped").getLong() + taken[0])
                    .isEqualTo(collection.variable("pushed").getLong())
                    .isPositive();
            assertThat(collection.variable("popped_sum").getLong() + taken[1])
                    .isEqualTo(collection.variable("pushed_sum").getLong());
        }
    }

    @ParameterizedTest
    @EnumSource
    void routesAreFoundWhileOthersComeAndGo(EngineKind engine) throws Exception {
        try (Runtime runtime = runtime(engine);
                Collection collection = load(runtime)) {
            BpfMap routes = collection.map("routes");
            routes.update(key(8, 10), whole(1));
            routes.update(key(8, 12), whole(0));
            race(
                    program(collection, "routes_change"),
                    program(collection, "routes_lookup"),
                    thread -> program(collection, "routes_count").once(thread)
                            + program(collection, "routes_change").once(thread),
                    thread -> {
                        long wrong = 0;
                        for (BpfMap.Entry entry : routes.entries()) {
                            wrong += entry.key()[4] == 10 && isTorn(entry.value()) ? 1 : 0;
                        }
                        byte[] key = key(20, 10, 1, 2, 3);
                        routes.update(key, whole(7));
                        wrong += routes.lookup(key(32, 10, 200, 1, 1))
                                        .map(MapRacesTest::isTorn)
                                        .orElse(true)
                                ? 1
                                : 0;
                        routes.delete(key);
                        return wrong;
                    });
            assertThat(number(routes.lookup(key(32, 12, 1, 1, 1)).orElseThrow()))
                    .isEqualTo(collection.variable("counted").getLong())
                    .isPositive();
            assertThat(routes.size())
                    .isBetween(2, 1000)
                    .isEqualTo(routes.entries().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void filtersForgetNothing(EngineKind engine) throws Exception {
        try (Runtime runtime = runtime(engine);
                Collection collection = load(runtime)) {
            BpfMap seen = collection.map("seen");
            Work pushes = program(collection, "seen_is_never_forgotten");
            long[] next = {1L << 40};
            race(pushes, pushes, pushes, thread -> {
                byte[] value = ByteBuffer.allocate(8).putLong(next[0]++).array();
                seen.push(value);
                return seen.mayContain(value) ? 0 : 1;
            });
        }
    }
}
