package io.github.bpf4j.abi;

/**
 * The POSIX clock ids of Linux (UAPI {@code linux/time.h}), and which of them a timer may be created on.
 *
 * <p>Immutable and safe for use by any thread. Source: timers spec 1.2.
 */
public enum ClockId {
    REALTIME(0),
    MONOTONIC(1),
    PROCESS_CPUTIME_ID(2),
    THREAD_CPUTIME_ID(3),
    MONOTONIC_RAW(4),
    REALTIME_COARSE(5),
    MONOTONIC_COARSE(6),
    BOOTTIME(7),
    REALTIME_ALARM(8),
    BOOTTIME_ALARM(9),
    SGI_CYCLE(10),
    TAI(11);

    private final int number;

    ClockId(int number) {
        this.number = number;
    }

    /** The number of {@code CLOCK_...}. */
    public int number() {
        return number;
    }

    /** Whether the flags of {@code bpf_timer_init}, all 64 bits, are the number of a clock that timers can have. */
    public static boolean isTimerClock(long flags) {
        return flags == REALTIME.number || flags == MONOTONIC.number || flags == BOOTTIME.number;
    }
}
