package io.github.bpf4j.fuzz;

import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.WatchedRuntime;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.CpuFrames;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a run of an XDP program is: its active functions, their registers, its memory. */
final class RunState {
    private static final int MOST_FRAMES = 9;
    private static final int REGISTERS = 11;
    private static final int DATA = 0;
    private static final int DATA_END = 4;
    private static final int DATA_META = 8;

    private final long[][] registers = new long[MOST_FRAMES][REGISTERS];
    private final int[] insns = new int[MOST_FRAMES];
    private final Map<String, MapStorage> maps = new HashMap<>();
    private final Map<String, Long> handles = new HashMap<>();
    private final List<MapStorage> inner = new ArrayList<>();
    private int depth;
    private long context;
    private @Nullable Cpu cpu;

    /** The collection that runs from now on. */
    void begin(Collection collection) {
        maps.clear();
        handles.clear();
        inner.clear();
        for (BpfMap map : collection.maps().values()) {
            MapStorage storage = WatchedRuntime.storage(map);
            maps.put(map.name(), storage);
            handles.put(map.name(), WatchedRuntime.handle(map));
            if (map.name().equals("first") || map.name().equals("second")) {
                inner.add(storage);
            }
        }
    }

    /** Notes an instruction that is about to run. */
    void step(int insn, Cpu on, long[] r) {
        cpu = on;
        depth = CpuFrames.depth(on);
        System.arraycopy(r, 0, registers[depth - 1], 0, REGISTERS);
        insns[depth - 1] = insn;
        if (depth == 1 && insn == 0) {
            context = r[1];
        }
    }

    int depth() {
        return depth;
    }

    /** The instruction that a frame is at: of those below the top, the call. */
    int insnOf(int frame) {
        return insns[frame];
    }

    long register(int frame, int number) {
        return registers[frame][number];
    }

    GuestMemory memory() {
        return cpu.memory();
    }

    boolean isLocked() {
        return cpu.memory().locks().heldBy(cpu.id()) != 0;
    }

    long context() {
        return context;
    }

    private long field(int offset) {
        return Integer.toUnsignedLong(memory().getInt(context + offset));
    }

    long data() {
        return field(DATA);
    }

    long end() {
        return field(DATA_END);
    }

    long meta() {
        return field(DATA_META);
    }

    /** A map that the program names; null if there is none of the name. */
    @Nullable
    MapStorage map(String name) {
        return maps.get(name);
    }

    long handle(String name) {
        return handles.get(name);
    }

    boolean isInner(long handle) {
        return handle == handles.get("first") || handle == handles.get("second");
    }

    /** The maps that are in another. */
    List<MapStorage> inner() {
        return inner;
    }

    boolean mayDelete(MapStorage map) {
        return map.shape().name().equals("table");
    }
}
