package io.github.bpf4j.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The block format (draft-ietf-opsawg-pcapng): sections, interfaces, packets. Blocks of other types and options that do not
 * matter here are skipped. A section's length is not needed: its end is the next section or the file's.
 */
final class PcapNgFormat implements CaptureFormat {
    static final int SECTION_HEADER = 0x0a0d0d0a;
    static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    static final int INTERFACE_DESCRIPTION = 1;
    static final int ENHANCED_PACKET = 6;
    static final int OPTION_TSRESOL = 9;
    private static final int PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int OPTION_END = 0;
    private static final int OPTION_TSOFFSET = 14;
    private static final int VERSION_MAJOR = 1;
    private static final int BLOCK_HEAD = 8;
    private static final int BLOCK_OVERHEAD = 12;
    private static final int LEAST_SECTION_HEADER = 28;
    private static final int PACKET_FIELDS = 20;
    private static final int MAX_INTERFACES = 1 << 16;

    private final CaptureInput in;
    private final int maxPacketBytes;
    private final List<PcapNgInterface> interfaces = new ArrayList<>();
    private final byte[] scratch = new byte[PACKET_FIELDS];
    private final ByteBuffer fields = ByteBuffer.wrap(scratch);
    private long lastNs;

    /** The block being read: where it begins, its length, and how much of its body is still to come. */
    private long at;

    private long length;
    private long left;

    static boolean isMagic(byte[] magic) {
        return ByteBuffer.wrap(magic).getInt() == SECTION_HEADER;
    }

    /** Begins behind the magic number, which is the first block's type. */
    PcapNgFormat(CaptureInput in, int maxPacketBytes) {
        this.in = in;
        this.maxPacketBytes = maxPacketBytes;
        byte[] lengthBytes = new byte[4];
        in.readFully(lengthBytes, 4, "a section header's length");
        fields.put(4, lengthBytes);
        section();
    }

    @Override
    public boolean next(PacketSlot into) {
        boolean found = false;
        while (!found) {
            at = in.position();
            if (!in.tryRead(scratch, BLOCK_HEAD, "a block header")) {
                return false;
            }
            int type = fields.getInt(0);
            if (type == SECTION_HEADER) {
                section();
                continue;
            }
            begin(BLOCK_OVERHEAD);
            switch (type) {
                case INTERFACE_DESCRIPTION -> describe();
                case ENHANCED_PACKET, PACKET -> packet(type, into);
                case SIMPLE_PACKET -> simple(into);
                default -> {}
            }
            end();
            found = type == ENHANCED_PACKET || type == PACKET || type == SIMPLE_PACKET;
        }
        return true;
    }

    /** The block's head is in the scratch array. */
    private void begin(int least) {
        length = fields.getInt(4) & 0xffff_ffffL;
        if (length < least || length % 4 != 0) {
            throw in.error(at + 4, "a block of " + length + " bytes, expected a multiple of 4 from " + least + " on");
        }
        left = length - BLOCK_OVERHEAD;
    }

    private void end() {
        in.skip(left, "a block");
        in.readFully(scratch, 4, "a block's trailing length");
        long trailing = fields.getInt(0) & 0xffff_ffffL;
        if (trailing != length) {
            throw in.error(at + length - 4, "the block's lengths differ: " + length + " and " + trailing);
        }
    }

    private void take(int bytes, String what) {
        if (left < bytes) {
            throw in.error(in.position(), "the block has " + left + " bytes left, too few for " + what);
        }
        in.readFully(scratch, bytes, what);
        left -= bytes;
    }

