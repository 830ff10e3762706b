package io.github.bpf4j.runtime.engine;

/**
 * How much of a program the JIT puts into one method and one class. Tests make it little, so that small programs are cut, too.
 *
 * @param methodBytes what a method may come to, in bytes of bytecode, by the estimate of {@link JitChunks}
 * @param leastBytes how small a piece of a function may be that ends where no loop is cut
 * @param unitInsns how many instructions one class holds at most
 */
public record JitLimits(int methodBytes, int leastBytes, int unitInsns) {
    /*
     * HotSpot never compiles a method of 8,000 bytes of bytecode, and is best at some thousand. Each instruction may need six entries
     * of the 65,535 that a class's constant pool has.
     */
    /** What is best. */
    public static final JitLimits USUAL = new JitLimits(6000, 2500, 8_000);
}
