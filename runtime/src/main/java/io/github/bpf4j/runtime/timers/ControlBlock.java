package io.github.bpf4j.runtime.timers;

import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.maps.MapStorage;
import org.jspecify.annotations.Nullable;

/**
 * The control block of an initialised {@code bpf_timer} or {@code bpf_wq}: owned by one element, gone with it (timers spec 2.1).
 */
public final class ControlBlock extends QueueEntry {
    /** The "clock" of a {@code bpf_wq}. */
    static final int NO_CLOCK = -1;

    final long word;
    final MapStorage map;
    final long value;

    /** The element that the value is of. */
    final int element;

    /** Guest address of the field that it belongs to. */
    final long field;

    @Nullable
    Image program;

    int callback;

    /** How many callbacks of other timers are cancelling this one (timers spec 6.5); one on each CPU at most. */
    short cancelling;

    private final byte clockId;
    boolean detached;

    private long instantNs = Long.MIN_VALUE;
    private int runsAtInstant;

    ControlBlock(long word, MapStorage map, long value, int clockId) {
        this.word = word;
        this.map = map;
        this.value = value;
        this.clockId = (byte) clockId;
        element = map.elementOf(value);
        field = value + (isWork() ? map.fields().workOffset() : map.fields().timerOffset());
    }

    /** Counts a run; how many there were in a row without time passing. */
    public int countRun(long nowNs) {
        runsAtInstant = instantNs == nowNs ? runsAtInstant + 1 : 1;
        instantNs = nowNs;
        return runsAtInstant;
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

    /** Whether it is a {@code bpf_wq}, whose callback runs as a process does. */
    public boolean isWork() {
        return clockId == NO_CLOCK;
    }

    /** The program that its callback belongs to, or null if no callback is set. */
    public @Nullable Image program() {
        return program;
    }

    /** First instruction of the callback, if one is set. */
    public int callback() {
        return callback;
    }

    /** Whether its element is still there: whoever was told that it runs may have removed it. */
    public boolean isAttached() {
        return !detached;
    }
}
