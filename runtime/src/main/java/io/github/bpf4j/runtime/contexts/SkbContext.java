package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code struct __sk_buff} and the packet it names (runtime spec 3), with what Linux knows of a packet beside its bytes: where its headers
 * are, the tag of a VLAN that is not among the bytes, its hash.
 *
 * <p>What programs may not write is kept here; what they find in the structure is a copy. Offsets are from the start of the data.
 */
public final class SkbContext extends PacketContext {
    /** Size of {@code struct __sk_buff}. */
    public static final int SIZE = 192;

    public static final int MARK = 8;
    public static final int QUEUE_MAPPING = 12;
    public static final int PROTOCOL = 16;
    public static final int VLAN_PRESENT = 20;
    public static final int VLAN_TCI = 24;
    public static final int VLAN_PROTO = 28;
    public static final int PRIORITY = 32;
    public static final int INGRESS_IFINDEX = 36;
    public static final int IFINDEX = 40;
    public static final int TC_INDEX = 44;
    public static final int CB = 48;
    public static final int HASH = 68;
    public static final int TC_CLASSID = 72;
    public static final int TSTAMP = 152;
    public static final int WIRE_LEN = 160;
    public static final int GSO_SEGS = 164;
    public static final int GSO_SIZE = 176;
    public static final int TSTAMP_TYPE = 180;
    public static final int HWTSTAMP = 184;

    private static final int PACKET_HOST = 0;

    private static final int PACKET_BROADCAST = 1;
    private static final int PACKET_MULTICAST = 2;

    /** The last of these. */
    public static final int PACKET_OTHERHOST = 3;

    private static final int LEN = 0;
    public static final int PKT_TYPE = 4;
    private static final int CB_END = 68;
    private static final int DATA = 76;
    private static final int DATA_END = 80;
    private static final int FAMILY = 88;
    private static final int REMOTE_IP4 = 92;
    private static final int LOCAL_IP4 = 96;
    private static final int REMOTE_IP6 = 100;
    private static final int LOCAL_IP6 = 116;
    private static final int DATA_META = 140;
    private static final int SK = 168;
    private static final int TSTAMP_END = 160;
    private static final int ADDRESSES = 12;
    private static final int ETHERTYPE = 12;
    private static final int TAG_BYTES = 4;

    /** What of clones is kept for one run. */
    private static final int MOST_CLONES = 1024;

    private static final long MOST_CLONE_BYTES = 16 << 20;
    private static final int LEAST_ETHERTYPE = 0x600;
    private static final int ETH_P_802_3 = 1;
    private static final int ETH_P_802_2 = 4;
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86dd;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int USHORT = 0xffff;
    private static final byte[] PLAIN_HEADER = new byte[PacketFrame.ETHERNET_HEADER_BYTES];

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A hardware address that is not known: that of the loopback device, whose broadcast address is the same. */
    public static final long NO_ADDRESS = 0;

    private static final long BROADCAST_ADDRESS = 0xffff_ffff_ffffL;

    private final GuestMemory memory;
    private boolean readOnly;
    private boolean fromNetworkLayer;
    private boolean encapsulated;
    private int macOffset;
    private int networkOffset;
    private int transportOffset;
    private int linkBytes;
    private int protocol;
    private int frameProtocol;
    private int packetType;
    private boolean tagged;
    private int tagProtocol;
    private int tagControl;
    private int hash;
    private boolean hashKnown;
    private List<Clone> clones = List.of();
    private long cloneBytes;

    /** How many bytes of what came for a socket the program sees; -1 if this is a packet, all of which is seen. */
    private int seen = -1;

    /** A copy of the packet that the program sent away. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Clone(int ifindex, long flags, byte[] frame) {}

    public SkbContext(GuestMemory memory) {
        super(memory, "the context (struct __sk_buff)", SIZE, SkbContext::refusal);
        this.memory = memory;
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

    /** A field of four bytes in a copy of the structure. */
    public static int get(byte[] fields, int byteOffset) {
        return (int) INT.get(fields, byteOffset);
    }

