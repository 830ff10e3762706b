package io.github.bpf4j.runtime;

import java.util.Optional;

/**
 * What a run of a program came to.
 *
 * @param returnValue R0, or 0 after a fault
 * @param fault what ended the run early, if anything did
 */
public record RunResult(long returnValue, Optional<Fault> fault) {
    private static final RunResult[] SMALL = new RunResult[16];

    static {
        for (int i = 0; i < SMALL.length; i++) {
            SMALL[i] = new RunResult(i, Optional.empty());
        }
    }

    static RunResult of(long returnValue) {
        return returnValue >= 0 && returnValue < SMALL.length
                ? SMALL[(int) returnValue]
                : new RunResult(returnValue, Optional.empty());
    }

    static RunResult of(Fault fault) {
        return new RunResult(0, Optional.of(fault));
    }

    /** The return value as programs of 32-bit results mean it: an XDP or tc verdict. */
    public int verdict() {
        return (int) returnValue;
    }
}
