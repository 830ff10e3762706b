package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.maps.TargetMap;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import org.jspecify.annotations.Nullable;

/**
 * A target in a map.
 *
 * @param to the number of the interface, CPU or control group, or the cookie of the socket
 * @param queueSize how many frames may wait for a CPU; else 0
 * @param program what runs on frames that go there; held by the map
 * @param socket what it is, if it is a socket
 */
record LiveTarget(
        long to,
        int queueSize,
        @Nullable LiveProgram program,
        @Nullable LiveSocket socket) implements TargetMap.Numbered {
    /** What is no socket. */
    LiveTarget(long to, int queueSize, @Nullable LiveProgram program) {
        this(to, queueSize, program, null);
    }
}
