package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.world.Effect;
import java.util.List;

/**
 * What came of an event.
 *
 * @param runs the programs that ran, in order
 * @param result what the place returns: of a function its own result unless a program changed it, of hooks and control groups 0 or a
 *     negative errno; 0 of what returns nothing
 */
public record EventResult(List<Ran> runs, long result) {
    /** Copies the runs. */
    public EventResult {
        runs = List.copyOf(runs);
    }

    /**
     * The run of one program.
     *
     * @param target where the program is attached
     * @param context the bytes of the context as it left them
     * @param effects what it did to the world, in order
     */
    @SuppressWarnings("ArrayRecordComponent") // a copy of guest memory, compared by nobody
    public record Ran(String program, String target, RunResult run, byte[] context, List<Effect> effects) {}
}
