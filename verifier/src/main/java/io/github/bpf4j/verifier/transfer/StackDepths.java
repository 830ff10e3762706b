package io.github.bpf4j.verifier.transfer;

/** How many bytes of stack each function was seen to use (A97). Not safe for use by several threads. */
public final class StackDepths {
    private final int[] bytes;

    public StackDepths(int subprograms) {
        bytes = new int[subprograms];
    }

    void note(int subprogram, int depth) {
        bytes[subprogram] = Math.max(bytes[subprogram], depth);
    }

    /** The lowest byte of its frame that a function touches, as a distance from the frame pointer. */
    public int of(int subprogram) {
        return bytes[subprogram];
    }
}
