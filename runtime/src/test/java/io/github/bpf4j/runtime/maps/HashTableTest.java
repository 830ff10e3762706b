package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTableTest {
    private final MapFixture fixture = new MapFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private HashTable hash(int keySize, int entries) {
        return HashTable.create(fixture.memory, MapFixture.shape(keySize, 16, entries), HashTable.Kind.HASH, 7);
    }

    private HashTable timers(int entries) {
        return fixture.watched(
                HashTable.create(fixture.memory, MapFixture.timerShape(entries), HashTable.Kind.HASH, 7));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 8, 13, 16})
    void behavesAsAMapUnderRandomOperations(int keySize) {
        long seed = 42 + keySize;
        System.out.println("HashTableTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        HashTable table = hash(keySize, 100);
        Map<Long, Long> model = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            long key = random.nextInt(keySize == 1 ? 200 : 150);
            long number = random.nextLong() >>> 1;
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    long flags = random.nextInt(3);
                    long result = table.update(0, fixture.key(key), fixture.value(number), flags);
                    long expected = model.containsKey(key)
                            ? flags == 1 ? EEXIST.result() : 0
                            : flags == 2 ? ENOENT.result() : model.size() == 100 ? E2BIG.result() : 0;
                    assertThat(result).isEqualTo(expected);
                    if (result == 0) {
                        model.put(key, number);
                    }
                }
                case 2 ->
                    assertThat(table.delete(fixture.key(key)))
                            .isEqualTo(model.remove(key) == null ? ENOENT.result() : 0);
                default -> assertThat(fixture.get(table, 0, key)).isEqualTo(model.getOrDefault(key, -1L));
            }
            assertThat(table.count()).isEqualTo(model.size());
        }
        int iterated = 0;
        for (int element = table.next(-1); element >= 0; element = table.next(element)) {
            iterated++;
        }
        assertThat(iterated).isEqualTo(model.size());
    }

    @Test
    void unknownFlagsAreRefused() {
        HashTable table = hash(4, 4);
        for (long flags : new long[] {3, 8, 4, -1, 1L << 32}) {
            assertThat(table.update(0, fixture.key(1), fixture.value(1), flags)).isEqualTo(EINVAL.result());
        }
        assertThat(table.count()).isZero();
    }

    @Test
    void replacedValueStaysForWhoeverHoldsIt() {
        HashTable table = hash(4, 1);
        table.update(0, fixture.key(1), fixture.value(10), 0);
        long old = table.lookup(0, fixture.key(1));
        assertThat(table.update(0, fixture.key(1), fixture.value(20), 0)).isZero();
        assertThat(fixture.memory.getLong(old)).isEqualTo(10);
        assertThat(fixture.get(table, 0, 1)).isEqualTo(20);
        assertThat(table.elementOf(old)).as("the old element is dead").isEqualTo(-1);
    }

    @Test
    void freedElementIsReusedAtOnce() {
        HashTable table = hash(4, 4);
        table.update(0, fixture.key(1), fixture.value(1), 0);
        long old = table.lookup(0, fixture.key(1));
        table.delete(fixture.key(1));
        table.update(0, fixture.key(2), fixture.value(2), 0);
        assertThat(table.lookup(0, fixture.key(2))).isEqualTo(old);
    }

    @Test
    void specialFieldsAreNeitherCopiedInNorOut() {
        HashTable table = timers(4);
        table.update(0, fixture.key(1), fixture.value(-1), 0);
        long value = table.lookup(0, fixture.key(1));
        assertThat(fixture.memory.getLong(value)).isEqualTo(-1);
        assertThat(fixture.memory.getLong(value + 8)).isZero();
        assertThat(fixture.memory.getInt(value + 24)).isZero();
        assertThat(fixture.memory.getInt(value + 28)).isEqualTo(-1);
        fixture.memory.setLong(value + 8, 99);
        byte[] out = new byte[32];
        table.readValue(table.find(fixture.key(1)), out, 0, 0);
        assertThat(out[8]).isZero();
        assertThat(out[0]).isEqualTo((byte) -1);
    }

    @Test
    void replacingAndDeletingReleaseTheOldElementAndLockedUpdateDoesNot() {
        HashTable table = timers(4);
        table.update(0, fixture.key(1), fixture.value(1), 0);
        long first = table.lookup(0, fixture.key(1));
        table.update(0, fixture.key(1), fixture.value(2), MapStorage.LOCK);
        assertThat(fixture.released).isEmpty();
        assertThat(table.lookup(0, fixture.key(1))).isEqualTo(first);
        table.update(0, fixture.key(1), fixture.value(3), 0);
        assertThat(fixture.released).containsExactly(first);
        long second = table.lookup(0, fixture.key(1));
        table.delete(fixture.key(1));
        assertThat(fixture.released).containsExactly(first, second);
    }

    @Test
    void refusedUpdateReleasesNothing() {
        HashTable table = timers(1);
        table.update(0, fixture.key(1), fixture.value(1), 0);
        assertThat(table.update(0, fixture.key(1), fixture.value(2), 1)).isEqualTo(EEXIST.result());
        assertThat(table.update(0, fixture.key(2), fixture.value(2), 0)).isEqualTo(E2BIG.result());
        assertThat(table.delete(fixture.key(2))).isEqualTo(ENOENT.result());
        assertThat(fixture.released).isEmpty();
    }

    @Test
    void removedElementsOfOldKernelsAreGivenUpLaterButNeverAtTheCostOfRoom() {
        HashTable table = fixture.watched(
                HashTable.create(fixture.memory, MapFixture.timerShape(4), HashTable.Kind.HASH_THAT_DELAYS, 7));
        table.update(0, fixture.key(1), fixture.value(1), 0);
        long value = table.lookup(0, fixture.key(1));
        assertThat(table.delete(fixture.key(1))).isZero();
        assertThat(table.delete(fixture.key(1))).isEqualTo(ENOENT.result());
        assertThat(table.elementOf(value)).as("still whole").isNotNegative();
        assertThat(table.next(-1)).isNegative();
        assertThat(fixture.released).isEmpty();
        table.quiesce();
        assertThat(table.elementOf(value)).isNegative();
        assertThat(fixture.released).containsExactly(value);
        for (int i = 0; i < 100; i++) {
            assertThat(table.update(0, fixture.key(i), fixture.value(i), 0)).isZero();
            assertThat(table.delete(fixture.key(i))).isZero();
        }
        assertThat(table.count()).isZero();
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoIsToldThatAnElementGoesMayDeleteTheOneThatIsBeingReplaced() {
        HashTable table =
                HashTable.create(fixture.memory, MapFixture.timerShape(1), HashTable.Kind.HASH_THAT_DELAYS, 7);
        List<Long> results = new ArrayList<>();
        table.attach(new TurnLock(), value -> results.add(table.delete(fixture.key(1))));
        for (int i = 0; i < MapFixture.CPUS; i++) {
            assertThat(table.update(0, fixture.key(1), fixture.value(i), 0)).isZero();
            assertThat(table.delete(fixture.key(1))).isZero();
        }
        assertThat(table.update(0, fixture.key(1), fixture.value(10), 0)).isZero();
        assertThat(table.update(0, fixture.key(1), fixture.value(20), 0)).isZero();
        assertThat(results).startsWith(0L, ENOENT.result());
        assertThat(table.count()).isEqualTo(1);
        assertThat(fixture.get(table, 0, 1)).isEqualTo(20);
    }

    @Test
    void keysLongerThanTheGuardEndWhereGuestMemoryDoes() {
        HashTable table = hash(3 * GuestMemory.GUARD_BYTES + 9, 2);
        long key = fixture.memory.allocate(4 * GuestMemory.GUARD_BYTES, GuestMemory.Zone.HIGH);
        assertThat(table.update(0, key, fixture.value(5), 0)).isZero();
        assertThat(fixture.memory.getLong(table.lookup(0, key))).isEqualTo(5);
        long last = fixture.memory.mask() - 7;
        assertThatThrownBy(() -> table.lookup(0, last)).isInstanceOf(GuestFault.class);
        assertThatThrownBy(() -> table.delete(last)).isInstanceOf(GuestFault.class);
        assertThatThrownBy(() -> table.update(0, last, fixture.value(5), 0)).isInstanceOf(GuestFault.class);
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoseObjectWasInADeadElementMayDeleteTheOneThatIsBeingReplaced() {
        ValueFields fields = new ValueFields(16, -1, -1, -1, List.of(new ValueFields.Field("kptr", 8, 8)));
        MapStorage.Shape shape = new MapStorage.Shape("objects", 4, 16, 4, MapFixture.CPUS, fields);
        HashTable table = HashTable.create(fixture.memory, shape, HashTable.Kind.HASH, 7);
        AtomicBoolean deletes = new AtomicBoolean();
        table.attach(new TurnLock(), new MapStorage.ElementReleaser() {
            @Override
            public void release(long value) {}

            @Override
            public void releaseOwned(long start, long sizeBytes) {
                if (deletes.getAndSet(false)) {
                    assertThat(table.delete(fixture.key(1))).isZero();
                }
            }
        });
        assertThat(table.update(0, fixture.key(1), fixture.value(1), 0)).isZero();
        deletes.set(true);
        assertThat(table.update(0, fixture.key(1), fixture.value(2), 0)).isZero();
        assertThat(deletes).isFalse();
        assertThat(table.count()).isEqualTo(1);
        assertThat(fixture.get(table, 0, 1)).isEqualTo(2);
    }

    @Test
    void updatesThatFaultTakeNoRoom() {
        HashTable table = hash(16, 4);
        long last = fixture.memory.mask() - 7;
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> table.update(0, last, fixture.value(1), 0)).isInstanceOf(GuestFault.class);
            assertThatThrownBy(() -> table.update(0, fixture.key(1), last, 0)).isInstanceOf(GuestFault.class);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(table.update(0, fixture.key(i), fixture.value(i), 0)).isZero();
        }
    }

    @Test
    void fullLruEvictsWhatWasNotUsed() {
        HashTable table =
                fixture.watched(HashTable.create(fixture.memory, MapFixture.timerShape(4), HashTable.Kind.LRU_HASH, 7));
        for (int i = 0; i < 4; i++) {
            table.update(0, fixture.key(i), fixture.value(i), 0);
        }
        table.lookup(0, fixture.key(2));
        for (int i = 10; i < 13; i++) {
            assertThat(table.update(0, fixture.key(i), fixture.value(i), 0)).isZero();
        }
        assertThat(table.count()).isEqualTo(4);
        assertThat(fixture.get(table, 0, 2)).as("the one that was used").isEqualTo(2);
        assertThat(fixture.released).hasSize(3);
        assertThat(table.update(0, fixture.key(10), fixture.value(1), MapStorage.LOCK))
                .isEqualTo(EINVAL.result());
    }

    @Test
    void lruKeepsWorkingWhenEverythingIsUsed() {
        HashTable table = HashTable.create(fixture.memory, MapFixture.shape(4, 16, 8), HashTable.Kind.LRU_HASH, 7);
        for (int i = 0; i < 1000; i++) {
            assertThat(table.update(0, fixture.key(i), fixture.value(i), 0)).isZero();
            assertThat(fixture.get(table, 0, i)).isEqualTo(i);
        }
        assertThat(table.count()).isEqualTo(8);
    }

    @Test
    void perCpuValuesAreSeparateAndNewOnesZero() {
        HashTable table = HashTable.create(fixture.memory, MapFixture.shape(4, 16, 4), HashTable.Kind.PERCPU_HASH, 7);
        table.update(1, fixture.key(1), fixture.value(5), 0);
        assertThat(fixture.get(table, 0, 1)).isZero();
        assertThat(fixture.get(table, 1, 1)).isEqualTo(5);
        table.update(0, fixture.key(1), fixture.value(6), 0);
        assertThat(fixture.get(table, 1, 1)).isEqualTo(5);
        assertThat(table.hostValueSize()).isEqualTo(32);
        table.updateFromHost(fixture.key(1), fixture.value(9), 0);
        assertThat(fixture.get(table, 0, 1)).isEqualTo(9);
        assertThat(fixture.get(table, 1, 1)).isEqualTo(9);
    }

    @Test
    void memoryIsCommittedAsElementsAreUsed() {
        try (MapFixture small = new MapFixture(MemoryOptions.DEFAULT.withLimitBytes(64 << 20))) {
            HashTable table =
                    HashTable.create(small.memory, MapFixture.shape(8, 256, 4_000_000), HashTable.Kind.HASH, 7);
            assertThat(small.memory.committedBytes()).isLessThan(1 << 20);
            int stored = 0;
            long result = 0;
            while (result == 0 && stored < 4_000_000) {
                result = table.update(0, small.key(stored), small.value(stored), 0);
                stored += result == 0 ? 1 : 0;
            }
            assertThat(result).isEqualTo(ENOMEM.result());
            assertThat(stored).isBetween(150_000, 260_000);
            assertThat(small.get(table, 0, stored - 1)).isEqualTo(stored - 1);
            assertThat(table.delete(small.key(0))).isZero();
            assertThat(table.update(0, small.key(1 << 30), small.value(1), 0))
                    .as("reuse needs no commitment")
                    .isZero();
        }
    }

    @Test
    void closedTableGivesItsMemoryBackZeroed() {
        HashTable table = hash(4, 16);
        table.update(0, fixture.key(1), fixture.value(-1), 0);
        long value = table.lookup(0, fixture.key(1));
        table.close();
        assertThat(fixture.memory.getLong(value)).isZero();
        HashTable next = hash(4, 16);
        next.update(0, fixture.key(1), fixture.value(3), 0);
        assertThat(next.lookup(0, fixture.key(1))).isEqualTo(value);
    }

    @Test
    void lookupsBesideChangesFindWhatIsThere() throws InterruptedException {
        HashTable table = hash(8, 64);
        TurnLock lock = new TurnLock();
        table.attach(lock, value -> {});
        for (int stable = 0; stable < 8; stable++) {
            assertThat(table.update(0, fixture.key(stable), fixture.value(stable), 0))
                    .isZero();
        }
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong missed = new AtomicLong();
        AtomicLong found = new AtomicLong();
        long keys = fixture.memory.allocate(4096, GuestMemory.Zone.HIGH);
        Thread reader = Thread.ofPlatform().start(() -> {
            for (int i = 0; !stop.get(); i = i + 1 & 7) {
                fixture.memory.setLong(keys, i);
                (table.lookup(0, keys) != 0 ? found : missed).incrementAndGet();
            }
        });
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 300_000 || found.get() < 3_000_000; i++) {
            lock.lock();
            try {
                long key = fixture.key(100 + random.nextInt(60));
                if (random.nextInt(4) == 0) { // a new value for a key that stays
                    long stable = random.nextInt(8);
                    table.update(0, fixture.key(stable), fixture.value(stable), 0);
                } else if (random.nextBoolean()) {
                    table.update(0, key, fixture.value(5), 0);
                } else {
                    table.delete(key);
                }
            } finally {
                lock.unlock();
            }
        }
        stop.set(true);
        reader.join();
        assertThat(missed.get()).as("of " + found.get()).isZero();
    }

    @Test
    void lookupsBesideGrowthFindWhatIsThere() throws InterruptedException {
        HashTable table = hash(8, 200_000);
        TurnLock lock = new TurnLock();
        table.attach(lock, value -> {});
        table.update(0, fixture.key(1), fixture.value(1), 0);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong missed = new AtomicLong();
        long keys = fixture.memory.allocate(4096, GuestMemory.Zone.HIGH);
        fixture.memory.setLong(keys, 1);
        Thread reader = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                if (table.lookup(0, keys) == 0) {
                    missed.incrementAndGet();
                }
            }
        });
        for (long number = 2; number <= 200_000; number++) {
            lock.lock();
            try {
                assertThat(table.update(0, fixture.key(number), fixture.value(number), 0))
                        .isZero();
            } finally {
                lock.unlock();
            }
        }
        stop.set(true);
        reader.join();
        assertThat(missed.get()).isZero();
        for (long number = 1; number <= 200_000; number++) {
            assertThat(fixture.get(table, 0, number)).isEqualTo(number);
        }
        for (long number = 1; number <= 200_000; number += 2) {
            assertThat(table.delete(fixture.key(number))).isZero();
        }
        for (long number = 1; number <= 200_000; number++) {
            assertThat(fixture.get(table, 0, number)).isEqualTo(number % 2 == 0 ? number : -1);
        }
    }

    @Test
    void aListenerThatStoresTheSameKeyMakesNoSecondElement() {
        HashTable table = HashTable.create(fixture.memory, MapFixture.timerShape(4), HashTable.Kind.HASH, 7);
        AtomicBoolean once = new AtomicBoolean();
        table.attach(new TurnLock(), value -> {
            if (once.compareAndSet(false, true)) {
                table.update(0, fixture.key(1), fixture.value(9), 0);
            }
        });
        table.update(0, fixture.key(1), fixture.value(1), 0);
        table.update(0, fixture.key(1), fixture.value(2), 0);
        assertThat(once).isTrue();
        assertThat(table.count()).isEqualTo(1);
        assertThat(fixture.get(table, 0, 1)).as("the listener came last").isEqualTo(9);
        assertThat(table.delete(fixture.key(1))).isZero();
        assertThat(fixture.get(table, 0, 1)).isEqualTo(-1);
    }

    @Test
    void aListenerThatThrowsCostsNoElement() {
        HashTable table = HashTable.create(fixture.memory, MapFixture.timerShape(4), HashTable.Kind.HASH, 7);
        table.attach(new TurnLock(), value -> {
            throw new IllegalStateException("a listener's mistake");
        });
        table.update(0, fixture.key(1), fixture.value(0), 0);
        for (int i = 1; i <= 20; i++) {
            int number = i;
            assertThatThrownBy(() -> table.update(0, fixture.key(1), fixture.value(number), 0))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(fixture.get(table, 0, 1)).isEqualTo(number);
        }
        for (int other = 2; other <= 4; other++) {
            assertThat(table.update(0, fixture.key(other), fixture.value(other), 0))
                    .isZero();
        }
        assertThat(table.count()).isEqualTo(4);
    }

    @Test
    void anEvictionTellsWhenTheNewElementIsThere() {
        HashTable table = HashTable.create(fixture.memory, MapFixture.timerShape(4), HashTable.Kind.LRU_HASH, 7);
        table.attach(new TurnLock(), value -> fixture.key(77)); // writes where the key of the update lies
        for (int key = 1; key <= 8; key++) {
            table.update(0, fixture.key(key), fixture.value(key), 0);
            assertThat(fixture.get(table, 0, key)).isEqualTo(key);
            assertThat(table.count()).isEqualTo(Math.min(key, 4));
        }
        assertThat(fixture.get(table, 0, 77)).isEqualTo(-1);
    }

    @Test
    void delayedElementsAreGivenUpInTheOrderOfTheirSealing() {
        HashTable table = fixture.watched(
                HashTable.create(fixture.memory, MapFixture.timerShape(4), HashTable.Kind.HASH_THAT_DELAYS, 7));
        table.update(0, fixture.key(1), fixture.value(1), 0);
        table.update(0, fixture.key(2), fixture.value(2), 0);
        table.delete(fixture.key(1));
        table.seal();
        table.delete(fixture.key(2));
        table.releaseSealed();
        assertThat(fixture.released).hasSize(1);
        table.seal();
        table.releaseSealed();
        assertThat(fixture.released).hasSize(2);
    }
}
