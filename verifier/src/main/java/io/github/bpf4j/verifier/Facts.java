package io.github.bpf4j.verifier;

/**
 * What is known about a program that was not refused. An engine may leave out a check only if a fact covers it.
 *
 * <p>Immutable and safe for use by any thread.
 */
public sealed interface Facts {
    /** Nothing is proved: an engine relies on its own confinement of memory, call depth and time. */
    record None() implements Facts {}

    /** The program is proved safe. Only the verifier makes these. */
    final class Proved implements Facts {
        Proved() {}
    }
}
