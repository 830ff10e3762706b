package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;

/**
 * What can run in one function: the instructions that its first one leads to without calls.
 *
 * @param entry the first instruction
 * @param instructions ascending
 * @param targets of jumps, the length of the code for those that lead out of it
 * @param callees the first instructions of the functions that it calls
 */
record JitFlow(int entry, int[] instructions, BitSet targets, List<Integer> callees) {
    static JitFlow of(long[] code, int entry) {
        BitSet reached = new BitSet();
        BitSet targets = new BitSet();
        List<Integer> callees = new ArrayList<>();
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.add(entry);
        while (!open.isEmpty()) {
            int at = open.pop();
            while (at < code.length && !reached.get(at)) {
                reached.set(at);
                long insn = code[at];
                int next = next(code, at);
                if (isJump(insn)) {
                    int target = target(code, next, distance(insn));
                    targets.set(target);
                    open.push(target);
                } else if (Instruction.opcode(insn) == (Opcode.JMP | Opcode.CALL)
                        && Instruction.src(insn) == Opcode.PSEUDO_CALL) {
                    callees.add(target(code, next, Instruction.imm(insn)));
                }
                if (isEnd(insn)) {
                    break;
                }
                at = next;
            }
        }
        return new JitFlow(entry, reached.stream().toArray(), targets, callees);
    }

    /** Where the instruction behind this one begins. */
    static int next(long[] code, int at) {
        return at + (Instruction.isWide(code[at]) ? 2 : 1);
    }

    /** Whether it is a jump, conditional or not; calls and exits are none. */
    static boolean isJump(long insn) {
        int kind = Instruction.instructionClass(insn);
        if (kind != Opcode.JMP && kind != Opcode.JMP32) {
            return false;
        }
        int operation = Instruction.operation(insn);
        return operation != Opcode.CALL && operation != Opcode.EXIT;
    }

    static boolean isAlways(long insn) {
        return isJump(insn) && Instruction.operation(insn) == Opcode.JA;
    }

    /** Whether the instruction behind it does not follow it. */
    static boolean isEnd(long insn) {
        return isAlways(insn)
                || Instruction.opcode(insn) == (Opcode.JMP | Opcode.EXIT)
                || insn == Image.UNREACHED;
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

    /** What is in a register at an instruction, if nothing that may come before it from elsewhere could have changed it since it was loaded. */
    OptionalLong constantBefore(long[] code, int at, int register) {
        int index = Arrays.binarySearch(instructions, at);
        int wanted = register;
        while (index > 0 && !targets.get(instructions[index]) && instructions[index] != entry) {
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
