package io.github.bpf4j.runtime.timers;

import java.util.Arrays;

/** A stack of ints. */
final class IntStack {
    private static final int LEAST = 16;

    private int[] ints = new int[LEAST];
    private int size;

    int size() {
        return size;
    }

    void push(int value) {
        if (size == ints.length) {
            ints = Arrays.copyOf(ints, size * 2);
        }
        ints[size++] = value;
    }

    int pop() {
        return ints[--size];
    }

    /** Empties it and gives its memory back. */
    void reset() {
        ints = new int[LEAST];
        size = 0;
    }
}
