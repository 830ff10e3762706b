package io.github.bpf4j.net;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The block format (draft-ietf-opsawg-pcapng): sections, interfaces, packets; blocks of other types are skipped. */
final class PcapNgFormat implements CaptureFormat {
    static final int SECTION_HEADER = 0x0a0d0d0a;
    static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    static final int INTERFACE_DESCRIPTION = 1;
    static final int PACKET = 2;
    static final int SIMPLE_PACKET = 3;
    static final int ENHANCED_PACKET = 6;
    private static final int VERSION_MAJOR = 1;
    private static final int BLOCK_OVERHEAD = 12;
    private static final int OPTION_END = 0;
    private static final int OPTION_TSRESOL = 9;
    private static final int OPTION_TSOFFSET = 14;
    private static final int MAX_INTERFACES = 1 << 16;
    private static final int MAX_DESCRIPTION = 1 << 16;
    private static final int BINARY = 0x80;
    private static final int MAX_DECIMAL_DIGITS = 18;
    private static final int MAX_BINARY_DIGITS = 62;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long LAST_SECOND = Long.MAX_VALUE / NS_PER_S - 1;

    /** A described interface. */
    private record Interface(int linkType, long snapLength, long unitsPerSecond, long offsetSeconds) {
        /** Nanoseconds since the epoch, or -1 if they do not fit. */
        long toNs(long timestamp) {
            long seconds = Long.divideUnsigned(timestamp, unitsPerSecond);
            long rest = Long.remainderUnsigned(timestamp, unitsPerSecond);
            long fraction = unitsPerSecond <= NS_PER_S
                    ? rest * NS_PER_S / unitsPerSecond
                    : BigInteger.valueOf(rest)
                            .multiply(BigInteger.valueOf(NS_PER_S))
                            .divide(BigInteger.valueOf(unitsPerSecond))
                            .longValueExact();
            long whole = seconds + offsetSeconds;
            return whole < 0 || whole > LAST_SECOND ? -1 : whole * NS_PER_S + fraction;
        }
    }

    private final CaptureInput in;
    private final int limitBytes;
    private final List<Interface> interfaces = new ArrayList<>();
    private final byte[] head = new byte[8];
    private final ByteBuffer headFields = ByteBuffer.wrap(head);
    private final byte[] tail = new byte[4];
    private final ByteBuffer tailField = ByteBuffer.wrap(tail);
    private ByteBuffer block = ByteBuffer.allocate(4096);
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean magicIsRead = true;
    private long lastTimestampNs;

    static boolean isMagic(byte[] magic) {
        return ByteBuffer.wrap(magic).getInt() == SECTION_HEADER;
    }

    PcapNgFormat(CaptureInput in, int limitBytes) {
        this.in = in;
        this.limitBytes = limitBytes;
    }

    @Override
    public boolean next(CaptureRecord record) {
        while (true) {
            long at = in.position() - (magicIsRead ? 4 : 0);
            int type = SECTION_HEADER;
            if (magicIsRead) {
                in.readFully(head, 4, "a block's length");
                magicIsRead = false;
            } else {
                if (!in.read(head, 8, "a block header")) {
                    return false;
                }
                type = headFields.order(order).getInt(0);
                System.arraycopy(head, 4, head, 0, 4);
            }
            if (type == SECTION_HEADER) {
                section(at);
                continue;
            }
            long length = length(at);
            boolean isPacket = true;
            switch (type) {
                case ENHANCED_PACKET -> enhanced(at, body(at, length, bodyLimit()), record);
                case PACKET -> obsolete(at, body(at, length, bodyLimit()), record);
                case SIMPLE_PACKET -> simple(at, body(at, length, bodyLimit()), record);
                case INTERFACE_DESCRIPTION -> {
                    describe(at, body(at, length, MAX_DESCRIPTION));
                    isPacket = false;
                }
                default -> {
                    in.skip(length - BLOCK_OVERHEAD, "a block");
                    isPacket = false;
                }
            }
            trailer(at, length);
            if (isPacket) {
                return true;
            }
        }
    }

    /** Room for a packet of the limit, its fields and its options. */
    private long bodyLimit() {
        return limitBytes + (long) MAX_DESCRIPTION;
    }

    private long length(long at) {
        long length = headFields.order(order).getInt(0) & 0xffff_ffffL;
        if (length < BLOCK_OVERHEAD || length % 4 != 0) {
            throw in.error(at + 4, "a block of " + length + " bytes");
        }
        return length;
    }

    private void section(long at) {
        byte[] magic = new byte[4];
        in.readFully(magic, 4, "a section's byte order");
        int little = ByteBuffer.wrap(magic).order(ByteOrder.LITTLE_ENDIAN).getInt();
        int big = ByteBuffer.wrap(magic).getInt();
        if (little != BYTE_ORDER_MAGIC && big != BYTE_ORDER_MAGIC) {
            throw in.error(at + 8, "byte order magic %08x is not known".formatted(big));
        }
        order = little == BYTE_ORDER_MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        long length = length(at);
        if (length < 28) {
            throw in.error(at + 4, "a section header of " + length + " bytes");
        }
        byte[] version = new byte[2];
        in.readFully(version, version.length, "a section's version");
        int major = ByteBuffer.wrap(version).order(order).getShort() & 0xffff;
        if (major != VERSION_MAJOR) {
            throw in.error(at + 12, "pcapng version " + major + " is not known");
        }
        in.skip(length - BLOCK_OVERHEAD - 4 - version.length, "a section header");
        trailer(at, length);
        interfaces.clear();
    }

