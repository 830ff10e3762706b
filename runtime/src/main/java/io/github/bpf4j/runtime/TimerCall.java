package io.github.bpf4j.runtime;

import java.util.Optional;

/**
 * A program's call of a timer helper, and what it answered.
 *
 * @param helper the helper's name, such as {@code bpf_timer_start}
 * @param result 0, 1 or a negative errno
 * @param map name of the map whose value the timer lies in, empty if it lies in none
 * @param key its element's key; empty if there is no such element
 * @param program name of the calling program
 * @param source file, line and text of the call, if the object says
 * @param timeNs MONOTONIC time
 * @param cpu the logical CPU
 */
@SuppressWarnings("ArrayRecordComponent") // the key is a copy of guest memory, compared by nobody
public record TimerCall(
        String helper,
        long result,
        String map,
        byte[] key,
        String program,
        Optional<String> source,
        long timeNs,
        int cpu) {}
