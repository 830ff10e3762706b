package io.github.bpf4j.runtime;

/**
 * Something that happened to a timer.
 *
 * @param timeNs MONOTONIC time at which it happened
 * @param cpu the logical CPU that the timer is armed on
 * @param map name of the map that owns the timer
 * @param key its element's key
 * @param callback name of its callback; empty if none is set
 * @param expiresNs when it expires or expired, {@link Long#MAX_VALUE} for never or where it does not apply
 */
@SuppressWarnings("ArrayRecordComponent") // the key is a copy of guest memory, compared by nobody
public record TimerEvent(Kind kind, long timeNs, int cpu, String map, byte[] key, String callback, long expiresNs) {
    /** What happened. */
    public enum Kind {
        ARMED,
        FIRED,
        CANCELLED,
        FREED
    }
}
