package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.EBUSY;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.conformance.scenarios.OpsRig.FAR;
import static io.github.bpf4j.conformance.scenarios.OpsRig.MONO;
import static io.github.bpf4j.conformance.scenarios.OpsRig.key;
import static io.github.bpf4j.conformance.scenarios.OpsRig.value;
import static io.github.bpf4j.conformance.scenarios.TimerStops.beside;
import static io.github.bpf4j.conformance.scenarios.TimerStops.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.conformance.scenarios.OpsRig.Op;
import io.github.bpf4j.conformance.scenarios.OpsRig.Request;
import io.github.bpf4j.conformance.scenarios.OpsRig.Where;
import io.github.bpf4j.conformance.scenarios.TimerStops.Stop;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerPoint.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Races of timers spec 6.7 under load, on a virtual clock that a thread moves on and on: a fixed number of rounds in no chosen order, of
 * which each leaves what the rules say.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RaceLoadTest {
    private static final int SLOT = 7;
    private static final int ROUNDS = 3000;
    private static final long MISSING = -8888;
    private static final long SOON = 1000;

    private final OpsRig rig = new OpsRig(Runtime.builder().cpus(4));
    private final AtomicBoolean done = new AtomicBoolean();
    private final List<CompletableFuture<Long>> threads = new ArrayList<>();

    @AfterEach
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nothingIsLeft() {
        end();
        rig.close();
    }

    /** Does something again and again in a thread of its own; the sum of its answers. */
    private CompletableFuture<Long> again(LongSupplier work) {
        CompletableFuture<Long> thread = beside(() -> {
            long sum = 0;
            while (!done.get()) {
                sum += work.getAsLong();
            }
            return sum;
        });
        threads.add(thread);
        return thread;
    }

    private CompletableFuture<Long> timePasses() {
        return again(() -> rig.runtime.advance(Duration.ofNanos(SOON)));
    }

    private void end() {
        done.set(true);
        threads.forEach(TimerStops::result);
    }

    @Test
    void r07EveryArmingIsARunOrACancellation() {
        rig.acts(SLOT);
        rig.put(Where.ARR, 1, SLOT);
        assertThat(rig.init(Where.ARR, 1)).isZero();
        CompletableFuture<Long> fired = timePasses();
        long runs = 0;
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(rig.ask(2, Op.SET, Where.ARR, 1, 0)).isZero();
            assertThat(rig.ask(1, Op.START, Where.ARR, 1, SOON)).isZero();
            long cancelled = rig.ask(2, Op.CANCEL, Where.ARR, 1, 0);
            assertThat(cancelled).isBetween(0L, 1L);
            runs += 1 - cancelled;
            assertThat(rig.inside(SLOT)).as("round %d", round).isZero();
            assertThat(rig.runs(SLOT)).as("round %d", round).isEqualTo(runs);
        }
        end();
        assertThat(result(fired)).isEqualTo(runs);
        assertThat(rig.runtime.timers().cancelled()).isEqualTo(ROUNDS - runs);
    }

    @Test
    void r02AndR08AndR12NoStartThroughAnOldPointerOutlivesARemoval() {
        for (Where map : List.of(Where.HASH, Where.HASH_NP)) {
            done.set(false);
            again(() -> {
                long answer = rig.ask(1, Op.START, map, 1, FAR);
                assertThat(answer).isIn(0L, EINVAL.result(), MISSING);
                return answer == 0 ? 1 : 0;
            });
            for (int round = 0; round < ROUNDS; round++) {
                boolean replaces = round % 3 == 0;
                int key = 1 + round / 4 % 2; // the other one takes the memory of the first
                rig.ask(0, new Request(Op.UPDATE, map, key, 0, SLOT, 0));
                assertThat(rig.ask(0, Op.INIT, map, key, MONO))
                        .as("no timer was left in the memory")
                        .isZero();
                assertThat(rig.ask(0, Op.SET, map, key, 0)).isZero();
                assertThat(rig.ask(2, Op.START, map, key, FAR)).isZero();
                if (replaces) {
                    rig.map(map).update(key(key), value(SLOT));
                } else if (round % 2 == 0) {
                    assertThat(rig.map(map).delete(key(key))).isTrue();
                } else {
                    assertThat(rig.ask(2, Op.DELETE, map, key, 0)).isZero();
                }
                assertThat(rig.runtime.timers().pending()).as("round %d", round).isZero();
                assertThat(rig.runtime.timers().live()).as("round %d", round).isZero();
                assertThat(rig.program.timers()).as("round %d", round).isZero();
            }
            end();
        }
    }

    @Test
    void r03CancelsAndRemovalsOfTimersThatFireLeaveNothingAndNobodyWaitsForEver() {
        rig.acts(SLOT);
        timePasses();
        again(() -> {
            long answer = rig.ask(3, Op.CANCEL, Where.HASH, 1, 0);
            assertThat(answer).isIn(0L, 1L, EINVAL.result(), MISSING);
            return answer == 1 ? 1 : 0;
        });
        long armed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            rig.put(Where.HASH, 1, SLOT);
            assertThat(rig.ask(2, Op.INIT, Where.HASH, 1, MONO)).isZero();
            assertThat(rig.ask(2, Op.SET, Where.HASH, 1, 0)).isZero();
            long started = rig.ask(1, Op.START, Where.HASH, 1, SOON);
            assertThat(started).isIn(0L, EINVAL.result());
            armed += started == 0 ? 1 : 0;
            if (round % 2 == 0) {
                assertThat(rig.map(Where.HASH).delete(key(1))).isTrue();
            } else {
                assertThat(rig.ask(2, Op.DELETE, Where.HASH, 1, 0)).isZero();
            }
            assertThat(rig.runtime.timers().live()).as("round %d", round).isZero();
            assertThat(rig.runtime.timers().pending()).as("round %d", round).isZero();
        }
        end();
        assertThat(rig.runs(SLOT)).isBetween(0L, armed);
        assertThat(rig.inside(SLOT)).isZero();
        assertThat(rig.overlaps(SLOT))
                .as("an old callback on the same CPU ends before a new one begins")
                .isZero();
    }

    @Test
    void r10WhateverAnOldPointerDoesTheNewElementStaysInOrder() {
        for (Op op : List.of(Op.INIT, Op.SET, Op.CANCEL)) {
            done.set(false);
            again(() -> {
                long answer = rig.ask(1, new Request(op, Where.HASH, 1, 0, MONO, 0));
                assertThat(answer).isIn(0L, 1L, EINVAL.result(), EBUSY.result(), MISSING);
                return answer == 0 ? 1 : 0;
            });
            for (int round = 0; round < ROUNDS / 3; round++) {
                rig.put(Where.HASH, 1, SLOT);
                assertThat(rig.map(Where.HASH).delete(key(1))).isTrue();
                rig.put(Where.HASH, 2, SLOT);
                assertThat(rig.ask(2, Op.INIT, Where.HASH, 2, MONO)).isIn(0L, EBUSY.result());
                assertThat(rig.runtime.timers().live()).isEqualTo(1);
                assertThat(rig.map(Where.HASH).delete(key(2))).isTrue();
                assertThat(rig.runtime.timers().live()).as("round %d", round).isZero();
                assertThat(rig.program.timers()).as("round %d", round).isZero();
            }
            end();
        }
    }

    @Test
    void r05AProgramThatIsClosedWhileItSetsTheCallbackIsHeldOrRefused() {
        TimerStops stops = new TimerStops();
        try (OpsRig stopped = new OpsRig(Runtime.builder().cpus(2).onTimerPoint(stops))) {
            stopped.acts(SLOT);
            stopped.put(Where.ARR, 1, SLOT);
            assertThat(stopped.init(Where.ARR, 1)).isZero();
            for (int round = 1; round <= 30; round++) {
                assertThat(stopped.set(Where.ARR, 1)).isZero();
                try (Collection other = stopped.another()) {
                    Program dying = other.program("op");
                    int id = dying.id();
                    Stop stop = stops.at(point -> point.kind() == Kind.CALL && point.cpu() == 1);
                    byte[] request = new Request(Op.SET, Where.ARR, 1, 1, 0, 0).bytes();
                    CompletableFuture<Long> set =
                            beside(() -> (int) dying.run(request, 1).run().returnValue());
                    stop.awaitReached();
                    stop.release();
                    dying.close();
                    long answer = result(set);
                    assertThat(answer).isIn(0L, ENOENT.result());
                    stopped.runtime.quiesce();
                    assertThat(stopped.runtime.programIds().contains(id)).isEqualTo(answer == 0);
                    assertThat(stopped.program.timers()).isEqualTo(answer == 0 ? 0 : 1);
                    assertThat(stopped.map(Where.ARR).timers().getFirst().callback())
                            .isEqualTo(answer == 0 ? "cb1" : "cb0");
                    assertThat(stopped.start(Where.ARR, 1, SOON)).isZero();
                    stopped.pass(SOON);
                    assertThat(stopped.runs(SLOT)).isEqualTo(round);
                    assertThat(stopped.cancel(Where.ARR, 1)).isZero();
                    assertThat(stopped.runtime.programIds()).doesNotContain(id);
                }
            }
        }
    }
}
