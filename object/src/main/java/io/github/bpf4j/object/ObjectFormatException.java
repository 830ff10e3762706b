package io.github.bpf4j.object;

/** The error for bytes that are no well-formed BPF object: what is wrong, in which section, where in it. */
public final class ObjectFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String section;
    private final long byteOffset;
    private final String reason;

    /**
     * An error at a place.
     *
     * @param section name of the section, empty for the file's own headers
     * @param byteOffset offset of the offending bytes from the start of the section, or of the file
     * @param reason what was found and what was expected
     */
    public ObjectFormatException(String section, long byteOffset, String reason) {
        super((section.isEmpty() ? "ELF file" : "section " + section) + ", offset " + byteOffset + ": " + reason);
        this.section = section;
        this.byteOffset = byteOffset;
        this.reason = reason;
    }

    ObjectFormatException(String section, long byteOffset, String reason, Throwable cause) {
        this(section, byteOffset, reason);
        initCause(cause);
    }

    /** Name of the section, empty for the file's own headers. */
    public String section() {
        return section;
    }

    /** Offset of the offending bytes from the start of the section, or of the file if there is no section. */
    public long byteOffset() {
        return byteOffset;
    }

    /** What was found and what was expected. */
    public String reason() {
        return reason;
    }
}
