package io.github.bpf4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.runtime.locks.TurnLock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OccupancyTest {
    private static final int CPUS = 3;
    private static final int THREADS = 5;
    private static final int ROUNDS = 20_000;

    private final Occupancy occupancy = new Occupancy(CPUS, new TurnLock(), () -> {});
    private final long[] runs = new long[CPUS];

    @Test
    void aThreadKnowsTheCpuThatItHas() throws Exception {
        assertThat(occupancy.mine()).isNull();
        try (Occupancy.Seat seat = occupancy.take(1)) {
            assertThat(occupancy.mine()).isSameAs(seat);
            try (Occupancy.Seat again = occupancy.takeAny()) {
                assertThat(again).isSameAs(seat);
            }
            assertThat(occupancy.mine()).isSameAs(seat);
            assertThatThrownBy(() -> occupancy.take(2))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("inside one on CPU 1");
            FutureTask<Boolean> other = new FutureTask<>(() -> occupancy.mine() == null);
            Thread.ofPlatform().start(other);
            assertThat(other.get()).isTrue();
            assertThat(occupancy.isIdle()).isFalse();
        }
        assertThat(occupancy.mine()).isNull();
        assertThat(occupancy.isIdle()).isTrue();
        occupancy.takeForTimers(2).close();
        assertThat(occupancy.mine()).isNull();
        assertThat(occupancy.passes()).containsExactly(0, 2, 2);
    }

    @Test
    void whatRunsOnOneCpuRunsOneAfterTheOther() throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<FutureTask<Integer>> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int usual = thread % CPUS;
            FutureTask<Integer> task = new FutureTask<>(() -> {
                start.await();
                for (int round = 0; round < ROUNDS; round++) {
                    try (Occupancy.Seat seat = seat(usual, round)) {
                        long before = runs[seat.cpu()];
                        assertThat(occupancy.mine()).isSameAs(seat);
                        runs[seat.cpu()] = before + 1;
                    }
                }
                return ROUNDS;
            });
            threads.add(task);
            Thread.ofPlatform().daemon().start(task);
        }
        for (FutureTask<Integer> thread : threads) {
            thread.get();
        }
        assertThat(runs[0] + runs[1] + runs[2]).isEqualTo((long) THREADS * ROUNDS);
        assertThat(occupancy.passes()).containsExactly(2 * runs[0], 2 * runs[1], 2 * runs[2]);
    }

    private Occupancy.Seat seat(int usual, int round) {
        return switch (round % 3) {
            case 0 -> occupancy.take(usual);
            case 1 -> occupancy.takeAny();
            default -> occupancy.takeForTimers(usual);
        };
    }
}
