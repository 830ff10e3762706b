package io.github.bpf4j.verifier.explore;

import java.util.Arrays;

/**
 * The instructions of a path between two kept states, in the order in which they ran, with what is needed to follow numbers back
 * through them. Not safe for use by several threads.
 */
final class Trace {
    private static final int DEPTH = 24;
    private static final long SLOT = 1L << 28;
    private static final long ENTERS = 1L << 29;
    private static final long RETURNS = 1L << 30;
    private static final int SLOT_NUMBER = 32;
    private static final int SLOT_FRAME = 40;
    private static final int LINKS = 44;

    private long[] entries;
    private int size;

    Trace() {
        entries = new long[16];
    }

    private Trace(long[] entries, int size) {
        this.entries = entries;
        this.size = size;
    }

    Trace copy() {
        return new Trace(Arrays.copyOf(entries, Math.max(size, 4)), size);
    }

    int size() {
        return size;
    }

    void add(int at, int frame) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
        }
        entries[size++] = at | (long) frame << DEPTH;
    }

    private void mark(long bits) {
        entries[size - 1] |= bits;
    }

    /** The last instruction moves a register to a slot or back. */
    void markSlot(int frame, int slot) {
        mark(SLOT | (long) slot << SLOT_NUMBER | (long) frame << SLOT_FRAME);
    }

    /** The last instruction enters a function. */
    void markEnters() {
        mark(ENTERS);
    }

    /** The last instruction returns from a function to its caller. */
    void markReturns() {
        mark(RETURNS);
    }

    /** The last instruction refines a group of numbers, which is kept under an index from 0. */
    void markLinks(int index) {
        mark((index + 1L) << LINKS);
    }

    int at(int index) {
        return (int) entries[index] & 0xff_ffff;
    }

    int frame(int index) {
        return (int) (entries[index] >>> DEPTH) & 0xf;
    }

    boolean hasSlot(int index) {
        return (entries[index] & SLOT) != 0;
    }

    int slot(int index) {
        return (int) (entries[index] >>> SLOT_NUMBER) & 0xff;
    }

    int slotFrame(int index) {
        return (int) (entries[index] >>> SLOT_FRAME) & 0xf;
    }

    boolean enters(int index) {
        return (entries[index] & ENTERS) != 0;
    }

    boolean returns(int index) {
        return (entries[index] & RETURNS) != 0;
    }

    /** The index of the group that an instruction refines, -1 if none. */
    int links(int index) {
        return (int) (entries[index] >>> LINKS) - 1;
    }
}
