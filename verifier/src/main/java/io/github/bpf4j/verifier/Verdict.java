package io.github.bpf4j.verifier;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a program that was verified. Immutable and safe for use by any thread.
 *
 * @param refusal why it is refused; null if it is accepted
 * @param proof what is known of the program; null if it is refused
 * @param insns instructions that were processed, over all paths
 * @param states states that were kept to compare others with
 * @param stackBytes most bytes of stack that active functions use together; 0 if it is refused
 * @param nanos how long it took
 */
public record Verdict(
        @Nullable VerifierException refusal,
        Facts.@Nullable Proved proof,
        int insns,
        int states,
        int stackBytes,
        long nanos) {
    /** Whether the program may run. */
    public boolean isAccepted() {
        return refusal == null;
    }

    /** Why the program is refused. */
    public Optional<VerifierException> reason() {
        return Optional.ofNullable(refusal);
    }
}
