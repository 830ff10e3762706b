package io.github.bpf4j.runtime.engine;

/** The implementation of a helper (runtime spec 4). Takes what is in R1 to R5 and returns R0. */
@FunctionalInterface
public interface HelperFunction {
    /** Trusts none of its arguments; a {@link io.github.bpf4j.runtime.memory.GuestFault} ends the run. */
    long call(Cpu cpu, long r1, long r2, long r3, long r4, long r5);

    /**
     * What does the same where R1 is always this, and may be faster; itself unless it knows better. For engines that know R1 at a call
     * before they run it.
     */
    default HelperFunction bind(long r1) {
        return this;
    }
}
