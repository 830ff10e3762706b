package io.github.bpf4j.runtime;

/**
 * What happened to the work queues ({@code bpf_wq}) of a runtime.
 *
 * @param started calls of {@code bpf_wq_start} that queued a run
 * @param ran callbacks begun
 * @param pending work queues that wait to run
 * @param live initialised work queues
 */
public record WorkCounters(long started, long ran, int pending, int live) {}
