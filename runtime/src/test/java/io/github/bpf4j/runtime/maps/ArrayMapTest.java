package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.runtime.memory.GuestObject;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import io.github.bpf4j.runtime.memory.SpinLocks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArrayMapTest {
    private static final int LOCK_OFFSET = 24;

    private final MapFixture fixture = new MapFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private ArrayMap array(boolean perCpu) {
        return ArrayMap.create(fixture.memory, MapFixture.shape(4, 12, 3), perCpu, false);
    }

    @Test
    void elementsAreZeroAtFirstAndEightBytesAligned() {
        ArrayMap array = array(false);
        assertThat(fixture.get(array, 0, 0)).isZero();
        assertThat(array.lookup(0, fixture.key(1)) - array.lookup(0, fixture.key(0)))
                .isEqualTo(16);
        assertThat(array.lookup(0, fixture.key(3))).isZero();
        assertThat(array.lookup(0, fixture.key(0xffff_ffffL))).isZero();
    }

    @Test
    void checksComeInTheKernelsOrder() {
        ArrayMap array = array(false);
        assertThat(array.update(0, fixture.key(9), fixture.value(1), 8)).isEqualTo(EINVAL.result());
        assertThat(array.update(0, fixture.key(9), fixture.value(1), 5)).isEqualTo(E2BIG.result());
        assertThat(array.update(0, fixture.key(0), fixture.value(1), 5)).isEqualTo(EEXIST.result());
        assertThat(array.update(0, fixture.key(0), fixture.value(1), 4)).isEqualTo(EINVAL.result());
        assertThat(array.update(0, fixture.key(0), fixture.value(1), 2)).isZero();
        assertThat(array.delete(fixture.key(0))).isEqualTo(EINVAL.result());
    }

    @Test
    void updateReleasesTheElementInPlace() {
        ArrayMap array = fixture.watched(ArrayMap.create(fixture.memory, MapFixture.timerShape(2), false, false));
        long value = array.lookup(0, fixture.key(1));
        array.update(0, fixture.key(1), fixture.value(1), 0);
        array.update(0, fixture.key(1), fixture.value(1), MapStorage.LOCK);
        assertThat(fixture.released).containsExactly(value, value);
        array.update(0, fixture.key(1), fixture.value(1), MapStorage.NOEXIST);
        array.delete(fixture.key(1));
        assertThat(fixture.released).hasSize(2);
        array.releaseAllFields();
        assertThat(fixture.released).hasSize(4);
    }

    @Test
    void valuesOfCpusShareNoCacheLine() {
        ArrayMap array = array(true);
        long last = array.valueAddress(2, 0) + 16;
        assertThat(array.valueAddress(0, 1)).isGreaterThanOrEqualTo(last).isEqualTo(array.valueAddress(0, 0) + 128);
        assertThat(array.elementOf(array.valueAddress(2, 0))).isEqualTo(2);
        assertThat(array.elementOf(last)).isEqualTo(-1);
        assertThat(array.elementOf(array.valueAddress(0, 1))).isEqualTo(-1);
    }

    @Test
    void checkedModeKnowsTheValuesOfEachCpu() {
        ArrayMap array = array(true);
        long mask = fixture.memory.mask();
        for (int cpu = 0; cpu < 2; cpu++) {
            long value = array.valueAddress(2, cpu) & mask;
            GuestObject values = fixture.memory.objects().at(value);
            assertThat(values).isNotNull();
            assertThat(values.refusal(value - values.start(), 8, GuestObject.Access.WRITE))
                    .isEmpty();
            assertThat(values.refusal(value + 8 - values.start(), 8, GuestObject.Access.READ))
                    .contains("it leaves the value (12 bytes) of element 2");
            long past = value + 16 - values.start();
            if (past < values.sizeBytes()) {
                assertThat(values.refusal(past, 8, GuestObject.Access.READ)).contains("past the values of CPU " + cpu);
            }
        }
        assertThat(fixture.memory.objects().at(array.valueAddress(0, 0) & mask))
                .as("one object, for the time that each takes")
                .isSameAs(fixture.memory.objects().at(array.valueAddress(0, 1) & mask));
        array.close();
        assertThat(fixture.memory.objects().at(array.valueAddress(2, 1) & mask)).isNull();
    }

    @Test
    void perCpuValuesAreSeparate() {
        ArrayMap array = array(true);
        array.update(1, fixture.key(2), fixture.value(7), 0);
        assertThat(fixture.get(array, 0, 2)).isZero();
        assertThat(fixture.get(array, 1, 2)).isEqualTo(7);
        byte[] all = new byte[array.hostValueSize()];
        array.readValue(2, all, 0, 0);
        assertThat(all).hasSize(32);
        assertThat(all[0]).isZero();
        assertThat(all[16]).isEqualTo((byte) 7);
    }

    @Test
    void onlyTheStartOfAValueIsAnElement() {
        ArrayMap array = array(false);
        long value = array.lookup(0, fixture.key(1));
        assertThat(array.elementOf(value)).isEqualTo(1);
        assertThat(array.elementOf(value + 8)).isEqualTo(-1);
        assertThat(array.elementOf(value + 48)).isEqualTo(-1);
        assertThat(array.elementOf(value & fixture.memory.mask()))
                .as("without its tag")
                .isEqualTo(-1);
    }

    @Test
    void readingUnderTheLockWaitsForWhoeverHasIt() throws Exception {
        ArrayMap array = ArrayMap.create(fixture.memory, MapFixture.timerShape(1), false, false);
        long value = array.valueAddress(0, 0);
        SpinLocks locks = fixture.memory.locks();
        locks.lock(0, value + LOCK_OFFSET);
        fixture.memory.setLong(value, 1);
        byte[] read = new byte[array.hostValueSize()];
        Thread reader = Thread.ofPlatform().daemon().start(() -> array.readValue(0, read, 0, MapStorage.LOCK));
        while (reader.isAlive() && locks.heldBy(SpinLocks.HOST) == 0) {
            Thread.onSpinWait();
        }
        fixture.memory.setLong(value, 2);
        locks.unlock(0, value + LOCK_OFFSET);
        reader.join();
        assertThat(read[0]).isEqualTo((byte) 2);
        assertThat(locks.heldBy(SpinLocks.HOST)).isZero();
    }

    @Test
    void arrayThatMayNotFitIsRefusedAtOnce() {
        try (MapFixture small = new MapFixture(MemoryOptions.DEFAULT.withLimitBytes(1 << 20))) {
            assertThat(ArrayMap.create(small.memory, MapFixture.shape(4, 256, 100_000), false, false))
                    .isNull();
        }
    }
}
