package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;

/** The arithmetic that Java's operators do not have (RFC 9669 section 4.1). */
final class Alu {
    private static final long LOW = 0xffff_ffffL;

    private Alu() {}

    /** Unsigned, or signed where the offset says so; division by zero gives 0. */
    static long divide64(long insn, long dividend, long divisor) {
        if (divisor == 0) {
            return 0;
        }
        return Instruction.offset(insn) == 0 ? Long.divideUnsigned(dividend, divisor) : dividend / divisor;
    }

    /** Unsigned, or signed where the offset says so; modulo zero gives the dividend. */
    static long modulo64(long insn, long dividend, long divisor) {
        if (divisor == 0) {
            return dividend;
        }
        return Instruction.offset(insn) == 0 ? Long.remainderUnsigned(dividend, divisor) : dividend % divisor;
    }

    static long divide32(long insn, int dividend, int divisor) {
        if (divisor == 0) {
            return 0;
        }
        int quotient = Instruction.offset(insn) == 0 ? Integer.divideUnsigned(dividend, divisor) : dividend / divisor;
        return quotient & LOW;
    }

    static long modulo32(long insn, int dividend, int divisor) {
        if (divisor == 0) {
            return dividend & LOW;
        }
        int remainder =
                Instruction.offset(insn) == 0 ? Integer.remainderUnsigned(dividend, divisor) : dividend % divisor;
        return remainder & LOW;
    }

    /** A move, sign-extended from as many bits as the offset says. Casts between address spaces keep the address. */
    static long move64(long insn, long value) {
        return switch (Instruction.offset(insn)) {
            case 8 -> (byte) value;
            case 16 -> (short) value;
            case 32 -> (int) value;
            default -> value;
        };
    }

    static long move32(long insn, long value) {
        return switch (Instruction.offset(insn)) {
            case 8 -> (byte) value & LOW;
            case 16 -> (short) value & LOW;
            default -> value & LOW;
        };
    }

    /** The lowest bits in reverse byte order, zero-extended. Guest memory is little-endian, so "to big-endian" swaps. */
    static long swap(long insn, long value) {
        return switch (Instruction.imm(insn)) {
            case 16 -> Short.reverseBytes((short) value) & 0xffffL;
            case 32 -> Integer.reverseBytes((int) value) & LOW;
            default -> Long.reverseBytes(value);
        };
    }

    /** The lowest bits, zero-extended. */
    static long toLittle(long insn, long value) {
        return switch (Instruction.imm(insn)) {
            case 16 -> value & 0xffffL;
            case 32 -> value & LOW;
            default -> value;
        };
    }

    /** Whether an ordering or bit-test jump of class JMP32 is taken. */
    static boolean taken32(long insn, int left, int right) {
        return switch ((int) insn & 0xf0) {
            case Opcode.JGT -> Integer.compareUnsigned(left, right) > 0;
            case Opcode.JGE -> Integer.compareUnsigned(left, right) >= 0;
            case Opcode.JLT -> Integer.compareUnsigned(left, right) < 0;
            case Opcode.JLE -> Integer.compareUnsigned(left, right) <= 0;
            case Opcode.JSGT -> left > right;
            case Opcode.JSGE -> left >= right;
            case Opcode.JSLT -> left < right;
            case Opcode.JSLE -> left <= right;
            default -> (left & right) != 0;
        };
    }
}
