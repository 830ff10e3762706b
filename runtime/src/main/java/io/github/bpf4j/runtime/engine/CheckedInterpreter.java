package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import org.jspecify.annotations.Nullable;

/**
 * The interpreter that looks every access up among the live objects, like an address sanitizer: a bad access ends the run with
 * what, where, and which object was nearest. Memory arguments of helpers and kernel functions are judged too.
 */
public final class CheckedInterpreter extends Interpreter {
    private final GuestMemory memory;
    private final PlainInterpreter plain;
    private final CallArguments arguments;

    /**
     * Makes the engine.
     *
     * @param steps for tests, else null
     */
    public CheckedInterpreter(
            GuestMemory memory, TailCalls tailCalls, CallArguments arguments, @Nullable StepListener steps) {
        super(tailCalls, steps);
        this.memory = memory;
        this.arguments = arguments;
        plain = new PlainInterpreter(memory, tailCalls);
    }

    /** Judges the arguments of a call by the prototype of the helper or kernel function. */
    @FunctionalInterface
    public interface CallArguments {
        /**
         * Checks what is in R1 to R5 of {@code r}.
         *
         * @param call the call instruction
         * @throws GuestFault if an argument is not what the prototype asks for
         */
        void check(long call, Cpu cpu, long[] r);
    }

    @Override
    public String name() {
        return "checked";
    }

    private void check(long base, int offset, int sizeBytes, Access access) {
        check(memory, base + offset, sizeBytes, access);
    }

    /**
     * Checks an access to guest memory against the live objects.
     *
     * @throws GuestFault if no live object allows it
     */
    public static void check(GuestMemory memory, long address, long sizeBytes, Access access) {
        long high = address & ~memory.mask();
        if (high != 0 && high != GuestMemory.TAG) {
            throw new GuestFault(
                    FaultKind.BAD_ACCESS,
                    address,
                    (access == Access.READ ? "read of " : "write of ") + sizeBytes + " bytes at 0x"
                            + Long.toHexString(address) + ", which is no address of guest memory");
        }
        memory.objects().check(address & memory.mask(), sizeBytes, access);
    }

    @Override
    long load8(long base, int offset) {
        check(base, offset, 1, Access.READ);
        return plain.load8(base, offset);
    }

    @Override
    long load16(long base, int offset) {
        check(base, offset, 2, Access.READ);
        return plain.load16(base, offset);
    }

    @Override
    long load32(long base, int offset) {
        check(base, offset, 4, Access.READ);
        return plain.load32(base, offset);
    }

    @Override
    long load64(long base, int offset) {
        check(base, offset, 8, Access.READ);
        return plain.load64(base, offset);
    }

    @Override
    long probe(long address, int sizeBytes) {
        return plain.probe(address, sizeBytes);
    }

    @Override
    void store8(long base, int offset, long value) {
        check(base, offset, 1, Access.WRITE);
        plain.store8(base, offset, value);
    }

    @Override
    void store16(long base, int offset, long value) {
        check(base, offset, 2, Access.WRITE);
        plain.store16(base, offset, value);
    }

    @Override
    void store32(long base, int offset, long value) {
        check(base, offset, 4, Access.WRITE);
        plain.store32(base, offset, value);
    }

    @Override
    void store64(long base, int offset, long value) {
        check(base, offset, 8, Access.WRITE);
        plain.store64(base, offset, value);
    }

    @Override
    void atomic(long insn, long[] r, int sizeBytes) {
        boolean load = (int) (insn >> 32) == Opcode.LOAD_ACQUIRE;
        long base = r[(int) (insn >> (load ? 12 : 8)) & 15];
        check(base, (short) (insn >> 16), sizeBytes, load ? Access.READ : Access.WRITE);
        plain.atomic(insn, r, sizeBytes);
    }

    @Override
    long[] begin(Image target, Cpu cpu, long[] r) {
        return cpu.beginProgram(target);
    }

    @Override
    void beforeCall(long call, Cpu cpu, long[] r) {
        arguments.check(call, cpu, r);
    }
}
