package io.github.bpf4j.fuzz;

import io.github.bpf4j.verifier.explore.WalkListener;
import io.github.bpf4j.verifier.state.Marks;
import io.github.bpf4j.verifier.state.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The states of a walk, by instruction. */
final class WalkRecord implements WalkListener {
    /** A state, and what of it mattered: everything if that is null. */
    record Kept(State state, @Nullable Marks live, @Nullable Marks precise) {}

    private final Pruning pruning;
    private final int most;
    private final List<List<Kept>> walked = new ArrayList<>();
    private final List<List<Kept>> kept = new ArrayList<>();
    private int states;

    /** Records up to {@code most} states. */
    WalkRecord(Pruning pruning, int insns, int most) {
        this.pruning = pruning;
        this.most = most;
        for (int i = 0; i < insns; i++) {
            walked.add(new ArrayList<>(2));
            kept.add(new ArrayList<>(0));
        }
    }

    @Override
    public Pruning pruning() {
        return pruning;
    }

    @Override
    public void walked(int at, State state) {
        if (pruning == Pruning.WHOLE && states++ < most) {
            walked.get(at).add(new Kept(state.copy(), null, null));
        }
    }

    @Override
    public void kept(int at, State state, Marks live, Marks precise) {
        if (pruning == Pruning.OFTEN && states++ < most) {
            kept.get(at).add(new Kept(state, live, precise));
        }
    }

    /** Whether there were more states than are recorded. */
    boolean isIncomplete() {
        return states > most;
    }

    List<Kept> walked(int at) {
        return walked.get(at);
    }

    List<Kept> kept(int at) {
        return kept.get(at);
    }
}
