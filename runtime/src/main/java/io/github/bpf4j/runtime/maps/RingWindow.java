package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.runtime.memory.GuestObject;

/** What checked mode knows of a ring, whose region is there twice in a row: subclasses say which bytes programs may touch. */
abstract class RingWindow implements GuestObject {
    private final String name;
    private final long start;
    private final long ringBytes;

    /** A window on the region that begins at an address without tag. */
    RingWindow(String name, long start, long ringBytes) {
        this.name = name;
        this.start = start;
        this.ringBytes = ringBytes;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final long start() {
        return start;
    }

    @Override
    public final long sizeBytes() {
        return 2 * ringBytes;
    }
}
