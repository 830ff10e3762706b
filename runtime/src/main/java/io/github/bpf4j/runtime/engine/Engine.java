package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.runtime.memory.GuestFault;

/** Runs program images. Implementations hold no state of a run: that is in the {@link Cpu}. */
public interface Engine {
    /** The name by which users choose it. */
    String name();

    /** Gets an image ready that will run, as far as the engine does so ahead of its first run. */
    default void prepare(Image image) {}

    /** What became of the images that were compiled, or should have been. */
    default CompileCounts compileCounts() {
        return CompileCounts.NONE;
    }

    /** Ends what goes on in the background. Images can still be run. */
    default void close() {}

    /**
     * Runs an image from one of its functions' first instructions until that function returns.
     *
     * <p>May be entered again from a helper, on the same CPU.
     *
     * @param entry the function's first instruction
     * @param cpu the logical CPU, which the caller occupies
     * @return R0
     * @throws GuestFault if the guest did something that ends its run
     */
    long run(Image image, int entry, Cpu cpu, long r1, long r2, long r3, long r4, long r5);

    /**
     * As {@link #run}, but may go on with runs that follow, if it asks for each whether it does.
     *
     * @return R0 of the last of them
     */
    default long runRepeatedly(Image image, int entry, Cpu cpu, long r1, long r2, long r3, Repeats repeats) {
        return run(image, entry, cpu, r1, r2, r3, 0, 0);
    }
}
