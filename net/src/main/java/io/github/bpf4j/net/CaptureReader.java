package io.github.bpf4j.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the packets of a pcap or pcapng file, one by one, gzip-compressed or not, in either byte order. It holds one packet
 * and a buffer, however long the file is.
 *
 * <p>{@link #next} makes an object of each packet. {@link #advance} makes none: the packet's parts are then asked of the reader.
 *
 * <p>A damaged file gives its good packets and then a {@link CaptureFormatException}, the same again at each further attempt.
 * Trouble of the system while reading gives a {@link java.io.UncheckedIOException}.
 *
 * <p>For one thread at a time. Formats: draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng.
 */
public final class CaptureReader implements AutoCloseable {
    /**
     * How a reader treats what is doubtful.
     *
     * @param maxPacketBytes longer packets are taken as damage
     * @param lenient whether a file that ends within a packet simply ends there, see {@link #truncation}
     */
    public record Options(int maxPacketBytes, boolean lenient) {
        /** Packets of up to 256 KiB, and an error where a file ends too early. */
        public static final Options DEFAULT = new Options(256 << 10, false);

        private static final int LARGEST_LIMIT_BYTES = 1 << 30;

        /**
         * Checks the limit.
         *
         * @throws IllegalArgumentException if it is not between 1 byte and 1 GiB
         */
        public Options {
            if (maxPacketBytes < 1 || maxPacketBytes > LARGEST_LIMIT_BYTES) {
                throw new IllegalArgumentException("a limit of " + maxPacketBytes + " bytes for packets");
            }
        }

        /** The same with another limit. */
        public Options withMaxPacketBytes(int bytes) {
            return new Options(bytes, lenient);
        }

        /** The same, but files may end too early. */
        public Options asLenient() {
            return new Options(maxPacketBytes, true);
        }
    }

    private final CaptureInput in;
    private final CaptureFormat format;
    private final boolean lenient;
    private final PacketSlot slot = new PacketSlot();
    private boolean ended;
    private @Nullable CaptureFormatException failure;

    private CaptureReader(InputStream stream, String name, Options options) {
        in = new CaptureInput(stream, name);
        lenient = options.lenient();
        byte[] magic = new byte[4];
        in.readFully(magic, 4, "the file's magic number");
        format = PcapNgFormat.isMagic(magic)
                ? new PcapNgFormat(in, options.maxPacketBytes())
                : new PcapFormat(in, magic, options.maxPacketBytes());
        in.headerIsRead();
    }

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be read
     * @throws CaptureFormatException if it is no capture file
     */
    public static CaptureReader open(Path file) throws IOException {
        return open(file, Options.DEFAULT);
    }

    /** As {@link #open(Path)}, with options. */
    public static CaptureReader open(Path file, Options options) throws IOException {
        InputStream stream = Files.newInputStream(file);
        try {
            return of(stream, String.valueOf(file.getFileName()), options);
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /**
     * Reads from a stream, standard input for example, which closes with the reader.
     *
     * @param name of the source, for messages
     * @throws CaptureFormatException if it is no capture file; the stream stays open
     */
    public static CaptureReader of(InputStream stream, String name) {
        return of(stream, name, Options.DEFAULT);
    }

    /** As {@link #of(InputStream, String)}, with options. */
    public static CaptureReader of(InputStream stream, String name, Options options) {
        return new CaptureReader(stream, name, options);
    }

    /**
     * Goes to the next packet and tells whether there is one. It replaces the one before.
     *
     * @throws CaptureFormatException if the file is damaged; the packets before were good
     */
    public boolean advance() {
        if (ended) {
            return false;
        }
        if (failure != null) {
            throw failure;
        }
        try {
            ended = !format.next(slot);
        } catch (CaptureFormatException e) {
            failure = e;
            ended = lenient && e.isTruncation();
            if (!ended) {
                throw e;
            }
        }
        if (!ended) {
            in.countPacket();
        }
        return !ended;
    }

    /**
     * The next packet, as an object of its own; empty at the end.
     *
     * @throws CaptureFormatException if the file is damaged; the packets before were good
     */
    public Optional<CapturedPacket> next() {
        return advance()
                ? Optional.of(new CapturedPacket(
                        slot.timestampNs,
                        slot.linkType,
                        slot.interfaceIndex,
                        Arrays.copyOf(slot.data, slot.length),
                        slot.originalLength))
                : Optional.empty();
    }

    /** The packet's time stamp, see {@link CapturedPacket#timestampNs}. */
    public long timestampNs() {
        return slot.timestampNs;
    }

    /** What the packet begins with, see {@link LinkType}. */
    public int linkType() {
        return slot.linkType;
    }

    /** The file's number of the packet's interface, see {@link CapturedPacket#interfaceIndex}. */
    public int interfaceIndex() {
        return slot.interfaceIndex;
    }

    /** The array with the packet's bytes at its beginning. It belongs to the reader and changes when it goes on. */
    public byte[] data() {
        return slot.data;
    }

    /** How many bytes of {@link #data} are the packet. */
    public int length() {
        return slot.length;
    }

    /** Bytes that the packet had on the wire, see {@link CapturedPacket#originalLength}. */
    public int originalLength() {
        return slot.originalLength;
    }

    /** How many packets were read. */
    public long packets() {
        return in.packets();
    }

    /** How many bytes were read, uncompressed. */
    public long bytesRead() {
        return in.position();
    }

    /** Where a lenient reader found the file to end too early; empty if it did not, or has not yet. */
    public Optional<CaptureFormatException> truncation() {
        return ended ? Optional.ofNullable(failure) : Optional.empty();
    }

    @Override
    public void close() {
        in.close();
    }
}
