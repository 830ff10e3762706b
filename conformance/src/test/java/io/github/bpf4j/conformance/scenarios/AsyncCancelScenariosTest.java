package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.ECANCELED;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.Sampling;
import io.github.bpf4j.runtime.TimerCall;
import io.github.bpf4j.runtime.TimerPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Section H of the catalogue: {@code bpf_timer_cancel_async} and timer helpers in interrupts, as Linux 7.0 has them. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsyncCancelScenariosTest {
    private static final long US = 1000;
    private static final long RUNNING = -1;

    private enum Op {
        INIT,
        SET,
        START,
        CANCEL,
        CANCEL_ASYNC
    }

    private static final int RESTART = 1;
    private static final int STOP_OWN = 2;

    private static final class Rig implements AutoCloseable {
        final Runtime runtime;
        final Collection collection;
        final List<TimerCall> calls = new ArrayList<>();
        Runnable whenEntered = () -> {};

        Rig(EngineKind engine) {
            runtime = Runtime.builder()
                    .engine(engine)
                    .profile(KernelProfile.V7_0)
                    .cpus(2)
                    .onTimerCall(calls::add)
                    .onTimerPoint(this::reached)
                    .build();
            collection = runtime.load(CollectionSpec.read(Corpus.bytes("features/cancel_async.bpf.o"), "cancel_async"));
        }

        private void reached(TimerPoint point) {
            if (point.kind() == TimerPoint.Kind.ENTER) {
                whenEntered.run();
            }
        }

        long ask(ExecutionContext where, int cpu, Op op, int key, long argument) {
            byte[] request = ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(op.ordinal())
                    .putInt(key)
                    .putLong(argument)
                    .array();
            var result = collection.program("timer_op").run(request, cpu, where).run();
            assertThat(result.fault()).isEmpty();
            return (int) result.returnValue();
        }

        long ask(Op op, int key, long argument) {
            return ask(ExecutionContext.PROCESS, 0, op, key, argument);
        }

        /** Sets an element up and arms its timer. */
        void arm(int key, int whenFired, long restartNs, long nsecs) {
            byte[] element = ByteBuffer.allocate(56)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(24, whenFired)
                    .putLong(32, restartNs)
                    .array();
            collection.map("elements").update(key(key), element);
            assertThat(ask(Op.INIT, key, 0)).isZero();
            assertThat(ask(Op.SET, key, 0)).isZero();
            assertThat(ask(Op.START, key, nsecs)).isZero();
        }

        long field(int key, int offset) {
            return ByteBuffer.wrap(collection.map("elements").lookup(key(key)).orElseThrow())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong(offset);
        }

        long runs(int key) {
            return field(key, 0);
        }

        static byte[] key(int key) {
            return ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(key)
                    .array();
        }

        void pass(long ns) {
            runtime.advance(Duration.ofNanos(ns));
        }

        @Override
        public void close() {
            collection.close();
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
            assertThat(runtime.timers().live()).isZero();
            runtime.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({111, 112})
    void aQueuedTimerIsTakenOutAndKeepsItsCallback(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            assertThat(rig.ask(Op.CANCEL_ASYNC, 0, 0)).isEqualTo(EINVAL.result());
            rig.arm(0, 0, 0, 100 * US);
            assertThat(rig.ask(Op.CANCEL_ASYNC, 0, 0)).isEqualTo(1);
            assertThat(rig.ask(Op.CANCEL_ASYNC, 0, 0)).isZero();
            assertThat(rig.collection.program("timer_op").timers()).isEqualTo(1);
            rig.pass(1000 * US);
            assertThat(rig.runs(0)).isZero();
            assertThat(rig.ask(Op.START, 0, 100 * US)).isZero();
            rig.pass(100 * US);
            assertThat(rig.runs(0)).isEqualTo(1);
            assertThat(rig.calls).extracting(TimerCall::helper).contains("bpf_timer_cancel_async", "bpf_timer_start");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(113)
    void fromItsOwnCallbackItChangesNothing(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            rig.arm(0, RESTART | STOP_OWN, 50 * US, 100 * US);
            rig.pass(100 * US);
            assertThat(List.of(rig.field(0, 40), rig.field(0, 48))).containsExactly(0L, RUNNING);
            rig.pass(50 * US);
            assertThat(rig.runs(0)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(113)
    void fromElsewhereItDoesNotWaitForACallbackThatRuns(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            rig.arm(0, RESTART, 50 * US, 100 * US);
            List<Long> answers = new ArrayList<>();
            rig.whenEntered = () -> {
                rig.whenEntered = () -> {};
                Thread other = Thread.ofPlatform()
                        .start(() -> answers.add(rig.ask(ExecutionContext.PROCESS, 1, Op.CANCEL_ASYNC, 0, 0)));
                try {
                    other.join(Duration.ofSeconds(30));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            };
            rig.pass(100 * US);
            assertThat(answers).containsExactly(RUNNING);
            assertThat(rig.runs(0)).isEqualTo(1);
            assertThat(rig.ask(Op.CANCEL_ASYNC, 0, 0))
                    .as("the restart was only queued")
                    .isEqualTo(1);
            rig.pass(1000 * US);
            assertThat(rig.runs(0)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void inInterruptsWaitingIsRefusedAndAsyncCancelsLater(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            for (ExecutionContext where : List.of(ExecutionContext.HARDIRQ, ExecutionContext.NMI)) {
                rig.collection.map("elements").update(Rig.key(0), new byte[56]);
                assertThat(rig.ask(where, 0, Op.CANCEL_ASYNC, 0, 0)).isEqualTo(EINVAL.result());
                assertThat(rig.ask(where, 0, Op.INIT, 0, 0)).isZero();
                assertThat(rig.ask(where, 0, Op.SET, 0, 0)).isZero();
                assertThat(rig.ask(where, 0, Op.START, 0, 100 * US)).isZero();
                assertThat(rig.ask(where, 0, Op.CANCEL, 0, 0)).isEqualTo(EOPNOTSUPP.result());
                assertThat(rig.runtime.timers().pending())
                        .as("none of it was cancelled")
                        .isEqualTo(1);
                assertThat(rig.ask(where, 0, Op.CANCEL_ASYNC, 0, 0)).isEqualTo(ECANCELED.result());
                rig.pass(1000 * US);
                assertThat(rig.runs(0)).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(105)
    void callbacksThatStopOrReplaceThemselvesStandInterruptsThatArmThem(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            try (Sampling sampling = rig.runtime.sample(
                    rig.collection.program("sample"),
                    Duration.ofNanos(10 * US),
                    0,
                    new byte[184],
                    ExecutionContext.NMI,
                    result -> assertThat(result.run().fault()).isEmpty())) {
                rig.pass(10_000 * US);
                assertThat(sampling.runs()).isEqualTo(1000);
            }
            rig.pass(0);
            assertThat(rig.collection.variable("samples").getLong()).isEqualTo(1000);
            assertThat(rig.collection.variable("sample_errors").getLong()).isZero();
            assertThat(rig.runs(0)).isEqualTo(1000);
            assertThat(rig.runs(1)).isEqualTo(1000);
        }
    }
}
