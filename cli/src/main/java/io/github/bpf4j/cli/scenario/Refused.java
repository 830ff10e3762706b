package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.abi.Errno;

/** A command that was refused, as the host's API tells by its answer. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    Refused(Errno errno, String what) {
        super(what);
        this.errno = errno;
    }

    Errno errno() {
        return errno;
    }
}
