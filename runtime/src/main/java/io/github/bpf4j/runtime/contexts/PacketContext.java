package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.memory.GuestMemory;

/** A context with a packet: what the packet helpers work on. For the CPU it was made for, one packet at a time. */
public abstract sealed class PacketContext implements GuestContext, AutoCloseable permits XdpContext, SkbContext {
    /** What Linux wants at least of a packet. */
    public static final int LEAST_PACKET_BYTES = PacketFrame.ETHERNET_HEADER_BYTES;

    final PacketFrame frame;
    final ContextBlock block;
    private int redirectIfindex;

    PacketContext(GuestMemory memory, String name, int size, ContextBlock.Rule rule) {
        frame = new PacketFrame(memory);
        block = new ContextBlock(memory, name, size, rule);
    }

    @Override
    public final long address() {
        return block.address();
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

    /** Where the last call of {@code bpf_redirect} sends the packet, or 0. */
    public final int redirectIfindex() {
        return redirectIfindex;
    }

    /** Remembers where the packet goes. */
    public final void setRedirectIfindex(int ifindex) {
        redirectIfindex = ifindex;
    }

    @Override
    public final void close() {
        block.close();
        frame.close();
    }
}
