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
    boolean detached;

    /** Where it is queued, or was last. */
    @Nullable
    Lane lane;

    int number;

    boolean running;
    /** What those wait for who cancel it while its callback runs; null if nobody does. */
    @Nullable
    Stop stop;

    /** How many callbacks of other timers are cancelling this one (timers spec 6.5). */
    int cancelling;

    long instantNs = Long.MIN_VALUE;
    int firedAtInstant;

    /** The end of one callback, at which the timer is taken out of the queue. */
    static final class Stop {
        boolean done;
        /** Whether the timer was queued then: what one of those answers who wait. */
        boolean wasQueued;
    }

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
