package io.github.bpf4j.verifier.structure;

/** What the graph of a program must know of the helpers and kernel functions that it calls. */
public interface CallTraits {
    /** How many argument registers the call at a slot reads: 0 to 5. */
    int arguments(int at);

    /** Whether the call runs a function of the program before it returns. */
    boolean callsBack(int at);

    /** Whether the call has a function of the program run later. */
    boolean callsBackLater(int at);

    /** Whether the call asks an iterator for its next element. */
    boolean isIteratorNext(int at);
}
