package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.engine.Handle;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.maps.RingWriter;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The maps of a runtime by the handles that programs hold. A slot is never reused: a stale handle finds nothing.
 *
 * <p>Lookups are safe for any thread; one thread at a time adds and removes.
 */
public final class MapTable {
    private static final int LEAST = 16;

    private volatile @Nullable MapStorage[] maps = new MapStorage[LEAST];
    private volatile RingWriter[] rings = new RingWriter[0];
    private int count;

    /** Makes a map known; returns what programs see as its address. */
    public long add(MapStorage map) {
        @Nullable MapStorage[] slots = maps;
        if (count == slots.length) {
            slots = Arrays.copyOf(slots, count * 2);
        }
        slots[count] = map;
        maps = slots;
        if (map instanceof RingBuffer) {
            findRings();
        }
        return Handle.map(count++);
    }

    /** Forgets a map. */
    public void remove(long handle) {
        @Nullable MapStorage[] slots = maps;
        MapStorage gone = slots[Handle.mapIndex(handle)];
        slots[Handle.mapIndex(handle)] = null;
        if (gone != null) {
            gone.forget();
        }
        maps = slots;
        if (gone instanceof RingBuffer) {
            findRings();
        }
    }

    private void findRings() {
        rings = all().stream()
                .filter(RingBuffer.class::isInstance)
                .map(map -> ((RingBuffer) map).writer())
                .toArray(RingWriter[]::new);
    }

    /** Of the ring buffers among them. */
    RingWriter[] rings() {
        return rings;
    }

    /**
     * The map behind a handle.
     *
     * @throws GuestFault if there is none
     */
    public MapStorage get(long handle) {
        MapStorage map = find(handle);
        if (map == null) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, handle, "0x" + Long.toHexString(handle) + " is no map");
        }
        return map;
    }

    /** The map behind a handle, or null if there is none. */
    public @Nullable MapStorage find(long handle) {
        int index = Handle.isMap(handle) ? Handle.mapIndex(handle) : Integer.MAX_VALUE;
        @Nullable MapStorage[] slots = maps;
        return index < slots.length ? slots[index] : null;
    }

    /**
     * The map behind a handle, of the type that a helper works on.
     *
     * @throws GuestFault if it is another
     */
    public <M extends MapStorage> M get(long handle, Class<M> type, String what) {
        MapStorage map = get(handle);
        if (!type.isInstance(map)) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT, handle, "map \"" + map.shape().name() + "\" is no " + what);
        }
        return type.cast(map);
    }

    /** All live maps. */
    public List<MapStorage> all() {
        return Stream.of(maps).filter(Objects::nonNull).toList();
    }
}
