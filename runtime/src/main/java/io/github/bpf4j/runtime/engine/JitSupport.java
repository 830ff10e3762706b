package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What generated code calls for instructions that are no few bytecodes. */
final class JitSupport {
    private static final VarHandle INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    /** What the static fields of a generated class are set from. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Constants(
            MemorySegment segment,
            Image image,
            JitEngine engine,
            JitLinkage linkage,
            TailCalls tailCalls,
            GuestMemory memory,
            HelperFunction[] functions) {}

    /** What a method passes for its credit that has taken none. */
    static final int NO_CREDIT = -1;

    private JitSupport() {}

    /* Most numbers are small, and processors divide those faster: it is worth asking. */
    private static boolean areInts(long dividend, long divisor) {
        return (dividend | divisor) >>> Integer.SIZE == 0;
    }

    static long divide64(long dividend, long divisor) {
        if (divisor == 0) {
            return 0;
        }
        return areInts(dividend, divisor)
                ? Integer.toUnsignedLong(Integer.divideUnsigned((int) dividend, (int) divisor))
                : Long.divideUnsigned(dividend, divisor);
    }

    /* C2 makes multiplications of signed divisions by constants, but not of unsigned ones. */
    /** By a constant above 0. */
    static long divideByConstant64(long dividend, long divisor) {
        return dividend >= 0 ? dividend / divisor : Long.divideUnsigned(dividend, divisor);
    }

    /** By a constant above 0. */
    static long moduloByConstant64(long dividend, long divisor) {
        return dividend >= 0 ? dividend % divisor : Long.remainderUnsigned(dividend, divisor);
    }

    /** By a constant that is not 0. */
    static int divideByConstant32(int dividend, int divisor) {
        return (int) (Integer.toUnsignedLong(dividend) / Integer.toUnsignedLong(divisor));
    }

    /** By a constant that is not 0. */
    static int moduloByConstant32(int dividend, int divisor) {
        return (int) (Integer.toUnsignedLong(dividend) % Integer.toUnsignedLong(divisor));
    }

    static long divideSigned64(long dividend, long divisor) {
        return divisor == 0 ? 0 : dividend / divisor;
    }

    static long modulo64(long dividend, long divisor) {
        if (divisor == 0) {
            return dividend;
        }
        return areInts(dividend, divisor)
                ? Integer.toUnsignedLong(Integer.remainderUnsigned((int) dividend, (int) divisor))
                : Long.remainderUnsigned(dividend, divisor);
    }

    static long moduloSigned64(long dividend, long divisor) {
        return divisor == 0 ? dividend : dividend % divisor;
    }

    static int divide32(int dividend, int divisor) {
        return divisor == 0 ? 0 : Integer.divideUnsigned(dividend, divisor);
    }

    static int divideSigned32(int dividend, int divisor) {
        return divisor == 0 ? 0 : dividend / divisor;
    }

    static int modulo32(int dividend, int divisor) {
        return divisor == 0 ? dividend : Integer.remainderUnsigned(dividend, divisor);
    }

    static int moduloSigned32(int dividend, int divisor) {
        return divisor == 0 ? dividend : dividend % divisor;
    }

    private static void align(Cpu cpu, int at, long address, int sizeBytes, int credit) {
        if ((address & (sizeBytes - 1)) != 0) {
            cpu.callSite = at;
            if (credit != NO_CREDIT) {
                cpu.credit = credit;
            }
            throw new GuestFault(
                    FaultKind.MISALIGNED_ATOMIC,
                    address,
                    "atomic access of " + sizeBytes + " bytes at 0x" + Long.toHexString(address));
        }
    }

    private static long index(long base, int offset, long mask) {
        return (base & mask) + (offset + GuestMemory.GUARD_BYTES);
    }

    static long add64(
            long base, int offset, long operand, MemorySegment segment, long mask, Cpu cpu, int at, int credit) {
        align(cpu, at, base + offset, Long.BYTES, credit);
        return (long) LONG.getAndAdd(segment, index(base, offset, mask), operand);
    }

    static int add32(
            long base, int offset, int operand, MemorySegment segment, long mask, Cpu cpu, int at, int credit) {
        align(cpu, at, base + offset, Integer.BYTES, credit);
        return (int) INT.getAndAdd(segment, index(base, offset, mask), operand);
    }

    /** The other atomic instructions, on registers of their own: as many as the encoding names, of which R0 is one. */
    static void atomic(long[] r, long insn, int sizeBytes, GuestMemory memory, Cpu cpu, int at) {
        cpu.callSite = at;
        Atomics.perform(memory, insn, r, sizeBytes);
    }

    /** New credit for a method that has overdrawn what it had. */
    static int moreCredit(Cpu cpu, int overdrawn, int at) {
        cpu.credit = overdrawn;
        if (cpu.fuel() < 0) {
            cpu.callSite = at;
            throw Cpu.outOfFuel();
        }
        return cpu.moreCredit();
    }

    static GuestFault badInstruction(Cpu cpu, int at, long insn) {
        cpu.callSite = at;
        return Image.badInstruction(insn);
    }

    static GuestFault outOfProgram(Cpu cpu, int at) {
        cpu.callSite = at;
        return Image.outOfProgram();
    }

    static GuestFault unknownFunction(Cpu cpu, int at, Image image, int id, boolean kernel) {
        cpu.callSite = at;
        try {
            HelperFunction function = kernel ? image.kfunc(id) : image.helper(id);
            throw new IllegalStateException(function + " came to be after the code was made");
        } catch (GuestFault fault) {
            return fault;
        }
    }

    static long loadPacket(Cpu cpu, int at, long insn, long index) {
        cpu.callSite = at;
        return GuestContext.load(cpu, insn, index);
    }

    /** A load that may find no memory: then it gives 0. */
    static long probe(GuestMemory memory, long address, int sizeBytes, boolean signed) {
        long value = PlainInterpreter.probe(memory, address, sizeBytes);
        int unused = Long.SIZE - sizeBytes * Byte.SIZE;
        return signed ? value << unused >> unused : value;
    }

    /** Whether a tail call has a target, which then goes on in the frame. */
    static boolean tailCall(TailCalls tailCalls, Cpu cpu, int at, long context, long map, long index) {
        cpu.callSite = at;
        Image target = tailCalls.target(cpu, map, index);
        if (target == null) {
            return false;
        }
        cpu.pendingTailCall = target;
        cpu.pendingContext = context;
        return true;
    }

    /** Calls a function that something was in the place of, or around, a moment ago. */
    static long callDiverted(Image image, Cpu cpu, int entry, long r1, long r2, long r3, long r4, long r5) {
        long result = cpu.callThroughEngine(image, entry, r1, r2, r3, r4, r5);
        cpu.setImage(image);
        return result;
    }

    /** What a function came to that ended with a tail call. */
    static long afterTailCall(Image caller, JitEngine engine, Cpu cpu) {
        long result = engine.afterTailCall(cpu);
        cpu.setImage(caller);
        return result;
    }
}
