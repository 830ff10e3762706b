package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** BPF_MAP_TYPE_PROG_ARRAY: the targets of tail calls, by index. Only the host stores into it. */
public final class ProgramArray<P> extends FixedMap {
    private final @Nullable Object[] programs;
    private final Class<P> type;

    /** An array of empty slots for what the caller runs as programs. */
    public ProgramArray(GuestMemory memory, Shape shape, Class<P> type) {
        super(memory, shape);
        this.type = type;
        programs = new Object[shape.maxEntries()];
    }

    /** The program at an unsigned 32-bit index, or null if the slot is empty or does not exist. */
    public @Nullable P get(long index) {
        long slot = index & 0xffff_ffffL;
        Object program = slot < programs.length ? programs[(int) slot] : null;
        return program == null ? null : type.cast(program);
    }

    /** Whether there is a slot with this index. */
    public boolean hasSlot(int index) {
        return index >= 0 && index < programs.length;
    }

    /** Stores a program, or empties the slot. */
    public void set(int index, @Nullable P program) {
        programs[index] = program;
        changed();
    }

    @Override
    public int count() {
        int filled = 0;
        for (Object program : programs) {
            filled += program == null ? 0 : 1;
        }
        return filled;
    }

    @Override
    public void close() {
        Arrays.fill(programs, null);
    }
}
