package io.github.bpf4j.runtime.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import io.github.bpf4j.runtime.memory.SpinLocks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RingBufferTest {
    private static final int SIZE = 4096;
    private final MapFixture fixture = new MapFixture();
    private RingBuffer ring;

    @BeforeEach
    void open() {
        ring = RingBuffer.create(fixture.memory, MapFixture.shape(0, 0, SIZE));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private long record(int size, long content) {
        long record = ring.writer().reserve(size, 0);
        fixture.memory.setLong(record, content);
        return record;
    }

    @Test
    void recordsComeOutInOrderOfReservation() {
        long first = record(8, 1);
        ring.writer().commit(record(8, 2), 0, false);
        assertThat(ring.poll()).as("the first is still being written").isNull();
        ring.writer().commit(first, 0, false);
        assertThat(ring.poll()).startsWith(1);
        assertThat(ring.poll()).startsWith(2);
        assertThat(ring.poll()).isNull();
    }

    @Test
    void discardedRecordsAreSkipped() {
        ring.writer().commit(record(8, 1), 0, true);
        ring.writer().commit(record(8, 2), 0, false);
        assertThat(ring.count()).isEqualTo(1);
        assertThat(ring.poll()).startsWith(2);
    }

    @Test
    void fullRingReservesNothing() {
        assertThat(ring.writer().reserve(SIZE, 0)).isZero();
        assertThat(ring.writer().reserve(SIZE - 8, 0))
                .as("one record cannot fill the ring")
                .isZero();
        assertThat(ring.writer().reserve(SIZE - 16, 0)).isNotZero();
        assertThat(ring.writer().reserve(1, 0)).isZero();
        assertThat(ring.writer().reserve(-1, 0)).isZero();
    }

    @Test
    void recordsAreWholeWhereTheRingWraps() {
        long seed = 99;
        System.out.println("RingBufferTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        ArrayDeque<byte[]> model = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] content = new byte[1 + random.nextInt(700)];
            random.nextBytes(content);
            long record = ring.writer().reserve(content.length, 0);
            if (record != 0) {
                fixture.memory.write(content, 0, record, content.length);
                ring.writer().commit(record, 0, false);
                model.add(content);
            } else {
                assertThat(model).isNotEmpty();
            }
            while (!model.isEmpty() && (record == 0 || random.nextInt(3) == 0)) {
                assertThat(ring.poll()).isEqualTo(model.poll());
            }
        }
        assertThat(ring.producerPosition() - ring.consumerPosition()).isEqualTo(ring.availableBytes());
    }

    @Test
    void onlyReservedRecordsCanBeCommittedAndOnlyOnce() {
        long record = record(8, 1);
        assertThatThrownBy(() -> ring.writer().commit(record + 8, 0, false)).isInstanceOf(GuestFault.class);
        ring.writer().commit(record, 0, false);
        assertThatThrownBy(() -> ring.writer().commit(record, 0, false)).isInstanceOf(GuestFault.class);
        assertThatThrownBy(() -> ring.writer().commit(0, 0, false)).isInstanceOf(GuestFault.class);
    }

    @Test
    void onlyTheRunThatReservedARecordCommitsIt() {
        long record = ring.writer().reserve(8, 4);
        assertThatThrownBy(() -> ring.writer().commit(record, 5, false)).isInstanceOf(GuestFault.class);
        assertThat(ring.poll()).isNull();
        ring.writer().commit(record, 4, false);
        assertThat(ring.poll()).hasSize(8);
    }

    @Test
    void guestCannotChangeWhatTheHostReads() {
        long record = record(8, 1);
        fixture.memory.setInt(record - 8, 0x7fff_ffff);
        ring.writer().commit(record, 0, false);
        assertThat(ring.poll()).hasSize(8);
    }

    @Test
    void recordsLeftByAFailedRunAreDropped() {
        record(8, 1);
        ring.writer().commit(record(8, 2), 0, false);
        record(8, 3);
        ring.discardBusy(0);
        assertThat(ring.poll()).startsWith(2);
        assertThat(ring.poll()).isNull();
        assertThat(ring.availableBytes()).isZero();
    }

    @Test
    void aRecordThatStaysReservedForALapIsStillFound() {
        for (int size : new int[] {8, 2000, 2064}) {
            ring.writer().commit(ring.writer().reserve(size, 2), 2, false);
            assertThat(ring.poll()).hasSize(size);
        }
        long first = ring.writer().reserve(1000, 0);
        long held = ring.writer().reserve(8, 1);
        ring.writer().commit(first, 0, false);
        assertThat(ring.poll()).hasSize(1000);
        ring.writer().commit(ring.writer().reserve(3064, 2), 2, false);
        ring.writer().reserve(8, 0);
        fixture.memory.objects().check(held & fixture.memory.mask(), 8, Access.WRITE);
        ring.discardBusy(0);
        ring.discardBusy(1);
        assertThat(ring.poll()).hasSize(3064);
        assertThat(ring.poll()).isNull();
        assertThat(ring.availableBytes()).isZero();
    }

    @Test
    void recordsOfOtherRunsStay() {
        long record = ring.writer().reserve(8, 3);
        record(8, 1);
        ring.discardBusy(0);
        ring.writer().commit(record, 3, false);
        assertThat(ring.poll()).hasSize(8);
        assertThat(ring.poll()).isNull();
        assertThat(ring.availableBytes()).isZero();
    }

    @Test
    void checkedModeAllowsReservedRecordsOnly() {
        long record = record(12, 1);
        long plain = record & fixture.memory.mask();
        fixture.memory.objects().check(plain, 12, Access.WRITE);
        assertThatThrownBy(() -> fixture.memory.objects().check(plain + 8, 8, Access.WRITE))
                .hasMessageContaining("leaves the record (12 bytes)");
        ring.writer().commit(record, 0, false);
        assertThatThrownBy(() -> fixture.memory.objects().check(plain, 4, Access.READ))
                .hasMessageContaining("no record");
    }

    @Test
    void writersBesideEachOtherAndAReaderLoseNothing() throws InterruptedException {
        int each = 100_000;
        Thread[] writers = new Thread[2];
        for (int run = 0; run < 2; run++) {
            int own = run;
            writers[run] = Thread.ofPlatform().start(() -> {
                for (int number = 0; number < each; ) {
                    long record = ring.writer().reserve(16, own);
                    if (record == 0) {
                        Thread.onSpinWait();
                        continue;
                    }
                    fixture.memory.setLong(record, own);
                    fixture.memory.setLong(record + 8, number);
                    ring.writer().commit(record, own, number % 5 == 0);
                    number++;
                }
            });
        }
        int[] next = {1, 1};
        for (int read = 0; read < 2 * each / 5 * 4; ) {
            byte[] record = ring.poll();
            if (record != null) {
                ByteBuffer fields = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
                int own = (int) fields.getLong();
                assertThat(fields.getLong()).isEqualTo(next[own]);
                next[own] += next[own] % 5 == 4 ? 2 : 1;
                read++;
            }
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(ring.poll()).isNull();
        assertThat(ring.availableBytes()).isZero();
    }

    /** The checked engine asks at every access whether a record is reserved, also where the program holds a lock that the host wants. */
    @Test
    void recordsAreWrittenUnderALockThatTheHostWaitsFor() throws InterruptedException {
        TurnLock shared = new TurnLock();
        ring.attach(shared, value -> {});
        long record = ring.writer().reserve(8, 0);
        long spinLock = fixture.memory.allocate(8, GuestMemory.Zone.HIGH);
        SpinLocks locks = fixture.memory.locks();
        locks.lock(0, spinLock);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Thread host = Thread.ofPlatform()
                .daemon()
                .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                .start(() -> {
                    shared.lock(); // as a lookup with BPF_F_LOCK does
                    try {
                        locks.lockForHost(spinLock);
                        locks.unlockForHost(spinLock);
                    } finally {
                        shared.unlock();
                    }
                });
        while (locks.heldBy(SpinLocks.HOST) == 0) {
            Thread.onSpinWait();
        }
        fixture.memory.objects().check(record & fixture.memory.mask(), 8, Access.WRITE);
        locks.unlock(0, spinLock);
        host.join();
        assertThat(failures).isEmpty();
    }

    @Test
    void neverFewerThanNoBytesWaitWhoeverReadsMeanwhile() throws InterruptedException {
        AtomicBoolean ends = new AtomicBoolean();
        List<Long> least = new CopyOnWriteArrayList<>();
        List<Thread> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            others.add(Thread.ofPlatform().start(() -> {
                long fewest = 0;
                while (!ends.get()) {
                    fewest = Math.min(fewest, ring.availableBytes());
                }
                least.add(fewest);
            }));
        }
        for (int i = 0; i < 3_000_000; i++) {
            ring.writer().commit(ring.writer().reserve(8, 0), 0, false);
            ring.poll();
        }
        ends.set(true);
        for (Thread other : others) {
            other.join();
        }
        assertThat(least).containsOnly(0L);
    }
}
