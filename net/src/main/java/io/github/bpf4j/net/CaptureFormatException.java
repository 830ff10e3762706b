package io.github.bpf4j.net;

/**
 * A capture that is damaged, of an unknown kind, or asks for what a format cannot express.
 *
 * <p>Immutable, and so safe for all threads.
 */
public final class CaptureFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final long HEADER = -1;

    private final long byteOffset;
    private final String reason;
    private final long packets;
    private final boolean truncation;

    CaptureFormatException(String file, long byteOffset, String reason) {
        this(file, byteOffset, reason, HEADER, false);
    }

    CaptureFormatException(String file, long byteOffset, String reason, long packets, boolean truncation) {
        super(file + (byteOffset < 0 ? "" : ", byte " + byteOffset) + ": " + reason
                + (packets == HEADER ? "" : " (after " + packets + " good packets)"));
        this.byteOffset = byteOffset;
        this.reason = reason;
        this.packets = Math.max(0, packets);
        this.truncation = truncation;
    }

    /** Where in the uncompressed file the trouble is, counted from 0, or -1 if that is not known. */
    public long byteOffset() {
        return byteOffset;
    }

    /** What is wrong. */
    public String reason() {
        return reason;
    }

    /** How many packets were read before the trouble. */
    public long packets() {
        return packets;
    }

    /** Whether the file merely ends too early: a capture that was interrupted, or is still being written. */
    public boolean isTruncation() {
        return truncation;
    }
}
