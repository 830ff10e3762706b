package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.EBUSY;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;
import static io.github.bpf4j.conformance.scenarios.TimerRig.ABS;
import static io.github.bpf4j.conformance.scenarios.TimerRig.BOOTTIME;
import static io.github.bpf4j.conformance.scenarios.TimerRig.CPU_PIN;
import static io.github.bpf4j.conformance.scenarios.TimerRig.FAR;
import static io.github.bpf4j.conformance.scenarios.TimerRig.MONOTONIC;
import static io.github.bpf4j.conformance.scenarios.TimerRig.MS;
import static io.github.bpf4j.conformance.scenarios.TimerRig.REALTIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.conformance.scenarios.TimerRig.Action;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Section A of the catalogue: the calls and what they answer. */
class BasicScenariosTest {
    @ParameterizedTest
    @EnumSource
    @Scenario({1, 2, 3})
    void initAnswersByFlagsThenByState(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            assertThat(rig.init("array", 0, MONOTONIC)).isZero();
            assertThat(rig.init("array", 0, MONOTONIC)).isEqualTo(EBUSY.result());
            assertThat(rig.init("array", 0, 16)).isEqualTo(EINVAL.result());
            for (int clock : new int[] {REALTIME, MONOTONIC, BOOTTIME}) {
                assertThat(rig.init("array", 1 + clock, clock)).isZero();
            }
            for (long clock : new long[] {2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 15, 1L << 32 | 1, 1L << 63 | 1}) {
                assertThat(rig.init("array", 9, clock)).as("clock %d", clock).isEqualTo(EINVAL.result());
            }
            assertThat(rig.init("array", 9, MONOTONIC)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({4, 5})
    void callsOnWhatIsNotConfiguredAreInvalid(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            assertThat(rig.setCallback("array", 0)).isEqualTo(EINVAL.result());
            assertThat(rig.start("array", 0, 0, 0)).isEqualTo(EINVAL.result());
            assertThat(rig.cancel("array", 0)).isEqualTo(EINVAL.result());
            rig.init("array", 0, MONOTONIC);
            assertThat(rig.start("array", 0, 0, 0)).isEqualTo(EINVAL.result());
            assertThat(rig.cancel("array", 0)).isZero();
            assertThat(rig.cancel("array", 0)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(6)
    void timerFiresOnceAtItsInstantAndCancelDeconfiguresIt(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            long beganNs = rig.runtime.nowNs();
            rig.arm("array", 3, Action.NOTHING, MS);
            rig.pass(MS - 1);
            assertThat(rig.runs("array", 3)).isZero();
            rig.pass(1);
            assertThat(rig.runs("array", 3)).isEqualTo(1);
            assertThat(rig.lastNs("array", 3)).isEqualTo(beganNs + MS);
            rig.pass(100 * MS);
            assertThat(rig.runs("array", 3)).isEqualTo(1);
            assertThat(rig.start("array", 3, 0, 0)).as("still configured").isZero();
            rig.pass(0);
            assertThat(rig.runs("array", 3)).isEqualTo(2);
            assertThat(rig.cancel("array", 3)).isZero();
            assertThat(rig.start("array", 3, 0, 0)).isEqualTo(EINVAL.result());
            assertThat(rig.init("array", 3, MONOTONIC)).isEqualTo(EBUSY.result());
            assertThat(rig.setCallback("array", 3)).isZero();
            assertThat(rig.start("array", 3, 0, 0)).isZero();
            rig.pass(0);
            assertThat(rig.runs("array", 3)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({7, 8, 9, 10})
    void restartForgetsTheOldExpiryAndCancelTellsIfItWasQueued(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            assertThat(rig.start("array", 4, 0, 4)).as("flags before state").isEqualTo(EINVAL.result());
            rig.arm("array", 4, Action.NOTHING, FAR);
            assertThat(rig.cancel("array", 4)).isEqualTo(1);
            assertThat(rig.cancel("array", 4)).isZero();
            rig.pass(2 * FAR);
            assertThat(rig.runs("array", 4)).isZero();

            rig.setCallback("array", 4);
            rig.start("array", 4, FAR, 0);
            assertThat(rig.start("array", 4, 1000, 0)).isZero();
            rig.pass(2 * FAR);
            assertThat(rig.runs("array", 4)).isEqualTo(1);

            rig.start("array", 4, 20 * MS, 0);
            assertThat(rig.start("array", 4, FAR, 0)).isZero();
            rig.pass(60 * MS);
            assertThat(rig.runs("array", 4)).isEqualTo(1);
            assertThat(rig.start("array", 4, 0, 4)).isEqualTo(EINVAL.result());
            assertThat(rig.start("array", 4, 0, 1L << 32)).isEqualTo(EINVAL.result());
            assertThat(rig.start("array", 4, FAR, ABS | CPU_PIN)).isZero();
            assertThat(rig.cancel("array", 4)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({11, 12})
    void absoluteTimesAreOnTheTimersClock(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.clock.setBoottimeNs(rig.runtime.nowNs() + 500 * MS);
            rig.put("array", 5, Action.NOTHING);
            rig.init("array", 5, BOOTTIME);
            rig.setCallback("array", 5);
            assertThat(rig.start("array", 5, rig.clock.boottimeNs() + 1000, ABS))
                    .isZero();
            long beganNs = rig.runtime.nowNs();
            rig.pass(MS);
            assertThat(rig.lastNs("array", 5)).isEqualTo(beganNs + 1000);

            assertThat(rig.start("array", 5, 1, ABS)).as("long past").isZero();
            rig.pass(0);
            assertThat(rig.runs("array", 5)).isEqualTo(2);
            assertThat(rig.start("array", 5, rig.clock.boottimeNs() + FAR, ABS)).isZero();
            rig.pass(FAR - 1);
            assertThat(rig.runs("array", 5)).isEqualTo(2);
            assertThat(rig.cancel("array", 5)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(13)
    void pinnedTimersFireOnTheCpuThatArmedThem(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            for (int cpu = 0; cpu < 4; cpu++) {
                rig.init("array", cpu, MONOTONIC);
                rig.setCallback("array", cpu);
                long nsecs = cpu % 2 == 0 ? 1000 : rig.runtime.nowNs() + 1000;
                assertThat(rig.startOn(cpu, "array", cpu, nsecs, cpu % 2 == 0 ? CPU_PIN : CPU_PIN | ABS))
                        .isZero();
            }
            rig.pass(MS);
            for (int cpu = 0; cpu < 4; cpu++) {
                assertThat(rig.runs("array", cpu)).isEqualTo(1);
                assertThat(rig.lastCpu("array", cpu)).isEqualTo(cpu);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(14)
    void hugeTimesNeverCome(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.init("array", 0, MONOTONIC);
            for (int flags : new int[] {0, ABS}) {
                for (long nsecs : new long[] {-1, -1000, Long.MIN_VALUE, Long.MAX_VALUE}) {
                    rig.setCallback("array", 0);
                    assertThat(rig.start("array", 0, nsecs, flags)).isZero();
                    rig.pass(1_000_000 * FAR);
                    assertThat(rig.runs("array", 0)).isZero();
                    assertThat(rig.cancel("array", 0)).isEqualTo(1);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(15)
    void zeroDelayFiresOnceAndNotInsideTheCaller(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.arm("array", 0, Action.NOTHING, 0);
            assertThat(rig.runs("array", 0)).isZero();
            rig.pass(0);
            assertThat(rig.runs("array", 0)).isEqualTo(1);
            rig.pass(FAR);
            assertThat(rig.runs("array", 0)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(16)
    void realtimeTimersAreMonotonicOnes(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.clock.setRealtimeNs(1_700_000_000_000_000_000L);
            rig.init("array", 0, REALTIME);
            rig.setCallback("array", 0);
            rig.start("array", 0, MS, 0);
            rig.pass(MS);
            assertThat(rig.runs("array", 0)).isEqualTo(1);
            rig.start("array", 0, rig.clock.realtimeNs() + MS, ABS);
            rig.pass(FAR);
            assertThat(rig.runs("array", 0)).isEqualTo(1);
            rig.start("array", 0, rig.runtime.nowNs() + MS, ABS);
            rig.pass(MS);
            assertThat(rig.runs("array", 0)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(17)
    void initBeyondTheMapsLimitIsOutOfMemory(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.map("hash").setTimerLimit(2);
            for (int key = 0; key < 3; key++) {
                rig.put("hash", key, Action.NOTHING);
            }
            assertThat(rig.init("hash", 0, MONOTONIC)).isZero();
            assertThat(rig.init("hash", 1, MONOTONIC)).isZero();
            assertThat(rig.init("hash", 2, MONOTONIC)).isEqualTo(ENOMEM.result());
            assertThat(rig.cancel("hash", 2)).isEqualTo(EINVAL.result());
            rig.map("hash").delete(TimerRig.key(0));
            assertThat(rig.init("hash", 2, MONOTONIC)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(18)
    void callbackAtExpiryIsTheOneSetLast(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.arm("array", 0, Action.NOTHING, 5 * MS);
            rig.pass(MS);
            assertThat(rig.setOtherCallback("array", 0)).isZero();
            rig.pass(4 * MS - 1);
            assertThat(rig.otherRuns("array", 0)).isZero();
            rig.pass(1);
            assertThat(rig.otherRuns("array", 0)).isEqualTo(1);
            assertThat(rig.runs("array", 0)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(20)
    void onlyTheWaitingCancelIsRefusedThereIn70(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine, Runtime.builder().profile(KernelProfile.V7_0))) {
            rig.put("array", 0, Action.NOTHING);
            assertThat(rig.inNmi("array", 0)).containsExactly(0, 0, 0, EOPNOTSUPP.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(10)
    void startHadNoFlagsIn515(EngineKind engine) {
        try (TimerRig rig = TimerRig.of515(engine)) {
            rig.arm("array", 0, Action.NOTHING, MS);
            assertThat(rig.start("array", 0, MS, ABS)).isEqualTo(EINVAL.result());
            assertThat(rig.start("array", 0, MS, CPU_PIN)).isEqualTo(EINVAL.result());
            assertThat(rig.start("array", 0, MS, 0)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(20)
    void nothingWorksInANonMaskableInterrupt(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            long refused = EOPNOTSUPP.result();
            assertThat(rig.inNmi("array", 0)).containsExactly(refused, refused, refused, refused);
            rig.arm("array", 0, Action.NOTHING, MS);
            assertThat(rig.inNmi("array", 0)).containsExactly(refused, refused, refused, refused);
            rig.pass(MS);
            assertThat(rig.runs("array", 0)).isEqualTo(1);
        }
    }
}
