package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.conformance.scenarios.OpsRig.key;
import static io.github.bpf4j.conformance.scenarios.OpsRig.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.conformance.scenarios.OpsRig.Where;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.EngineKind;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Timers that the host arms and cancels. */
class HostTimersTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @EnumSource
    void theHostStartsATimerWithACallbackOfAProgram(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            rig.acts(1);
            rig.put(Where.HASH, 7, 1);
            BpfMap map = rig.map(Where.HASH);
            map.startTimer(key(7), rig.program, "cb1", SECOND);
            assertThat(map.timer(key(7))).hasValueSatisfying(timer -> {
                assertThat(timer.callback()).isEqualTo("cb1");
                assertThat(timer.expiresNs() - rig.runtime.nowNs()).isEqualTo(SECOND.toNanos());
            });
            assertThat(rig.program.timers()).isEqualTo(1);
            map.startTimer(key(7), rig.program, "cb0", SECOND.multipliedBy(2));
            rig.pass(SECOND.toNanos());
            assertThat(rig.runs(1)).as("moved").isZero();
            rig.pass(SECOND.toNanos());
            assertThat(rig.runs(1)).isEqualTo(1);
            assertThat(rig.keyOf(1)).isEqualTo(7);
            assertThat(rig.start(Where.HASH, 7, 1000))
                    .as("programs go on with it")
                    .isZero();
            assertThat(map.cancelTimer(key(7))).isTrue();
            assertThat(map.cancelTimer(key(7))).isFalse();
            assertThat(rig.start(Where.HASH, 7, 1000)).isEqualTo(Errno.EINVAL.result());
            assertThat(rig.program.timers()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatProgramsAreRefusedTheHostIsToo(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            BpfMap map = rig.map(Where.HASH);
            assertThat(refusal(() -> map.startTimer(key(7), rig.program, "cb0", SECOND)))
                    .isEqualTo(Errno.ENOENT.result());
            assertThat(refusal(() -> map.cancelTimer(key(7)))).isEqualTo(Errno.ENOENT.result());
            rig.put(Where.HASH, 7, 1);
            assertThat(refusal(() -> map.cancelTimer(key(7)))).isEqualTo(Errno.EINVAL.result());
            map.setTimerLimit(0);
            assertThat(refusal(() -> map.startTimer(key(7), rig.program, "cb0", SECOND)))
                    .isEqualTo(Errno.ENOMEM.result());
            BpfMap outer = rig.collection.map("outer");
            assertThat(refusal(() -> outer.cancelTimer(key(1)))).isEqualTo(Errno.EINVAL.result());
            assertThatThrownBy(() -> map.startTimer(key(7), rig.program, "op", SECOND))
                    .as("the entry is no callback")
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> map.startTimer(key(7), rig.program, "missing", SECOND))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("missing");
        }
    }
}
