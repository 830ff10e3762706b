package io.github.bpf4j.runtime.maps;

/**
 * A hash table from the first bits of prefixes, a fixed number of at most 64, to a node of their tree.
 *
 * <p>{@link #find} is safe beside changes and may then answer anything; all else is for one thread at a time.
 */
/*
 * Linear probing. A slot is half of the hash, which tells most other prefixes apart, and the node; whose prefix it really is the tree
 * knows. Removal moves back what would no longer be found.
 */
final class Waypoints {
    /** Nothing is ever found. */
    static final Waypoints NONE = new Waypoints(Integer.MAX_VALUE, 0);

    private static final int LEAST = 64;
    private static final int MOST_STEPS = 256;
    private static final long NODE = 0xffff_ffffL;

    /** What a node's first bits are. */
    @FunctionalInterface
    interface Prefixes {
        long of(int node);
    }

    private final int bits;
    private final long[] slots;
    private int count;

    /**
     * An empty table.
     *
     * @param bits how many bits are looked at
     * @param expected how many nodes will be put into it
     */
    Waypoints(int bits, int expected) {
        this.bits = bits;
        slots = new long[Math.max(LEAST, Integer.highestOneBit(expected) * 4)];
    }

    int bits() {
        return bits;
    }

    boolean isFull() {
        return count > slots.length / 2;
    }

    /** The same with twice the room. */
    Waypoints larger(Prefixes prefixes) {
        Waypoints larger = new Waypoints(bits, slots.length / 2);
        for (long slot : slots) {
            if (slot != 0) {
                larger.put(prefixes.of((int) slot), (int) slot, prefixes);
            }
        }
        return larger;
    }

    private static long hash(long prefix) {
        return HashTable.mix(prefix ^ 0x6a09_e667_f3bc_c908L);
    }

    private int home(long hash) {
        return (int) hash & slots.length - 1;
    }

    /** A node that probably begins with these bits, or 0 if none is known that does. */
    int find(long prefix) {
        long hash = hash(prefix);
        int at = home(hash);
        for (int step = 0; step < MOST_STEPS; step++) {
            long slot = slots[at];
            if (slot == 0) {
                return 0;
            }
            if (((slot ^ hash) & ~NODE) == 0) {
                return (int) slot;
            }
            at = at + 1 & slots.length - 1;
        }
        return 0;
    }

    /** Names the node for these bits, in place of the one before. */
    void put(long prefix, int node, Prefixes prefixes) {
        int at = at(prefix, prefixes);
        if (slots[at] == 0) {
            count++;
        }
        slots[at] = hash(prefix) & ~NODE | node;
    }

    /** Where these bits are, or the empty slot where they would be. */
    private int at(long prefix, Prefixes prefixes) {
        long hash = hash(prefix);
        int at = home(hash);
        while (slots[at] != 0 && (((slots[at] ^ hash) & ~NODE) != 0 || prefixes.of((int) slots[at]) != prefix)) {
            at = at + 1 & slots.length - 1;
        }
        return at;
    }

    /** Names no node for these bits any more. */
    void remove(long prefix, Prefixes prefixes) {
        int gap = at(prefix, prefixes);
        if (slots[gap] == 0) {
            return;
        }
        count--;
        slots[gap] = 0;
        for (int at = gap + 1 & slots.length - 1; slots[at] != 0; at = at + 1 & slots.length - 1) {
            int home = home(hash(prefixes.of((int) slots[at])));
            if ((at - home & slots.length - 1) >= (at - gap & slots.length - 1)) {
                slots[gap] = slots[at];
                slots[at] = 0;
                gap = at;
            }
        }
    }
}
