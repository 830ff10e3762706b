package io.github.bpf4j.verifier.explore;

import io.github.bpf4j.verifier.state.Marks;
import io.github.bpf4j.verifier.state.State;

/** Is told of the states that a walk comes to, so that tests can hold real runs against them. */
public interface WalkListener {
    /** When states are kept and when they end other paths. */
    enum Pruning {
        /** At every point where paths may meet, the state is kept or covered. */
        OFTEN,
        /** Besides, a state covers only what lies inside of it in every respect, as if all of it mattered. */
        WHOLE
    }

    Pruning pruning();

    /**
     * A path comes to an instruction and is walked on from there.
     *
     * @param state changes after the call: who needs it later copies it
     */
    void walked(int at, State state);

    /**
     * The state in which a path comes to an instruction is kept, to end other paths there.
     *
     * @param state never changes
     * @param live what of it is read later; complete when the walk has ended
     * @param precise which numbers something depends on; complete when the walk has ended
     */
    void kept(int at, State state, Marks live, Marks precise);
}
