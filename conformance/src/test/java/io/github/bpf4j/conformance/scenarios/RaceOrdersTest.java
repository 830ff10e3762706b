package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.EBUSY;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;
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
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerPoint;
import io.github.bpf4j.runtime.TimerPoint.Kind;
import io.github.bpf4j.runtime.TimerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * More of the races of timers spec 6.7, in chosen orders: every pair of helpers on one slot, removals by programs, what ends while a
 * callback runs or a cancel waits, and programs that interrupt a helper on its own CPU.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RaceOrdersTest {
    private static final int SLOT = 7;
    private static final long MISSING = -8888;
    /** What a callback does to be held up: a call that is refused. */
    private static final Request HOLD = Request.of(Op.INIT, Where.ARR, 15, 99);

    private static final Consumer<TimerPoint> NOTHING = point -> {};

    private final TimerStops stops = new TimerStops();
    private final AtomicReference<Consumer<TimerPoint>> interrupt = new AtomicReference<>(NOTHING);
    private final OpsRig rig = new OpsRig(Runtime.builder().cpus(3).onTimerPoint(point -> {
        interrupt.get().accept(point);
        stops.accept(point);
    }));

    @AfterEach
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nothingIsLeft() {
        rig.close();
    }

    private record Held(Stop stop, CompletableFuture<Long> call) {
        long goesOn() {
            stop.release();
            return result(call);
        }
    }

    /** Calls a helper on CPU 1 in a thread of its own, which is held up before the call or after it. */
    private Held hold(Kind where, Request request) {
        Stop stop = stops.at(point -> point.kind() == where && point.cpu() == 1);
        CompletableFuture<Long> call = beside(() -> rig.ask(1, request));
        stop.awaitReached();
        return new Held(stop, call);
    }

    /** Arms a timer on CPU 0 and moves the time beside, until its callback comes to HOLD. */
    private Held hold(Where map, int key, Request... actions) {
        rig.acts(SLOT, actions);
        rig.arm(map, key, SLOT, MS);
        Stop stop = stops.at(point -> point.helper().equals("bpf_timer_init") && point.cpu() == 0);
        CompletableFuture<Long> mover = beside(() -> rig.runtime.advance(Duration.ofNanos(MS)));
        stop.awaitReached();
        return new Held(stop, mover);
    }

    /** Cancels from CPU 1, and waits until that waits. */
    private CompletableFuture<Long> cancelBeside(Where map, int key) {
        Stop waiting = stops.at(Kind.WAIT);
        CompletableFuture<Long> cancel = beside(() -> rig.ask(1, Op.CANCEL, map, key, 0));
        waiting.awaitReached();
        waiting.release();
        return cancel;
    }

    /** Does something once, on the CPU that comes to a point and inside what happens there. */
    private void interruptOnce(Kind where, int cpu, Runnable work) {
        interrupt.set(point -> {
            if (point.kind() == where && point.cpu() == cpu) {
                interrupt.set(NOTHING);
                work.run();
            }
        });
    }

    private static Request on(Where map, Op op, int callback, long argument) {
        return new Request(op, map, 1, callback, argument, 0);
    }

    /** The states of a slot (timers spec 2.2), each with what is done to come to the next. */
    private static final List<Request> STEPS =
            List.of(on(Where.ARR, Op.INIT, 0, MONO), on(Where.ARR, Op.SET, 0, 0), on(Where.ARR, Op.START, 0, 3 * MS));

    private static final List<Request> HELD = List.of(
            on(Where.ARR, Op.INIT, 0, MONO),
            on(Where.ARR, Op.SET, 1, 0),
            on(Where.ARR, Op.START, 0, MS),
            on(Where.ARR, Op.CANCEL, 0, 0));
    private static final List<Request> OTHERS = List.of(
            on(Where.ARR, Op.INIT, 0, MONO),
            on(Where.ARR, Op.SET, 0, 0),
            on(Where.ARR, Op.START, 0, 2 * MS),
            on(Where.ARR, Op.CANCEL, 0, 0),
            on(Where.ARR, Op.UPDATE, 0, SLOT));

    /** All that two calls leave: answers, the timer, when it ran. */
    private record Outcome(
            long held, long other, long programReferences, List<String> timers, long pending, List<Long> runs) {}

    private Outcome outcome(long held, long other) {
        long now = rig.runtime.nowNs();
        List<String> timers = new ArrayList<>();
        for (TimerView timer : rig.map(Where.ARR).timers()) {
            timers.add(timer.callback() + (timer.pending() ? " in " + (timer.expiresNs() - now) : ""));
        }
        long pending = rig.runtime.timers().pending();
        long references = rig.program.timers();
        List<Long> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rig.pass(MS);
            runs.add(rig.runs(SLOT));
        }
        return new Outcome(held, other, references, timers, pending, runs);
    }

    private void prepare(int state) {
        rig.acts(SLOT);
        rig.put(Where.ARR, 1, SLOT);
        STEPS.subList(0, state).forEach(step -> assertThat(rig.ask(0, step)).isZero());
    }

    private Outcome oneAfterTheOther(Kind where, Request held, Request other) {
        if (where == Kind.CALL) {
            long second = rig.ask(2, other);
            return outcome(rig.ask(1, held), second);
        }
        long first = rig.ask(1, held);
        return outcome(first, rig.ask(2, other));
    }

    @Test
    void r01toR08TwoCallsOnOneSlotAreOneAfterTheOther() {
        for (Kind where : List.of(Kind.CALL, Kind.RETURN)) {
            for (int state = 0; state <= STEPS.size(); state++) {
                for (Request first : HELD) {
                    for (Request other : OTHERS) {
                        prepare(state);
                        Outcome expected = oneAfterTheOther(where, first, other);
                        prepare(state);
                        Held held = hold(where, first);
                        long second = rig.ask(2, other);
                        assertThat(outcome(held.goesOn(), second))
                                .as("state %d, %s held at %s, %s", state, first.op(), where, other.op())
                                .isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void r13ACallInsideACallOnTheSameCpuIsDoneBeforeOrAfterIt() {
        for (Kind where : List.of(Kind.CALL, Kind.RETURN)) {
            for (ExecutionContext context : List.of(ExecutionContext.PROCESS, ExecutionContext.HARDIRQ)) {
                for (int state = 0; state <= STEPS.size(); state++) {
                    for (Request outer : HELD) {
                        for (Request inner : OTHERS) {
                            prepare(state);
                            Outcome expected = oneAfterTheOther(where, outer, inner);
                            prepare(state);
                            long[] nested = {MISSING};
                            interruptOnce(where, 1, () -> nested[0] = inContext(inner, 1, context));
                            long answer = rig.ask(1, outer);
                            assertThat(outcome(answer, nested[0]))
                                    .as("state %d, %s inside %s at %s", state, inner.op(), outer.op(), where)
                                    .isEqualTo(expected);
                        }
                    }
                }
            }
        }
    }

    private long inContext(Request request, int cpu, ExecutionContext context) {
        return (int) rig.program.run(request.bytes(), cpu, context).run().returnValue();
    }

    @Test
    void r13WhileACancelWaitsItsOwnCpuMayBeInterrupted() {
        Held callback = hold(Where.ARR, 1, HOLD);
        List<Long> answers = new ArrayList<>();
        interruptOnce(Kind.WAIT, 0, () -> {
            for (Request request : HELD) {
                answers.add(inContext(request, 1, ExecutionContext.NMI));
            }
            for (Request request : HELD.subList(0, 3)) {
                answers.add(inContext(request, 1, ExecutionContext.HARDIRQ));
            }
        });
        CompletableFuture<Long> cancel = cancelBeside(Where.ARR, 1);
        assertThat(callback.goesOn()).isEqualTo(1);
        assertThat(result(cancel)).as("what the interrupt started").isEqualTo(1);
        long refused = EOPNOTSUPP.result();
        assertThat(answers).containsExactly(refused, refused, refused, refused, EBUSY.result(), 0L, 0L);
        assertThat(rig.map(Where.ARR).timers().getFirst().callback()).isEqualTo("cb1");
        assertThat(rig.runtime.timers().pending()).isZero();
    }

    @Test
    void r02AndR08AStartAndARemovalByAProgramLeaveNothingArmed() {
        for (Where map : List.of(Where.ARR, Where.HASH, Where.HASH_NP, Where.LRU, Where.INNER)) {
            for (Op removal : map == Where.ARR ? List.of(Op.UPDATE) : List.of(Op.UPDATE, Op.DELETE)) {
                for (Kind where : List.of(Kind.CALL, Kind.RETURN)) {
                    rig.acts(SLOT);
                    rig.put(map, 1, SLOT);
                    assertThat(rig.init(map, 1)).isZero();
                    assertThat(rig.set(map, 1)).isZero();
                    Held held = hold(where, on(map, Op.START, 0, MS));
                    assertThat(rig.ask(2, on(map, removal, 0, SLOT))).isZero();
                    assertThat(rig.runtime.timers().live()).isZero();
                    assertThat(rig.program.timers()).isZero();
                    assertThat(held.goesOn()).isEqualTo(where == Kind.CALL ? EINVAL.result() : 0);
                    assertThat(rig.runtime.timers().pending()).isZero();
                    rig.pass(10 * MS);
                    assertThat(rig.runs(SLOT)).as("%s of %s", removal, map).isZero();
                }
            }
        }
    }

    @Test
    void r08AStartByTheCallbackItselfGoesWithItsElementWhileItRuns() {
        for (Where map : List.of(Where.ARR, Where.HASH, Where.INNER)) {
            Held callback = hold(map, 1, Request.of(Op.START, Where.SELF, 0, 1000), HOLD);
            assertThat(rig.runtime.timers().pending()).isEqualTo(1);
            rig.map(map).update(key(1), value(SLOT));
            assertThat(rig.runtime.timers().pending()).as("of %s", map).isZero();
            assertThat(callback.goesOn()).isEqualTo(1);
            rig.pass(MS);
            assertThat(rig.runs(SLOT)).isEqualTo(1);
        }
    }

    @Test
    void r03ACancelAfterTheRemovalFindsNothingAndDoesNotWait() {
        Held callback = hold(Where.HASH, 1, HOLD);
        Held cancel = hold(Kind.CALL, on(Where.HASH, Op.CANCEL, 0, 0));
        assertThat(rig.map(Where.HASH).delete(key(1))).isTrue();
        assertThat(cancel.goesOn()).isEqualTo(EINVAL.result());
        assertThat(rig.inside(SLOT)).as("the callback runs still").isEqualTo(1);
        assertThat(callback.goesOn()).isEqualTo(1);
        assertThat(rig.runtime.timers().live()).isZero();
    }

    @Test
    void r03ACancelThatWaitsOutlivesTheLastUserOfItsMap() {
        Held callback = hold(Where.HASH, 1, HOLD);
        CompletableFuture<Long> cancel = cancelBeside(Where.HASH, 1);
        rig.map(Where.HASH).close();
        assertThat(rig.runtime.timers().live()).isZero();
        assertThat(cancel.isDone()).isFalse();
        assertThat(callback.goesOn()).isEqualTo(1);
        assertThat(result(cancel)).isZero();
    }

    @Test
    void r03MapsAndProgramsThatNobodyHoldsStayUntilTheCancelHasReturned() {
        Held callback = hold(Where.HASH, 1, HOLD, on(Where.HASH, Op.FIND, 0, 0));
        CompletableFuture<Long> cancel = cancelBeside(Where.HASH, 1);
        int id = rig.map(Where.HASH).id();
        rig.map(Where.HASH).close();
        rig.program.close();
        assertThat(rig.runtime.programIds()).isEmpty();
        assertThat(rig.runtime.mapIds()).as("held by the program that ends").contains(id);
        assertThat(callback.goesOn()).isEqualTo(1);
        assertThat(result(cancel)).isZero();
        assertThat(rig.hasEnded(SLOT)).isTrue();
        assertThat(rig.result(SLOT, 1)).as("the map was there for the callback").isEqualTo(1);
        rig.runtime.quiesce();
        assertThat(rig.runtime.mapIds()).doesNotContain(id);
    }

    @Test
    void r05AProgramThatWasSetInTimeIsKeptByItsTimer() {
        prepare(2);
        Collection other = rig.another();
        Program dying = other.program("op");
        int id = dying.id();
        Stop stop = stops.at(point -> point.kind() == Kind.RETURN && point.cpu() == 1);
        CompletableFuture<Long> set = beside(() ->
                (int) dying.run(on(Where.ARR, Op.SET, 1, 0).bytes(), 1).run().returnValue());
        stop.awaitReached();
        dying.close();
        stop.release();
        assertThat(result(set)).isZero();
        other.close();
        assertThat(rig.runtime.programIds()).contains(id);
        assertThat(rig.program.timers()).as("its reference was given back").isZero();
        assertThat(rig.start(Where.ARR, 1, MS)).isZero();
        rig.pass(MS);
        assertThat(rig.runs(SLOT)).isEqualTo(1);
        assertThat(rig.cancel(Where.ARR, 1)).isZero();
        assertThat(rig.runtime.programIds()).doesNotContain(id);
    }

    @Test
    void r05ACallbackRunsToItsEndThoughNobodyHoldsItsProgramAnyMore() {
        rig.acts(SLOT, HOLD, Request.of(Op.SET, Where.SELF, 0, 0));
        rig.put(Where.ARR, 1, SLOT);
        assertThat(rig.init(Where.ARR, 1)).isZero();
        Collection other = rig.another();
        int id = other.program("op").id();
        assertThat(OpsRig.ask(other.program("op"), on(Where.ARR, Op.SET, 1, 0))).isZero();
        other.close();
        assertThat(rig.start(Where.ARR, 1, MS)).isZero();
        Stop stop = stops.at(Kind.CALL, "bpf_timer_init");
        CompletableFuture<Long> mover = beside(() -> rig.runtime.advance(Duration.ofNanos(MS)));
        stop.awaitReached();
        CompletableFuture<Long> cancel = cancelBeside(Where.ARR, 1);
        assertThat(rig.runtime.programIds()).as("its last reference has gone").doesNotContain(id);
        stop.release();
        assertThat(result(mover)).isEqualTo(1);
        assertThat(result(cancel)).isZero();
        assertThat(rig.result(SLOT, 1)).as("it cannot set itself again").isEqualTo(ENOENT.result());
        assertThat(rig.hasEnded(SLOT)).isTrue();
        assertThat(rig.start(Where.ARR, 1, MS)).isEqualTo(EINVAL.result());
    }

    @Test
    void r10EveryHelperOnAnOldPointerFindsADeadSlotOrTheNewElements() {
        for (Where map : List.of(Where.HASH, Where.LRU, Where.INNER)) {
            for (Op op : List.of(Op.INIT, Op.SET, Op.START, Op.CANCEL)) {
                long argument = op == Op.START ? FAR : MONO;
                rig.arm(map, 1, SLOT, FAR);
                Held held = hold(Kind.CALL, on(map, op, 0, argument));
                assertThat(rig.ask(2, on(map, Op.DELETE, 0, 0))).isZero();
                assertThat(held.goesOn()).as("dead, %s", op).isEqualTo(EINVAL.result());
                assertThat(rig.runtime.timers().live()).isZero();

                rig.arm(map, 1, SLOT, FAR);
                held = hold(Kind.CALL, on(map, op, 0, argument));
                assertThat(rig.ask(2, on(map, Op.DELETE, 0, 0))).isZero();
                rig.put(map, 2, SLOT); // in the same memory
                assertThat(held.goesOn()).as("new, %s", op).isEqualTo(op == Op.INIT ? 0 : EINVAL.result());
                assertThat(rig.runtime.timers().live()).isEqualTo(op == Op.INIT ? 1 : 0);
                assertThat(rig.map(map).delete(key(2))).isTrue();
                assertThat(rig.runtime.timers().live()).isZero();
            }
        }
    }

    @Test
    void r10AnEvictedElementIsDeadToWhoHasItsPointer() {
        rig.acts(SLOT);
        rig.arm(Where.LRU, 1, SLOT, MS);
        Held held = hold(Kind.CALL, on(Where.LRU, Op.START, 0, MS));
        for (int key = 2; rig.map(Where.LRU).lookup(key(1)).isPresent(); key++) {
            assertThat(key).as("it goes some day").isLessThan(100);
            rig.put(Where.LRU, key, SLOT);
        }
        assertThat(held.goesOn()).isEqualTo(EINVAL.result());
        rig.pass(10 * MS);
        assertThat(rig.runs(SLOT)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void r11AfterATailCallTheProgramThatSetsTheCallbackIsHeld(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection =
                        runtime.load(CollectionSpec.read(Corpus.bytes("features/tail_timer.bpf.o"), "tail_timer"))) {
            Program first = collection.program("first");
            Program second = collection.program("second");
            assertThat(first.run(new Packet(new byte[64])).returnValue()).isZero();
            assertThat(List.of(first.timers(), second.timers())).containsExactly(0, 1);
            int id = second.id();
            second.close();
            collection.map("steps").clearProgram(0);
            assertThat(runtime.programIds()).as("its timer keeps it").contains(id);
            runtime.advance(Duration.ofNanos(MS));
            assertThat(collection.variable("fired_in_second").getLong()).isEqualTo(1);
            assertThat(collection.variable("fired_in_first").getLong()).isZero();
            assertThat(first.run(new Packet(new byte[64])).returnValue())
                    .as("there is no second any more")
                    .isEqualTo(1);
            assertThat(first.timers()).isEqualTo(1);
            assertThat(runtime.programIds()).doesNotContain(id);
        }
    }

    @Test
    void r12ElementsInMemoryThatWasUsedBeforeHaveNoTimers() {
        for (Where map : List.of(Where.HASH, Where.HASH_NP, Where.INNER, Where.LRU)) {
            int capacity = map == Where.LRU ? 4 : 8;
            for (int round = 0; round < 3; round++) {
                for (int key = 0; key < capacity; key++) {
                    rig.put(map, key, SLOT);
                    assertThat(rig.start(map, key, FAR)).isEqualTo(EINVAL.result());
                    assertThat(rig.init(map, key)).isZero();
                    assertThat(rig.set(map, key)).isZero();
                    assertThat(rig.start(map, key, FAR)).isZero();
                }
                assertThat(rig.runtime.timers().live()).isEqualTo(capacity);
                if (round == 0) { // the others replace what is there
                    for (int key = 0; key < capacity; key++) {
                        assertThat(rig.map(map).delete(key(key))).isTrue();
                    }
                    assertThat(rig.runtime.timers().live()).isZero();
                }
            }
            for (int key = 0; key < capacity; key++) {
                assertThat(rig.map(map).delete(key(key))).isTrue();
            }
            assertThat(rig.runtime.timers().pending()).isZero();
            assertThat(rig.program.timers()).isZero();
        }
    }

    @Test
    void r12TheMemoryOfAnElementWhoseCallbackRunsTakesATimerOfItsOwn() {
        Held callback = hold(Where.HASH, 1, HOLD, Request.of(Op.START, Where.SELF, 0, 1000));
        assertThat(rig.map(Where.HASH).delete(key(1))).isTrue();
        for (int key = 2; key < 10; key++) {
            rig.put(Where.HASH, key, 8);
            assertThat(rig.ask(2, Op.START, Where.HASH, key, MS)).isEqualTo(EINVAL.result());
            assertThat(rig.ask(2, Op.INIT, Where.HASH, key, MONO)).isZero();
        }
        assertThat(rig.runtime.timers().live()).isEqualTo(8);
        assertThat(callback.goesOn()).isEqualTo(1);
        assertThat(rig.result(SLOT, 1)).as("the new timer has no callback").isEqualTo(EINVAL.result());
        assertThat(rig.runtime.timers().live())
                .as("the old one's end took none of the new")
                .isEqualTo(8);
        for (int key = 2; key < 10; key++) {
            assertThat(rig.set(Where.HASH, key)).isZero();
            assertThat(rig.start(Where.HASH, key, MS)).isZero();
        }
        rig.acts(8);
        assertThat(rig.runtime.advance(Duration.ofNanos(MS))).isEqualTo(8);
        assertThat(rig.runs(8)).isEqualTo(8);
    }
}
