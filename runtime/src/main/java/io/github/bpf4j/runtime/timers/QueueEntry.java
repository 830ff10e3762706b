package io.github.bpf4j.runtime.timers;

import org.jspecify.annotations.Nullable;

/** Something that waits for an instant, and then runs on a logical CPU. */
public abstract sealed class QueueEntry permits ControlBlock, HostTimer {
    /** Where it is queued, or was last. */
    @Nullable
    Lane lane;

    /** Its number there. */
    int number;

    short cpu;
    boolean running;

    /** The logical CPU that it was queued on last: where it runs. */
    public final int cpu() {
        return cpu;
    }

    /** Whether it is running. */
    public final boolean isRunning() {
        return running;
    }
}
