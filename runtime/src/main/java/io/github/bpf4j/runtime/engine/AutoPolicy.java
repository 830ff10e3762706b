package io.github.bpf4j.runtime.engine;

import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * When an image is compiled that an {@link AutoEngine} interprets.
 *
 * <p>What the figures are from: in a JVM that has just begun, the first compilation takes 60 to 100 ms of processor time, most of it to load
 * what makes class files, later ones a microsecond for an instruction. The interpreter needs 7 to 20 ns for an instruction, so that a
 * million have cost about as much. An example over a capture of 1,000 packets ends before that, and never pays; one over 10,000 has changed
 * over by its end, and took as much processor time as either engine alone.
 *
 * @param untilHot how much an image runs before it is compiled, in instructions: each run counts as {@link #RUN} and as what it spends of
 *     its budget; nothing if it is compiled when it is loaded
 * @param compiler what compiles; null for a thread of the engine's own
 */
public record AutoPolicy(
        ToLongFunction<Image> untilHot, @Nullable Executor compiler) {
    /** What a run, a callback or a tail call counts, beside what it spends. */
    public static final long RUN = 500;

    /** How much is interpreted at least before it is worth while to compile. */
    public static final long HOT = 1_000_000;

    /**
     * How much is interpreted for each instruction of the program. What was compiled is slower than the interpreter until HotSpot has come to
     * all of its methods, after some thousand runs of each: for a program of 100,000 instructions that takes a minute.
     */
    public static final long HOT_PER_INSTRUCTION = 10_000;

    /** What users get. */
    public static final AutoPolicy DEFAULT =
            new AutoPolicy(image -> Math.max(HOT, HOT_PER_INSTRUCTION * image.instructions()), null);

    private static final int CHOICES = 6;

    /**
     * Compiles each image when it is loaded, after some of its first runs, or not at all, as chance has it, in the thread that runs it: for
     * tests, in which callers and what they call then run on different engines.
     */
    public static AutoPolicy random(long seed) {
        return new AutoPolicy(
                image -> {
                    long mixed = seed ^ ((long) image.name().hashCode() << 32 | image.id());
                    int runs = new SplittableRandom(mixed).nextInt(CHOICES);
                    return runs == CHOICES - 1 ? Long.MAX_VALUE : runs * RUN;
                },
                Runnable::run);
    }
}
