package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;

/**
 * Guest memory for what callbacks are handed: the keys of arrays, dynamic pointers; one per nesting level and CPU. The cell at level zero
 * belongs to the timer callback that the CPU runs. The host has cells of its own, as if it were one more CPU.
 *
 * <p>The cells of a CPU are for whoever occupies it, those of the host for one thread at a time.
 */
public final class KeyCells implements GuestObject {
    private static final int LEVELS = Cpu.MAX_RUNS * (Cpu.MAX_FRAMES + 1);
    private static final int CELL_BYTES = DynamicPointers.BYTES;
    private static final int KEY_BYTES = 4;

    private final long start;
    private final int[] levels;
    private final boolean[] pointers;

    /** Cells for the CPUs of a runtime. */
    public KeyCells(GuestMemory memory, int cpus) {
        levels = new int[cpus + 1];
        pointers = new boolean[levels.length * LEVELS];
        start = memory.allocate(sizeBytes(), GuestMemory.Zone.LOW);
        if (start == 0) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "guest memory has no room for the keys of callbacks");
        }
        memory.objects().add(this);
    }

    /** The cell for the next nesting level of a CPU. */
    public long take(Cpu cpu) {
        return take(cpu.id(), false);
    }

    /** As {@link #take}, for a dynamic pointer. */
    long takeForPointer(Cpu cpu) {
        return take(cpu.id(), true);
    }

    private long take(int owner, boolean forPointer) {
        int cell = owner * LEVELS + Math.min(levels[owner]++, LEVELS - 1);
        pointers[cell] = forPointer;
        return start + (long) cell * CELL_BYTES;
    }

    /** Ends the nesting level that was taken last. */
    public void giveBack(Cpu cpu) {
        levels[cpu.id()]--;
    }

    /** A cell for the host, until it is given back. */
    public long takeForHost() {
        return take(levels.length - 1, false);
    }

    /** Ends the host's use of the cell that was taken last. */
    public void giveBackForHost() {
        levels[levels.length - 1]--;
    }

    @Override
    public String name() {
        return "the key of a callback";
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long sizeBytes() {
        return (long) levels.length * LEVELS * CELL_BYTES;
    }

    @Override
    public String refusal(long offset, long sizeBytes, Access access) {
        if (access == Access.WRITE) {
            return "keys of callbacks are read-only";
        }
        if (pointers[(int) (offset / CELL_BYTES)]) {
            return offset % CELL_BYTES + sizeBytes <= CELL_BYTES ? "" : "it leaves a callback's dynamic pointer";
        }
        return offset % CELL_BYTES + sizeBytes <= KEY_BYTES ? "" : "it leaves " + name() + " (4 bytes)";
    }
}
