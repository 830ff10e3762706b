package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;

import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.memory.GuestMemory;
import org.jspecify.annotations.Nullable;

/**
 * A map as guest programs see it: keys and values are guest addresses, failures are negative errnos (runtime spec 5).
 *
 * <p>{@link #lookup} is safe for any thread, beside everything else; all other methods are for whoever has the lock that was given to
 * {@link #attach}.
 */
public abstract class MapStorage {
    /** The largest value that an update takes as flags apart from LOCK. */
    static final long EXIST = 2;

    static final long NOEXIST = 1;
    static final long LOCK = 4;

    /** What a map type, its sizes and its place in guest memory have in common. */
    public record Shape(String name, int keySize, int valueSize, int maxEntries, int cpus, ValueFields fields) {}

    /** Told when an element's special fields must be emptied: its timer and its work queue are freed (timers spec 3.4). */
    @FunctionalInterface
    public interface ElementReleaser {
        void release(long value);

        /** Told when what values own in a range of addresses goes: objects of programs. */
        default void releaseOwned(long start, long sizeBytes) {}

        /** Told that an element was removed which waits to be given up, where the type {@linkplain #delaysRelease delays} that. */
        default void removedWaits() {}
    }

    final GuestMemory memory;
    final Shape shape;
    private TurnLock lock = new TurnLock();
    private @Nullable ElementReleaser releaser;
    private final boolean ownsObjects;
    private long updates;
    private int timers;
    private boolean forgotten;
    private @Nullable Object owner;

    MapStorage(GuestMemory memory, Shape shape) {
        this.memory = memory;
        this.shape = shape;
        this.ownsObjects = shape.fields().ownsObjects();
    }

    public final Shape shape() {
        return shape;
    }

    public final ValueFields fields() {
        return shape.fields();
    }

    /**
     * Makes the map part of a runtime.
     *
     * @param shared the lock that callers hold
     * @param elementReleaser who empties special fields
     */
    public final void attach(TurnLock shared, ElementReleaser elementReleaser) {
        lock = shared;
        releaser = elementReleaser;
    }

    /** What this is the storage of, to whoever knows; null if nothing. */
    public final @Nullable Object owner() {
        return owner;
    }

    /** Sets what this is the storage of. */
    public final void setOwner(@Nullable Object live) {
        owner = live;
    }

    /** Looks at what an element's removal will look at, for the sake of the cache alone; a number that means nothing. */
    public long look(int element) {
        return element;
    }

    /** Programs know it no more. */
    public final void forget() {
        forgotten = true;
    }

    /** Whether programs know it no more. */
    public final boolean isForgotten() {
        return forgotten;
    }

    /** What callers hold, {@link #lookup} apart. */
    final TurnLock lock() {
        return lock;
    }

    /** Copies a value into an element that is in use, under its lock if the flags say so. */
    final void copyInto(long value, long to, long flags) {
        lock(to, flags);
        try {
            fields().copy(memory, value, to);
        } finally {
            unlock(to, flags);
        }
    }

    private void lock(long value, long flags) {
        if ((flags & LOCK) != 0) {
            memory.locks().lockForHost(value + fields().lockOffset());
        }
    }

    private void unlock(long value, long flags) {
        if ((flags & LOCK) != 0) {
            memory.locks().unlockForHost(value + fields().lockOffset());
        }
    }

    /** Whether values can own objects of programs. */
    public final boolean ownsObjects() {
        return ownsObjects;
    }

    final void releaseFields(long value) {
        if (releaser != null && shape.fields().hasAsync()) {
            releaser.release(value);
        }
    }

    /** An element was removed and waits to be given up. */
    final void tellThatRemovedWaits() {
        if (releaser != null) {
            releaser.removedWaits();
        }
    }

    /** Values in a range of addresses own no object any more. */
    final void releaseOwned(long start, long sizeBytes) {
        if (releaser != null && ownsObjects) {
            releaser.releaseOwned(start, sizeBytes);
        }
    }

    /** A value that stays where it is owns no object any more, and its other pointers are null. */
    final void emptyPointers(long value) {
        releaseOwned(value, shape.valueSize());
        shape.fields().clearPointers(memory, value);
    }

    /** The value for a program on the given CPU, or 0. Marks the element as used where the type evicts. */
    public abstract long lookup(int cpu, long key);

    /** Does what {@link #lookup} does. */
    public Finder finder() {
        return this::lookup;
    }

    /** Stores a value for a program on the given CPU; 0 or a negative errno. */
    public abstract long update(int cpu, long key, long value, long flags);

    /** Removes an element; 0 or a negative errno. */
    public abstract long delete(long key);

    /** Removes an element for the host; 0 or a negative errno. */
    public long deleteFromHost(long key) {
        return delete(key);
    }

    /** The element with this key, or -1; changes nothing. */
    public abstract int find(long key);

    /** The element that a lookup of this key finds, or -1; changes nothing. */
    public int match(long key) {
        return find(key);
    }

