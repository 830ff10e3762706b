package io.github.bpf4j.net;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

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
        ByteBuffer fields = ByteBuffer.wrap(rest).order(order);
        int major = fields.getShort() & 0xffff;
        if (major != VERSION_MAJOR) {
            throw in.error(4, "pcap version " + major + " is not known");
        }
        linkType = fields.getInt(16) & LINK_TYPE_MASK;
    }

    @Override
    public Optional<CapturedPacket> next() {
        long at = in.position();
        if (!in.read(header, RECORD_HEADER, "a record header")) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(order);
        long seconds = fields.getInt() & 0xffff_ffffL;
        long fraction = fields.getInt() & 0xffff_ffffL;
        long captured = fields.getInt() & 0xffff_ffffL;
        long original = fields.getInt() & 0xffff_ffffL;
        if (captured > limitBytes) {
            throw in.error(at + 8, "a packet of " + captured + " bytes, more than the limit of " + limitBytes);
        }
        byte[] data = new byte[(int) captured];
        in.readFully(data, data.length, "a packet");
        return Optional.of(new CapturedPacket(seconds * 1_000_000_000L + fraction * fractionNs, linkType, 0, data, (int)
                Math.min(original, Integer.MAX_VALUE)));
    }
}
