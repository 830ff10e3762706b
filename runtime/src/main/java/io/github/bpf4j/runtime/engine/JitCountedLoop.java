package io.github.bpf4j.runtime.engine;

import java.util.BitSet;
import java.util.Map;

/**
 * An innermost loop of which it can be said, where it is entered, how often it goes round at least: that many iterations run in a copy
 * without the tests that say so and without looking at the fuel, which C2 unrolls and schedules as it does a loop over an array.
 *
 * @param head the instruction that all ways into the loop lead to
 * @param order its instructions, each behind those of the same iteration that lead to it
 * @param body the same as a set
 * @param tests the jumps that cannot leave it in the iterations that are counted, and why
 * @param cost the most fuel that an iteration takes
 */
@SuppressWarnings("ArrayRecordComponent") // kept, not copied, and never compared
record JitCountedLoop(int head, int[] order, BitSet body, Map<Integer, Test> tests, int cost) {

    /** What a test compares, and how: the loop goes on while it holds. */
    enum Relation {
        BELOW,
        AT_MOST,
        UNEQUAL
    }

    /**
     * A test of a number that grows by the same step in each iteration, or that falls by it, with one that stays what it is.
     *
     * @param from the number in the first iteration
     * @param limit what it is compared with
     * @param step a constant that is not 0 or, as a register, what is positive when the loop is entered, or there are no such iterations
     * @param wide whether all of both are compared and not the lower halves
     */
    record Test(Relation relation, boolean signed, boolean wide, JitSum from, JitSum limit, JitSum step) {
        boolean falls() {
            return step.isConstant() && step.constant() < 0;
        }
    }

    /** Whether a jump on a condition leaves the loop where it is not taken. */
    boolean leavesBehind(int jump) {
        return !body.get(jump + 1);
    }
}
