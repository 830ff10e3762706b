package io.github.bpf4j.runtime.maps;

/**
 * Where the elements of a hash map are, by the hashes of their keys: open addressing, the next free slot is taken, at most half of the
 * slots are. For whoever has the map's lock; others only read {@link #slots}.
 */
/*
 * A slot is an int, so that sixteen are in a cache line: the element's number plus one, and above that as many of the hash's high bits as
 * there is room for. So a lookup that hits reads one slot and one element, and one that misses seldom reads an element.
 *
 * Nothing is marked as deleted: removing moves those behind it back as far as their hashes let them, which are in host memory.
 */
final class HashIndex {
    private static final int LEAST = 64;
    private static final int GROWTH = 4;

    private final int most;
    private final int elementMask;
    private final PagedInts hashes;
    private int[] slots;
    private int count;

    /**
     * An empty index, which grows with what is in it.
     *
     * @param maxEntries how many elements there are at most at once
     * @param capacity elements are below it
     * @param hashes of the elements
     */
    HashIndex(int maxEntries, int capacity, PagedInts hashes) {
        most = Math.max(2, Integer.highestOneBit(Math.max(1, 2 * maxEntries - 1)) << 1);
        elementMask = (Integer.highestOneBit(capacity) << 1) - 1;
        this.hashes = hashes;
        slots = new int[Math.min(most, LEAST)];
    }

    /** What tells a slot's element from its bits of the hash. */
    int elementMask() {
        return elementMask;
    }

    /** The slots, by the low bits of hashes. */
    int[] slots() {
        return slots;
    }

    /** Whether one more element needs more slots first. */
    boolean isFull() {
        return 2 * (count + 1) > slots.length && slots.length < most;
    }

    /** What is in it, in more slots: for {@link #use}, before anything changes. Takes a while, and may throw. */
    int[] inMoreSlots() {
        int[] before = slots;
        int[] more = new int[Math.min(most / GROWTH >= before.length ? before.length * GROWTH : most, most)];
        for (int word : before) {
            if (word != 0) {
                more[free(more, hashes.get((word & elementMask) - 1))] = word;
            }
        }
        return more;
    }

    /** Uses other slots from now on. */
    void use(int[] others) {
        slots = others;
    }

    private static int free(int[] slots, int hash) {
        int at = hash & slots.length - 1;
        while (slots[at] != 0) {
            at = at + 1 & slots.length - 1;
        }
        return at;
    }

    private int word(int element) {
        return hashes.get(element) & ~elementMask | element + 1;
    }

    private int slotOf(int element) {
        int at = hashes.get(element) & slots.length - 1;
        while ((slots[at] & elementMask) != element + 1) {
            at = at + 1 & slots.length - 1;
        }
        return at;
    }

    /** What is where an element should be. */
    int look(int element) {
        return slots[hashes.get(element) & slots.length - 1];
    }

    /** Adds an element whose hash is known by now. */
    void add(int element) {
        slots[free(slots, hashes.get(element))] = word(element);
        count++;
    }

    /** Puts an element in the place of another of the same hash. */
    void replace(int old, int element) {
        slots[slotOf(old)] = word(element);
    }

    /** Removes an element. */
    void remove(int element) {
        int last = slots.length - 1;
        int hole = slotOf(element);
        for (int at = hole + 1 & last; slots[at] != 0; at = at + 1 & last) {
            int home = hashes.get((slots[at] & elementMask) - 1);
            if ((at - home & last) >= (at - hole & last)) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = 0;
        count--;
    }
}
