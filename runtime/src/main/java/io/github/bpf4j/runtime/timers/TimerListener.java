package io.github.bpf4j.runtime.timers;

/** Told what happens to timers, while it happens. */
public interface TimerListener {
    /** Armed or re-armed: expires at the given MONOTONIC instant. */
    void armed(ControlBlock timer, long expiresNs);

    /** Its callback is about to run. */
    void fired(ControlBlock timer, long expiresNs);

    /** Taken out of the queue by {@code bpf_timer_cancel}. */
    void cancelled(ControlBlock timer);

    /** Its element was removed or its map closed. */
    void freed(ControlBlock timer);

    /** Hears nothing. */
    TimerListener NONE = new TimerListener() {
        @Override
        public void armed(ControlBlock timer, long expiresNs) {}

        @Override
        public void fired(ControlBlock timer, long expiresNs) {}

        @Override
        public void cancelled(ControlBlock timer) {}

        @Override
        public void freed(ControlBlock timer) {}
    };
}
