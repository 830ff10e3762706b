package io.github.bpf4j.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The classic format: a header, then records (draft-ietf-opsawg-pcap). */
final class PcapFormat implements CaptureFormat {
    static final int MAGIC_MICROS = 0xa1b2c3d4;
    static final int MAGIC_NANOS = 0xa1b23c4d;
    static final int VERSION_MAJOR = 2;
    static final int HEADER_REST = 20;
    static final int RECORD_HEADER = 16;
    private static final int LINK_TYPE_MASK = 0xffff;

    private final CaptureInput in;
    private final ByteOrder order;
    private final long fractionNs;
    private final int linkType;
    private final int limitBytes;
    private final byte[] header = new byte[RECORD_HEADER];
    private final ByteBuffer fields;

    PcapFormat(CaptureInput in, byte[] magic, int limitBytes) {
        this.in = in;
        this.limitBytes = limitBytes;
        int little = ByteBuffer.wrap(magic).order(ByteOrder.LITTLE_ENDIAN).getInt();
        int big = ByteBuffer.wrap(magic).getInt();
        if (little == MAGIC_MICROS || little == MAGIC_NANOS) {
            order = ByteOrder.LITTLE_ENDIAN;
        } else if (big == MAGIC_MICROS || big == MAGIC_NANOS) {
            order = ByteOrder.BIG_ENDIAN;
        } else {
            throw in.error(0, "magic number %08x is neither pcap's nor pcapng's".formatted(big));
        }
        fractionNs = (order == ByteOrder.LITTLE_ENDIAN ? little : big) == MAGIC_NANOS ? 1 : 1000;
        byte[] rest = new byte[HEADER_REST];
        in.readFully(rest, HEADER_REST, "the file header");
        ByteBuffer file = ByteBuffer.wrap(rest).order(order);
        int major = file.getShort() & 0xffff;
        if (major != VERSION_MAJOR) {
            throw in.error(4, "pcap version " + major + " is not known");
        }
        linkType = file.getInt(16) & LINK_TYPE_MASK;
        fields = ByteBuffer.wrap(header).order(order);
    }

    @Override
    public boolean next(CaptureRecord record) {
        long at = in.position();
        if (!in.read(header, RECORD_HEADER, "a record header")) {
            return false;
        }
        long captured = field(2);
        if (captured > limitBytes) {
            throw in.error(at + 8, "a packet of " + captured + " bytes, more than the limit of " + limitBytes);
        }
        record.timestampNs = field(0) * 1_000_000_000L + field(1) * fractionNs;
        record.linkType = linkType;
        record.interfaceIndex = 0;
        record.originalLength = (int) Math.min(field(3), Integer.MAX_VALUE);
        in.readFully(record.room((int) captured), (int) captured, "a packet");
        return true;
    }

    private long field(int index) {
        return fields.getInt(index * Integer.BYTES) & 0xffff_ffffL;
    }
}
