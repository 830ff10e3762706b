package io.github.bpf4j.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads the packets of a pcap or pcapng file one by one, gzip-compressed or not, in either byte order. Holds one packet and a
 * buffer, however long the file is.
 *
 * <p>For one thread at a time.
 */
public final class CaptureReader implements AutoCloseable {
    /** The longest packet that is read unless another limit is given. */
    public static final int DEFAULT_LIMIT_BYTES = 256 << 10;

    private final CaptureInput in;
    private final CaptureFormat format;
    private long packets;

    private CaptureReader(InputStream stream, String name, int limitBytes) {
        in = new CaptureInput(stream, name);
        byte[] magic = new byte[4];
        in.readFully(magic, 4, "the file's magic number");
        format = PcapNgFormat.isMagic(magic) ? new PcapNgFormat(in, limitBytes) : new PcapFormat(in, magic, limitBytes);
    }

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be read
     * @throws CaptureFormatException if it is no capture file
     */
    public static CaptureReader open(Path file) throws IOException {
        InputStream stream = Files.newInputStream(file);
        try {
            return of(stream, file.getFileName().toString());
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /**
     * Reads from a stream, which closes with the reader.
     *
     * @param name of the source, for messages
     * @throws CaptureFormatException if it is no capture file
     */
    public static CaptureReader of(InputStream stream, String name) {
        return of(stream, name, DEFAULT_LIMIT_BYTES);
    }

    /** As {@link #of(InputStream, String)}, refusing packets longer than the limit. */
    public static CaptureReader of(InputStream stream, String name, int limitBytes) {
        return new CaptureReader(stream, name, limitBytes);
    }

    /**
     * The next packet; empty at the end.
     *
     * @throws CaptureFormatException if the file is damaged; the packets before were good
     * @throws java.io.UncheckedIOException if it cannot be read further
     */
    public Optional<CapturedPacket> next() {
        CaptureRecord record = new CaptureRecord();
        return next(record) ? Optional.of(record.packet()) : Optional.empty();
    }

    /** As {@link #next()}: false at the end. */
    boolean next(CaptureRecord record) {
        try {
            boolean isThere = format.next(record);
            packets += isThere ? 1 : 0;
            return isThere;
        } catch (CaptureFormatException e) {
            throw in.error(e.byteOffset(), e.reason() + " (after " + packets + " good packets)");
        }
    }

    /** How many packets were read. */
    public long packets() {
        return packets;
    }

    @Override
    public void close() {
        in.close();
    }
}
