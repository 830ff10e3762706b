package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import java.util.List;

/** Every instruction can be reached in the static graph, in which calls and function addresses are edges (A70, VR13). */
final class Reachability {
    private final Instructions instructions;
    private final boolean[] reached;
    private final int[] pending;
    private int pendingCount;

    private Reachability(Instructions instructions) {
        this.instructions = instructions;
        this.reached = new boolean[instructions.length()];
        this.pending = new int[instructions.length()];
    }

    static void check(Instructions instructions, List<Integer> alsoEntered) {
        Reachability walk = new Reachability(instructions);
        alsoEntered.forEach(walk::reach);
        walk.run();
        for (int at = 0; at < instructions.length(); at = instructions.next(at)) {
            if (!walk.reached[at]) {
                throw new Violation(Errno.EINVAL, at, "unreachable instruction");
            }
        }
    }

    private void run() {
        reach(0);
        while (pendingCount > 0) {
            int at = pending[--pendingCount];
            if (instructions.isFunctionCall(at) || instructions.isFunctionAddress(at)) {
                reach((int) instructions.functionTarget(at));
            }
            if (instructions.isJump(at)) {
                reach((int) instructions.jumpTarget(at));
            }
            if (!instructions.isExit(at) && !instructions.isUnconditionalJump(at)) {
                reach(instructions.next(at));
            }
        }
    }

    private void reach(int at) {
        if (!reached[at]) {
            reached[at] = true;
            pending[pendingCount++] = at;
        }
    }
}
