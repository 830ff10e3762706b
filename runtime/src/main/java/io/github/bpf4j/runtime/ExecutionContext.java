package io.github.bpf4j.runtime;

/** Where a run counts as happening: some helpers answer otherwise there. A run from Java is a process unless told otherwise. */
public enum ExecutionContext {
    PROCESS,
    /** A hard interrupt, as the timers that the kernel samples by; see the profile for what timers allow there. */
    HARDIRQ,
    /** A non-maskable interrupt, where timers cannot be touched (timers spec 1.3). */
    NMI
}
