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
    private final List<Effect> effects = new ArrayList<>();
    private int returnValue;

    RunState(RunEnvironment environment, @Nullable Task task) {
        this.environment = environment;
        this.task = task;
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

    /** What the hook returns as things stand. */
    public int returnValue() {
        return returnValue;
    }

    /** Sets what the hook returns. */
    public void setReturnValue(int value) {
        returnValue = value;
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    /** What came of the run. */
    public List<Effect> effects() {
        return List.copyOf(effects);
    }
}
