package io.github.bpf4j.net;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a capture file, uncompressed, in order, with their position. */
final class CaptureInput implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_MAGIC = 0x8b1f;
    private static final long NO_PACKETS_YET = -1;

    private final InputStream in;
    private final String name;
    private long position;
    private long packets = NO_PACKETS_YET;

    CaptureInput(InputStream raw, String name) {
        this.name = name;
        InputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
        try {
            buffered.mark(2);
            int magic = buffered.read() | buffered.read() << 8;
            buffered.reset();
            in = magic == GZIP_MAGIC
                    ? new BufferedInputStream(new GZIPInputStream(buffered, BUFFER_BYTES), BUFFER_BYTES)
                    : buffered;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    long position() {
        return position;
    }

    /** From now on errors tell how many packets were good. */
    void headerIsRead() {
        packets = 0;
    }

    void countPacket() {
        packets++;
    }

    long packets() {
        return Math.max(0, packets);
    }

    CaptureFormatException error(long at, String reason) {
        return new CaptureFormatException(name, at, reason, packets, false);
    }

    private CaptureFormatException endsEarly(String reason) {
        return new CaptureFormatException(name, position, reason, packets, true);
    }

    /** Decompression fails by the file's fault, all other reading by the system's. */
    private RuntimeException failure(IOException e) {
        return switch (e) {
            case EOFException _ -> endsEarly("the file ends within its gzip data");
            case ZipException _ -> error(position, "damaged gzip data: " + e.getMessage());
            default -> new UncheckedIOException(name + ": " + e.getMessage(), e);
        };
    }

    private int read(byte[] into, int from, int length) {
        try {
            int got = in.readNBytes(into, from, length);
            position += got;
            return got;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Reads the bytes; false if the file ends before the first of them. */
    boolean tryRead(byte[] into, int length, String what) {
        int got = read(into, 0, length);
        if (got > 0 && got < length) {
            throw endsEarly("the file ends within " + what + ": " + got + " of " + length + " bytes are there");
        }
        return got == length;
    }

    void readFully(byte[] into, int length, String what) {
        if (!tryRead(into, length, what)) {
            throw endsEarly("the file ends before " + what + " of " + length + " bytes");
        }
    }

    /**
     * Reads the bytes into the array or, where they do not fit, into a longer one. That grows with the bytes that are really
     * there: a length that lies costs no memory.
     */
    byte[] readGrowing(byte[] into, int length, String what) {
        byte[] bytes = into;
        int got = 0;
        while (got < length) {
            if (got == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
            }
            int wanted = Math.min(length, bytes.length) - got;
            int more = read(bytes, got, wanted);
            got += more;
            if (more < wanted) {
                throw endsEarly("the file ends within " + what + ": " + got + " of " + length + " bytes are there");
            }
        }
        return bytes;
    }

    void skip(long length, String what) {
        long left = length;
        try {
            while (left > 0) {
                long skipped = in.skip(left);
                if (skipped <= 0) {
                    if (in.read() < 0) {
                        throw endsEarly("the file ends within " + what + ": " + left + " bytes are missing");
                    }
                    skipped = 1;
                }
                left -= skipped;
                position += skipped;
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
