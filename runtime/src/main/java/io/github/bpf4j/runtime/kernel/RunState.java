package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes on around the run that a CPU has come to, and what came of it so far. For whoever occupies the CPU. */
public final class RunState {
    private static final int MOST_EFFECTS = 1 << 16;
    private static final long MOST_BYTES = 1 << 24;

    private final RunEnvironment environment;
    private final @Nullable Task task;
    private final boolean seesResult;
    private int returnValue;
    private long effectBytes;
    private @Nullable List<Effect> effects;

    RunState(RunEnvironment environment, @Nullable Task task, boolean seesResult) {
        this.environment = environment;
        this.task = task;
        this.seesResult = seesResult;
        returnValue = environment.returnValue();
    }

    /** What the host said. */
    public RunEnvironment environment() {
        return environment;
    }

    /** The task that runs; null for the world's current one. */
    @Nullable
    Task task() {
        return task;
    }

    /** Whether the context ends with what the traced call returned. */
    public boolean seesResult() {
        return seesResult;
    }

    /** What the hook returns as things stand. */
    public int returnValue() {
        return returnValue;
    }

    /** Sets what the hook returns. */
    public void setReturnValue(int value) {
        returnValue = value;
    }

    void add(Effect effect) {
        int bytes = effect instanceof Effect.UserMemoryWritten written ? written.bytes().length : 0;
        if (effects == null) {
            effects = new ArrayList<>();
        }
        if (effects.size() < MOST_EFFECTS && effectBytes + bytes <= MOST_BYTES) {
            effects.add(effect);
            effectBytes += bytes;
        }
    }

    /** What came of the run: the first of it, if it is very much. */
    public List<Effect> effects() {
        return effects == null ? List.of() : List.copyOf(effects);
    }
}
