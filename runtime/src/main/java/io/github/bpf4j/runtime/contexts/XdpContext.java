package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;

/** {@code struct xdp_md} and the packet it names (runtime spec 3). */
public final class XdpContext extends PacketContext {
    /** Size of {@code struct xdp_md}. */
    private static final int SIZE = 24;

    private static final int DATA = 0;
    private static final int DATA_END = 4;
    private static final int DATA_META = 8;
    private static final int INGRESS_IFINDEX = 12;
    private static final int RX_QUEUE_INDEX = 16;
    private static final int EGRESS_IFINDEX = 20;

    public XdpContext(GuestMemory memory) {
        super(memory, "the context (struct xdp_md)", SIZE, XdpContext::refusal);
    }

    private static String refusal(long offset, long sizeBytes, Access access) {
        if (access == Access.WRITE) {
            return "the fields of struct xdp_md are read-only";
        }
        return sizeBytes == 4 && offset % 4 == 0 ? "" : "the fields of struct xdp_md are read by four bytes each";
    }

    /**
     * Begins with a packet that came in.
     *
     * @param metadata what is in front of the data
     */
    public void begin(byte[] packet, int length, byte[] metadata, int ifindex, int rxQueue) {
        begin(packet, length, ifindex, rxQueue, 0);
        if (metadata.length > 0) {
            frame.putMetadata(metadata);
            publish();
        }
    }

    /** A copy of the metadata in front of the data. */
    public byte[] metadata() {
        return frame.metadata();
    }

    /** Begins with a packet that is about to leave through another interface. */
    public void begin(byte[] packet, int length, int ifindex, int rxQueue, int egressIfindex) {
        frame.load(packet, length);
        forgetRedirect();
        setHasSocket(false);
        setIfindex(egressIfindex == 0 ? ifindex : egressIfindex);
        block.clear();
        block.setInt(INGRESS_IFINDEX, ifindex);
        block.setInt(RX_QUEUE_INDEX, rxQueue);
        block.setInt(EGRESS_IFINDEX, egressIfindex);
        publish();
    }

    /** The interface that the packet came in on. */
    public int ingressIfindex() {
        return block.getInt(INGRESS_IFINDEX);
    }

    /** The queue of that interface. */
    public int rxQueue() {
        return block.getInt(RX_QUEUE_INDEX);
    }

    /** The interface that the packet is about to leave through; 0 if none. */
    public int egressIfindex() {
        return block.getInt(EGRESS_IFINDEX);
    }

    /** Guest address of the first byte of the metadata. */
    public long metaAddress() {
        return frame.metaAddress();
    }

    private void publish() {
        block.setInt(DATA, (int) frame.dataAddress());
        block.setInt(DATA_END, (int) frame.endAddress());
        block.setInt(DATA_META, (int) frame.metaAddress());
    }

    /** Moves the start of the data; false if there is no room. Metadata moves with it. */
    public boolean adjustHead(int delta) {
        boolean moved = frame.adjustHead(delta);
        publish();
        return moved;
    }

    /** Moves the start of the metadata in front of the data: 0, EINVAL if there is no room, EACCES for a length that they cannot have. */
    public long adjustMeta(int delta) {
        long moved = frame.adjustMeta(delta);
        publish();
        return moved;
    }

    /** Moves the end of the data, zeroing what is new; false if there is no room. */
    public boolean adjustTail(int delta) {
        boolean moved = frame.adjustTail(delta);
        publish();
        return moved;
    }
}
