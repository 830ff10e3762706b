package io.github.bpf4j.verifier;

/**
 * How large a program may be (verifier spec 4.7). Immutable and safe for use by any thread.
 *
 * @param maxInsns most instruction slots
 * @param maxSubprograms most functions
 * @param maxMaps most maps that a program names
 * @param maxFrames most functions that are active at once
 * @param maxProcessedInsns most instructions that are simulated, over all paths
 * @param maxPendingPaths most paths that wait to be simulated
 */
public record VerifierLimits(
        int maxInsns, int maxSubprograms, int maxMaps, int maxFrames, int maxProcessedInsns, int maxPendingPaths) {
    /** The kernel's limits for privileged programs. */
    public static final VerifierLimits KERNEL = new VerifierLimits(1_000_000, 256, 64, 8, 1_000_000, 8192);

    public VerifierLimits {
        if (Math.min(Math.min(maxInsns, maxSubprograms), Math.min(maxMaps, maxFrames)) < 1
                || Math.min(maxProcessedInsns, maxPendingPaths) < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
