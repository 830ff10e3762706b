package io.github.bpf4j.runtime.timers;

import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.maps.MapStorage;
import org.jspecify.annotations.Nullable;

/** The control block of an initialised timer: owned by one element, gone with it (timers spec 2.1). */
public final class ControlBlock {
    final int index;
    final long word;
    final MapStorage map;
    final long mapHandle;
    final long value;
    final int clockId;

    @Nullable
    Image program;

    int callback;
    int cpu;
    boolean running;
    boolean detached;
    long instantNs = Long.MIN_VALUE;
    int firedAtInstant;

    ControlBlock(int index, long word, MapStorage map, long mapHandle, long value, int clockId) {
        this.index = index;
        this.word = word;
        this.map = map;
        this.mapHandle = mapHandle;
        this.value = value;
        this.clockId = clockId;
    }

    /** The map that owns it. */
    public MapStorage map() {
        return map;
    }

    /** Guest address of the value it lies in. */
    public long value() {
        return value;
    }

    /** The number of its clock. */
    public int clockId() {
        return clockId;
    }

    /** The program that its callback belongs to, or null if no callback is set. */
    public @Nullable Image program() {
        return program;
    }

    /** First instruction of the callback, if one is set. */
    public int callback() {
        return callback;
    }

    /** The logical CPU that armed it last: where it fires. */
    public int cpu() {
        return cpu;
    }

    /** Whether its callback is executing. */
    public boolean isRunning() {
        return running;
    }
}
