package io.github.bpf4j.runtime.timers;

/** A timer of the host's, which runs Java code on a logical CPU. */
public final class HostTimer extends QueueEntry {
    private final Action action;

    /** What a timer does. */
    @FunctionalInterface
    public interface Action {
        /** Runs on a CPU that the caller occupies. */
        void run(int cpu);
    }

    public HostTimer(Action action) {
        this.action = action;
    }

    /** What it does when it expires. */
    public Action action() {
        return action;
    }
}
