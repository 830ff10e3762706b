package io.github.bpf4j.verifier.explore;

import io.github.bpf4j.verifier.state.Marks;
import io.github.bpf4j.verifier.state.State;
import io.github.bpf4j.verifier.transfer.Exploration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A state that was kept, to compare others with. Not safe for use by several threads. */
final class Checkpoint implements Exploration.Earlier {
    private final State state;
    private final int at;
    private final Segment before;
    private final int generation;
    private final Marks live;
    private final Marks precise = new Marks();
    private int openPaths = 1;
    private int hits;
    private int misses;
    private boolean allPrecise;
    private @Nullable Marks passedOnLive;
    private @Nullable Marks passedOnPrecise;
    private @Nullable List<Segment> joins;
    private @Nullable Set<Checkpoint> waitsFor;
    private @Nullable Checkpoint blocker;

    /**
     * Keeps a state.
     *
     * @param before the way to it
     * @param live which registers are read later
     */
    Checkpoint(State state, int at, Segment before, Marks live) {
        this.state = state;
        this.at = at;
        this.before = before;
        this.live = live;
        Checkpoint parent = before.parent();
        this.generation = parent == null ? 0 : parent.generation + 1;
    }

    @Override
    public State state() {
        return state;
    }

    int at() {
        return at;
    }

    /** The way to it from the state kept before. */
    Segment before() {
        return before;
    }

    @Nullable
    Checkpoint parent() {
        return before.parent();
    }

    /** How many states were kept on the way to it. */
    int generation() {
        return generation;
    }

    /** What of it is read later, as far as is known. */
    Marks live() {
        return live;
    }

    /** What of it must be known precisely, as far as is known. */
    Marks precise() {
        return precise;
    }

    @Override
    public boolean isRegisterPrecise(int frame, int register) {
        return precise.hasRegister(frame, register);
    }

    @Override
    public boolean isSlotPrecise(int frame, int slot) {
        return precise.hasSlot(frame, slot);
    }

    /** All numbers must be known precisely; false if that was said before. */
    boolean setAllPrecise() {
        if (allPrecise) {
            return false;
        }
        allPrecise = true;
        for (int f = 0; f < state.depth(); f++) {
            precise.setRegisters(f, -1);
            precise.setSlots(f, -1);
        }
        return true;
    }

    void openPath() {
        openPaths++;
    }

    /** A path from it has ended; whether it was the last. */
    boolean closePath() {
        return --openPaths == 0;
    }

    /** Whether every path from it has ended. */
    boolean isFinished() {
        return openPaths == 0;
    }

    void hit() {
        hits++;
    }

    /** It did not cover a state; whether it is worth keeping. */
    boolean miss(int patience) {
        misses++;
        return misses <= hits * patience + patience;
    }

    /** Paths that ended because this state covers theirs, and for which it may still learn something; null if none. */
    @Nullable
    List<Segment> joins() {
        return joins;
    }

    /** What was found to be live since this was asked last. */
    Marks newlyLive() {
        Marks fresh = live.without(passedOnLive);
        passedOnLive = live.copy();
        return fresh;
    }

    /** What was found to be needed precisely since this was asked last. */
    Marks newlyPrecise() {
        Marks fresh = precise.without(passedOnPrecise);
        passedOnPrecise = precise.copy();
        return fresh;
    }

    void join(Segment path) {
        if (joins == null) {
            joins = new ArrayList<>(2);
        }
        joins.add(path);
    }

    /** Its marks are known only when those of another state are; false if that was known. */
    boolean waitFor(Checkpoint other) {
        if (waitsFor == null) {
            waitsFor = new HashSet<>();
        }
        return waitsFor.add(other);
    }

    /** Whether nothing more can be learnt of what matters in it: all that it waits for, directly or not, is finished. */
    boolean isSettled() {
        if (!isFinished() || blocker != null && !blocker.isFinished()) {
            return false;
        }
        blocker = null;
        if (waitsFor == null) {
            return true;
        }
        Set<Checkpoint> seen = new HashSet<>();
        Deque<Checkpoint> open = new ArrayDeque<>();
        seen.add(this);
        open.add(this);
        while (!open.isEmpty()) {
            Set<Checkpoint> others = open.remove().waitsFor;
            for (Checkpoint other : others == null ? Set.<Checkpoint>of() : others) {
                if (!other.isFinished()) {
                    blocker = other;
                    return false;
                }
                if (seen.add(other)) {
                    open.add(other);
                }
            }
        }
        for (Checkpoint settled : seen) {
            settled.waitsFor = null;
        }
        return true;
    }

    /** Whether this is on the way to another, or the other itself. */
    boolean isOnTheWayTo(Checkpoint other) {
        Checkpoint step = other;
        while (step != null && step.generation > generation) {
            step = step.parent();
        }
        return equals(step);
    }
}
