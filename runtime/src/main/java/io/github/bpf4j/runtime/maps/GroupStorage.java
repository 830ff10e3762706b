package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * BPF_MAP_TYPE_CGROUP_STORAGE and PERCPU_CGROUP_STORAGE: a value for each control group that a program with this map was attached in, or
 * for each place in one, by the size of the keys. Neither programs nor the host make or remove values: attaching does, and they stay
 * when the program is detached. A run of a program that is attached nowhere has a value of its own, of zeros at first.
 *
 * <p>All methods are for whoever has the lock that was given to {@link #attach}.
 */
public final class GroupStorage extends PooledStorage {
    private static final int GROUP_BYTES = Long.BYTES;
    private static final int KEY_ROOM = 16;

    /** What the host's going from key to key comes to when it begins at none of them. */
    private static final int NO_KEY = -2;

    private record Key(long group, int attachType) {}

    private static final class Bound {
        final long order;
        int element;

        Bound(long order, int element) {
            this.order = order;
            this.element = element;
        }
    }

    private final boolean perCpu;
    private final boolean shared;
    private final Map<Key, Bound> byKey = new HashMap<>();
    private final NavigableMap<Long, Bound> byOrder = new TreeMap<>();
    private final Map<Integer, Bound> byElement = new HashMap<>();
    private final Map<Integer, Integer> ofRuns = new HashMap<>();
    private long bound;

    /**
     * A map without values.
     *
     * @param readOnly whether programs may only read values
     */
    public GroupStorage(GuestMemory memory, Shape shape, boolean perCpu, boolean readOnly) {
        super(memory, shape, KEY_ROOM, perCpu, readOnly);
        this.perCpu = perCpu;
        shared = shape.keySize() == GROUP_BYTES;
    }

    @Override
    public boolean isPerCpu() {
        return perCpu;
    }

    private Key key(long group, int attachType) {
        return new Key(group, shared ? 0 : attachType);
    }

    private Key keyAt(long address) {
        return key(memory.getLong(address), shared ? 0 : memory.getInt(address + GROUP_BYTES));
    }

    /** Makes the value of a place in a control group, unless there is one; false if memory has no room. */
    public boolean bind(long group, int attachType) {
        return elementOf(key(group, attachType)) >= 0;
    }

    private int elementOf(Key key) {
        Bound there = byKey.get(key);
        if (there != null) {
            return there.element;
        }
        int element = take();
        if (element >= 0) {
            writeKey(element, key);
            Bound made = new Bound(bound++, element);
            byKey.put(key, made);
            byOrder.put(made.order, made);
            byElement.put(element, made);
            changed();
        }
        return element;
    }

    private void writeKey(int element, Key key) {
        memory.setLong(elementAddress(element), key.group);
        memory.setInt(elementAddress(element) + GROUP_BYTES, key.attachType);
    }

    /** The value of a place in a control group for a program on a CPU; 0 if there is none and memory has no room. */
    public long valueOf(long group, int attachType, int cpu) {
        int element = elementOf(key(group, attachType));
        return element < 0 ? 0 : valueAddress(element, cpu);
    }

    /** The value of a run for a program on a CPU; 0 if there is none and memory has no room. */
    public long valueOfRun(int run, int cpu) {
        Integer element = ofRuns.get(run);
        if (element == null) {
            element = take();
            if (element < 0) {
                return 0;
            }
            ofRuns.put(run, element);
        }
        return valueAddress(element, cpu);
    }

    @Override
    public void endRun(int run) {
        Integer element = ofRuns.remove(run);
        if (element != null) {
            giveUp(element);
        }
    }

    @Override
    public long updateFromHost(long key, long value, long flags) {
        boolean odd = perCpu ? flags != 0 && flags != EXIST : (flags & ~(EXIST | LOCK)) != 0;
        if (odd || (flags & LOCK) != 0 && !fields().hasLock()) {
            return EINVAL.result();
        }
        Bound there = byKey.get(keyAt(key));
        if (there == null) {
            return ENOENT.result();
        }
        if (perCpu) {
            for (int cpu = 0; cpu < shape.cpus(); cpu++) {
                fields().copy(
                                memory,
                                value + (long) cpu * roundUp8(shape.valueSize()),
                                valueAddress(there.element, cpu));
            }
        } else if ((flags & LOCK) != 0) {
            copyInto(value, valueAddress(there.element, 0), flags);
        } else if (!replace(there, keyAt(key), value)) {
            return ENOMEM.result();
        }
        changed();
        return 0;
    }

    /** Whoever has the old value keeps it. */
    private boolean replace(Bound there, Key key, long value) {
        int element = take();
        if (element < 0) {
            return false;
        }
        writeKey(element, key);
        fields().copy(memory, value, valueAddress(element, 0));
        byElement.remove(there.element);
        giveUp(there.element);
        there.element = element;
        byElement.put(element, there);
        return true;
    }

    @Override
    public long deleteFromHost(long key) {
        return EINVAL.result();
    }

    @Override
    public int find(long key) {
        Bound there = byKey.get(keyAt(key));
        return there == null ? -1 : there.element;
    }

    /** As in Linux, the value that was made last is the first one. */
    @Override
    public int next(int element) {
        Bound at = byElement.get(element);
        Map.Entry<Long, Bound> next =
                element == -1 ? byOrder.lastEntry() : at == null ? null : byOrder.lowerEntry(at.order);
        return next == null ? -1 : next.getValue().element;
    }

    @Override
    public int position(long key) {
        int element = find(key);
        return element < 0 ? NO_KEY : element;
    }

    @Override
    public int elementOf(long value) {
        int element = elementAt(value);
        return byElement.containsKey(element) ? element : -1;
    }

    @Override
    public int count() {
        return byElement.size();
    }

    @Override
    public void close() {
        closePool(Stream.concat(byElement.keySet().stream(), ofRuns.values().stream())
                .toList());
        byKey.clear();
        byOrder.clear();
        byElement.clear();
        ofRuns.clear();
    }
}
