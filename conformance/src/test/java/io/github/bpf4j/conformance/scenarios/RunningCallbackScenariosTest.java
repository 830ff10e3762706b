package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.conformance.scenarios.KernelAnswers.answered;
import static io.github.bpf4j.conformance.scenarios.OpsRig.FAR;
import static io.github.bpf4j.conformance.scenarios.OpsRig.MS;
import static io.github.bpf4j.conformance.scenarios.OpsRig.key;
import static io.github.bpf4j.conformance.scenarios.OpsRig.refusal;
import static io.github.bpf4j.conformance.scenarios.OpsRig.value;
import static io.github.bpf4j.conformance.scenarios.TimerStops.beside;
import static io.github.bpf4j.conformance.scenarios.TimerStops.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.conformance.scenarios.OpsRig.Op;
import io.github.bpf4j.conformance.scenarios.OpsRig.Request;
import io.github.bpf4j.conformance.scenarios.OpsRig.Where;
import io.github.bpf4j.conformance.scenarios.TimerStops.Stop;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerPoint.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What other CPUs do to a timer while its callback runs, on a virtual clock: the thread that moves the time is held up inside the
 * callback. The expected numbers are those that Linux 6.12 gave.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunningCallbackScenariosTest {
    private static final int OTHER_CPU = 1;
    private static final int SLOT = 7;

    private final TimerStops stops = new TimerStops();

    private OpsRig rig(EngineKind engine) {
        return new OpsRig(Runtime.builder().engine(engine).cpus(2).onTimerPoint(stops));
    }

    /** What a callback does to be held up. */
    private static final Request HOLD = Request.of(Op.INIT, Where.ARR, 15, OpsRig.MONO);

    private record Held(Stop stop, CompletableFuture<Long> mover) {
        /** Lets the callback go on to its end. */
        void end() {
            stop.release();
            assertThat(result(mover)).isEqualTo(1);
        }
    }

    /** Arms a timer on CPU 0 and moves the time beside, until its callback comes to HOLD. */
    private Held run(OpsRig rig, Where map, int key, Request... actions) {
        rig.acts(SLOT, actions);
        rig.arm(map, key, SLOT, MS);
        Stop stop = stops.at(Kind.CALL, "bpf_timer_init");
        CompletableFuture<Long> mover = beside(() -> rig.runtime.advance(Duration.ofNanos(MS)));
        stop.awaitReached();
        return new Held(stop, mover);
    }

    private static long onOther(OpsRig rig, Op op, Where map, int key, long argument) {
        return rig.ask(OTHER_CPU, op, map, key, argument);
    }

    private static Request self(Op op, long argument) {
        return Request.of(op, Where.SELF, 0, argument);
    }

    /** Cancels from the other CPU, and waits until that waits. */
    private CompletableFuture<Long> cancelBeside(OpsRig rig, Where map, int key) {
        Stop waiting = stops.at(Kind.WAIT);
        CompletableFuture<Long> cancel = beside(() -> {
            long answer = onOther(rig, Op.CANCEL, map, key, 0);
            answered(
                    33,
                    "the callback's last store was visible when cancel returned (1: yes)",
                    rig.hasEnded(SLOT) ? 1 : 0);
            return answer;
        });
        waiting.awaitReached();
        waiting.release();
        return cancel;
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(32)
    void aStartFromAnotherCpuRunsAfterTheRunHasEndedAndOnItsCpu(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            Held held = run(rig, Where.ARR, 7, HOLD);
            answered(32, "start from another CPU while it runs", onOther(rig, Op.START, Where.ARR, 7, 0));
            assertThat(rig.runtime.timers().pending()).isEqualTo(1);
            answered(32, "the run has not ended meanwhile (1: yes)", rig.inside(SLOT));
            assertThat(rig.runs(SLOT)).isEqualTo(1);
            held.stop.release();
            assertThat(result(held.mover)).as("both, one after the other").isEqualTo(2);
            answered(32, "runs", rig.runs(SLOT));
            answered(32, "overlaps", rig.overlaps(SLOT));
            answered(32, "second run on the CPU of the first (1: yes)", rig.cpuOf(SLOT) == 0 ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(33)
    void cancelReturnsWhenTheCallbackHasEnded(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            Held held = run(rig, Where.ARR, 7, HOLD);
            CompletableFuture<Long> cancel = cancelBeside(rig, Where.ARR, 7);
            assertThat(cancel.isDone()).isFalse();
            assertThat(rig.runtime.objects().programReferencesOfTimers())
                    .as("state X: it has no callback any more")
                    .isZero();
            held.end();
            answered(33, "cancel while the callback runs", result(cancel));
            answered(33, "afterwards start", rig.start(Where.ARR, 7, 0));
            assertThat(rig.init(Where.ARR, 7)).isEqualTo(Errno.EBUSY.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(34)
    void aCallbackThatOnlyStartsCannotDefeatACancelThatWaits(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            Held held = run(rig, Where.ARR, 7, HOLD, self(Op.START, FAR), self(Op.CANCEL, 0));
            CompletableFuture<Long> cancel = cancelBeside(rig, Where.ARR, 7);
            held.end();
            answered(34, "cancel", result(cancel));
            answered(34, "callback: start while cancel waits", rig.result(SLOT, 1));
            answered(34, "callback: cancel of itself while cancel waits", rig.result(SLOT, 2));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(35)
    void aCallbackThatSetsItsCallbackAgainStaysConfigured(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            Held held = run(rig, Where.ARR, 7, HOLD, self(Op.SET, 0), self(Op.START, FAR));
            CompletableFuture<Long> cancel = cancelBeside(rig, Where.ARR, 7);
            held.end();
            answered(35, "cancel", result(cancel));
            answered(35, "callback: set_callback while cancel waits", rig.result(SLOT, 1));
            answered(35, "callback: start after that", rig.result(SLOT, 2));
            assertThat(rig.runtime.timers().pending()).isZero();
            answered(35, "start afterwards (still configured)", rig.start(Where.ARR, 7, FAR));
            answered(35, "cancel", rig.cancel(Where.ARR, 7));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(35)
    void aTimerThatWasStartedAgainBeforeTheCancelCountsAsQueued(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            Held held = run(rig, Where.ARR, 7, self(Op.START, 2 * MS), HOLD);
            CompletableFuture<Long> cancel = cancelBeside(rig, Where.ARR, 7);
            held.end();
            answered(35, "callback re-armed before cancel began: cancel", result(cancel));
            rig.pass(20 * MS);
            answered(35, "runs", rig.runs(SLOT));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(33)
    void ofTwoThatCancelAtOnceOneTakesItOutOfTheQueue(EngineKind engine) {
        try (OpsRig rig = new OpsRig(Runtime.builder().engine(engine).cpus(3).onTimerPoint(stops))) {
            Held held = run(rig, Where.ARR, 7, HOLD, self(Op.SET, 0), self(Op.START, FAR));
            CompletableFuture<Long> first = cancelBeside(rig, Where.ARR, 7);
            Stop waiting = stops.at(Kind.WAIT);
            CompletableFuture<Long> second = beside(() -> rig.ask(2, Op.CANCEL, Where.ARR, 7, 0));
            waiting.awaitReached();
            waiting.release();
            held.end();
            assertThat(result(first) + result(second)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(49)
    void removingAnElementDoesNotWaitAndItsTimerNeverFiresAgain(EngineKind engine) {
        for (Where map : List.of(Where.HASH, Where.ARR, Where.HASH_NP)) {
            for (Op removal : map == Where.ARR ? List.of(Op.UPDATE) : List.of(Op.UPDATE, Op.DELETE)) {
                try (OpsRig rig =
                        new OpsRig(Runtime.builder().engine(engine).cpus(2).onTimerPoint(stops))) {
                    Held held = run(rig, map, 3, HOLD, self(Op.START, 1000), self(Op.CANCEL, 0));
                    assertThat(onOther(rig, removal, map, 3, SLOT)).isZero();
                    assertThat(rig.inside(SLOT)).as("it did not wait").isEqualTo(1);
                    assertThat(rig.runtime.objects().programReferencesOfTimers())
                            .isZero();
                    held.end();
                    assertThat(rig.result(SLOT, 1)).isEqualTo(EINVAL.result());
                    assertThat(rig.result(SLOT, 2)).isEqualTo(EINVAL.result());
                    rig.pass(20 * MS);
                    assertThat(rig.runs(SLOT)).isEqualTo(1);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(49)
    void removingAnElementTakesItsReArmOutOfTheQueueAtOnce(EngineKind engine) {
        for (Where map : List.of(Where.HASH, Where.ARR, Where.HASH_NP)) {
            try (OpsRig rig =
                    new OpsRig(Runtime.builder().engine(engine).cpus(2).onTimerPoint(stops))) {
                Held held = run(rig, map, 3, self(Op.START, 2 * MS), HOLD);
                assertThat(rig.runtime.timers().pending()).isEqualTo(1);
                assertThat(onOther(rig, Op.UPDATE, map, 3, SLOT)).isZero();
                assertThat(rig.inside(SLOT)).as("the callback runs still").isEqualTo(1);
                assertThat(rig.runtime.timers().pending()).isZero();
                held.end();
                rig.pass(20 * MS);
                assertThat(rig.runs(SLOT)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(49)
    void eightKeysReplacedFromUserSpaceWhileTheirCallbacksRun(EngineKind engine) {
        long updated = 0;
        long begunAfter = 0;
        try (OpsRig rig = rig(engine)) {
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 8; i++) {
                    int key = i;
                    rig.map(Where.HASH).delete(key(key));
                    Held held = run(rig, Where.HASH, key, HOLD, self(Op.START, 1000));
                    long refusal = refusal(() -> rig.map(Where.HASH).update(key(key), value(SLOT)));
                    updated += refusal == 0 ? rig.inside(SLOT) : 0;
                    held.end();
                    rig.pass(MS);
                    begunAfter += rig.runs(SLOT) - 1;
                    rig.map(Where.HASH).delete(key(key));
                }
            }
            answered(49, "updates that returned 0 while callbacks ran on another CPU, of 80", updated);
            answered(49, "callbacks begun after the update returned", begunAfter);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimerThatIsDueButWhoseCpuIsTakenStillCountsAsQueued(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            rig.acts(SLOT);
            rig.arm(Where.ARR, 7, SLOT, MS);
            Stop expired = stops.at(Kind.EXPIRED);
            CompletableFuture<Long> mover = beside(() -> rig.runtime.advance(Duration.ofNanos(MS)));
            expired.awaitReached();
            assertThat(onOther(rig, Op.CANCEL, Where.ARR, 7, 0)).isEqualTo(1);
            expired.release();
            assertThat(result(mover)).isZero();
            assertThat(rig.runs(SLOT)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallbackThatWasTakenAwayBeforeItsFirstInstructionDoesNotRun(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            rig.acts(SLOT);
            rig.arm(Where.ARR, 7, SLOT, MS);
            Stop entering = stops.at(Kind.ENTER);
            Stop waiting = stops.at(Kind.WAIT);
            CompletableFuture<Long> mover = beside(() -> rig.runtime.advance(Duration.ofNanos(MS)));
            entering.awaitReached();
            CompletableFuture<Long> cancel = beside(() -> onOther(rig, Op.CANCEL, Where.ARR, 7, 0));
            waiting.awaitReached();
            waiting.release();
            entering.release();
            assertThat(result(mover)).isEqualTo(1);
            assertThat(result(cancel)).isZero();
            assertThat(rig.runs(SLOT)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theHostWaitsTooAndWithoutTheTimersOwnCpu(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            Held held = run(rig, Where.ARR, 7, HOLD);
            Stop waiting = stops.at(Kind.WAIT);
            CompletableFuture<Long> cancel = beside(() -> rig.map(Where.ARR).cancelTimer(key(7)) ? 1 : 0);
            waiting.awaitReached();
            waiting.release();
            assertThat(cancel.isDone()).isFalse();
            held.end();
            assertThat(result(cancel)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(72)
    void theLastUserGoesWhileTheCallbackRuns(EngineKind engine) {
        try (OpsRig rig = rig(engine)) {
            Held held =
                    run(rig, Where.HASH, 3, HOLD, self(Op.START, 1000), self(Op.SET, 0), self(Op.INIT, OpsRig.MONO));
            rig.map(Where.HASH).close();
            held.end();
            answered(72, "callback: re-arm", rig.result(SLOT, 1));
            answered(72, "callback: set_callback", rig.result(SLOT, 2));
            assertThat(rig.result(SLOT, 3)).isEqualTo(Errno.EPERM.result());
            rig.pass(20 * MS);
            answered(72, "runs", rig.runs(SLOT));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(104)
    void aTracingProgramMayStartTheTimerThatIsBeingStarted(EngineKind engine) {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/tracing_timers.bpf.o"), "tracing_timers")
                .withAutoload("in_kprobe", false)
                .withAutoload("in_tracepoint", false)
                .withAutoload("in_raw_tracepoint", false)
                .withAutoload("in_perf_event", false);
        List<Runtime> itself = new ArrayList<>();
        List<Long> nested = new ArrayList<>();
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .onTimerPoint(point -> {
                            if (point.helper().equals("bpf_timer_start") && nested.isEmpty()) {
                                nested.add(-1L);
                                nested.set(
                                        0,
                                        itself.getFirst()
                                                .triggerWithArguments("hrtimer_start", point.cpu())
                                                .getFirst()
                                                .returnValue());
                            }
                        })
                        .build();
                Collection collection = runtime.load(spec);
                Link link = collection.program("in_typed_tracepoint").attach("hrtimer_start")) {
            itself.add(runtime);
            assertThat(collection.program("in_fentry").runWithArguments(0).returnValue())
                    .isZero();
            assertThat(nested).as("what the program inside answered").containsExactly(0L);
            assertThat(runtime.runUntilIdle(Duration.ofSeconds(1)))
                    .as("one timer")
                    .isEqualTo(1);
            assertThat(link.isAttached()).isTrue();
        }
    }
}
