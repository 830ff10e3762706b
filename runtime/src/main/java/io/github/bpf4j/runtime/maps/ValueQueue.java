package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;

import io.github.bpf4j.runtime.memory.GuestMemory;
import org.jspecify.annotations.Nullable;

/** BPF_MAP_TYPE_QUEUE and STACK: values without keys, taken out oldest or newest first. */
/*
 * A ring in guest memory that no program has an address of. The places of the values that wait are `oldest`, `oldest + 1` and so on,
 * modulo max_entries; `count` and `oldest` lie in the host.
 */
public final class ValueQueue extends FixedMap {
    private final boolean newestFirst;
    private final long base;
    private final long sizeBytes;
    private int oldest;
    private int count;

    private ValueQueue(GuestMemory memory, Shape shape, boolean newestFirst, long base) {
        super(memory, shape);
        this.newestFirst = newestFirst;
        this.base = base;
        sizeBytes = size(shape);
    }

    /**
     * An empty map, or null if guest memory has no room for all of it.
     *
     * @param newestFirst whether it is a STACK
     */
    public static @Nullable ValueQueue create(GuestMemory memory, Shape shape, boolean newestFirst) {
        long base = memory.allocate(size(shape), GuestMemory.Zone.HIGH);
        return base == 0 ? null : new ValueQueue(memory, shape, newestFirst, base);
    }

    private static long size(Shape shape) {
        return (long) shape.maxEntries() * shape.valueSize();
    }

    private long place(int after) {
        return base + ((long) oldest + after) % shape.maxEntries() * shape.valueSize();
    }

    private long head() {
        return place(newestFirst ? count - 1 : 0);
    }

    @Override
    public boolean hasBatches() {
        return false;
    }

    @Override
    public long push(long value, long flags) {
        if (flags != 0 && flags != EXIST) {
            return EINVAL.result();
        }
        if (count == shape.maxEntries()) {
            if (flags != EXIST) {
                return E2BIG.result();
            }
            oldest = (int) ((oldest + 1L) % shape.maxEntries());
            count--;
        }
        memory.copy(value, place(count), shape.valueSize());
        count++;
        changed();
        return 0;
    }

    @Override
    public long pop(long value) {
        long result = peek(value);
        if (result == 0) {
            if (!newestFirst) {
                oldest = (int) ((oldest + 1L) % shape.maxEntries());
            }
            count--;
            changed();
        }
        return result;
    }

    @Override
    public long peek(long value) {
        if (count == 0) {
            memory.zero(value, shape.valueSize());
            return ENOENT.result();
        }
        memory.copy(head(), value, shape.valueSize());
        return 0;
    }

    /**
     * Copies a value that waits.
     *
     * @param position 0 for the one that is popped next, up to {@link #count()} less one
     */
    public byte[] waiting(int position) {
        return memory.read(place(newestFirst ? count - 1 - position : position), shape.valueSize());
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void close() {
        memory.release(base, sizeBytes, GuestMemory.UNKNOWN);
    }
}
