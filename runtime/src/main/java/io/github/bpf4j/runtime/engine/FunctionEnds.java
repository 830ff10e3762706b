package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Instruction;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Finds where the functions of a program end: up to there a run pays for one that it enters. */
/*
 * A jump back costs its distance. So what paid for all that is in front of it never runs more instructions than were paid for, as long as it
 * stays in the function. Functions that run or jump into each other, as only code has that nobody verified, therefore count as one.
 */
final class FunctionEnds {
    private FunctionEnds() {}

    /**
     * For each instruction where its function ends; null if all is one. Looks at all of the code once.
     *
     * @param named first instructions of functions; those that are called are found
     */
    static int @Nullable [] of(long[] code, int[] named) {
        BitSet begins = begins(code, named);
        return begins.isEmpty() ? null : ends(code, begins);
    }

    private static BitSet begins(long[] code, int[] named) {
        BitSet begins = new BitSet();
        Arrays.stream(named).filter(entry -> entry > 0 && entry < code.length).forEach(begins::set);
        for (int at = 0; at < code.length; at++) {
            if (JitFlow.isCall(code[at])) {
                begins.set(JitFlow.target(code, at + 1, Instruction.imm(code[at])));
            }
        }
        begins.clear(0);
        begins.clear(code.length);
        return begins;
    }

    private static int[] ends(long[] code, BitSet begins) {
        int[] crossings = new int[code.length + 1];
        for (int at = 0; at < code.length; at++) {
            long insn = code[at];
            if (!JitFlow.isEnd(insn)) {
                cross(crossings, at, JitFlow.next(code, at));
            }
            if (JitFlow.isJump(insn)) {
                cross(crossings, at, JitFlow.target(code, at));
            }
        }
        for (int at = 1; at < code.length; at++) {
            crossings[at] += crossings[at - 1];
        }
        int[] ends = crossings; // each is needed up to where its end is known
        int end = code.length;
        for (int at = code.length - 1; at >= 0; at--) {
            boolean isFirst = crossings[at] == 0 && begins.get(at);
            ends[at] = end;
            if (isFirst) {
                end = at;
            }
        }
        return ends;
    }

    /** Notes that a function goes on from one instruction to another: none begins anew behind the first up to the last of them. */
    private static void cross(int[] crossings, int from, int to) {
        if (to < crossings.length - 1) {
            crossings[Math.min(from, to) + 1]++;
            crossings[Math.max(from, to) + 1]--;
        }
    }
}
