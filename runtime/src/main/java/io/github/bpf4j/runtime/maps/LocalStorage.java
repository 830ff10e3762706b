package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * BPF_MAP_TYPE_TASK_STORAGE, CGRP_STORAGE, SK_STORAGE and INODE_STORAGE: a value for each object of the kernel's that has one. The object
 * is known by its address, which is no other's while it lives; when it goes, whoever takes it away calls {@link #remove}.
 *
 * <p>All methods are for whoever has the lock that was given to {@link #attach}.
 */
/*
 * A value lies in an element of a pool, behind eight bytes where other maps have their keys. As in a hash table, an update from outside
 * fills another element and puts it in place of the old one. What was removed stays whole for the programs that may know it: its element
 * is reused when the runs have ended that went on then.
 */
public final class LocalStorage extends MapStorage {
    /** The flag of the helpers that make a value where there is none. */
    private static final long CREATE = 1;

    private static final int VALUE_OFFSET = Long.BYTES;
    private static final int MOST_ELEMENTS = 1 << 26;

    /* How many elements that were removed can wait. */
    private static final int MOST_WAITING = 1 << 16;
    private static final int LEAST_WAITING = 64;
    private static final int WAITING_BYTES = 16 << 20;

    private final ElementPool pool;
    private final int stride;
    private final int mostWaiting;
    private final Map<Long, Integer> byOwner = new HashMap<>();
    private final NavigableMap<Integer, Long> owners = new TreeMap<>();
    private final RemovedElements removed = new RemovedElements();

    /** A map without values. */
    public LocalStorage(GuestMemory memory, Shape shape) {
        super(memory, shape);
        stride = VALUE_OFFSET + roundUp8(shape.valueSize());
        mostWaiting = Math.clamp(WAITING_BYTES / stride, LEAST_WAITING, MOST_WAITING);
        pool = new ElementPool(memory, shape, MOST_ELEMENTS, VALUE_OFFSET, stride, false);
    }

    /**
     * The value of an object for a program, as the helpers get it; made if the flags say so.
     *
     * @param initial where its first bytes are, or 0 for zeros
     * @return 0 if there is none
     */
    public long get(long owner, long initial, long flags) {
        if ((flags & ~CREATE) != 0) {
            return 0;
        }
        Integer element = byOwner.get(owner);
        if (element == null && flags == CREATE) {
            element = create(owner, initial);
        }
        return element == null || element < 0 ? 0 : valueAddress(element, 0);
    }

    /** Stores the value of an object for the host; 0 or a negative errno. */
    public long put(long owner, long value, long flags) {
        long refused = refuseFlags(flags);
        if (refused != 0) {
            return refused;
        }
        Integer old = byOwner.get(owner);
        if (old == null ? (flags & EXIST) != 0 : (flags & NOEXIST) != 0) {
            return old == null ? ENOENT.result() : EEXIST.result();
        }
        if (old != null && (flags & LOCK) != 0) {
            copyInto(value, valueAddress(old, 0), flags);
            changed();
            return 0;
        }
        int element = create(owner, value);
        if (element < 0) {
            return ENOMEM.result();
        }
        if (old != null) {
            giveUp(old);
        }
        return 0;
    }

    private int create(long owner, long initial) {
        if (initial != 0) {
            memory.range(initial, shape.valueSize());
        }
        int element = pool.take();
        if (element < 0) {
            return -1;
        }
        releaseOwned(pool.address(element), stride); // what was put there after the element had been removed
        memory.zero(pool.address(element), stride);
        if (initial != 0) {
            fields().copy(memory, initial, valueAddress(element, 0));
        }
        byOwner.put(owner, element);
        owners.put(element, owner);
        changed();
        return element;
    }

    /** Removes the value of an object; 0 or a negative errno. */
    public long remove(long owner) {
        Integer element = byOwner.remove(owner);
        if (element == null) {
            return ENOENT.result();
        }
        giveUp(element);
        changed();
        return 0;
    }

    private void giveUp(int element) {
        owners.remove(element);
        if (removed.count() == mostWaiting) {
            quiesce(); // earlier than promised, rather than without end
        }
        removed.add(element);
        tellThatRemovedWaits();
    }

    @Override
    public boolean delaysRelease() {
        return true;
    }

    @Override
    public void quiesce() {
        releaseSealed();
        seal();
        releaseSealed();
    }

    @Override
    public boolean hasRemoved() {
        return !removed.isEmpty();
    }

    @Override
    public void seal() {
        removed.seal();
    }

    @Override
    public void releaseSealed() {
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

    /** The element of an object, or -1. */
    public int elementOfOwner(long owner) {
        return byOwner.getOrDefault(owner, -1);
    }

    /** The objects that have values. */
    public List<Long> owners() {
        return List.copyOf(owners.values());
    }

    @Override
    public boolean hasBatches() {
        return false;
    }

    /** Programs get values by helpers of their own. */
    @Override
    public long lookup(int cpu, long key) {
        return 0;
    }

    @Override
    public long update(int cpu, long key, long value, long flags) {
        return unsupported();
    }

    @Override
    public long delete(long key) {
        return unsupported();
    }

    /** Keys of the host's are descriptors, of which there are none. */
    @Override
    public int find(long key) {
        return -1;
    }

    @Override
    public int next(int element) {
        Integer next = owners.higherKey(element);
        return next == null ? -1 : next;
    }

    @Override
    public long valueAddress(int element, int cpu) {
        return pool.address(element) + VALUE_OFFSET;
    }

    @Override
    public long keyAddress(int element, long scratch) {
        return pool.address(element);
    }

    @Override
    public int elementOf(long value) {
        int element = pool.elementOf(value);
        return owners.containsKey(element) ? element : -1;
    }

    @Override
    public int count() {
        return owners.size();
    }

    @Override
    public void close() {
        quiesce();
        owners.keySet().forEach(element -> releaseOwned(pool.address(element), stride));
        owners.clear();
        byOwner.clear();
        pool.close();
    }
}
