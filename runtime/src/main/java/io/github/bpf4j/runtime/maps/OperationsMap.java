package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.memory.GuestMemory;
import org.jspecify.annotations.Nullable;

/**
 * BPF_MAP_TYPE_STRUCT_OPS: a table of operations that the kernel calls. Its only element is there from the start; user space registers the
 * table by storing it, and takes it back by deleting it. Programs cannot use it.
 *
 * @param <T> what the host knows as the table
 */
public final class OperationsMap<T extends OperationsMap.Rules> extends MapStorage {
    /** Judges what user space stores. */
    public interface Rules {
        /** Registers a table; 0 or a negative errno. */
        long register(byte[] value);

        /** Takes a table back; 0 or a negative errno. */
        long unregister();
    }

    private final MapStorage value;
    private @Nullable T table;

    private OperationsMap(MapStorage value) {
        super(value.memory, value.shape());
        this.value = value;
    }

    /** A map without a table; null if memory has no room for its value. */
    public static <T extends Rules> @Nullable OperationsMap<T> create(GuestMemory memory, Shape shape) {
        ArrayMap value = ArrayMap.create(memory, shape, false, true);
        return value == null ? null : new OperationsMap<>(value);
    }

    /** Says what table it is of. */
    public void setTable(T judge) {
        table = judge;
    }

    /** The table; null as long as nobody said. */
    public @Nullable T table() {
        return table;
    }

    /** Makes the value what user space reads. */
    public void show(byte[] bytes) {
        memory.write(bytes, 0, value.valueAddress(0, 0), bytes.length);
        changed();
    }

    @Override
    public long lookup(int cpu, long key) {
        return 0;
    }

    @Override
    public long update(int cpu, long key, long from, long flags) {
        return unsupported();
    }

    @Override
    public long updateFromHost(long key, long from, long flags) {
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        if (memory.getInt(key) != 0) {
            return Errno.E2BIG.result();
        }
        return table == null ? unsupported() : table.register(memory.read(from, shape().valueSize()));
    }

    @Override
    public long delete(long key) {
        return unsupported();
    }

    @Override
    public long deleteFromHost(long key) {
        if (memory.getInt(key) != 0 || table == null) {
            return Errno.ENOENT.result();
        }
        return table.unregister();
    }

    @Override
    public int find(long key) {
        return memory.getInt(key) == 0 ? 0 : -1;
    }

    @Override
    public int next(int element) {
        return element < 0 ? 0 : -1;
    }

    @Override
    public boolean hasBatches() {
        return false;
    }

    @Override
    public long valueAddress(int element, int cpu) {
        return value.valueAddress(element, cpu);
    }

    @Override
    public long keyAddress(int element, long scratch) {
        return value.keyAddress(element, scratch);
    }

    @Override
    public int elementOf(long address) {
        return value.elementOf(address);
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public void close() {
        value.close();
    }
}
