package io.github.bpf4j.asm;

/** Assembly text that cannot be understood: where it is and what was expected there. */
public final class AssemblyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String reason;

    AssemblyException(int line, int column, String reason) {
        super("line " + line + ", column " + column + ": " + reason);
        this.line = line;
        this.column = column;
        this.reason = reason;
    }

    /** The line, from 1. */
    public int line() {
        return line;
    }

    /** The column in UTF-16 units, from 1; a tab is one column. */
    public int column() {
        return column;
    }

    /** What was expected, or what is wrong with what is there. */
    public String reason() {
        return reason;
    }
}
