package io.github.bpf4j.bench.compare;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A runtime that takes part.
 *
 * @param runtime its name in results
 * @param programs what it can run
 * @param isPeer whether it runs BPF or WebAssembly and is not ours: what bpf4j must not be behind
 * @param warmupNs how long it runs before samples count
 */
record Contender(String runtime, Set<String> programs, boolean isPeer, long warmupNs, Installation installation) {
    /** Finds or builds the driver. */
    interface Installation {
        /**
         * The command that starts the driver of a program.
         *
         * @throws MissingPeerException if the runtime is not installed
         * @throws IOException if it is, but cannot be built
         */
        List<String> command(Workload workload) throws MissingPeerException, IOException;
    }

    /** The runtime is not installed; the message says how to. */
    static final class MissingPeerException extends Exception {
        private static final long serialVersionUID = 1;

        MissingPeerException(String howToInstall) {
            super(howToInstall);
        }
    }

    boolean runs(Workload workload) {
        return programs.contains(workload.program());
    }
}
