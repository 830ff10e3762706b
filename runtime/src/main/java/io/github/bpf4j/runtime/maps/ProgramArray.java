package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** BPF_MAP_TYPE_PROG_ARRAY: the targets of tail calls, by index. Only the host stores into it; any CPU may look. */
public final class ProgramArray<P> extends FixedMap {
    private final Map<Integer, P> programs = new ConcurrentHashMap<>();

    /** An array of empty slots for what the caller runs as programs. */
    public ProgramArray(GuestMemory memory, Shape shape) {
        super(memory, shape);
    }

    /** The program at an unsigned 32-bit index, or null if the slot is empty or does not exist. */
    public @Nullable P get(long index) {
        return programs.get((int) index);
    }

    /** Whether there is a slot with this index. */
    public boolean hasSlot(int index) {
        return index >= 0 && index < shape.maxEntries();
    }

    /** Stores a program, or empties the slot; returns what was there, or null. */
    public @Nullable P set(int index, @Nullable P program) {
        changed();
        return program == null ? programs.remove(index) : programs.put(index, program);
    }

    /** Empties all slots; returns what was in them. */
    public List<P> clear() {
        List<P> cleared = List.copyOf(programs.values());
        programs.clear();
        changed();
        return cleared;
    }

    @Override
    public int count() {
        return programs.size();
    }

    @Override
    public void close() {
        programs.clear();
    }
}
