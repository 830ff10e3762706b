package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;

/** A map or program command that Linux would refuse, with the errno it would refuse it with. */
public final class BpfErrnoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    /**
     * A refusal.
     *
     * @param what the command and why it is refused
     */
    public BpfErrnoException(Errno errno, String what) {
        super(what + ": " + Errno.name(errno.result()));
        this.errno = errno;
    }

    static BpfErrnoException of(long result, String what) {
        return new BpfErrnoException(Errno.byNumber((int) -result).orElse(Errno.EINVAL), what);
    }

    /** Why it was refused. */
    public Errno errno() {
        return errno;
    }
}
