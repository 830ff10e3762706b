package io.github.bpf4j.net;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes packets of one link type to a capture file, little-endian. The same packets give the same bytes.
 *
 * <p>For one thread at a time.
 */
public final class CaptureWriter implements AutoCloseable {
    /** What is written. */
    public enum Format {
        PCAP_MICROS,
        PCAP_NANOS,
        PCAPNG
    }

    private static final int SNAP_LENGTH = CaptureReader.DEFAULT_LIMIT_BYTES;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long LAST_PCAP_SECOND = 0xffff_ffffL;
    private static final byte NANOS_RESOLUTION = 9;

    private final OutputStream out;
    private final Format format;
    private final int linkType;
    private long packets;

    private CaptureWriter(OutputStream stream, Format format, int linkType) {
        out = new BufferedOutputStream(stream, BUFFER_BYTES);
        this.format = format;
        this.linkType = linkType;
        write(format == Format.PCAPNG ? sectionAndInterface(linkType) : fileHeader(linkType));
    }

    /** Creates or replaces a file: pcapng if its name ends so, else pcap with nanoseconds. */
    public static CaptureWriter create(Path file, int linkType) throws IOException {
        Format format = file.toString().endsWith(".pcapng") ? Format.PCAPNG : Format.PCAP_NANOS;
        return of(Files.newOutputStream(file), format, linkType);
    }

    /** Writes to a stream, which closes with the writer. */
    public static CaptureWriter of(OutputStream stream, Format format, int linkType) {
        return new CaptureWriter(stream, format, linkType);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer fileHeader(int linkType) {
        int magic = format == Format.PCAP_NANOS ? PcapFormat.MAGIC_NANOS : PcapFormat.MAGIC_MICROS;
        return buffer(24)
                .putInt(magic)
                .putShort((short) PcapFormat.VERSION_MAJOR)
                .putShort((short) 4)
                .putLong(0)
                .putInt(SNAP_LENGTH)
                .putInt(linkType);
    }

    private static ByteBuffer sectionAndInterface(int linkType) {
        ByteBuffer blocks = buffer(28 + 32);
        blocks.putInt(PcapNgFormat.SECTION_HEADER)
                .putInt(28)
                .putInt(PcapNgFormat.BYTE_ORDER_MAGIC)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1)
                .putInt(28);
        blocks.putInt(PcapNgFormat.INTERFACE_DESCRIPTION)
                .putInt(32)
                .putShort((short) linkType)
                .putShort((short) 0)
                .putInt(SNAP_LENGTH)
                .putShort((short) 9)
                .putShort((short) 1)
                .putInt(NANOS_RESOLUTION)
                .putInt(0)
                .putInt(32);
        return blocks;
    }

    /**
     * Adds a packet that was captured whole.
     *
     * @param timestampNs nanoseconds since the epoch
     * @throws UncheckedIOException also if the format cannot hold the time: before the epoch, or in pcap after 2106
     */
    public void write(long timestampNs, byte[] data, int length) {
        write(timestampNs, data, length, length);
    }

    private void write(long timestampNs, byte[] data, int length, int originalLength) {
        if (timestampNs < 0 || format != Format.PCAPNG && timestampNs / NS_PER_S > LAST_PCAP_SECOND) {
            throw new UncheckedIOException(new IOException("a packet at " + timestampNs
                    + " ns since the epoch does not fit into " + format + "; pcap holds 1970 to 2106, pcapng to 2262"));
        }
        ByteBuffer head;
        int padding = 0;
        if (format == Format.PCAPNG) {
            padding = -length & 3;
            head = buffer(28)
                    .putInt(PcapNgFormat.ENHANCED_PACKET)
                    .putInt(32 + length + padding)
                    .putInt(0)
                    .putInt((int) (timestampNs >>> 32))
                    .putInt((int) timestampNs)
                    .putInt(length)
                    .putInt(originalLength);
        } else {
            long fraction = timestampNs % NS_PER_S;
            head = buffer(16)
                    .putInt((int) (timestampNs / NS_PER_S))
                    .putInt((int) (format == Format.PCAP_NANOS ? fraction : fraction / 1000))
                    .putInt(length)
                    .putInt(originalLength);
        }
        try {
            out.write(bytes(head));
            out.write(data, 0, length);
            if (format == Format.PCAPNG) {
                out.write(bytes(buffer(padding + 4).position(padding).putInt(32 + length + padding)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing a capture", e);
        }
        packets++;
    }

    /**
     * Adds a packet as it was captured.
     *
     * @throws IllegalArgumentException if its link type is not the file's
     */
    public void write(CapturedPacket packet) {
        if (packet.linkType() != linkType) {
            throw new IllegalArgumentException("a packet of link type " + LinkType.name(packet.linkType())
                    + " for a file of link type " + LinkType.name(linkType));
        }
        write(packet.timestampNs(), packet.data(), packet.data().length, packet.originalLength());
    }

    /** How many packets were written. */
    public long packets() {
        return packets;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    private void write(ByteBuffer buffer) {
        try {
            out.write(bytes(buffer));
        } catch (IOException e) {
            throw new UncheckedIOException("writing a capture", e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a capture", e);
        }
    }
}
