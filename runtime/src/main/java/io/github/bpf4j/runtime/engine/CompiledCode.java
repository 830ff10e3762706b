package io.github.bpf4j.runtime.engine;

/** What the JIT made of an image. Instances hold no state of a run. */
interface CompiledCode {
    /**
     * Runs one of the image's functions in the frame that is open on the CPU, until it returns.
     *
     * @return R0; if the function ended with a tail call, {@link Cpu#pendingTailCall} says what goes on in the frame
     */
    long run(int entry, Cpu cpu, long r1, long r2, long r3, long r4, long r5);
}
