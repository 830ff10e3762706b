package io.github.bpf4j.runtime.helpers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the two words of a dynamic pointer hold. */
class DynamicPointersTest {
    private static final long ADDRESS = 0x0bf4_0000_1234_5678L;

    @Test
    void partsOfAPointerAreWhatItWasMadeOf() {
        try (GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT)) {
            long pointer = memory.allocate(DynamicPointers.BYTES, GuestMemory.Zone.HIGH);
            for (int kind = DynamicPointers.NULL; kind <= DynamicPointers.XDP; kind++) {
                for (long size : new long[] {0, 1, DynamicPointers.MAX_SIZE}) {
                    DynamicPointers.set(memory, pointer, kind, ADDRESS, size, (kind & 1) == 0);
                    long state = DynamicPointers.state(memory, pointer);
                    assertThat(DynamicPointers.address(memory, pointer)).isEqualTo(ADDRESS);
                    assertThat(DynamicPointers.kind(state)).isEqualTo(kind);
                    assertThat(DynamicPointers.isNull(state)).isEqualTo(kind == DynamicPointers.NULL);
                    assertThat(DynamicPointers.isReadOnly(state)).isEqualTo((kind & 1) == 0);
                    assertThat(DynamicPointers.size(state)).isEqualTo(size);
                    assertThat(DynamicPointers.offset(state)).isZero();
                }
            }
            DynamicPointers.clear(memory, pointer);
            assertThat(memory.read(pointer, DynamicPointers.BYTES)).containsOnly(0);
        }
    }

    @Test
    void narrowingChangesSizeAndOffsetAlone() {
        try (GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT)) {
            long pointer = memory.allocate(DynamicPointers.BYTES, GuestMemory.Zone.HIGH);
            DynamicPointers.set(memory, pointer, DynamicPointers.SKB, ADDRESS, 100, true);
            DynamicPointers.narrow(memory, pointer, DynamicPointers.state(memory, pointer), 10, 90);
            DynamicPointers.narrow(memory, pointer, DynamicPointers.state(memory, pointer), 5, 6);
            long state = DynamicPointers.state(memory, pointer);
            assertThat(DynamicPointers.offset(state)).isEqualTo(15);
            assertThat(DynamicPointers.size(state)).isEqualTo(1);
            assertThat(DynamicPointers.kind(state)).isEqualTo(DynamicPointers.SKB);
            assertThat(DynamicPointers.isReadOnly(state)).isTrue();
            assertThat(DynamicPointers.address(memory, pointer)).isEqualTo(ADDRESS);
        }
    }

    @Test
    void rangeIsInsideOnlyIfItsSumIs() {
        long seed = 20_261_127;
        System.out.println("DynamicPointersTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000_000; i++) {
            long state = random.nextLong();
            long offset = number(random);
            long bytes = number(random);
            assertThat(DynamicPointers.has(state, offset, bytes))
                    .isEqualTo(offset + bytes <= DynamicPointers.size(state));
        }
    }

    private static long number(SplittableRandom random) {
        return random.nextLong() & 0xffff_ffffL >>> random.nextInt(33);
    }
}
