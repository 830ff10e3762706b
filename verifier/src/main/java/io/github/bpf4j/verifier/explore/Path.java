package io.github.bpf4j.verifier.explore;

import io.github.bpf4j.verifier.state.State;

/** A path as far as it was walked. Not safe for use by several threads. */
final class Path {
    private final State state;
    private int at;
    private Segment segment;
    private int from = -1;
    private int history;

    Path(State state, int at, Segment segment) {
        this.state = state;
        this.at = at;
        this.segment = segment;
    }

    /** A path that leaves another, with the same past. */
    Path branch(int left, State other, int to) {
        Path path = new Path(other, to, segment.copy());
        path.history = history;
        path.from = left;
        return path;
    }

    /** The slot of the instruction at which it left another path, -1 if it begins on its own. */
    int from() {
        return from;
    }

    State state() {
        return state;
    }

    int at() {
        return at;
    }

    void moveTo(int next) {
        at = next;
    }

    Segment segment() {
        return segment;
    }

    /** Jumps and moves through the stack since a state was kept. */
    int history() {
        return history;
    }

    void countHistory() {
        history++;
    }

    /** Goes on from a state that was kept. */
    void startAt(Checkpoint kept) {
        segment = new Segment(kept);
        history = 0;
    }
}
