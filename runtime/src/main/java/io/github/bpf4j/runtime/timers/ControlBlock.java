package io.github.bpf4j.runtime.timers;

import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.maps.MapStorage;
import org.jspecify.annotations.Nullable;

/**
 * The control block of an initialised {@code bpf_timer} or {@code bpf_wq}: owned by one element, gone with it (timers spec 2.1). The object
 * may be another element's block later, with another {@link #word}.
 */
public final class ControlBlock extends QueueEntry {
    /** The "clock" of a {@code bpf_wq}. */
    static final int NO_CLOCK = -1;

    long word;
    MapStorage map;
    long value;

    /** The element that the value is of. */
    int element;

    /** Guest address of the field that it belongs to. */
    long field;

    @Nullable
    Image program;

    int callback;

    /** How many callbacks of other timers are cancelling this one (timers spec 6.5); one on each CPU at most. */
    short cancelling;

    private byte clockId;
    boolean detached;

    private long instantNs = Long.MIN_VALUE;
    private int runsAtInstant;

    /** A block of nobody's yet. */
    ControlBlock(MapStorage map) {
        this.map = map;
    }

    /** Becomes the block of an element, as if it was new. */
    @SuppressWarnings("ReferenceEquality") // a map is what it is
    void begin(long newWord, long newField, MapStorage newMap, long newValue, int newElement, int newClockId) {
        word = newWord;
        if (newMap != map) { // to store a reference costs more than to look
            map = newMap;
        }
        field = newField;
        value = newValue;
        element = newElement;
        clockId = (byte) newClockId;
        cpu = 0;
        detached = false;
        instantNs = Long.MIN_VALUE;
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

    /** The element of the map that the value is of. */
    public int element() {
        return element;
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
