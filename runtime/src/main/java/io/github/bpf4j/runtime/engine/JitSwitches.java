package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Opcode.*;

import io.github.bpf4j.asm.Instruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the trees of comparisons with constants that clang makes of a C switch, and what each value of the register leads to. Trees have
 * no effect but the jump, and none of their jumps leads back: those cost fuel.
 */
final class JitSwitches {
    /** With fewer comparisons a table is no gain. */
    private static final int LEAST_COMPARISONS = 6;

    /** What one table may hold, and what all of a method may: an entry takes four of its bytes. */
    private static final int MOST_ENTRIES = 256;

    /** What looking at one tree may take, and at all of a method: those that have no table may be looked at from each of their comparisons. */
    private static final int MOST_STEPS = 2_000;

    private static final int MOST_STEPS_IN_ALL = 20_000;

    /**
     * What values lead to.
     *
     * @param low the least value
     * @param targets for it and those above it: the instruction that goes on
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Table(int low, int[] targets) {}

    /** Values that come to an instruction, all of them as signed numbers. */
    private record Range(int at, long low, long high) {}

    private final long[] code;
    private final JitChunks.Chunk chunk;
    private final Set<Integer> covered = new HashSet<>();
    private int entriesLeft = MOST_ENTRIES;
    private int stepsLeft = MOST_STEPS_IN_ALL;

    JitSwitches(long[] code, JitChunks.Chunk chunk) {
        this.code = code;
        this.chunk = chunk;
    }

    /** The table of the tree that begins at an instruction; null if there is none, or it is part of a tree that has one. */
    @Nullable
    Table at(int root) {
        if (covered.contains(root) || !isComparison(root, code[root])) {
            return null;
        }
        boolean wide = Instruction.instructionClass(code[root]) == JMP;
        ArrayDeque<Range> open = new ArrayDeque<>();
        open.push(
                new Range(root, wide ? Long.MIN_VALUE : Integer.MIN_VALUE, wide ? Long.MAX_VALUE : Integer.MAX_VALUE));
        List<Range> leaves = new ArrayList<>();
        Set<Integer> tree = new HashSet<>(); // of few: bits would be as many as the program is long, for each root
        long least = Integer.MAX_VALUE;
        long most = Integer.MIN_VALUE;
        for (int steps = 0; !open.isEmpty(); steps++) {
            if (steps == MOST_STEPS || --stepsLeft < 0) {
                return null;
            }
            Range range = open.pop();
            if (isPartOf(root, range)) {
                int compared = Instruction.imm(code[range.at()]);
                least = Math.min(least, compared);
                most = Math.max(most, compared);
                tree.add(range.at());
                branch(range, open);
            } else {
                leaves.add(range);
            }
        }
        long entries = most + 1 - least + 1;
        if (tree.size() < LEAST_COMPARISONS || entries > 4L * leaves.size() || entries > entriesLeft) {
            return null;
        }
        entriesLeft -= (int) entries;
        covered.addAll(tree);
        return new Table((int) least, targets(leaves, least, (int) entries));
    }

    private static int[] targets(List<Range> leaves, long least, int entries) {
        int[] targets = new int[entries];
        Arrays.fill(targets, -1);
        for (Range leaf : leaves) {
            long from = Math.max(leaf.low(), least);
            long to = Math.min(leaf.high(), least + entries - 1);
            for (long value = from; value <= to; value++) {
                targets[(int) (value - least)] = leaf.at();
            }
        }
        return targets;
    }

    /** Whether it compares a register with a constant and leads on. Others than the method's own cannot be entered everywhere. */
    private boolean isComparison(int at, long insn) {
        return chunk.holds(at)
                && JitFlow.isJump(insn)
                && !Instruction.hasRegisterOperand(insn)
                && Instruction.imm(insn) != Integer.MAX_VALUE
                && JitFlow.distance(insn) >= 0
                && JitFlow.target(code, at) < code.length
                && at + 1 < code.length
                && switch (Instruction.operation(insn)) {
                    case JEQ, JNE, JSGT, JSGE, JSLT, JSLE -> true;
                    case JGT, JGE, JLT, JLE -> Instruction.imm(insn) >= 0;
                    default -> false;
                };
    }

    private boolean isPartOf(int root, Range range) {
        long insn = code[range.at()];
        return isComparison(range.at(), insn)
                && Instruction.dst(insn) == Instruction.dst(code[root])
                && Instruction.instructionClass(insn) == Instruction.instructionClass(code[root]);
    }

    /** Splits the values that come to a comparison. */
    private void branch(Range range, ArrayDeque<Range> open) {
        long insn = code[range.at()];
        long compared = Instruction.imm(insn);
        int taken = JitFlow.target(code, range.at());
        int next = range.at() + 1;
        switch (Instruction.operation(insn)) {
            case JEQ -> equal(range, compared, taken, next, open);
            case JNE -> equal(range, compared, next, taken, open);
            case JSGT -> above(range, compared, taken, next, open);
            case JSGE -> above(range, compared - 1, taken, next, open);
            case JSLE -> above(range, compared, next, taken, open);
            case JSLT -> above(range, compared - 1, next, taken, open);
            case JGT -> aboveUnsigned(range, compared, taken, next, open);
            case JGE -> aboveUnsigned(range, compared - 1, taken, next, open);
            case JLE -> aboveUnsigned(range, compared, next, taken, open);
            default -> aboveUnsigned(range, compared - 1, next, taken, open);
        }
    }

    private static void equal(Range range, long value, int equal, int other, ArrayDeque<Range> open) {
        add(new Range(other, range.low(), Math.min(range.high(), value - 1)), open);
        add(new Range(equal, Math.max(range.low(), value), Math.min(range.high(), value)), open);
        add(new Range(other, Math.max(range.low(), value + 1), range.high()), open);
    }

    private static void above(Range range, long value, int above, int other, ArrayDeque<Range> open) {
        add(new Range(other, range.low(), Math.min(range.high(), value)), open);
        add(new Range(above, Math.max(range.low(), value + 1), range.high()), open);
    }

    /** Negative values are above all others; what is compared with is not negative, or -1 for those that are at least 0. */
    private static void aboveUnsigned(Range range, long value, int above, int other, ArrayDeque<Range> open) {
        add(new Range(above, range.low(), Math.min(range.high(), -1)), open);
        above(new Range(range.at(), Math.max(range.low(), 0), range.high()), value, above, other, open);
    }

    private static void add(Range range, ArrayDeque<Range> open) {
        if (range.low() <= range.high()) {
            open.push(range);
        }
    }
}
