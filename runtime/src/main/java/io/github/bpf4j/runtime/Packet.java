package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.world.Tunnel;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A packet on its way through programs: bytes and where they came from; after a run, what the program made of them. Reusable,
 * for one thread at a time.
 */
public final class Packet {
    private static final int GROWTH_BYTES = 4096;
    private static final int CONTROL_WORDS = 5;
    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes;
    private int length;
    private int ifindex = 1;
    private int ingressIfindex;
    private int rxQueue;
    private int wireLength;
    private boolean hasSocket = true;
    private final byte[] fields = new byte[SkbContext.SIZE];
    private byte[] metadata = NOTHING;
    private List<Redirect> clones = List.of();
    private int routeRealm;
    private long socket;
    private long assignedSocket;
    private boolean atIngress;
    private @Nullable Tunnel tunnel;
    private boolean tunnelFromProgram;
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

    /** Takes other bytes; interfaces, queue, mark and priority stay, all else that programs may have left is forgotten. */
    public Packet set(byte[] frame, int frameLength) {
        ensure(frameLength);
        System.arraycopy(frame, 0, bytes, 0, frameLength);
        length = frameLength;
        redirect = null;
        handover = null;
        clones = List.of();
        metadata = NOTHING;
        if (tunnelFromProgram) {
            tunnel(null);
        }
        int mark = mark();
        int priority = priority();
        int queue = queueMapping();
        Arrays.fill(fields, (byte) 0);
        wireLength = 0;
        return mark(mark).priority(priority).queueMapping(queue);
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

    /** Sets the receive queue; 0 unless set. It is the {@link #queueMapping} too, until that is set. */
    public Packet rxQueue(int queue) {
        rxQueue = queue;
        return queueMapping(queue);
    }

    /** The interface that the packet came in on before it got to {@link #ifindex}; the same unless set. */
    public int ingressIfindex() {
        return ingressIfindex == 0 ? ifindex : ingressIfindex;
    }

    /** Sets the interface that the packet came in on at first; 0 for that of {@link #ifindex}. */
    public Packet ingressIfindex(int index) {
        ingressIfindex = index;
        return this;
    }

    private int field(int byteOffset) {
        return SkbContext.get(fields, byteOffset);
    }

    private Packet field(int byteOffset, int value) {
        SkbContext.set(fields, byteOffset, value);
        return this;
    }

    /** The mark, as programs on socket buffers see and leave it. */
    public int mark() {
        return field(SkbContext.MARK);
    }

    public Packet mark(int value) {
        return field(SkbContext.MARK, value);
    }

    /** The priority, as programs on socket buffers see and leave it. */
    public int priority() {
        return field(SkbContext.PRIORITY);
    }

    public Packet priority(int value) {
        return field(SkbContext.PRIORITY, value);
    }

    /** The queue, as programs on socket buffers see and leave it: 16 bits. */
    public int queueMapping() {
        return field(SkbContext.QUEUE_MAPPING);
    }

    public Packet queueMapping(int queue) {
        return field(SkbContext.QUEUE_MAPPING, queue & 0xffff);
    }

    /** The index for classifiers, as tc programs see and leave it: 16 bits. */
    public int tcIndex() {
        return field(SkbContext.TC_INDEX);
    }

    public Packet tcIndex(int index) {
        return field(SkbContext.TC_INDEX, index & 0xffff);
    }

    /** The class that a tc program chose: 16 bits. */
    public int tcClassid() {
        return field(SkbContext.TC_CLASSID);
    }

    public Packet tcClassid(int classid) {
        return field(SkbContext.TC_CLASSID, classid & 0xffff);
    }

    /** One of the five control words that programs on socket buffers leave for each other. */
    public int controlWord(int index) {
        return field(SkbContext.CB + Integer.BYTES * Objects.checkIndex(index, CONTROL_WORDS));
    }

    public Packet controlWord(int index, int value) {
        return field(SkbContext.CB + Integer.BYTES * Objects.checkIndex(index, CONTROL_WORDS), value);
    }

    /** The time of the packet in nanoseconds, as programs on socket buffers see and leave it; 0 if there is none. */
    public long timestamp() {
        return SkbContext.getLong(fields, SkbContext.TSTAMP);
    }

    /** Of which clock {@link #timestamp} is: 0 CLOCK_REALTIME, 1 CLOCK_MONOTONIC, 2 CLOCK_TAI. */
    public int timestampType() {
        return fields[SkbContext.TSTAMP_TYPE];
    }

    /** Sets the time of the packet, and of which clock it is. */
    public Packet timestamp(long timeNs, int type) {
        SkbContext.setLong(fields, SkbContext.TSTAMP, timeNs);
        fields[SkbContext.TSTAMP_TYPE] = (byte) type;
        return this;
    }

    /** The time that the hardware noted, in nanoseconds. */
    public long hardwareTimestamp() {
        return SkbContext.getLong(fields, SkbContext.HWTSTAMP);
    }

    public Packet hardwareTimestamp(long timeNs) {
        SkbContext.setLong(fields, SkbContext.HWTSTAMP, timeNs);
        return this;
    }

    /** Whether the packet has the tag of a VLAN that is not among its bytes, as interfaces take it off and {@code bpf_skb_vlan_push} puts it. */
    public boolean hasVlanTag() {
        return field(SkbContext.VLAN_PRESENT) != 0;
    }

    /** Control information of that tag: priority and number of the VLAN, 16 bits. */
    public int vlanTci() {
        return field(SkbContext.VLAN_TCI);
    }

    /** Protocol of that tag, 0x8100 or 0x88a8; 0 if there is none. */
    public int vlanProtocol() {
        return Short.toUnsignedInt(Short.reverseBytes((short) field(SkbContext.VLAN_PROTO)));
    }

    /** Gives the packet the tag of a VLAN that is not among its bytes. */
    public Packet vlanTag(int protocol, int tci) {
        return field(SkbContext.VLAN_PRESENT, 1)
                .field(SkbContext.VLAN_TCI, tci & 0xffff)
                .field(SkbContext.VLAN_PROTO, Short.toUnsignedInt(Short.reverseBytes((short) protocol)));
    }

    /** The packet's hash, 0 if nobody computed it. */
    public int hash() {
        return field(SkbContext.HASH);
    }

    /** Sets the hash that the interface computed. */
    public Packet hash(int value) {
        return field(SkbContext.HASH, value);
    }

    /** How many segments of what size it stands for; 0 and 0 if it stands for itself. */
    public Packet segments(int count, int sizeBytes) {
        return field(SkbContext.GSO_SEGS, count).field(SkbContext.GSO_SIZE, sizeBytes);
    }

    /** How many segments it stands for. */
    public int segments() {
        return field(SkbContext.GSO_SEGS);
    }

    /** The data bytes of each segment. */
    public int segmentSize() {
        return field(SkbContext.GSO_SIZE);
    }

    /** Sets the length that the packet has on the wire; its own unless set. */
    public Packet wireLength(int lengthBytes) {
        wireLength = lengthBytes;
        return this;
    }

    /** What the last run of a program on socket buffers took the packet for: 0 for this host, 1 for all, 2 for several, 3 for another. */
    public int packetType() {
        return field(SkbContext.PKT_TYPE);
    }

    /** The protocol of the network layer, as the last run of a program on socket buffers left it. */
    public int protocol() {
        return Short.toUnsignedInt(Short.reverseBytes((short) field(SkbContext.PROTOCOL)));
    }

    /** What is in front of the packet for XDP programs: a copy. */
    public byte[] metadata() {
        return metadata.clone();
    }

    /**
     * Puts metadata in front of the packet for XDP programs.
     *
     * @throws IllegalArgumentException if it has more than 252 bytes, or a number of them that is no multiple of four
     */
    public Packet metadata(byte[] inFront) {
        if (inFront.length > 252 || inFront.length % 4 != 0) {
            throw new IllegalArgumentException("metadata of " + inFront.length + " bytes");
        }
        metadata = inFront.clone();
        return this;
    }

    /** Where copies of the packet went that the last run sent away ({@code bpf_clone_redirect}), in the order of the calls. */
    public List<Redirect> clones() {
        return clones;
    }

    void clones(List<Redirect> sent) {
        clones = sent;
    }

    byte[] metadataItself() {
        return metadata;
    }

    void leaveMetadata(byte[] left) {
        metadata = left;
    }

    /** What programs on socket buffers know of it, for a run: a copy of {@code struct __sk_buff}. */
    byte[] fields() {
        return field(SkbContext.IFINDEX, ifindex)
                .field(SkbContext.INGRESS_IFINDEX, ingressIfindex())
                .field(SkbContext.WIRE_LEN, wireLength)
                .fields;
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

    /** The realm of the route that the packet was given, see {@link #routeRealm(int)}. */
    public int routeRealm() {
        return routeRealm;
    }

    /**
     * Sets the realm of the route that the packet was given, an unsigned int; 0, as it is unless set, where it was given none yet, as before
     * routing and in test runs of Linux, or where its route has no realm.
     */
    public Packet routeRealm(int realm) {
        routeRealm = realm;
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
        tunnelFromProgram = false;
        return this;
    }

    boolean isTunnelFromProgram() {
        return tunnelFromProgram;
    }

    void leaveTunnel(@Nullable Tunnel carried, boolean fromProgram) {
        tunnel = carried;
        tunnelFromProgram = fromProgram;
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

    /** Whether something waits until a CPU can be occupied. */
    boolean isHandedOver() {
        return handover != null;
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
