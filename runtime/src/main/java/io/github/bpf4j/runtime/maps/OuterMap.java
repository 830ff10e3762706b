package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.ENOENT;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * BPF_MAP_TYPE_ARRAY_OF_MAPS and HASH_OF_MAPS: maps by key. Only the host stores into it; programs look inner maps up and get
 * their handles, the host reads their ids (timers spec 3.5).
 *
 * @param <M> what the host knows as a map
 */
/*
 * Keys, and ids as values, lie in guest memory in an array or hash of their own. The inner maps themselves are found by the
 * element's number in host arrays: guest memory decides nothing.
 */
public final class OuterMap<M> extends BackedMap {
    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;

    /** An inner map: what the host knows, and what programs hold. */
    private record Inner<M>(M map, long handle) {}

    private final List<@Nullable List<@Nullable Inner<M>>> pages = new ArrayList<>();
    private int count;

    /** An outer map without inner maps, on an empty array or hash with values of 4 bytes. */
    public OuterMap(MapStorage keys) {
        super(keys);
    }

    private @Nullable Inner<M> inner(int element) {
        List<@Nullable Inner<M>> page =
                element < 0 || element >>> PAGE_BITS >= pages.size() ? null : pages.get(element >>> PAGE_BITS);
        return page == null ? null : page.get(element & PAGE - 1);
    }

    private void setInner(int element, @Nullable Inner<M> inner) {
        int number = element >>> PAGE_BITS;
        while (pages.size() <= number) {
            pages.add(null);
        }
        List<@Nullable Inner<M>> page = pages.get(number);
        if (page == null) {
            page = new ArrayList<>(java.util.Collections.nCopies(PAGE, null));
            pages.set(number, page);
        }
        page.set(element & PAGE - 1, inner);
    }

    /** The inner map at a key, or null. */
    public @Nullable M get(long key) {
        Inner<M> inner = inner(backing.find(key));
        return inner == null ? null : inner.map;
    }

    /**
     * Stores an inner map.
     *
     * @param key guest address of the key
     * @param value guest address of the inner map's id
     * @param handle what programs get
     * @return 0 or a negative errno; whatever was there before is no longer
     */
    public long put(long key, long value, long flags, M map, long handle) {
        int old = backing.find(key);
        long refused = backing.updateFromHost(key, value, flags);
        if (refused != 0) {
            return refused;
        }
        if (inner(old) == null) {
            count++;
        } else {
            setInner(old, null);
        }
        setInner(backing.find(key), new Inner<>(map, handle));
        changed();
        return 0;
    }

    /** Takes the inner map at a key out; 0 or a negative errno. */
    public long take(long key) {
        int element = backing.find(key);
        if (inner(element) == null) {
            return ENOENT.result();
        }
        setInner(element, null);
        count--;
        if (backing instanceof HashTable) {
            backing.delete(key);
        }
        changed();
        return 0;
    }

    /** All inner maps. */
    public List<M> all() {
        List<M> all = new ArrayList<>();
        for (int element = next(-1); element >= 0; element = next(element)) {
            Inner<M> inner = inner(element);
            if (inner != null) {
                all.add(inner.map);
            }
        }
        return all;
    }

    @Override
    public long lookup(int cpu, long key) {
        lock().lock();
        try {
            Inner<M> inner = inner(backing.find(key));
            return inner == null ? 0 : inner.handle;
        } finally {
            lock().unlock();
        }
    }

    @Override
    public long update(int cpu, long key, long value, long flags) {
        return unsupported();
    }

    @Override
    public long delete(long key) {
        return unsupported();
    }

    @Override
    public int next(int element) {
        int next = backing.next(element);
        while (next >= 0 && inner(next) == null) {
            next = next >>> PAGE_BITS < pages.size() ? backing.next(next) : -1;
        }
        return next;
    }

    @Override
    boolean holds(int element) {
        return inner(element) != null;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void close() {
        pages.clear();
        count = 0;
        super.close();
    }
}
