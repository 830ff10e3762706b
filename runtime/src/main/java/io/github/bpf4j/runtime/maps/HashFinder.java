package io.github.bpf4j.runtime.maps;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Lookups in a hash map, without its lock. A record, since the JVM takes components of records for constants.
 *
 * @param first where element 0 lies in the segment: its key, and at valueOffset its value
 * @param base address of element 0
 * @param cpuStride from one CPU's value to the next CPU's, 0 if there is one for all
 */
record HashFinder(
        HashTable table,
        HashIndex index,
        MemorySegment segment,
        long mask,
        long first,
        long base,
        int keySize,
        int valueOffset,
        int stride,
        int cpuStride,
        int elementMask,
        long seed,
        boolean evicts)
        implements Finder {
    /** After so many the lock is taken: half of the slots are free, so that hardly anybody goes that far. */
    private static final int STEPS = 256;

    /*
     * What is read may be anything while somebody changes the index; the slots may even be all taken.
     *
     * A processor that guesses that a slot is the one reads its element, and what the program does to that, before it knows. An element of
     * another key is one that another CPU may be writing, and would have to fetch back. So as long as hashes differ, the element is -1.
     */
    @Override
    public long lookup(int cpu, long key) {
        long at = place(key);
        int hash = hash(at);
        int seen = table.version() & ~1; // not what it is afterwards if it is odd
        int[] slots = index.slots();
        int slot = hash & slots.length - 1;
        for (int steps = STEPS; steps > 0; steps--) {
            int word = slots[slot];
            if (word == 0) {
                VarHandle.loadLoadFence();
                return table.version() == seen ? 0 : lookupInTurn(cpu, key);
            }
            int difference = (word ^ hash) & ~elementMask;
            int element = (word & elementMask) - 1 | (difference | -difference) >> Integer.SIZE - 1;
            if (difference == 0 && isKey(element, at)) {
                VarHandle.loadLoadFence();
                return table.version() == seen ? found(cpu, element) : lookupInTurn(cpu, key);
            }
            slot = slot + 1 & slots.length - 1;
        }
        return lookupInTurn(cpu, key);
    }

    private long lookupInTurn(int cpu, long key) {
        int element = table.findInTurn(key);
        return element < 0 ? 0 : found(cpu, element);
    }

    private long found(int cpu, int element) {
        if (evicts) {
            table.use(element);
        }
        return base + (long) element * stride + valueOffset + (long) cpu * cpuStride;
    }

    /** Where a key lies in the segment; it may reach into the guard, unless it is longer than that. */
    private long place(long key) {
        return keySize <= GuestMemory.GUARD_BYTES
                ? (key & mask) + GuestMemory.GUARD_BYTES
                : table.memory.range(key, keySize);
    }

    int hash(long at) {
        long mixed = seed;
        int done = 0;
        for (; done + Long.BYTES <= keySize; done += Long.BYTES) {
            mixed = HashTable.mix(mixed ^ segment.get(GuestMemory.LONG, at + done));
        }
        if (done < keySize) {
            mixed = HashTable.mix(mixed ^ rest(at, done));
        }
        return (int) (mixed ^ mixed >>> 32);
    }

    private long rest(long at, int from) {
        if (keySize - from == Integer.BYTES) {
            return segment.get(GuestMemory.INT, at + from);
        }
        long rest = 0;
        for (int i = from; i < keySize; i++) {
            rest = rest << Byte.SIZE | segment.get(JAVA_BYTE, at + i) & 0xff;
        }
        return rest;
    }

    private boolean isKey(int element, long at) {
        long key = first + (long) element * stride;
        int done = 0;
        for (; done + Long.BYTES <= keySize; done += Long.BYTES) {
            if (segment.get(GuestMemory.LONG, key + done) != segment.get(GuestMemory.LONG, at + done)) {
                return false;
            }
        }
        return done == keySize || rest(key, done) == rest(at, done);
    }

    /** The element with a key, or -1; for whoever has the map's lock. */
    int find(long key, int hash) {
        long at = place(key);
        int[] slots = index.slots();
        for (int slot = hash & slots.length - 1; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
            int word = slots[slot];
            if (((word ^ hash) & ~elementMask) == 0 && isKey((word & elementMask) - 1, at)) {
                return (word & elementMask) - 1;
            }
        }
        return -1;
    }

    int hashOf(long key) {
        return hash(place(key));
    }
}
