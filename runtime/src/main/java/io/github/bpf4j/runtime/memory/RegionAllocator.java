package io.github.bpf4j.runtime.memory;

import java.util.Map;
import java.util.TreeMap;

/** A first-fit allocator of address ranges; neighbours that are free become one. */
final class RegionAllocator {
    private final TreeMap<Long, Long> sizeByStart = new TreeMap<>();
    private final long end;

    RegionAllocator(long start, long end) {
        this.end = end;
        sizeByStart.put(start, end - start);
    }

    long end() {
        return end;
    }

    /** The start of a free range of the given size, or 0. */
    long take(long size) {
        for (Map.Entry<Long, Long> range : sizeByStart.entrySet()) {
            if (range.getValue() >= size) {
                return cut(range.getKey(), range.getValue(), size);
            }
        }
        return 0;
    }

    private long cut(long start, long free, long size) {
        sizeByStart.remove(start);
        if (free > size) {
            sizeByStart.put(start + size, free - size);
        }
        return start;
    }

    void give(long start, long size) {
        long newStart = start;
        long newSize = size;
        Map.Entry<Long, Long> before = sizeByStart.lowerEntry(start);
        if (before != null && before.getKey() + before.getValue() == start) {
            newStart = before.getKey();
            newSize += before.getValue();
        }
        Long after = sizeByStart.remove(start + size);
        if (after != null) {
            newSize += after;
        }
        sizeByStart.put(newStart, newSize);
    }
}
