package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Interprets an image at first, and runs it as JVM bytecode once it has run often enough and that has been made of it, meanwhile. Safe for
 * any number of CPUs.
 */
/*
 * An image is run by whichever engine can when it is entered: by the host, by a helper that calls back, by a detour, by a tail call. So one
 * run may go from one engine to the other and back. Within a program, a call of a function stays in the engine of the caller: a run that
 * is under way is never moved.
 *
 * What has run is counted roughly, without anything that threads would wait for: see Image.warm. An image is handed over for compiling
 * once; one that cannot be compiled stays interpreted, and says why.
 */
public final class AutoEngine implements Engine {
    private final TailCalls tailCalls;
    private final AutoPolicy policy;
    private final Executor compiler;
    private final @Nullable CompilerThread ownThread;
    private final PlainInterpreter interpreter;
    private final JitEngine jit;
    private final AtomicInteger waiting = new AtomicInteger();

    public AutoEngine(GuestMemory memory, TailCalls tailCalls, AutoPolicy policy, JitLimits limits) {
        this.tailCalls = tailCalls;
        this.policy = policy;
        Executor given = policy.compiler();
        CompilerThread own = new CompilerThread();
        ownThread = given == null ? own : null;
        compiler = given == null ? own : given;
        interpreter = new PlainInterpreter(memory, this::target, this);
        jit = new JitEngine(memory, this::target, limits, interpreter);
    }

    @Override
    public String name() {
        return "auto";
    }

    @Override
    public void prepare(Image image) {
        long untilHot = policy.untilHot().applyAsLong(image);
        image.setUntilHot(untilHot);
        if (untilHot <= 0) {
            ran(image, 0);
        }
    }

    @Override
    public long run(Image image, int entry, Cpu cpu, long r1, long r2, long r3, long r4, long r5) {
        if (image.isCompiled()) {
            return jit.run(image, entry, cpu, r1, r2, r3, r4, r5);
        }
        long fuelBefore = cpu.fuel;
        try {
            return interpreter.run(image, entry, cpu, r1, r2, r3, r4, r5);
        } finally {
            ran(image, AutoPolicy.RUN + Math.max(0, fuelBefore - cpu.fuel));
        }
    }

    @Override
    public long runRepeatedly(Image image, int entry, Cpu cpu, long r1, long r2, long r3, Repeats repeats) {
        return image.isCompiled()
                ? jit.runRepeatedly(image, entry, cpu, r1, r2, r3, repeats)
                : run(image, entry, cpu, r1, r2, r3, 0, 0);
    }

    private @Nullable Image target(Cpu cpu, long map, long index) {
        Image target = tailCalls.target(cpu, map, index);
        if (target != null && !target.isCompiled()) {
            ran(target, AutoPolicy.RUN);
        }
        return target;
    }

    /** As {@link JitEngine#goOn}. */
    long goOnCompiled(CompiledCode code, Image target, Cpu cpu, long context) {
        return jit.goOn(code, target, cpu, context);
    }

    private void ran(Image image, long amount) {
        if (!image.warm(amount)) {
            return;
        }
        waiting.incrementAndGet();
        try {
            compiler.execute(() -> compile(image));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // too many wait, there is no room for a thread, or the engine is closed: asked again if it goes on running
            waiting.decrementAndGet();
            image.setUntilHot(AutoPolicy.HOT);
        }
    }

    private void compile(Image image) {
        try {
            if (!image.isRetired()) {
                jit.compile(image);
            }
        } catch (IllegalStateException e) {
            System.getLogger(AutoEngine.class.getName()).log(System.Logger.Level.WARNING, "it stays interpreted: ", e);
        } finally {
            waiting.decrementAndGet();
        }
    }

    @Override
    public CompileCounts compileCounts() {
        return jit.compileCounts().with(waiting.get());
    }

    @Override
    public void close() {
        if (ownThread != null) {
            waiting.addAndGet(-ownThread.close());
        }
    }
}
