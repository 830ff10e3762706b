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
    private final int[] path;

    public Violation(Errno errno, int insnOffset, String reason) {
        this(errno, insnOffset, reason, new int[0]);
    }

    private Violation(Errno errno, int insnOffset, String reason, int[] path) {
        super(errno + " at " + insnOffset + ": " + reason);
        this.path = path;
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

    /** The same, at the end of a path. */
    public Violation after(int[] lastInsns) {
        return new Violation(errno, insnOffset, reason, lastInsns.clone());
    }

    /** The slots of the last instructions of the path on which it was found; empty if it is the same on all. */
    public int[] path() {
        return path.clone();
    }

    /** What is wrong. */
    public String reason() {
        return reason;
    }
}
