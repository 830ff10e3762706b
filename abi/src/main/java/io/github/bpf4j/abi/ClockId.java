package io.github.bpf4j.abi;

import java.util.List;
import java.util.Optional;

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

    /** Bits of the flags of {@code bpf_timer_init} that hold the clock id; every other bit is reserved. */
    public static final long TIMER_INIT_MASK = 0xf;

    private static final List<ClockId> ALL = List.of(values());

    private final int number;

    ClockId(int number) {
        this.number = number;
    }

    /** The number of {@code CLOCK_...}. */
    public int number() {
        return number;
    }

    /** Whether {@code bpf_timer_init} accepts this clock. */
    public boolean allowsTimers() {
        return this == REALTIME || this == MONOTONIC || this == BOOTTIME;
    }

    /** The clock with this number. */
    public static Optional<ClockId> byNumber(int number) {
        return ALL.stream().filter(clock -> clock.number == number).findFirst();
    }

    /**
     * The clock that the flags of {@code bpf_timer_init} name; empty if the call must fail with EINVAL.
     *
     * @param flags all 64 bits of the argument
     */
    public static Optional<ClockId> ofTimerInitFlags(long flags) {
        if ((flags & ~TIMER_INIT_MASK) != 0) {
            return Optional.empty();
        }
        return byNumber((int) flags).filter(ClockId::allowsTimers);
    }
}
