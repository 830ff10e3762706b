package io.github.bpf4j.net;

/** A capture file that is damaged or of an unknown kind. */
public final class CaptureFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long byteOffset;
    private final String reason;

    CaptureFormatException(String file, long byteOffset, String reason) {
        super(file + (byteOffset < 0 ? "" : ", byte " + byteOffset) + ": " + reason);
        this.byteOffset = byteOffset;
        this.reason = reason;
    }

    /** Where in the (uncompressed) file the trouble is, or -1 if that is not known. */
    public long byteOffset() {
        return byteOffset;
    }

    /** What is wrong. */
    public String reason() {
        return reason;
    }
}
