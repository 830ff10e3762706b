package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.memory.GuestMemory;

/** A map without elements in guest memory: element commands of programs do not apply to it. */
abstract class FixedMap extends MapStorage {
    FixedMap(GuestMemory memory, Shape shape) {
        super(memory, shape);
    }

    @Override
    public final boolean hasElements() {
        return false;
    }

    @Override
    public final long lookup(int cpu, long key) {
        return 0;
    }

    @Override
    public final long update(int cpu, long key, long value, long flags) {
        return unsupported();
    }

    @Override
    public final long delete(long key) {
        return unsupported();
    }

    @Override
    public final int find(long key) {
        return -1;
    }

    @Override
    public final int next(int element) {
        return -1;
    }

    @Override
    public final long valueAddress(int element, int cpu) {
        throw new IllegalStateException("map " + shape.name() + " has no elements");
    }

    @Override
    public final long keyAddress(int element, long scratch) {
        throw new IllegalStateException("map " + shape.name() + " has no elements");
    }

    @Override
    public final int elementOf(long value) {
        return -1;
    }
}
