package io.github.bpf4j.runtime;

import java.util.Arrays;

/**
 * A packet on its way through programs: bytes and where they came from; after a run, what the program made of them. Reusable,
 * for one thread at a time.
 */
public final class Packet {
    private static final int GROWTH_BYTES = 4096;

    private byte[] bytes;
    private int length;
    private int ifindex = 1;
    private int rxQueue;
    private int mark;
    private int priority;
    private int redirectIfindex;

    /** An empty packet. */
    public Packet() {
        this(new byte[0]);
    }

    /** A packet with a copy of the given bytes, from the Ethernet header on. */
    public Packet(byte[] frame) {
        bytes = frame.clone();
        length = frame.length;
    }

    /** Takes other bytes; interface, queue, mark and priority stay. */
    public Packet set(byte[] frame, int frameLength) {
        ensure(frameLength);
        System.arraycopy(frame, 0, bytes, 0, frameLength);
        length = frameLength;
        redirectIfindex = 0;
        return this;
    }

    /** A copy of the bytes. */
    public byte[] data() {
        return Arrays.copyOf(bytes, length);
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }

    public int ifindex() {
        return ifindex;
    }

    /** Sets the interface that the packet came in on; 1 unless set. */
    public Packet ifindex(int index) {
        ifindex = index;
        return this;
    }

    public int rxQueue() {
        return rxQueue;
    }

    /** Sets the receive queue; 0 unless set. */
    public Packet rxQueue(int queue) {
        rxQueue = queue;
        return this;
    }

    /** The mark, as tc programs see and leave it. */
    public int mark() {
        return mark;
    }

    public Packet mark(int value) {
        mark = value;
        return this;
    }

    /** The priority, as tc programs see and leave it. */
    public int priority() {
        return priority;
    }

    public Packet priority(int value) {
        priority = value;
        return this;
    }

    /** Where {@code bpf_redirect} sent the packet in the last run, or 0. */
    public int redirectIfindex() {
        return redirectIfindex;
    }

    void redirectIfindex(int index) {
        redirectIfindex = index;
    }

    /** The bytes themselves, {@link #length()} of them valid. */
    byte[] array() {
        return bytes;
    }

    /** Makes room for what a program left. */
    byte[] receive(int newLength) {
        ensure(newLength);
        length = newLength;
        return bytes;
    }

    private void ensure(int capacity) {
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, capacity + GROWTH_BYTES - 1 & -GROWTH_BYTES);
        }
    }
}
