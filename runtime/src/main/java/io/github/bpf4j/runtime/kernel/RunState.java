package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes on around the run that a CPU has come to, and what came of it so far. For whoever occupies the CPU. */
public final class RunState {
    private final RunEnvironment environment;
    private final @Nullable Task task;
    private final boolean seesResult;
    private final List<Effect> effects = new ArrayList<>();

    RunState(RunEnvironment environment, @Nullable Task task, boolean seesResult) {
        this.environment = environment;
        this.task = task;
        this.seesResult = seesResult;
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

    void add(Effect effect) {
        effects.add(effect);
    }

    /** What came of the run. */
    public List<Effect> effects() {
        return List.copyOf(effects);
    }
}
