package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** BPF_MAP_TYPE_ARRAY and PERCPU_ARRAY: values by index, all there from the start. */
public final class ArrayMap extends MapStorage {
    private static final long LINE = 64;

    private final boolean perCpu;
    private final int stride;
    private final long base;
    private final long cpuStride;
    private final long sizeBytes;
    private final GuestObject object;
    private final ArrayFinder finder;

    private ArrayMap(GuestMemory memory, Shape shape, boolean perCpu, long base, boolean readOnly) {
        super(memory, shape);
        this.perCpu = perCpu;
        stride = roundUp8(shape.valueSize());
        this.base = base;
        cpuStride = perCpu ? cpuStride(shape) : 0;
        sizeBytes = size(shape, perCpu);
        long start = base & memory.mask();
        MapObject first = new MapObject(shape, start, valuesBytes(shape), stride, -1, 0, false, readOnly);
        object = perCpu ? new PerCpuObject(first, cpuStride, shape.cpus()) : first;
        memory.objects().add(object);
        finder = new ArrayFinder(memory.segment(), memory.mask(), base, shape.maxEntries(), stride, cpuStride);
    }

    /** An array of zeros, or null if guest memory has no room for all of it. */
    public static @Nullable ArrayMap create(GuestMemory memory, Shape shape, boolean perCpu, boolean readOnly) {
        if ((long) roundUp8(shape.valueSize()) * (perCpu ? shape.cpus() : 1) > Integer.MAX_VALUE) {
            return null;
        }
        long base = memory.allocate(size(shape, perCpu), GuestMemory.Zone.HIGH);
        return base == 0 ? null : new ArrayMap(memory, shape, perCpu, base, readOnly);
    }

    private static long size(Shape shape, boolean perCpu) {
        return perCpu ? cpuStride(shape) * shape.cpus() : valuesBytes(shape);
    }

    /* Each CPU's values are together, and share no cache line with another's; processors fetch lines in pairs. */
    private static long cpuStride(Shape shape) {
        return valuesBytes(shape) + 2 * LINE - 1 & -2 * LINE;
    }

    private static long valuesBytes(Shape shape) {
        return (long) shape.maxEntries() * roundUp8(shape.valueSize());
    }

    /** All values in place. */
    public MemorySegment values() {
        return memory.segment().asSlice(memory.range(base, sizeBytes), sizeBytes);
    }

    @Override
    public boolean isPerCpu() {
        return perCpu;
    }

    @Override
    public int find(long key) {
        int index = memory.getInt(key);
        return Integer.compareUnsigned(index, shape.maxEntries()) < 0 ? index : -1;
    }

    @Override
    public long lookup(int cpu, long key) {
        return finder.lookup(cpu, key);
    }

    @Override
    public Finder finder() {
        return finder;
    }

    @Override
    public long update(int cpu, long key, long value, long flags) {
        long refused = judge(key, flags);
        if (refused != 0) {
            return refused;
        }
        long to = valueAddress(find(key), cpu);
        copyInto(value, to, flags);
        releaseFields(to);
        emptyPointers(to);
        changed();
        return 0;
    }

    @Override
    public long updateFromHost(long key, long value, long flags) {
        if (!perCpu) {
            return update(0, key, value, flags);
        }
        long refused = judge(key, flags);
        if (refused != 0) {
            return refused;
        }
        int index = find(key);
        int step = roundUp8(shape.valueSize());
        for (int cpu = 0; cpu < shape.cpus(); cpu++) {
            fields().copy(memory, value + (long) cpu * step, valueAddress(index, cpu));
            emptyPointers(valueAddress(index, cpu));
        }
        changed();
        return 0;
    }

    /* The order of the checks is the specification's: flags, index, NOEXIST, lock. */
    private long judge(long key, long flags) {
        if ((flags & ~LOCK) > EXIST || flags < 0) {
            return EINVAL.result();
        }
        if (find(key) < 0) {
            return E2BIG.result();
        }
        if ((flags & NOEXIST) != 0) {
            return EEXIST.result();
        }
        return (flags & LOCK) != 0 && !fields().hasLock() ? EINVAL.result() : 0;
    }

    @Override
    public long delete(long key) {
        return EINVAL.result();
    }

    @Override
    public int next(int element) {
        return element + 1 < shape.maxEntries() ? element + 1 : -1;
    }

    @Override
    public long valueAddress(int element, int cpu) {
        return base + (long) element * stride + cpu * cpuStride;
    }

    @Override
    public long keyAddress(int element, long scratch) {
        memory.setInt(scratch, element);
        return scratch;
    }

    @Override
    public int elementOf(long value) {
        long offset = value - base;
        return offset >= 0 && offset < valuesBytes(shape) && offset % stride == 0 ? (int) (offset / stride) : -1;
    }

    @Override
    public boolean isPresent(int element) {
        return true;
    }

    @Override
    public int count() {
        return shape.maxEntries();
    }

    @Override
    public void close() {
        memory.objects().remove(object);
        releaseOwned(base, sizeBytes);
        memory.release(base, sizeBytes, GuestMemory.UNKNOWN);
    }
}
