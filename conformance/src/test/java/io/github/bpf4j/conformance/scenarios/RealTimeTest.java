package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.conformance.scenarios.OpsRig.FAR;
import static io.github.bpf4j.conformance.scenarios.OpsRig.MS;
import static io.github.bpf4j.conformance.scenarios.OpsRig.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.conformance.scenarios.OpsRig.Op;
import io.github.bpf4j.conformance.scenarios.OpsRig.Request;
import io.github.bpf4j.conformance.scenarios.OpsRig.Where;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.time.SystemClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Timers on the host's clock: the suite of those tests that wait. None says how late a timer may be; what must happen is waited for
 * long enough for any machine.
 */
@Tag("real-time")
class RealTimeTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for it").isLessThan(end);
            Thread.sleep(1);
        }
    }

    private static OpsRig rig(EngineKind engine) {
        return new OpsRig(engine, new SystemClock());
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({6, 7, 8, 15})
    void timersFireOnceAndNeverEarly(EngineKind engine) throws InterruptedException {
        try (OpsRig rig = rig(engine)) {
            for (int slot = 1; slot <= 3; slot++) {
                rig.acts(slot);
            }
            long begun = rig.runtime.nowNs();
            rig.arm(Where.ARR, 1, 1, FAR);
            rig.arm(Where.ARR, 2, 2, 20 * MS);
            rig.arm(Where.ARR, 3, 3, 0);
            await(() -> rig.runs(3) == 1);
            await(() -> rig.runs(2) == 1);
            await(() -> rig.lastNs(2) != 0); // the callback counts first
            assertThat(rig.lastNs(2)).isGreaterThanOrEqualTo(begun + 20 * MS);
            assertThat(rig.cancel(Where.ARR, 2)).isZero();
            assertThat(rig.start(Where.ARR, 1, 1000)).isZero();
            await(() -> rig.runs(1) == 1);
            assertThat(rig.cancel(Where.ARR, 1)).isZero();
            assertThat(rig.runtime.timers().fired()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({7, 38, 40})
    void whatIsCancelledOrRemovedNeverFires(EngineKind engine) throws InterruptedException {
        try (OpsRig rig = rig(engine)) {
            rig.acts(1);
            rig.arm(Where.ARR, 1, 1, 2000 * MS);
            rig.arm(Where.ARR, 2, 1, 2000 * MS);
            rig.arm(Where.HASH, 1, 1, 2000 * MS);
            rig.arm(Where.HASH, 2, 1, 2000 * MS);
            assertThat(rig.cancel(Where.ARR, 1)).isEqualTo(1);
            rig.map(Where.ARR).update(key(2), OpsRig.value(1));
            assertThat(rig.map(Where.HASH).delete(key(1))).isTrue();
            rig.map(Where.HASH).update(key(2), OpsRig.value(1));
            rig.acts(2);
            rig.arm(Where.ARR, 3, 2, 2500 * MS);
            await(() -> rig.runs(2) == 1);
            assertThat(rig.runs(1)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({67, 71})
    void aTimerThatReArmsItselfGoesOnUntilTheMapHasNoUser(EngineKind engine) throws InterruptedException {
        try (OpsRig rig = rig(engine)) {
            rig.acts(1, Request.of(Op.START, Where.SELF, 0, MS));
            rig.arm(Where.HASH, 1, 1, MS);
            await(() -> rig.runs(1) > 10);
            rig.map(Where.HASH).close();
            long runs = rig.runs(1);
            Thread.sleep(50); // fifty of its periods, in which nothing may happen
            assertThat(rig.runs(1)).isEqualTo(runs);
            assertThat(rig.runtime.timers().pending()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(75)
    void theRuntimeMayBeClosedFromInsideACallback(EngineKind engine) throws InterruptedException {
        AtomicReference<Runtime> itself = new AtomicReference<>();
        AtomicReference<Thread> executor = new AtomicReference<>();
        CountDownLatch closed = new CountDownLatch(1);
        Runtime runtime = Runtime.builder()
                .engine(engine)
                .clock(new SystemClock())
                .onPrintk(line -> {
                    executor.set(Thread.currentThread());
                    itself.get().close();
                    closed.countDown();
                })
                .build();
        itself.set(runtime);
        Collection collection =
                runtime.load(CollectionSpec.read(Corpus.bytes("features/life_cycle.bpf.o"), "life_cycle"));
        byte[] delay = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(1000)
                .array();
        assertThat(collection.program("arm").run(delay).run().returnValue()).isZero();
        assertThat(closed.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
        await(() -> !executor.get().isAlive());
        assertThat(runtime.timers().live()).isZero();
        runtime.close();
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatThrowsDoesNotStopTheTimers(EngineKind engine) throws InterruptedException {
        AtomicInteger thrown = new AtomicInteger();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> thrown.incrementAndGet());
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .clock(new SystemClock())
                        .onPrintk(line -> {
                            if (thrown.get() % 2 == 0) {
                                throw new AssertionError("what a listener expected");
                            }
                            throw new IllegalStateException("a listener's mistake");
                        })
                        .build();
                Collection collection =
                        runtime.load(CollectionSpec.read(Corpus.bytes("features/life_cycle.bpf.o"), "life_cycle"))) {
            byte[] delay = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(1000)
                    .array();
            for (int round = 1; round <= 2; round++) {
                int expected = round;
                assertThat(collection.program("arm").run(delay).run().returnValue())
                        .isZero();
                await(() -> thrown.get() == expected);
            }
            assertThat(runtime.objects().runningCallbacks()).isZero();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void theThreadOfTimersStartsWithTheFirstAndEndsWithTheRuntime() {
        Set<Thread> before = threads();
        try (Runtime runtime = Runtime.builder().clock(new SystemClock()).build();
                Collection collection = runtime.load(OpsRig.spec())) {
            assertThat(threads()).isEqualTo(before);
            collection.map("arr").update(key(1), OpsRig.value(1));
            OpsRig.ask(collection.program("op"), Request.of(Op.INIT, Where.ARR, 1, OpsRig.MONO));
            OpsRig.ask(collection.program("op"), Request.of(Op.SET, Where.ARR, 1, 0));
            assertThat(threads()).isEqualTo(before);
            OpsRig.ask(collection.program("op"), Request.of(Op.START, Where.ARR, 1, FAR));
            assertThat(threads()).hasSize(before.size() + 1);
        }
        assertThat(threads()).isEqualTo(before);
    }

    private static Set<Thread> threads() {
        Set<Thread> threads = new java.util.HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith("bpf4j-timers"));
        return threads;
    }

    private static final int STRESS_CPUS = 4;
    private static final int FIRST_OWN_KEY = 4;

    /*
     * Everything that touches timers, from sixteen threads on four CPUs, on maps of all kinds: what each call may answer is checked, and
     * the rig checks that nothing is left. Four more threads have an index of the array each, to themselves: there every arming must
     * be one callback, and after a removal there must be none.
     */
    @ParameterizedTest
    @EnumSource
    @Scenario(50)
    void manyThreadsOnTheSameTimersAnswerAsTheRulesSayAndLeaveNothing(EngineKind engine) {
        int seconds = Integer.getInteger("bpf4j.stress.seconds", 30);
        long seed = 20261126;
        System.out.println("RealTimeTest seed " + seed + ", " + seconds + " s");
        try (OpsRig rig = new OpsRig(
                Runtime.builder().engine(engine).clock(new SystemClock()).cpus(STRESS_CPUS))) {
            rig.acts(0, Request.of(Op.START, Where.SELF, 0, 100_000));
            for (int i = 0; i < STRESS_CPUS; i++) {
                rig.acts(FIRST_OWN_KEY + i);
            }
            Map<Where, Integer> ids = new EnumMap<>(Where.class);
            HAMMERED.forEach(map -> ids.put(map, rig.map(map).id()));
            rig.map(Where.LRU).close(); // whose users come and go: its timers die with each last one
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            List<CompletableFuture<Long>> threads = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                int cpu = i % STRESS_CPUS;
                threads.add(TimerStops.beside(() -> {
                    long calls = 0;
                    for (; System.nanoTime() < end; calls++) {
                        hammer(rig, random, cpu, ids);
                    }
                    return calls;
                }));
            }
            for (int i = 0; i < STRESS_CPUS; i++) {
                SplittableRandom random = new SplittableRandom(~seed - i);
                int cpu = i;
                threads.add(TimerStops.beside(() -> armOneByOne(rig, random, cpu, end)));
            }
            long calls = 0;
            for (CompletableFuture<Long> thread : threads) {
                calls += thread.orTimeout(seconds + 120L, TimeUnit.SECONDS).join();
            }
            assertThat(rig.runtime.timers().fired()).isPositive();
            System.out.println("RealTimeTest " + engine + ", " + calls + " calls, " + rig.runtime.timers());
        }
    }

    private static long armOneByOne(OpsRig rig, SplittableRandom random, int cpu, long end) {
        int slot = FIRST_OWN_KEY + cpu;
        long expected = 0;
        long armings = 0;
        for (; System.nanoTime() < end; armings++) {
            rig.put(Where.ARR, slot, slot);
            timer(rig.ask(cpu, Op.INIT, Where.ARR, slot, OpsRig.MONO));
            timer(rig.ask(cpu, Op.SET, Where.ARR, slot, 0));
            assertThat(rig.ask(cpu, Op.START, Where.ARR, slot, random.nextLong(200_000)))
                    .isZero();
            if (random.nextInt(4) == 0) {
                rig.put(Where.ARR, slot, slot);
                rig.runtime.quiesce();
                long runs = rig.runs(slot);
                assertThat(runs).as("fired before it was removed, or not").isBetween(expected, expected + 1);
                expected = runs;
            } else {
                expected++;
                long patience = System.nanoTime() + LONG_ENOUGH.toNanos();
                while (rig.runs(slot) < expected) {
                    assertThat(System.nanoTime()).as("lost").isLessThan(patience);
                    Thread.onSpinWait();
                }
            }
            assertThat(rig.runs(slot))
                    .as("once per arming, never after a removal")
                    .isEqualTo(expected);
        }
        return armings;
    }

    private static final Set<Long> TIMER_ANSWERS =
            Set.of(0L, 1L, EINVAL.result(), Errno.EBUSY.result(), Errno.EPERM.result(), -8888L);
    private static final Set<Long> MAP_ANSWERS = Set.of(
            0L,
            EINVAL.result(),
            Errno.ENOENT.result(),
            Errno.EEXIST.result(),
            Errno.E2BIG.result(),
            Errno.ENOMEM.result());

    private static final List<Where> HAMMERED = List.of(Where.ARR, Where.HASH, Where.HASH_NP, Where.LRU, Where.INNER);

    private static void hammer(OpsRig rig, SplittableRandom random, int cpu, Map<Where, Integer> ids) {
        Where map = HAMMERED.get(random.nextInt(HAMMERED.size()));
        int key = random.nextInt(map == Where.ARR ? FIRST_OWN_KEY : 12);
        switch (random.nextInt(10)) {
            case 0, 1 -> timer(rig.ask(cpu, Op.INIT, map, key, OpsRig.MONO));
            case 2, 3 -> timer(rig.ask(cpu, Op.SET, map, key, 0));
            case 4, 5 -> timer(rig.ask(cpu, Op.START, map, key, random.nextLong(300_000)));
            case 6 -> timer(rig.ask(cpu, Op.CANCEL, map, key, 0));
            case 7 -> assertThat(rig.ask(cpu, Op.UPDATE, map, key, 0)).isIn(MAP_ANSWERS);
            case 8 -> assertThat(rig.ask(cpu, Op.DELETE, map, key, 0)).isIn(MAP_ANSWERS);
            default -> fromUserSpace(rig, random, ids.getOrDefault(map, 0), key);
        }
    }

    private static void timer(long answer) {
        assertThat(answer).isIn(TIMER_ANSWERS);
    }

    private static void fromUserSpace(OpsRig rig, SplittableRandom random, int id, int key) {
        try (BpfMap map = rig.runtime.openMap(id)) {
            switch (random.nextInt(4)) {
                case 0 -> map.update(key(key), OpsRig.value(0));
                case 1 -> map.delete(key(key));
                case 2 -> map.lookup(key(key));
                default -> map.timers();
            }
        } catch (BpfErrnoException refused) {
            assertThat(refused.errno().result()).isIn(MAP_ANSWERS);
        }
    }
}
