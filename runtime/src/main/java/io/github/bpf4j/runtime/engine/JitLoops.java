package io.github.bpf4j.runtime.engine;

import java.util.Arrays;
import java.util.BitSet;

/** The loops of a method of generated code: where its backward jumps lead, and which of them close a loop. */
final class JitLoops {
    private final long[] code;
    private final int[] instructions;
    private final BitSet heads = new BitSet();
    private final BitSet closing = new BitSet();
    private final BitSet shared = new BitSet();

    JitLoops(long[] code, JitChunks.Chunk chunk) {
        this.code = code;
        instructions = chunk.instructions();
        int[] jumps = Arrays.stream(instructions)
                .filter(at -> JitFlow.isJump(code[at]) && JitFlow.target(code, at) <= at)
                .toArray();
        BitSet seen = new BitSet();
        for (int jump : jumps) {
            int target = JitFlow.target(code, jump);
            if (!seen.get(target) && indexOf(target) >= 0) {
                seen.set(target);
                classify(target, jumps, chunk.entries());
            }
        }
    }

    private void classify(int target, int[] jumps, int[] entries) {
        BitSet around = reachedAround(target, entries);
        int[] here = Arrays.stream(jumps)
                .filter(jump -> JitFlow.target(code, jump) == target)
                .toArray();
        int[] closes = Arrays.stream(here).filter(jump -> !around.get(jump)).toArray();
        if (closes.length == 0) {
            return; // the jumps lead back in the code, as clang's switches do, but to no loop
        }
        heads.set(target);
        for (int jump : closes) {
            closing.set(jump);
        }
        for (int jump : here) {
            shared.set(jump, closing.get(jump) ? closes.length > 1 : here.length - closes.length > 1);
        }
    }

    /** The instructions that can be come to without coming through one of them. */
    private BitSet reachedAround(int avoided, int[] entries) {
        BitSet reached = new BitSet();
        int[] open = new int[instructions.length + entries.length];
        int count = 0;
        for (int entry : entries) {
            count = reach(entry, avoided, reached, open, count);
        }
        while (count > 0) {
            int at = open[--count];
            if (JitFlow.isJump(code[at])) {
                count = reach(JitFlow.target(code, at), avoided, reached, open, count);
            }
            if (!JitFlow.isEnd(code[at])) {
                count = reach(JitFlow.next(code, at), avoided, reached, open, count);
            }
        }
        return reached;
    }

    private int reach(int at, int avoided, BitSet reached, int[] open, int count) {
        if (at == avoided || indexOf(at) < 0 || reached.get(at)) {
            return count;
        }
        reached.set(at);
        open[count] = at;
        return count + 1;
    }

    private int indexOf(int at) {
        return Arrays.binarySearch(instructions, at);
    }

    boolean isHead(int at) {
        return at >= 0 && heads.get(at);
    }

    /** Whether a backward jump leads to an instruction that all ways to the jump come through. */
    boolean closes(int jump) {
        return closing.get(jump);
    }

    /** Whether there is another backward jump to the same place that closes a loop, or does not, as this one. */
    boolean isShared(int jump) {
        return shared.get(jump);
    }
}
