package io.github.bpf4j.runtime.timers;

import java.util.Arrays;

/** Small numbers to whoever wants one, to be given back: places in tables of timers. */
/*
 * Timers come out about in the order in which they were armed. So numbers are handed out in order, over and over from 0 on, leaving out
 * those that are taken: timers that lie beside each other in memory come beside each other in time, again and again, and the processor
 * fetches the next ones ahead. The last number that was given back would be any. For that a part of the numbers is free.
 */
final class Numbers {
    /** One number of so many shall be free before they are gone through again. */
    private static final int ONE_OF = 16;

    private static final int LEAST_WORDS = 1;

    private long[] free = new long[LEAST_WORDS];
    private int freeCount;
    private int limit;
    private int hand;

    /** All that were ever handed out are below it. */
    int limit() {
        return limit;
    }

    /** How many below the limit nobody has. */
    int freeCount() {
        return freeCount;
    }

    /** Whether nobody has any. */
    boolean areAllFree() {
        return freeCount == limit;
    }

    /** A number that nobody has; if all below the limit are taken, or nearly, that is the limit, which is one higher then. */
    int take() {
        int number = nextFree(hand);
        if (number < 0 && freeCount > 0 && freeCount >= limit / ONE_OF) {
            number = nextFree(0);
        }
        if (number < 0) {
            if (limit >>> 6 == free.length) {
                free = Arrays.copyOf(free, 2 * free.length);
            }
            number = limit++;
        } else {
            free[number >>> 6] &= ~(1L << number);
            freeCount--;
        }
        hand = number + 1;
        return number;
    }

    /** Takes back a number that was handed out. */
    void giveBack(int number) {
        free[number >>> 6] |= 1L << number;
        freeCount++;
    }

    /** The first free number from one on, or -1. */
    int nextFree(int from) {
        if (from >= limit) {
            return -1;
        }
        int word = from >>> 6;
        int last = limit - 1 >>> 6;
        long bits = free[word] & -1L << from;
        while (bits == 0 && word < last) {
            bits = free[++word];
        }
        return bits == 0 ? -1 : (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** Begins again, as if none had been handed out, and gives memory back. */
    void reset() {
        free = new long[LEAST_WORDS];
        freeCount = 0;
        limit = 0;
        hand = 0;
    }
}
