package io.github.bpf4j.btf;

/** The error for a question that a type cannot answer: no size, no such field, a literal that does not fit. */
public final class BtfTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int typeId;

    /**
     * An error about a type.
     *
     * @param typeId the type that was asked
     * @param reason what is wrong
     */
    public BtfTypeException(int typeId, String reason) {
        super(reason + " (type id " + typeId + ")");
        this.typeId = typeId;
    }

    /** The type that was asked. */
    public int typeId() {
        return typeId;
    }
}
