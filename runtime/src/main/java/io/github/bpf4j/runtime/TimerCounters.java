package io.github.bpf4j.runtime;

/**
 * What happened to the timers of a runtime, and how many there are.
 *
 * @param armed successful calls of {@code bpf_timer_start}
 * @param fired callbacks that ran
 * @param cancelled calls of {@code bpf_timer_cancel} that took a timer out of the queue
 * @param freed control blocks that went with their element or map
 * @param pending timers that wait to expire
 * @param live control blocks
 */
public record TimerCounters(long armed, long fired, long cancelled, long freed, long pending, long live) {}
