package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockIdTest {
    @Test
    void timersRunOnRealtimeMonotonicAndBoottime() {
        assertThat(ClockId.ofTimerInitFlags(0)).contains(ClockId.REALTIME);
        assertThat(ClockId.ofTimerInitFlags(1)).contains(ClockId.MONOTONIC);
        assertThat(ClockId.ofTimerInitFlags(7)).contains(ClockId.BOOTTIME);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 15, 16, 17, 1L << 32 | 1, -1, 1L << 63})
    void otherTimerFlagsAreRefused(long flags) {
        assertThat(ClockId.ofTimerInitFlags(flags)).isEmpty();
    }
}
