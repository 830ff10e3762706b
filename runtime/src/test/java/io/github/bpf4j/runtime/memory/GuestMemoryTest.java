package io.github.bpf4j.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.runtime.memory.GuestMemory.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestMemoryTest {
    private static final long MIB = 1 << 20;

    private GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);

    @AfterEach
    void close() {
        memory.close();
    }

    private void reopen(MemoryOptions options) {
        memory.close();
        memory = GuestMemory.open(options);
    }

    @Test
    void lowZoneIsUntaggedAndBelowFourGib() {
        long address = memory.allocate(10, Zone.LOW);
        assertThat(address).isPositive().isLessThan(1L << 32);
    }

    @Test
    void highZoneIsTagged() {
        long address = memory.allocate(10, Zone.HIGH);
        assertThat(address & ~memory.mask()).isEqualTo(GuestMemory.TAG);
    }

    @Test
    void addressesWithAndWithoutTagNameTheSameByte() {
        long address = memory.allocate(8, Zone.HIGH);
        memory.setLong(address, 0x1122_3344_5566_7788L);
        assertThat(memory.getLong(address & memory.mask())).isEqualTo(0x1122_3344_5566_7788L);
    }

    @Test
    void nullPointerReadsZero() {
        assertThat(memory.getLong(0)).isZero();
        assertThat(memory.getLong(4096)).isZero();
    }

    @Test
    void noAddressAndOffsetLeaveTheMapping() {
        for (long base : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, memory.mask(), GuestMemory.TAG}) {
            for (int offset : new int[] {Short.MIN_VALUE, 0, Short.MAX_VALUE}) {
                assertThatCode(() -> memory.segment().get(GuestMemory.LONG, memory.index(base, offset)))
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void rangeBeyondTheEndIsAFault() {
        assertThatThrownBy(() -> memory.range(memory.mask() - 3, 8))
                .isInstanceOfSatisfying(
                        GuestFault.class, fault -> assertThat(fault.kind()).isEqualTo(FaultKind.BAD_ACCESS));
        assertThatThrownBy(() -> memory.range(0, -1)).isInstanceOf(GuestFault.class);
        assertThat(memory.range(memory.mask() - 7, 8)).isPositive();
    }

    @Test
    void releasedMemoryIsZeroWhenItIsTakenAgain() {
        long first = memory.allocate(4096, Zone.HIGH);
        memory.setLong(first + 100, 42);
        memory.release(first, 4096, 4096);
        assertThat(memory.allocate(4096, Zone.HIGH)).isEqualTo(first);
        assertThat(memory.getLong(first + 100)).isZero();
    }

    /** What is large is not zeroed before there is no other room, but then it is. */
    @Test
    void largeRangesAreUsedAgainWhenThereIsNoOtherRoom() {
        reopen(MemoryOptions.DEFAULT.withReserveBytes(256 * MIB));
        long bytes = GuestMemory.LARGE_BYTES + MIB;
        for (int i = 0; i < 10; i++) {
            long address = memory.allocate(bytes, Zone.HIGH);
            assertThat(address).as("round %d", i).isNotZero();
            assertThat(memory.getLong(address + MIB)).isZero();
            memory.setLong(address + MIB, 42);
            memory.release(address, bytes, GuestMemory.UNKNOWN);
        }
    }

    @Test
    void releasedNeighboursBecomeOneRange() {
        long a = memory.reserve(4096, Zone.HIGH);
        long b = memory.reserve(4096, Zone.HIGH);
        long c = memory.reserve(4096, Zone.HIGH);
        memory.release(a, 4096, 0);
        memory.release(c, 4096, 0);
        memory.release(b, 4096, 0);
        assertThat(memory.reserve(3 * 4096, Zone.HIGH)).isEqualTo(a);
    }

    @Test
    void commitmentBeyondTheLimitIsRefusedAndChangesNothing() {
        reopen(MemoryOptions.DEFAULT.withLimitBytes(MIB));
        long address = memory.reserve(10 * MIB, Zone.HIGH);
        assertThat(memory.commit(address, MIB)).isTrue();
        assertThat(memory.commit(address + MIB, 1)).isFalse();
        assertThat(memory.committedBytes()).isEqualTo(MIB);
        assertThat(memory.commit(address, MIB)).as("counted once").isTrue();
    }

    @Test
    void hugeReservationCommitsNothing() {
        long address = memory.reserve(1L << 30, Zone.HIGH);
        assertThat(address).isNotZero();
        assertThat(memory.committedBytes()).isZero();
    }

    @Test
    void moreThanThereIsGivesZero() {
        assertThat(memory.reserve(memory.mask() + 1, Zone.HIGH)).isZero();
        assertThat(memory.reserve(0, Zone.LOW)).isZero();
    }

    @Test
    void smallestReservationWorks() {
        reopen(MemoryOptions.DEFAULT.withReserveBytes(MemoryOptions.LEAST_RESERVE_BYTES));
        assertThat(memory.mask()).isEqualTo(MIB - 1);
        assertThat(memory.allocate(4096, Zone.LOW)).isNotZero();
        assertThat(memory.allocate(4096, Zone.HIGH)).isNotZero();
    }

    @Test
    void backingFileHasNoNameWhileItIsUsed(@TempDir Path folder) throws IOException {
        reopen(MemoryOptions.DEFAULT.withFolder(folder));
        memory.setLong(memory.allocate(8, Zone.HIGH), 1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void copiesMayOverlap() {
        long address = memory.allocate(16, Zone.HIGH);
        memory.setLong(address, 0x0807_0605_0403_0201L);
        memory.copy(address, address + 4, 8);
        assertThat(memory.getLong(address + 4)).isEqualTo(0x0807_0605_0403_0201L);
    }

    @Test
    void comparisonSeesEveryByte() {
        long a = memory.allocate(64, Zone.HIGH);
        long b = memory.allocate(64, Zone.HIGH);
        for (int i = 0; i < 19; i++) {
            assertThat(memory.sameBytes(a, b, 19)).isTrue();
            memory.setU8(b + i, 1);
            assertThat(memory.sameBytes(a, b, 19)).isFalse();
            memory.setU8(b + i, 0);
        }
    }

    @Test
    void objectsSayWhatIsNearest() {
        GuestObjects objects = new GuestObjects();
        objects.add(object("left", 8192, 16));
        objects.add(object("right", 12288, 16));
        assertThatCode(() -> objects.check(8200, 8, GuestObject.Access.READ)).doesNotThrowAnyException();
        assertThatThrownBy(() -> objects.check(8210, 4, GuestObject.Access.READ))
                .hasMessageContaining("3 bytes past the end of left");
        assertThatThrownBy(() -> objects.check(12280, 4, GuestObject.Access.WRITE))
                .hasMessageContaining("write of 4 bytes")
                .hasMessageContaining("8 bytes before right");
        assertThatThrownBy(() -> objects.check(8, 4, GuestObject.Access.READ)).hasMessageContaining("null pointer");
        assertThatThrownBy(() -> objects.check(8204, 8, GuestObject.Access.READ))
                .hasMessageContaining("too long");
    }

    private static GuestObject object(String name, long start, long size) {
        return new GuestObject() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long start() {
                return start;
            }

            @Override
            public long sizeBytes() {
                return size;
            }

            @Override
            public String refusal(long offset, long bytes, Access access) {
                return offset + bytes <= size ? "" : "too long";
            }
        };
    }

    @Test
    void copiesOfAnySizeAreAsThroughABuffer() {
        try (GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT)) {
            long base = memory.allocate(4096, GuestMemory.Zone.HIGH);
            byte[] model = new byte[1024];
            for (int size = 0; size <= 140; size++) {
                for (int to : new int[] {256 - size, 256 - size / 2, 255, 256, 257, 256 + size / 2, 256 + size}) {
                    for (int i = 0; i < model.length; i++) {
                        model[i] = (byte) (i * 31 >>> 2);
                    }
                    memory.write(model, 0, base, model.length);
                    System.arraycopy(model, 256, model, to, size);
                    memory.copy(base + 256, base + to, size);
                    assertThat(memory.read(base, model.length)).isEqualTo(model);
                }
            }
        }
    }

    @Test
    void otherCpusSeeNumbersOfSmallCopiesWhole() throws InterruptedException {
        long numbers = memory.allocate(64, Zone.HIGH);
        memory.setLong(numbers, -1);
        memory.setInt(numbers + 8, -1);
        long target = numbers + 32;
        AtomicBoolean ends = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            while (!ends.get()) {
                memory.copy(numbers, target, 12);
                memory.copy(numbers + 16, target, 12);
            }
        });
        try {
            for (int i = 0; i < 1_000_000; i++) {
                assertThat(memory.getInt(target + 8)).isBetween(-1, 0);
            }
        } finally {
            ends.set(true);
            writer.join();
        }
    }
}
