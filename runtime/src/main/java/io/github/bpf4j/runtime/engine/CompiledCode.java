package io.github.bpf4j.runtime.engine;

/** What the JIT made of an image, or of a part of it. Instances hold no state of a run. */
interface CompiledCode {
    /**
     * Runs one of the image's functions in the frame that is open on the CPU, until it returns.
     *
     * @return R0; if the function ended with a tail call, {@link Cpu#pendingTailCall} says what goes on in the frame
     */
    long run(int entry, Cpu cpu, long r1, long r2, long r3, long r4, long r5);

    /**
     * Runs pieces of a long function, as far as they are in this part.
     *
     * @param place where to begin, see {@link JitLinkage#place}
     * @param registers of the frame: what the pieces hand on to each other
     * @return where to go on, negative if the function is done: then R0 is in the registers
     */
    int chunk(int place, Cpu cpu, long[] registers);
}
