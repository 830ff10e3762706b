package io.github.bpf4j.time;

import java.time.Instant;

/**
 * The host's own time. MONOTONIC is {@link System#nanoTime()}, counted from a moment at which it was positive; BOOTTIME is
 * the same, because the JDK cannot tell how long the host was suspended.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class SystemClock implements Clock {
    private static final long ORIGIN_NS = System.nanoTime() - NS_PER_S;

    @Override
    public long monotonicNs() {
        return System.nanoTime() - ORIGIN_NS;
    }

    @Override
    public long boottimeNs() {
        return monotonicNs();
    }

    @Override
    public long realtimeNs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NS_PER_S + now.getNano();
    }
}
