package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;

/** Runs images as JVM bytecode, which it makes of each when it first runs. Stateless but for that, and safe for any number of CPUs. */
public final class JitEngine implements Engine {
    private final GuestMemory memory;
    private final TailCalls tailCalls;
    private final JitLimits limits;

    public JitEngine(GuestMemory memory, TailCalls tailCalls, JitLimits limits) {
        this.memory = memory;
        this.tailCalls = tailCalls;
        this.limits = limits;
    }

    @Override
    public String name() {
        return "jit";
    }

    CompiledCode compiled(Image image) {
        CompiledCode code = image.compiled();
        return code != null ? code : compile(image);
    }

    private CompiledCode compile(Image image) {
        synchronized (image) {
            CompiledCode code = image.compiled();
            if (code == null) {
                code = JitCompiler.compile(image, memory, tailCalls, this, limits);
                image.setCompiled(code);
            }
            return code;
        }
    }

    @Override
    public long run(Image image, int entry, Cpu cpu, long r1, long r2, long r3, long r4, long r5) {
        Detour other = cpu.detour(image, entry);
        if (other != null) {
            return cpu.divert(other, image, entry, r1, r2, r3, r4, r5);
        }
        int depthBefore = cpu.depth();
        cpu.enterCompiled();
        cpu.setImage(image);
        cpu.callSite = entry;
        try {
            long result = compiled(image).run(entry, cpu, r1, r2, r3, r4, r5);
            return cpu.pendingTailCall == null ? result : afterTailCall(cpu);
        } catch (GuestFault fault) {
            throw fault.at(cpu.currentImage(), cpu.callSite);
        } catch (EndOfProgram end) {
            if (cpu.isOutermost()) {
                return 0;
            }
            throw end;
        } catch (InternalError e) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "the host has no memory left for the guest")
                    .at(cpu.currentImage(), cpu.callSite);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            RuntimeException failure = HostFailure.of(e, caller(cpu));
            throw failure instanceof GuestFault fault ? fault.at(cpu.currentImage(), cpu.callSite) : failure;
        } finally {
            cpu.pendingTailCall = null;
            cpu.leave(depthBefore);
        }
    }

    private static String caller(Cpu cpu) {
        long[] code = cpu.currentImage().code();
        long call = cpu.callSite < code.length ? code[cpu.callSite] : 0;
        return (Instruction.src(call) == Opcode.PSEUDO_KFUNC_CALL ? "kernel function " : "helper ") + Instruction.imm(call);
    }

    /** Goes on, in the frame that is open, with what a tail call leads to; and with what that leads to. */
    long afterTailCall(Cpu cpu) {
        long result = 0;
        for (Image target = cpu.pendingTailCall; target != null; target = cpu.pendingTailCall) {
            cpu.pendingTailCall = null;
            cpu.beginProgram(target);
            result = compiled(target).run(0, cpu, cpu.pendingContext, 0, 0, 0, 0);
        }
        return result;
    }
}
