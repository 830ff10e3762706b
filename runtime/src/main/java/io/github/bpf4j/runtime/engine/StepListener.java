package io.github.bpf4j.runtime.engine;

/** Is told of each instruction that the checked interpreter comes to, so that tests can look at the state of the run. */
@FunctionalInterface
public interface StepListener {
    /**
     * An instruction is about to run.
     *
     * @param insnOffset its slot
     * @param cpu where it runs
     * @param r the registers, R0 to R10; only valid during the call
     */
    void before(Image image, int insnOffset, Cpu cpu, long[] r);
}
