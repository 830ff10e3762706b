package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.maps.TargetMap;
import io.github.bpf4j.runtime.memory.GuestMemory;
import org.jspecify.annotations.Nullable;

/** A context with a packet: what the packet helpers work on. For the CPU it was made for, one packet at a time. */
public abstract sealed class PacketContext implements GuestContext, AutoCloseable permits XdpContext, SkbContext {
    /** What Linux wants at least of a packet. */
    public static final int LEAST_PACKET_BYTES = PacketFrame.ETHERNET_HEADER_BYTES;

    /** More bytes of a packet have no place in guest memory. */
    public static final int MOST_PACKET_BYTES = PacketFrame.MOST_PACKET_BYTES;

    final PacketFrame frame;
    final ContextBlock block;
    private @Nullable TargetMap<?> redirectMap;
    private @Nullable Object redirectTarget;
    private long redirectIndex;
    private long redirectFlags;
    private boolean hasSocket;
    private int ifindex;
    private final PacketCompany company = new PacketCompany();

    PacketContext(GuestMemory memory, String name, int size, ContextBlock.Rule rule) {
        frame = new PacketFrame(memory);
        boolean complete = false;
        try {
            block = new ContextBlock(memory, name, size, rule);
            complete = true;
        } finally {
            if (!complete) {
                frame.close();
            }
        }
    }

    @Override
    public final long address() {
        return block.address();
    }

    @Override
    public final int sizeBytes() {
        return (int) block.sizeBytes();
    }

    @Override
    public final long loadPacket(long byteOffset, int sizeBytes) {
        return frame.loadPacket(byteOffset, sizeBytes);
    }

    /** Length of the packet in bytes. */
    public final int length() {
        return frame.length();
    }

    /** Copies the packet out; returns its length, or the length of the array if that is less. */
    public final int store(byte[] to) {
        return frame.store(to);
    }

    /** Guest address of the first byte of the packet. */
    public final long dataAddress() {
        return frame.dataAddress();
    }

    /** Guest address of the first byte of the memory that the packet lies in. */
    public final long headAddress() {
        return frame.start();
    }

    /** Bytes of the memory that the packet lies in, what is in front of and behind it included. */
    public final int roomBytes() {
        return (int) frame.sizeBytes();
    }

    /** Begins a run that has asked for nothing so far. */
    final void forgetRedirect() {
        redirectMap = null;
        redirectTarget = null;
        redirectIndex = 0;
        redirectFlags = 0;
        company.clear();
    }

    /** What goes along with the packet. */
    public final PacketCompany company() {
        return company;
    }

    /** The packet goes to an interface if the program's result says so. */
    public final void redirect(int ifindex, long flags) {
        redirectMap = null;
        redirectTarget = null;
        redirectIndex = ifindex;
        redirectFlags = flags;
        company.redirectsPlainly();
    }

    /**
     * The packet goes to a target of a map if the program's result says so.
     *
     * @param target null if it goes to all of them
     */
    public final void redirect(TargetMap<?> map, @Nullable Object target, long key, long flags) {
        redirectMap = map;
        redirectTarget = target;
        redirectIndex = key;
        redirectFlags = flags;
    }

    /** A map has no such target. As in Linux the number that was asked for before stays, and counts as an interface's. */
    public final void redirectFailed() {
        redirectMap = null;
        redirectTarget = null;
        redirectFlags = 0;
    }

    /** The map that the packet is redirected through; null if it is none. */
    public final @Nullable TargetMap<?> redirectMap() {
        return redirectMap;
    }

    /** The target of the map; null if there is no map, or all are meant. */
    public final @Nullable Object redirectTarget() {
        return redirectTarget;
    }

    /** The key in the map or, without a map, the number of the interface; 0 if no redirect was asked for. */
    public final int redirectIndex() {
        return (int) redirectIndex;
    }

    /** The flags of the call that counts. */
    public final long redirectFlags() {
        return redirectFlags;
    }

    /** The interface that the packet is at. */
    public final int ifindex() {
        return ifindex;
    }

    final void setIfindex(int index) {
        ifindex = index;
    }

    /** Whether the packet belongs to a socket. */
    public final boolean hasSocket() {
        return hasSocket;
    }

    /** Says whether the packet belongs to a socket, for the run that begins. */
    public final void setHasSocket(boolean has) {
        hasSocket = has;
    }

    @Override
    public final void close() {
        block.close();
        frame.close();
    }
}
