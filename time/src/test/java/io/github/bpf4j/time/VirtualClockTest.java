package io.github.bpf4j.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VirtualClockTest {
    private final VirtualClock clock = new VirtualClock();

    @Test
    void startsAtThousandSeconds() {
        assertThat(clock.monotonicNs()).isEqualTo(1_000_000_000_000L);
        assertThat(clock.boottimeNs()).isEqualTo(clock.monotonicNs());
    }

    @Test
    void allTimesAdvanceTogether() {
        clock.setRealtimeNs(5_000);
        clock.setBoottimeNs(clock.monotonicNs() + 7);
        clock.advanceTo(clock.monotonicNs() + 100);

        assertThat(clock.monotonicNs()).isEqualTo(1_000_000_000_100L);
        assertThat(clock.boottimeNs()).isEqualTo(1_000_000_000_107L);
        assertThat(clock.realtimeNs()).isEqualTo(5_100);
        assertThat(clock.taiNs()).isEqualTo(37_000_005_100L);
        assertThat(clock.monotonicAtRealtime(5_200)).isEqualTo(1_000_000_000_200L);
    }

    @Test
    void neverGoesBack() {
        clock.advanceTo(3);
        assertThat(clock.monotonicNs()).isEqualTo(VirtualClock.START_NS);
    }

    @Test
    void farFutureSaturates() {
        clock.setRealtimeNs(Long.MAX_VALUE);
        clock.advanceTo(Long.MAX_VALUE);
        assertThat(clock.realtimeNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> new VirtualClock(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clock.setRealtimeNs(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> clock.setBoottimeNs(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
