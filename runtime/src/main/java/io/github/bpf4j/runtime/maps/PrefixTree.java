package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Prefixes of strings of bits, each with the number of an element, found by the longest that begins a string.
 *
 * <p>{@link #longest} is safe beside changes, if what it answers is thrown away when there was one; all else is for one thread at a time.
 */
/*
 * A PATRICIA tree (D. R. Morrison, "PATRICIA - Practical Algorithm To Retrieve Information Coded in Alphanumeric", 1968). A node is a
 * prefix; those below its child 0 go on with the bit 0, those below its child 1 with 1. Nodes without an element have two children. So
 * a search needs the bits of the string only where nodes part, compares the string once with the node where it ends, and goes up again
 * to the first node with an element that is no longer than what the two have in common.
 *
 * Searches need not begin at the root, since a way up leads there from everywhere:
 *   - `top` knows, for each value of the first bits, the first node on the way that is at least as long, or the last one. Where a
 *     string leaves the way to that node, it may be any node below: the comparison tells.
 *   - `waypoints` knows, of all prefixes cut to a number of bits at which the tree is wide, the first node that is at least as long.
 *     A string that has one begins there. If the two turn out to have less in common, the hash erred: the search begins at the top.
 * Both grow with the number of nodes, and the number of bits is then chosen anew.
 *
 * A node is a row of ints: two children, parent, length, element plus one, then the bits, first bit highest. Nodes are numbered from
 * one; zero is none.
 */
final class PrefixTree {
    /** There is no such prefix. */
    static final int NONE = -1;

    /** What was read does not fit together: the tree is being changed. */
    static final int NOT_SURE = -2;

    private static final int ASTRAY = -3;

    private static final int PARENT = 2;
    private static final int LENGTH = 3;
    private static final int ELEMENT = 4;
    private static final int BITS = 5;

    private static final int MOST_TOP_BITS = 20;
    private static final int NODES_PER_SLOT = 2;
    private static final int LEAST_NODES = 64;
    private static final int MOST_INTS = Integer.MAX_VALUE - 8;

    private final GuestMemory memory;
    private final int dataBits;
    private final int row;
    private final int[] key;
    private int[] rows = new int[0];
    private Waypoints waypoints = Waypoints.NONE;
    private int[] top = new int[1];
    private int[] nodes = new int[0];
    private int root;
    private int fresh = 1;
    private int freeHead;
    private int live;
    private int chosenFor = LEAST_NODES / 2;

    /**
     * An empty tree.
     *
     * @param dataBytes bytes of the longest strings
     */
    PrefixTree(GuestMemory memory, int dataBytes) {
        this.memory = memory;
        dataBits = dataBytes * Byte.SIZE;
        key = new int[(dataBytes + Integer.BYTES - 1) / Integer.BYTES];
        row = BITS + key.length;
    }

    /** Most bits of a prefix. */
    int dataBits() {
        return dataBits;
    }

    /**
     * The element of the longest prefix of the first bits in guest memory, {@link #NONE} or {@link #NOT_SURE}.
     *
     * @param bits how many, at most {@link #dataBits()}
     */
    int longest(long data, int bits) {
        Waypoints ways = waypoints;
        if (bits >= ways.bits()) {
            int node = ways.find(Long.reverseBytes(memory.getLong(data)) >>> Long.SIZE - ways.bits());
            int element = node == 0 ? ASTRAY : longest(data, bits, node, ways.bits());
            if (element != ASTRAY) {
                return element;
            }
        }
        int[] slots = top;
        int topBits = log2(slots.length);
        int node = bits < topBits ? root : slots[prefix(Integer.reverseBytes(memory.getInt(data)), topBits)];
        return node == 0 ? NONE : longest(data, bits, node, 0);
    }

    /**
     * Searches from a node on.
     *
     * @param least bits that its prefixes should have in common with the string, else the answer is {@link #ASTRAY}
     */
    private int longest(long data, int bits, int from, int least) {
        int[] table = rows;
        int above = -1;
        int at = from * row;
        while (true) {
            if (at < 0 || at > table.length - row || table[at + LENGTH] <= above) {
                return NOT_SURE;
            }
            above = table[at + LENGTH];
            int child = above >= bits ? 0 : table[at + bit(data, above)];
            if (child == 0) {
                break;
            }
            at = child * row;
        }
        int common = common(data, table, at + BITS, Math.min(bits, above));
        if (common < least) {
            return ASTRAY;
        }
        while (table[at + LENGTH] > common || table[at + ELEMENT] == 0) {
            int parent = table[at + PARENT];
            if (parent == 0) {
                return NONE;
            }
            at = parent * row;
            if (at < 0 || at > table.length - row || table[at + LENGTH] >= above) {
                return NOT_SURE;
            }
            above = table[at + LENGTH];
        }
        return table[at + ELEMENT] - 1;
    }

    private int bit(long data, int index) {
        return memory.getU8(data + (index >>> 3)) >>> (7 - (index & 7)) & 1;
    }

    private int common(long data, int[] table, int from, int limit) {
        for (int word = 0; word << 5 < limit; word++) {
            int differ = Integer.reverseBytes(memory.getInt(data + word * 4L)) ^ table[from + word];
            if (differ != 0) {
                return Math.min(limit, (word << 5) + Integer.numberOfLeadingZeros(differ));
            }
        }
        return limit;
    }

    private static int log2(int power) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(power);
    }

    /** The first bits of a word as a number. */
    private static int prefix(int word, int bits) {
        return (int) (Integer.toUnsignedLong(word) << bits >>> Integer.SIZE);
    }

    // ---- one thread at a time

    /**
     * Reads the string that {@link #find} and {@link #put} are about, once: others may change it meanwhile.
     *
     * @return this tree
     */
    PrefixTree at(long data) {
        for (int word = 0; word < key.length; word++) {
            key[word] = Integer.reverseBytes(memory.getInt(data + word * 4L));
        }
        return this;
    }

    /** The element of exactly this prefix, or {@link #NONE}. */
    int find(int bits) {
        int node = exact(bits);
        return node == 0 ? NONE : get(node, ELEMENT) - 1;
    }

    /**
     * Sees to it that {@link #put} needs no memory; what goes on beside it is not disturbed.
     *
     * @return whether there is room for another prefix
     */
    boolean prepare(int element) {
        try {
            return enlarge(element);
        } catch (OutOfMemoryError _) {
            return false;
        }
    }

    private boolean enlarge(int element) {
        if (element >= nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.max(LEAST_NODES, Math.max(element + 1, nodes.length * 2)));
        }
        long needed = (fresh + 2L) * row;
        if (needed > MOST_INTS) {
            return false;
        }
        if (needed > rows.length) {
            rows = published(Arrays.copyOf(rows, (int) Math.min(MOST_INTS, Math.max(needed, rows.length * 3L / 2))));
        }
        if (live > top.length * NODES_PER_SLOT && log2(top.length) < Math.min(MOST_TOP_BITS, dataBits)) {
            int[] larger = new int[top.length * 2];
            fill(larger, root, 0, larger.length);
            top = published(larger);
        }
        if (live >= chosenFor * 2L) {
            chosenFor = live;
            waypoints = published(chosen());
        } else if (waypoints.isFull()) {
            int bits = waypoints.bits();
            waypoints = published(waypoints.larger(node -> firstBits(node, bits)));
        }
        return true;
    }

    /** Whoever sees it sees what is in it. */
    private static <T> T published(T table) {
        VarHandle.storeStoreFence();
        return table;
    }

    /** Waypoints where the tree is widest below the top. */
    private Waypoints chosen() {
        int most = Math.min(Long.SIZE, dataBits);
        int[] widths = new int[most + 2];
        for (int node = first(root); node != 0; node = after(node)) {
            int parent = get(node, PARENT);
            widths[Math.min(most, parent == 0 ? 0 : get(parent, LENGTH)) + 1]++;
            widths[Math.min(most, get(node, LENGTH)) + 1]--;
        }
        int best = 0;
        int widest = 0;
        int width = 0;
        for (int bits = 1; bits <= most; bits++) {
            width += widths[bits];
            if (width > widest && bits > log2(top.length)) {
                best = bits;
                widest = width;
            }
        }
        if (best == 0) {
            return Waypoints.NONE;
        }
        int bits = best;
        Waypoints ways = new Waypoints(bits, widest);
        for (int node = first(root); node != 0; node = after(node)) {
            if (isWaypoint(node, get(node, PARENT), bits)) {
                ways.put(firstBits(node, bits), node, other -> firstBits(other, bits));
            }
        }
        return ways;
    }

    private boolean isWaypoint(int node, int parent, int bits) {
        return get(node, LENGTH) >= bits && (parent == 0 || get(parent, LENGTH) < bits);
    }

    /** The first bits of a node, at most 64, as a number. */
    private long firstBits(int node, int bits) {
        long second = key.length > 1 ? Integer.toUnsignedLong(get(node, BITS + 1)) : 0;
        return ((long) get(node, BITS) << Integer.SIZE | second) >>> Long.SIZE - bits;
    }

    /** A node is now below a parent: if it is long enough and the parent is not, ways lead to it. */
    private void lead(int node, int parent) {
        int bits = waypoints.bits();
        if (isWaypoint(node, parent, bits)) {
            waypoints.put(firstBits(node, bits), node, other -> firstBits(other, bits));
        }
    }

    /** Gives a prefix another element, adding the prefix if it is not there; see {@link #prepare}. */
    void put(int bits, int element) {
        int node = exact(bits);
        if (node == 0) {
            node = add(bits);
        } else if (get(node, ELEMENT) != 0) {
            nodes[get(node, ELEMENT) - 1] = 0;
        }
        set(node, ELEMENT, element + 1);
        nodes[element] = node;
    }

    /** Removes the prefix of an element. */
    void remove(int element) {
        int node = nodes[element];
        nodes[element] = 0;
        set(node, ELEMENT, 0);
        if (get(node, 0) != 0 && get(node, 1) != 0) {
            return;
        }
        int parent = get(node, PARENT);
        replace(node, get(node, 0) | get(node, 1));
        if (parent != 0 && get(parent, ELEMENT) == 0 && (get(parent, 0) == 0 || get(parent, 1) == 0)) {
            replace(parent, get(parent, 0) | get(parent, 1));
        }
    }

    /** The element after the given one, those of longer prefixes first; the first one for -1 or an element that has no prefix. */
    int next(int element) {
        int from = element < 0 || element >= nodes.length ? 0 : nodes[element];
        int node = from == 0 ? first(root) : after(from);
        while (node != 0 && get(node, ELEMENT) == 0) {
            node = after(node);
        }
        return node == 0 ? NONE : get(node, ELEMENT) - 1;
    }

    /** Whether an element has a prefix. */
    boolean has(int element) {
        return element >= 0 && element < nodes.length && nodes[element] != 0;
    }

    private int first(int below) {
        int node = below;
        for (int child = below; child != 0; child = get(child, 0) != 0 ? get(child, 0) : get(child, 1)) {
            node = child;
        }
        return node;
    }

    private int after(int node) {
        int parent = get(node, PARENT);
        return parent != 0 && get(parent, 0) == node && get(parent, 1) != 0 ? first(get(parent, 1)) : parent;
    }

    private int get(int node, int column) {
        return rows[node * row + column];
    }

    private void set(int node, int column, int value) {
        rows[node * row + column] = value;
    }

    private int keyBit(int index) {
        return key[index >>> 5] >>> (31 - (index & 31)) & 1;
    }

    private int nodeBit(int node, int index) {
        return get(node, BITS + (index >>> 5)) >>> (31 - (index & 31)) & 1;
    }

    /** Where a search for the key ends. */
    private int last(int bits) {
        int node = root;
        while (node != 0 && get(node, LENGTH) < bits) {
            int child = get(node, keyBit(get(node, LENGTH)));
            if (child == 0) {
                return node;
            }
            node = child;
        }
        return node;
    }

    private int keyCommon(int node, int bits) {
        int limit = Math.min(bits, get(node, LENGTH));
        for (int word = 0; word << 5 < limit; word++) {
            int differ = key[word] ^ get(node, BITS + word);
            if (differ != 0) {
                return Math.min(limit, (word << 5) + Integer.numberOfLeadingZeros(differ));
            }
        }
        return limit;
    }

    private int exact(int bits) {
        int node = last(bits);
        return node != 0 && get(node, LENGTH) == bits && keyCommon(node, bits) == bits ? node : 0;
    }

    /** Adds a node for the key, which has none. */
    private int add(int bits) {
        int end = last(bits);
        int common = end == 0 ? 0 : keyCommon(end, bits);
        int below = end; // the first node on the way that is longer than what is common
        int parent = end == 0 ? 0 : get(end, PARENT);
        while (parent != 0 && get(parent, LENGTH) > common) {
            below = parent;
            parent = get(parent, PARENT);
        }
        if (below != 0 && get(below, LENGTH) <= common) {
            parent = below;
            below = 0;
        }
        int node = create(bits);
        if (below == 0) {
            hang(node, parent);
        } else if (common == bits) {
            set(node, nodeBit(below, bits), below);
            set(below, PARENT, node);
            hang(node, parent);
        } else {
            int fork = create(common);
            set(fork, nodeBit(below, common), below);
            set(fork, keyBit(common), node);
            set(below, PARENT, fork);
            set(node, PARENT, fork);
            lead(node, fork);
            hang(fork, parent);
        }
        return node;
    }

    private int create(int bits) {
        int node = freeHead;
        if (node == 0) {
            node = fresh++;
        } else {
            freeHead = get(node, 0);
        }
        live++;
        Arrays.fill(rows, node * row, node * row + BITS, 0);
        System.arraycopy(key, 0, rows, node * row + BITS, key.length);
        set(node, LENGTH, bits);
        return node;
    }

    private void hang(int node, int parent) {
        set(node, PARENT, parent);
        if (parent == 0) {
            root = node;
        } else {
            set(parent, nodeBit(node, get(parent, LENGTH)), node);
        }
        lead(node, parent);
        refresh(node, parent, node);
    }

    /** Puts a node's only child, or nothing, where the node was. */
    private void replace(int node, int child) {
        int parent = get(node, PARENT);
        if (child != 0) {
            set(child, PARENT, parent);
        }
        if (parent == 0) {
            root = child;
        } else {
            set(parent, nodeBit(node, get(parent, LENGTH)), child);
        }
        if (child != 0) {
            lead(child, parent);
        } else if (isWaypoint(node, parent, waypoints.bits())) {
            int bits = waypoints.bits();
            waypoints.remove(firstBits(node, bits), other -> firstBits(other, bits));
        }
        refresh(child == 0 ? parent : child, parent, node);
        set(node, 0, freeHead);
        freeHead = node;
        live--;
    }

    // ---- the table

    /** Prepares anew what goes to a node below a parent, on the side where a sample is. */
    private void refresh(int node, int parent, int sample) {
        int topBits = log2(top.length);
        if (parent == 0) {
            fill(top, node, 0, top.length);
        } else if (get(parent, LENGTH) < topBits) {
            int length = top.length >>> get(parent, LENGTH) + 1;
            int from = prefix(get(sample, BITS), topBits) & -length;
            if (node == parent) {
                Arrays.fill(top, from, from + length, node);
            } else {
                fill(top, node, from, from + length);
            }
        }
    }

    private void fill(int[] slots, int node, int from, int to) {
        Arrays.fill(slots, from, to, node);
        int topBits = log2(slots.length);
        if (node == 0 || get(node, LENGTH) >= topBits) {
            return;
        }
        int length = slots.length >>> get(node, LENGTH);
        int start = prefix(get(node, BITS), topBits) & -length;
        for (int side = 0; side <= 1; side++) {
            int child = get(node, side);
            if (child != 0) {
                int half = start + side * (length >>> 1);
                fill(slots, child, half, half + (length >>> 1));
            }
        }
    }
}
