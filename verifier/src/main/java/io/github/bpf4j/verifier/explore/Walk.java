package io.github.bpf4j.verifier.explore;

import io.github.bpf4j.verifier.state.State;

/** Is told how paths are walked. States are the walk's own: they may be looked at only until the method ends. */
public interface Walk {
    /**
     * A path is walked on.
     *
     * @param from the slot of the instruction at which it left another path, -1 for one that begins here
     * @param at the slot of its next instruction
     */
    void resumes(int from, int at, State state);

    /** An instruction is about to be simulated. */
    void before(int at, State state);

    /** The instruction was simulated, and the path goes on. */
    void after(int at, State state);

    /** The path ended with the instruction. */
    void ended(int at);

    /** The path need not be walked further: a state that was kept covers it. */
    void covered(int from, int at);
}
