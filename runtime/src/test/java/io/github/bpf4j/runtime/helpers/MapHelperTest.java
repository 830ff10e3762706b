package io.github.bpf4j.runtime.helpers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.maps.ArrayMap;
import io.github.bpf4j.runtime.maps.HashTable;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.maps.ValueFields;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MapHelperTest {
    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final Cpu cpu = new Cpu(1, memory);
    private final MapTable maps = new MapTable();
    private final long key = memory.allocate(4096, GuestMemory.Zone.HIGH);

    @AfterEach
    void close() {
        memory.close();
    }

    private static MapStorage.Shape shape(int keySize, int valueSize, int entries) {
        return new MapStorage.Shape("map", keySize, valueSize, entries, 2, ValueFields.plain(valueSize));
    }

    private HelperFunction[] helpers() {
        HelperTable table = new HelperTable(new TurnLock());
        new MapHelpers(maps, new KeyCells(memory, 2), new TurnLock()).register(table);
        new RingHelpers(maps).register(table);
        return table.byId();
    }

    private long add(MapStorage map) {
        map.attach(new TurnLock(), _ -> {});
        return maps.add(map);
    }

    @Test
    void boundHelpersDoWhatTheOthersDo() {
        MapStorage hash = Objects.requireNonNull(HashTable.create(memory, shape(8, 8, 4), HashTable.Kind.HASH, 7));
        MapStorage array = Objects.requireNonNull(ArrayMap.create(memory, shape(4, 8, 4), true, false));
        for (long handle : new long[] {add(hash), add(array)}) {
            HelperFunction lookup = helpers()[1];
            HelperFunction bound = lookup.bind(handle);
            assertThat(bound).isNotEqualTo(lookup);
            for (long number : new long[] {1, 3, 5}) {
                memory.setLong(key, number);
                helpers()[2].bind(handle).call(cpu, handle, key, key, 0, 0);
                assertThat(bound.call(cpu, handle, key, 0, 0, 0)).isEqualTo(lookup.call(cpu, handle, key, 0, 0, 0));
            }
        }
        memory.setLong(key, 3);
        long handle = maps.add(hash);
        assertThat(memory.getLong(helpers()[1].bind(handle).call(cpu, handle, key, 0, 0, 0)))
                .isEqualTo(3);
        assertThat(helpers()[3].bind(handle).call(cpu, handle, key, 0, 0, 0)).isZero();
        assertThat(helpers()[1].bind(handle).call(cpu, handle, key, 0, 0, 0)).isZero();
    }

    @Test
    void whatIsBoundToAMapThatGoesFindsNone() {
        MapStorage hash = Objects.requireNonNull(HashTable.create(memory, shape(8, 8, 4), HashTable.Kind.HASH, 7));
        long handle = add(hash);
        HelperFunction lookup = helpers()[1].bind(handle);
        HelperFunction update = helpers()[2].bind(handle);
        maps.remove(handle);
        assertThatThrownBy(() -> lookup.call(cpu, handle, key, 0, 0, 0)).isInstanceOf(GuestFault.class);
        assertThatThrownBy(() -> update.call(cpu, handle, key, key, 0, 0)).isInstanceOf(GuestFault.class);
    }

    @Test
    void whatIsBoundToARingBufferThatGoesFindsNone() {
        long handle = add(Objects.requireNonNull(RingBuffer.create(memory, shape(0, 0, 4096))));
        HelperFunction reserve = helpers()[131].bind(handle);
        long record = reserve.call(cpu, handle, 8, 0, 0, 0);
        assertThat(helpers()[132].call(cpu, record, 0, 0, 0, 0)).isZero();
        long left = reserve.call(cpu, handle, 8, 0, 0, 0);
        maps.remove(handle);
        assertThatThrownBy(() -> reserve.call(cpu, handle, 8, 0, 0, 0)).hasMessageContaining("is no map");
        assertThatThrownBy(() -> helpers()[132].call(cpu, left, 0, 0, 0, 0)).hasMessageContaining("no reserved record");
    }

    @Test
    void whatIsNoMapIsNotBound() {
        HelperFunction lookup = helpers()[1];
        assertThat(lookup.bind(0)).isEqualTo(lookup);
        assertThat(lookup.bind(-1)).isEqualTo(lookup);
        long hash = add(Objects.requireNonNull(HashTable.create(memory, shape(8, 8, 4), HashTable.Kind.HASH, 7)));
        assertThatThrownBy(() -> helpers()[131].bind(hash).call(cpu, hash, 8, 0, 0, 0))
                .hasMessageContaining("is no ring buffer");
    }

    @Test
    void recordsAreNotReservedUnderASpinLock() {
        long ring = add(Objects.requireNonNull(RingBuffer.create(memory, shape(0, 0, 4096))));
        cpu.lock(key);
        assertThatThrownBy(() -> helpers()[131].bind(ring).call(cpu, ring, 8, 0, 0, 0))
                .hasMessageContaining("bpf_spin_lock");
        cpu.unlock(key);
    }
}
