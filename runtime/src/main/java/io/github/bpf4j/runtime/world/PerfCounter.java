package io.github.bpf4j.runtime.world;

/**
 * What a perf event has counted.
 *
 * @param value the count
 * @param enabledNs how long it was enabled
 * @param runningNs how long it counted; less than that if it shared the hardware with others
 */
public record PerfCounter(long value, long enabledNs, long runningNs) {
    /** Nothing. */
    public static final PerfCounter ZERO = new PerfCounter(0, 0, 0);
}
