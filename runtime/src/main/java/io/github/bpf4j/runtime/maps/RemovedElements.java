package io.github.bpf4j.runtime.maps;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Elements that are in a map no longer, but may still be known to programs that run: those that were removed, and of them those that
 * were set apart to be given up next. For whoever holds the map's lock.
 */
final class RemovedElements {
    private static final int LEAST = 16;

    private int[] removed = new int[0];
    private int removedCount;
    private int[] sealed = new int[0];
    private int sealedCount;

    void add(int element) {
        if (removedCount == removed.length) {
            removed = Arrays.copyOf(removed, Math.max(LEAST, removedCount * 2));
        }
        removed[removedCount++] = element;
    }

    boolean isEmpty() {
        return removedCount + sealedCount == 0;
    }

    /** Sets apart what was removed so far, unless something is set apart already. */
    void seal() {
        if (sealedCount == 0) {
            int[] empty = sealed;
            sealed = removed;
            sealedCount = removedCount;
            removed = empty;
            removedCount = 0;
        }
    }

    /** Gives up what was set apart. */
    void releaseSealed(IntConsumer giveUp) {
        while (sealedCount > 0) {
            giveUp.accept(sealed[--sealedCount]);
        }
    }
}
