package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.EBUSY;
import static io.github.bpf4j.abi.Errno.EDEADLK;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EPERM;
import static io.github.bpf4j.conformance.scenarios.OpsRig.FAR;
import static io.github.bpf4j.conformance.scenarios.OpsRig.MONO;
import static io.github.bpf4j.conformance.scenarios.OpsRig.MS;
import static io.github.bpf4j.conformance.scenarios.OpsRig.key;
import static io.github.bpf4j.conformance.scenarios.TimerStops.beside;
import static io.github.bpf4j.conformance.scenarios.TimerStops.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.conformance.scenarios.OpsRig.Op;
import io.github.bpf4j.conformance.scenarios.OpsRig.Request;
import io.github.bpf4j.conformance.scenarios.OpsRig.Where;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.time.SystemClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Section G of the catalogue and what else needs callbacks on several CPUs at once: on the host's clock, asked as a real kernel was
 * asked. The expected numbers are those that Linux 6.12 gave.
 */
@Tag("real-time")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParallelScenariosTest {
    private static final long ABS_PINNED = 3;
    private static final int CPUS = 3;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private static OpsRig rig(EngineKind engine) {
        return new OpsRig(
                Runtime.builder().engine(engine).clock(new SystemClock()).cpus(CPUS));
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for it").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Runs the same in many threads; the sum of what they return. */
    private static long threads(int count, IntToLongFunction work) {
        List<CompletableFuture<Long>> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.add(beside(() -> work.applyAsLong(number)));
        }
        return threads.stream().mapToLong(TimerStops::result).sum();
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(31)
    void callbacksOnTwoCpusSeeEachOther(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            for (int i = 0; i < 2; i++) {
                rig.acts(5 + i, post(1 + i), waitFor(2 - i));
                rig.put(Where.ARR, 5 + i, 5 + i);
                assertThat(rig.init(Where.ARR, 5 + i)).isZero();
                assertThat(rig.set(Where.ARR, 5 + i)).isZero();
            }
            for (int cpu = 0; cpu < 2; cpu++) {
                assertThat(rig.ask(cpu, start(5 + cpu, rig.runtime.nowNs() + 5 * MS)))
                        .isZero();
            }
            await(() -> rig.hasEnded(5) && rig.hasEnded(6));
            assertThat(List.of(rig.result(5, 1), rig.result(6, 1))).containsExactly(1L, 1L);
            assertThat(List.of(rig.cpuOf(5), rig.cpuOf(6))).containsExactly(0L, 1L);
        }
    }

    private static Request post(int flag) {
        return new Request(Op.POST, Where.ARR, flag, 0, 1, 0);
    }

    private static Request waitFor(int flag) {
        return new Request(Op.WAIT, Where.ARR, flag, 0, 1, 0);
    }

    private static Request start(int key, long atNs) {
        return new Request(Op.START, Where.ARR, key, 0, atNs, ABS_PINNED);
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(99)
    void eightThreadsHammerOneIndex(EngineKind engine) {
        int rounds = engine == EngineKind.CHECKED ? 1000 : 5000;
        try (OpsRig rig = rig(engine)) {
            rig.acts(1, Request.of(Op.START, Where.SELF, 0, MS));
            threads(8, thread -> {
                int cpu = thread % CPUS;
                for (int i = 0; i < rounds; i++) {
                    assertThat(rig.ask(cpu, Op.UPDATE, Where.ARR, 0, 1)).isZero();
                    assertThat(rig.ask(cpu, Op.INIT, Where.ARR, 0, MONO)).isIn(0L, EBUSY.result());
                    assertThat(rig.ask(cpu, Op.SET, Where.ARR, 0, 0)).isIn(0L, EINVAL.result());
                    assertThat(rig.ask(cpu, Op.START, Where.ARR, 0, 0)).isIn(0L, EINVAL.result());
                    assertThat(rig.ask(cpu, Op.CANCEL, Where.ARR, 0, 0)).isIn(0L, 1L, EINVAL.result());
                }
                return 0;
            });
            rig.put(Where.ARR, 0, 1);
        }
    }

    /**
     * Timers on as many CPUs; each callback waits until all have begun, then does something to the next one's timer.
     *
     * @return how often each answer was given
     */
    private static Map<Long, Integer> ring(OpsRig rig, int timers, Op op, Where map, int rounds) {
        Map<Long, Integer> answers = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            rig.clearFlags();
            for (int i = 0; i < timers; i++) {
                int next = (i + 1) % timers;
                rig.acts(
                        1 + i,
                        post(i),
                        waitFor(next),
                        waitFor((i + 2) % timers),
                        new Request(op, map, 1 + next, 0, 1 + next, 0));
                rig.put(map, 1 + i, 1 + i);
                assertThat(rig.init(map, 1 + i)).isZero();
                assertThat(rig.set(map, 1 + i)).isZero();
            }
            long atNs = rig.runtime.nowNs() + 2 * MS;
            for (int cpu = 0; cpu < timers; cpu++) {
                assertThat(rig.ask(cpu, new Request(Op.START, map, 1 + cpu, 0, atNs, ABS_PINNED)))
                        .isZero();
            }
            for (int i = 1; i <= timers; i++) {
                int slot = i;
                await(() -> rig.hasEnded(slot));
                answers.merge(rig.result(slot, 3), 1, Integer::sum);
            }
            rig.runtime.quiesce();
        }
        return answers;
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(100)
    void twoCallbacksCancelEachOther(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            Map<Long, Integer> answers = ring(rig, 2, Op.CANCEL, Where.ARR, 50);
            System.out.println("cross cancel " + engine + ": " + answers);
            assertThat(answers.keySet()).isSubsetOf(0L, EDEADLK.result());
            assertThat(answers.get(EDEADLK.result())).isGreaterThanOrEqualTo(50);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(101)
    void threeCallbacksCancelInACircle(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            Map<Long, Integer> answers = ring(rig, 3, Op.CANCEL, Where.ARR, 30);
            assertThat(answers.keySet()).isSubsetOf(0L, 1L, EDEADLK.result());
            assertThat(answers.get(EDEADLK.result())).isGreaterThanOrEqualTo(30);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(102)
    void twoCallbacksRemoveEachOther(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            assertThat(ring(rig, 2, Op.DELETE, Where.HASH, 30)).isEqualTo(Map.of(0L, 60));
            assertThat(rig.ask(Op.FIND, Where.HASH, 1, 0, 0)).isZero();
            assertThat(rig.ask(Op.FIND, Where.HASH, 2, 0, 0)).isZero();
            assertThat(ring(rig, 2, Op.UPDATE, Where.ARR, 30)).isEqualTo(Map.of(0L, 60));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(103)
    @Timeout(value = 1, unit = TimeUnit.DAYS) // it lasts as long as it is asked to
    void loadingRunningAndClosingAgainAndAgainLeavesNothing(EngineKind engine) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("bpf4j.stress.seconds", 30) / 10);
        try (Runtime runtime = Runtime.builder()
                .engine(engine)
                .clock(new SystemClock())
                .cpus(2)
                .build()) {
            long committed = 0;
            for (int round = 0; round < 5 || System.nanoTime() < end; round++) {
                try (Collection collection = runtime.load(OpsRig.spec())) {
                    for (int i = 0; i < 20; i++) {
                        for (Op op : List.of(Op.UPDATE, Op.INIT, Op.SET, Op.START)) {
                            long argument = op == Op.INIT ? MONO : 0;
                            assertThat(OpsRig.ask(
                                            collection.program("op"), Request.of(op, Where.INNER, 1234, argument)))
                                    .isZero();
                        }
                    }
                }
                assertThat(runtime.objects()).isEqualTo(io.github.bpf4j.runtime.ObjectCounters.NONE);
                assertThat(runtime.timers().live()).isZero();
                committed = round == 1 ? runtime.committedBytes() : committed;
                assertThat(round < 1 || runtime.committedBytes() <= committed)
                        .as("memory in round " + round)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(106)
    void ofSixteenThreadsThatInitialiseOneSlotOneDoes(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            for (int round = 0; round < 20; round++) {
                rig.put(Where.ARR, 1, 1);
                CyclicBarrier together = new CyclicBarrier(16);
                long zeros = threads(16, thread -> {
                    try {
                        together.await(30, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                    long answer = rig.ask(thread % CPUS, Op.INIT, Where.ARR, 1, MONO);
                    assertThat(answer).isIn(0L, EBUSY.result());
                    return answer == 0 ? 1 : 0;
                });
                assertThat(zeros).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(107)
    void initAgainstTheLastUserThatComesAndGoes(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            int id = rig.map(Where.ARR).id();
            rig.map(Where.ARR).close();
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<Long> opener = beside(() -> {
                long opened = 0;
                while (!stop.get()) {
                    try (BpfMap map = rig.runtime.openMap(id)) {
                        opened += map.id() == id ? 1 : 0;
                    }
                }
                return opened;
            });
            Map<Long, Integer> answers = new TreeMap<>();
            long end = System.nanoTime() + PATIENCE_NS;
            for (int i = 0; i < 3000 || answers.size() < 2 && System.nanoTime() < end; i++) {
                answers.merge(rig.ask(1, Op.INIT, Where.ARR, i % 16, MONO), 1, Integer::sum);
            }
            stop.set(true);
            assertThat(result(opener)).isPositive();
            assertThat(answers.keySet()).isSubsetOf(0L, EPERM.result(), EBUSY.result());
            assertThat(answers).containsKeys(0L, EPERM.result());
            assertThat(rig.runtime.timers().live()).as("no user, no timer").isZero();
            for (int i = 0; i < 16; i++) {
                assertThat(rig.cancel(Where.ARR, i)).isEqualTo(EINVAL.result());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(108)
    void twoProgramsSetTheCallbackWhileAThirdStarts(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            rig.acts(2);
            rig.put(Where.ARR, 2, 2);
            assertThat(rig.init(Where.ARR, 2)).isZero();
            assertThat(rig.set(Where.ARR, 2)).isZero();
            int other;
            try (Collection collection = rig.another()) {
                other = collection.program("op").id();
                AtomicBoolean stop = new AtomicBoolean();
                CompletableFuture<Long> first = beside(() -> setUntil(stop, () -> rig.ask(0, Op.SET, Where.ARR, 2, 0)));
                CompletableFuture<Long> second = beside(() -> setUntil(
                        stop, () -> OpsRig.ask(collection.program("op"), new Request(Op.SET, Where.ARR, 2, 1, 0, 0))));
                for (int i = 0; i < 200; i++) {
                    assertThat(rig.ask(2, Op.START, Where.ARR, 2, 1000)).isZero();
                }
                long runs = rig.runs(2);
                await(() -> {
                    rig.ask(2, Op.START, Where.ARR, 2, 1000);
                    return rig.runs(2) > runs;
                });
                stop.set(true);
                assertThat(result(first) + result(second)).as("refused").isZero();
                assertThat(rig.runtime.objects().programReferencesOfTimers()).isEqualTo(1);
                rig.cancel(Where.ARR, 2);
                assertThat(rig.runtime.objects().programReferencesOfTimers()).isZero();
            }
            assertThat(rig.runtime.programIds()).doesNotContain(other);
        }
    }

    private static long setUntil(AtomicBoolean stop, java.util.function.LongSupplier set) {
        long refused = 0;
        while (!stop.get()) {
            refused += set.getAsLong() == 0 ? 0 : 1;
        }
        return refused;
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(109)
    void anLruMapUnderSixteenThreadsKeepsToItsSize(EngineKind engine) {
        int rounds = engine == EngineKind.CHECKED ? 200 : 1000;
        try (OpsRig rig = rig(engine)) {
            rig.acts(1, Request.of(Op.START, Where.SELF, 0, MS));
            threads(16, thread -> {
                for (int i = 0; i < rounds; i++) {
                    int key = thread * 1000 + i % 40;
                    int cpu = thread % CPUS;
                    assertThat(rig.ask(cpu, Op.UPDATE, Where.LRU, key, 1)).isZero();
                    assertThat(rig.ask(cpu, Op.INIT, Where.LRU, key, MONO)) // -EINVAL: evicted since it was looked up
                            .isIn(0L, EBUSY.result(), EINVAL.result(), -8888L);
                    assertThat(rig.ask(cpu, Op.SET, Where.LRU, key, 0)).isIn(0L, EINVAL.result(), -8888L);
                    assertThat(rig.ask(cpu, Op.START, Where.LRU, key, (i & 3) * MS))
                            .isIn(0L, EINVAL.result(), -8888L);
                    assertThat(rig.runtime.timers().live()).isLessThanOrEqualTo(4 + CPUS);
                }
                return 0;
            });
            rig.map(Where.LRU).close();
            rig.runtime.quiesce();
            long runs = rig.runs(1);
            rig.arm(Where.ARR, 2, 2, 5 * MS);
            rig.acts(2);
            await(() -> rig.runs(2) == 1);
            assertThat(rig.runs(1)).as("after the close").isEqualTo(runs);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({33, 49})
    void cancelWaitsAndRemovalDoesNotOnARealClock(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            rig.acts(7, post(1), waitFor(2));
            rig.put(Where.ARR, 7, 7);
            assertThat(rig.init(Where.ARR, 7)).isZero();
            assertThat(rig.set(Where.ARR, 7)).isZero();
            assertThat(rig.ask(0, start(7, 0))).isZero();
            await(() -> rig.flag(1) == 1);
            rig.map(Where.ARR).update(key(7), OpsRig.value(7));
            assertThat(rig.inside(7)).as("the removal did not wait").isEqualTo(1);
            assertThat(rig.ask(1, post(2))).isZero();
            await(() -> rig.hasEnded(7));
            rig.runtime.quiesce();

            rig.clearFlags();
            rig.acts(7, post(1), new Request(Op.BUSY, Where.ARR, 0, 0, 20 * MS, 0));
            assertThat(rig.init(Where.ARR, 7)).isZero();
            assertThat(rig.set(Where.ARR, 7)).isZero();
            assertThat(rig.ask(0, start(7, 0))).isZero();
            await(() -> rig.flag(1) == 1);
            assertThat(rig.ask(1, Op.CANCEL, Where.ARR, 7, 0)).isZero();
            assertThat(rig.hasEnded(7)).isTrue();
            assertThat(rig.start(Where.ARR, 7, FAR)).isEqualTo(EINVAL.result());
        }
    }
}
