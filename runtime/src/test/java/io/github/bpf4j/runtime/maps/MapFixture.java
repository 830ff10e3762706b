package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestMemory.Zone;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.ArrayList;
import java.util.List;

/** Guest memory with room for a key and a value, and a record of what was released. */
final class MapFixture implements AutoCloseable {
    static final int CPUS = 2;
    static final int TIMER_OFFSET = 8;

    final GuestMemory memory;
    final List<Long> released = new ArrayList<>();
    private final long key;
    private final long value;

    MapFixture() {
        this(MemoryOptions.DEFAULT);
    }

    MapFixture(MemoryOptions options) {
        memory = GuestMemory.open(options);
        key = memory.allocate(4096, Zone.HIGH);
        value = memory.allocate(4096, Zone.HIGH);
    }

    static MapStorage.Shape shape(int keySize, int valueSize, int entries) {
        return new MapStorage.Shape("map", keySize, valueSize, entries, CPUS, ValueFields.plain(valueSize));
    }

    /** Values of 32 bytes with a timer at 8 and a lock at 24. */
    static MapStorage.Shape timerShape(int entries) {
        ValueFields fields = new ValueFields(
                32,
                TIMER_OFFSET,
                -1,
                24,
                List.of(
                        new ValueFields.Field("bpf_timer", TIMER_OFFSET, 16),
                        new ValueFields.Field("bpf_spin_lock", 24, 4)));
        return new MapStorage.Shape("timers", 4, 32, entries, CPUS, fields);
    }

    <M extends MapStorage> M watched(M map) {
        map.attach(new TurnLock(), released::add);
        return map;
    }

    long key(long number) {
        memory.setLong(key, number);
        memory.setLong(key + 8, number * 31);
        return key;
    }

    long value(long number) {
        for (int i = 0; i < 64; i += 8) {
            memory.setLong(value + i, number);
        }
        return value;
    }

    long get(MapStorage map, int cpu, long number) {
        long address = map.lookup(cpu, key(number));
        return address == 0 ? -1 : memory.getLong(address);
    }

    @Override
    public void close() {
        memory.close();
    }
}
