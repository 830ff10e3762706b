package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What can run in one function: the instructions that its first one leads to without calls, and those that jumps lead to.
 *
 * @param instructions ascending
 * @param targets of jumps
 * @param callees the first instructions of the functions that it calls
 * @param hasLoop whether a jump leads backward
 * @param usesFrame whether anything has to do with R10
 */
record JitFlow(int[] instructions, BitSet targets, List<Integer> callees, boolean hasLoop, boolean usesFrame) {
    static JitFlow of(long[] code, int entry) {
        BitSet reached = new BitSet();
        BitSet targets = new BitSet();
        List<Integer> callees = new ArrayList<>();
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.add(entry);
        boolean loop = false;
        boolean frame = false;
        while (!open.isEmpty()) {
            int at = open.pop();
            while (at >= 0 && at < code.length && !reached.get(at)) {
                reached.set(at);
                long insn = code[at];
                frame |= Instruction.dst(insn) == 10 || Instruction.src(insn) == 10;
                int next = at + (Instruction.isWide(insn) ? 2 : 1);
                if (isJump(insn)) {
                    int target = target(code, next, distance(insn));
                    targets.set(target);
                    loop |= target < next;
                    if (isAlways(insn)) {
                        at = target;
                        continue;
                    }
                    open.push(target);
                }
                if (Instruction.opcode(insn) == (Opcode.JMP | Opcode.CALL) && Instruction.src(insn) == Opcode.PSEUDO_CALL) {
                    callees.add(target(code, next, Instruction.imm(insn)));
                }
                if (isEnd(insn)) {
                    break;
                }
                at = next;
            }
        }
        return new JitFlow(reached.stream().toArray(), targets, callees, loop, frame);
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

    private static boolean isEnd(long insn) {
        return Instruction.instructionClass(insn) == Opcode.JMP && Instruction.operation(insn) == Opcode.EXIT
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

    boolean holds(int at) {
        return Arrays.binarySearch(instructions, at) >= 0;
    }
}
