package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.foreign.MemorySegment;

/**
 * Lookups in an array. A record, since the JVM takes components of records for constants.
 *
 * @param base address of the first value
 * @param cpuStride from one CPU's value to the next CPU's, 0 if there is one for all
 */
record ArrayFinder(MemorySegment segment, long mask, long base, int entries, int stride, long cpuStride)
        implements Finder {
    @Override
    public long lookup(int cpu, long key) {
        int index = segment.get(GuestMemory.INT, (key & mask) + GuestMemory.GUARD_BYTES);
        return Integer.compareUnsigned(index, entries) < 0 ? base + (long) index * stride + cpu * cpuStride : 0;
    }
}
