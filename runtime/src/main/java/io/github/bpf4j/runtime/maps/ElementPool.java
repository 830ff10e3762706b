package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The elements of a map that allocates them when they are needed: a key and a value each, in guest memory, at addresses that stay. An
 * element that was freed is the next one to be taken.
 *
 * <p>{@link #address} is safe for any thread that learnt of the element; all else is for whoever holds the map's lock.
 */
/*
 * Elements lie in chunks of guest memory. The first has FIRST elements, each later one as many as all before it, so that the chunk of
 * an element follows from the highest bit of its number.
 */
final class ElementPool {
    private static final int FIRST_BITS = 6;
    private static final int FIRST = 1 << FIRST_BITS;
    private static final int CHUNKS = Integer.SIZE - FIRST_BITS;

    private final GuestMemory memory;
    private final MapStorage.Shape shape;
    private final int capacity;
    private final int valueOffset;
    private final int stride;
    private final boolean readOnly;
    private final boolean perCpu;
    private final long[] bases = new long[CHUNKS];
    private final List<MapObject> objects = new ArrayList<>();
    private int[] free = new int[0];
    private int freeCount;
    private int fresh;

    /**
     * A pool without elements.
     *
     * @param capacity most elements
     * @param stride bytes of an element
     * @param readOnly whether programs may only read values
     */
    ElementPool(
            GuestMemory memory, MapStorage.Shape shape, int capacity, int valueOffset, int stride, boolean readOnly) {
        this(memory, shape, capacity, valueOffset, stride, readOnly, false);
    }

    /** As the other, of elements that perhaps have a value for each CPU. */
    ElementPool(
            GuestMemory memory,
            MapStorage.Shape shape,
            int capacity,
            int valueOffset,
            int stride,
            boolean readOnly,
            boolean perCpu) {
        this.perCpu = perCpu;
        this.memory = memory;
        this.shape = shape;
        this.capacity = capacity;
        this.valueOffset = valueOffset;
        this.stride = stride;
        this.readOnly = readOnly;
    }

    private static int chunk(int element) {
        return element < FIRST ? 0 : Integer.SIZE - FIRST_BITS - Integer.numberOfLeadingZeros(element);
    }

    private static int start(int chunk) {
        return chunk == 0 ? 0 : FIRST << chunk - 1;
    }

    private long length(int chunk) {
        return Math.min(Math.max(FIRST, start(chunk)), (long) capacity - start(chunk));
    }

    /** An element, or -1 if there are as many as may be or guest memory is full. */
    int take() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        if (fresh == capacity) {
            return -1;
        }
        int chunk = chunk(fresh);
        if (bases[chunk] == 0 && !addChunk(chunk) || !memory.commit(address(fresh), stride)) {
            return -1;
        }
        return fresh++;
    }

    private boolean addChunk(int chunk) {
        long bytes = length(chunk) * stride;
        long base = memory.reserve(bytes, GuestMemory.Zone.HIGH);
        if (base == 0) {
            return false;
        }
        bases[chunk] = base;
        MapObject object = new MapObject(shape, base & memory.mask(), bytes, stride, 0, valueOffset, perCpu, readOnly);
        objects.add(object);
        memory.objects().add(object);
        return true;
    }

    /** Gives an element back. */
    void free(int element) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Math.max(FIRST, freeCount * 2));
        }
        free[freeCount++] = element;
    }

    /** Where an element begins. */
    long address(int element) {
        int chunk = chunk(element);
        return bases[chunk] + (long) (element - start(chunk)) * stride;
    }

    /** The element whose value begins at an address, or -1. */
    int elementOf(long value) {
        for (int chunk = 0; chunk < CHUNKS && bases[chunk] != 0; chunk++) {
            long offset = value - valueOffset - bases[chunk];
            if (offset >= 0 && offset < length(chunk) * stride && offset % stride == 0) {
                return start(chunk) + (int) (offset / stride);
            }
        }
        return -1;
    }

    /** Gives guest memory back. */
    void close() {
        objects.forEach(memory.objects()::remove);
        for (int chunk = 0; chunk < CHUNKS && bases[chunk] != 0; chunk++) {
            long used = Math.min(length(chunk), (long) fresh - start(chunk));
            memory.release(bases[chunk], length(chunk) * stride, used * stride);
        }
    }
}
