package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.engine.Handle;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The maps of a runtime by the handles that programs hold. A slot is never reused: a stale handle finds nothing. */
public final class MapTable {
    private final List<@Nullable MapStorage> maps = new ArrayList<>();

    /** Makes a map known; returns what programs see as its address. */
    public long add(MapStorage map) {
        maps.add(map);
        return Handle.map(maps.size() - 1);
    }

    /** Forgets a map. */
    public void remove(long handle) {
        maps.set(Handle.mapIndex(handle), null);
    }

    /**
     * The map behind a handle.
     *
     * @throws GuestFault if there is none
     */
    public MapStorage get(long handle) {
        int index = Handle.mapIndex(handle);
        MapStorage map = index < maps.size() ? maps.get(index) : null;
        if (map == null) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, handle, "0x" + Long.toHexString(handle) + " is no map");
        }
        return map;
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
    public Iterable<MapStorage> all() {
        List<MapStorage> live = new ArrayList<>();
        for (MapStorage map : maps) {
            if (map != null) {
                live.add(map);
            }
        }
        return live;
    }
}
