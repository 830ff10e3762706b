package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.runtime.memory.GuestMemory;
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
    private final @Nullable GroupAttachment attachment;
    private int returnValue;
    private long effectBytes;
    private @Nullable List<Effect> effects;
    private @Nullable SessionCell cookie;
    private @Nullable PlacedStruct registers;

    RunState(
            RunEnvironment environment, @Nullable Task task, boolean seesResult, @Nullable GroupAttachment attachment) {
        this.attachment = attachment;
        this.environment = environment;
        this.task = task;
        this.seesResult = seesResult;
        returnValue = environment.returnValue();
    }

    /** Whether it is as a new one would be for a run like this. */
    @SuppressWarnings("ReferenceEquality") // what a run is given is what it is
    boolean isFor(RunEnvironment around, @Nullable Task current, boolean result, @Nullable GroupAttachment place) {
        return environment == around && task == current && seesResult == result && attachment == place;
    }

    /** Whether the run that has ended left nothing in it. */
    boolean isUnused() {
        return effects == null && cookie == null && registers == null && returnValue == environment.returnValue();
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

    /** Where in a control group the program is attached; null if it is not in any. */
    public @Nullable GroupAttachment attachment() {
        return attachment;
    }

    /** What the hook returns as things stand. */
    public int returnValue() {
        return returnValue;
    }

    /** Sets what the hook returns. */
    public void setReturnValue(int value) {
        returnValue = value;
    }

    /** Where the cookie of its session is, as long as the run goes on. */
    long cookieAddress(GuestMemory memory) {
        SessionCell cell = cookie;
        if (cell == null) {
            cell = new SessionCell(memory, environment.session().cookie());
            cookie = cell;
        }
        return cell.address();
    }

    /** Where the registers are that the host gave, as long as the run goes on; 0 if it gave none. */
    long registersAddress(KernelObjects objects) {
        if (registers == null && environment.userRegisters().isPresent()) {
            registers = objects.structs().place(environment.userRegisters().get(), objects::address);
        }
        return registers == null ? 0 : registers.address();
    }

    /** Gives back what was there for this run alone, and tells what came of it. */
    void close() {
        SessionCell cell = cookie;
        if (cell != null) {
            add(new Effect.SessionCookie(cell.close()));
        }
        if (registers != null) {
            registers.close();
        }
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
