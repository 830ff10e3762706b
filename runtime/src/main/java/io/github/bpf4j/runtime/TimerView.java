package io.github.bpf4j.runtime;

/**
 * The state of one timer at one moment (timers spec 2.2).
 *
 * @param key its element's key
 * @param clock number of its clock
 * @param callback name of the callback, empty if none is set
 * @param pending whether it waits to expire
 * @param expiresNs MONOTONIC instant at which it expires, {@link Long#MAX_VALUE} if never
 * @param cpu the logical CPU that armed it last
 */
@SuppressWarnings("ArrayRecordComponent") // the key is a copy of guest memory, compared by nobody
public record TimerView(byte[] key, int clock, String callback, boolean pending, long expiresNs, int cpu) {}
