package io.github.bpf4j.object;

import io.github.bpf4j.abi.Errno;

/** The error for a table of operations that a kernel cannot take: which, why, and what a loader on Linux would answer. */
public final class StructOpsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String table;
    private final Errno errno;

    StructOpsException(String table, Errno errno, String reason) {
        super("operations " + table + ": " + reason);
        this.table = table;
        this.errno = errno;
    }

    /** Name of the variable. */
    public String table() {
        return table;
    }

    /** What libbpf answers. */
    public Errno errno() {
        return errno;
    }
}
