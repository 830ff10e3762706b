package io.github.bpf4j.net;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a capture file, uncompressed, in order, with their position. */
final class CaptureInput implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_MAGIC = 0x8b1f;

    private final InputStream in;
    private final String name;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private long position;

    CaptureInput(InputStream raw, String name) {
        this.name = name;
        InputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
        try {
            buffered.mark(2);
            int magic = buffered.read() | buffered.read() << 8;
            buffered.reset();
            in = magic == GZIP_MAGIC ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
        } catch (ZipException | EOFException e) {
            throw error(0, "damaged gzip data: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    long position() {
        return position;
    }

    CaptureFormatException error(long at, String reason) {
        return new CaptureFormatException(name, at, reason);
    }

    /** Fills the array; false if the file ends before its first byte. */
    boolean read(byte[] into, int length, String what) {
        int got;
        try {
            got = copy(into, length);
        } catch (ZipException | EOFException e) {
            throw error(position, "damaged gzip data: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        if (got < length && got > 0 || got == 0 && length > 0 && position == 0) {
            throw error(position, "the file ends within " + what + ": " + got + " of " + length + " bytes are there");
        }
        position += got;
        return got == length;
    }

    /** From a buffer of its own: that of the JDK takes a lock for each piece. */
    private int copy(byte[] into, int length) throws IOException {
        int got = 0;
        while (got < length && (from < to || fill())) {
            int bytes = Math.min(length - got, to - from);
            System.arraycopy(buffer, from, into, got, bytes);
            from += bytes;
            got += bytes;
        }
        return got;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }

    void readFully(byte[] into, int length, String what) {
        if (!read(into, length, what)) {
            throw error(position, "the file ends before " + what + " of " + length + " bytes");
        }
    }

    void skip(long length, String what) {
        try {
            long buffered = Math.min(length, to - from);
            from += (int) buffered;
            in.skipNBytes(length - buffered);
            position += length;
        } catch (ZipException e) {
            throw error(position, "damaged gzip data: " + e.getMessage());
        } catch (EOFException e) {
            throw error(position, "the file ends within " + what);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
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
