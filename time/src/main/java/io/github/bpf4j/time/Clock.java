package io.github.bpf4j.time;

/**
 * A source of the four times that guest programs can ask for, in nanoseconds (timers spec 1.4, runtime spec 4).
 *
 * <p>Implementations are safe to read from any thread.
 */
public interface Clock {
    /** CLOCK_MONOTONIC: never goes back and stands still while the system is suspended. */
    long monotonicNs();

    /** CLOCK_BOOTTIME: as {@link #monotonicNs()}, but also counts suspended time where the source can tell. */
    long boottimeNs();

    /** CLOCK_REALTIME: nanoseconds since 1970-01-01T00:00:00Z. */
    long realtimeNs();

    /** CLOCK_TAI: international atomic time, {@value #TAI_OFFSET_S} seconds ahead of {@link #realtimeNs()}. */
    default long taiNs() {
        return realtimeNs() + TAI_OFFSET_S * NS_PER_S;
    }

    /** Leap seconds between UTC and TAI since 2017. */
    long TAI_OFFSET_S = 37;

    /** Nanoseconds in a second. */
    long NS_PER_S = 1_000_000_000L;
}
