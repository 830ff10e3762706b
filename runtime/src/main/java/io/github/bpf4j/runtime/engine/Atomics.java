package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The atomic instructions on guest memory (RFC 9669 section 5.3). */
final class Atomics {
    private static final VarHandle INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle SHORT =
            ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();
    private static final long LOW = 0xffff_ffffL;

    private Atomics() {}

    static void perform(GuestMemory memory, long insn, long[] r, int sizeBytes) {
        int dst = (int) (insn >> 8) & 15;
        int src = (int) (insn >> 12) & 15;
        int offset = (short) (insn >> 16);
        int operation = (int) (insn >> 32);
        boolean load = operation == Opcode.LOAD_ACQUIRE;
        long address = r[load ? src : dst] + offset;
        if ((address & (sizeBytes - 1)) != 0) {
            throw new GuestFault(
                    FaultKind.MISALIGNED_ATOMIC,
                    address,
                    "atomic access of " + sizeBytes + " bytes at 0x" + Long.toHexString(address));
        }
        MemorySegment segment = memory.segment();
        long index = memory.index(r[load ? src : dst], offset);
        if (load) {
            r[dst] = loadAcquire(segment, index, sizeBytes);
        } else if (operation == Opcode.STORE_RELEASE) {
            storeRelease(segment, index, sizeBytes, r[src]);
        } else if (sizeBytes == Long.BYTES) {
            modify64(segment, index, operation, r, src);
        } else if (sizeBytes == Integer.BYTES) {
            modify32(segment, index, operation, r, src);
        } else {
            throw unknown(operation);
        }
    }

    private static void modify64(MemorySegment segment, long index, int operation, long[] r, int src) {
        long operand = r[src];
        long old;
        switch (operation & ~Opcode.FETCH) {
            case Opcode.ADD -> old = (long) LONG.getAndAdd(segment, index, operand);
            case Opcode.OR -> old = (long) LONG.getAndBitwiseOr(segment, index, operand);
            case Opcode.AND -> old = (long) LONG.getAndBitwiseAnd(segment, index, operand);
            case Opcode.XOR -> old = (long) LONG.getAndBitwiseXor(segment, index, operand);
            case Opcode.XCHG & ~Opcode.FETCH -> old = (long) LONG.getAndSet(segment, index, operand);
            case Opcode.CMPXCHG & ~Opcode.FETCH -> {
                r[0] = (long) LONG.compareAndExchange(segment, index, r[0], operand);
                return;
            }
            default -> throw unknown(operation);
        }
        if ((operation & Opcode.FETCH) != 0) {
            r[src] = old;
        }
    }

    private static void modify32(MemorySegment segment, long index, int operation, long[] r, int src) {
        int operand = (int) r[src];
        int old;
        switch (operation & ~Opcode.FETCH) {
            case Opcode.ADD -> old = (int) INT.getAndAdd(segment, index, operand);
            case Opcode.OR -> old = (int) INT.getAndBitwiseOr(segment, index, operand);
            case Opcode.AND -> old = (int) INT.getAndBitwiseAnd(segment, index, operand);
            case Opcode.XOR -> old = (int) INT.getAndBitwiseXor(segment, index, operand);
            case Opcode.XCHG & ~Opcode.FETCH -> old = (int) INT.getAndSet(segment, index, operand);
            case Opcode.CMPXCHG & ~Opcode.FETCH -> {
                r[0] = (int) INT.compareAndExchange(segment, index, (int) r[0], operand) & LOW;
                return;
            }
            default -> throw unknown(operation);
        }
        if ((operation & Opcode.FETCH) != 0) {
            r[src] = old & LOW;
        }
    }

    private static long loadAcquire(MemorySegment segment, long index, int sizeBytes) {
        return switch (sizeBytes) {
            case 1 -> (byte) BYTE.getAcquire(segment, index) & 0xffL;
            case 2 -> (short) SHORT.getAcquire(segment, index) & 0xffffL;
            case 4 -> (int) INT.getAcquire(segment, index) & LOW;
            default -> (long) LONG.getAcquire(segment, index);
        };
    }

    private static void storeRelease(MemorySegment segment, long index, int sizeBytes, long value) {
        switch (sizeBytes) {
            case 1 -> BYTE.setRelease(segment, index, (byte) value);
            case 2 -> SHORT.setRelease(segment, index, (short) value);
            case 4 -> INT.setRelease(segment, index, (int) value);
            default -> LONG.setRelease(segment, index, value);
        }
    }

    private static GuestFault unknown(int operation) {
        return new GuestFault(FaultKind.BAD_INSTRUCTION, "atomic operation 0x" + Integer.toHexString(operation));
    }
}