    /**
     * The first live element after the given one, or -1; starts with -1. What comes after an element that is dead by now is the type's
     * own: the next one, or the first.
     */
    public abstract int next(int element);

    /** What is wrong with the host's looking an element up, else 0. */
    public long refuseLookup(long flags) {
        return fields().refuseLookup(flags);
    }

    /** Whether the host can read, store or remove many elements with one command. */
    public boolean hasBatches() {
        return true;
    }

    /** The element that a key stands for where the host goes from key to key, or -1: of some types it need not be there. */
    public int position(long key) {
        return find(key);
    }

    /** What comes after it where the host goes from key to key, or -1. */
    public int nextPosition(int element) {
        return next(element);
    }

    /** Adds a value to a map without keys; 0 or a negative errno. */
    public long push(long value, long flags) {
        return unsupported();
    }

    /** Takes a value out of a map without keys, into guest memory; 0 or a negative errno. */
    public long pop(long value) {
        return unsupported();
    }

    /** Reads a value of a map without keys into guest memory, or asks for the one that is there; 0 or a negative errno. */
    public long peek(long value) {
        return unsupported();
    }

    /** Where the value of an element is, for one CPU where values are per CPU. */
    public abstract long valueAddress(int element, int cpu);

    /**
     * Where the key of an element is.
     *
     * @param scratch guest memory for keys that no element holds
     */
    public abstract long keyAddress(int element, long scratch);

    /** The live element whose value begins at this address, or -1: dead elements are nobody's. */
    public abstract int elementOf(long value);

    /** Whether an element, that was live once, still is; or was removed and waits to be given up. */
    public boolean isPresent(int element) {
        return elementOf(valueAddress(element, 0)) >= 0;
    }

    /** How many elements there are. */
    public abstract int count();

    /** Whether each CPU has its own value. */
    public boolean isPerCpu() {
        return false;
    }

    /** Bytes that the host sees as one value: the value, or all CPUs' values, each rounded up to eight bytes. */
    public final int hostValueSize() {
        return isPerCpu() ? roundUp8(shape.valueSize()) * shape.cpus() : shape.valueSize();
    }

    /** Stores the host's value, {@link #hostValueSize()} bytes in guest memory; 0 or a negative errno. */
    public long updateFromHost(long key, long value, long flags) {
        return update(0, key, value, flags);
    }

    /** Copies the value of an element out, under its lock if the flags say so; special fields read as zero. */
    public final void readValue(int element, byte[] to, int toIndex, long flags) {
        if (!isPerCpu()) {
            long value = valueAddress(element, 0);
            lock(value, flags);
            try {
                fields().read(memory, value, to, toIndex);
            } finally {
                unlock(value, flags);
            }
            return;
        }
        for (int cpu = 0; cpu < shape.cpus(); cpu++) {
            fields().read(memory, valueAddress(element, cpu), to, toIndex + cpu * roundUp8(shape.valueSize()));
        }
    }

    /** Whether elements can be looked up, updated and iterated by the host. */
    public boolean hasElements() {
        return true;
    }

    /** Empties the special fields of every element, as when the last user reference goes (timers spec 3.4). */
    public final void releaseAllFields() {
        if (!shape.fields().hasAsync()) {
            return;
        }
        quiesce();
        for (int element = next(-1); element >= 0; element = next(element)) {
            releaseFields(valueAddress(element, 0));
        }
    }

    /**
     * Whether removed elements stay whole until {@link #quiesce}: of a LPM_TRIE, and of some hashes, their timers armed (timers spec 3.3,
     * Linux to 6.0).
     */
    public boolean delaysRelease() {
        return false;
    }

    /** Whether elements were removed that wait to be given up. */
    public boolean hasRemoved() {
        return false;
    }

    /** How many initialised timers its elements have. */
    public final int timers() {
        return timers;
    }

    /** Counts a timer that was initialised (1) or freed (-1). */
    public final void countTimers(int change) {
        timers += change;
    }

    /** Gives up all removed elements for good. */
    public void quiesce() {}

    /** Sets apart the elements that were removed so far. */
    public void seal() {}

    /** Gives up those that were set apart: no program knows them any more. */
    public void releaseSealed() {}

    /** A run has ended that the map may have a value for. */
    public void endRun(int run) {}

    /** Gives guest memory back. */
    public abstract void close();

    /** How often the content changed by an update or delete; grows only. */
    public final long updates() {
        return updates;
    }

    final void changed() {
        updates++;
    }

    /** What is wrong with update flags that every type refuses, else 0. */
    final long refuseFlags(long flags) {
        if ((flags & ~LOCK) > EXIST || flags < 0) {
            return EINVAL.result();
        }
        return (flags & LOCK) != 0 && !fields().hasLock() ? EINVAL.result() : 0;
    }

    static long unsupported() {
        return EOPNOTSUPP.result();
    }

    static int roundUp8(int size) {
        return size + 7 & -8;
    }
}
