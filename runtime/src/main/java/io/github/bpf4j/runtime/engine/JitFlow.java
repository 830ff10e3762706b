package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * What can run in one function: the instructions that its first one leads to without calls. Functions that share instructions, as only
 * code has that nobody verified, are one.
 *
 * @param entries the first instructions, ascending: one but for functions that share instructions
 * @param instructions ascending
 * @param targets of jumps in the whole program, the length of the code for those that lead out of it
 */
@SuppressWarnings("ArrayRecordComponent") // kept, not copied, and never compared
record JitFlow(int[] entries, int[] instructions, BitSet targets) {
    private static final int LAST_REGISTER = 10;

    /** How far back a constant is looked for, before each call: the time that takes is to grow with the program only. */
    private static final int MOST_LOOKED_BACK = 200;

    /** Whether a word is an instruction that the engines have, of registers that exist; whatever else it is ends the run. */
    static boolean isInstruction(long insn) {
        if (Instruction.dst(insn) > LAST_REGISTER || Instruction.src(insn) > LAST_REGISTER) {
            return false;
        }
        boolean register = Instruction.hasRegisterOperand(insn);
        int operation = Instruction.operation(insn);
        int mode = Instruction.mode(insn);
        boolean eightBytes = Instruction.size(insn) == Opcode.DW;
        return switch (Instruction.instructionClass(insn)) {
            case Opcode.ALU64 ->
                operation <= Opcode.END && !(register && (operation == Opcode.NEG || operation == Opcode.END));
            case Opcode.ALU -> operation <= Opcode.END && !(register && operation == Opcode.NEG);
            case Opcode.JMP ->
                switch (operation) {
                    case Opcode.JA, Opcode.CALL, Opcode.EXIT, Opcode.JCOND -> !register;
                    default -> operation < Opcode.JCOND;
                };
            case Opcode.JMP32 ->
                switch (operation) {
                    case Opcode.JA -> !register;
                    case Opcode.CALL, Opcode.EXIT -> false;
                    default -> operation < Opcode.JCOND;
                };
            case Opcode.LD -> Instruction.isWide(insn) || (mode == Opcode.ABS || mode == Opcode.IND) && !eightBytes;
            case Opcode.LDX ->
                mode == Opcode.MEM
                        || mode == Image.PROBE_MEM
                        || (mode == Opcode.MEMSX || mode == Image.PROBE_MEMSX) && !eightBytes;
            case Opcode.ST -> mode == Opcode.MEM;
            default -> mode == Opcode.MEM || mode == Opcode.ATOMIC;
        };
    }

    /** Whether it is arithmetic, a load or a store of its own: it leads to the next, and the runtime has no part in it. */
    static boolean isPlain(long insn) {
        if (!isInstruction(insn)) {
            return false;
        }
        int mode = Instruction.mode(insn);
        return switch (Instruction.instructionClass(insn)) {
            case Opcode.LD -> Instruction.isWide(insn);
            case Opcode.LDX -> mode == Opcode.MEM || mode == Opcode.MEMSX;
            case Opcode.STX -> mode == Opcode.MEM;
            case Opcode.JMP, Opcode.JMP32 -> false;
            default -> true;
        };
    }

    /** Where the instruction behind this one begins. */
    static int next(long[] code, int at) {
        return at + (Instruction.isWide(code[at]) ? 2 : 1);
    }

    /** Whether it is a jump, conditional or not; calls and exits are none. */
    static boolean isJump(long insn) {
        int kind = Instruction.instructionClass(insn);
        if (kind != Opcode.JMP && kind != Opcode.JMP32 || !isInstruction(insn)) {
            return false;
        }
        int operation = Instruction.operation(insn);
        return operation != Opcode.CALL && operation != Opcode.EXIT;
    }

    static boolean isAlways(long insn) {
        return isJump(insn) && Instruction.operation(insn) == Opcode.JA;
    }

    /** Whether it calls a function of the program. */
    static boolean isCall(long insn) {
        return Instruction.opcode(insn) == (Opcode.JMP | Opcode.CALL) && Instruction.src(insn) == Opcode.PSEUDO_CALL;
    }

    /** Whether the instruction behind it does not follow it. */
    static boolean isEnd(long insn) {
        return isAlways(insn) || Instruction.opcode(insn) == (Opcode.JMP | Opcode.EXIT) || !isInstruction(insn);
    }

    /** How far a jump leads, from the instruction behind it. */
    static int distance(long insn) {
        return isAlways(insn) && Instruction.instructionClass(insn) == Opcode.JMP32
                ? Instruction.imm(insn)
                : Instruction.offset(insn);
    }

    /** Where a jump or call leads: an instruction, or the end of the code if there is none. */
    static int target(long[] code, int next, int distance) {
        long target = (long) next + distance;
        return target < 0 || target > code.length ? code.length : (int) target;
    }

    /** Where the jump at an instruction leads. */
    static int target(long[] code, int at) {
        return target(code, at + 1, distance(code[at]));
    }

    /** The first of its entries. */
    int entry() {
        return entries[0];
    }

    /** Whether it is one function: others are entered by pieces only. */
    boolean isOne() {
        return entries.length == 1;
    }

    /** What is in a register at an instruction, if nothing that may come before it from elsewhere could have changed it since it was loaded. */
    OptionalLong constantBefore(long[] code, int at, int register) {
        int index = Arrays.binarySearch(instructions, at);
        int last = Math.max(0, index - MOST_LOOKED_BACK);
        int wanted = register;
        while (index > last
                && !targets.get(instructions[index])
                && Arrays.binarySearch(entries, instructions[index]) < 0) {
            int before = instructions[--index];
            long insn = code[before];
            if (next(code, before) != instructions[index + 1] || isEnd(insn)) {
                return OptionalLong.empty();
            }
            if (Instruction.isWide(insn)) {
                if (Instruction.dst(insn) == wanted) {
                    return before + 1 < code.length
                            ? OptionalLong.of(Instruction.wideImm(insn, code[before + 1]))
                            : OptionalLong.empty();
                }
            } else if (isMove(insn) && Instruction.dst(insn) == wanted) {
                wanted = Instruction.src(insn);
            } else if (mayChange(insn, wanted)) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    private static boolean isMove(long insn) {
        return Instruction.opcode(insn) == (Opcode.ALU64 | Opcode.X | Opcode.MOV) && Instruction.offset(insn) == 0;
    }

    /* Calls keep R6 to R10; atomics may also change their source, or R0. */
    private static boolean mayChange(long insn, int register) {
        return switch (Instruction.instructionClass(insn)) {
            case Opcode.ALU, Opcode.ALU64, Opcode.LDX -> Instruction.dst(insn) == register;
            case Opcode.ST -> false;
            case Opcode.STX ->
                Instruction.mode(insn) == Opcode.ATOMIC && (register == 0 || Instruction.src(insn) == register);
            case Opcode.JMP, Opcode.JMP32 -> Instruction.operation(insn) == Opcode.CALL && register <= 5;
            default -> true;
        };
    }

    boolean holds(int at) {
        return Arrays.binarySearch(instructions, at) >= 0;
    }
}
