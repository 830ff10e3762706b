package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.conformance.scenarios.KernelAnswers.answered;
import static io.github.bpf4j.conformance.scenarios.TimerRig.FAR;
import static io.github.bpf4j.conformance.scenarios.TimerRig.MONOTONIC;
import static io.github.bpf4j.conformance.scenarios.TimerRig.MS;
import static io.github.bpf4j.conformance.scenarios.TimerRig.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.conformance.scenarios.OpsRig.Where;
import io.github.bpf4j.conformance.scenarios.TimerRig.Action;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.EngineKind;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Section C of the catalogue: what map commands do to timers. */
class MapScenariosTest {
    private static void refused(Errno errno, ThrowingCallable command) {
        assertThatThrownBy(command)
                .isInstanceOfSatisfying(
                        BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({38, 39})
    void updatingAnArrayCancelsAndDeletingDoesNot(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            BpfMap array = rig.map("array");
            rig.arm("array", 1, Action.NOTHING, MS);
            refused(EEXIST, () -> array.update(key(1), rig.value("array", Action.NOTHING), UpdateFlags.NOEXIST));
            refused(EINVAL, () -> array.delete(key(1)));
            assertThat(array.timer(key(1)).orElseThrow().pending()).isTrue();
            rig.put("array", 1, Action.NOTHING);
            assertThat(array.timer(key(1))).isEmpty();
            rig.pass(FAR);
            assertThat(rig.runs("array", 1)).isZero();
            assertThat(rig.init("array", 1, MONOTONIC)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(40)
    void replacingAnElementDropsItsTimer(EngineKind engine) {
        for (String map : List.of("hash", "on_demand")) {
            try (TimerRig rig = new TimerRig(engine)) {
                rig.arm(map, 1, Action.NOTHING, MS);
                rig.put(map, 1, Action.NOTHING);
                assertThat(rig.init(map, 1, MONOTONIC)).isZero();
                rig.map(map).delete(key(1));
                rig.put(map, 1, Action.NOTHING);
                assertThat(rig.init(map, 1, MONOTONIC)).isZero();
                rig.pass(FAR);
                assertThat(rig.runs(map, 1)).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({41, 43})
    void timerAndLockBytesAreNeitherTakenNorGiven(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            byte[] garbage = new byte[rig.map("hash").valueSize()];
            Arrays.fill(garbage, (byte) 0x5a);
            for (String map : List.of("array", "hash")) {
                rig.map(map).update(key(1), garbage);
                rig.map(map).update(key(1), garbage);
                assertThat(rig.cancel(map, 1)).isEqualTo(EINVAL.result());
                assertThat(rig.init(map, 1, MONOTONIC)).isZero();
                byte[] out = rig.map(map).lookup(key(1)).orElseThrow();
                assertThat(Arrays.copyOfRange(out, 32, 52)).containsOnly(0);
                assertThat(out[31]).isEqualTo((byte) 0x5a);
                assertThat(out[52]).isEqualTo((byte) 0x5a);
                byte[] batched = rig.map(map).lookupBatch(0, 16).entries().stream()
                        .filter(entry -> entry.key()[0] == 1)
                        .findFirst()
                        .orElseThrow()
                        .value();
                assertThat(batched).isEqualTo(out);
            }
            byte[] last = rig.map("hash").lookupAndDelete(key(1)).orElseThrow();
            assertThat(Arrays.copyOfRange(last, 32, 52)).containsOnly(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(42)
    void lockedUpdateKeepsTheTimerOfAHashAndFreesThatOfAnArray(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            for (String map : List.of("hash", "array")) {
                rig.arm(map, 1, Action.NOTHING, MS);
                rig.map(map).update(key(1), rig.value(map, Action.NOTHING), UpdateFlags.LOCK);
            }
            rig.pass(FAR);
            assertThat(rig.runs("hash", 1)).isEqualTo(1);
            assertThat(rig.runs("array", 1)).isZero();
            refused(EINVAL, () -> rig.map("lru").update(key(1), rig.value("lru", Action.NOTHING), UpdateFlags.LOCK));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(44)
    void lookupAndDeleteFreesTheTimer(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.arm("hash", 1, Action.NOTHING, MS);
            rig.arm("hash", 2, Action.NOTHING, MS);
            assertThat(rig.map("hash").lookupAndDelete(key(1))).isPresent();
            assertThat(rig.map("hash").lookupAndDeleteBatch(0, 10).entries()).hasSize(1);
            rig.pass(FAR);
            assertThat(rig.order()).isEmpty();
            refused(Errno.ENOTSUPP, () -> rig.map("array").lookupAndDelete(key(1)));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(45)
    void batchOfUpdatesCancelsUntilTheFirstError(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            byte[] value = rig.value("hash", Action.NOTHING);
            for (int key = 0; key < 16; key++) {
                rig.arm("hash", key, Action.NOTHING, MS);
            }
            var entries = List.of(
                    new BpfMap.Entry(key(0), value), new BpfMap.Entry(key(99), value), new BpfMap.Entry(key(1), value));
            assertThat(rig.map("hash").updateBatch(entries, UpdateFlags.EXIST).error())
                    .contains(Errno.EINVAL);
            var result = rig.map("hash").updateBatch(entries, UpdateFlags.ANY);
            assertThat(result.done()).isEqualTo(1);
            assertThat(result.error()).contains(Errno.E2BIG);
            rig.pass(FAR);
            assertThat(rig.order()).hasSize(15).doesNotContain(0);
        }
    }

    private static List<BpfMap.Entry> entries(int... keys) {
        return Arrays.stream(keys)
                .mapToObj(key -> new BpfMap.Entry(key(key), OpsRig.value(1)))
                .toList();
    }

    private static long error(BpfMap.BatchResult result) {
        return result.error().map(Errno::result).orElse(0L);
    }

    /** Linux tells the end of a map by -ENOENT, the host is told by a position. */
    private static long end(BpfMap.Batch batch) {
        return batch.position() < 0 ? Errno.ENOENT.result() : 0;
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({43, 44, 45})
    void batchesAreAsManyCommands(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            BpfMap hash = rig.map(Where.HASH);
            rig.acts(1);
            rig.arm(Where.HASH, 21, 1, FAR);
            BpfMap.Batch read = hash.lookupBatch(0, 8);
            answered(43, "lookup batch (-2: reached the end)", end(read));
            answered(43, "count", read.entries().size());
            assertThat(read.entries().getFirst().value())
                    .isEqualTo(hash.lookup(key(21)).orElseThrow());

            rig.arm(Where.HASH, 21, 1, 20 * MS);
            rig.arm(Where.HASH, 22, 1, 20 * MS);
            BpfMap.Batch taken = hash.lookupAndDeleteBatch(0, 8);
            answered(44, "lookup_and_delete batch (-2: reached the end)", end(taken));
            answered(44, "count", taken.entries().size());
            assertThat(taken.entries())
                    .allSatisfy(entry ->
                            assertThat(Arrays.copyOfRange(entry.value(), 8, 24)).containsOnly(0));

            for (int key = 30; key < 33; key++) {
                rig.arm(Where.HASH, key, 1, 20 * MS);
            }
            BpfMap.BatchResult updated = hash.updateBatch(entries(30, 31, 32), UpdateFlags.ANY);
            answered(45, "update batch over three armed keys", error(updated));
            answered(45, "count", updated.done());
            rig.pass(50 * MS);
            answered(45, "callbacks", rig.runs(1));

            for (int key = 0; key < 3; key++) {
                rig.arm(Where.ARR, key, 1, 20 * MS);
            }
            BpfMap.BatchResult refused = rig.map(Where.ARR).updateBatch(entries(0, 99, 2), UpdateFlags.ANY);
            answered(45, "array update batch: indices 0, 99, 2", error(refused));
            answered(45, "count", refused.done());
            assertThat(refused.done()).isEqualTo(1);
            rig.pass(50 * MS);
            answered(45, "callbacks (indices 1 and 2 stay armed)", rig.runs(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({46, 47, 58})
    void fullHashReplacesAndRefusesWithoutTouchingOtherTimers(EngineKind engine) {
        for (String map : List.of("hash", "on_demand")) {
            try (TimerRig rig = new TimerRig(engine)) {
                for (int key = 0; key < 16; key++) {
                    rig.arm(map, key, Action.NOTHING, MS);
                }
                rig.put(map, 3, Action.NOTHING);
                refused(E2BIG, () -> rig.put(map, 100, Action.NOTHING));
                assertThat(rig.map(map).delete(key(100))).isFalse();
                rig.pass(FAR);
                assertThat(rig.order()).hasSize(15).doesNotContain(3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(48)
    void evictedElementsTimerNeverFires(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.arm("lru", 1, Action.NOTHING, MS);
            for (int key = 10; rig.map("lru").lookup(key(1)).isPresent(); key++) {
                rig.put("lru", key, Action.NOTHING);
            }
            assertThat(rig.runtime.timers().live()).isZero();
            rig.pass(FAR);
            assertThat(rig.order()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({51, 52})
    void iterationLeavesTimersAloneAndCancelsCountUp(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            for (int key = 0; key < 8; key++) {
                rig.arm("hash", key, Action.NOTHING, MS);
            }
            int visited = 0;
            for (var key = rig.map("hash").nextKey(null);
                    key.isPresent();
                    key = rig.map("hash").nextKey(key.get())) {
                visited++;
            }
            answered(52, "get_next_key over eight elements", visited);
            assertThat(rig.runtime.timers().pending()).isEqualTo(8);
            long cancelled = 0;
            for (int key = 0; key < 8; key++) {
                cancelled += rig.cancel("hash", key);
            }
            assertThat(cancelled).isEqualTo(8);
        }
    }

    /** Our rule for stale pointers: the slot of a deleted element is dead, for init too (specification 3.3). */
    @ParameterizedTest
    @EnumSource
    @Scenario(59)
    void stalePointerFindsADeadSlotOrTheNewElementsOwn(EngineKind engine) {
        for (String map : List.of("hash", "on_demand")) {
            try (TimerRig rig = new TimerRig(engine)) {
                for (int other : new int[] {0, 5}) {
                    rig.arm(map, 1, Action.NOTHING, MS);
                    assertThat(rig.stale(TimerRig.STALE_START, map, 1, other)).isEqualTo(EINVAL.result());
                }
                assertThat(rig.map(map).timer(key(5))).isEmpty();
                rig.put(map, 2, Action.NOTHING);
                assertThat(rig.stale(TimerRig.STALE_INIT, map, 2, 0)).isEqualTo(EINVAL.result());
                rig.pass(FAR);
                assertThat(rig.order()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void mapOfTimersCannotBeFrozenAndFrozenMapRefusesTheHost(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            refused(Errno.ENOTSUPP, () -> rig.map("array").freeze());
            BpfMap data = rig.map(".bss");
            byte[] value = data.lookup(key(0)).orElseThrow();
            data.freeze();
            refused(Errno.EPERM, data::freeze);
            refused(Errno.EPERM, () -> data.update(key(0), value));
            rig.arm("array", 1, Action.NOTHING, MS);
            rig.pass(MS);
            assertThat(rig.order()).as("programs still write").containsExactly(1);
        }
    }
}
