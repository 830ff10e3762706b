package io.github.bpf4j.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The classic format: a header, then records (draft-ietf-opsawg-pcap sections 4 and 5). */
final class PcapFormat implements CaptureFormat {
    static final int MAGIC_MICROS = 0xa1b2c3d4;
    static final int MAGIC_NANOS = 0xa1b23c4d;
    static final int VERSION_MAJOR = 2;
    static final int VERSION_MINOR = 4;
    static final long NS_PER_S = 1_000_000_000L;
    private static final int HEADER_REST = 20;
    private static final int RECORD_HEADER = 16;
    private static final int LINK_TYPE_MASK = 0xffff;

    private final CaptureInput in;
    private final int maxPacketBytes;
    private final long fractionNs;
    private final int linkType;
    private final boolean lengthsMayBeExchanged;
    private final byte[] header = new byte[RECORD_HEADER];
    private final ByteBuffer fields;

    PcapFormat(CaptureInput in, byte[] magic, int maxPacketBytes) {
        this.in = in;
        this.maxPacketBytes = maxPacketBytes;
        int little = ByteBuffer.wrap(magic).order(ByteOrder.LITTLE_ENDIAN).getInt();
        int big = ByteBuffer.wrap(magic).getInt();
        boolean isLittle = little == MAGIC_MICROS || little == MAGIC_NANOS;
        if (!isLittle && big != MAGIC_MICROS && big != MAGIC_NANOS) {
            throw in.error(0, ForeignFormat.refusal(little, big));
        }
        fractionNs = (isLittle ? little : big) == MAGIC_NANOS ? 1 : 1000;
        ByteOrder order = isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        fields = ByteBuffer.wrap(header).order(order);
        byte[] rest = new byte[HEADER_REST];
        in.readFully(rest, HEADER_REST, "the file header");
        ByteBuffer fileFields = ByteBuffer.wrap(rest).order(order);
        int major = fileFields.getShort() & 0xffff;
        int minor = fileFields.getShort() & 0xffff;
        if (major != VERSION_MAJOR || minor > VERSION_MINOR) {
            throw in.error(4, "pcap version %d.%d, only 2.4 and older 2.x are known".formatted(major, minor));
        }
        // Before 2.4 the lengths stood in either order. What was captured is the lesser of them.
        lengthsMayBeExchanged = minor < VERSION_MINOR;
        linkType = fileFields.getInt(16) & LINK_TYPE_MASK;
    }

    @Override
    public boolean next(PacketSlot into) {
        long at = in.position();
        if (!in.tryRead(header, RECORD_HEADER, "a record header")) {
            return false;
        }
        long captured = fields.getInt(8) & 0xffff_ffffL;
        long original = fields.getInt(12) & 0xffff_ffffL;
        if (lengthsMayBeExchanged && captured > original) {
            long exchanged = captured;
            captured = original;
            original = exchanged;
        }
        if (captured > maxPacketBytes) {
            throw in.error(at + 8, "a packet of " + captured + " bytes, more than the limit of " + maxPacketBytes);
        }
        into.read(in, (int) captured, original);
        // A fraction of a second or more, which some writers produce, carries into the seconds.
        into.timestampNs =
                (fields.getInt(0) & 0xffff_ffffL) * NS_PER_S + (fields.getInt(4) & 0xffff_ffffL) * fractionNs;
        into.linkType = linkType;
        into.interfaceIndex = 0;
        return true;
    }
}
