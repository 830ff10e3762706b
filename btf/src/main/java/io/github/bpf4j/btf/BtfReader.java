package io.github.bpf4j.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A bounds-checked cursor over the data that .BTF and .BTF.ext share the shape of, and their common header. */
final class BtfReader {
    private static final int MAGIC = 0xEB9F;
    private static final int VERSION = 1;

    private final ByteBuffer bytes;
    private final int limit;
    private int position;

    private BtfReader(ByteBuffer bytes, int position, int limit) {
        this.bytes = bytes;
        this.position = position;
        this.limit = limit;
    }

    /** A cursor at the first header field after the length; the byte order comes from the magic. */
    static BtfReader ofHeader(byte[] data, int minHeaderLength) {
        if (data.length < 8) {
            throw new BtfFormatException(0, "header cut short: " + data.length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        if ((bytes.getShort(0) & 0xffff) != MAGIC) {
            bytes.order(ByteOrder.BIG_ENDIAN);
        }
        if ((bytes.getShort(0) & 0xffff) != MAGIC) {
            throw new BtfFormatException(0, "magic is not 0xeb9f");
        }
        if (bytes.get(2) != VERSION) {
            throw new BtfFormatException(2, "version " + bytes.get(2) + ", expected " + VERSION);
        }
        if (bytes.get(3) != 0) {
            throw new BtfFormatException(3, "flags are not 0");
        }
        long headerLength = Integer.toUnsignedLong(bytes.getInt(4));
        if (headerLength < minHeaderLength || headerLength > data.length) {
            throw new BtfFormatException(4, "header length " + headerLength + " of " + data.length + " bytes");
        }
        return new BtfReader(bytes, 8, (int) headerLength);
    }

    ByteOrder order() {
        return bytes.order();
    }

    int position() {
        return position;
    }

    int remaining() {
        return limit - position;
    }

    /** Goes to a position that was passed before. */
    void seek(int known) {
        position = known;
    }

    boolean hasRemaining() {
        return position < limit;
    }

    void need(long length, String what) {
        if (length > remaining()) {
            throw new BtfFormatException(
                    position, what + " cut short: " + length + " bytes needed, " + remaining() + " left");
        }
    }

    int i32() {
        need(4, "data");
        int value = bytes.getInt(position);
        position += 4;
        return value;
    }

    long u32() {
        return Integer.toUnsignedLong(i32());
    }

    void skip(int length) {
        need(length, "data");
        position += length;
    }

    /**
     * The sub-section whose offset (from the end of the header, this cursor's limit) and length come next.
     *
     * @param alignment required alignment of the offset
     */
    BtfReader section(String what, int alignment) {
        int field = position;
        long offset = u32();
        long length = u32();
        if (offset % alignment != 0) {
            throw new BtfFormatException(field, what + " offset " + offset + " is not a multiple of " + alignment);
        }
        if (limit + offset + length > bytes.capacity()) {
            throw new BtfFormatException(
                    field, what + " of " + length + " bytes at " + offset + " lies outside the data");
        }
        int start = (int) (limit + offset);
        return new BtfReader(bytes, start, (int) (start + length));
    }

    byte[] toBytes() {
        byte[] copy = new byte[remaining()];
        bytes.get(position, copy);
        return copy;
    }
}