    /** Its length is in the scratch array, and can be read only once the byte order behind it is known. */
    private void section() {
        byte[] magic = new byte[4];
        in.readFully(magic, 4, "a section's byte order magic");
        int big = ByteBuffer.wrap(magic).getInt();
        if (big != BYTE_ORDER_MAGIC && Integer.reverseBytes(big) != BYTE_ORDER_MAGIC) {
            throw in.error(at + BLOCK_HEAD, "byte order magic %08x is not known".formatted(big));
        }
        fields.order(big == BYTE_ORDER_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        begin(LEAST_SECTION_HEADER);
        left -= 4;
        take(4, "the version");
        int major = fields.getShort(0) & 0xffff;
        if (major != VERSION_MAJOR) {
            throw in.error(at + 12, "pcapng version " + major + ", only 1 is known");
        }
        end();
        interfaces.clear();
    }

    private void describe() {
        take(8, "an interface's fields");
        if (interfaces.size() == MAX_INTERFACES) {
            throw in.error(at, "more than " + MAX_INTERFACES + " interfaces in a section");
        }
        int linkType = fields.getShort(0) & 0xffff;
        long snapLength = fields.getInt(4) & 0xffff_ffffL;
        int resolution = PcapNgInterface.MICROSECONDS;
        long offsetSeconds = 0;
        while (left > 0) {
            long optionAt = in.position();
            take(4, "an option");
            int code = fields.getShort(0) & 0xffff;
            int valueLength = fields.getShort(2) & 0xffff;
            if (code == OPTION_END) {
                break;
            }
            int padded = valueLength + 3 & -4;
            if (padded > left) {
                throw in.error(optionAt, "option " + code + " of " + valueLength + " bytes in a block with " + left);
            }
            if (code == OPTION_TSRESOL) {
                optionValue(optionAt, valueLength, 1);
                resolution = scratch[0] & 0xff;
            } else if (code == OPTION_TSOFFSET) {
                optionValue(optionAt, valueLength, Long.BYTES);
                offsetSeconds = fields.getLong(0);
            } else {
                in.skip(padded, "an option");
                left -= padded;
            }
        }
        interfaces.add(new PcapNgInterface(linkType, snapLength, resolution, offsetSeconds));
    }

    private void optionValue(long optionAt, int valueLength, int expected) {
        if (valueLength != expected) {
            throw in.error(optionAt, "a time stamp option of " + valueLength + " bytes, expected " + expected);
        }
        take(expected + 3 & -4, "an option's value");
    }

    private PcapNgInterface interfaceAt(long index) {
        if (index >= interfaces.size()) {
            throw in.error(at + BLOCK_HEAD, "interface " + index + " is not described in the section");
        }
        return interfaces.get((int) index);
    }

    private void packet(int type, PacketSlot into) {
        take(PACKET_FIELDS, "a packet's fields");
        long index = type == PACKET ? fields.getShort(0) & 0xffff : fields.getInt(0) & 0xffff_ffffL;
        PcapNgInterface captor = interfaceAt(index);
        long timestamp = (long) fields.getInt(4) << 32 | fields.getInt(8) & 0xffff_ffffL;
        try {
            lastNs = captor.toNs(timestamp);
        } catch (ArithmeticException e) {
            String reason = "time stamp " + Long.toUnsignedString(timestamp) + " is out of range: " + e.getMessage();
            throw in.error(at + BLOCK_HEAD + 4, reason);
        }
        data(into, captor, (int) index, fields.getInt(12) & 0xffff_ffffL, fields.getInt(16) & 0xffff_ffffL);
    }

    private void simple(PacketSlot into) {
        take(4, "a packet's length");
        PcapNgInterface captor = interfaceAt(0);
        long original = fields.getInt(0) & 0xffff_ffffL;
        long captured = captor.snapLength() == 0 ? original : Math.min(original, captor.snapLength());
        data(into, captor, 0, captured, original);
    }

    private void data(PacketSlot into, PcapNgInterface captor, int index, long captured, long original) {
        if (captured > maxPacketBytes) {
            throw in.error(at, "a packet of " + captured + " bytes, more than the limit of " + maxPacketBytes);
        }
        if (captured > left) {
            throw in.error(at, "a packet of " + captured + " bytes in a block with " + left + " bytes left");
        }
        into.read(in, (int) captured, original);
        left -= captured;
        into.timestampNs = lastNs;
        into.linkType = captor.linkType();
        into.interfaceIndex = index;
    }
}
