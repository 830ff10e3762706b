package io.github.bpf4j.runtime.contexts;

import static io.github.bpf4j.abi.Errno.EACCES;
import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;

/**
 * The guest memory that a CPU's packets pass through: headroom, data, tailroom, as a driver gives them to XDP. The host keeps
 * where data begins and ends; what a guest writes into its context changes nothing here.
 */
final class PacketFrame implements GuestObject {
    /** XDP_PACKET_HEADROOM of the UAPI. */
    static final int HEADROOM_BYTES = 256;

    /** What a driver keeps behind the data for the kernel's own use. */
    static final int TAILROOM_BYTES = 320;

    /** What the kernel keeps at the start of the headroom. */
    static final int RESERVED_BYTES = 40;

    static final int ETHERNET_HEADER_BYTES = 14;
    private static final int LEAST_FRAME_BYTES = 4096;
    private static final int META_LIMIT_BYTES = 255;

    /** A longer packet has no place. */
    static final int MOST_PACKET_BYTES = 1 << 30;

    /** A frame does not become longer than this because a program wants room in it. */
    private static final int MOST_GROWN_BYTES = 4 << 20;

    /** A frame that one packet made longer than this goes with it. */
    private static final int MOST_KEPT_BYTES = 1 << 20;

    private static final byte[] NO_METADATA = new byte[0];

    private final GuestMemory memory;
    private long start;
    private int frameBytes;
    private int meta;
    private int data;
    private int end;

    /** Everything before this is zero: no packet ever began there since. */
    private int lowest;

    PacketFrame(GuestMemory memory) {
        this.memory = memory;
        provide(LEAST_FRAME_BYTES);
    }

