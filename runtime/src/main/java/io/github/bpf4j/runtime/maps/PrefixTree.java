package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
 * The first `top.length` (a power of two) strings of bits have their way through the tree prepared: a slot names the first node on its
 * way that is at least log2(top.length) long, or the last one. Where a string leaves the way to the slot's node, it may be any node
 * below: the comparison tells. The table doubles with the number of nodes.
 *
 * A node is a row of ints: two children, parent, length, element plus one, then the bits, first bit highest. Nodes are numbered from
 * one; zero is none. Pages of rows never move.
 */
final class PrefixTree {
    /** There is no such prefix. */
    static final int NONE = -1;

    /** What was read does not fit together: the tree is being changed. */
    static final int NOT_SURE = -2;

    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    private static final int PARENT = 2;
    private static final int LENGTH = 3;
    private static final int ELEMENT = 4;
    private static final int BITS = 5;

    private static final int MOST_TOP_BITS = 20;
    private static final int NODES_PER_SLOT = 2;

    private final GuestMemory memory;
    private final int dataBits;
    private final int row;
    private final int[] key;
    private int[][] pages = new int[1][];
    private int[] top = new int[1];
    private int[] nodes = new int[0];
    private int root;
    private int fresh = 1;
    private int freeHead;
    private int live;

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
        int[][] rows = pages;
        int[] slots = top;
        int topBits = log2(slots.length);
        int node = bits < topBits ? root : slots[prefix(Integer.reverseBytes(memory.getInt(data)), topBits)];
        if (node == 0) {
            return NONE;
        }
        int above = -1;
        int[] page;
        int at;
        while (true) {
            page = page(rows, node);
            at = (node & PAGE - 1) * row;
            if (page == null || page[at + LENGTH] <= above) {
                return NOT_SURE;
            }
            above = page[at + LENGTH];
            int child = above >= bits ? 0 : page[at + bit(data, above)];
            if (child == 0) {
                break;
            }
            node = child;
        }
        int common = common(data, page, at + BITS, Math.min(bits, above));
        while (page[at + LENGTH] > common || page[at + ELEMENT] == 0) {
            node = page[at + PARENT];
            if (node == 0) {
                return NONE;
            }
            page = page(rows, node);
            at = (node & PAGE - 1) * row;
            if (page == null || page[at + LENGTH] >= above) {
                return NOT_SURE;
            }
            above = page[at + LENGTH];
        }
        return page[at + ELEMENT] - 1;
    }

    private static int @Nullable [] page(int[][] rows, int node) {
        int number = node >>> PAGE_BITS;
        return number < rows.length ? rows[number] : null;
    }

    private int bit(long data, int index) {
        return memory.getU8(data + (index >>> 3)) >>> (7 - (index & 7)) & 1;
    }

    private int common(long data, int[] page, int from, int limit) {
        for (int word = 0; word << 5 < limit; word++) {
            int differ = Integer.reverseBytes(memory.getInt(data + word * 4L)) ^ page[from + word];
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

    /** Sees to it that {@link #put} needs no memory; what goes on beside it is not disturbed. */
    void prepare(int element) {
        if (element >= nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.max(PAGE, Math.max(element + 1, nodes.length * 2)));
        }
        for (int node = fresh; node <= fresh + 1; node++) {
            int number = node >>> PAGE_BITS;
            if (number >= pages.length) {
                pages = Arrays.copyOf(pages, pages.length * 2);
            }
            if (pages[number] == null) {
                pages[number] = new int[PAGE * row];
            }
        }
        if (live > top.length * NODES_PER_SLOT && log2(top.length) < Math.min(MOST_TOP_BITS, dataBits)) {
            int[] larger = new int[top.length * 2];
            fill(larger, root, 0, larger.length);
            top = larger;
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
        return pages[node >>> PAGE_BITS][(node & PAGE - 1) * row + column];
    }

    private void set(int node, int column, int value) {
        pages[node >>> PAGE_BITS][(node & PAGE - 1) * row + column] = value;
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
        Arrays.fill(pages[node >>> PAGE_BITS], (node & PAGE - 1) * row, (node & PAGE - 1) * row + BITS, 0);
        System.arraycopy(key, 0, pages[node >>> PAGE_BITS], (node & PAGE - 1) * row + BITS, key.length);
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