    private ByteBuffer body(long at, long length, long limit) {
        if (length - BLOCK_OVERHEAD > limit) {
            throw in.error(at + 4, "a block of " + length + " bytes, more than the limit of " + limit);
        }
        int bytes = (int) length - BLOCK_OVERHEAD;
        if (bytes > block.capacity()) {
            block = ByteBuffer.allocate(Math.max(bytes, block.capacity() * 2));
        }
        in.readFully(block.array(), bytes, "a block");
        return block.clear().limit(bytes).order(order);
    }

    private void trailer(long at, long length) {
        in.readFully(tail, 4, "a block's trailing length");
        long trailing = tailField.order(order).getInt(0) & 0xffff_ffffL;
        if (trailing != length) {
            throw in.error(at, "the block's lengths differ: " + length + " and " + trailing);
        }
    }

    private void need(long at, ByteBuffer body, int bytes) {
        if (body.remaining() < bytes) {
            throw in.error(at, "a block too short for its fields: " + body.remaining() + " of " + bytes + " bytes");
        }
    }

    private void describe(long at, ByteBuffer body) {
        need(at, body, 8);
        if (interfaces.size() == MAX_INTERFACES) {
            throw in.error(at, "more than " + MAX_INTERFACES + " interfaces");
        }
        int linkType = body.getShort() & 0xffff;
        body.getShort();
        long snapLength = body.getInt() & 0xffff_ffffL;
        long units = 1_000_000;
        long offset = 0;
        while (body.remaining() >= 4) {
            int code = body.getShort() & 0xffff;
            int length = body.getShort() & 0xffff;
            int padded = length + 3 & -4;
            if (code == OPTION_END) {
                break;
            }
            need(at, body, padded);
            int next = body.position() + padded;
            if (code == OPTION_TSRESOL && length >= 1) {
                units = unitsPerSecond(at, body.get() & 0xff);
            } else if (code == OPTION_TSOFFSET && length >= 8) {
                offset = body.getLong();
            }
            body.position(next);
        }
        interfaces.add(new Interface(linkType, snapLength, units, offset));
    }

    private long unitsPerSecond(long at, int resolution) {
        int digits = resolution & ~BINARY;
        boolean binary = (resolution & BINARY) != 0;
        if (digits > (binary ? MAX_BINARY_DIGITS : MAX_DECIMAL_DIGITS)) {
            throw in.error(at, "time stamps of " + (binary ? "2" : "10") + "^-" + digits + " s");
        }
        long units = 1;
        for (int i = 0; i < digits; i++) {
            units *= binary ? 2 : 10;
        }
        return units;
    }

    private Interface interfaceAt(long at, int index) {
        if (index < 0 || index >= interfaces.size()) {
            throw in.error(at, "interface " + Integer.toUnsignedString(index) + " is not described");
        }
        return interfaces.get(index);
    }

    private void enhanced(long at, ByteBuffer body, CaptureRecord record) {
        need(at, body, 20);
        packet(at, body, body.getInt(), record);
    }

    private void obsolete(long at, ByteBuffer body, CaptureRecord record) {
        need(at, body, 20);
        int index = body.getShort() & 0xffff;
        body.getShort();
        packet(at, body, index, record);
    }

    private void packet(long at, ByteBuffer body, int index, CaptureRecord record) {
        Interface of = interfaceAt(at, index);
        long timestamp = (long) body.getInt() << 32 | body.getInt() & 0xffff_ffffL;
        long captured = body.getInt() & 0xffff_ffffL;
        long original = body.getInt() & 0xffff_ffffL;
        long timestampNs = of.toNs(timestamp);
        if (timestampNs < 0) {
            throw in.error(at, "time stamp " + Long.toUnsignedString(timestamp) + " is out of range");
        }
        lastTimestampNs = timestampNs;
        fill(record, of, index, original);
        data(at, body, captured, record);
    }

    /** A simple packet has no time stamp: it counts as captured together with the packet before it. */
    private void simple(long at, ByteBuffer body, CaptureRecord record) {
        need(at, body, 4);
        Interface of = interfaceAt(at, 0);
        long original = body.getInt() & 0xffff_ffffL;
        long snap = of.snapLength() == 0 ? Long.MAX_VALUE : of.snapLength();
        long captured = Math.min(original, snap);
        fill(record, of, 0, original);
        data(at, body, captured, record);
    }

    private void fill(CaptureRecord record, Interface of, int index, long original) {
        record.timestampNs = lastTimestampNs;
        record.linkType = of.linkType();
        record.interfaceIndex = index;
        record.originalLength = (int) Math.min(original, Integer.MAX_VALUE);
    }

    private void data(long at, ByteBuffer body, long captured, CaptureRecord record) {
        if (captured > limitBytes) {
            throw in.error(at, "a packet of " + captured + " bytes, more than the limit of " + limitBytes);
        }
        need(at, body, (int) captured);
        body.get(record.room((int) captured), 0, (int) captured);
    }
}