    private void provide(int bytes) {
        long address = memory.allocate(bytes, GuestMemory.Zone.LOW);
        if (address == 0) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "guest memory has no room for a packet of this size");
        }
        if (frameBytes > 0) {
            memory.objects().remove(this);
            memory.release(start, frameBytes, frameBytes);
        }
        start = address;
        frameBytes = bytes;
        lowest = bytes;
        memory.objects().add(this);
    }

    /** Puts a packet into the frame, behind the whole headroom. */
    void load(byte[] packet, int length) {
        if (length > MOST_PACKET_BYTES) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "a packet of " + length + " bytes");
        }
        int needed = HEADROOM_BYTES + length + TAILROOM_BYTES;
        if (needed > frameBytes || frameBytes > MOST_KEPT_BYTES && needed <= MOST_KEPT_BYTES) {
            provide(rounded(needed));
        }
        data = HEADROOM_BYTES;
        if (lowest < data) {
            memory.zero(start + lowest, data - lowest);
        }
        lowest = data;
        meta = data;
        end = data + length;
        memory.write(packet, 0, start + data, length);
    }

    private static int rounded(int bytes) {
        return bytes + LEAST_FRAME_BYTES - 1 & -LEAST_FRAME_BYTES;
    }

    /** Puts metadata in front of the data, wherever in the headroom that ends. */
    void putMetadata(byte[] metadata) {
        if (metadata.length > META_LIMIT_BYTES || (metadata.length & 3) != 0) {
            throw new IllegalArgumentException("metadata of " + metadata.length + " bytes");
        }
        meta = data - metadata.length;
        lowest = Math.min(lowest, meta);
        memory.write(metadata, 0, start + meta, metadata.length);
    }

    /** A copy of the metadata. */
    byte[] metadata() {
        return meta == data ? NO_METADATA : memory.read(start + meta, data - meta);
    }

    /** Opens a gap of zeros at an offset from the start of the data; what is before it moves to the front. False if there is no room. */
    boolean insert(int byteOffset, int bytes) {
        if (bytes > data && !makeRoom(bytes, length())) {
            return false;
        }
        memory.copy(start + data, start + data - bytes, byteOffset);
        data -= bytes;
        meta = data;
        lowest = Math.min(lowest, data);
        memory.zero(start + data + byteOffset, bytes);
        return true;
    }

    /** Takes bytes out at an offset from the start of the data; what is before them moves to the back. */
    void remove(int byteOffset, int bytes) {
        memory.copy(start + data, start + data + bytes, byteOffset);
        data += bytes;
        meta = data;
    }

    /** Cuts the data, or makes them longer with zeros; false if there is no room. */
    boolean setLength(int length) {
        if (data + length > frameBytes - TAILROOM_BYTES && !makeRoom(0, length)) {
            return false;
        }
        int moved = data + length;
        if (moved > end) {
            memory.zero(start + end, moved - end);
        }
        end = moved;
        return true;
    }

    /**
     * Moves the data so that there is room in front of and behind them: within the frame, or to a frame of twice the size. Their headroom
     * goes with them, as there may be a link header in it.
     *
     * @param inFront bytes in front of the data, beside the headroom
     * @param length the data are to have, the tailroom behind it
     */
    private boolean makeRoom(int inFront, int length) {
        int headroom = Math.min(data, HEADROOM_BYTES);
        byte[] kept = memory.read(start + data - headroom, headroom + length());
        int metaBytes = data - meta;
        long needed = (long) HEADROOM_BYTES + inFront + Math.max(length, length()) + TAILROOM_BYTES;
        int to = HEADROOM_BYTES + inFront;
        if (needed > frameBytes) {
            long larger = Math.min(MOST_GROWN_BYTES, Math.max(2L * frameBytes, needed));
            if (needed > larger || !isProvided(rounded((int) larger))) {
                return false;
            }
            to += inFront == 0 ? 0 : (int) (larger - needed);
        }
        memory.write(kept, 0, start + to - headroom, kept.length);
        data = to;
        meta = data - metaBytes;
        end = data + kept.length - headroom;
        lowest = 0;
        return true;
    }

    private boolean isProvided(int bytes) {
        try {
            provide(bytes);
            return true;
        } catch (GuestFault _) {
            return false;
        }
    }

    /** Copies the data out. */
    int store(byte[] to) {
        int length = Math.min(to.length, length());
        memory.read(start + data, to, 0, length);
        return length;
    }

    int length() {
        return end - data;
    }

    long dataAddress() {
        return start + data;
    }

    long endAddress() {
        return start + end;
    }

    long metaAddress() {
        return start + meta;
    }

    /** Hides a link header in front of the data; {@link #uncover} brings it back. */
    void hide(int headerBytes) {
        data += headerBytes;
        meta = data;
    }

    void uncover(int headerBytes) {
        data -= headerBytes;
        meta = data;
    }

    boolean adjustHead(int delta) {
        int metaBytes = data - meta;
        long moved = (long) data + delta;
        if (moved < RESERVED_BYTES + metaBytes || moved > end - ETHERNET_HEADER_BYTES) {
            return false;
        }
        if (metaBytes > 0) {
            memory.copy(start + meta, start + meta + delta, metaBytes);
        }
        data = (int) moved;
        meta = data - metaBytes;
        lowest = Math.min(lowest, meta);
        return true;
    }

    /** Moves the start of the metadata: 0, EINVAL or EACCES. */
    long adjustMeta(int delta) {
        long moved = (long) meta + delta;
        long metaBytes = data - moved;
        if (moved < RESERVED_BYTES || metaBytes < 0) {
            return EINVAL.result();
        }
        if ((metaBytes & 3) != 0 || metaBytes > META_LIMIT_BYTES) {
            return EACCES.result();
        }
        meta = (int) moved;
        lowest = Math.min(lowest, meta);
        return 0;
    }

    boolean adjustTail(int delta) {
        long moved = (long) end + delta;
        if (moved > frameBytes - TAILROOM_BYTES || moved < data + ETHERNET_HEADER_BYTES) {
            return false;
        }
        if (delta > 0) {
            memory.zero(start + end, delta);
        }
        end = (int) moved;
        return true;
    }

    /** The value in network byte order at an offset from the start of the data, or -1. */
    long loadPacket(long byteOffset, int sizeBytes) {
        if (byteOffset < 0 || byteOffset + sizeBytes > length()) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < sizeBytes; i++) {
            value = value << 8 | memory.getU8(dataAddress() + byteOffset + i);
        }
        return value;
    }

    void close() {
        memory.objects().remove(this);
        memory.release(start, frameBytes, frameBytes);
    }

    @Override
    public String name() {
        return "the packet (" + length() + " bytes)";
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public long sizeBytes() {
        return frameBytes;
    }

    @Override
    public String refusal(long offset, long size, Access access) {
        if (offset >= meta && offset + size <= data) {
            return "";
        }
        if (offset >= data && offset + size <= end) {
            return "";
        }
        return "it is not within " + name() + ", but at byte " + (offset - data) + " of it";
    }
}
