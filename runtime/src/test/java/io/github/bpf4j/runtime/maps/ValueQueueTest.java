package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.runtime.memory.GuestMemory.Zone;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueQueueTest {
    private final MapFixture fixture = new MapFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private ValueQueue queue(int valueSize, int entries, boolean newestFirst) {
        return ValueQueue.create(fixture.memory, MapFixture.shape(0, valueSize, entries), newestFirst);
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "false, 7", "false, 64", "true, 1", "true, 7", "true, 64"})
    void behavesAsADequeUnderRandomOperations(boolean newestFirst, int entries) {
        long seed = entries * 2L + (newestFirst ? 1 : 0);
        System.out.println("ValueQueueTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        ValueQueue queue = queue(8, entries, newestFirst);
        ArrayDeque<Long> model = new ArrayDeque<>();
        long out = fixture.memory.allocate(64, Zone.HIGH);
        for (long i = 1; i < 20_000; i++) {
            fixture.memory.setLong(out, 99);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    boolean replaces = random.nextInt(3) == 0;
                    boolean full = model.size() == entries;
                    assertThat(queue.push(fixture.value(i), replaces ? 2 : 0))
                            .isEqualTo(full && !replaces ? E2BIG.result() : 0);
                    if (full && replaces) {
                        model.removeFirst();
                    }
                    if (!full || replaces) {
                        model.addLast(i);
                    }
                }
                case 2 -> {
                    Long expected = newestFirst ? model.pollLast() : model.pollFirst();
                    assertThat(queue.pop(out)).isEqualTo(expected == null ? ENOENT.result() : 0);
                    assertThat(fixture.memory.getLong(out)).isEqualTo(expected == null ? 0 : expected);
                }
                default -> {
                    Long expected = newestFirst ? model.peekLast() : model.peekFirst();
                    assertThat(queue.peek(out)).isEqualTo(expected == null ? ENOENT.result() : 0);
                    assertThat(fixture.memory.getLong(out)).isEqualTo(expected == null ? 0 : expected);
                }
            }
            assertThat(queue.count()).isEqualTo(model.size());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 4, 6, 8, 1L << 32, -1})
    void otherFlagsAreRefused(long flags) {
        ValueQueue queue = queue(8, 2, false);
        assertThat(queue.push(fixture.value(1), flags)).isEqualTo(EINVAL.result());
        assertThat(queue.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void guestMemoryComesBack(boolean newestFirst) {
        long before = fixture.memory.committedBytes();
        for (int i = 0; i < 100; i++) {
            ValueQueue queue = queue(1000, 1000, newestFirst);
            queue.push(fixture.value(1), 0);
            queue.close();
        }
        assertThat(fixture.memory.committedBytes()).isLessThan(before + 4 * 1_000_000);
    }
}
