package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.EBUSY;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;
import static io.github.bpf4j.abi.Errno.EPERM;
import static io.github.bpf4j.conformance.scenarios.OpsRig.FAR;
import static io.github.bpf4j.conformance.scenarios.OpsRig.MONO;
import static io.github.bpf4j.conformance.scenarios.OpsRig.MS;
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
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerPoint.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The races that review and stress found in Linux (timers spec 6.7), each made to happen in both orders: a CPU is held up where a
 * helper begins or ends while another acts. Whatever is between those two points is one step here.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RaceTest {
    private static final int SLOT = 7;

    private final TimerStops stops = new TimerStops();
    private final OpsRig rig = new OpsRig(Runtime.builder().cpus(3).onTimerPoint(stops));

    @AfterEach
    void nothingIsLeft() {
        rig.close();
    }

    /** Calls a helper on CPU 1 in a thread of its own, which is held up before the call or after it. */
    private Held hold(Kind where, Op op, Where map, int key, long argument) {
        Stop stop = stops.at(point -> point.kind() == where && point.cpu() == 1);
        CompletableFuture<Long> call = beside(() -> rig.ask(1, op, map, key, argument));
        stop.awaitReached();
        return new Held(stop, call);
    }

    private record Held(Stop stop, CompletableFuture<Long> call) {
        long goesOn() {
            stop.release();
            return result(call);
        }
    }

    @Test
    void r1OfTwoThatInitialiseASlotOneDoes() {
        rig.put(Where.ARR, 1, SLOT);
        Held held = hold(Kind.CALL, Op.INIT, Where.ARR, 1, MONO);
        assertThat(rig.init(Where.ARR, 1)).isZero();
        assertThat(held.goesOn()).isEqualTo(EBUSY.result());
        rig.put(Where.ARR, 1, SLOT);
        held = hold(Kind.RETURN, Op.INIT, Where.ARR, 1, MONO);
        assertThat(rig.init(Where.ARR, 1)).isEqualTo(EBUSY.result());
        assertThat(held.goesOn()).isZero();
    }

    @Test
    void r2AStartAndTheRemovalOfItsElementLeaveNoArmedTimer() {
        for (Kind where : List.of(Kind.CALL, Kind.RETURN)) {
            rig.acts(SLOT);
            rig.put(Where.HASH, 1, SLOT);
            assertThat(rig.init(Where.HASH, 1)).isZero();
            assertThat(rig.set(Where.HASH, 1)).isZero();
            Held held = hold(where, Op.START, Where.HASH, 1, MS);
            assertThat(rig.map(Where.HASH).delete(key(1))).isTrue();
            assertThat(rig.runtime.timers().live()).isZero();
            assertThat(held.goesOn()).isEqualTo(where == Kind.CALL ? EINVAL.result() : 0);
            assertThat(rig.runtime.timers().pending()).isZero();
            rig.pass(10 * MS);
            assertThat(rig.runs(SLOT)).isZero();
        }
    }

    @Test
    void r3ACancelThatWaitsOutlivesTheElement() {
        rig.acts(SLOT, Request.of(Op.INIT, Where.ARR, 15, MONO));
        rig.arm(Where.HASH, 1, SLOT, MS);
        Stop inside = stops.at(Kind.CALL, "bpf_timer_init");
        CompletableFuture<Long> mover = beside(() -> rig.runtime.advance(Duration.ofNanos(MS)));
        inside.awaitReached();
        Stop waiting = stops.at(Kind.WAIT);
        CompletableFuture<Long> cancel = beside(() -> rig.ask(1, Op.CANCEL, Where.HASH, 1, 0));
        waiting.awaitReached();
        waiting.release();
        assertThat(rig.map(Where.HASH).delete(key(1))).isTrue();
        rig.put(Where.HASH, 2, SLOT); // in the same memory
        assertThat(rig.ask(2, Op.INIT, Where.HASH, 2, MONO)).isZero();
        assertThat(cancel.isDone()).isFalse();
        inside.release();
        assertThat(result(cancel)).isZero();
        assertThat(result(mover)).isEqualTo(1);
        assertThat(rig.init(Where.HASH, 2)).as("the new element's own").isEqualTo(EBUSY.result());
    }

    @Test
    void r4InitAndTheLastUserThatGoesLeaveNoTimerWithoutAUser() {
        Held before = hold(Kind.CALL, Op.INIT, Where.ARR, 1, MONO);
        rig.map(Where.ARR).close();
        assertThat(before.goesOn()).isEqualTo(EPERM.result());
        assertThat(rig.runtime.timers().live()).isZero();
        rig.put(Where.HASH, 1, SLOT);
        Held after = hold(Kind.RETURN, Op.INIT, Where.HASH, 1, MONO);
        assertThat(rig.runtime.timers().live()).isEqualTo(1);
        rig.map(Where.HASH).close();
        assertThat(rig.runtime.timers().live()).as("freed by who closed").isZero();
        assertThat(after.goesOn()).isZero();
    }

    @Test
    void r5ADyingProgramCannotBecomeACallback() {
        rig.acts(SLOT);
        rig.put(Where.ARR, 1, SLOT);
        assertThat(rig.init(Where.ARR, 1)).isZero();
        assertThat(rig.set(Where.ARR, 1)).isZero();
        Collection other = rig.another();
        Program dying = other.program("op");
        Stop stop = stops.at(point -> point.kind() == Kind.CALL && point.cpu() == 1);
        Request set = new Request(Op.SET, Where.ARR, 1, 1, 0, 0);
        CompletableFuture<Long> call =
                beside(() -> (int) dying.run(set.bytes(), 1).run().returnValue());
        stop.awaitReached();
        dying.close();
        stop.release();
        assertThat(result(call)).isEqualTo(ENOENT.result());
        other.close();
        assertThat(rig.start(Where.ARR, 1, MS)).as("the old configuration").isZero();
        rig.pass(MS);
        assertThat(rig.runs(SLOT)).isEqualTo(1);
    }

    @Test
    void r6CallbackAndProgramBelongTogetherWhoeverSetsThemLast() {
        rig.put(Where.ARR, 1, SLOT);
        assertThat(rig.init(Where.ARR, 1)).isZero();
        try (Collection other = rig.another()) {
            Program second = other.program("op");
            for (int round = 0; round < 3; round++) {
                Held first = hold(Kind.CALL, Op.SET, Where.ARR, 1, 0);
                assertThat(OpsRig.ask(second, new Request(Op.SET, Where.ARR, 1, 1, 0, 0)))
                        .isZero();
                assertThat(List.of(rig.program.timers(), second.timers())).containsExactly(0, 1);
                assertThat(rig.map(Where.ARR).timers().getFirst().callback()).isEqualTo("cb1");
                assertThat(first.goesOn()).isZero();
                assertThat(List.of(rig.program.timers(), second.timers())).containsExactly(1, 0);
                assertThat(rig.map(Where.ARR).timers().getFirst().callback()).isEqualTo("cb0");
            }
        }
    }

    @Test
    void r7AnExpiryAndACancelRunTheCallbackToItsEndOrNotAtAll() {
        rig.acts(SLOT);
        rig.arm(Where.ARR, 1, SLOT, MS);
        Stop expired = stops.at(Kind.EXPIRED);
        CompletableFuture<Long> mover = beside(() -> rig.runtime.advance(Duration.ofNanos(MS)));
        expired.awaitReached();
        assertThat(rig.ask(1, Op.CANCEL, Where.ARR, 1, 0)).as("queued still").isEqualTo(1);
        expired.release();
        assertThat(result(mover)).isZero();
        assertThat(rig.runs(SLOT)).isZero();

        assertThat(rig.set(Where.ARR, 1)).isZero();
        assertThat(rig.start(Where.ARR, 1, MS)).isZero();
        Stop leaving = stops.at(Kind.LEAVE);
        CompletableFuture<Long> again = beside(() -> rig.runtime.advance(Duration.ofNanos(MS)));
        leaving.awaitReached();
        Stop waiting = stops.at(Kind.WAIT);
        CompletableFuture<Long> cancel = beside(() -> rig.ask(1, Op.CANCEL, Where.ARR, 1, 0));
        waiting.awaitReached();
        waiting.release();
        leaving.release();
        assertThat(result(cancel)).isZero();
        assertThat(result(again)).isEqualTo(1);
        assertThat(rig.runs(SLOT)).isEqualTo(1);
    }

    @Test
    void r8AStartThroughAnOldPointerAfterAnUpdateArmsNothing() {
        for (Where map : List.of(Where.ARR, Where.HASH, Where.HASH_NP)) {
            rig.arm(map, 1, SLOT, FAR);
            Held held = hold(Kind.CALL, Op.START, map, 1, MS);
            rig.map(map).update(key(1), value(SLOT));
            assertThat(held.goesOn()).isEqualTo(EINVAL.result());
            assertThat(rig.runtime.timers().pending()).isZero();
        }
    }

    @Test
    void r9WithOnlyTheProgramPinnedThereAreNoImmortalTimers() {
        rig.runtime.bpffs().pin("/sys/fs/bpf/only", rig.program);
        rig.map(Where.ARR).close();
        assertThat(rig.init(Where.ARR, 1)).isEqualTo(EPERM.result());
        assertThat(rig.set(Where.ARR, 1)).isEqualTo(EINVAL.result());
        assertThat(rig.start(Where.ARR, 1, 0)).isEqualTo(EINVAL.result());
        rig.runtime.bpffs().unlink("/sys/fs/bpf/only");
    }

    @Test
    void r10AnOldPointerActsOnADeadSlotOrOnTheNewElement() {
        for (boolean configured : new boolean[] {false, true}) {
            rig.acts(SLOT);
            rig.arm(Where.HASH, 1, SLOT, FAR);
            Held held = hold(Kind.CALL, Op.START, Where.HASH, 1, MS);
            assertThat(rig.map(Where.HASH).delete(key(1))).isTrue();
            rig.put(Where.HASH, 2, SLOT); // in the same memory
            if (configured) {
                assertThat(rig.init(Where.HASH, 2)).isZero();
                assertThat(rig.set(Where.HASH, 2)).isZero();
            }
            assertThat(held.goesOn()).isEqualTo(configured ? 0 : EINVAL.result());
            assertThat(rig.runtime.timers().pending()).isEqualTo(configured ? 1 : 0);
            rig.pass(MS);
            assertThat(rig.runs(SLOT)).isEqualTo(configured ? 1 : 0);
            assertThat(rig.map(Where.HASH).delete(key(2))).isTrue();
        }
    }

    @Test
    void r11TheProgramThatRunsIsTheOneThatIsHeld() {
        rig.put(Where.ARR, 1, SLOT);
        assertThat(rig.init(Where.ARR, 1)).isZero();
        int id;
        try (Collection other = rig.another()) {
            Program second = other.program("op");
            id = second.id();
            assertThat(OpsRig.ask(second, new Request(Op.SET, Where.ARR, 1, 0, 0, 0)))
                    .isZero();
            assertThat(second.timers()).isEqualTo(1);
            assertThat(rig.program.timers()).isZero();
        }
        assertThat(rig.runtime.programIds()).as("its timer keeps it").contains(id);
        assertThat(rig.cancel(Where.ARR, 1)).isZero();
        assertThat(rig.runtime.programIds()).doesNotContain(id);
    }

    @Test
    void r12SpareElementsKeepNoTimers() {
        for (int cpu = 0; cpu < 3; cpu++) {
            for (int round = 0; round < 3; round++) {
                assertThat(rig.ask(cpu, Op.UPDATE, Where.HASH, 1, SLOT)).isZero();
                assertThat(rig.ask(cpu, Op.INIT, Where.HASH, 1, MONO)).isZero();
                assertThat(rig.ask(cpu, Op.SET, Where.HASH, 1, 0)).isZero();
                assertThat(rig.ask(cpu, Op.START, Where.HASH, 1, FAR)).isZero();
                assertThat(rig.runtime.timers().live()).isEqualTo(1);
                assertThat(rig.runtime.timers().pending()).isEqualTo(1);
            }
        }
        rig.map(Where.HASH).close();
        assertThat(rig.runtime.timers().live()).isZero();
    }

    @Test
    void r13AnInterruptIsRefusedWhileAHelperWorksOnTheSlot() {
        rig.arm(Where.ARR, 1, SLOT, FAR);
        Held held = hold(Kind.CALL, Op.CANCEL, Where.ARR, 1, 0);
        for (Op op : List.of(Op.INIT, Op.SET, Op.START, Op.CANCEL)) {
            Request request = Request.of(op, Where.ARR, 1, op == Op.INIT ? MONO : FAR);
            long answer = (int) rig.program
                    .run(request.bytes(), 2, ExecutionContext.NMI)
                    .run()
                    .returnValue();
            assertThat(answer).isEqualTo(EOPNOTSUPP.result());
        }
        assertThat(held.goesOn()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void r13AProgramThatInterruptsAHelperOnItsOwnCpuMayCallIt(EngineKind engine) {
        OpsRig[] itself = new OpsRig[1];
        long[] nested = {-1};
        try (OpsRig inside = new OpsRig(Runtime.builder().engine(engine).onTimerPoint(point -> {
            if (point.kind() == Kind.CALL && point.helper().equals("bpf_timer_start") && nested[0] == -1) {
                nested[0] = -2;
                nested[0] = itself[0].start(Where.ARR, 1, FAR);
            }
        }))) {
            itself[0] = inside;
            inside.put(Where.ARR, 1, SLOT);
            assertThat(inside.init(Where.ARR, 1)).isZero();
            assertThat(inside.set(Where.ARR, 1)).isZero();
            assertThat(inside.start(Where.ARR, 1, MS)).isZero();
            assertThat(nested[0]).isZero();
            assertThat(inside.runtime.timers().armed()).isEqualTo(2);
            assertThat(inside.runtime.timers().pending())
                    .as("the outer came last")
                    .isEqualTo(1);
            inside.pass(MS);
            assertThat(inside.runs(SLOT)).isEqualTo(1);
        }
    }
}
