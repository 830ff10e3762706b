package io.github.bpf4j.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemClockTest {
    private final SystemClock clock = new SystemClock();

    @Test
    void monotonicIsPositiveAndNeverGoesBack() {
        long first = clock.monotonicNs();
        assertThat(first).isPositive();
        assertThat(clock.boottimeNs()).isGreaterThanOrEqualTo(first);
    }

    @Test
    void realtimeIsTheHostsWallClock() {
        long beforeMs = System.currentTimeMillis();
        long realtimeNs = clock.realtimeNs();
        long afterMs = System.currentTimeMillis();
        assertThat(realtimeNs / 1_000_000).isBetween(beforeMs, afterMs);
    }
}
