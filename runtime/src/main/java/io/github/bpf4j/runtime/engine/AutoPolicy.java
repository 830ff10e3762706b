package io.github.bpf4j.runtime.engine;

import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * When an image is compiled that an {@link AutoEngine} interprets.
 *
 * @param untilHot how much an image runs before it is compiled, in instructions: each run counts as {@link #RUN} and as what it spends in
 *     loops; nothing if it is compiled when it is loaded
 * @param compiler what compiles; null for a thread of the engine's own
 */
public record AutoPolicy(ToLongFunction<Image> untilHot, @Nullable Executor compiler) {
    /** What a run, a callback or a tail call counts, beside the backward jumps in it. */
    public static final long RUN = 32;

    /** How much is interpreted before it is worth while to compile. */
    public static final long HOT = 2_000 * RUN;

    /** What users get. */
    public static final AutoPolicy DEFAULT = new AutoPolicy(_ -> HOT, null);

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
