package io.github.bpf4j.object;

import io.github.bpf4j.abi.Errno;

/** The error for an extern that cannot be set for a kernel: which, why, and what a loader on Linux would answer. */
public final class ExternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String extern;
    private final Errno errno;

    ExternException(String extern, Errno errno, String reason) {
        super("extern " + extern + ": " + reason);
        this.extern = extern;
        this.errno = errno;
    }

    /** Name of the extern. */
    public String extern() {
        return extern;
    }

    /** What libbpf answers. */
    public Errno errno() {
        return errno;
    }
}