    /** Sets a field of four bytes in a copy of the structure. */
    public static void set(byte[] fields, int byteOffset, int value) {
        INT.set(fields, byteOffset, value);
    }

    /** A field of eight bytes in a copy of the structure. */
    public static long getLong(byte[] fields, int byteOffset) {
        return (long) LONG.get(fields, byteOffset);
    }

    /** Sets a field of eight bytes in a copy of the structure. */
    public static void setLong(byte[] fields, int byteOffset, long value) {
        LONG.set(fields, byteOffset, value);
    }

    /**
     * Begins with a packet.
     *
     * @param packet from the Ethernet header on
     * @param fields a copy of the structure: what is known of the packet beside its bytes. What follows from the bytes is not taken from it,
     *     nor are pointers; a {@code wire_len} of 0 is the length
     * @param hardwareAddress of the interface that it came in on, 48 bits
     * @param fromNetworkLayer whether the program's data begin behind the Ethernet header
     * @param readOnly whether programs of its type may not change the packet
     * @param hasSocket whether it belongs to a socket
     */
    public void begin(
            byte[] packet,
            int length,
            byte[] fields,
            long hardwareAddress,
            boolean fromNetworkLayer,
            boolean readOnly,
            boolean hasSocket) {
        this.readOnly = readOnly;
        this.fromNetworkLayer = fromNetworkLayer;
        seen = -1;
        forgetRedirect();
        setHasSocket(hasSocket);
        setIfindex(get(fields, IFINDEX));
        clones = List.of();
        cloneBytes = 0;
        frame.load(packet, length);
        int hidden = fromNetworkLayer ? PacketFrame.ETHERNET_HEADER_BYTES : 0;
        frame.hide(hidden);
        encapsulated = false;
        macOffset = -hidden;
        networkOffset = PacketFrame.ETHERNET_HEADER_BYTES - hidden;
        transportOffset = -1;
        linkBytes = PacketFrame.ETHERNET_HEADER_BYTES;
        protocol = protocolOf(packet, length);
        frameProtocol = protocol;
        packetType = packetTypeOf(packet, hardwareAddress);
        tagged = get(fields, VLAN_PRESENT) != 0;
        tagControl = tagged ? get(fields, VLAN_TCI) & USHORT : 0;
        tagProtocol = tagged ? Short.toUnsignedInt(Short.reverseBytes((short) get(fields, VLAN_PROTO))) : 0;
        hash = get(fields, HASH);
        hashKnown = hash != 0;
        memory.write(fields, 0, block.address(), SIZE);
        if (get(fields, WIRE_LEN) == 0) {
            block.setInt(WIRE_LEN, frame.length());
        }
        block.setInt(GSO_SIZE, get(fields, GSO_SIZE) & USHORT);
        block.setInt(SK, 0);
        block.setInt(SK + Integer.BYTES, 0);
        publishAddresses(packet, length);
        publish();
    }

    /**
     * Begins with what came for a socket: bytes without any header.
     *
     * @param seenBytes how many of the bytes the program sees before it asks for more; the others are not in the first part of the buffer
     * @param networkProtocol as in an Ethernet header; 0 if there was none
     * @param fields as for a packet
     * @param hasSocket whether the socket is known
     */
    public void beginStream(byte[] bytes, int seenBytes, int networkProtocol, byte[] fields, boolean hasSocket) {
        begin(PLAIN_HEADER, PLAIN_HEADER.length, fields, NO_ADDRESS, false, false, hasSocket);
        frame.load(bytes, bytes.length);
        seen = seenBytes;
        networkOffset = 0;
        linkBytes = 0;
        protocol = networkProtocol;
        packetType = PACKET_HOST;
        block.setInt(WIRE_LEN, 0);
        publish();
    }

    /** Whether this is what came for a socket, rather than a packet. */
    public boolean isStream() {
        return seen >= 0;
    }

