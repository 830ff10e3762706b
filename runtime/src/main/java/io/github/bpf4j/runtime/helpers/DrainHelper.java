package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EAGAIN;
import static io.github.bpf4j.abi.Errno.EBUSY;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENODATA;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.maps.UserRingBuffer;
import java.util.function.LongSupplier;

/** {@code bpf_user_ringbuf_drain}: hands what user space produced to a callback, sample by sample; as a 6.12 kernel does. */
final class DrainHelper {
    private static final long WAKEUP_FLAGS = 3;
    private static final int MOST_SAMPLES = 128 * 1024;

    /** Bytes of a sample that cost a run as much as one instruction does: they are copied. */
    private static final int BYTES_PER_INSTRUCTION = 64;

    private final MapTable maps;
    private final KeyCells cells;
    private final TurnLock lock;

    DrainHelper(MapTable maps, KeyCells cells, TurnLock lock) {
        this.maps = maps;
        this.cells = cells;
        this.lock = lock;
    }

    void register(HelperTable table) {
        table.put(209, (cpu, map, callback, context, flags, r5) -> drain(cpu, map, callback, context, flags));
    }

    private long drain(Cpu cpu, long handle, long callback, long context, long flags) {
        UserRingBuffer ring = maps.get(handle, UserRingBuffer.class, "user ring buffer");
        if ((flags & ~WAKEUP_FLAGS) != 0) {
            return EINVAL.result();
        }
        if (locked(() -> ring.beginDrain() ? 0 : EBUSY.result()) != 0) {
            return EBUSY.result();
        }
        try {
            return samples(cpu, ring, callback, context);
        } finally {
            locked(() -> {
                ring.endDrain();
                return 0;
            });
        }
    }

    /* Callbacks run without the lock. Meanwhile the map stays: it goes when no run goes on that could know it. */
    private long samples(Cpu cpu, UserRingBuffer ring, long callback, long context) {
        long drained = 0;
        for (int i = 0; i < MOST_SAMPLES; i++) {
            long length = locked(ring::peek);
            if (length == ENODATA.result()) {
                return drained;
            }
            if (length == EAGAIN.result()) {
                cpu.spend(1);
                continue;
            }
            if (length < 0) {
                return length;
            }
            drained++;
            if (handed(cpu, ring, length, callback, context) != 0) {
                return drained;
            }
        }
        return drained;
    }

    private long handed(Cpu cpu, UserRingBuffer ring, long length, long callback, long context) {
        cpu.spend(length / BYTES_PER_INSTRUCTION);
        long pointer = cells.takeForPointer(cpu);
        try {
            long address = locked(() -> ring.open(length));
            DynamicPointers.set(cpu.memory(), pointer, DynamicPointers.LOCAL, address, length, false);
            return cpu.callback(callback, pointer, context, 0, 0);
        } finally {
            cells.giveBack(cpu);
            locked(() -> {
                ring.pass(length);
                return 0;
            });
        }
    }

    private long locked(LongSupplier action) {
        lock.lock();
        try {
            return action.getAsLong();
        } finally {
            lock.unlock();
        }
    }
}
