package io.github.bpf4j.runtime;

/**
 * A point that a timer has come to on some CPU. Whoever is told may wait there, which holds up that CPU and nothing else: so tests make
 * races happen in the order that they want.
 *
 * @param helper the kernel's name of the helper that is being called; empty at points of callbacks
 * @param cpu the logical CPU that is held up
 * @param map name of the map that owns the timer; empty if no element has it
 * @param key key of the element, a copy; empty if the element is gone
 */
@SuppressWarnings("ArrayRecordComponent") // a copy of guest memory, compared by nobody
public record TimerPoint(Kind kind, String helper, int cpu, String map, byte[] key) {
    /** What comes next. */
    public enum Kind {
        /** A timer helper was called and has done nothing yet. */
        CALL,
        /** A timer helper has done all it does, and is about to return to the program. */
        RETURN,
        /**
         * {@code bpf_timer_cancel} is about to wait for the timer's callback, which runs on this CPU; the timer has no callback any
         * more (state X of timers spec 2.2).
         */
        WAIT,
        /** The timer is due, and its CPU is not occupied yet: it still counts as queued. */
        EXPIRED,
        /** The timer counts as running; the first instruction of its callback comes next. */
        ENTER,
        /** The callback has executed its last instruction; the timer still counts as running. */
        LEAVE
    }
}
