package io.github.bpf4j.conformance.guide;

import static io.github.bpf4j.conformance.guide.GuideRig.MS;
import static io.github.bpf4j.conformance.guide.GuideRig.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.EngineKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pitfalls of docs/timers.md: each surprise, and the way around it. */
class PitfallsTest {
    private static final int RUNS = 0;
    private static final int CANCELLED_ITSELF = 8;
    private static final int PRIORITY = 36;
    private static final int EINVAL = (int) Errno.EINVAL.result();
    private static final int EPERM = (int) Errno.EPERM.result();

    private static int priority(GuideRig rig, String map, int key) {
        return ByteBuffer.wrap(rig.map(map).lookup(key(key)).orElseThrow())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(PRIORITY);
    }

    @ParameterizedTest
    @EnumSource
    void cancelledTimerNeedsItsCallbackAgain(EngineKind engine) {
        try (GuideRig rig = new GuideRig("pitfalls", engine)) {
            assertThat(rig.run("add_job", 1)).isZero();
            assertThat(rig.run("cancel_then_start", 1)).isEqualTo(EINVAL);
            rig.pass(5000);
            assertThat(rig.fired).isEmpty();
            assertThat(rig.run("cancel_then_restart", 1)).isZero();
            rig.pass(1000);
            assertThat(rig.fired).containsExactly("6000 key 1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void updateOfAHashKeyKillsTheTimer(EngineKind engine) {
        try (GuideRig rig = new GuideRig("pitfalls", engine)) {
            for (int job = 1; job <= 4; job++) {
                assertThat(rig.run("add_job", job)).isZero();
            }
            assertThat(rig.run("set_priority_wrong", 1)).isZero();
            assertThat(rig.run("set_priority_locked", 2)).isZero();
            assertThat(rig.run("set_priority", 3)).isZero();
            rig.map("jobs").update(key(4), new byte[rig.map("jobs").valueSize()], UpdateFlags.EXIST);
            for (int job = 1; job <= 3; job++) {
                assertThat(priority(rig, "jobs", job)).isEqualTo(7);
            }
            assertThat(rig.armed("jobs")).containsExactly("1000 key 2", "1000 key 3");
            assertThat(rig.runtime.timers().live()).isEqualTo(2);
            rig.pass(1000);
            assertThat(rig.fired).containsExactly("1000 key 2", "1000 key 3");
            assertThat(rig.run("cancel_then_restart", 1))
                    .as("not even initialised")
                    .isEqualTo(EINVAL);
        }
    }

    @ParameterizedTest
    @EnumSource
    void updateOfAnArrayIndexCancelsLockedOrNot(EngineKind engine) {
        try (GuideRig rig = new GuideRig("pitfalls", engine)) {
            for (int slot = 0; slot < 3; slot++) {
                assertThat(rig.run("arm_slot", slot)).isZero();
            }
            assertThat(rig.run("update_slot", 0)).isZero();
            rig.map("slots").update(key(1), new byte[rig.map("slots").valueSize()]);
            assertThat(rig.armed("slots")).containsExactly("1000 key 2");
            assertThat(priority(rig, "slots", 0)).isEqualTo(7);
            assertThat(rig.run("arm_slot", 0)).as("as good as new").isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stalePointerHasNoTimer(EngineKind engine) {
        try (GuideRig rig = new GuideRig("pitfalls", engine)) {
            assertThat(rig.run("add_job", 1)).isZero();
            assertThat(rig.run("start_stale", 1)).isEqualTo(EINVAL);
            assertThat(rig.runtime.timers().live()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void callbackCannotCancelItselfButDeleteItsElement(EngineKind engine) {
        try (GuideRig rig = new GuideRig("pitfalls", engine)) {
            assertThat(rig.run("add_job", 1)).isZero();
            assertThat(rig.run("run_three_times", 1)).isZero();
            rig.pass(2000);
            assertThat(rig.field("jobs", 1, RUNS)).isEqualTo(2);
            assertThat(rig.field("jobs", 1, CANCELLED_ITSELF)).isEqualTo(Errno.EDEADLK.result());
            assertThat(rig.armed("jobs")).containsExactly("3000 key 1");
            rig.runtime.runUntilIdle(Duration.ofHours(1));
            assertThat(rig.fired).containsExactly("1000 key 1", "2000 key 1", "3000 key 1");
            assertThat(rig.map("jobs").size()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void mapWithoutAUserHasNoTimers(EngineKind engine) {
        try (GuideRig rig = new GuideRig("pitfalls", engine)) {
            assertThat(rig.run("add_job", 1)).isZero();
            int id = rig.map("jobs").id();
            rig.map("jobs").close();
            assertThat(rig.runtime.timers().live())
                    .as("the program still has the map")
                    .isZero();
            assertThat(rig.run("add_job", 2)).isEqualTo(EPERM);
            assertThat(rig.run("cancel_then_restart", 1)).isEqualTo(EINVAL);
            try (BpfMap again = rig.runtime.openMap(id)) {
                assertThat(again.size()).isEqualTo(2);
                assertThat(rig.run("add_job", 2)).isZero();
                assertThat(again.timers()).hasSize(1);
            }
            assertThat(rig.runtime.timers().live()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void realtimeCountsAsMonotonic(EngineKind engine) {
        try (GuideRig rig = new GuideRig("pitfalls", engine)) {
            rig.clock.setRealtimeNs(1_750_000_000_000L * MS);
            byte[] at = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(rig.runtime.nowNs() + 700 * MS)
                    .array();
            assertThat(rig.run("arm_slot_at", at)).isZero();
            rig.pass(1000);
            assertThat(rig.fired).containsExactly("700 key 3");
        }
    }
}
