package io.github.bpf4j.fuzz;

import java.util.Arrays;

/** What ids stand for in one state: the first value that was met under each. */
final class IdValues {
    private int[] ids = new int[32];
    private long[] values = new long[32];
    private int count;

    void clear() {
        count = 0;
    }

    /** The value that an id stands for: the one given if it is the first. */
    long of(int id, long value) {
        for (int i = 0; i < count; i++) {
            if (ids[i] == id) {
                return values[i];
            }
        }
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        ids[count] = id;
        values[count++] = value;
        return value;
    }
}
