package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.verifier.state.Frame;

/** How much of its frame each function uses, and what of it others than its own plain loads and stores see (A98). */
public final class StackUse {
    private final int[] bytes;
    private final long[] escaped;

    public StackUse(int subprograms) {
        bytes = new int[subprograms];
        escaped = new long[subprograms];
    }

    /** A function's frame is used down to a distance from the frame pointer. */
    void note(int subprogram, int depth) {
        bytes[subprogram] = Math.max(bytes[subprogram], depth);
    }

    /**
     * Bytes of a frame are seen by a call, by another function or at an offset that varies.
     *
     * @param from offset of the first from the frame pointer
     * @param to offset behind the last
     */
    void escape(int subprogram, long from, long to) {
        long last = Math.min(to, 0) - 1;
        for (long at = Math.max(from, -Frame.STACK_SIZE); at <= last; at = (at | Long.BYTES - 1) + 1) {
            escaped[subprogram] |= 1L << StackAccess.slotOf(at);
        }
    }

    /** The lowest byte of its frame that a function touches, as a distance from the frame pointer. */
    public int of(int subprogram) {
        return bytes[subprogram];
    }

    /** Words of a function's frame, bit 0 that at -8, that are not only loaded and stored by the function itself at fixed offsets. */
    public long escaped(int subprogram) {
        return escaped[subprogram];
    }
}
