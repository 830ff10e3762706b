package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EBADF;
import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOSPC;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * BPF_MAP_TYPE_SOCKMAP and SOCKHASH: sockets by index or key. Programs get the socket with a reference, the host its cookie. Answers are
 * those of Linux 6.12 (recorded in the corpus's sockmap-6.12.tsv).
 *
 * @param <S> what the host knows as a socket
 */
/*
 * Keys, and cookies as values, lie in guest memory in an array or hash of their own. The sockets themselves are found by the element's
 * number on the host: guest memory decides nothing. Everything is under the lock, lookups of programs too.
 */
public final class SocketMap<S> extends BackedMap implements SocketsByKey {
    /** Who knows sockets. */
    public interface Rules<S> {
        /** The socket at an address that a program holds; null if there is none. */
        @Nullable
        S find(long address);

        /** Gives the program that runs on a CPU a reference; returns the address that it knows the socket by. */
        long acquire(int cpu, S socket);

        /** The number that the host knows a socket by. */
        long cookie(S socket);

        /** Why a socket cannot be in any map: a negative errno, else 0. */
        long refusal(S socket);

        /** Takes a socket in, which then has the map's programs: 0 or a negative errno. */
        long enter(SocketMap<S> map, S socket);

        /** Told that a socket is in the map once less. */
        void left(SocketMap<S> map, S socket);
    }

    private final boolean hash;
    private final Rules<S> rules;
    private final Map<Integer, S> sockets = new HashMap<>();
    private final long cookie;

    /**
     * A map without sockets.
     *
     * @param keys an array, or an empty hash for a SOCKHASH, with values of 4 or 8 bytes
     */
    public SocketMap(MapStorage keys, Rules<S> rules) {
        super(keys);
        this.rules = rules;
        hash = keys instanceof HashTable;
        cookie = keys.memory.allocate(Long.BYTES + shape.keySize(), GuestMemory.Zone.HIGH);
        if (cookie == 0) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "guest memory has no room for a map of sockets");
        }
    }

    @Override
    public long cookieAt(long key) {
        S socket = get(key);
        return socket == null ? 0 : rules.cookie(socket);
    }

    /** The socket of a key, null if there is none. */
    public @Nullable S get(long key) {
        lock().lock();
        try {
            return sockets.get(backing.find(key));
        } finally {
            lock().unlock();
        }
    }

    /** The socket at an index of a SOCKMAP, null if there is none. */
    public @Nullable S at(long index) {
        if (hash || index < 0 || index >= shape.maxEntries()) {
            return null;
        }
        lock().lock();
        try {
            return sockets.get((int) index);
        } finally {
            lock().unlock();
        }
    }

    /**
     * Stores a socket at a key; 0 or a negative errno. The caller has the map's lock.
     *
     * @param given guest address of the key, which is looked at once: others may write there
     */
    public long put(long given, S socket, long flags) {
        long key = cookie + Long.BYTES;
        memory.copy(given, key, shape.keySize());
        if (flags < 0 || flags > EXIST) {
            return EINVAL.result();
        }
        long refused = rules.refusal(socket);
        if (refused != 0) {
            return refused;
        }
        int element = backing.find(key);
        if (!hash && element < 0) {
            return E2BIG.result();
        }
        refused = rules.enter(this, socket);
        if (refused != 0) {
            return refused;
        }
        S old = sockets.get(element);
        refused = store(key, socket, old != null, flags);
        if (refused != 0) {
            rules.left(this, socket);
        } else if (old != null) {
            rules.left(this, old);
        }
        return refused;
    }

    private long store(long key, S socket, boolean exists, long flags) {
        if (exists && flags == NOEXIST) {
            return EEXIST.result();
        }
        if (!exists && flags == EXIST) {
            return ENOENT.result();
        }
        memory.setLong(cookie, rules.cookie(socket));
        long refused = backing.update(0, key, cookie, 0);
        if (refused != 0) {
            return refused;
        }
        sockets.put(backing.find(key), socket);
        changed();
        return 0;
    }

    /** Takes a socket out, wherever it is. */
    public void remove(S socket) {
        List<Integer> elements = new ArrayList<>();
        sockets.forEach((element, there) -> {
            if (there.equals(socket)) {
                elements.add(element);
            }
        });
        elements.forEach(element -> removeElement(element));
    }

    private void removeElement(int element) {
        S socket = sockets.remove(element);
        if (hash) {
            long scratch = cookie; // elements of a hash hold their keys: it is not used
            backing.delete(backing.keyAddress(element, scratch));
        }
        changed();
        if (socket != null) {
            rules.left(this, socket);
        }
    }

    @Override
    public long refuseLookup(long flags) {
        long refused = flags == 0 ? 0 : EINVAL.result();
        return refused != 0 || shape.valueSize() == Long.BYTES ? refused : ENOSPC.result();
    }

    @Override
    public boolean hasBatches() {
        return false;
    }

    @Override
    public long lookup(int cpu, long key) {
        lock().lock();
        try {
            S socket = sockets.get(backing.find(key));
            return socket == null ? 0 : rules.acquire(cpu, socket);
        } finally {
            lock().unlock();
        }
    }

    /** The value of a program is the socket. */
    @Override
    public long update(int cpu, long key, long value, long flags) {
        S socket = rules.find(value);
        return socket == null ? EINVAL.result() : put(key, socket, flags);
    }

    /** Descriptors in the host's bytes are nobody's. */
    @Override
    public long updateFromHost(long key, long value, long flags) {
        long descriptor =
                shape.valueSize() == Long.BYTES ? memory.getLong(value) : Integer.toUnsignedLong(memory.getInt(value));
        return descriptor < 0 || descriptor > Integer.MAX_VALUE ? EINVAL.result() : EBADF.result();
    }

    @Override
    public long delete(long key) {
        int element = backing.find(key);
        if (element < 0 || !sockets.containsKey(element)) {
            return hash ? ENOENT.result() : EINVAL.result();
        }
        removeElement(element);
        return 0;
    }

    @Override
    boolean holds(int element) {
        return sockets.containsKey(element);
    }

    @Override
    public int count() {
        return sockets.size();
    }

    @Override
    public void close() {
        List<S> left = List.copyOf(sockets.values());
        sockets.clear();
        left.forEach(socket -> rules.left(this, socket));
        memory.release(cookie, Long.BYTES + shape.keySize(), Long.BYTES + shape.keySize());
        super.close();
    }
}
