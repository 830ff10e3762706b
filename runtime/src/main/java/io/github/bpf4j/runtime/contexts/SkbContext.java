package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;

/** {@code struct __sk_buff} and the packet it names (runtime spec 3). */
public final class SkbContext extends PacketContext {
    /** Size of {@code struct __sk_buff}. */
    private static final int SIZE = 192;

    private static final int LEN = 0;
    private static final int MARK = 8;
    private static final int QUEUE_MAPPING = 12;
    private static final int PROTOCOL = 16;
    private static final int PRIORITY = 32;
    private static final int INGRESS_IFINDEX = 36;
    private static final int IFINDEX = 40;
    private static final int TC_INDEX = 44;
    private static final int CB = 48;
    private static final int CB_END = 68;
    private static final int TC_CLASSID = 72;
    private static final int DATA = 76;
    private static final int DATA_END = 80;
    private static final int DATA_META = 140;
    private static final int TSTAMP = 152;
    private static final int TSTAMP_END = 160;
    private static final int WIRE_LEN = 160;
    private static final int ETHERTYPE = 12;

    private int hiddenBytes;
    private boolean readOnly;

    public SkbContext(GuestMemory memory) {
        super(memory, "the context (struct __sk_buff)", SIZE, SkbContext::refusal);
    }

    private static String refusal(long offset, long sizeBytes, Access access) {
        if (offset % sizeBytes != 0) {
            return "fields of struct __sk_buff are accessed aligned";
        }
        long end = offset + sizeBytes;
        boolean writable = offset >= MARK && end <= PROTOCOL
                || offset >= PRIORITY && end <= INGRESS_IFINDEX
                || offset >= TC_INDEX && end <= CB_END
                || offset >= TC_CLASSID && end <= DATA
                || offset >= TSTAMP && end <= TSTAMP_END;
        return access == Access.READ || writable ? "" : "this field of struct __sk_buff is read-only";
    }

    /**
     * Begins with a packet.
     *
     * @param mark the packet's mark, as far as a program before left one
     * @param fromNetworkLayer whether the program's data begin behind the Ethernet header
     * @param readOnly whether programs of its type may not change the packet
     */
    public void begin(
            byte[] packet,
            int length,
            int ifindex,
            int rxQueue,
            int mark,
            int priority,
            boolean fromNetworkLayer,
            boolean readOnly) {
        this.readOnly = readOnly;
        frame.load(packet, length);
        hiddenBytes = fromNetworkLayer ? PacketFrame.ETHERNET_HEADER_BYTES : 0;
        frame.hide(hiddenBytes);
        forgetRedirect();
        block.clear();
        block.setInt(LEN, frame.length());
        block.setInt(MARK, mark);
        block.setInt(QUEUE_MAPPING, rxQueue);
        block.setInt(PROTOCOL, length >= 14 ? packet[ETHERTYPE] & 0xff | (packet[ETHERTYPE + 1] & 0xff) << 8 : 0);
        block.setInt(PRIORITY, priority);
        block.setInt(INGRESS_IFINDEX, ifindex);
        block.setInt(IFINDEX, ifindex);
        block.setInt(WIRE_LEN, frame.length());
        block.setInt(DATA, (int) frame.dataAddress());
        block.setInt(DATA_END, (int) frame.endAddress());
        block.setInt(DATA_META, (int) frame.metaAddress());
    }

    /** Says which socket the packet belongs to: its address, and the bytes of its {@code struct bpf_sock}. */
    public void showSocket(long address, byte[] sock) {
        SkbSocketFields.put(sock, block, address);
    }

    /** Whether the program may not change the packet. */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** Ends the run: the packet is whole again. */
    public void end() {
        frame.uncover(hiddenBytes);
        hiddenBytes = 0;
    }

    /** What the program left as the packet's mark. */
    public int mark() {
        return block.getInt(MARK);
    }

    /** What the program left as the packet's priority. */
    public int priority() {
        return block.getInt(PRIORITY);
    }

    /** What the program left in one of the five control words. */
    public int controlWord(int index) {
        return block.getInt(CB + 4 * index);
    }
}
