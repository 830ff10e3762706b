package io.github.bpf4j.object;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.object.core.Relocator.Answer;

/** Puts the answers to relocations into instructions (runtime spec 2.7). */
final class CorePatch {
    /** The helper that a poisoned instruction calls: there is none with this number. */
    static final int POISON = 195_896_080;

    private static final int SIZE_MASK = 0x18;

    private CorePatch() {}

    /**
     * Patches one instruction.
     *
     * @return why it cannot be run, empty if it can: it is poisoned then
     * @throws IllegalArgumentException if there is no operand in it that can be patched
     */
    static String apply(long[] code, int at, Answer answer, int end) {
        long word = code[at];
        boolean wide = Instruction.isWide(word) && at + 1 < end;
        return switch (answer) {
            case Answer.Missing missing -> {
                poison(code, at, wide);
                yield missing.reason();
            }
            case Answer.Value value -> apply(code, at, wide, value);
        };
    }

    private static String apply(long[] code, int at, boolean wide, Answer.Value value) {
        long word = code[at];
        return switch (Instruction.instructionClass(word)) {
            case Opcode.ALU, Opcode.ALU64 -> {
                if (Instruction.hasRegisterOperand(word)) {
                    throw new IllegalArgumentException("an operation on registers has no operand for it");
                }
                if (value.number() != (int) value.number() && value.number() >>> Integer.SIZE != 0) {
                    throw new IllegalArgumentException("its result " + value.number() + " does not fit in 32 bits");
                }
                requireLocal(value, Integer.toUnsignedLong(Instruction.imm(word)), 0xffff_ffffL);
                code[at] = withOperands(word, Instruction.opcode(word), Instruction.offset(word), (int) value.number());
                yield "";
            }
            case Opcode.LDX, Opcode.ST, Opcode.STX -> access(code, at, value);
            case Opcode.LD -> {
                if (!wide || Instruction.src(word) != 0) {
                    throw new IllegalArgumentException("this load has no operand for it");
                }
                requireLocal(value, Instruction.wideImm(word, code[at + 1]), -1);
                code[at] = withOperands(word, Instruction.opcode(word), 0, (int) value.number());
                code[at + 1] = withOperands(code[at + 1], 0, 0, (int) (value.number() >>> Integer.SIZE));
                yield "";
            }
            default -> throw new IllegalArgumentException("a jump has no operand for it");
        };
    }

    private static String access(long[] code, int at, Answer.Value value) {
        long word = code[at];
        requireLocal(value, Instruction.offset(word), -1);
        if (value.number() < 0 || value.number() > Short.MAX_VALUE) {
            throw new IllegalArgumentException("its result " + value.number() + " does not fit in an offset");
        }
        int opcode = Instruction.opcode(word);
        if (value.localSize() != value.size()) {
            if (!value.resizable()) {
                poison(code, at, false);
                return "a load of %d bytes would not be %s, which has %d in the kernel's types"
                        .formatted(value.localSize(), value.access(), value.size());
            }
            if (Instruction.accessBytes(word) != value.localSize()) {
                throw new IllegalArgumentException("a member of %d bytes is accessed by %d"
                        .formatted(value.localSize(), Instruction.accessBytes(word)));
            }
            opcode = opcode & ~SIZE_MASK | size(value.size());
        }
        code[at] = withOperands(word, opcode, (int) value.number(), Instruction.imm(word));
        return "";
    }

    private static void requireLocal(Answer.Value value, long found, long mask) {
        if (value.local().isPresent() && found != (value.local().getAsLong() & mask)) {
            throw new IllegalArgumentException("the code has " + found + " where the object's own types say "
                    + value.local().getAsLong());
        }
    }

    private static int size(int bytes) {
        return switch (bytes) {
            case 1 -> Opcode.B;
            case 2 -> Opcode.H;
            case 4 -> Opcode.W;
            case 8 -> Opcode.DW;
            default -> throw new IllegalArgumentException("no instruction accesses " + bytes + " bytes");
        };
    }

    /** Makes an instruction one that must not be reached. */
    static void poison(long[] code, int at, boolean wide) {
        long call = Instruction.pack(Opcode.JMP | Opcode.CALL, 0, 0, 0, POISON);
        code[at] = call;
        if (wide) {
            code[at + 1] = call;
        }
    }

    private static long withOperands(long word, int opcode, int offset, int imm) {
        return Instruction.pack(opcode, Instruction.dst(word), Instruction.src(word), offset, imm);
    }
}
