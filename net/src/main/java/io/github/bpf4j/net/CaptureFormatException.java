package io.github.bpf4j.net;

/** A capture file that is damaged or of an unknown kind. */
public final class CaptureFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long byteOffset;
    private final String reason;

    CaptureFormatException(String file, long byteOffset, String reason) {
        super(file + ", byte " + byteOffset + ": " + reason);
        this.byteOffset = byteOffset;
        this.reason = reason;
    }

    /** Where in the (uncompressed) file the trouble is. */
    public long byteOffset() {
        return byteOffset;
    }

    /** What is wrong. */
    public String reason() {
        return reason;
    }
}
