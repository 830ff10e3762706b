package io.github.bpf4j.asm;

/** Assembly text that cannot be understood. */
public final class AssemblyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String reason;

    AssemblyException(int line, String reason) {
        super("line " + line + ": " + reason);
        this.line = line;
        this.reason = reason;
    }

    /** The line, from 1. */
    public int line() {
        return line;
    }

    /** What is wrong, and what was expected. */
    public String reason() {
        return reason;
    }
}
