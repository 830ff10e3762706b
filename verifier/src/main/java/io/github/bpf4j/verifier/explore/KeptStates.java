package io.github.bpf4j.verifier.explore;

import io.github.bpf4j.verifier.state.Comparison;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.StackObject;
import io.github.bpf4j.verifier.state.State;
import io.github.bpf4j.verifier.structure.PrunePoints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The states that were kept, by instruction, and whether one of them covers another (verifier spec 4.3, 4.4, 4.6). */
final class KeptStates {
    private static final int PATIENCE = 3;
    private static final int PATIENCE_WITH_LOOPS = 64;
    private static final int MOST_KEPT_UNPRIVILEGED = 64;

    /** What became of a path that came to a point where states are compared. */
    enum Verdict {
        /** It goes on. */
        GO_ON,
        /** It goes on, and its state is worth keeping. */
        KEEP,
        /** Everything that can happen from it was or is being looked at. */
        COVERED,
        /** It was here before with the same state: it never ends. */
        ENDLESS
    }

    private final PrunePoints points;
    private final boolean whole;
    private final Comparison comparison;
    private final int mostKept;
    private final Map<Integer, List<Checkpoint>> byInsn = new HashMap<>();
    private @Nullable Checkpoint covering;

    /**
     * Keeps nothing yet.
     *
     * @param privileged whether the loader has all capabilities, or none: then only so many states of an instruction are kept
     * @param readsUnsetStack whether bytes of the stack that nothing was written to can be read
     * @param whole whether a state covers only what lies inside of it in every respect, as if all of it mattered
     */
    KeptStates(PrunePoints points, boolean privileged, boolean readsUnsetStack, boolean whole) {
        this.points = points;
        this.whole = whole;
        this.comparison = new Comparison(privileged, readsUnsetStack);
        this.mostKept = privileged ? Integer.MAX_VALUE : MOST_KEPT_UNPRIVILEGED;
    }

    /** From now on only states with the same numbers cover each other. */
    void requireSameNumbers() {
        comparison.requireSameNumbers();
    }

    /** The state that covers the one for which {@link #judge} answered COVERED. */
    Checkpoint covering() {
        if (covering == null) {
            throw new IllegalStateException("nothing was covered");
        }
        return covering;
    }

    void keep(Checkpoint checkpoint) {
        byInsn.computeIfAbsent(checkpoint.at(), _ -> new ArrayList<>(4)).add(checkpoint);
    }

    /**
     * Compares a path with the states that were kept where it is.
     *
     * @param forced whether its state is kept in any case
     * @param mayKeep whether its state may be kept
     * @param recent whether a state was kept not long ago
     */
    Verdict judge(Path path, boolean forced, boolean mayKeep, boolean recent) {
        List<Checkpoint> kept = byInsn.get(path.at());
        if (kept == null) {
            return mayKeep ? Verdict.KEEP : Verdict.GO_ON;
        }
        boolean loops = points.isForced(path.at());
        boolean keeps = mayKeep;
        for (int i = kept.size() - 1; i >= 0; i--) {
            Checkpoint old = kept.get(i);
            if (old.isFinished()) {
                Comparison.Mode mode = old.isSettled() && !whole ? Comparison.Mode.NORMAL : Comparison.Mode.RANGE;
                if (covers(old, path, mode)) {
                    return cover(old);
                }
            } else {
                Verdict verdict = judgeOpen(old, path);
                if (verdict != Verdict.GO_ON) {
                    return verdict;
                }
                keeps &= forced || !recent;
            }
            if (keeps && !old.miss(loops && !old.isFinished() ? PATIENCE_WITH_LOOPS : PATIENCE)) {
                kept.remove(i);
            }
        }
        return keeps && kept.size() <= mostKept ? Verdict.KEEP : Verdict.GO_ON;
    }

    private boolean covers(Checkpoint old, Path path, Comparison.Mode mode) {
        return comparison.covers(old.state(), path.state(), mode, old.live(), old.precise());
    }

    /** Compares with a state from which paths are still walked: mostly one that this path was in before. */
    private Verdict judgeOpen(Checkpoint old, Path path) {
        State state = path.state();
        if (points.isIteratorNext(path.at())) {
            return isActive(state) && covers(old, path, Comparison.Mode.RANGE) ? cover(old) : Verdict.GO_ON;
        }
        if (points.isMayGoto(path.at())) {
            boolean moved = old.state().mayGotoDepth() != state.mayGotoDepth();
            if (moved) {
                return covers(old, path, Comparison.Mode.RANGE) ? cover(old) : Verdict.GO_ON;
            }
        }
        if (points.callsBack(path.at())) {
            return covers(old, path, Comparison.Mode.RANGE) ? cover(old) : Verdict.GO_ON;
        }
        if (old.state().isAsync() && state.isAsync() && old.state().asyncEntries() != state.asyncEntries()) {
            return Verdict.GO_ON;
        }
        boolean same = old.state().mayGotoDepth() == state.mayGotoDepth() && covers(old, path, Comparison.Mode.EXACT);
        return same ? Verdict.ENDLESS : Verdict.GO_ON;
    }

    private Verdict cover(Checkpoint old) {
        old.hit();
        covering = old;
        return Verdict.COVERED;
    }

    /** Whether the iterator that is asked for its next element is not at its end. */
    private static boolean isActive(State state) {
        Register pointer = state.current().register(1);
        if (pointer.kind() != Kind.STACK || !pointer.hasFixedOffset()) {
            return false;
        }
        long offset = pointer.fixedOffset();
        if (offset >= 0 || offset < -Frame.STACK_SIZE) {
            return false;
        }
        StackObject object =
                state.frame(pointer.detail()).slot((int) (-offset - 1) >>> 3).object();
        return object != null && !object.drained();
    }

    /** The last state kept in front of an instruction that is not finished and has the same frames. */
    @Nullable
    Checkpoint earlier(State state, int at, @Nullable Checkpoint excluded) {
        List<Checkpoint> kept = byInsn.getOrDefault(at, List.of());
        for (int i = kept.size() - 1; i >= 0; i--) {
            Checkpoint old = kept.get(i);
            if (!old.isFinished() && !old.equals(excluded) && sameFrames(old.state(), state)) {
                return old;
            }
        }
        return null;
    }

    private static boolean sameFrames(State one, State other) {
        if (one.depth() != other.depth()) {
            return false;
        }
        for (int f = 0; f < one.depth(); f++) {
            if (one.frame(f).callSite() != other.frame(f).callSite()
                    || one.frame(f).subprogram() != other.frame(f).subprogram()
                    || one.frame(f).entry() != other.frame(f).entry()) {
                return false;
            }
        }
        return true;
    }
}
