package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.function.IntConsumer;

/**
 * Values in the elements of a pool, each behind room for a key. What was removed stays whole for the programs that may know it: its
 * element is reused when the runs have ended that went on then.
 *
 * <p>All methods are for whoever has the lock that was given to {@link #attach}.
 */
abstract class PooledStorage extends MapStorage {
    private static final int MOST_ELEMENTS = 1 << 26;

    /* How many elements that were removed can wait. */
    private static final int MOST_WAITING = 1 << 16;
    private static final int LEAST_WAITING = 64;
    private static final int WAITING_BYTES = 16 << 20;

    final int valueOffset;
    private final ElementPool pool;
    private final int stride;
    private final int mostWaiting;
    private final RemovedElements removed = new RemovedElements();

    /**
     * A map without values.
     *
     * @param valueOffset the room for a key in front of a value
     * @param readOnly whether programs may only read values
     */
    PooledStorage(GuestMemory memory, Shape shape, int valueOffset, boolean perCpu, boolean readOnly) {
        super(memory, shape);
        this.valueOffset = valueOffset;
        stride = valueOffset + roundUp8(shape.valueSize()) * (perCpu ? shape.cpus() : 1);
        mostWaiting = Math.clamp(WAITING_BYTES / stride, LEAST_WAITING, MOST_WAITING);
        pool = new ElementPool(memory, shape, MOST_ELEMENTS, valueOffset, stride, readOnly, perCpu);
    }

    /** An element of zeros, or -1 if there is no room. */
    final int take() {
        int element = pool.take();
        if (element >= 0) {
            releaseOwned(pool.address(element), stride); // what was put there after the element had been removed
            memory.zero(pool.address(element), stride);
        }
        return element;
    }

    /** Where an element begins. */
    final long elementAddress(int element) {
        return pool.address(element);
    }

    /** The element, in use or not, whose value begins at an address; else -1. */
    final int elementAt(long value) {
        return pool.elementOf(value);
    }

    /** An element is nobody's any more. */
    final void giveUp(int element) {
        if (removed.count() == mostWaiting) {
            quiesce(); // earlier than promised, rather than without end
        }
        removed.add(element);
        tellThatRemovedWaits();
    }

    @Override
    public final boolean delaysRelease() {
        return true;
    }

    @Override
    public final void quiesce() {
        releaseSealed();
        seal();
        releaseSealed();
    }

    @Override
    public final boolean hasRemoved() {
        return !removed.isEmpty();
    }

    @Override
    public final void seal() {
        removed.seal();
    }

    @Override
    public final void releaseSealed() {
        removed.releaseSealed(this::free);
    }

    private void free(int element) {
        try {
            releaseFields(valueAddress(element, 0));
            releaseOwned(pool.address(element), stride);
        } finally {
            pool.free(element);
        }
    }

    /** Gives all memory back; says which elements are in use. */
    final void closePool(Iterable<Integer> inUse) {
        quiesce();
        IntConsumer release = element -> releaseOwned(pool.address(element), stride);
        inUse.forEach(release::accept);
        pool.close();
    }

    @Override
    public final boolean hasBatches() {
        return false;
    }

    /** Programs get values by helpers of their own. */
    @Override
    public final long lookup(int cpu, long key) {
        return 0;
    }

    @Override
    public final long update(int cpu, long key, long value, long flags) {
        return unsupported();
    }

    @Override
    public final long delete(long key) {
        return unsupported();
    }

    @Override
    public final long valueAddress(int element, int cpu) {
        return pool.address(element) + valueOffset + (isPerCpu() ? (long) cpu * roundUp8(shape.valueSize()) : 0);
    }

    @Override
    public final long keyAddress(int element, long scratch) {
        return pool.address(element);
    }
}
