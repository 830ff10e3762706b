package io.github.bpf4j.asm;

/** An instruction whose encoding is reserved, incomplete or unknown (RFC 9669 sections 3 to 5). */
public final class InvalidInstructionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int insnOffset;
    private final String reason;

    /** A refusal of the instruction at a slot. */
    public InvalidInstructionException(int insnOffset, String reason) {
        super("instruction " + insnOffset + ": " + reason);
        this.insnOffset = insnOffset;
        this.reason = reason;
    }

    /** The slot of the instruction. */
    public int insnOffset() {
        return insnOffset;
    }

    /** What is wrong with it. */
    public String reason() {
        return reason;
    }
}