    /** How many bytes the program sees of what came for a socket. */
    public int seenBytes() {
        return Math.min(seen, frame.length());
    }

    /** Sets how many bytes the program sees of what came for a socket. */
    public void see(int bytes) {
        seen = bytes;
        publish();
    }

    private static int protocolOf(byte[] packet, int length) {
        int type = (packet[ETHERTYPE] & 0xff) << 8 | packet[ETHERTYPE + 1] & 0xff;
        if (type >= LEAST_ETHERTYPE) {
            return type;
        }
        boolean raw = length >= 16 && packet[14] == -1 && packet[15] == -1;
        return raw ? ETH_P_802_3 : ETH_P_802_2;
    }

    private static int packetTypeOf(byte[] packet, long hardwareAddress) {
        long to = 0;
        for (int i = 0; i < 6; i++) {
            to = to << 8 | packet[i] & 0xff;
        }
        if (to == hardwareAddress) {
            return PACKET_HOST;
        }
        if ((packet[0] & 1) == 0) {
            return PACKET_OTHERHOST;
        }
        return to == BROADCAST_ADDRESS && hardwareAddress != NO_ADDRESS ? PACKET_BROADCAST : PACKET_MULTICAST;
    }

    /** The socket of a packet is as Linux's test runs make it: it has the addresses of the packet's IP header. */
    private void publishAddresses(byte[] packet, int length) {
        boolean ip4 = protocol == ETH_P_IP && length >= 34 && hasSocket();
        boolean ip6 = protocol == ETH_P_IPV6 && length >= 54 && hasSocket();
        for (int at = FAMILY; at < DATA_META; at += Integer.BYTES) {
            block.setInt(at, 0);
        }
        if (ip4) {
            block.setInt(FAMILY, AF_INET);
            block.setInt(LOCAL_IP4, get(packet, 14 + ADDRESSES));
            block.setInt(REMOTE_IP4, get(packet, 14 + ADDRESSES + 4));
        } else if (ip6) {
            block.setInt(FAMILY, AF_INET6);
            memory.write(packet, 14 + 8, block.address() + LOCAL_IP6, 16);
            memory.write(packet, 14 + 24, block.address() + REMOTE_IP6, 16);
        }
    }

    /** Of a packet of which nothing was said this is not known. */
    public void forgetWireLength() {
        block.setInt(WIRE_LEN, 0);
    }

    /** Lets the program see what changed. */
    private void publish() {
        block.setInt(LEN, frame.length());
        block.setInt(PKT_TYPE, packetType);
        block.setInt(PROTOCOL, swapped(protocol));
        block.setInt(VLAN_PRESENT, tagged ? 1 : 0);
        block.setInt(VLAN_TCI, tagControl);
        block.setInt(VLAN_PROTO, swapped(tagProtocol));
        block.setInt(HASH, hash);
        block.setInt(DATA, (int) frame.dataAddress());
        block.setInt(DATA_END, (int) (isStream() ? frame.dataAddress() + seenBytes() : frame.endAddress()));
        block.setInt(DATA_META, (int) frame.metaAddress());
    }

    private static int swapped(int type) {
        return Short.toUnsignedInt(Short.reverseBytes((short) type));
    }

    /** Says which socket the packet belongs to: its address, and the bytes of its {@code struct bpf_sock}. */
    public void showSocket(long address, byte[] sock) {
        SkbSocketFields.put(sock, block, address);
    }

    /** Whether the program may not change the packet. */
    public boolean isReadOnly() {
        return readOnly;
    }

    /**
     * Ends the run: the packet is whole again, from its Ethernet header on, unless the program put a header of its own in front of a packet
     * that it saw without.
     *
     * @param fields takes what is known of the packet beside its bytes
     */
    public void end(byte[] fields) {
        if (macOffset < 0) {
            frame.uncover(-macOffset);
            networkOffset -= macOffset;
            macOffset = 0;
            if (protocol != frameProtocol) {
                setU16(ETHERTYPE, protocol);
            }
        }
        storeFields(fields);
    }

