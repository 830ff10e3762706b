package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;

/** A rule that a program breaks, and where. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** {@link #insnOffset()} of a violation that no single instruction is to blame for. */
    public static final int NO_INSN = -1;

    private final Errno errno;
    private final int insnOffset;
    private final String reason;

    public Violation(Errno errno, int insnOffset, String reason) {
        super(errno + " at " + insnOffset + ": " + reason);
        this.errno = errno;
        this.insnOffset = insnOffset;
        this.reason = reason;
    }

    /** What loading the program answers. */
    public Errno errno() {
        return errno;
    }

    /** The slot that breaks the rule, or {@link #NO_INSN}. */
    public int insnOffset() {
        return insnOffset;
    }

    /** What is wrong. */
    public String reason() {
        return reason;
    }
}
