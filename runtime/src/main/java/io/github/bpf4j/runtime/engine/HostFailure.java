package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;

/** What the Java code of a helper throws that was written for another input than the guest gave it. */
final class HostFailure {
    private HostFailure() {}

    /** What a run ends with if the JVM could not get the memory that it said the guest has. */
    static GuestFault noMemory() {
        return new GuestFault(FaultKind.HOST_FAILURE, "the host has no memory left for the guest");
    }

    /**
     * What a run ends with after a helper threw: a fault, where that says of the host's code that it failed; else what was thrown.
     *
     * @param what the helper, for the message
     */
    static RuntimeException of(Throwable thrown, String what) {
        return switch (thrown) {
            case IndexOutOfBoundsException _,
                    IllegalArgumentException _,
                    IllegalStateException _,
                    ArithmeticException _,
                    NullPointerException _,
                    ClassCastException _,
                    NegativeArraySizeException _,
                    VirtualMachineError _ -> new GuestFault(FaultKind.HOST_FAILURE, what + " failed: " + thrown);
            case RuntimeException other -> other;
            default -> new IllegalStateException(thrown);
        };
    }
}
