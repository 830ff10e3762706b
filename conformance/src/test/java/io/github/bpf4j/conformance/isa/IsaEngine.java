package io.github.bpf4j.conformance.isa;

import io.github.bpf4j.runtime.RunResult;

/** An engine under test. */
interface IsaEngine {
    String name();

    /**
     * Runs a program that nobody has verified.
     *
     * @param code packed instruction words, invalid ones included
     * @param memory what R1 points to, R2 being its length; holds the guest's writes afterwards
     */
    RunResult run(long[] code, byte[] memory);
}
