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
 * is known by a number, which is no other's while it lives: its address, or a socket's cookie. When it goes, whoever takes it away calls
 * {@link #remove}.
 *
 * <p>All methods are for whoever has the lock that was given to {@link #attach}.
 */
/*
 * A value lies in an element of a pool, behind eight bytes where other maps have their keys. As in a hash table, an update from outside
 * fills another element and puts it in place of the old one.
 */
public final class LocalStorage extends PooledStorage {
    /** Counts the memory that an object may spend on values of all maps. */
    public interface Charge {
        /** No object has a limit. */
        Charge FREE = new Charge() {
            @Override
            public boolean take(long owner, int bytes) {
                return true;
            }

            @Override
            public void giveBack(long owner, int bytes) {}
        };

        /** Takes memory of an object for one more value; false if it has none left. */
        boolean take(long owner, int bytes);

        /** Gives back what was taken for a value. */
        void giveBack(long owner, int bytes);
    }

    /** The flag of the helpers that make a value where there is none. */
    private static final long CREATE = 1;

    private final Charge charge;
    private final Map<Long, Integer> byOwner = new HashMap<>();
    private final NavigableMap<Integer, Long> owners = new TreeMap<>();

    /** A map without values. */
    public LocalStorage(GuestMemory memory, Shape shape, Charge charge) {
        super(memory, shape, Long.BYTES, false, false);
        this.charge = charge;
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
            unlink(owner, old);
        }
        return 0;
    }

    private int create(long owner, long initial) {
        if (initial != 0) {
            memory.range(initial, shape.valueSize());
        }
        if (!charge.take(owner, shape.valueSize())) {
            return -1;
        }
        int element = take();
        if (element < 0) {
            charge.giveBack(owner, shape.valueSize());
            return -1;
        }
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
        unlink(owner, element);
        changed();
        return 0;
    }

    private void unlink(long owner, int element) {
        owners.remove(element);
        charge.giveBack(owner, shape.valueSize());
        giveUp(element);
    }

    /** The element of an object, or -1. */
    public int elementOfOwner(long owner) {
        return byOwner.getOrDefault(owner, -1);
    }

    /** The objects that have values. */
    public List<Long> owners() {
        return List.copyOf(owners.values());
    }

    /** The socket of a run goes with it. */
    @Override
    public void endRun(int run) {
        remove(ownerOfRun(run));
    }

    /** What the socket of a run is known by, which is no other's. */
    public static long ownerOfRun(int run) {
        return -1L - run;
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
    public int elementOf(long value) {
        int element = elementAt(value);
        return owners.containsKey(element) ? element : -1;
    }

    @Override
    public int count() {
        return owners.size();
    }

    @Override
    public void close() {
        closePool(owners.keySet());
        owners.values().forEach(owner -> charge.giveBack(owner, shape.valueSize()));
        owners.clear();
        byOwner.clear();
    }
}
