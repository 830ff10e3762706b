package io.github.bpf4j.runtime;

/** Runs programs that the verifier refuses, in any engine: what it should have stopped must not harm the host all the same. */
public final class Confinement {
    private Confinement() {}

    /** A runtime that loads what only looks right. */
    public static RuntimeBuilder of(RuntimeBuilder builder) {
        builder.verified = false;
        builder.confinementOnly = true;
        return builder;
    }
}
