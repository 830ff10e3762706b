package io.github.bpf4j.junit;

import io.github.bpf4j.abi.TcAction;
import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.runtime.RunResult;
import org.opentest4j.AssertionFailedError;

/** Assertions on a run. Immutable. */
public final class RunAssert {
    private final RunResult result;

    RunAssert(RunResult result) {
        this.result = result;
    }

    /** The run ended without a fault. */
    public RunAssert hasNoFault() {
        result.fault().ifPresent(fault -> {
            throw new AssertionFailedError("the run ended with " + fault.kind() + ": " + fault.message()
                    + fault.source().map(source -> " at " + source).orElse(""));
        });
        return this;
    }

    /** The program returned this number, as 32 bits. */
    public RunAssert returned(int expected) {
        hasNoFault();
        if (result.verdict() != expected) {
            throw new AssertionFailedError("the program's result", expected, result.verdict());
        }
        return this;
    }

    /** The XDP program returned this verdict. */
    public RunAssert returned(XdpAction expected) {
        hasNoFault();
        if (result.verdict() != expected.number()) {
            throw new AssertionFailedError("the program's verdict", expected, XdpAction.ofResult(result.returnValue()));
        }
        return this;
    }

    /** The tc program returned this verdict. */
    public RunAssert returned(TcAction expected) {
        return returned(expected.number());
    }
}
