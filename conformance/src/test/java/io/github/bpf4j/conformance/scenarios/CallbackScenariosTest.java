package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.EBUSY;
import static io.github.bpf4j.abi.Errno.EDEADLK;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.conformance.scenarios.KernelAnswers.answered;
import static io.github.bpf4j.conformance.scenarios.TimerRig.ABS;
import static io.github.bpf4j.conformance.scenarios.TimerRig.CPU_PIN;
import static io.github.bpf4j.conformance.scenarios.TimerRig.FAR;
import static io.github.bpf4j.conformance.scenarios.TimerRig.MONOTONIC;
import static io.github.bpf4j.conformance.scenarios.TimerRig.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.KernelVariable;
import io.github.bpf4j.conformance.scenarios.TimerRig.Action;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.verifier.VerifierException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Section B of the catalogue: what callbacks see and do. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallbackScenariosTest {
    @ParameterizedTest
    @EnumSource
    @Scenario(21)
    void callbackThatCountsDownRunsExactlyAsOften(EngineKind engine) {
        for (String map : List.of("hash", "on_demand")) {
            try (TimerRig rig = new TimerRig(engine)) {
                rig.set("countdown", 10);
                rig.set("rearm_ns", 1000);
                rig.arm(map, 1, Action.COUNT_DOWN, 1000);
                rig.pass(MS);
                assertThat(rig.runs(map, 1)).isEqualTo(10);
                assertThat(rig.runtime.timers().pending()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({22, 30})
    void callbackArmsAnotherTimerWhichRunsAfterIt(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.put("array", 9, Action.NOTHING);
            rig.init("array", 9, MONOTONIC);
            rig.setCallback("array", 9);
            rig.arm("array", 1, Action.START_OTHER, 1000);
            rig.pass(1000);
            assertThat(rig.results()).containsExactly(0);
            assertThat(rig.order()).containsExactly(1, 9);
            assertThat(rig.lastNs("array", 9)).isEqualTo(rig.lastNs("array", 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(23)
    void callbackCancelsOthersButNotItself(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.arm("hash", 9, Action.NOTHING, FAR);
            rig.arm("hash", 1, Action.CANCEL_OTHER, 1000);
            rig.arm("hash", 2, Action.CANCEL_SELF, 2000);
            rig.pass(MS);
            assertThat(rig.results()).containsExactly(1, EDEADLK.result());
            rig.pass(2 * FAR);
            assertThat(rig.runs("hash", 9)).isZero();
            assertThat(rig.start("hash", 2, 1000, 0)).as("cancel had no effect").isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({23, 29})
    void callbackThatDeletesItsElementCannotStartIt(EngineKind engine) {
        for (String map : List.of("hash", "on_demand")) {
            try (TimerRig rig = new TimerRig(engine)) {
                rig.set("rearm_ns", 1000);
                rig.arm(map, 1, Action.DELETE_SELF, 1000);
                rig.arm(map, 2, Action.REARM_THEN_DELETE, 2000);
                rig.pass(FAR);
                assertThat(rig.results()).containsExactly(0, EINVAL.result(), 0, 0);
                assertThat(rig.order()).containsExactly(1, 2);
                assertThat(rig.map(map).size()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(24)
    void oldKernelsKeepADeletedElementsTimerUntilTheCallbackEnds(EngineKind engine) {
        try (TimerRig rig = TimerRig.of515(engine)) {
            rig.set("rearm_ns", 1L << 35);
            rig.arm("on_demand", 1, Action.DELETE_SELF, 1000);
            rig.arm("hash", 2, Action.DELETE_SELF, 2000);
            rig.pass(1000);
            assertThat(rig.results()).containsExactly(0, 0);
            assertThat(rig.runtime.timers().live())
                    .as("the deleted element's is gone")
                    .isEqualTo(1);
            assertThat(rig.runtime.timers().pending()).isEqualTo(1);
            rig.pass(1000);
            assertThat(rig.results())
                    .as("a preallocated one is gone at once")
                    .containsExactly(0, 0, 0, EINVAL.result());
            rig.pass(1L << 36);
            assertThat(rig.order()).containsExactly(1, 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(24)
    void oldKernelsKeepAnElementThatAProgramDeletedUntilItEnds(EngineKind engine) {
        try (TimerRig rig = TimerRig.of515(engine)) {
            rig.arm("on_demand", 1, Action.NOTHING, FAR);
            assertThat(rig.stale(TimerRig.STALE_START, "on_demand", 1, 2)).isZero();
            assertThat(rig.runtime.timers().live()).isZero();
            assertThat(rig.runtime.timers().pending()).isZero();
            assertThat(rig.map("on_demand").timer(TimerRig.key(2))).isEmpty();
            rig.arm("on_demand", 1, Action.NOTHING, FAR);
            assertThat(rig.map("on_demand").delete(TimerRig.key(1))).isTrue();
            assertThat(rig.runtime.timers().live()).as("no program runs").isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("contexts")
    @Scenario(28)
    void callbackIsInAnInterruptAndTheProgramThatArmedItWasNot(EngineKind engine, KernelProfile profile) {
        String program = profile == KernelProfile.V6_12 ? "hot" : "plain";
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/preempt_count.bpf.o"), "preempt_count");
        int interrupt = KernelVariable.SOFTIRQ_MASK | KernelVariable.HARDIRQ_MASK | KernelVariable.NMI_MASK;
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .profile(profile)
                        .cpus(2)
                        .build();
                Collection collection = runtime.load(spec.withAutoload(program, true))) {
            assertThat(collection.program(program).run(new byte[0], 1).run().returnValue())
                    .isZero();
            assertThat(runtime.advance(Duration.ofNanos(1000))).isEqualTo(1);
            assertThat(collection.variable("in_program").getLong() & interrupt).isZero();
            assertThat(collection.variable("in_callback").getLong() & interrupt).isEqualTo(KernelVariable.SOFTIRQ);
            if (profile == KernelProfile.V6_12) {
                assertThat(collection.variable("hot_cpu").getLong()).isEqualTo(1);
                assertThat(collection.variable("other_cpu").getLong()).isEqualTo(1);
            }
            collection.program(program).run(new byte[0], 0, ExecutionContext.NMI);
            assertThat(collection.variable("in_program").getLong() & KernelVariable.NMI_MASK)
                    .isNotZero();
            if (profile == KernelProfile.V6_12) {
                assertThat(collection.variable("hot_cpu").getLong()).isZero();
            }
        }
    }

    static Stream<Arguments> contexts() {
        return Stream.of(EngineKind.values())
                .flatMap(engine -> Stream.of(KernelProfile.values()).map(profile -> Arguments.of(engine, profile)));
    }

    @Test
    void aKernelVariableOfAnotherVersionIsRefusedByName() {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/preempt_count.bpf.o"), "preempt_count");
        try (Runtime runtime = Runtime.builder().profile(KernelProfile.V6_12).build()) {
            assertThatThrownBy(() -> runtime.load(spec.withAutoload("plain", true)))
                    .isInstanceOf(VerifierException.class)
                    .hasMessageContaining("V6_12")
                    .hasMessageContaining("__preempt_count");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(25)
    void callbackThatEvictsItselfLosesItsTimer(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.arm("lru", 1, Action.FILL, 1000);
            rig.pass(MS);
            assertThat(rig.results()).containsExactly(1, EINVAL.result());
            assertThat(rig.map("lru").size()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(26)
    void callbacksSetEachOtherForEver(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.set("rearm_ns", 1000);
            rig.arm("hash", 1, Action.OTHER_CALLBACK, 1000);
            rig.pass(10_000);
            assertThat(rig.runs("hash", 1)).isEqualTo(5);
            assertThat(rig.otherRuns("hash", 1)).isEqualTo(5);
            assertThat(rig.results()).containsOnly(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({27, 37})
    void callbackGetsKeyAndValueOfItsElement(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.arm("array", 3, Action.NOTHING, 1000);
            rig.arm("hash", 0x01020304, Action.NOTHING, 2000);
            rig.pass(MS);
            assertThat(rig.order()).containsExactly(3, 0x01020304);
            assertThat(rig.runs("array", 3)).isEqualTo(1);
            assertThat(rig.runs("hash", 0x01020304)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(36)
    void equalExpiriesFireInOrderOfArming(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            long at = rig.runtime.nowNs() + MS;
            for (int key : new int[] {5, 2, 7}) {
                rig.init("array", key, MONOTONIC);
                rig.setCallback("array", key);
                rig.start("array", key, at, ABS | CPU_PIN);
            }
            rig.start("array", 5, at, ABS | CPU_PIN);
            rig.pass(MS);
            assertThat(rig.order()).containsExactly(2, 7, 5);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(36)
    void equalExpiriesFireInOrderOfArmingInEveryRound(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            int inOrder = 0;
            for (int round = 0; round < 10; round++) {
                int[] keys = round % 2 == 0 ? new int[] {10, 9, 8} : new int[] {8, 9, 10};
                long at = rig.runtime.nowNs() + MS;
                for (int key : keys) {
                    rig.put("array", key, Action.NOTHING);
                    rig.init("array", key, MONOTONIC);
                    rig.setCallback("array", key);
                    assertThat(rig.startOn(1, "array", key, at, ABS | CPU_PIN)).isZero();
                }
                rig.pass(MS);
                int[] order = rig.order();
                assertThat(order).hasSize(3 * (round + 1));
                inOrder += Arrays.equals(Arrays.copyOfRange(order, 3 * round, order.length), keys) ? 1 : 0;
            }
            answered(36, "three equal expiries run in the order of arming: rounds of 10", inOrder);
        }
    }

    @ParameterizedTest
    @EnumSource
    void initInTheOwnCallbackIsBusyAndUpdatingTheElementFreesTheTimer(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.set("rearm_ns", 1000);
            rig.arm("hash", 1, Action.INIT_SELF, 1000);
            rig.arm("hash", 2, Action.UPDATE_SELF, 2000);
            rig.arm("array", 3, Action.UPDATE_SELF, 3000);
            rig.pass(FAR);
            assertThat(rig.results()).containsExactly(EBUSY.result(), 0, EINVAL.result(), 0, EINVAL.result());
            assertThat(rig.runs("hash", 2)).as("the new element").isEqualTo(100);
            assertThat(rig.init("hash", 2, MONOTONIC)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void driftFreePeriodsKeepTheirInstants(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.set("rearm_ns", 100 * MS);
            long beganNs = rig.runtime.nowNs();
            rig.arm("array", 0, Action.REARM, 100 * MS);
            rig.pass(3_600_000 * MS);
            assertThat(rig.runs("array", 0)).isEqualTo(36_000);
            assertThat(rig.lastNs("array", 0)).isEqualTo(beganNs + 3_600_000 * MS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void zeroDelayForEverIsReportedAndStopped(EngineKind engine) {
        List<Fault> faults = new ArrayList<>();
        try (TimerRig rig = new TimerRig(engine, Runtime.builder().onFault(faults::add))) {
            rig.arm("array", 6, Action.REARM, 0);
            rig.pass(MS);
            assertThat(faults).hasSize(1);
            Fault fault = faults.getFirst();
            assertThat(fault.kind()).isEqualTo(Fault.Kind.ENDLESS_TIMER);
            assertThat(fault.message()).contains("\"array\"").contains("06000000");
            assertThat(fault.function()).isEqualTo("array_first");
            assertThat(fault.source())
                    .hasValueSatisfying(line -> assertThat(line).contains("timer_ops.bpf.c"));
            assertThat(rig.runtime.timers().pending()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(110)
    void aMillionTimersFireInOrderAndHalfOfThemNotAtAll(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build()) {
            try (Collection collection =
                    runtime.load(CollectionSpec.read(Corpus.bytes("features/many_timers.bpf.o"), "many_timers"))) {
                for (int round = 1; round <= 2; round++) {
                    assertThat(collection
                                    .program("start_all")
                                    .run(new byte[8])
                                    .run()
                                    .fault())
                            .isEmpty();
                    assertThat(runtime.timers().pending()).isEqualTo(1_000_000);
                    collection.program("cancel_half").run(new byte[8]);
                    assertThat(collection.variable("cancelled").getLong()).isEqualTo(500_000L * round);
                    long fired = runtime.advance(Duration.ofSeconds(1));
                    assertThat(fired).isEqualTo(500_000);
                    assertThat(collection.variable("fired").getLong()).isEqualTo(500_000L * round);
                    assertThat(collection.variable("sum").getLong()).isEqualTo(999_998L * 250_000 * round);
                    assertThat(collection.variable("early").getLong()).isZero();
                    assertThat(collection.variable("disordered").getLong()).isZero();
                    assertThat(runtime.timers().pending()).isZero();
                    // Updating every element takes the timers away, so that the next round initialises them again.
                    BpfMap elements = collection.map("elements");
                    for (int key = 0; key < 1_000_000; key++) {
                        elements.update(TimerRig.key(key), new byte[elements.valueSize()]);
                    }
                    assertThat(runtime.timers().live()).isZero();
                    collection.variable("last").setLong(0);
                }
                assertThat(collection.variable("failed").getLong()).isZero();
                assertThat(collection.variable("started").getLong()).isEqualTo(2_000_000);
            }
        }
    }
}
