package io.github.bpf4j.object;

/** The error for a text that is no kernel configuration: which line, why. */
public final class KconfigFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    KconfigFormatException(int line, String reason) {
        super(line == 0 ? reason : "line " + line + ": " + reason);
        this.line = line;
    }

    /** The line from 1, 0 if it is no single one. */
    public int line() {
        return line;
    }
}
