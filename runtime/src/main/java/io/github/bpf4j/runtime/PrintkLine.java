package io.github.bpf4j.runtime;

/**
 * A line that a program printed.
 *
 * @param timeNs MONOTONIC time
 * @param cpu the logical CPU
 */
public record PrintkLine(long timeNs, int cpu, String text) {}
