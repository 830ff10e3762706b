package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import java.util.ArrayList;
import java.util.List;

/**
 * Chains of calls between functions are finite and short (A74, A98). The address of a function is no call: an asynchronous
 * callback begins a chain of its own (VR13), and how deep a synchronous one runs is known only when its caller is simulated.
 */
final class CallDepth {
    private static final int UNKNOWN = 0;
    private static final int ENTERED = -1;

    private record Call(int insnOffset, int callee) {}

    private final List<List<Call>> calls = new ArrayList<>();
    private final int[] frames;
    private final int maxFrames;

    private CallDepth(Instructions instructions, Subprograms subprograms, int maxFrames) {
        this.maxFrames = maxFrames;
        this.frames = new int[subprograms.count()];
        for (int index = 0; index < subprograms.count(); index++) {
            List<Call> made = new ArrayList<>();
            for (int at = subprograms.start(index); at < subprograms.end(index); at = instructions.next(at)) {
                if (instructions.isFunctionCall(at)) {
                    made.add(new Call(at, subprograms.indexAt((int) instructions.functionTarget(at))));
                }
            }
            calls.add(made);
        }
    }

    static void check(Instructions instructions, Subprograms subprograms, int maxFrames) {
        CallDepth depth = new CallDepth(instructions, subprograms, maxFrames);
        for (int index = 0; index < subprograms.count(); index++) {
            depth.frames(index);
        }
    }

    /** Most frames of a chain that begins with this function, itself counted; it nests no deeper than functions exist. */
    private int frames(int index) {
        if (frames[index] != UNKNOWN) {
            return frames[index];
        }
        frames[index] = ENTERED;
        int deepest = 1;
        for (Call call : calls.get(index)) {
            if (frames[call.callee()] == ENTERED) {
                throw new Violation(Errno.E2BIG, call.insnOffset(), "the call makes its function recursive");
            }
            int below = frames(call.callee());
            if (below + 1 > maxFrames) {
                throw new Violation(Errno.E2BIG, call.insnOffset(), "more than " + maxFrames + " nested calls");
            }
            deepest = Math.max(deepest, below + 1);
        }
        frames[index] = deepest;
        return deepest;
    }
}
