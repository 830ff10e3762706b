package io.github.bpf4j.abi;

/**
 * A capability that a loader must hold for a helper to exist for its programs.
 *
 * <p>Immutable and safe for use by any thread. Source: verifier spec H30.
 */
public enum Capability {
    NONE,
    /** CAP_BPF. */
    BPF,
    /** CAP_PERFMON (with CAP_BPF). */
    PERFMON
}
