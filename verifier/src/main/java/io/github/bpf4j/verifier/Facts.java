package io.github.bpf4j.verifier;

import java.util.BitSet;

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
        private final BitSet reached;

        Proved(BitSet reached) {
            this.reached = (BitSet) reached.clone();
        }

        /**
         * Whether some path comes to an instruction. What no path comes to was not looked at: whoever runs the program must see that it
         * cannot run.
         *
         * @param insnOffset the first slot of the instruction
         */
        public boolean isReached(int insnOffset) {
            return reached.get(insnOffset);
        }
    }
}
