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
        private final BitSet probes;

        Proved(BitSet reached, BitSet probes) {
            this.reached = (BitSet) reached.clone();
            this.probes = (BitSet) probes.clone();
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

        /**
         * Whether a load looks at an object of the kernel. Nothing says that its address is one that can be read: the load must then
         * give 0.
         *
         * @param insnOffset the slot of the load
         */
        public boolean isProbe(int insnOffset) {
            return probes.get(insnOffset);
        }
    }
}
