package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;

import io.github.bpf4j.abi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * BPF_MAP_TYPE_DEVMAP, DEVMAP_HASH, CPUMAP, XSKMAP, CGROUP_ARRAY and REUSEPORT_SOCKARRAY: what packets are redirected or given to, or
 * control groups, by number. Only the host stores into it; programs find out whether there is something and, in maps of devices, read what.
 *
 * @param <T> what the host knows as a target
 */
/*
 * Keys, and what programs and the host read as values, lie in guest memory in an array or hash of their own. The targets themselves are
 * found by key on the host: guest memory decides nothing. They are safe to look up for any thread; of an array, what is written there of
 * a slot that is empty means nothing.
 */
public final class TargetMap<T> extends BackedMap implements SocketsByKey {
    /** What sets the map types apart. */
    public enum Kind {
        DEVMAP(true, 0, EINVAL, 0),
        DEVMAP_HASH(true, 0, EINVAL, ENOENT.result()),
        CPUMAP(false, 0, EINVAL, 0),
        XSKMAP(false, Errno.EOPNOTSUPP.result(), EINVAL, 0),
        CGROUP_ARRAY(false, Errno.ENOTSUPP.result(), E2BIG, ENOENT.result()),
        REUSEPORT_SOCKARRAY(false, 0, E2BIG, ENOENT.result());

        private final boolean readByPrograms;
        private final long hostLookup;
        private final long deleteBeyond;
        private final long deleteEmpty;

        Kind(boolean readByPrograms, long hostLookup, Errno deleteBeyond, long deleteEmpty) {
            this.readByPrograms = readByPrograms;
            this.hostLookup = hostLookup;
            this.deleteBeyond = deleteBeyond.result();
            this.deleteEmpty = deleteEmpty;
        }
    }

    /** A target that has a number. */
    public interface Numbered {
        /** Of a socket, its cookie. */
        long to();
    }

    /** Judges what the host stores. */
    public interface Rules<T> {
        /**
         * Stores a target that the host describes with numbers, or says why not.
         *
         * @param to the first word of the value
         * @param descriptor the second one, 0 if values are of one word
         * @return 0 or a negative errno
         */
        long update(TargetMap<T> map, int key, int to, int descriptor, long flags);

        /** Told of a target that is in the map no longer. */
        void removed(T target);
    }

    private final Kind kind;
    private final Rules<T> rules;
    private final Map<Integer, T> targets = new ConcurrentHashMap<>();

    /**
     * A map without targets.
     *
     * @param values an array, or an empty hash for a DEVMAP_HASH, with keys of 4 bytes and values of 4 or 8
     */
    public TargetMap(MapStorage values, Kind kind, Rules<T> rules) {
        super(values);
        this.kind = kind;
        this.rules = rules;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether there is a slot for this key: of an array, whether it has the index. */
    public boolean hasSlot(int key) {
        return kind == Kind.DEVMAP_HASH || Integer.compareUnsigned(key, shape.maxEntries()) < 0;
    }

    /** The target of a key, of which the low 32 bits count; null if there is none. Safe for any thread. */
    public @Nullable T get(long key) {
        return targets.get((int) key);
    }

    @Override
    public long cookieAt(long key) {
        return kind == Kind.REUSEPORT_SOCKARRAY && targets.get(memory.getInt(key)) instanceof Numbered socket
                ? socket.to()
                : 0;
    }

    /** All targets: of an array in the order of their indices. */
    public List<T> all() {
        List<T> all = new ArrayList<>();
        if (kind != Kind.DEVMAP_HASH) {
            targets.keySet().stream().sorted(Integer::compareUnsigned).forEach(key -> addTo(all, key));
            return all;
        }
        for (int element = backing.next(-1); element >= 0; element = backing.next(element)) {
            addTo(all, memory.getInt(backing.keyAddress(element, 0)));
        }
        return all;
    }

    private void addTo(List<T> all, int key) {
        T target = targets.get(key);
        if (target != null) {
            all.add(target);
        }
    }

    /** What Linux says to update flags and a key that all checks begin with: EINVAL, E2BIG or EEXIST, else 0. */
    public long refuseUpdate(int key, long flags) {
        if (flags < 0 || flags > (kind == Kind.CGROUP_ARRAY ? 0 : EXIST)) {
            return EINVAL.result();
        }
        if (!hasSlot(key)) {
            return E2BIG.result();
        }
        if (kind == Kind.REUSEPORT_SOCKARRAY) {
            return 0; // the socket is looked for before its place is looked at
        }
        boolean exists = kind == Kind.DEVMAP_HASH ? targets.containsKey(key) : kind != Kind.XSKMAP;
        return flags == NOEXIST && exists ? EEXIST.result() : 0;
    }

    /**
     * Stores a target that was judged.
     *
     * @param key guest address of the key
     * @param value guest address of what programs and the host read
     * @return 0, or E2BIG if a hash is full
     */
    public long put(long key, long value, T target) {
        long refused = backing.update(0, key, value, 0);
        if (refused == 0) {
            remember(memory.getInt(key), target);
        }
        return refused;
    }

    private void remember(int key, @Nullable T target) {
        T old = target == null ? targets.remove(key) : targets.put(key, target);
        changed();
        if (old != null) {
            rules.removed(old);
        }
    }

    /** Empties a slot, if there is something in it. */
    public void empty(int key) {
        remember(key, null);
    }

    /** Empties the slot of an array of sockets in which one is. */
    public void leave(long socket) {
        if (kind == Kind.REUSEPORT_SOCKARRAY) {
            targets.forEach((key, target) -> {
                if (target instanceof Numbered there && there.to() == socket) {
                    empty(key);
                }
            });
        }
    }

    @Override
    public long refuseLookup(long flags) {
        long refused = super.refuseLookup(flags);
        boolean noRoomForCookies = kind == Kind.REUSEPORT_SOCKARRAY && shape.valueSize() != Long.BYTES;
        return refused != 0 ? refused : noRoomForCookies ? Errno.ENOSPC.result() : kind.hostLookup;
    }

    @Override
    public boolean hasBatches() {
        return false;
    }

    @Override
    public long lookup(int cpu, long key) {
        if (!kind.readByPrograms || !targets.containsKey(memory.getInt(key))) {
            return 0;
        }
        return backing.lookup(cpu, key);
    }

    @Override
    public long update(int cpu, long key, long value, long flags) {
        return unsupported();
    }

    @Override
    public long updateFromHost(long key, long value, long flags) {
        int descriptor = shape.valueSize() == 2 * Integer.BYTES ? memory.getInt(value + Integer.BYTES) : 0;
        return rules.update(this, memory.getInt(key), memory.getInt(value), descriptor, flags);
    }

    @Override
    public long delete(long key) {
        return unsupported();
    }

    @Override
    public long deleteFromHost(long key) {
        int number = memory.getInt(key);
        if (!hasSlot(number)) {
            return kind.deleteBeyond;
        }
        if (!targets.containsKey(number)) {
            return kind.deleteEmpty;
        }
        if (kind == Kind.DEVMAP_HASH) {
            backing.delete(key);
        }
        remember(number, null);
        return 0;
    }

    @Override
    public int next(int element) {
        return kind.hostLookup == 0 ? super.next(element) : -1;
    }

    /** Elements of an array are the keys; those of a hash are there with their targets. */
    @Override
    boolean holds(int element) {
        return element >= 0 && (kind == Kind.DEVMAP_HASH || targets.containsKey(element));
    }

    @Override
    public int count() {
        return targets.size();
    }

    @Override
    public void close() {
        targets.clear();
        super.close();
    }
}
