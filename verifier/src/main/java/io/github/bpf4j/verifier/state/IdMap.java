package io.github.bpf4j.verifier.state;

import java.util.Arrays;

/** A one-to-one relation between ids of a stored state and of the current one (A86). Not safe for use by several threads. */
final class IdMap {
    private int[] pairs = new int[32];
    private int count;

    void clear() {
        count = 0;
    }

    /** Whether two ids may stand for each other; 0 stands only for 0. */
    boolean match(int old, int current) {
        if (old == 0 || current == 0) {
            return old == current;
        }
        return relate(old, current);
    }

    /** Whether two ids may stand for each other; a current 0 stands for an id that occurs nowhere else. */
    boolean matchLinked(int old, int current, int fresh) {
        if (old == 0) {
            return true;
        }
        return relate(old, current == 0 ? fresh : current);
    }

    private boolean relate(int old, int current) {
        for (int i = 0; i < count; i += 2) {
            if (pairs[i] == old) {
                return pairs[i + 1] == current;
            }
            if (pairs[i + 1] == current) {
                return false;
            }
        }
        if (count == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * count);
        }
        pairs[count++] = old;
        pairs[count++] = current;
        return true;
    }
}
