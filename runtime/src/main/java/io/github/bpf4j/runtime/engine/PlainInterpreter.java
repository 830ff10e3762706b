package io.github.bpf4j.runtime.engine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The interpreter that confines accesses to guest memory and checks nothing else. */
public final class PlainInterpreter extends Interpreter {
    private static final long[] RETURN = {Opcode.JMP | Opcode.EXIT};

    private final GuestMemory memory;
    private final MemorySegment segment;
    private final long mask;
    private final @Nullable AutoEngine engines;

    public PlainInterpreter(GuestMemory memory, TailCalls tailCalls) {
        this(memory, tailCalls, null);
    }

    /** With a way to run compiled images that tail calls come to; null if there are none. */
    PlainInterpreter(GuestMemory memory, TailCalls tailCalls, @Nullable AutoEngine engines) {
        super(tailCalls, null);
        this.memory = memory;
        this.engines = engines;
        segment = memory.segment();
        mask = memory.mask();
    }

    @Override
    public String name() {
        return "interpreter";
    }

    private long index(long base, int offset) {
        return (base & mask) + (offset + GuestMemory.GUARD_BYTES);
    }

    @Override
    long load8(long base, int offset) {
        return segment.get(JAVA_BYTE, index(base, offset)) & 0xffL;
    }

    @Override
    long load16(long base, int offset) {
        return segment.get(GuestMemory.SHORT, index(base, offset)) & 0xffffL;
    }

    @Override
    long load32(long base, int offset) {
        return segment.get(GuestMemory.INT, index(base, offset)) & 0xffff_ffffL;
    }

    @Override
    long load64(long base, int offset) {
        return segment.get(GuestMemory.LONG, index(base, offset));
    }

    @Override
    long probe(long address, int sizeBytes) {
        return probe(memory, address, sizeBytes);
    }

    /** Loads bytes that may be none: then it gives 0. */
    static long probe(GuestMemory memory, long address, int sizeBytes) {
        boolean there = memory.isCommitted(address, sizeBytes)
                && memory.objects().allows(address & memory.mask(), sizeBytes, Access.READ);
        if (!there) {
            return 0;
        }
        return switch (sizeBytes) {
            case Byte.BYTES -> memory.getU8(address);
            case Short.BYTES -> memory.segment().get(GuestMemory.SHORT, memory.index(address, 0)) & 0xffffL;
            case Integer.BYTES -> memory.getInt(address) & 0xffff_ffffL;
            default -> memory.getLong(address);
        };
    }

    @Override
    void store8(long base, int offset, long value) {
        segment.set(JAVA_BYTE, index(base, offset), (byte) value);
    }

    @Override
    void store16(long base, int offset, long value) {
        segment.set(GuestMemory.SHORT, index(base, offset), (short) value);
    }

    @Override
    void store32(long base, int offset, long value) {
        segment.set(GuestMemory.INT, index(base, offset), (int) value);
    }

    @Override
    void store64(long base, int offset, long value) {
        segment.set(GuestMemory.LONG, index(base, offset), value);
    }

    @Override
    void atomic(long insn, long[] r, int sizeBytes) {
        Atomics.perform(memory, insn, r, sizeBytes);
    }

    @Override
    long[] begin(Image target, Cpu cpu, long[] r) {
        long[] code = cpu.beginProgram(target);
        CompiledCode compiled = engines == null ? null : target.compiled();
        if (engines == null || compiled == null) {
            return code;
        }
        r[0] = engines.goOnCompiled(compiled, target, cpu, r[1]);
        return RETURN;
    }

    @Override
    void beforeCall(long call, Cpu cpu, long[] r) {}
}
