package io.github.bpf4j.runtime.engine;

import org.jspecify.annotations.Nullable;

/** Finds the target of a tail call: what helper 12 does instead of returning (runtime spec 1.4). */
@FunctionalInterface
public interface TailCalls {
    /** The image to go on with, or null if the call falls through. */
    @Nullable
    Image target(Cpu cpu, long map, long index);
}
