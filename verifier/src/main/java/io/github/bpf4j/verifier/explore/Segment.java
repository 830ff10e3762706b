package io.github.bpf4j.verifier.explore;

import io.github.bpf4j.verifier.state.State;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A piece of a path: from a kept state, or from the begin, up to some point. Not safe for use by several threads. */
final class Segment {
    private final @Nullable Checkpoint parent;
    private final Trace trace;
    private final long[] overwritten;

    Segment(@Nullable Checkpoint parent) {
        this(parent, new Trace(), new long[State.MAX_FRAMES]);
    }

    private Segment(@Nullable Checkpoint parent, Trace trace, long[] overwritten) {
        this.parent = parent;
        this.trace = trace;
        this.overwritten = overwritten;
    }

    Segment copy() {
        return new Segment(parent, trace.copy(), overwritten.clone());
    }

    /** The kept state at which it begins; null if it begins where the path does. */
    @Nullable
    Checkpoint parent() {
        return parent;
    }

    Trace trace() {
        return trace;
    }

    /** The last instructions of the path that ends with this piece, the last one last. */
    int[] last(int most) {
        Deque<Integer> slots = new ArrayDeque<>();
        Segment piece = this;
        while (true) {
            for (int i = piece.trace.size() - 1; i >= 0 && slots.size() < most; i--) {
                slots.addFirst(piece.trace.at(i));
            }
            Checkpoint start = piece.parent;
            if (start == null || slots.size() == most) {
                return slots.stream().mapToInt(Integer::intValue).toArray();
            }
            piece = start.before();
        }
    }

    /** A whole stack slot is written in it. */
    void overwrite(int frame, int slot) {
        overwritten[frame] |= 1L << slot;
    }

    /** A frame is entered in it, so that nothing in its stack comes from before. */
    void enter(int frame) {
        overwritten[frame] = -1;
    }

    /** Whether what is in a slot at its end was put there in it. */
    boolean overwrites(int frame, int slot) {
        return (overwritten[frame] >>> slot & 1) != 0;
    }
}
