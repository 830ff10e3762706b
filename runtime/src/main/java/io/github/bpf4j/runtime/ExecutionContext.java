package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.KernelVariable;

/** Where a run counts as happening: some helpers answer otherwise there. A run from Java is a process unless told otherwise. */
public enum ExecutionContext {
    PROCESS,
    /** A hard interrupt, as the timers that the kernel samples by; see the profile for what timers allow there. */
    HARDIRQ,
    /** A non-maskable interrupt, where timers cannot be touched (timers spec 1.3). */
    NMI;

    /** The bits that it adds to the kernel's count of preemptions. */
    int preemption() {
        return switch (this) {
            case PROCESS -> 0;
            case HARDIRQ -> KernelVariable.HARDIRQ;
            case NMI -> KernelVariable.NMI;
        };
    }
}
