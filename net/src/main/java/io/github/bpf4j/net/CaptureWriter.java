package io.github.bpf4j.net;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A writer of capture files. The same packets give the same bytes. Packets beyond {@value #SNAP_LENGTH} bytes are cut to that, as
 * captures do; their original length tells.
 *
 * <p>Trouble of the system gives an {@link UncheckedIOException}.
 *
 * <p>For one thread at a time. Formats: draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng.
 */
public final class CaptureWriter implements AutoCloseable {
    /** What is written. */
    public enum Format {
        /** The classic format, time stamps rounded down to microseconds. One link type per file, times up to 2106. */
        PCAP_MICROS,
        /** The classic format with nanoseconds. One link type per file, times up to 2106. */
        PCAP_NANOS,
        /** The block format with nanoseconds, and an interface for each link type. */
        PCAPNG
    }

    /** The most bytes that are written of a packet. */
    public static final int SNAP_LENGTH = 256 << 10;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAX_HEADER = 32;
    private static final int SECTION_LENGTH = 28;
    private static final int INTERFACE_LENGTH = 32;
    private static final int ENHANCED_OVERHEAD = 32;
    private static final int NANOSECONDS = 9;
    private static final long LAST_PCAP_SECOND = 0xffff_ffffL;
    private static final long UNKNOWN_SECTION_LENGTH = -1;

    private final OutputStream out;
    private final Format format;
    private final int linkType;
    private final byte[] scratch = new byte[MAX_HEADER];
    private final ByteBuffer fields;
    private final Map<Integer, Integer> interfaces = new HashMap<>();
    private long packets;

    private CaptureWriter(OutputStream stream, Format format, int linkType, ByteOrder order) {
        out = new BufferedOutputStream(stream, BUFFER_BYTES);
        this.format = format;
        this.linkType = linkType;
        fields = ByteBuffer.wrap(scratch).order(order);
        if (format == Format.PCAPNG) {
            section();
            interfaceOf(linkType);
        } else {
            fileHeader();
        }
    }

    /** Creates or replaces a file: pcapng if its name ends so, else pcap with nanoseconds. */
    public static CaptureWriter create(Path file, int linkType) throws IOException {
        Format format = file.toString().endsWith(".pcapng") ? Format.PCAPNG : Format.PCAP_NANOS;
        return of(Files.newOutputStream(file), format, linkType);
    }

    /** Writes little-endian to a stream, which closes with the writer. */
    public static CaptureWriter of(OutputStream stream, Format format, int linkType) {
        return of(stream, format, linkType, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Writes to a stream, which closes with the writer.
     *
     * @param linkType see {@link LinkType}
     */
    public static CaptureWriter of(OutputStream stream, Format format, int linkType, ByteOrder order) {
        return new CaptureWriter(stream, format, linkType, order);
    }

    private void fileHeader() {
        fields.clear()
                .putInt(format == Format.PCAP_NANOS ? PcapFormat.MAGIC_NANOS : PcapFormat.MAGIC_MICROS)
                .putShort((short) PcapFormat.VERSION_MAJOR)
                .putShort((short) PcapFormat.VERSION_MINOR)
                .putLong(0)
                .putInt(SNAP_LENGTH)
                .putInt(linkType);
        writeFields();
    }

    private void section() {
        fields.clear()
                .putInt(PcapNgFormat.SECTION_HEADER)
                .putInt(SECTION_LENGTH)
                .putInt(PcapNgFormat.BYTE_ORDER_MAGIC)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(UNKNOWN_SECTION_LENGTH)
                .putInt(SECTION_LENGTH);
        writeFields();
    }

    private int interfaceOf(int type) {
        Integer known = interfaces.get(type);
        if (known != null) {
            return known;
        }
        fields.clear()
                .putInt(PcapNgFormat.INTERFACE_DESCRIPTION)
                .putInt(INTERFACE_LENGTH)
                .putShort((short) type)
                .putShort((short) 0)
                .putInt(SNAP_LENGTH)
                .putShort((short) PcapNgFormat.OPTION_TSRESOL)
                .putShort((short) 1)
                .put((byte) NANOSECONDS)
                .put(new byte[3])
                .putInt(0)
                .putInt(INTERFACE_LENGTH);
        writeFields();
        interfaces.put(type, interfaces.size());
        return interfaces.size() - 1;
    }

    /**
     * Adds a packet of the writer's link type.
     *
     * @param timestampNs nanoseconds since the epoch
     * @param data the packet, from the beginning of the array on
     * @throws CaptureFormatException if the format cannot express the time
     * @throws IllegalArgumentException if the array is shorter than that
     */
    public void write(long timestampNs, byte[] data, int length) {
        write(timestampNs, linkType, data, length, length);
    }

    /**
     * Adds a packet as it was captured.
     *
     * @throws CaptureFormatException if the format cannot express the time, or another link type than the writer's
     */
    public void write(CapturedPacket packet) {
        write(packet.timestampNs(), packet.linkType(), packet.data(), packet.data().length, packet.originalLength());
    }

    private void write(long timestampNs, int type, byte[] data, int length, int originalLength) {
        if (length < 0 || length > data.length) {
            throw new IllegalArgumentException("a packet of " + length + " bytes in an array of " + data.length);
        }
        int captured = Math.min(length, SNAP_LENGTH);
        if (timestampNs < 0) {
            throw refusal("time stamp " + timestampNs + " ns is before the epoch");
        }
        if (format == Format.PCAPNG) {
            block(timestampNs, interfaceOf(type), data, captured, originalLength);
        } else {
            record(timestampNs, type, data, captured, originalLength);
        }
        packets++;
    }

    private static CaptureFormatException refusal(String reason) {
        return new CaptureFormatException("capture output", -1, reason);
    }

    private void record(long timestampNs, int type, byte[] data, int captured, int originalLength) {
        long seconds = timestampNs / PcapFormat.NS_PER_S;
        if (seconds > LAST_PCAP_SECOND) {
            throw refusal("time stamp " + timestampNs + " ns is after 2106, beyond the pcap format: pcapng has it");
        }
        if (type != linkType) {
            throw refusal("a packet of link type " + LinkType.name(type) + " in a pcap file of "
                    + LinkType.name(linkType) + ": pcapng takes both");
        }
        long fractionNs = timestampNs % PcapFormat.NS_PER_S;
        fields.clear()
                .putInt((int) seconds)
                .putInt((int) (format == Format.PCAP_NANOS ? fractionNs : fractionNs / 1000))
                .putInt(captured)
                .putInt(originalLength);
        writeFields();
        write(data, captured);
    }

    private void block(long timestampNs, int index, byte[] data, int captured, int originalLength) {
        int padding = -captured & 3;
        int length = ENHANCED_OVERHEAD + captured + padding;
        fields.clear()
                .putInt(PcapNgFormat.ENHANCED_PACKET)
                .putInt(length)
                .putInt(index)
                .putInt((int) (timestampNs >>> Integer.SIZE))
                .putInt((int) timestampNs)
                .putInt(captured)
                .putInt(originalLength);
        writeFields();
        write(data, captured);
        fields.clear().putInt(0).position(padding).putInt(length);
        writeFields();
    }

    private void writeFields() {
        write(scratch, fields.position());
    }

    private void write(byte[] bytes, int length) {
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static UncheckedIOException failure(IOException e) {
        return new UncheckedIOException("writing a capture: " + e.getMessage(), e);
    }

    /** How many packets were written. */
    public long packets() {
        return packets;
    }

    /** Hands on what was written, so that others can read it. */
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
