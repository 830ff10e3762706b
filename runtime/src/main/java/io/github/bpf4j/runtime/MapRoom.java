package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.List;

/** How much address space the maps of collections may take. */
final class MapRoom {
    /** Of maps that the usual guest memory has room for. */
    static final long MOST_BYTES = MemoryOptions.DEFAULT_RESERVE_BYTES / 2;

    /** What an element takes beside its key and value, and more. */
    private static final long ELEMENT_BYTES = 16;

    private MapRoom() {}

    /** At most {@link MemoryOptions#LARGE_RESERVE_BYTES}. */
    static long bytes(List<CollectionSpec> collections, int cpus) {
        long bytes = 0;
        for (CollectionSpec collection : collections) {
            for (MapSpec map : collection.maps()) {
                bytes = Math.min(bytes + bytes(map.withDefaults(cpus), cpus), MemoryOptions.LARGE_RESERVE_BYTES);
            }
        }
        return bytes;
    }

    private static long bytes(MapSpec map, int cpus) {
        if (map.type() == MapType.RINGBUF || map.type() == MapType.USER_RINGBUF) {
            return 2 * map.maxEntries();
        }
        long value = Integer.toUnsignedLong(map.valueSize()) + 7 & -8;
        long values = value * (map.type().isPerCpu() ? cpus : 1);
        long element = Integer.toUnsignedLong(map.keySize()) + values + ELEMENT_BYTES;
        long elements = map.maxEntries() + cpus; // hashes have one to spare for each CPU
        return elements > MemoryOptions.LARGE_RESERVE_BYTES / element
                ? MemoryOptions.LARGE_RESERVE_BYTES
                : elements * element;
    }
}