    /** Ends the run as Linux's test runs do: where the program saw no Ethernet header, there is one of zeros. */
    public void endTestRun(byte[] fields) {
        if (fromNetworkLayer) {
            require(frame.insert(0, PacketFrame.ETHERNET_HEADER_BYTES));
        }
        storeFields(fields);
    }

    /** A copy of the structure as the program sees it now. */
    public byte[] fields() {
        publish();
        return memory.read(block.address(), SIZE);
    }

    private static void require(boolean room) {
        if (!room) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "guest memory has no room for an Ethernet header");
        }
    }

    private void storeFields(byte[] fields) {
        publish();
        memory.read(block.address(), fields, 0, SIZE);
        set(fields, TC_INDEX, get(fields, TC_INDEX) & USHORT);
        set(fields, TC_CLASSID, get(fields, TC_CLASSID) & USHORT);
        set(fields, QUEUE_MAPPING, get(fields, QUEUE_MAPPING) & USHORT);
    }

    /** Protocol of the network layer, as in an Ethernet header; that of the first tag if there are tags among the bytes. */
    public int protocol() {
        return protocol;
    }

    public void setProtocol(int type) {
        protocol = type;
        publish();
    }

    /** Where the Ethernet header begins: in front of the data where the program does not see it. */
    public int macOffset() {
        return macOffset;
    }

    /** Where the header of the network layer begins. */
    public int networkOffset() {
        return networkOffset;
    }

    /** How many bytes the headers in front of the network layer had when they were last looked at. */
    public int linkBytes() {
        return linkBytes;
    }

    /** Where the header of the transport layer begins; -1 while nobody said so. */
    public int transportOffset() {
        return transportOffset;
    }

    public void setTransportOffset(int byteOffset) {
        transportOffset = byteOffset;
    }

    /** Whether the packet got another header around it. */
    public boolean isEncapsulated() {
        return encapsulated;
    }

    public void setEncapsulated() {
        encapsulated = true;
    }

    public int packetType() {
        return packetType;
    }

    public void setPacketType(int type) {
        packetType = type;
        publish();
    }

    /** Whether it has the tag of a VLAN that is not among its bytes. */
    public boolean isTagged() {
        return tagged;
    }

    /** Protocol of the tag, 0x8100 or 0x88a8. */
    public int tagProtocol() {
        return tagProtocol;
    }

    /** Control information of the tag: priority and number of the VLAN. */
    public int tagControl() {
        return tagControl;
    }

    public void setTag(int type, int control) {
        tagged = true;
        tagProtocol = type;
        tagControl = control;
        publish();
    }

    public void clearTag() {
        tagged = false;
        tagProtocol = 0;
        tagControl = 0;
        publish();
    }

    /** Whether somebody computed its hash. */
    public boolean isHashKnown() {
        return hashKnown;
    }

    public int hash() {
        return hash;
    }

    public void setHash(int value) {
        hash = value;
        hashKnown = true;
        publish();
    }

    public void clearHash() {
        hash = 0;
        hashKnown = false;
        publish();
    }

    /** Sets the time of the packet and of which clock it is. */
    public void setTimestamp(long timestamp, int type) {
        memory.setLong(block.address() + TSTAMP, timestamp);
        memory.setU8(block.address() + TSTAMP_TYPE, type);
    }

    /** Notes a copy of the packet as it is now; false if there are too many. */
    public boolean addClone(int ifindex, long flags) {
        cloneBytes += frame.length();
        if (clones.size() == MOST_CLONES || cloneBytes > MOST_CLONE_BYTES) {
            return false;
        }
        if (clones.isEmpty()) {
            clones = new ArrayList<>();
        }
        byte[] plain = memory.read(frame.dataAddress() + macOffset, frame.length() - macOffset);
        clones.add(new Clone(ifindex, flags, tagged ? withTag(plain, tagProtocol, tagControl) : plain));
        return true;
    }

    /** The copies that the program sent away, in order. */
    public List<Clone> clones() {
        return clones;
    }

    /** A frame with a tag among its bytes. */
    public static byte[] withTag(byte[] frame, int type, int control) {
        byte[] with = new byte[frame.length + TAG_BYTES];
        System.arraycopy(frame, 0, with, 0, ETHERTYPE);
        with[ETHERTYPE] = (byte) (type >> 8);
        with[ETHERTYPE + 1] = (byte) type;
        with[ETHERTYPE + 2] = (byte) (control >> 8);
        with[ETHERTYPE + 3] = (byte) control;
        System.arraycopy(frame, ETHERTYPE, with, ETHERTYPE + TAG_BYTES, frame.length - ETHERTYPE);
        return with;
    }

    /** Opens a gap of zeros: what is before it moves to the front. The caller says where headers are now. False if there is no room. */
    public boolean insert(int byteOffset, int bytes) {
        boolean done = frame.insert(byteOffset, bytes);
        publish();
        return done;
    }

    /** Takes bytes out: what is before them moves to the back. The caller says where headers are now. */
    public void remove(int byteOffset, int bytes) {
        frame.remove(byteOffset, bytes);
        publish();
    }

    /** Opens a gap of zeros as {@link #insert} does, but an Ethernet header that the program does not see stays in front of all. */
    public boolean insertBehindLink(int byteOffset, int bytes) {
        int hidden = Math.max(0, -macOffset);
        frame.uncover(hidden);
        boolean done = frame.insert(hidden + byteOffset, bytes);
        frame.hide(hidden);
        publish();
        return done;
    }

    /** Takes bytes out as {@link #remove} does, but an Ethernet header that the program does not see stays in front of all. */
    public void removeBehindLink(int byteOffset, int bytes) {
        int hidden = Math.max(0, -macOffset);
        frame.uncover(hidden);
        frame.remove(hidden + byteOffset, bytes);
        frame.hide(hidden);
        publish();
    }

    /** Puts zeros in front of the data: the place of a new Ethernet header. False if there is no room. */
    public boolean prepend(int bytes) {
        if (!frame.insert(0, bytes)) {
            return false;
        }
        macOffset = 0;
        networkOffset += bytes;
        if (transportOffset >= 0) {
            transportOffset += bytes;
        }
        linkBytes = networkOffset;
        publish();
        return true;
    }

    /** Cuts the packet, or makes it longer with zeros; false if there is no room. */
    public boolean setLength(int bytes) {
        boolean done = frame.setLength(bytes);
        publish();
        return done;
    }

    /** A copy of bytes from an offset on. */
    public byte[] copy(int byteOffset, int bytes) {
        return memory.read(frame.dataAddress() + byteOffset, bytes);
    }

    /** Overwrites bytes from an offset on. */
    public void put(int byteOffset, byte[] bytes) {
        memory.write(bytes, 0, frame.dataAddress() + byteOffset, bytes.length);
    }

    /** Whether it stands for several packets, which are still to be taken apart. */
    public boolean isSegmented() {
        return block.getInt(GSO_SIZE) != 0;
    }

    /** The packet's mark. */
    public int mark() {
        return block.getInt(MARK);
    }

    /** The byte at an offset, which may be in front of the data where the Ethernet header is. */
    public int getU8(int byteOffset) {
        return memory.getU8(frame.dataAddress() + byteOffset);
    }

    public void setU8(int byteOffset, int value) {
        memory.setU8(frame.dataAddress() + byteOffset, value);
    }

    /** The two bytes at an offset, as a number of the network. */
    public int getU16(int byteOffset) {
        return getU8(byteOffset) << 8 | getU8(byteOffset + 1);
    }

    public void setU16(int byteOffset, int value) {
        setU8(byteOffset, value >> 8);
        setU8(byteOffset + 1, value);
    }
}
