package io.github.bpf4j.runtime.engine;

/** Says whether a run is followed by another of the same, in its place among the runs that are inside each other. */
@FunctionalInterface
public interface Repetition {
    /** The run is the only one. */
    Repetition NONE = _ -> false;

    /**
     * A run has ended without a fault, and left nothing locked: whether there is to be another, for which everything is prepared then.
     *
     * @param noted whether somebody asked for the number of the run, and may have kept something under it
     */
    boolean goesOn(boolean noted);
}
