package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.world.Tunnel;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    private boolean hasSocket = true;
    private long socket;
    private long assignedSocket;
    private boolean atIngress;
    private @Nullable Tunnel tunnel;
    private @Nullable Redirect redirect;
    private Redirector.@Nullable Handover handover;

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
        redirect = null;
        handover = null;
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

    /** Whether the packet belongs to a socket, as it does in test runs of Linux. */
    public boolean hasSocket() {
        return hasSocket;
    }

    /** Sets whether the packet belongs to a socket, in the control group that programs run in; it does unless set. */
    public Packet hasSocket(boolean has) {
        hasSocket = has;
        return this;
    }

    /**
     * Sets the socket of the runtime's {@link io.github.bpf4j.runtime.world.World} that the packet belongs to, by its cookie; 0, as it is
     * unless set, for one of which nothing is known, as in test runs of Linux.
     */
    public Packet socket(long cookie) {
        socket = cookie;
        return this;
    }

    /** The cookie of the packet's socket; 0 if nothing is known of it. */
    public long socket() {
        return socket;
    }

    /**
     * Sets whether the packet has just come in, where a tc program may give it to a socket. It has not unless set, as in test runs of
     * Linux.
     */
    public Packet atIngress(boolean ingress) {
        atIngress = ingress;
        return this;
    }

    /** Whether the packet has just come in. */
    public boolean isAtIngress() {
        return atIngress;
    }

    /** The cookie of the socket that the last run gave the packet to; 0 if it did not. */
    public long assignedSocket() {
        return assignedSocket;
    }

    /** What the packet carries for a tunnel, as programs leave it. */
    public Optional<Tunnel> tunnel() {
        return Optional.ofNullable(tunnel);
    }

    /** Sets what the packet carries for a tunnel; null for nothing. */
    public Packet tunnel(@Nullable Tunnel carried) {
        tunnel = carried;
        return this;
    }

    void assignedSocket(long cookie) {
        assignedSocket = cookie;
    }

    /** Where the last run sent the packet, and what became of it there; empty if its verdict was not to redirect it. */
    public Optional<Redirect> redirect() {
        return Optional.ofNullable(redirect);
    }

    /** The interface that the last run sent the packet to; 0 if none, several or a CPU, or if there is no such interface. */
    public int redirectIfindex() {
        if (redirect == null || redirect.deliveries().size() != 1) {
            return 0;
        }
        Redirect.Delivery only = redirect.deliveries().getFirst();
        boolean sent = only.fate() == Redirect.Fate.SENT && only.destination() != Redirect.Destination.CPU;
        return sent ? only.number() : 0;
    }

    void redirected(Redirector.Outcome outcome) {
        redirect = outcome.redirect();
        handover = outcome.handover();
    }

    /** Takes what the last run asked for. */
    Redirector.Outcome takeOutcome() {
        Redirector.Outcome taken = new Redirector.Outcome(redirect, handover);
        redirect = null;
        handover = null;
        return taken;
    }

    /** Takes what waits until a CPU can be occupied; null if nothing does. */
    Redirector.@Nullable Handover takeHandover() {
        Redirector.Handover taken = handover;
        handover = null;
        return taken;
    }

    void redirected(Redirect outcome) {
        redirect = outcome;
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
