package io.github.bpf4j.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A clock that moves only when told to. MONOTONIC and BOOTTIME start at 1000 s, REALTIME at the epoch plus as much; each can
 * be set, and all advance together. It never goes back.
 *
 * <p>Reads are safe from any thread; one thread at a time may move it.
 */
public final class VirtualClock implements Clock {
    /** Where MONOTONIC and BOOTTIME start unless told otherwise, so that "long ago" is a valid instant. */
    public static final long START_NS = 1000 * NS_PER_S;

    private static final VarHandle MONOTONIC_NS;

    static {
        try {
            MONOTONIC_NS = MethodHandles.lookup().findVarHandle(VirtualClock.class, "monotonicNs", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long monotonicNs;
    private volatile long boottimeOffsetNs;
    private volatile long realtimeOffsetNs;

    /** A clock at {@link #START_NS}. */
    public VirtualClock() {
        this(START_NS);
    }

    /**
     * A clock whose MONOTONIC and BOOTTIME start at the given instant.
     *
     * @throws IllegalArgumentException if the instant is negative
     */
    public VirtualClock(long monotonicNs) {
        if (monotonicNs < 0) {
            throw new IllegalArgumentException("a clock cannot start before zero: " + monotonicNs + " ns");
        }
        this.monotonicNs = monotonicNs;
    }

    @Override
    public long monotonicNs() {
        return monotonicNs;
    }

    @Override
    public long boottimeNs() {
        return saturatedSum(monotonicNs, boottimeOffsetNs);
    }

    @Override
    public long realtimeNs() {
        return saturatedSum(monotonicNs, realtimeOffsetNs);
    }

    /**
     * Sets how far BOOTTIME is ahead, as after a suspend.
     *
     * @throws IllegalArgumentException if it would be behind MONOTONIC
     */
    public void setBoottimeNs(long boottimeNs) {
        if (boottimeNs < monotonicNs) {
            throw new IllegalArgumentException(
                    "BOOTTIME " + boottimeNs + " ns would be behind MONOTONIC " + monotonicNs);
        }
        boottimeOffsetNs = boottimeNs - monotonicNs;
    }

    /** Sets REALTIME to an instant after the epoch; MONOTONIC stays. */
    public void setRealtimeNs(long realtimeNs) {
        if (realtimeNs < 0) {
            throw new IllegalArgumentException("REALTIME before 1970: " + realtimeNs + " ns");
        }
        realtimeOffsetNs = realtimeNs - monotonicNs;
    }

    /** The MONOTONIC instant at which REALTIME shows the given value; in the past if it already did. */
    public long monotonicAtRealtime(long realtimeNs) {
        return saturatedSum(realtimeNs, -realtimeOffsetNs);
    }

    /** Moves MONOTONIC to the given instant, and the others with it; an instant in the past leaves the clock as it is. */
    public void advanceTo(long monotonicNs) {
        if (monotonicNs > this.monotonicNs) {
            MONOTONIC_NS.setRelease(
                    this, monotonicNs); // a volatile store would wait until others see it, for each timer
        }
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return sum;
    }
}
