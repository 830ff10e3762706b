package io.github.bpf4j.verifier.kernel;

import java.util.List;
import java.util.Objects;

/**
 * A place in the kernel that programs are attached to. Immutable and safe for use by any thread.
 *
 * @param name what it is called
 * @param slots the context, 8 bytes each
 * @param result what the place itself returns
 */
public record Hook(String name, List<Slot> slots, Result result) {
    /** What a function of the kernel returns, as far as it matters to the programs attached there. */
    public enum Result {
        NOTHING,
        /** Yes or no. */
        BOOL,
        /** A number, of hooks of security modules 0 or a negative errno ({@link HookFacts#results}). */
        NUMBER,
        /** Something else. */
        OTHER
    }

    public Hook {
        Objects.requireNonNull(name);
        Objects.requireNonNull(result);
        slots = List.copyOf(slots);
    }
}
