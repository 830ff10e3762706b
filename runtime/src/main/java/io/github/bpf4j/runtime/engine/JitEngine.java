package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import org.jspecify.annotations.Nullable;

/** Runs images as JVM bytecode, which it makes of each when it is loaded. Safe for any number of CPUs. */
public final class JitEngine implements Engine {
    private final GuestMemory memory;
    private final TailCalls tailCalls;
    private final JitLimits limits;
    private final @Nullable PlainInterpreter interpreter;
    private CompileCounts counts = CompileCounts.NONE;

    public JitEngine(GuestMemory memory, TailCalls tailCalls, JitLimits limits) {
        this(memory, tailCalls, limits, null);
    }

    /** With an interpreter of the images that tail calls come to and that are not compiled: null compiles them then. */
    JitEngine(GuestMemory memory, TailCalls tailCalls, JitLimits limits, @Nullable PlainInterpreter interpreter) {
        this.memory = memory;
        this.tailCalls = tailCalls;
        this.limits = limits;
        this.interpreter = interpreter;
    }

    @Override
    public String name() {
        return "jit";
    }

    @Override
    public void prepare(Image image) {
        compiled(image);
    }

    @Override
    public synchronized CompileCounts compileCounts() {
        return counts;
    }

    private synchronized void count(Compilation done) {
        counts = counts.plus(done);
    }

    private CompiledCode compiled(Image image) {
        CompiledCode code = image.compiled();
        return code != null ? code : compile(image);
    }

    /**
     * Compiles an image, if nobody did so yet.
     *
     * @throws IllegalStateException if that fails
     */
    CompiledCode compile(Image image) {
        synchronized (image.compileLock()) {
            CompiledCode code = image.compiled();
            if (code == null) {
                long beganNs = System.nanoTime();
                try {
                    code = JitCompiler.compile(image, memory, tailCalls, this, limits);
                } catch (RuntimeException | LinkageError | VirtualMachineError e) {
                    note(image, new Compilation(System.nanoTime() - beganNs, 0, e.toString()));
                    throw new IllegalStateException("compiling program \"" + image.name() + "\" failed: " + e, e);
                }
                note(image, new Compilation(System.nanoTime() - beganNs, image.generatedBytes(), ""));
                image.setCompiled(code);
            }
            return code;
        }
    }

    private void note(Image image, Compilation done) {
        image.setCompilation(done);
        count(done);
    }

    @Override
    public long run(Image image, int entry, Cpu cpu, long r1, long r2, long r3, long r4, long r5) {
        return run(image, entry, cpu, r1, r2, r3, r4, r5, null);
    }

    @Override
    public long runRepeatedly(Image image, int entry, Cpu cpu, long r1, long r2, long r3, Repeats repeats) {
        return run(image, entry, cpu, r1, r2, r3, 0, 0, repeats);
    }

    private long run(
            Image image, int entry, Cpu cpu, long r1, long r2, long r3, long r4, long r5, @Nullable Repeats repeats) {
        Detour other = cpu.detour(image, entry);
        if (other != null) {
            return cpu.divert(other, image, entry, r1, r2, r3, r4, r5);
        }
        CompiledCode code = compiled(image);
        int depthBefore = cpu.depth();
        cpu.enterCompiled();
        try {
            return runInFrame(code, image, entry, cpu, r1, r2, r3, r4, r5, repeats);
        } catch (EndOfProgram end) {
            if (cpu.isOutermost()) {
                return 0;
            }
            throw end;
        } catch (ListenerThrew listener) {
            throw listener.outOf(cpu);
        } finally {
            cpu.pendingTailCall = null;
            cpu.leave(depthBefore);
        }
    }

    /** Runs once, or again and again as long as the frame is the same. */
    private long runInFrame(
            CompiledCode code,
            Image image,
            int entry,
            Cpu cpu,
            long r1,
            long r2,
            long r3,
            long r4,
            long r5,
            @Nullable Repeats repeats) {
        cpu.setImage(image);
        while (true) {
            long result;
            try {
                cpu.callSite = entry;
                result = code.run(entry, cpu, r1, r2, r3, r4, r5);
                if (cpu.pendingTailCall != null) {
                    return afterTailCall(cpu);
                }
            } catch (GuestFault fault) {
                throw fault.at(cpu.currentImage(), cpu.callSite);
            } catch (EndOfProgram | ListenerThrew end) {
                throw end;
            } catch (InternalError e) {
                throw HostFailure.noMemory().at(cpu.currentImage(), cpu.callSite);
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                RuntimeException failure = HostFailure.of(e, caller(cpu));
                throw failure instanceof GuestFault fault ? fault.at(cpu.currentImage(), cpu.callSite) : failure;
            }
            // What fails between runs is the host's, not a helper's.
            if (repeats == null || !repeats.goOnInFrame(cpu)) {
                return result;
            }
        }
    }

    private static String caller(Cpu cpu) {
        long[] code = cpu.currentImage().code();
        long call = cpu.callSite < code.length ? code[cpu.callSite] : 0;
        return (Instruction.src(call) == Opcode.PSEUDO_KFUNC_CALL ? "kernel function " : "helper ")
                + Instruction.imm(call);
    }

    /** Goes on, in the frame that is open, with a compiled image that an interpreted one made a tail call to. */
    long goOn(CompiledCode code, Image target, Cpu cpu, long context) {
        return runInFrame(code, target, 0, cpu, context, 0, 0, 0, 0, null);
    }

    /** Goes on, in the frame that is open, with what a tail call leads to; and with what that leads to. */
    long afterTailCall(Cpu cpu) {
        long result = 0;
        for (Image target = cpu.pendingTailCall; target != null; target = cpu.pendingTailCall) {
            cpu.pendingTailCall = null;
            cpu.beginProgram(target);
            CompiledCode code = target.compiled();
            if (code == null && interpreter != null) {
                return interpreter.goOn(target, cpu, cpu.pendingContext);
            }
            result = compiled(target).run(0, cpu, cpu.pendingContext, 0, 0, 0, 0);
        }
        return result;
    }
}
