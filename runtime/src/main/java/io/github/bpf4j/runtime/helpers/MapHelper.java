package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.maps.Finder;
import io.github.bpf4j.runtime.maps.MapStorage;

/** A helper whose first argument is a map. */
record MapHelper(MapTable maps, Operation operation) implements HelperFunction {
    /** What a helper does with its map. */
    @FunctionalInterface
    interface Operation {
        long call(Cpu cpu, MapStorage map, long r2, long r3, long r4);
    }

    @Override
    public long call(Cpu cpu, long map, long r2, long r3, long r4, long r5) {
        return operation.call(cpu, maps.get(map), r2, r3, r4);
    }

    @Override
    public HelperFunction bind(long handle) {
        MapStorage map = maps.find(handle);
        return map == null ? this : new Bound(maps, handle, map, operation);
    }

    /* Of records, as components of constant records are constants to the JVM: it knows the map's class and what the operation does. */

    /** The same where the map is known; whoever passes its number may do so longer than it is there. */
    private record Bound(MapTable maps, long handle, MapStorage map, Operation operation) implements HelperFunction {
        @Override
        public long call(Cpu cpu, long r1, long r2, long r3, long r4, long r5) {
            return operation.call(cpu, map.isForgotten() ? maps.get(handle) : map, r2, r3, r4);
        }
    }

    /** {@code bpf_map_lookup_elem}. */
    record Lookup(MapTable maps) implements HelperFunction {
        @Override
        public long call(Cpu cpu, long map, long key, long r3, long r4, long r5) {
            return maps.get(map).lookup(cpu.id(), key);
        }

        @Override
        public HelperFunction bind(long handle) {
            MapStorage map = maps.find(handle);
            return map == null ? this : new BoundLookup(maps, handle, map, map.finder());
        }
    }

    private record BoundLookup(MapTable maps, long handle, MapStorage map, Finder finder) implements HelperFunction {
        @Override
        public long call(Cpu cpu, long r1, long key, long r3, long r4, long r5) {
            return map.isForgotten() ? maps.get(handle).lookup(cpu.id(), key) : finder.lookup(cpu.id(), key);
        }
    }
}
