package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.objects.ObjectHeap;
import io.github.bpf4j.runtime.timers.TimerTable;
import io.github.bpf4j.runtime.timers.WorkTable;

/** Empties the special fields of a map's elements when they go. For whoever has the runtime's lock. */
record ElementFields(MapStorage map, TimerTable timers, WorkTable works, ObjectHeap heap, Runnable untidy)
        implements MapStorage.ElementReleaser {
    @Override
    public void release(long value) {
        timers.release(map, value);
        works.release(map, value);
    }

    @Override
    public void releaseOwned(long start, long sizeBytes) {
        heap.releaseOwned(start, sizeBytes);
    }

    @Override
    public void removedWaits() {
        untidy.run();
    }
}
