package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockIdTest {
    @Test
    void timersRunOnRealtimeMonotonicAndBoottime() {
        assertThat(ClockId.isTimerClock(0)).isTrue();
        assertThat(ClockId.isTimerClock(1)).isTrue();
        assertThat(ClockId.isTimerClock(7)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 15, 16, 17, 1L << 32 | 1, -1, 1L << 63})
    void otherTimerFlagsAreRefused(long flags) {
        assertThat(ClockId.isTimerClock(flags)).isFalse();
    }
}
