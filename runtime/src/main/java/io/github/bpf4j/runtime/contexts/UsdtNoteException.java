package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.abi.Errno;

/** What the note of a USDT probe says cannot be understood, or written into a program's records. */
public final class UsdtNoteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Errno errno;

    UsdtNoteException(Errno errno, String message) {
        super(message);
        this.errno = errno;
    }

    /** What libbpf answers. */
    public Errno errno() {
        return errno;
    }
}
