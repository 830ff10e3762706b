package io.github.bpf4j.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A target in a map.
 *
 * @param to the number of the interface, CPU or control group
 * @param queueSize how many frames may wait for a CPU; else 0
 * @param program what runs on frames that go there; held by the map
 */
record LiveTarget(long to, int queueSize, @Nullable LiveProgram program) {}
