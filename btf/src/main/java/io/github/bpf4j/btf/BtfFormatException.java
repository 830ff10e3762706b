package io.github.bpf4j.btf;

/** The error for bytes that are not well-formed BTF or .BTF.ext data. */
public final class BtfFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long byteOffset;
    private final String reason;

    /**
     * An error at a place.
     *
     * @param byteOffset offset of the offending bytes from the start of the data
     * @param reason what was found and what was expected
     */
    public BtfFormatException(long byteOffset, String reason) {
        super("offset " + byteOffset + ": " + reason);
        this.byteOffset = byteOffset;
        this.reason = reason;
    }

    /** Offset of the offending bytes from the start of the data. */
    public long byteOffset() {
        return byteOffset;
    }

    /** What was found and what was expected. */
    public String reason() {
        return reason;
    }
}
