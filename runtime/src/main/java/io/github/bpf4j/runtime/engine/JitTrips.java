package io.github.bpf4j.runtime.engine;

/**
 * How often a loop goes round before one of its tests can end it: what generated code calls ahead of a {@linkplain JitCountedLoop loop
 * without those tests}. Each method takes the most that is asked for and gives that or less; never more than what is sure.
 */
final class JitTrips {
    private JitTrips() {}

    /** How many of {@code from}, {@code from + step} ... are below a limit, unsigned, one after another. */
    static int below(int most, long from, long limit, long step) {
        return Long.compareUnsigned(from, limit) < 0 ? steps(most, limit - 1 - from, step) : 0;
    }

    /** How many are not above it. */
    static int atMost(int most, long from, long limit, long step) {
        return Long.compareUnsigned(from, limit) <= 0 ? steps(most, limit - from, step) : 0;
    }

    /** How many are not it. */
    static int unequal(int most, long from, long limit, long step) {
        return from == limit ? 0 : steps(most, limit - 1 - from, step);
    }

    /** The same of 32-bit numbers, which go round. */
    static int unequal32(int most, long from, long limit, long step) {
        return from == limit ? 0 : steps(most, limit - 1 - from & JitCode.LOW, step);
    }

    /** How many steps stay within a distance, the one of nothing too. */
    private static int steps(int most, long distance, long step) {
        if (step <= 0 || step > Integer.MAX_VALUE) {
            return 0;
        }
        int bounded = distance < 0 ? Integer.MAX_VALUE - 1 : (int) Math.min(distance, Integer.MAX_VALUE - 1);
        return Math.min(most, bounded / (int) step + 1);
    }
}
